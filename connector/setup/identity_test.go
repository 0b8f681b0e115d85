package setup_test

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/setup"
)

// TestIdentity: before anything is saved a person sees who signed in, in which
// tenant and cloud, and what is unusual about it.
func TestIdentity(t *testing.T) {
	for fault, unusual := range map[string]func(setup.Identity) bool{
		"":                     func(id setup.Identity) bool { return id.Typed == "" && !id.Guest && !id.Synced },
		"entra.account-synced": func(id setup.Identity) bool { return id.Synced },
		"entra.guest":          func(id setup.Identity) bool { return id.Guest },
		"entra.other-account":  func(id setup.Identity) bool { return id.Typed == tenant.Account && id.Account != tenant.Account },
	} {
		var faults []string
		if fault != "" {
			faults = []string{fault}
		}
		f := setup.New(practiceDeps(t, faults...))
		if id, ok := f.Identity(); ok {
			t.Errorf("%s: %+v is signed in before anybody signed in", fault, id)
		}
		w, bad := f.Work(setup.Exchange, setup.SignIn{Method: setup.Browser})
		if len(bad) > 0 {
			t.Fatal(bad)
		}
		f.Keep(w.Run(t.Context(), nil))
		id, ok := f.Identity()
		if !ok || !unusual(id) || id.TenantID != tenant.ID || id.TenantName != "Practice" || !slices.Contains(id.Domains, tenant.Domain) || id.Cloud == "" {
			t.Errorf("%s: Identity = %+v, %v", fault, id, ok)
		}
		if text := id.Text().String(); !strings.Contains(text, id.Account) || !strings.Contains(text, "Practice ("+tenant.ID+")") {
			t.Errorf("%s: the sentence is %q", fault, text)
		}
	}
}

// TestSuffixes: the domain and the suffix of the account are compared with the
// domains of the tenant.
func TestSuffixes(t *testing.T) {
	for _, c := range []struct {
		baseDN, username string
		want             []string
	}{
		{"OU=Staff,DC=corp,DC=example,DC=com", "svc@Example.com", []string{"corp.example.com", "example.com"}},
		{"DC=corp,DC=example,DC=com", "svc@corp.example.com", []string{"corp.example.com"}},
		{"DC=corp,DC=example,DC=com", `CORP\svc`, []string{"corp.example.com"}},
		{"", "", nil},
		{"no DN", "svc@", nil},
	} {
		if got := (setup.Answers{BaseDN: c.baseDN, Username: c.username}).UPNSuffixes(); !slices.Equal(got, c.want) {
			t.Errorf("UPNSuffixes of %q, %q = %q, want %q", c.baseDN, c.username, got, c.want)
		}
	}
}

// TestTokenRefusedTwice: Exchange takes the token back, and the one after a new
// sign-in too. The person is asked once more, not for ever.
func TestTokenRefusedTwice(t *testing.T) {
	d := practiceDeps(t, "tokens-revoked-for-good")
	asked, open := 0, d.OpenURL
	d.OpenURL = func(link string) error { asked++; return open(link) }
	f := setup.New(d)
	w, bad := f.Work(setup.Exchange, setup.SignIn{Method: setup.Browser})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	o := w.Run(t.Context(), nil)
	res, _ := o.Report.Find("exchange.connect", "")
	if p := res.Problem(); res.Status != check.Unknown || p.Code != "exo.sign-in-again" || asked != 2 {
		t.Errorf("%s %v after asking %d times, want exo.sign-in-again after 2", res.Status, p, asked)
	}
}
