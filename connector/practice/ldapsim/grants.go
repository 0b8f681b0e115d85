package ldapsim

import (
	"slices"

	"hire2retire-setup/connector/directory/ntsd"
)

// serviceSID is the service account, to which everything below is granted.
var serviceSID = DomainSID.With(ridService)

// userGrants are the rights that Hire2Retire needs on an OU for users, and not
// one more: create, delete (and so move), reset password, enable and disable,
// rename, and each attribute it updates.
var userGrants = slices.Concat(manage, resetPassword, userWrites)

// groupGrants are those on an OU for groups: change the membership.
var groupGrants = writes(ntsd.ClassGroup, "member")

// The parts of userGrants.
var (
	manage        = []ntsd.ACE{onOU(ntsd.CreateChild | ntsd.DeleteChild)}
	resetPassword = []ntsd.ACE{below(ntsd.ClassUser, ntsd.ControlAccess, ntsd.RightResetPassword)}
	userWrites    = writes(ntsd.ClassUser, "userAccountControl", "cn", "name", "givenName", "sn", "displayName", "title", "department",
		"company", "manager", "employeeID", "mail", "proxyAddresses", "userPrincipalName", "sAMAccountName", "telephoneNumber")
)

// onOU grants rights to users as children of an OU and the OUs below it.
func onOU(rights ntsd.Mask) ntsd.ACE {
	return ntsd.ACE{Type: ntsd.AllowObject, Flags: ntsd.ContainerInherit, Mask: rights, ObjectType: ntsd.ClassUser, SID: serviceSID}
}

// below grants rights on the objects of a class below an OU, for an attribute
// or extended right; the zero GUID is for the object as a whole.
func below(class ntsd.GUID, rights ntsd.Mask, what ntsd.GUID) ntsd.ACE {
	return ntsd.ACE{Type: ntsd.AllowObject, Flags: ntsd.ContainerInherit | ntsd.InheritOnly, Mask: rights, ObjectType: what,
		InheritedObjectType: class, SID: serviceSID}
}

func writes(class ntsd.GUID, attrs ...string) []ntsd.ACE {
	var out []ntsd.ACE
	for _, name := range attrs {
		if a, ok := ntsd.AttributeNamed(name); ok {
			out = append(out, below(class, ntsd.WriteProperty, a.GUID))
		}
	}
	return out
}

// denied turns a grant into its denial.
func denied(a ntsd.ACE) ntsd.ACE {
	a.Type = ntsd.DenyObject
	return a
}

// conditional makes a grant hold only for those who carry a claim, @USER.site.
func conditional(a ntsd.ACE) ntsd.ACE {
	a.Type = ntsd.AllowCallbackObject
	a.Data = "artx\xf9\x08\x00\x00\x00s\x00i\x00t\x00e\x00\x87\x00\x00"
	return a
}
