package directory

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// entries are the least permissions that allow an operation: the entries that
// the access check looks for. Full control is never among them, because it
// would include changing permissions and owner.
func entries(op Operation, to ntsd.SID) []ntsd.ACE {
	onOU := func(mask ntsd.Mask, class ntsd.GUID) []ntsd.ACE {
		return []ntsd.ACE{{Type: ntsd.AllowObject, Flags: ntsd.ContainerInherit, Mask: mask, ObjectType: class, SID: to}}
	}
	below := func(mask ntsd.Mask, what, class ntsd.GUID) ntsd.ACE {
		return ntsd.ACE{Type: ntsd.AllowObject, Flags: ntsd.ContainerInherit | ntsd.InheritOnly, Mask: mask, ObjectType: what, InheritedObjectType: class, SID: to}
	}
	class := classOf(op)
	switch op {
	case Create, MoveIn, ContactCreate:
		return onOU(ntsd.CreateChild, class)
	case Delete, ContactDelete:
		return append(onOU(ntsd.DeleteChild, class), below(ntsd.Delete, ntsd.GUID{}, class))
	case MoveOut:
		return append(entries(Delete, to), entries(Rename, to)...)
	case ResetPassword:
		return []ntsd.ACE{below(ntsd.ControlAccess, ntsd.RightResetPassword, class)}
	}
	var aces []ntsd.ACE
	for _, attr := range written[op] {
		a, _ := ntsd.AttributeNamed(attr)
		aces = append(aces, below(ntsd.ReadProperty|ntsd.WriteProperty, a.GUID, class))
	}
	return aces
}

// written are the attributes that an operation writes.
var written = map[Operation][]string{
	Update: UpdateAttributes, ContactUpdate: contactAttributes, EnableDisable: {"userAccountControl"}, Unlock: {"lockoutTime"},
	ForceChange: {"pwdLastSet"}, Rename: {"cn", "name"}, Membership: {"member"},
}

// merged joins entries that differ in their rights only, so that creating and
// deleting make one line.
func merged(aces []ntsd.ACE) []ntsd.ACE {
	var out []ntsd.ACE
	for _, a := range aces {
		n := slices.IndexFunc(out, func(o ntsd.ACE) bool {
			o.Mask = a.Mask
			return o == a
		})
		if n < 0 {
			out = append(out, a)
			continue
		}
		out[n].Mask |= a.Mask
	}
	return out
}

// Delegation is what to add to the access lists of OUs so that an account may
// do what it may not yet. It is a proposal for the AD team: nothing here adds
// it.
type Delegation struct {
	// Server is the domain controller on which to do it.
	Server string
	// Account is the name, SID the identity of who gets the rights.
	Account string
	SID     ntsd.SID
	OUs     []Grant
}

// Grant is what to add to one OU.
type Grant struct {
	// DN is spelled so that it needs no quotation mark (see plainDN).
	DN      string
	Entries []Entry
}

// Entry is one permission.
type Entry struct {
	ACE ntsd.ACE
	// What says what it allows, as part of a sentence.
	What check.Text
}

// Missing returns what Account found to be missing in the target OUs; it has no
// OUs when nothing is. What a Deny entry takes away is not in it: granting
// again does not help. It must not be called while a stage runs.
func (i *Inspection) Missing() Delegation {
	var d Delegation
	if i.bound == nil || i.examined == nil {
		return d
	}
	d = Delegation{Server: i.bound.name(), Account: i.account.trusteeName(), SID: i.account.SID}
	for _, m := range i.examined.matrices {
		found, err := m()
		if err != nil {
			continue
		}
		if g := found.grant(found.toGrant(), i.account.SID); len(g.Entries) > 0 {
			d.OUs = append(d.OUs, g)
		}
	}
	return d
}

// ungranted are the required operations that no entry allows.
func (m matrix) ungranted() []cell {
	return slices.DeleteFunc(m.with(DeniedState), func(c cell) bool { return c.by != nil })
}

// toGrant is what is proposed: what is missing and, where something is, also to
// unlock users and to make them change their password, which people expect from
// who may reset it.
func (m matrix) toGrant() []cell {
	missing := m.ungranted()
	if len(missing) == 0 || !m.target.users {
		return missing
	}
	for _, c := range m.cells {
		if (c.op == Unlock || c.op == ForceChange) && c.state == DeniedState && c.by == nil {
			missing = append(missing, c)
		}
	}
	return missing
}

// grant lists the entries for operations, without the attributes that may be
// written already.
func (m matrix) grant(cells []cell, to ntsd.SID) Grant {
	g := Grant{DN: plainDN(m.target.dn)}
	var aces []ntsd.ACE
	for _, c := range cells {
		aces = append(aces, entries(c.op, to)...)
	}
	for _, a := range merged(aces) {
		if m.attributes[ntsd.NameOf(a.ObjectType)].state != Proved {
			g.Entries = append(g.Entries, Entry{a, what(a)})
		}
	}
	return g
}

// what words an entry.
func what(a ntsd.ACE) check.Text {
	class := ntsd.NameOf(a.InheritedObjectType)
	switch {
	case a.Mask == ntsd.CreateChild:
		return check.T("grant.create", "create {{.class}} objects", "class", ntsd.NameOf(a.ObjectType))
	case a.Mask == ntsd.DeleteChild:
		return check.T("grant.delete-child", "delete {{.class}} objects from the OU", "class", ntsd.NameOf(a.ObjectType))
	case a.Mask == ntsd.CreateChild|ntsd.DeleteChild:
		return check.T("grant.create-delete", "create {{.class}} objects and delete them from the OU", "class", ntsd.NameOf(a.ObjectType))
	case a.Mask == ntsd.Delete:
		return check.T("grant.delete", "delete {{.class}} objects", "class", class)
	case a.Mask == ntsd.ControlAccess:
		return check.T("grant.control", "{{.right}} of {{.class}} objects", "right", ntsd.NameOf(a.ObjectType), "class", class)
	}
	return writing(ntsd.NameOf(a.ObjectType), class)
}

func writing(attribute, class string) check.Text {
	return check.T("grant.attribute", "read and write {{.attribute}} of {{.class}} objects", "attribute", attribute, "class", class)
}

// trusteeName is the account as Windows tools take it.
func (a account) trusteeName() string {
	if a.names.NetBIOS != "" && a.SAM != "" {
		return a.names.NetBIOS + `\` + a.SAM
	}
	return string(a.SID)
}

// plainDN spells a DN without quotation marks, line breaks and other characters
// that command lines take for their own, and without the slash, which separates
// the parts of a path for ADSI and with it for dsacls: they become hexadecimal escapes, which
// every domain controller reads (RFC 4514 section 2.4).
func plainDN(d DN) string {
	parts := make([]string, len(d.rdns))
	for i, r := range d.rdns {
		parts[i] = r.Type + "=" + escapeWith(r.Value, func(c rune) bool { return strings.ContainsRune("\"'`%$/‘’‚‛“”„", c) || invisible(c) })
	}
	return strings.Join(parts, ",")
}
