package directory

import (
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// Operation is something the platform does in a target OU.
type Operation string

// The operations. MoveOut and MoveIn are the two halves of a move from one OU
// to another.
const (
	Create        Operation = "create"
	Update        Operation = "update"
	EnableDisable Operation = "enable-disable"
	ResetPassword Operation = "reset-password"
	MoveOut       Operation = "move-out"
	MoveIn        Operation = "move-in"
	Rename        Operation = "rename"
	Delete        Operation = "delete"
	Membership    Operation = "change-membership"
	Unlock        Operation = "unlock"
	ForceChange   Operation = "force-change"
	ContactCreate Operation = "contact-create"
	ContactUpdate Operation = "contact-update"
	ContactDelete Operation = "contact-delete"
)

// What a target OU has to allow; other operations are shown, never required.
var (
	requiredForUsers  = []Operation{Create, Update, EnableDisable, ResetPassword, MoveOut, MoveIn, Rename, Delete}
	shownForUsers     = []Operation{Unlock, ForceChange, ContactCreate, ContactUpdate, ContactDelete}
	requiredForGroups = []Operation{Membership}
)

// UpdateAttributes are the user attributes that the platform keeps up to date.
var UpdateAttributes = []string{
	"givenName", "sn", "displayName", "title", "department", "company", "manager", "employeeID", "mail",
	"proxyAddresses", "userPrincipalName", "sAMAccountName", "telephoneNumber",
}

// contactAttributes are those of UpdateAttributes that a contact has.
var contactAttributes = []string{
	"givenName", "sn", "displayName", "title", "department", "company", "manager", "mail", "proxyAddresses", "telephoneNumber",
}

// operationNames say what an operation is, for sentences.
var operationNames = map[Operation]check.Text{
	Create:        check.T("operation.create", "create users"),
	Update:        check.T("operation.update", "update users"),
	EnableDisable: check.T("operation.enable-disable", "enable and disable users"),
	ResetPassword: check.T("operation.reset-password", "reset passwords"),
	MoveOut:       check.T("operation.move-out", "move users out"),
	MoveIn:        check.T("operation.move-in", "move users in"),
	Rename:        check.T("operation.rename", "rename users"),
	Delete:        check.T("operation.delete", "delete users"),
	Membership:    check.T("operation.change-membership", "change the members of groups"),
	Unlock:        check.T("operation.unlock", "unlock users"),
	ForceChange:   check.T("operation.force-change", "make users change their password"),
	ContactCreate: check.T("operation.contact-create", "create contacts"),
	ContactUpdate: check.T("operation.contact-update", "update contacts"),
	ContactDelete: check.T("operation.contact-delete", "delete contacts"),
}

// Text says what the operation is, in lower case, as part of a sentence.
func (o Operation) Text() check.Text { return operationNames[o] }

// subject is one object, real or predicted, on which operations are judged.
type subject struct {
	dn    DN // of a real object; zero of a predicted one
	class ntsd.GUID
	sid   ntsd.SID
	// sd is its own descriptor, container the one of the OU it is in.
	sd, container *ntsd.Descriptor
	token         ntsd.Token
}

// can judges a right on the object itself.
func (s subject) can(a ntsd.Access) ntsd.Verdict {
	a.Self = s.sid
	return s.sd.Check(s.token, a)
}

func (s subject) write(attr string) ntsd.Verdict {
	a, known := ntsd.AttributeNamed(attr)
	if !known {
		return ntsd.Verdict{}
	}
	return s.can(ntsd.Write(s.class, a))
}

// writeAll judges several attributes that are needed together.
func (s subject) writeAll(attrs ...string) ntsd.Verdict {
	vs := make([]ntsd.Verdict, len(attrs))
	for i, a := range attrs {
		vs[i] = s.write(a)
	}
	return every(vs...)
}

// create judges making an object like this one in the OU.
func (s subject) create() ntsd.Verdict { return s.container.Check(s.token, ntsd.Create(s.class)) }

// delete judges deleting: by a right on the object, or on the children of its
// OU (MS-ADTS section 3.1.1.5.5).
func (s subject) delete() ntsd.Verdict {
	return either(s.can(ntsd.Whole(ntsd.Delete)), s.container.Check(s.token, ntsd.DeleteChildOf(s.class)))
}

// rename judges changing the RDN, which is kept in two attributes (MS-ADTS
// section 3.1.1.5.4.1).
func (s subject) rename() ntsd.Verdict { return s.writeAll("name", "cn") }

// judge answers for one operation. A move leaves one OU with the rights to
// delete and rename, and arrives in the other with the right to create.
func (s subject) judge(o Operation) ntsd.Verdict {
	switch o {
	case Create, MoveIn, ContactCreate:
		return s.create()
	case Update:
		return s.writeAll(UpdateAttributes...)
	case ContactUpdate:
		return s.writeAll(contactAttributes...)
	case EnableDisable:
		return s.write("userAccountControl")
	case ResetPassword:
		return s.can(ntsd.Control(s.class, ntsd.RightResetPassword))
	case MoveOut:
		return every(s.delete(), s.rename())
	case Rename:
		return s.rename()
	case Delete, ContactDelete:
		return s.delete()
	case Membership:
		return s.write("member")
	case Unlock:
		return s.write("lockoutTime")
	case ForceChange:
		return s.write("pwdLastSet")
	}
	return ntsd.Verdict{}
}

// every is the verdict of rights that are needed together: the first denied,
// else the first uncertain, else granted. What an entry takes away comes before
// what nothing grants, because granting it would not help.
func every(vs ...ntsd.Verdict) ntsd.Verdict {
	for _, bad := range []func(ntsd.Verdict) bool{
		func(v ntsd.Verdict) bool { return v.Outcome == ntsd.Denied && v.By != nil },
		func(v ntsd.Verdict) bool { return v.Outcome == ntsd.Denied },
		func(v ntsd.Verdict) bool { return v.Outcome == ntsd.Uncertain },
	} {
		if n := slices.IndexFunc(vs, bad); n >= 0 {
			return vs[n]
		}
	}
	return vs[0]
}

// either is the verdict of two rights of which one is enough. When neither is
// granted and nothing takes one of them away, granting that one helps, whatever
// denies the other: that is how a protection from accidental deletion leaves
// room.
func either(a, b ntsd.Verdict) ntsd.Verdict {
	for _, good := range []ntsd.Outcome{ntsd.Granted, ntsd.Uncertain} {
		if a.Outcome == good {
			return a
		}
		if b.Outcome == good {
			return b
		}
	}
	if a.By == nil {
		return a
	}
	return b
}
