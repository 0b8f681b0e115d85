package directory_test

import (
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

const corp = "DC=corp,DC=example,DC=com"

func TestParseDN(t *testing.T) {
	for _, c := range []struct{ typed, want, notices string }{
		{corp, corp, ""},
		{"dc=CORP,dc=Example,dc=com", "DC=CORP,DC=Example,DC=com", "dn.understood"},
		{"DC=corp, DC=example , DC = com", corp, "dn.understood"},
		{"\n " + corp + "\r\n", corp, "dn.understood"},
		{"\ufeff" + corp, corp, "dn.mark dn.understood"},
		{" \ufeff corp.example.com ", corp, "dn.mark dn.understood"},
		{"corp.example.com", corp, "dn.understood"},
		{"Corp.Example.com.", "DC=Corp,DC=Example,DC=com", "dn.understood"},
		{"DC=corp;DC=example;DC=com", corp, "dn.semicolons dn.understood"},
		{`OU=semi\;colon;DC=corp;DC=com`, `OU=semi\;colon,DC=corp,DC=com`, "dn.semicolons dn.understood"},
		{"OU=Staff," + corp, "OU=Staff," + corp, ""},
		{`OU="Staff, Labs",` + corp, `OU=Staff\, Labs,` + corp, "dn.quotes dn.understood"},
		{`OU=St\61ff,` + corp, "OU=Staff," + corp, "dn.understood"},
		{`OU=Z\C3\BCrich,` + corp, "OU=Zürich," + corp, "dn.understood"},
		{`OU=R&D\, Labs,` + corp, `OU=R&D\, Labs,` + corp, ""},
		{`OU=a\+b,` + corp, `OU=a\+b,` + corp, ""},
		{`OU=\#hash,` + corp, `OU=\#hash,` + corp, ""},
		{`OU=\ lead,OU=trail\ ,` + corp, `OU=\ lead,OU=trail\ ,` + corp, ""},
		{`OU=eq=ual,` + corp, `OU=eq\=ual,` + corp, "dn.understood"},
		{`OU=say \"hi\",` + corp, `OU=say \"hi\",` + corp, ""},
		{`OU=slash/es,` + corp, "OU=slash/es," + corp, ""},
		{"OU=東京支社," + corp, "OU=東京支社," + corp, ""},
		{"OU=עברית," + corp, "OU=עברית," + corp, ""},
		{"OU=*)(objectClass=*," + corp, `OU=*)(objectClass\=*,` + corp, "dn.understood"},
		{"OU=" + strings.Repeat("x", 65) + "," + corp, "OU=" + strings.Repeat("x", 65) + "," + corp, "dn.long-ou"},
		{`OU=line\0Abreak,` + corp, `OU=line\0Abreak,` + corp, ""},
		{`OU=a\0ACNF:1,` + corp, `OU=a\0ACNF:1,` + corp, ""},
		{`OU=a\E2\80\AEb,` + corp, `OU=a\E2\80\AEb,` + corp, ""},
		{"CN=Users," + corp, "CN=Users," + corp, ""},
		{"O=Example,C=US,DC=example", "O=Example,C=US,DC=example", ""},
	} {
		d, notices, err := directory.ParseDN(c.typed)
		if err != nil || d.String() != c.want || keys(t, notices) != c.notices {
			t.Errorf("ParseDN(%q) = %s, [%s], %v, want %s, [%s]", c.typed, d, keys(t, notices), err, c.want, c.notices)
		}
	}
}

func TestParseDNRefuses(t *testing.T) {
	for _, c := range []struct {
		typed   string
		code    check.Code
		at      int
		suggest string
	}{
		{"", "dn.empty", 0, ""},
		{" ", "dn.empty", 0, ""},
		{"corp.example.com/Staff/Sales", "dn.syntax", 0, "OU=Sales,OU=Staff," + corp},
		{"corp.example.com/Users", "dn.syntax", 0, "CN=Users," + corp},
		{`corp.example.com/A\/B`, "dn.syntax", 0, "OU=A/B," + corp},
		{"ldap://dc1/" + corp, "dn.syntax", 1, corp},
		{"ldaps://dc1:636/DC=corp%2CDC=com", "dn.syntax", 1, "DC=corp,DC=com"},
		{"DC=corp.example.com", "dn.syntax", 4, corp},
		{"OU=Staff,DC=corp.example.com", "dn.syntax", 13, "OU=Staff," + corp},
		{"DC=corp/DC=com", "dn.syntax", 8, "DC=corp,DC=com"},
		{"/DC=com/DC=corp", "dn.syntax", 1, "DC=corp,DC=com"},
		{"OU=Staff", "dn.syntax", 0, "OU=Staff"},
		{corp + ",", "dn.syntax", 26, corp},
		{"," + corp, "dn.syntax", 1, corp},
		{"OU=A,,DC=corp", "dn.syntax", 6, "OU=A,DC=corp"},
		{"OU=R&D, Labs, EMEA," + corp, "dn.syntax", 9, `OU=R&D\, Labs\, EMEA,` + corp},
		{"OU=R&D, Labs," + corp, "dn.syntax", 9, `OU=R&D\, Labs,` + corp},
		{`OU=say "hi",` + corp, "dn.syntax", 8, `OU=say \"hi\",` + corp},
		{`OU=a<b,` + corp, "dn.syntax", 5, `OU=a\<b,` + corp},
		{`OU=a\&b,` + corp, "dn.syntax", 5, `OU=a\\&b,` + corp},
		{`OU=a\zz,` + corp, "dn.syntax", 5, `OU=a\\zz,` + corp},
		{`OU=a\`, "dn.syntax", 5, ""},
		{`OU="Staff,` + corp, "dn.syntax", 4, `OU=\"Staff,` + corp},
		{`OU="Staff"x,` + corp, "dn.syntax", 11, ""},
		{"OU=," + corp, "dn.syntax", 3, ""},
		{"=x," + corp, "dn.syntax", 1, ""},
		{"DC=", "dn.syntax", 3, ""},
		{"OU=#04024869," + corp, "dn.syntax", 4, `OU=\#04024869,` + corp},
		{"2.5.4.11=Staff," + corp, "dn.syntax", 1, ""},
		{"O U=Staff," + corp, "dn.syntax", 1, ""},
		{"OU=Staff,UID=x," + corp, "dn.syntax", 10, ""},
		{"OU=a+CN=b," + corp, "dn.syntax", 5, `OU=a\+CN=b,` + corp},
		{"DC=corp,OU=Staff,DC=com", "dn.syntax", 9, "OU=Staff,DC=corp,DC=com"},
		{"ОU=Staff," + corp, "dn.syntax", 1, "OU=Staff," + corp}, // the O is Cyrillic
		{"OU=St\u200baff," + corp, "dn.syntax", 6, "OU=Staff," + corp},
		{"OU=\ufeffStaff," + corp, "dn.syntax", 4, "OU=Staff," + corp},
		{"\ufeff", "dn.empty", 0, ""},
		{"OU=a\x00b," + corp, "dn.syntax", 5, "OU=ab," + corp},
		{"OU=a\nb," + corp, "dn.syntax", 5, "OU=ab," + corp},
		{`OU=a\00b,` + corp, "dn.syntax", 4, ""},
		{`OU=a\ffb,` + corp, "dn.syntax", 4, ""},
		{"DC=corp，DC=com", "dn.syntax", 8, "DC=corp,DC=com"},
		{strings.Repeat("OU=x,", 5000) + corp, "dn.syntax", 1001, ""},
		{"CN=Configuration," + corp, "dn.syntax", 0, corp},
		{"CN=Schema,CN=Configuration," + corp, "dn.syntax", 0, corp},
		{"<WKGUID=a9d1ca15768811d1aded00c04fd8d5cd," + corp + ">", "dn.syntax", 1, "CN=Users," + corp},
		{"<WKGUID=00000000000000000000000000000000," + corp + ">", "dn.syntax", 1, ""},
		{"<SID=S-1-5-21-1-2-3>", "dn.syntax", 1, ""},
		{"Staff", "dn.syntax", 0, ""},
		{"DC=corp DC=example DC=com", "dn.syntax", 8, corp},
		{"DC=corp.DC=example.DC=com", "dn.syntax", 8, corp},
		{"OU=Staff DC=corp,DC=com", "dn.syntax", 9, "OU=Staff,DC=corp,DC=com"},
		{"OU=Staff | DC=corp | DC=com", "dn.syntax", 9, "OU=Staff,DC=corp,DC=com"},
		{"DC:corp,DC:com", "dn.syntax", 0, "DC=corp,DC=com"},
		{"dc=corp,example,com", "dn.syntax", 9, "dc=corp,DC=example,DC=com"},
		{"OU=Staff,corp.example.com", "dn.syntax", 10, "OU=Staff," + corp},
		{"svc@corp.example.com", "dn.syntax", 0, corp},
		{"@", "dn.syntax", 0, ""},
		{`DC=co\ rp,DC=com`, "dn.syntax", 4, ""},
		{`DC=a\=b,DC=com`, "dn.syntax", 4, ""},
	} {
		d, _, err := directory.ParseDN(c.typed)
		code, typo := refusal(t, err, directory.FieldBaseDN)
		if code != c.code || typo.At != c.at || typo.Suggest != c.suggest {
			t.Errorf("ParseDN(%q) = %s, %s at %d suggesting %q, want %s at %d suggesting %q", c.typed, d, code, typo.At, typo.Suggest, c.code, c.at, c.suggest)
		}
		if do := adviceOf(err); c.suggest != "" && !typo.NeedsDomain && do != "Type "+check.Clean(c.suggest) {
			t.Errorf("ParseDN(%q) advises %q, want the correction", c.typed, do)
		}
		if typo.NeedsDomain != (c.typed == "OU=Staff") {
			t.Errorf("ParseDN(%q): NeedsDomain = %v", c.typed, typo.NeedsDomain)
		}
	}
}

func TestBaseDNOf(t *testing.T) {
	for domain, want := range map[string]string{
		"corp.example.com": corp, " corp.example.com. ": corp, "CORP": "DC=CORP", "münchen.example": "DC=münchen,DC=example",
		"": "", "corp..com": "", "10.0.0.1": "", "a b.com": "", "DC=corp": "", "corp.example.com/Staff": "", "user@corp.example.com": "",
	} {
		d, err := directory.BaseDNOf(domain)
		code, _ := refusal(t, err, directory.FieldBaseDN)
		if d.String() != want || (code == "dn.syntax") != (want == "") {
			t.Errorf("BaseDNOf(%q) = %q, %v, want %q", domain, d, err, want)
		}
	}
}

func mustDN(t *testing.T, s string) directory.DN {
	t.Helper()
	d, _, err := directory.ParseDN(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDNRelations(t *testing.T) {
	staff := mustDN(t, "OU=Zürich,OU=Staff,DC=corp,DC=example,DC=com")
	if got := staff.Domain(); got != "corp.example.com" {
		t.Errorf("Domain() = %q", got)
	}
	if got := staff.DomainDN().String(); got != corp {
		t.Errorf("DomainDN() = %q", got)
	}
	if got := staff.Parent().String(); got != "OU=Staff,"+corp {
		t.Errorf("Parent() = %q", got)
	}
	if got := staff.Parent().Child("OU", "A, B").String(); got != `OU=A\, B,OU=Staff,`+corp {
		t.Errorf("Child() = %q", got)
	}
	if staff.Name() != "Zürich" || len(staff.RDNs()) != 5 {
		t.Errorf("Name() = %q, RDNs() = %v", staff.Name(), staff.RDNs())
	}
	for other, want := range map[string][2]bool{ // under, equal
		"ou=ZÜRICH, ou=staff, dc=CORP,dc=example,dc=com": {true, true},
		corp:                              {true, false},
		"OU=Staff," + corp:                {true, false},
		"OU=Labs," + corp:                 {false, false},
		"DC=other,DC=example,DC=com":      {false, false},
		"OU=x,OU=Zürich,OU=Staff," + corp: {false, false},
	} {
		o := mustDN(t, other)
		if got := [2]bool{staff.Under(o), staff.Equal(o)}; got != want {
			t.Errorf("%s under, equal %s = %v, want %v", staff, o, got, want)
		}
	}
	if staff.Under(directory.DN{}) || !(directory.DN{}).IsZero() {
		t.Error("everything is under the zero DN")
	}
}

// FuzzParseDN: what was accepted reads back as itself, and go-ldap, which is
// laxer, understands the same parts.
func FuzzParseDN(f *testing.F) {
	for _, s := range []string{corp, `OU="a, b",DC=x`, `OU=\ a\ ,DC=x`, `OU=a\2Cb,DC=x`, "OU=a;DC=x", "OU=R&D, Labs,DC=x", "corp.example.com/a", "ldap://x/DC=y", `OU=\23,DC=x`, "OU=é,DC=x", `OU=\E2\80\8B\0A,DC=x`, `OU=say "hi", x,DC=y`, "\ufeffa.b", `OU=a\\,DC=x`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, _, err := directory.ParseDN(s)
		if err != nil {
			_, typo := refusal(t, err, directory.FieldBaseDN)
			if typo.At < 0 || typo.At > len([]rune(s))+1 {
				t.Errorf("ParseDN(%q): fault at character %d", s, typo.At)
			}
			return
		}
		text := d.String()
		again, _, err := directory.ParseDN(text)
		if err != nil || !again.Equal(d) || again.String() != text {
			t.Errorf("ParseDN(%q) = %q, which reads back as %q, %v", s, text, again, err)
		}
		theirs, err := ldap.ParseDN(text)
		if err != nil || len(theirs.RDNs) != len(d.RDNs()) {
			t.Fatalf("ldap.ParseDN(%q) = %v, %v", text, theirs, err)
		}
		for i, r := range d.RDNs() {
			if got := theirs.RDNs[i].Attributes[0].Value; got != r.Value {
				t.Errorf("part %d of %q is %q for go-ldap, %q for us", i, text, got, r.Value)
			}
		}
	})
}
