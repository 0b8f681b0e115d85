package ntsd

import "strings"

// Attribute is an attribute of the schema as access checks see it.
type Attribute struct {
	// Name is the lDAPDisplayName.
	Name string
	// GUID is the schemaIDGUID.
	GUID GUID
	// Set is the attributeSecurityGUID, the property set the attribute belongs
	// to; zero for none. Rights on the set are rights on the attribute.
	Set GUID
}

// Classes of objects, by schemaIDGUID.
var (
	ClassUser               = mustGUID("bf967aba-0de6-11d0-a285-00aa003049e2")
	ClassContact            = mustGUID("5cb41ed0-0e4c-11d0-a286-00aa003049e2")
	ClassGroup              = mustGUID("bf967a9c-0de6-11d0-a285-00aa003049e2")
	ClassOrganizationalUnit = mustGUID("bf967aa5-0de6-11d0-a285-00aa003049e2")
	ClassComputer           = mustGUID("bf967a86-0de6-11d0-a285-00aa003049e2")
	ClassInetOrgPerson      = mustGUID("4828cc14-1437-45bc-9b07-ad6f015e5f28")
	ClassContainer          = mustGUID("bf967a8b-0de6-11d0-a285-00aa003049e2")
	ClassPrintQueue         = mustGUID("bf967aa8-0de6-11d0-a285-00aa003049e2")
)

// Property sets, by rightsGuid.
var (
	SetAccountRestrictions = mustGUID("4c164200-20c0-11d0-a768-00aa006e0529")
	SetEmailInformation    = mustGUID("e45795b2-9455-11d1-aebd-0000f80367c1") // shown as "Phone and Mail Options"
	SetGeneralInformation  = mustGUID("59ba2f42-79a2-11d0-9020-00c04fc2d3cf")
	SetLogonInformation    = mustGUID("5f202010-79a5-11d0-9020-00c04fc2d4cf")
	SetMembership          = mustGUID("bc0ac240-79a9-11d0-9020-00c04fc2d4cf")
	SetPersonalInformation = mustGUID("77b5b886-944a-11d1-aebd-0000f80367c1")
	SetPublicInformation   = mustGUID("e48d0154-bcf8-11d1-8702-00c04fb96050")
	SetRemoteAccess        = mustGUID("037088f8-0ae1-11d2-b422-00a0c968f939")
	SetWebInformation      = mustGUID("e45795b3-9455-11d1-aebd-0000f80367c1")
)

// Extended rights, by rightsGuid.
var (
	RightResetPassword  = mustGUID("00299570-246d-11d0-a768-00aa006e0529")
	RightChangePassword = mustGUID("ab721a53-1e2f-11d0-9819-00aa0040529b")
	RightSendAs         = mustGUID("ab721a54-1e2f-11d0-9819-00aa0040529b")
	RightSendTo         = mustGUID("ab721a55-1e2f-11d0-9819-00aa0040529b")
	RightReceiveAs      = mustGUID("ab721a56-1e2f-11d0-9819-00aa0040529b")
)

// noSet marks attributes that belong to no property set: only rights on the
// attribute itself or on all of them count.
var noSet GUID

// attributes are those the product reads or writes, as the schema of Active
// Directory defines them (MS-ADA1 to MS-ADA3, and read from a schema).
var attributes = []Attribute{
	{"accountExpires", mustGUID("bf967915-0de6-11d0-a285-00aa003049e2"), SetAccountRestrictions},
	{"cn", mustGUID("bf96793f-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"company", mustGUID("f0f8ff88-1191-11d0-a060-00aa006c33ed"), SetPublicInformation},
	{"department", mustGUID("bf96794f-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"description", mustGUID("bf967950-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"displayName", mustGUID("bf967953-0de6-11d0-a285-00aa003049e2"), SetGeneralInformation},
	{"employeeID", mustGUID("bf967962-0de6-11d0-a285-00aa003049e2"), noSet},
	{"givenName", mustGUID("f0f8ff8e-1191-11d0-a060-00aa006c33ed"), SetPublicInformation},
	{"groupType", mustGUID("9a9a021e-4a5b-11d1-a9c3-0000f80367c1"), noSet},
	{"l", mustGUID("bf9679a2-0de6-11d0-a285-00aa003049e2"), SetPersonalInformation},
	{"lockoutTime", mustGUID("28630ebf-41d5-11d1-a9c1-0000f80367c1"), noSet},
	{"mail", mustGUID("bf967961-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"manager", mustGUID("bf9679b5-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"member", mustGUID("bf9679c0-0de6-11d0-a285-00aa003049e2"), SetMembership},
	{"memberOf", mustGUID("bf967991-0de6-11d0-a285-00aa003049e2"), SetMembership},
	{"mobile", mustGUID("f0f8ffa3-1191-11d0-a060-00aa006c33ed"), SetPersonalInformation},
	{"name", mustGUID("bf967a0e-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"ou", mustGUID("bf9679f0-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"proxyAddresses", mustGUID("bf967a06-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"pwdLastSet", mustGUID("bf967a0a-0de6-11d0-a285-00aa003049e2"), SetAccountRestrictions},
	{"sAMAccountName", mustGUID("3e0abfd0-126a-11d0-a060-00aa006c33ed"), SetGeneralInformation},
	{"sn", mustGUID("bf967a41-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"telephoneNumber", mustGUID("bf967a49-0de6-11d0-a285-00aa003049e2"), SetPersonalInformation},
	{"title", mustGUID("bf967a55-0de6-11d0-a285-00aa003049e2"), SetPublicInformation},
	{"unicodePwd", mustGUID("bf9679e1-0de6-11d0-a285-00aa003049e2"), noSet},
	{"userAccountControl", mustGUID("bf967a68-0de6-11d0-a285-00aa003049e2"), SetAccountRestrictions},
	{"userPrincipalName", mustGUID("28630ebb-41d5-11d1-a9c1-0000f80367c1"), SetPublicInformation},
}

// Attributes returns every attribute this package knows, by name.
func Attributes() []Attribute { return append([]Attribute(nil), attributes...) }

// AttributeNamed looks an attribute up by its lDAPDisplayName, in any case.
func AttributeNamed(name string) (Attribute, bool) {
	for _, a := range attributes {
		if strings.EqualFold(a.Name, name) {
			return a, true
		}
	}
	return Attribute{}, false
}

// names are the words of Active Directory for the GUIDs that are not
// attributes: lDAPDisplayName of a class, displayName of a right or set.
var names = map[GUID]string{
	ClassUser: "user", ClassContact: "contact", ClassGroup: "group", ClassOrganizationalUnit: "organizationalUnit",
	ClassComputer: "computer", ClassInetOrgPerson: "inetOrgPerson", ClassContainer: "container", ClassPrintQueue: "printQueue",

	SetAccountRestrictions: "Account Restrictions", SetEmailInformation: "Phone and Mail Options",
	SetGeneralInformation: "General Information", SetLogonInformation: "Logon Information", SetMembership: "Group Membership",
	SetPersonalInformation: "Personal Information", SetPublicInformation: "Public Information",
	SetRemoteAccess: "Remote Access Information", SetWebInformation: "Web Information",

	RightResetPassword: "Reset Password", RightChangePassword: "Change Password",
	RightSendAs: "Send As", RightSendTo: "Send To", RightReceiveAs: "Receive As",
}

// NameOf returns the name of a class, attribute, property set or extended
// right, or the GUID itself when this package does not know it.
func NameOf(g GUID) string {
	if name, ok := names[g]; ok {
		return name
	}
	for _, a := range attributes {
		if a.GUID == g {
			return a.Name
		}
	}
	return g.String()
}
