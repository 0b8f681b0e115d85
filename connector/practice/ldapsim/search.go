package ldapsim

import (
	"strconv"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// Scopes, RFC 4511 section 4.5.1.2.
const (
	scopeBase     = 0
	scopeOneLevel = 1
	scopeSubtree  = 2
)

// pageLimit is MaxPageSize, MS-ADTS 3.1.1.3.4.6: what one answer may hold.
const pageLimit = 1000

// Controls that searches understand, MS-ADTS 3.1.1.3.4.1.
const (
	controlPaged       = "1.2.840.113556.1.4.319"
	controlSDFlags     = "1.2.840.113556.1.4.801"
	controlDomainScope = "1.2.840.113556.1.4.1339"
	controlShowDeleted = "1.2.840.113556.1.4.417"
	controlSort        = "1.2.840.113556.1.4.473"
)

// supportedControls are those that have an effect here, and those that are
// taken without one.
var supportedControls = []string{controlPaged, controlSDFlags, controlDomainScope, controlShowDeleted}

// search is one search request, understood.
type search struct {
	base       string
	scope      int64
	limit      int64
	typesOnly  bool
	filter     *ber.Packet
	attrs      []string
	sdParts    int
	sdFlags    bool
	references bool // to the other naming contexts below the base
	page       *page
}

// page is one page of a paged search, RFC 2696. The cookie is where it starts.
type page struct {
	size, start int
}

// readSearch understands a request. A control that cannot be honored gives a
// result other than success.
func readSearch(m message) (search, result) {
	op := m.op
	q := search{base: text(child(op, 0)), filter: child(op, 6), references: true}
	var ok [2]bool
	q.scope, ok[0] = number(child(op, 1))
	q.limit, ok[1] = number(child(op, 3))
	list := child(op, 7)
	if !ok[0] || !ok[1] || q.scope > scopeSubtree || list == nil {
		return q, badMessage()
	}
	q.typesOnly, _ = child(op, 5).Value.(bool)
	for _, a := range list.Children {
		q.attrs = append(q.attrs, text(a))
	}
	for _, c := range m.controls {
		if r := q.control(c); r.code != success {
			return q, r
		}
	}
	return q, result{}
}

func (q *search) control(c control) result {
	switch c.oid {
	case controlDomainScope:
		q.references = false
	case controlSDFlags:
		flags, ok := number(child(ber.DecodePacket(c.value), 0))
		if !ok {
			return badControl(protocolError)
		}
		q.sdFlags, q.sdParts = true, int(flags)
	case controlPaged:
		p := ber.DecodePacket(c.value)
		size, ok := number(child(p, 0))
		start, err := strconv.Atoi("0" + text(child(p, 1)))
		if !ok || size < 0 || err != nil {
			return badControl(protocolError)
		}
		q.page = &page{min(int(size), pageLimit), start}
	case controlShowDeleted:
	default:
		if c.critical {
			return badControl(unavailableCritical)
		}
	}
	return result{}
}

// search answers a search request.
func (s *session) search(m message) {
	q, bad := readSearch(m)
	if bad.code != success {
		s.send(m.id, bad.packet(opSearchDone))
		return
	}
	if q.base == "" && q.scope == scopeBase {
		s.sendRoot(m.id, q)
		return
	}
	if s.bound == nil {
		s.send(m.id, needsBind().packet(opSearchDone))
		return
	}
	base, bad := s.resolve(q.base)
	if base == nil {
		s.send(m.id, bad.packet(opSearchDone))
		return
	}
	s.sendFound(m.id, q, s.find(base, q))
	if q.references && q.scope == scopeSubtree && base.parent == nil && base.class == "domainDNS" && (q.page == nil || q.page.start == 0) {
		s.sendReferences(m.id)
	}
	s.done(m.id, q)
}

// find returns the objects in scope that the client may see and the filter
// matches, in the order of the directory.
func (s *session) find(base *entry, q search) []*entry {
	var out []*entry
	consider := func(e *entry) {
		v := view{s.site.Directory, s, e}
		if v.matches(q.filter) == yes && v.visible() {
			out = append(out, e)
		}
	}
	switch q.scope {
	case scopeBase:
		consider(base)
	case scopeOneLevel:
		for _, e := range base.children {
			consider(e)
		}
	default:
		base.walk(consider)
	}
	return out
}

func (e *entry) walk(visit func(*entry)) {
	visit(e)
	for _, c := range e.children {
		c.walk(visit)
	}
}

// sendFound sends the part of the answer that fits, and keeps in s.last how it
// ended for done.
func (s *session) sendFound(id int64, q search, found []*entry) {
	s.last = ending{}
	most := pageLimit
	if q.page != nil {
		found = found[min(q.page.start, len(found)):]
		most = q.page.size
	}
	if q.limit > 0 && int(q.limit) < most && int(q.limit) < len(found) {
		most, s.last.cut = int(q.limit), true
	}
	if most < len(found) {
		s.last.cut = s.last.cut || q.page == nil
		if q.page != nil && most > 0 {
			s.last.cookie = strconv.Itoa(q.page.start + most)
		}
		found = found[:most]
	}
	for _, e := range found {
		s.send(id, s.entryPacket(e, q))
	}
}

// ending is how a search ended: held back by a limit, or to be continued.
type ending struct {
	cut    bool
	cookie string
}

func (s *session) done(id int64, q search) {
	r := result{}
	if s.last.cut {
		r.code, s.last.cookie = sizeLimitExceeded, ""
	}
	if q.page == nil {
		s.send(id, r.packet(opSearchDone))
		return
	}
	value := sequence(integer(0), octets(s.last.cookie))
	s.send(id, r.packet(opSearchDone), sequence(octets(controlPaged), octets(string(value.Bytes()))))
}

// sendReferences names the naming contexts below the domain, which a search
// of the domain does not enter.
func (s *session) sendReferences(id int64) {
	d := s.site.Directory
	for _, at := range []struct{ zone, rdn string }{{"DomainDnsZones.", "DC=DomainDnsZones,"}, {"ForestDnsZones.", "DC=ForestDnsZones,"}, {"", "CN=Configuration,"}} {
		s.send(id, application(opSearchReference, octets("ldap://"+at.zone+d.dns+"/"+at.rdn+d.base.String())))
	}
}
