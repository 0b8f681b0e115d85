package ldapsim_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/practice/ldapsim"
	"hire2retire-setup/connector/secret"
)

func tokenGroups(t *testing.T, conn *ldap.Conn, base string) []ntsd.SID {
	t.Helper()
	var out []ntsd.SID
	for _, raw := range read(t, conn, base, "tokenGroups").GetRawAttributeValues("tokenGroups") {
		sid, err := ntsd.SIDFromBytes(raw)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, sid)
	}
	return out
}

// sdFlags asks for parts of the security descriptor; 7 is owner, group and DACL.
func sdFlags(parts int32) []ldap.Control {
	return []ldap.Control{&ldap.ControlMicrosoftSDFlags{Criticality: true, ControlValue: parts}}
}

func descriptor(t *testing.T, conn *ldap.Conn, base string) *ntsd.Descriptor {
	t.Helper()
	found, err := query{base: base, attrs: []string{"nTSecurityDescriptor"}, ctrls: sdFlags(7)}.run(t, conn)
	if err != nil || len(found.Entries) != 1 {
		t.Fatalf("read the descriptor of %s = %v, %v", base, found, err)
	}
	raw := found.Entries[0].GetRawAttributeValue("nTSecurityDescriptor")
	if len(raw) == 0 {
		return nil
	}
	d, err := ntsd.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func attribute(t *testing.T, name string) ntsd.Attribute {
	t.Helper()
	a, ok := ntsd.AttributeNamed(name)
	if !ok {
		t.Fatalf("unknown attribute %q", name)
	}
	return a
}

// TestLeastPrivilege is the promise of the practice: the service account may
// do what Hire2Retire needs on the target OUs, nothing else there, and nothing
// anywhere else.
func TestLeastPrivilege(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	token := ntsd.NewToken(tokenGroups(t, conn, "")...)
	if token.Has(ldapsim.DomainSID.With(ntsd.RIDDomainAdmins)) {
		t.Fatal("the service account is a Domain Admin")
	}
	defaults, _ := ntsd.Defaults(ntsd.ClassUser, ntsd.Domain{SID: ldapsim.DomainSID})
	groupDefaults, _ := ntsd.Defaults(ntsd.ClassGroup, ntsd.Domain{SID: ldapsim.DomainSID})
	for _, ou := range []string{"OU=Staff,", "OU=Lisbon,OU=Staff,", "OU=Contractors,", "OU=Leavers,", "OU=Groups,", "OU=Service Accounts,", "CN=Users,", ""} {
		sd := descriptor(t, conn, ou+ldapsim.BaseDN)
		user, group := sd.ForChild(ntsd.ClassUser, defaults, "S-1-5-18"), sd.ForChild(ntsd.ClassGroup, groupDefaults, "S-1-5-18")
		isTarget := strings.Contains(ou, "Staff") || ou == "OU=Contractors," || ou == "OU=Leavers,"
		may := func(what string, d *ntsd.Descriptor, a ntsd.Access, want bool) {
			if got := d.Check(token, a).Outcome == ntsd.Granted; got != want {
				t.Errorf("%s in %s%s = %v, want %v", what, ou, ldapsim.BaseDN, got, want)
			}
		}
		may("create users", sd, ntsd.Create(ntsd.ClassUser), isTarget)
		may("delete users", sd, ntsd.DeleteChildOf(ntsd.ClassUser), isTarget)
		may("reset passwords", user, ntsd.Control(ntsd.ClassUser, ntsd.RightResetPassword), isTarget)
		for _, name := range strings.Fields("userAccountControl cn name givenName sn displayName title department company manager employeeID mail proxyAddresses userPrincipalName sAMAccountName telephoneNumber") {
			may("write "+name, user, ntsd.Write(ntsd.ClassUser, attribute(t, name)), isTarget)
		}
		may("change membership", group, ntsd.Write(ntsd.ClassGroup, attribute(t, "member")), ou == "OU=Groups,")

		may("create contacts", sd, ntsd.Create(ntsd.ClassContact), false)
		may("create groups", sd, ntsd.Create(ntsd.ClassGroup), false)
		may("create OUs", sd, ntsd.Create(ntsd.ClassOrganizationalUnit), false)
		may("delete the OU", sd, ntsd.Whole(ntsd.Delete), false)
		may("change permissions", sd, ntsd.Whole(ntsd.WriteDAC), false)
		may("unlock", user, ntsd.Write(ntsd.ClassUser, attribute(t, "lockoutTime")), false)
		may("force a password change", user, ntsd.Write(ntsd.ClassUser, attribute(t, "pwdLastSet")), false)
		may("take over users", user, ntsd.Whole(ntsd.WriteOwner), false)
	}
}

func TestEffectiveAttributes(t *testing.T) {
	w := start(t)
	const person = "CN=Person 002,OU=Lisbon,OU=Staff,DC=practice,DC=example"
	tests := []struct {
		account, base, attr, want string
	}{
		{ldapsim.Account, "OU=Staff,DC=practice,DC=example", "allowedChildClassesEffective", "user"},
		{ldapsim.Account, "OU=Groups,DC=practice,DC=example", "allowedChildClassesEffective", ""},
		{ldapsim.Account, "OU=Staff,DC=practice,DC=example", "sDRightsEffective", "0"},
		{ldapsim.Account, "CN=Office Lisbon,OU=Groups,DC=practice,DC=example", "allowedAttributesEffective", "member"},
		{ldapsim.Account, person, "allowedAttributesEffective", "company department displayName employeeID givenName mail manager proxyAddresses sAMAccountName sn telephoneNumber title userAccountControl userPrincipalName"},
		{ldapsim.Account, person, "allowedChildClassesEffective", ""},
		{ldapsim.AdminAccount, "OU=Staff,DC=practice,DC=example", "allowedChildClassesEffective", "computer contact group organizationalUnit user"},
		{ldapsim.AdminAccount, "OU=Staff,DC=practice,DC=example", "sDRightsEffective", "15"},
		{"person.003@practice.example", "OU=Staff,DC=practice,DC=example", "allowedChildClassesEffective", ""},
		{"person.003@practice.example", person, "allowedAttributesEffective", ""},
		// SELF: a user may change personal information of his own.
		{"person.002@practice.example", person, "allowedAttributesEffective", "l mobile telephoneNumber"},
	}
	for _, tt := range tests {
		e := read(t, signIn(t, w, tt.account), tt.base, tt.attr)
		if got := strings.Join(e.GetAttributeValues(tt.attr), " "); got != tt.want {
			t.Errorf("%s as %s of %s = %q, want %q", tt.attr, tt.account, tt.base, got, tt.want)
		}
	}
	admin := read(t, signIn(t, w, ldapsim.AdminAccount), person, "allowedAttributes", "allowedAttributesEffective", "allowedChildClasses")
	if all, mine := admin.GetAttributeValues("allowedAttributes"), admin.GetAttributeValues("allowedAttributesEffective"); len(all) < 30 || !slices.Equal(all, mine) {
		t.Errorf("a Domain Admin may write %v of %v, want all", mine, all)
	}
}

func TestDescriptorParts(t *testing.T) {
	w := start(t)
	service, admin := signIn(t, w, ldapsim.Account), signIn(t, w, ldapsim.AdminAccount)
	const ou = "OU=Staff,DC=practice,DC=example"
	tests := []struct {
		title        string
		conn         *ldap.Conn
		ctrls        []ldap.Control
		there        bool
		owner, group bool
		list         ntsd.Presence
	}{
		{"no control", service, nil, false, false, false, 0},
		{"no control, as an administrator", admin, nil, true, true, true, ntsd.Listed},
		{"everything with the audit part", service, sdFlags(15), false, false, false, 0},
		{"owner, group and list", service, sdFlags(7), true, true, true, ntsd.Listed},
		{"list", service, sdFlags(4), true, false, false, ntsd.Listed},
		{"owner", service, sdFlags(1), true, true, false, ntsd.Absent},
		{"group", service, sdFlags(2), true, false, true, ntsd.Absent},
	}
	for _, tt := range tests {
		found, err := query{base: ou, attrs: []string{"nTSecurityDescriptor"}, ctrls: tt.ctrls}.run(t, tt.conn)
		if err != nil {
			t.Fatal(err)
		}
		raw := found.Entries[0].GetRawAttributeValue("nTSecurityDescriptor")
		if (len(raw) > 0) != tt.there {
			t.Errorf("%s: descriptor there = %v, want %v", tt.title, len(raw) > 0, tt.there)
		}
		if len(raw) == 0 {
			continue
		}
		d, err := ntsd.Parse(raw)
		if err != nil || (d.Owner != "") != tt.owner || (d.Group != "") != tt.group || d.Presence != tt.list {
			t.Errorf("%s: %+v, %v", tt.title, d, err)
		}
	}
	found, err := query{base: ou, ctrls: sdFlags(7)}.run(t, service)
	if err != nil || len(found.Entries[0].GetRawAttributeValue("nTSecurityDescriptor")) == 0 {
		t.Errorf("all attributes with the control lack the descriptor: %v", err)
	}
}

func TestRightsFaults(t *testing.T) {
	tests := []struct {
		fault, ou string
		create    ntsd.Outcome
		reset     ntsd.Outcome
		deletes   ntsd.Outcome // on a user below
	}{
		{"slow", "OU=Contractors,", ntsd.Granted, ntsd.Granted, ntsd.Denied},
		{"rights.missing", "OU=Contractors,", ntsd.Denied, ntsd.Denied, ntsd.Denied},
		{"rights.missing", "OU=Staff,", ntsd.Granted, ntsd.Granted, ntsd.Denied},
		{"no-password-right", "OU=Contractors,", ntsd.Granted, ntsd.Denied, ntsd.Denied},
		{"deny-entry", "OU=Leavers,", ntsd.Granted, ntsd.Granted, ntsd.Denied},
		{"admin-denied", "OU=Leavers,", ntsd.Denied, ntsd.Granted, ntsd.Granted},
		{"rights.not-certain", "OU=Contractors,", ntsd.Uncertain, ntsd.Granted, ntsd.Denied},
		{"protected-ou", "OU=Contractors,", ntsd.Denied, ntsd.Denied, ntsd.Denied},
		{"protected-ou", "OU=Staff,", ntsd.Granted, ntsd.Granted, ntsd.Denied},
		{"account.not-member", "OU=Staff,", ntsd.Denied, ntsd.Denied, ntsd.Denied},
		{"account.over-privileged", "OU=Staff,", ntsd.Granted, ntsd.Granted, ntsd.Granted},
	}
	for _, tt := range tests {
		t.Run(tt.fault+" "+tt.ou, func(t *testing.T) {
			if tt.fault == "slow" {
				tt.fault = "ldap.not-synchronized" // a fault that leaves rights alone
			}
			conn := signIn(t, start(t, tt.fault), ldapsim.Account)
			token := ntsd.NewToken(tokenGroups(t, conn, "")...)
			sd := descriptor(t, conn, tt.ou+ldapsim.BaseDN)
			defaults, _ := ntsd.Defaults(ntsd.ClassUser, ntsd.Domain{SID: ldapsim.DomainSID})
			fresh := sd.ForChild(ntsd.ClassUser, defaults, "S-1-5-18")
			for what, pair := range map[string][2]ntsd.Outcome{
				"create":   {sd.Check(token, ntsd.Create(ntsd.ClassUser)).Outcome, tt.create},
				"reset":    {fresh.Check(token, ntsd.Control(ntsd.ClassUser, ntsd.RightResetPassword)).Outcome, tt.reset},
				"delete":   {fresh.Check(token, ntsd.Whole(ntsd.Delete)).Outcome, tt.deletes},
				"protects": {outcome(sd.Protected), outcome(tt.fault == "protected-ou" && tt.ou == "OU=Contractors,")},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s = %s, want %s", what, pair[0], pair[1])
				}
			}
		})
	}
}

func outcome(yes bool) ntsd.Outcome {
	if yes {
		return ntsd.Granted
	}
	return ntsd.Denied
}

func TestRightsFaultOfGroups(t *testing.T) {
	conn := signIn(t, start(t, "no-group-right"), ldapsim.Account)
	e := read(t, conn, "CN=Office Lisbon,OU=Groups,DC=practice,DC=example", "allowedAttributesEffective")
	if got := e.GetAttributeValues("allowedAttributesEffective"); len(got) != 0 {
		t.Errorf("may write %v of a group, want nothing", got)
	}
}

func TestGuardedPeople(t *testing.T) {
	conn := signIn(t, start(t, "people-guarded"), ldapsim.Account)
	found, err := query{base: "OU=Contractors,DC=practice,DC=example", scope: ldap.ScopeSingleLevel, filter: "(adminCount=1)",
		attrs: []string{"nTSecurityDescriptor", "allowedAttributesEffective"}, ctrls: sdFlags(7)}.run(t, conn)
	if err != nil || len(found.Entries) != 2 {
		t.Fatalf("guarded people = %v, %v, want two", found, err)
	}
	for _, e := range found.Entries {
		d, err := ntsd.Parse(e.GetRawAttributeValue("nTSecurityDescriptor"))
		if err != nil || !d.Protected || len(e.GetAttributeValues("allowedAttributesEffective")) != 0 {
			t.Errorf("%s: %v, %v, want protected and out of reach", e.DN, err, e.GetAttributeValues("allowedAttributesEffective"))
		}
	}
}

func TestCannotRead(t *testing.T) {
	w := start(t, "account.cannot-read")
	const ou = "OU=Contractors,DC=practice,DC=example"
	if d := descriptor(t, signIn(t, w, ldapsim.Account), ou); d != nil {
		t.Errorf("the service account reads the descriptor: %+v", d)
	}
	if d := descriptor(t, signIn(t, w, ldapsim.AdminAccount), ou); d == nil {
		t.Error("an administrator does not read the descriptor")
	}
}

// An object that an account may not list is not there for it, and an attribute
// that it may not read is not there either.
func TestHidden(t *testing.T) {
	d := newDirectory(t)
	add(t, d, ldapsim.Object{DN: "CN=u,DC=test,DC=example", Class: "user", RID: 1000, Password: secret.New("pw"), Attrs: map[string][]string{"sAMAccountName": {"u"}}})
	add(t, d, ldapsim.Object{DN: "OU=Secret,DC=test,DC=example", Class: "organizationalUnit",
		Grants: []ntsd.ACE{{Type: ntsd.Deny, Flags: ntsd.ContainerInherit, Mask: ntsd.ListChildren, SID: ntsd.AuthenticatedUsers}}})
	add(t, d, ldapsim.Object{DN: "OU=Inner,OU=Secret,DC=test,DC=example", Class: "organizationalUnit"})
	add(t, d, ldapsim.Object{DN: "OU=Deep,OU=Inner,OU=Secret,DC=test,DC=example", Class: "organizationalUnit"})
	add(t, d, ldapsim.Object{DN: "OU=Quiet,DC=test,DC=example", Class: "organizationalUnit", Attrs: map[string][]string{"description": {"hush"}},
		Grants: []ntsd.ACE{{Type: ntsd.DenyObject, Mask: ntsd.ReadProperty, ObjectType: attribute(t, "description").GUID, SID: ntsd.AuthenticatedUsers}}})
	conn := serve(t, ldapsim.Site{Directory: d, Host: ldapsim.Host{Name: "dc1"}})
	if err := conn.Bind(`TEST\u`, "pw"); err != nil {
		t.Fatal(err)
	}
	found, err := query{base: "DC=test,DC=example", scope: ldap.ScopeWholeSubtree, filter: "(objectClass=organizationalUnit)"}.run(t, conn)
	if err != nil || !slices.Equal(names(found), []string{"OU=Quiet", "OU=Secret"}) {
		t.Errorf("visible OUs = %v, %v, want Quiet and Secret", names(found), err)
	}
	for _, base := range []string{"OU=Inner,OU=Secret,DC=test,DC=example", "OU=Deep,OU=Inner,OU=Secret,DC=test,DC=example"} {
		if _, err := (query{base: base}).run(t, conn); !ldap.IsErrorWithCode(err, ldap.LDAPResultNoSuchObject) {
			t.Errorf("read a hidden OU = %v, want noSuchObject", err)
		}
	}
	if got := read(t, conn, "OU=Quiet,DC=test,DC=example", "description", "ou"); got.GetAttributeValue("description") != "" || got.GetAttributeValue("ou") != "Quiet" {
		t.Errorf("attributes of Quiet = %v, want ou alone", got.Attributes)
	}
	found, err = query{base: "OU=Quiet,DC=test,DC=example", filter: "(description=hush)"}.run(t, conn)
	if err != nil || len(found.Entries) != 0 {
		t.Errorf("a filter reads what the account may not: %v, %v", names(found), err)
	}
}

func TestTokenGroups(t *testing.T) {
	d := newDirectory(t)
	const base = "DC=test,DC=example"
	add(t, d, ldapsim.Object{DN: "CN=u," + base, Class: "user", RID: 1000, Password: secret.New("pw"),
		Attrs: map[string][]string{"sAMAccountName": {"u"}, "primaryGroupID": {"1100"}}})
	for i, name := range []string{"primary", "above-primary", "direct", "outer", "cycle-a", "cycle-b", "list", "behind-list", "other"} {
		kind := "-2147483646"
		if name == "list" {
			kind = "2"
		}
		add(t, d, ldapsim.Object{DN: "CN=" + name + "," + base, Class: "group", RID: 1100 + uint32(i), Attrs: map[string][]string{"groupType": {kind}}})
	}
	for group, member := range map[string]string{"above-primary": "primary", "direct": "u", "outer": "direct", "list": "u", "behind-list": "list"} {
		if err := d.AddMembers("CN="+group+","+base, "CN="+member+","+base); err != nil {
			t.Fatal(err)
		}
	}
	for group, member := range map[string]string{"cycle-a": "cycle-b", "cycle-b": "cycle-a"} {
		if err := d.AddMembers("CN="+group+","+base, "CN="+member+","+base, "CN=u,"+base); err != nil {
			t.Fatal(err)
		}
	}
	conn := serve(t, ldapsim.Site{Directory: d, Host: ldapsim.Host{Name: "dc1"}})
	if err := conn.Bind(`TEST\u`, "pw"); err != nil {
		t.Fatal(err)
	}
	got := tokenGroups(t, conn, "CN=u,"+base)
	slices.Sort(got)
	var want []ntsd.SID
	for _, rid := range []uint32{1100, 1101, 1102, 1103, 1104, 1105} { // no list, nothing behind it
		want = append(want, ntsd.SID("S-1-5-21-1-2-3").With(rid))
	}
	if !slices.Equal(got, want) {
		t.Errorf("tokenGroups = %v, want %v", got, want)
	}
	e := read(t, conn, "CN=u,"+base, "memberOf")
	if slices.ContainsFunc(e.GetAttributeValues("memberOf"), func(s string) bool { return strings.HasPrefix(s, "CN=primary,") }) {
		t.Error("memberOf holds the primary group")
	}
}
