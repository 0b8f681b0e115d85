package setup_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/setup"
)

// A Base DN is taken apart for people; one that cannot be used has no parts.
func TestBaseDNPartsByKind(t *testing.T) {
	for dn, want := range map[string]string{
		"OU=Staff,DC=corp,DC=example,DC=com": "Organizational unit OU=Staff; Domain component DC=corp; Domain component DC=example; Domain component DC=com",
		"CN=Users,DC=example,DC=com":         "Container CN=Users; Domain component DC=example; Domain component DC=com",
		"L=Berlin,DC=example,DC=com":         "L L=Berlin; Domain component DC=example; Domain component DC=com",
		`OU=R&D\, Labs,DC=example,DC=com`:    `Organizational unit OU=R&D\, Labs; Domain component DC=example; Domain component DC=com`,
		"OU=Staff,,":                         "",
		"":                                   "",
	} {
		var got []string
		for _, p := range setup.BaseDNParts(dn) {
			got = append(got, p.Kind.String()+" "+p.Value)
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q is taken apart as %q, want %q", dn, s, want)
		}
	}
}

func TestFromDomainNames(t *testing.T) {
	for domain, want := range map[string]string{"corp.example.com": "DC=corp,DC=example,DC=com", "Example.COM": "DC=Example,DC=COM", "": "", "corp..com": ""} {
		got, err := setup.FromDomain(domain)
		if !strings.EqualFold(got, want) || (err != nil) != (want == "") {
			t.Errorf("FromDomain(%q) = %q, %v, want %q", domain, got, err, want)
		}
	}
}

// What a bind will send is shown as soon as the domain is known, and only said
// when it is not what was typed.
func TestSignsInAs(t *testing.T) {
	f := begin(t, practiceDeps(t))
	f.Edit(func(a *setup.Answers) { a.Username = "svc-hire2retire" })
	if sent, _ := f.SignsInAs(); strings.Contains(sent, "@") {
		t.Errorf("before a domain controller answered: %q", sent)
	}
	work(t, f, setup.Connection)
	for typed, want := range map[string]struct {
		sent string
		said bool
	}{
		"svc-hire2retire":                    {"svc-hire2retire@practice.example", true},
		"svc-hire2retire@practice.example":   {"svc-hire2retire@practice.example", false},
		`PRACTICE\svc-hire2retire`:           {`PRACTICE\svc-hire2retire`, false},
		"  svc-hire2retire@practice.example": {"svc-hire2retire@practice.example", false},
		"":                                   {"", false},
	} {
		f.Edit(func(a *setup.Answers) { a.Username = typed })
		sent, notices := f.SignsInAs()
		if sent != want.sent || want.said && len(notices) == 0 {
			t.Errorf("%q is sent as %q with %v, want %+v", typed, sent, notices, want)
		}
		if typed != "" && len(f.Notices(setup.ServiceAccount)) != len(notices) {
			t.Errorf("the page says something else about %q", typed)
		}
	}
}

// What was understood differently from how it was typed is said on its page.
func TestNoticesOfASteps(t *testing.T) {
	f := offline(t)
	for name, tc := range map[string]struct {
		edit func(*setup.Answers)
		step setup.StepID
		said string
	}{
		"a host twice":    {func(a *setup.Answers) { a.Hosts = []setup.HostAnswer{{Name: "dc1.example.com, DC1.example.com."}} }, setup.Connection, "more than once"},
		"an address":      {func(a *setup.Answers) { a.Hosts = []setup.HostAnswer{{Name: "10.0.0.1"}} }, setup.Connection, "10.0.0.1"},
		"no name":         {func(a *setup.Answers) { a.Name = " " }, setup.Connection, "No name was typed"},
		"a domain as DN":  {func(a *setup.Answers) { a.BaseDN = "example.com" }, setup.BaseDN, "DC=example,DC=com"},
		"nothing to say":  {func(a *setup.Answers) { a.BaseDN = "DC=example,DC=com" }, setup.BaseDN, ""},
		"no such notices": {func(a *setup.Answers) {}, setup.Review, ""},
	} {
		before := f.Answers()
		f.Edit(func(a *setup.Answers) { a.Hosts = []setup.HostAnswer{{Name: "dc1.example.com"}}; a.Name = "x" })
		f.Edit(tc.edit)
		var said []string
		for _, n := range f.Notices(tc.step) {
			said = append(said, n.String())
		}
		all := strings.Join(said, " ")
		if tc.said == "" && all != "" || !strings.Contains(all, tc.said) {
			t.Errorf("%s: the page says %q, want %q", name, all, tc.said)
		}
		f.Edit(func(a *setup.Answers) { *a = before })
	}
}

func TestSameHostSpellings(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"dc1.example.com", "DC1.Example.com.", true}, {"dc1.example.com:636", "dc1.example.com", true}, {"ldaps://dc1.example.com", "dc1.example.com", true},
		{"[2001:db8::1]", "2001:DB8:0::1", true}, {"10.0.0.1", "10.0.0.1:3269", true}, {"dc1", "dc2", false}, {"", "", false}, {"dc1..x", "dc1..x", false},
	} {
		if got := setup.SameHost(tc.a, tc.b); got != tc.want {
			t.Errorf("SameHost(%q, %q) = %v, want %v", tc.a, tc.b, got, tc.want)
		}
	}
}
