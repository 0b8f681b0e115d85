package ldapsim_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/practice/ldapsim"
)

func TestRootDSE(t *testing.T) {
	e := read(t, dial(t, start(t)), "")
	want := map[string]string{
		"defaultNamingContext":          "DC=practice,DC=example",
		"rootDomainNamingContext":       "DC=practice,DC=example",
		"configurationNamingContext":    "CN=Configuration,DC=practice,DC=example",
		"schemaNamingContext":           "CN=Schema,CN=Configuration,DC=practice,DC=example",
		"subschemaSubentry":             "CN=Aggregate,CN=Schema,CN=Configuration,DC=practice,DC=example",
		"dnsHostName":                   "dc1.practice.example",
		"ldapServiceName":               "practice.example:dc1$@PRACTICE.EXAMPLE",
		"serverName":                    "CN=DC1,CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration,DC=practice,DC=example",
		"dsServiceName":                 "CN=NTDS Settings,CN=DC1,CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration,DC=practice,DC=example",
		"isSynchronized":                "TRUE",
		"isGlobalCatalogReady":          "TRUE",
		"domainFunctionality":           "7",
		"forestFunctionality":           "7",
		"domainControllerFunctionality": "7",
		"supportedLDAPVersion":          "3",
	}
	for name, value := range want {
		if got := e.GetAttributeValue(name); got != value {
			t.Errorf("rootDSE %s = %q, want %q", name, got, value)
		}
	}
	for name, value := range map[string]string{
		"supportedCapabilities": "1.2.840.113556.1.4.800", "supportedControl": "1.2.840.113556.1.4.319",
		"namingContexts": "CN=Configuration,DC=practice,DC=example", "supportedSASLMechanisms": "GSS-SPNEGO",
	} {
		if got := e.GetAttributeValues(name); !slices.Contains(got, value) {
			t.Errorf("rootDSE %s = %v, want %s in it", name, got, value)
		}
	}
	at, err := time.Parse("20060102150405.0Z", e.GetAttributeValue("currentTime"))
	if err != nil || time.Since(at).Abs() > time.Minute {
		t.Errorf("currentTime = %v, %v, want now", at, err)
	}
	for _, name := range []string{"tokenGroups", "netlogon"} {
		if len(e.GetAttributeValues(name)) != 0 {
			t.Errorf("rootDSE holds %s, which has to be named", name)
		}
	}
}

func TestRootDSENamesExist(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	root := read(t, conn, "")
	for _, name := range []string{"dsServiceName", "serverName", "defaultNamingContext", "configurationNamingContext", "schemaNamingContext"} {
		dn := root.GetAttributeValue(name)
		if got := read(t, conn, dn, "distinguishedName").DN; got != dn {
			t.Errorf("%s leads to %q, want %q", name, got, dn)
		}
	}
}

func TestRootDSEVariants(t *testing.T) {
	tests := []struct{ fault, host, attr, want string }{
		{"ldap.not-ad", ldapsim.Hosts[0], "supportedCapabilities", ""},
		{"ldap.read-only-dc", ldapsim.Hosts[0], "supportedCapabilities", "1.2.840.113556.1.4.1920"},
		{"ldap.not-synchronized", ldapsim.Hosts[1], "isSynchronized", "FALSE"},
		{"ldap.not-synchronized", ldapsim.Hosts[0], "isSynchronized", "TRUE"},
		{"hosts.other-domain", ldapsim.Hosts[1], "defaultNamingContext", "DC=branch,DC=example"},
		{"hosts.other-domain", ldapsim.Hosts[1], "dnsHostName", "dc2.branch.example"},
		{"hosts.other-domain", ldapsim.Hosts[0], "defaultNamingContext", "DC=practice,DC=example"},
	}
	for _, tt := range tests {
		conn, err := dialHost(t, start(t, tt.fault), tt.host)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, conn, "", tt.attr).GetAttributeValues(tt.attr); !slices.Contains(append(got, ""), tt.want) || tt.want == "" && len(got) > 0 {
			t.Errorf("%s: %s = %v, want %q", tt.fault, tt.attr, got, tt.want)
		}
	}
}

func TestClockSkew(t *testing.T) {
	conn, err := dialHost(t, start(t, "ldap.clock-skew"), ldapsim.Hosts[1])
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse("20060102150405.0Z", read(t, conn, "", "currentTime").GetAttributeValue("currentTime"))
	if ahead := time.Until(at); err != nil || ahead < 11*time.Minute || ahead > 13*time.Minute {
		t.Errorf("currentTime is %v ahead, %v, want 12 minutes", ahead, err)
	}
}

// The answer to an LDAP ping, MS-ADTS 6.3.1.9, byte by byte where it matters.
func TestPing(t *testing.T) {
	conn := dial(t, start(t))
	ask := func(domain string) []byte {
		found, err := query{filter: "(&(DnsDomain=" + domain + ")(NtVer=\\06\\00\\00\\00))", attrs: []string{"NetLogon"}}.run(t, conn)
		if err != nil || len(found.Entries) != 1 {
			t.Fatalf("ping %s = %+v, %v", domain, found, err)
		}
		return found.Entries[0].GetRawAttributeValue("NetLogon")
	}
	got := ask("practice.example")
	if len(got) < 24 || got[0] != 23 || got[5]&1 == 0 || got[4]&1 == 0 {
		t.Fatalf("ping = % x, want opcode 23, writable and PDC", got)
	}
	domain := read(t, signIn(t, start(t), ldapsim.Account), ldapsim.BaseDN, "objectGUID").GetRawAttributeValue("objectGUID")
	if string(got[8:24]) != string(domain) {
		t.Errorf("GUID in the ping = %x, want the objectGUID of the domain %x", got[8:24], domain)
	}
	names := "\x08practice\x07example\x00"
	if rest := string(got[24:]); !strings.HasPrefix(rest, names+names+"\x03dc1"+names+"\x08PRACTICE\x00\x03DC1\x00\x00") {
		t.Errorf("names in the ping = %q", rest)
	}
	if other := ask("other.example"); len(other) > 0 {
		t.Errorf("ping for another domain = % x, want no answer", other)
	}
}

func TestTokenGroupsOfTheRoot(t *testing.T) {
	w := start(t)
	conn := dial(t, w)
	sids := func() []ntsd.SID { return tokenGroups(t, conn, "") }
	if got := sids(); !slices.Equal(got, []ntsd.SID{ntsd.Anonymous}) {
		t.Errorf("tokenGroups of nobody = %v, want %s", got, ntsd.Anonymous)
	}
	if err := conn.Bind(ldapsim.AdminAccount, ldapsim.StandInPassword); err != nil {
		t.Fatal(err)
	}
	got := sids()
	if len(got) == 0 || got[0] != ldapsim.DomainSID.With(1105) {
		t.Errorf("tokenGroups = %v, want the account itself first", got)
	}
	for _, want := range []ntsd.SID{ldapsim.DomainSID.With(ntsd.RIDDomainAdmins), ldapsim.DomainSID.With(ntsd.RIDDomainUsers),
		ntsd.Administrators, ntsd.BuiltinUsers, ntsd.Everyone, ntsd.AuthenticatedUsers, ntsd.PreWindows2000} {
		if !slices.Contains(got, want) {
			t.Errorf("tokenGroups lacks %s", want)
		}
	}
	slices.Sort(got)
	if len(slices.Compact(got)) != len(sids()) {
		t.Errorf("tokenGroups holds a SID twice: %v", got)
	}
	if name := read(t, conn, "", "msDS-PrincipalName").GetAttributeValue("msDS-PrincipalName"); name != `PRACTICE\adm-hire2retire` {
		t.Errorf("msDS-PrincipalName = %q", name)
	}
	who, err := conn.WhoAmI(nil)
	if err != nil || who.AuthzID != `u:PRACTICE\adm-hire2retire` {
		t.Errorf("WhoAmI = %q, %v", who.AuthzID, err)
	}
}
