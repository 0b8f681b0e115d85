package ldapsim

import (
	"slices"
	"strings"

	ber "github.com/go-asn1-ber/asn1-ber"
)

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
