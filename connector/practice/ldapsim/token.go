package ldapsim

import (
	"slices"
	"strconv"

	"hire2retire-setup/connector/directory/ntsd"
)

// securityGroup is the bit of groupType without which a group is a mere
// distribution list, MS-ADTS 2.2.12.
const securityGroup = 0x80000000

// wellKnown is what every account carries that signed in over the network.
// Users and Pre-Windows 2000 Compatible Access hold Authenticated Users by
// default.
var wellKnown = []ntsd.SID{ntsd.Everyone, ntsd.BuiltinUsers, ntsd.PreWindows2000, ntsd.Network, ntsd.AuthenticatedUsers, ntsd.ThisOrganization}

// groups returns the SIDs of the security groups of an account, nested and
// primary ones included, each once: the attribute tokenGroups.
func (d *Directory) groups(e *entry) []ntsd.SID {
	var out []ntsd.SID
	seen := map[*entry]bool{}
	var walk func(*entry)
	add := func(g *entry) {
		if !seen[g] && g.secures() {
			seen[g] = true
			out = append(out, g.sid)
			walk(g)
		}
	}
	walk = func(m *entry) {
		for _, g := range m.memberOf {
			add(g)
		}
	}
	if g := d.primaryGroup(e); g != nil {
		add(g)
	}
	walk(e)
	return out
}

func (d *Directory) primaryGroup(e *entry) *entry {
	rid, err := strconv.ParseUint(e.one("primaryGroupID"), 10, 32)
	if err != nil {
		return nil
	}
	return d.bySID[e.sid.Domain().With(uint32(rid))]
}

func (e *entry) secures() bool {
	kind, _ := strconv.ParseInt(e.one("groupType"), 10, 64)
	return uint32(kind)&securityGroup != 0 && e.sid != ""
}

// tokenOf returns what a bound account carries, itself first: the attribute
// tokenGroups of the rootDSE. Nobody bound is Anonymous.
func (d *Directory) tokenOf(e *entry) []ntsd.SID {
	if e == nil {
		return []ntsd.SID{ntsd.Anonymous}
	}
	out := append([]ntsd.SID{e.sid}, d.groups(e)...)
	for _, sid := range wellKnown {
		if !slices.Contains(out, sid) {
			out = append(out, sid)
		}
	}
	return out
}

// reachable returns everything that can be reached from e over a link
// attribute, for the rule LDAP_MATCHING_RULE_TRANSITIVE_EVAL. It does not see
// primary groups.
func (d *Directory) reachable(e *entry, link string) map[*entry]bool {
	seen := map[*entry]bool{}
	var walk func(*entry)
	walk = func(from *entry) {
		for _, to := range d.linked(from, link) {
			if !seen[to] {
				seen[to] = true
				walk(to)
			}
		}
	}
	walk(e)
	return seen
}

func (d *Directory) linked(e *entry, link string) []*entry {
	switch link {
	case "memberof":
		return e.memberOf
	case "member":
		return e.members
	}
	var out []*entry
	for _, name := range e.attrs[link].list {
		if to := d.find(name); to != nil {
			out = append(out, to)
		}
	}
	return out
}
