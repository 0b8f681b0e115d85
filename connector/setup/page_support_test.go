package setup_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice/ca"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// offline returns a flow that reaches nothing.
func offline(t *testing.T) *setup.Flow {
	t.Helper()
	store, err := profile.Open(t.Context(), filepath.Join(t.TempDir(), "store"), profile.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	f := setup.New(setup.Deps{Store: store, Cloud: cloud.Find, Start: setup.DefaultAnswers(), ClientID: "b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10"})
	t.Cleanup(f.Close)
	return f
}

// Every field that a problem can name is on a page that has it.
func TestStepOfField(t *testing.T) {
	for field, want := range map[string]setup.StepID{
		setup.FieldName: setup.Connection, setup.FieldHosts: setup.Connection, setup.FieldPort: setup.Connection, setup.FieldCA: setup.Connection,
		setup.FieldInterval: setup.Connection, setup.FieldBaseDN: setup.BaseDN, setup.FieldUsername: setup.ServiceAccount,
		setup.FieldPassword: setup.ServiceAccount, setup.FieldUserOUs: setup.ServiceAccount, setup.FieldGroupOUs: setup.ServiceAccount,
		setup.FieldAccount: setup.Exchange, setup.FieldTenant: setup.Exchange, setup.FieldClientID: setup.Exchange, setup.FieldFeatures: setup.Exchange,
		"another": setup.Review,
	} {
		if got := setup.StepOfField(field); got != want {
			t.Errorf("StepOfField(%q) = %s, want %s", field, got, want)
		}
	}
}

// What cannot be used is on the step that its field is on: Next and the links of
// a problem lead to the same page.
func TestFaultsAreOnTheStepOfTheirField(t *testing.T) {
	a := setup.Answers{Name: strings.Repeat("x", 999), SyncInterval: "x", Hosts: []setup.HostAnswer{{Name: "a b c/d", Port: "0"}},
		BaseDN: "x", Username: "", UserOUs: "x", GroupOUs: "x", Account: "x", Tenant: "x y", ClientID: "x"}
	n := 0
	for _, step := range setup.Steps() {
		for _, p := range a.Faults(step.ID, setup.Deps{Cloud: cloud.Find}) {
			n++
			if got := setup.StepOfField(p.Advice.Field); got != step.ID && p.Advice.Field != setup.FieldCloud {
				t.Errorf("%s: %s names the field %q, which is on %s", step.ID, p.Code, p.Advice.Field, got)
			}
		}
	}
	if n < 8 {
		t.Errorf("only %d faults, want one for nearly every field", n)
	}
}

func TestCorrection(t *testing.T) {
	for typed, want := range map[string]string{
		"DC=corp/DC=example/DC=com":  "DC=corp,DC=example,DC=com",
		"/DC=com/DC=example/DC=corp": "DC=corp,DC=example,DC=com",
		"ldaps://dc1/DC=corp,DC=com": "DC=corp,DC=com",
		"OU=Staff":                   "", // right only with the domain after it
	} {
		bad := setup.Answers{BaseDN: typed}.Faults(setup.BaseDN, setup.Deps{})
		if len(bad) != 1 {
			t.Errorf("%q has %d faults, want one", typed, len(bad))
		}
		for _, p := range bad {
			if got := setup.Correction(p); got != want {
				t.Errorf("Correction(%q) = %q, want %q", typed, got, want)
			}
		}
	}
	if got := setup.Correction(&check.Problem{Err: errors.New("other")}); got != "" {
		t.Errorf("Correction of another problem = %q, want none", got)
	}
}

// A CA file is kept as certificates and nothing else.
func TestReadAuthorities(t *testing.T) {
	authority, err := ca.New()
	if err != nil {
		t.Fatal(err)
	}
	pem := string(authority.PEM())
	got, list, err := setup.ReadAuthorities("ca.pem", []byte("From: CA team\n\n"+pem))
	if err != nil || got != pem || len(list) != 1 {
		t.Fatalf("ReadAuthorities() = %d bytes, %v, %v; want the %d bytes of one certificate", len(got), list, err, len(pem))
	}
	if n := len(strings.Split(list[0].SHA256, ":")); n != 32 || list[0].Subject == "" {
		t.Errorf("the certificate is told as %+v", list[0])
	}
	if again := (setup.Answers{CA: got}).Authorities(); len(again) != 1 || again[0] != list[0] {
		t.Errorf("Authorities() = %v, want %v", again, list)
	}
	if _, _, err := setup.ReadAuthorities("ca.pem", []byte("no certificate")); err == nil {
		t.Error("a text without a certificate was taken")
	}
	if none := (setup.Answers{CA: "no certificate"}).Authorities(); none != nil {
		t.Errorf("Authorities() = %v, want none", none)
	}
}

func TestSameDN(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"DC=corp,DC=com", "dc=CORP, dc=com", true}, {"DC=corp,DC=com", "DC=corp,DC=net", false},
		{"DC=corp,DC=com", "corp.com", true}, {"DC=corp,DC=com", "DC=corp/DC=com", false}, {"", "", false},
	} {
		if got := setup.SameDN(c.a, c.b); got != c.want {
			t.Errorf("SameDN(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// A host is found in the results as they name it, whichever way it was typed.
func TestHostKeys(t *testing.T) {
	a := setup.Answers{Hosts: []setup.HostAnswer{{Name: " DC1.corp.example.com. ", Port: "636"}, {Name: "", Port: "636"}, {Name: "dc1.corp.example.com:3269", Port: "636"},
		{Name: "dc2.corp.example.com", Port: "x"}, {Name: "dc3.corp.example.com, dc4.corp.example.com", Port: "636"}, {Name: "2001:DB8::1", Port: ""}}}
	want := []setup.HostKey{{"dc1.corp.example.com", "dc1.corp.example.com:636"}, {}, {"dc1.corp.example.com", "dc1.corp.example.com:3269"},
		{}, {}, {"2001:db8::1", "2001:db8::1"}}
	if got := a.HostKeys(); !slices.Equal(got, want) {
		t.Errorf("HostKeys() = %+v, want %+v", got, want)
	}
}

// The commands carry the account and the roles of what is ticked.
func TestGrantCommands(t *testing.T) {
	f := offline(t)
	if got := f.GrantCommands(); got != nil {
		t.Errorf("GrantCommands() without an account = %v, want none", got)
	}
	f.Edit(func(a *setup.Answers) { a.Account, a.Features = "svc@example.com", []string{"dl"} })
	got := f.GrantCommands()
	if len(got) != 1 || !strings.Contains(got[0], "'svc@example.com'") || !strings.Contains(got[0], "'Distribution Groups'") {
		t.Errorf("GrantCommands() = %q", got)
	}
	f.Edit(func(a *setup.Answers) { a.Features = []string{"m365"} })
	if got := f.GrantCommands(); len(got) != 2 || !strings.Contains(got[1], "New-MgRoleManagementDirectoryRoleAssignment") {
		t.Errorf("GrantCommands() = %q, want one for Exchange and one for Entra ID", got)
	}
	if f.ClientID() != f.Deps().ClientID {
		t.Errorf("ClientID() = %q, want the built-in one", f.ClientID())
	}
}

// Preview is what Saving saves, without a copy of the password.
func TestPreview(t *testing.T) {
	f := offline(t)
	f.Edit(func(a *setup.Answers) {
		a.Name, a.BaseDN, a.Username = "Preview", "DC=corp,DC=com", "svc@corp.com"
		a.Hosts = []setup.HostAnswer{{Name: "dc1.corp.com", Port: "636"}}
		a.Password, a.KeepPassword = secret.New("s"), true
	})
	p, keeps := f.Preview()
	saving := f.Saving()
	if want := saving.Profile(); p.Name != want.Name || len(p.Hosts()) != 1 || p.Verified != want.Verified || len(p.Reasons) != len(want.Reasons) {
		t.Errorf("Preview() = %+v, want %+v", p, want)
	}
	if !keeps || keeps != saving.KeepsPassword() {
		t.Errorf("Preview() keeps the password: %v, want true as Saving", keeps)
	}
	f.Edit(func(a *setup.Answers) { a.KeepPassword = false })
	if _, keeps := f.Preview(); keeps {
		t.Error("Preview() keeps a password that nobody wants kept")
	}
}

func TestVocabulary(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "< 1 ms", 400 * time.Microsecond: "< 1 ms", time.Millisecond: "1 ms", 999 * time.Millisecond: "999 ms",
		time.Second: "1 s", 3400 * time.Millisecond: "3.4 s", 59 * time.Second: "59 s", 61 * time.Second: "1 min 1 s", 10 * time.Minute: "10 min 0 s",
	} {
		if got := setup.ElapsedText(d).String(); got != want {
			t.Errorf("ElapsedText(%v) = %q, want %q", d, got, want)
		}
	}
	seen := map[string]bool{}
	for s := check.Pending; s <= check.Unknown; s++ {
		if text := setup.StatusText(s).String(); text == "" || seen[text] {
			t.Errorf("StatusText(%s) = %q, which is empty or said of another status", s, text)
		} else {
			seen[text] = true
		}
	}
	if got := setup.CountText(check.Failed, 1).String() + ", " + setup.CountText(check.Failed, 2).String(); got != "1 problem, 2 problems" {
		t.Errorf("CountText() = %q", got)
	}
	for _, w := range []check.Who{check.AD, check.PKI, check.Network, check.Entra, check.Exchange, check.You} {
		if text := setup.WhoText(w).String(); text == "" || seen[text] {
			t.Errorf("WhoText(%s) = %q", w, text)
		} else {
			seen[text] = true
		}
	}
}
