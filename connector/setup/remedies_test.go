package setup_test

import (
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/setup"
)

const reported = `{"version":1,"kind":"hire2retire-evidence","account":"` + tenant.Account + `","tenantId":"t","by":"admin@example.com","at":"2026-03-01T12:00:00Z",
"assignments":[{"role":"Distribution Groups","roleType":"DistributionGroups","to":"Hire2Retire","toType":"RoleGroup","writeScope":"","entries":null}],
"roleGroups":[{"name":"Hire2Retire","members":["Service"]}],"entraRoles":[]}`

// What an administrator reports is likely at best, and is judged by the same
// table; the scripts are for what is missing then.
func TestImportEvidence(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	w.deps.Now = func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	f := setup.New(w.deps)
	defer f.Close()
	if got := len(f.Scripts().Roles); got != 1 {
		t.Errorf("before any result there are %d role scripts, want the one for all roles", got)
	}
	if err := f.ImportEvidence(t.Context(), []byte(`{"version":1}`)); err == nil {
		t.Error("a file that is no evidence was taken")
	}
	if err := f.ImportEvidence(t.Context(), []byte(reported)); err != nil {
		t.Fatal(err)
	}
	r, _ := f.Results(setup.Exchange)
	for id, want := range map[check.ID]check.Status{"exchange.role.distribution-groups": check.Warned, "exchange.role.mail-recipients": check.Failed, "entra.role.user-administrator": check.Failed} {
		if got, _ := r.Find(id, ""); got.Status != want {
			t.Errorf("%s is %s, want %s", id, got.Status, want)
		}
	}
	if p := f.Saving().Profile(); p.Verified {
		t.Error("reported roles were saved as verified")
	}
	s := f.Scripts()
	if len(s.Roles) != 1 || !strings.Contains(s.Roles[0].Text, "Mail Recipients") || len(s.Entra) != 1 {
		t.Errorf("scripts after the report: %+v", s)
	}
}

// TestImportOfAnotherTenant: a report of a tenant that is not the one of the
// account, or of long ago, is shown as what it is, and nothing counts by it.
func TestImportOfAnotherTenant(t *testing.T) {
	for name, c := range map[string]struct {
		tenant string
		now    time.Time
		want   check.Code
	}{
		"another tenant was typed": {tenant.ID, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), "evidence.other-tenant"},
		"half a year ago":          {"", time.Date(2026, 9, 2, 9, 0, 0, 0, time.UTC), "evidence.old"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, adtest.Options{})
			w.deps.Now = func() time.Time { return c.now }
			f := setup.New(w.deps)
			defer f.Close()
			f.Edit(func(a *setup.Answers) { a.Tenant = c.tenant })
			if err := f.ImportEvidence(t.Context(), []byte(reported)); err != nil {
				t.Fatal(err)
			}
			r, _ := f.Results(setup.Exchange)
			for _, res := range r.Results {
				if p := res.Problem(); res.Status != check.Unknown || p == nil || p.Code != c.want {
					t.Errorf("%s is %s %v, want unknown %s", res.ID, res.Status, p, c.want)
				}
			}
		})
	}
}

func TestSignOut(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	work(t, f, setup.Exchange)
	if account, _, ok := f.SignedIn(); !ok || account != tenant.Account {
		t.Fatalf("SignedIn() = %q, %v: %s", account, ok, codes(f.Report()))
	}
	if err := f.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if account, _, ok := f.SignedIn(); ok {
		t.Errorf("after SignOut %q is signed in", account)
	}
	if r, _ := f.Results(setup.Exchange); len(r.Results) > 0 {
		t.Error("results of the account that left are still there")
	}
}

// Exchange takes the tokens back in the middle: the person is asked once more,
// and the roles are proved.
func TestChallengeIsAnswered(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	if err := w.tenant.SetFaults("tokens-revoked"); err != nil {
		t.Fatal(err)
	}
	f := setup.New(w.deps)
	defer f.Close()
	work(t, f, setup.Exchange)
	r, _ := f.Results(setup.Exchange)
	for _, res := range r.Results {
		// The practice tenant is not that of this domain, and the program says so.
		if want := map[bool]check.Status{true: check.Warned, false: check.Passed}[res.ID == "entra.organization"]; res.Status != want {
			t.Errorf("%s is %s, want %s: %v", res.ID, res.Status, want, res.Problem())
		}
	}
}

// Without a road to Microsoft no browser opens.
func TestNoRoadNoBrowser(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	if err := w.tenant.SetFaults("sign-in-interrupted"); err != nil {
		t.Fatal(err)
	}
	w.deps.OpenURL = func(string) error { t.Error("a browser was opened"); return nil }
	f := setup.New(w.deps)
	defer f.Close()
	work(t, f, setup.Exchange)
	r, _ := f.Results(setup.Exchange)
	if signIn, _ := r.Find("entra.sign-in", ""); signIn.Status != check.Skipped {
		t.Errorf("entra.sign-in is %s: %s", signIn.Status, codes(r))
	}
}
