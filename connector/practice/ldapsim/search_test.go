package ldapsim_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/practice/ldapsim"
	"hire2retire-setup/connector/secret"
)

// names are the first parts of the DNs that were found.
func names(r *ldap.SearchResult) []string {
	var out []string
	for _, e := range r.Entries {
		rdn, _, _ := strings.Cut(e.DN, ",")
		out = append(out, rdn)
	}
	slices.Sort(out)
	return out
}

func TestScopes(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	tests := []struct {
		scope int
		want  []string
	}{
		{ldap.ScopeBaseObject, []string{"OU=Staff"}},
		{ldap.ScopeSingleLevel, []string{"OU=Kyoto", "OU=Lisbon", "OU=Toronto"}},
		{ldap.ScopeWholeSubtree, []string{"OU=Kyoto", "OU=Lisbon", "OU=Staff", "OU=Toronto"}},
	}
	for _, tt := range tests {
		found, err := query{base: "OU=Staff,DC=practice,DC=example", scope: tt.scope, filter: "(objectClass=organizationalUnit)"}.run(t, conn)
		if err != nil || !slices.Equal(names(found), tt.want) {
			t.Errorf("scope %d = %v, %v, want %v", tt.scope, names(found), err, tt.want)
		}
	}
}

func TestFilters(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	const ou = "OU=Lisbon,OU=Staff,DC=practice,DC=example"
	const boss = "CN=Person 001," + ou
	tests := []struct {
		filter string
		want   int // of 14 people and their OU
	}{
		{"(objectClass=*)", 15},
		{"(objectClass=user)", 14},
		{"(objectclass=USER)", 14},
		{"(objectCategory=person)", 14},
		{"(objectCategory=CN=Person,CN=Schema,CN=Configuration,DC=practice,DC=example)", 14},
		{"(objectCategory=organizationalUnit)", 1},
		{"(sAMAccountName=person.003)", 1},
		{"(sAMAccountName=PERSON.003)", 1},
		{"(sAMAccountName~=person.003)", 1},
		{"(sAMAccountName=person.00*)", 9},
		{"(sAMAccountName=*.003)", 1},
		{"(displayName=p*n 0*3)", 2},
		{"(displayName=*person 003*)", 1},
		{"(displayName=Person 003*Person)", 0},
		{"(employeeID=*)", 13},
		{"(!(employeeID=*))", 2},
		{"(&(objectClass=user)(department=Finance))", 3},
		{"(|(sn=001)(sn=002)(sn=999))", 2},
		{"(&)", 15},
		{"(|)", 0},
		{"(userAccountControl=512)", 14},
		{"(userAccountControl>=512)", 14},
		{"(userAccountControl<=511)", 0},
		{"(uSNCreated>=1)", 15},
		{"(whenCreated<=20260101000000.0Z)", 15},
		{"(whenCreated>=20260101000000.0Z)", 0},
		{"(userAccountControl:1.2.840.113556.1.4.803:=512)", 14},
		{"(userAccountControl:1.2.840.113556.1.4.803:=514)", 0},
		{"(userAccountControl:1.2.840.113556.1.4.804:=514)", 14},
		{"(manager=" + boss + ")", 13},
		{"(manager=cn=person 001,ou=LISBON, ou=staff,dc=practice,dc=example)", 13},
		{"(manager=CN=Person*)", 0}, // no parts of a DN
		{"(distinguishedName=" + boss + ")", 1},
		{"(memberOf=CN=Office Lisbon,OU=Groups,DC=practice,DC=example)", 14},
		{"(memberOf=CN=All Staff,OU=Groups,DC=practice,DC=example)", 0},
		{"(memberOf:1.2.840.113556.1.4.1941:=CN=All Staff,OU=Groups,DC=practice,DC=example)", 14},
		{"(memberOf:1.2.840.113556.1.4.1941:=CN=Domain Users,CN=Users,DC=practice,DC=example)", 0}, // blind to primary groups
		{"(manager:1.2.840.113556.1.4.1941:=" + boss + ")", 13},
		{"(memberOf:1.2.840.113556.1.4.1941:=CN=nobody,DC=practice,DC=example)", 0},
		{"(cn:=Person 003)", 1},
		{"(cn:1.2.3.4:=Person 003)", 0},
		{"(objectSid=S-1-5-21-2026000001-2026000002-2026000003-1201)", 1},
		{"(objectSid=\\01\\05\\00\\00\\00\\00\\00\\05\\15\\00\\00\\00\\81\\4e\\c2\\78\\82\\4e\\c2\\78\\83\\4e\\c2\\78\\b1\\04\\00\\00)", 1},
		{"(adminCount=1)", 0},
		{"(userAccountControl=0512)", 14},
		{"(userAccountControl=nonsense)", 0},
		{"(userAccountControl>=nonsense)", 0},
		{"(userAccountControl:1.2.840.113556.1.4.803:=nonsense)", 0},
		{"(sn:1.2.840.113556.1.4.803:=1)", 0}, // no bits of a text
		{"(canonicalName=practice.example/Staff/Lisbon/Person 003)", 1},
		{"(objectGUID=00000000-0000-0000-0000-000000000000)", 0},
		{"(manager=nonsense)", 0},

		// An attribute that the schema does not know is neither true nor false.
		{"(spaceship=1)", 0},
		{"(!(spaceship=1))", 0},
		{"(spaceship=*)", 0},
		{"(!(spaceship=*))", 0},
		{"(spaceship=a*b)", 0},
		{"(spaceship:1.2.840.113556.1.4.803:=1)", 0},
		{"(|(spaceship=1)(sn=001))", 1},
		{"(&(spaceship=1)(sn=001))", 0},
		{"(!(&(spaceship=1)(sn=001)))", 14 + 1 - 1},
	}
	for _, tt := range tests {
		found, err := query{base: ou, scope: ldap.ScopeWholeSubtree, filter: tt.filter}.run(t, conn)
		if err != nil || len(found.Entries) != tt.want {
			t.Errorf("search %s = %v, %v, want %d objects", tt.filter, names(found), err, tt.want)
		}
	}
}

func TestBases(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	guid := read(t, conn, serviceDN, "objectGUID").GetRawAttributeValue("objectGUID")
	dashed := fmt.Sprintf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%x-%x", guid[3], guid[2], guid[1], guid[0], guid[5], guid[4], guid[7], guid[6], guid[8:10], guid[10:])
	sid := read(t, conn, serviceDN, "objectSid").GetRawAttributeValue("objectSid")
	tests := []struct{ base, want string }{
		{serviceDN, serviceDN},
		{"cn=SVC-hire2retire , ou=service accounts,dc=practice,dc=example", serviceDN},
		{`CN=svc\2dhire2retire,OU="Service Accounts",DC=practice,DC=example`, serviceDN},
		{"<SID=S-1-5-21-2026000001-2026000002-2026000003-1104>", serviceDN},
		{fmt.Sprintf("<SID=%x>", sid), serviceDN},
		{"<GUID=" + dashed + ">", serviceDN},
		{fmt.Sprintf("<guid=%x>", guid), serviceDN},
		{"<WKGUID=a9d1ca15768811d1aded00c04fd8d5cd,DC=practice,DC=example>", "CN=Users,DC=practice,DC=example"},
		{"<SID=S-1-5-32-544>", "CN=Administrators,CN=Builtin,DC=practice,DC=example"},
		{"CN=Configuration,DC=practice,DC=example", "CN=Configuration,DC=practice,DC=example"},
	}
	for _, tt := range tests {
		if got := read(t, conn, tt.base, "distinguishedName").DN; got != tt.want {
			t.Errorf("read %s = %s, want %s", tt.base, got, tt.want)
		}
	}
}

func TestBasesThatAreNot(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	tests := []struct {
		base    string
		code    uint16
		matched string
		says    string
	}{
		{"OU=Nope,OU=Staff,DC=practice,DC=example", 32, "OU=Staff,DC=practice,DC=example", "0000208D: NameErr: DSID-03100288, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'OU=Staff,DC=practice,DC=example'\n\x00"},
		{"CN=a,OU=b,OU=Nope,DC=practice,DC=example", 32, "DC=practice,DC=example", "best match of:\n\t'DC=practice,DC=example'"},
		{"OU=Staff", 32, "", "best match of:\n\t''"},
		{"<SID=S-1-5-21-1-2-3-4>", 32, "", "NO_OBJECT"},
		{"<SID=nonsense>", 34, "", "BAD_NAME"},
		{"<SID=0102>", 34, "", "BAD_NAME"},
		{"<GUID=nonsense>", 34, "", "BAD_NAME"},
		{"<SPACESHIP=x>", 34, "", "BAD_NAME"},
		{"<WKGUID=a9d1ca15768811d1aded00c04fd8d5ff,DC=practice,DC=example>", 32, "", "NO_OBJECT"},
		{"OU=Staff,DC=other,DC=example", 10, "", "0000202B: RefErr: DSID-0310078A, data 0, 1 access points\n\tref 1: 'other.example'\n\x00"},
		{"DC=example", 10, "", "ref 1: 'example'"},
		{"Staff", 34, "", "0000208F: NameErr"},
		{"OU=Staff;DC=practice;DC=example", 34, "", "BAD_NAME"},
		{"2.5.4.11=Staff,DC=practice,DC=example", 34, "", "BAD_NAME"},
		{"OU=a+CN=b,DC=practice,DC=example", 34, "", "BAD_NAME"},
		{"OU=,DC=practice,DC=example", 34, "", "BAD_NAME"},
		{"OU=eq=ual,DC=practice,DC=example", 34, "", "BAD_NAME"},
	}
	for _, tt := range tests {
		_, err := query{base: tt.base}.run(t, conn)
		var e *ldap.Error
		if !errors.As(err, &e) || e.ResultCode != tt.code || e.MatchedDN != tt.matched || !strings.Contains(e.Err.Error(), tt.says) {
			t.Errorf("read %s = %v (matched %q), want %d, %q and matched %q", tt.base, err, e.MatchedDN, tt.code, tt.says, tt.matched)
		}
	}
}

func TestReferralsOfTheDomain(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	whole := query{base: ldapsim.BaseDN, scope: ldap.ScopeWholeSubtree, filter: "(objectClass=domainDNS)"}
	found, err := whole.run(t, conn)
	if err != nil || len(found.Referrals) != 3 || !slices.Contains(found.Referrals, "ldap://practice.example/CN=Configuration,DC=practice,DC=example") {
		t.Errorf("references of the domain = %v, %v, want three", found.Referrals, err)
	}
	whole.ctrls = []ldap.Control{ldap.NewControlString("1.2.840.113556.1.4.1339", false, "")}
	if found, err := whole.run(t, conn); err != nil || len(found.Referrals) != 0 {
		t.Errorf("references with DOMAIN_SCOPE = %v, %v, want none", found.Referrals, err)
	}
	below := query{base: ldapsim.BaseDN, scope: ldap.ScopeWholeSubtree, filter: "(objectClass=crossRef)"}
	if found, err := below.run(t, conn); err != nil || len(found.Entries) != 0 {
		t.Errorf("the domain holds %v of the configuration, %v", names(found), err)
	}
}

func TestAttributes(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	const ou = "OU=Staff,DC=practice,DC=example"
	tests := []struct {
		title string
		attrs []string
		want  []string // exactly, when it ends without "…"
	}{
		{"named", []string{"NAME", "canonicalname"}, []string{"name", "canonicalName"}},
		{"named twice", []string{"name", "Name"}, []string{"name"}},
		{"unknown", []string{"spaceship"}, nil},
		{"none", []string{"1.1"}, nil},
		{"absent", []string{"managedBy", "ou"}, []string{"ou"}},
	}
	for _, tt := range tests {
		var got []string
		for _, a := range read(t, conn, ou, tt.attrs...).Attributes {
			got = append(got, a.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: attributes %v = %v, want %v", tt.title, tt.attrs, got, tt.want)
		}
	}
	all := read(t, conn, ou)
	for _, name := range []string{"objectClass", "objectGUID", "distinguishedName", "whenCreated"} {
		if all.GetAttributeValue(name) == "" {
			t.Errorf("all attributes lack %s", name)
		}
	}
	for _, name := range []string{"canonicalName", "nTSecurityDescriptor", "sDRightsEffective", "allowedChildClassesEffective"} {
		if all.GetAttributeValue(name) != "" {
			t.Errorf("all attributes hold %s, which has to be named", name)
		}
	}
}

// Constructed attributes come when they are named, and are part of filters.
func TestConstructed(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	const boss = "CN=Person 001,OU=Lisbon,OU=Staff,DC=practice,DC=example"
	const all = "CN=All Staff,OU=Groups,DC=practice,DC=example"
	tests := []struct{ base, attr, want string }{
		{boss, "canonicalName", "practice.example/Staff/Lisbon/Person 001"},
		{ldapsim.BaseDN, "canonicalName", "practice.example/"},
		{boss, "createTimeStamp", "20250106080000.0Z"},
		{boss, "modifyTimeStamp", "20250106080000.0Z"},
		{boss, "structuralObjectClass", "top person organizationalPerson user"},
		{boss, "msDS-PrincipalName", `PRACTICE\person.001`},
		{"OU=Staff,DC=practice,DC=example", "msDS-PrincipalName", ""},
		{"OU=Staff,DC=practice,DC=example", "msDS-Approx-Immed-Subordinates", "3"},
		{"CN=Domain Admins,CN=Users,DC=practice,DC=example", "primaryGroupToken", "512"},
		{boss, "primaryGroupToken", ""},
		{"OU=Staff,DC=practice,DC=example", "badPwdCount", ""},
		{all, "member", "CN=Office Lisbon,OU=Groups,DC=practice,DC=example CN=Office Toronto,OU=Groups,DC=practice,DC=example CN=Office Kyoto,OU=Groups,DC=practice,DC=example"},
		{"CN=Office Kyoto,OU=Groups,DC=practice,DC=example", "memberOf", all},
		{"CN=Person 002,OU=Lisbon,OU=Staff,DC=practice,DC=example", "directReports", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(read(t, conn, tt.base, tt.attr).GetAttributeValues(tt.attr), " "); got != tt.want {
			t.Errorf("%s of %s = %q, want %q", tt.attr, tt.base, got, tt.want)
		}
	}
	if got := read(t, conn, boss, "directReports").GetAttributeValues("directReports"); len(got) != 47 {
		t.Errorf("the first person leads %d, want 47", len(got))
	}
}

func TestTypesOnly(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	found, err := conn.Search(ldap.NewSearchRequest(serviceDN, ldap.ScopeBaseObject, 0, 0, 0, true, "(objectClass=*)", []string{"cn"}, nil))
	if err != nil || len(found.Entries) != 1 || len(found.Entries[0].Attributes) != 1 || len(found.Entries[0].Attributes[0].Values) != 0 {
		t.Errorf("types only = %+v, %v, want one attribute without values", found, err)
	}
}

// crowd is a domain with 1200 OUs.
func crowd(t *testing.T) *ldap.Conn {
	t.Helper()
	d := newDirectory(t)
	add(t, d, ldapsim.Object{DN: "CN=u,DC=test,DC=example", Class: "user", RID: 1000, Password: secret.New("pw"), Attrs: map[string][]string{"sAMAccountName": {"u"}}})
	for i := range 1200 {
		add(t, d, ldapsim.Object{DN: fmt.Sprintf("OU=%04d,DC=test,DC=example", i), Class: "organizationalUnit"})
	}
	conn := serve(t, ldapsim.Site{Directory: d, Host: ldapsim.Host{Name: "dc1"}})
	if err := conn.Bind(`TEST\u`, "pw"); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestLimits(t *testing.T) {
	conn := crowd(t)
	tests := []struct {
		title string
		limit int
		scope int
		want  int
		cut   bool
	}{
		{"everything", 0, ldap.ScopeSingleLevel, 1000, true},
		{"above the limit of the server", 5000, ldap.ScopeSingleLevel, 1000, true},
		{"a size limit", 10, ldap.ScopeSingleLevel, 10, true},
		{"a size limit that is enough", 1, ldap.ScopeBaseObject, 1, false},
	}
	for _, tt := range tests {
		found, err := query{base: "DC=test,DC=example", scope: tt.scope, filter: "(|(objectClass=organizationalUnit)(objectClass=domainDNS))", limit: tt.limit, attrs: []string{"ou"}}.run(t, conn)
		if cut := ldap.IsErrorWithCode(err, ldap.LDAPResultSizeLimitExceeded); cut != tt.cut || err != nil && !cut {
			t.Errorf("%s: %v, want cut = %v", tt.title, err, tt.cut)
		}
		if found == nil || len(found.Entries) != tt.want {
			t.Errorf("%s: %d entries, want %d", tt.title, len(found.Entries), tt.want)
		}
	}
}

func TestPages(t *testing.T) {
	conn := crowd(t)
	all := query{base: "DC=test,DC=example", scope: ldap.ScopeSingleLevel, filter: "(objectClass=organizationalUnit)", attrs: []string{"ou"}}
	for _, size := range []uint32{100, 500, 1000, 5000} {
		found, err := conn.SearchWithPaging(ldap.NewSearchRequest(all.base, all.scope, 0, 0, 0, false, all.filter, all.attrs, nil), size)
		if err != nil || len(found.Entries) != 1200 {
			t.Fatalf("pages of %d: %d entries, %v, want 1200", size, len(found.Entries), err)
		}
		got := names(found)
		if len(slices.Compact(got)) != 1200 {
			t.Errorf("pages of %d hold an object twice", size)
		}
	}
}

// An unknown control is ignored, unless the client insists.
func TestControls(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	for _, critical := range []bool{false, true} {
		q := query{base: serviceDN, ctrls: []ldap.Control{ldap.NewControlString("1.2.3.4", critical, "x")}}
		_, err := q.run(t, conn)
		if refused := ldap.IsErrorWithCode(err, ldap.LDAPResultUnavailableCriticalExtension); refused != critical || err != nil && !refused {
			t.Errorf("unknown control, critical %v = %v", critical, err)
		}
	}
	for _, oid := range []string{"1.2.840.113556.1.4.319", "1.2.840.113556.1.4.801"} {
		q := query{base: serviceDN, ctrls: []ldap.Control{ldap.NewControlString(oid, true, "nonsense")}}
		if _, err := q.run(t, conn); !ldap.IsErrorWithCode(err, ldap.LDAPResultProtocolError) {
			t.Errorf("control %s with a bad value = %v, want protocolError", oid, err)
		}
	}
}

func TestAnonymousReadsTheRootOnly(t *testing.T) {
	conn := dial(t, start(t))
	for _, scope := range []int{ldap.ScopeBaseObject, ldap.ScopeWholeSubtree} {
		_, err := query{base: ldapsim.BaseDN, scope: scope}.run(t, conn)
		if !ldap.IsErrorWithCode(err, ldap.LDAPResultOperationsError) || !strings.Contains(err.Error(), "000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind") {
			t.Errorf("anonymous search = %v, want the operationsError of Active Directory", err)
		}
	}
	read(t, conn, "")
}
