package profile_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

func TestMain(m *testing.M) {
	if child() {
		return
	}
	goleak.VerifyTestMain(m)
}

// full returns a profile with every field set.
func full() profile.Profile {
	p := profile.New(profile.Hybrid)
	p.Name = "Head office"
	p.Directories = []profile.Directory{{
		Hosts:  []profile.Host{{Name: "dc1.corp.example.com", Port: 636}, {Name: "10.0.0.2", Port: 3269, VerifyAs: "dc2.corp.example.com", Pin: "sha256//AAAA"}},
		BaseDN: "DC=corp,DC=example,DC=com",
		CA:     "-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n",
	}}
	p.Username = `CORP\svc-h2r`
	p.UserOUs = []string{`OU=R&D\, Labs,DC=corp,DC=example,DC=com`}
	p.GroupOUs = []string{"OU=Groups,DC=corp,DC=example,DC=com"}
	p.Exchange = profile.Exchange{Cloud: cloud.Worldwide, TenantID: "11111111-2222-3333-4444-555555555555", Domain: "example.com",
		ClientID: "66666666-7777-8888-9999-000000000000", Account: "svc-h2r@example.com", ObjectID: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", Features: []string{"dl", "mesg"},
		WriteScope: "Berlin only", ScopeFilter: "CustomAttribute1 -eq 'Berlin'", ReadRoles: true, KeepSignIn: true}
	p.Reasons = []check.Text{check.T("test.reason", "{{.n}} of {{.what}} failed.", "n", 2, "what", check.T("test.what", "the checks of {{.host}}", "host", "dc1"))}
	p.Evidence = []profile.Evidence{{Track: "directory", Computer: "JUMP01", Person: `CORP\ada`, Report: report()}}
	return p
}

var at = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// report holds every kind of argument and fact that a check may use.
func report() check.Report {
	return check.Report{StartedAt: at, FinishedAt: at.Add(time.Second), Results: []check.Result{
		{ID: "host.resolve", Host: "dc1.corp.example.com", Title: check.T("test.resolve", "The name has an address"), Status: check.Passed,
			Found: check.T("test.found", "{{.host}} is {{.ip}}, for {{.ttl}}.", "host", "dc1", "ip", netip.MustParseAddr("10.0.0.1"), "ttl", time.Hour),
			Facts: check.Facts{"port": uint16(636), "names": []string{"a", "b"}, "ok": true, "when": at, "big": 123456789, "nested": map[string]any{"n": 1}}, At: at, Took: 12 * time.Millisecond},
		{ID: "ldaps.bind", Host: "dc1.corp.example.com", Title: check.T("test.bind", "The account can sign in"), Status: check.Failed, At: at,
			Problems: []*check.Problem{{Code: "ldap.account-locked", Detail: check.N("test.tries", 1, "{{.n}} try.", "{{.n}} tries.", "cause", errors.New("data 775")),
				Advice: check.Advice{Do: check.T("test.do", "Unlock {{.name}}.", "name", check.Verbatim(`CORP\svc`)), Who: check.AD, Command: "Unlock-ADAccount"}, Cause: "data 775"}}},
		{ID: "account.delegation", Target: "OU=Staff", Title: check.T("test.ou", "Rights"), Status: check.Skipped, Found: check.T("test.skip", "Not asked."), At: at, Excused: true},
		{ID: "account.expiry", Title: check.T("test.expiry", "Expiry"), Status: check.Warned, At: at, Accepted: &check.Acceptance{By: `CORP\ada`, On: "JUMP01", At: at},
			Problems: []*check.Problem{{Code: "account.expiry", Severity: check.Warning, Detail: check.Verbatim("Soon.")}}},
	}}
}

// code returns the code of the problem that err is or wraps, or "".
func code(err error) check.Code {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p.Code
	}
	return ""
}

// texts returns every sentence of a profile as it is read.
func texts(p profile.Profile) []string {
	var out []string
	for _, r := range p.Reasons {
		out = append(out, r.String())
	}
	for _, r := range p.Report().Results {
		out = append(out, r.Title.String(), r.Found.String())
		for _, q := range r.Problems {
			out = append(out, string(q.Code), q.Detail.String(), q.Advice.Do.String(), q.Cause)
		}
	}
	return out
}

func open(t *testing.T, dir string, k *profile.Keyring) *profile.Store {
	t.Helper()
	s, err := profile.Open(t.Context(), dir, k)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSaveAndLoad(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("Grüße ❤ \x00")); err != nil {
		t.Fatal(err)
	}
	got, err := s.Load(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(texts(p), texts(got)); d != "" {
		t.Errorf("the texts read differently after a save: %s", d)
	}
	p.Reasons, got.Reasons, p.Evidence, got.Evidence = nil, nil, nil, nil
	if d := cmp.Diff(p, got); d != "" {
		t.Errorf("Load(Save(p)) differs: %s", d)
	}
	kept, err := s.Password(t.Context(), got)
	if err != nil || kept.Reveal() != "Grüße ❤ \x00" {
		t.Errorf("Password() = %d bytes, %v", kept.Len(), err)
	}
}

// A fact keeps its kind, so that the JSON report of a saved connection equals
// the one of the run.
func TestFactsSurvive(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	p := full()
	if err := s.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	got, err := s.Load(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := check.Facts{"port": int64(636), "names": []any{"a", "b"}, "ok": true, "when": "2026-03-04T05:06:07Z", "big": int64(123456789), "nested": map[string]any{"n": int64(1)}}
	if d := cmp.Diff(want, got.Report().Results[0].Facts); d != "" {
		t.Error(d)
	}
}
