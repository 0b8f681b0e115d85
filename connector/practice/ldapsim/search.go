package ldapsim

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	ber "github.com/go-asn1-ber/asn1-ber"

	"hire2retire-setup/connector/directory/ntsd"
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
		return q, ldapError(protocolError, "00000057", "0C090CD5", "Error decoding ldap message", "0")
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

// resolve finds the object that a search starts from. When there is none the
// result says why.
func (s *session) resolve(base string) (*entry, result) {
	d := s.site.Directory
	e, err := d.named(base)
	if err != nil {
		return nil, badName(base)
	}
	if e != nil {
		if (view{d, s, e}).visible() {
			return e, result{}
		}
		return nil, noObject(e.name.parent())
	}
	name, _ := parseDN(base) // a form in brackets has no parent
	if domain, _ := name.domain(); len(domain) > 0 && !name.under(d.base) {
		return nil, elsewhere(name)
	}
	best := name.parent()
	for len(best) > 0 && d.byName[best.key()] == nil {
		best = best.parent()
	}
	return nil, noObject(best)
}

// wellKnownObjects are what <WKGUID=…> names, MS-ADTS 6.1.1.4.
var wellKnownObjects = map[string]string{
	"a9d1ca15768811d1aded00c04fd8d5cd": "CN=Users",
	"aa312825768811d1aded00c04fd8d5cd": "CN=Computers",
	"a361b2ffffd211d1aa4b00c04fd7d83a": "OU=Domain Controllers",
	"ab1d30f3768811d1aded00c04fd8d5cd": "CN=System",
}

// named finds an object by DN or by one of the forms <SID=…>, <GUID=…> and
// <WKGUID=…,DN>, MS-ADTS 3.1.1.3.1.2.4. It is nil when there is no such object,
// and an error when the name is none.
func (d *Directory) named(name string) (*entry, error) {
	inner, ok := strings.CutPrefix(name, "<")
	if !ok {
		parsed, err := parseDN(name)
		return d.byName[parsed.key()], err
	}
	kind, value, _ := strings.Cut(strings.TrimSuffix(inner, ">"), "=")
	switch strings.ToUpper(kind) {
	case "SID":
		sid, err := textOrHex(value, ntsd.ParseSID, ntsd.SIDFromBytes)
		return d.bySID[sid], err
	case "GUID":
		g, err := textOrHex(value, ntsd.ParseGUID, ntsd.GUIDFromBytes)
		return d.byGUID[g], err
	case "WKGUID":
		id, below, _ := strings.Cut(value, ",")
		if rdn, ok := wellKnownObjects[strings.ToLower(id)]; ok {
			return d.named(rdn + "," + below)
		}
		return nil, nil
	}
	return nil, errBadName
}

// textOrHex reads an identifier as text, else as its bytes in hexadecimal.
func textOrHex[T any](value string, fromText func(string) (T, error), fromBytes func([]byte) (T, error)) (T, error) {
	id, err := fromText(value)
	if err == nil {
		return id, nil
	}
	raw, hexErr := hex.DecodeString(value)
	if hexErr != nil {
		return id, err
	}
	return fromBytes(raw)
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

func (s *session) sendRoot(id int64, q search) {
	ordinary, operational := s.rootDSE(q.filter)
	var list []*ber.Packet
	for _, v := range ordinary {
		if wantsAll(q.attrs) || q.names(v.name) {
			list = append(list, attributePacket(v, q.typesOnly))
		}
	}
	for _, v := range operational {
		if q.names(v.name) {
			list = append(list, attributePacket(v, q.typesOnly))
		}
	}
	s.send(id, application(opSearchEntry, octets(""), sequence(list...)))
	s.send(id, result{}.packet(opSearchDone))
}

// names reports whether the client asked for an attribute by name.
func (q search) names(attr string) bool {
	return slices.ContainsFunc(q.attrs, func(a string) bool { return strings.EqualFold(a, attr) })
}

func wantsAll(attrs []string) bool { return len(attrs) == 0 || slices.Contains(attrs, "*") }

// entryPacket writes one object with the attributes that were asked for.
func (s *session) entryPacket(e *entry, q search) *ber.Packet {
	v := view{s.site.Directory, s, e}
	var list []*ber.Packet
	put := func(name string, found []string) {
		if len(found) > 0 {
			list = append(list, attributePacket(values{name, found}, q.typesOnly))
		}
	}
	names := q.attrs
	if wantsAll(q.attrs) {
		names = append(e.stored(), names...)
		if q.sdFlags {
			names = append(names, attrDescriptor)
		}
	}
	sent := map[string]bool{}
	for _, name := range names {
		low := strings.ToLower(name)
		if sent[low] {
			continue
		}
		sent[low] = true
		if low == strings.ToLower(attrDescriptor) {
			put(attrDescriptor, v.descriptor(q.parts()))
			continue
		}
		put(e.spelling(low), v.values(low))
	}
	return application(opSearchEntry, octets(e.name.String()), sequence(list...))
}

const attrDescriptor = "nTSecurityDescriptor"

// parts are those of the security descriptor that the client wants: all, when
// it did not say.
func (q search) parts() int {
	if !q.sdFlags || q.sdParts == 0 {
		return partOwner | partGroup | partDACL | partSACL
	}
	return q.sdParts
}

// stored are the attributes that come without being named, in a fixed order.
func (e *entry) stored() []string {
	var names []string
	for low := range e.attrs {
		names = append(names, low)
	}
	for low := range derived {
		names = append(names, low)
	}
	slices.Sort(names)
	return names
}

func (e *entry) spelling(low string) string {
	if kind, ok := attributeKinds[low]; ok {
		return kind.name
	}
	return e.attrs[low].name
}

func attributePacket(v values, typesOnly bool) *ber.Packet {
	list := set()
	for _, value := range v.list {
		if !typesOnly {
			list.AppendChild(octets(value))
		}
	}
	return sequence(octets(v.name), list)
}
