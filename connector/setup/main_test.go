package setup_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

func TestMain(m *testing.M) { adtest.Main(m) }

// world is a real domain and the practice tenant, with a store of its own.
type world struct {
	domain *adtest.Domain
	tenant *tenant.Tenant
	deps   setup.Deps
}

func newWorld(t *testing.T, o adtest.Options) world {
	t.Helper()
	w := world{domain: adtest.Start(t, o)}
	var err error
	if w.tenant, err = tenant.Start(tenant.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.tenant.Close() })
	store, err := profile.Open(t.Context(), t.TempDir(), profile.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	w.deps = setup.Deps{Store: store, Directory: setup.Network{LookupHost: w.domain.LookupHost},
		Cloud:    func(cloud.ID) (cloud.Cloud, error) { return w.tenant.Cloud(), nil },
		ClientID: tenant.ClientID, OpenURL: w.tenant.Consent, Computer: "workstation", Person: "admin", Start: w.answers(t, "svc-least")}
	return w
}

// answers are those of an admin who knows the domain and types them all.
func (w world) answers(t *testing.T, account string) setup.Answers {
	t.Helper()
	ca, err := os.ReadFile(w.domain.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	a := setup.DefaultAnswers()
	a.Hosts = nil
	for _, h := range w.domain.Hosts {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h.Name, Port: strconv.Itoa(636)})
	}
	a.CA, a.BaseDN = string(ca), w.domain.BaseDN
	a.Username, a.Password = w.domain.Implicit(account), secret.New(w.domain.Account(account).Password)
	a.UserOUs = strings.Join([]string{w.domain.OU("Hires"), w.domain.OU("Leavers")}, "\n")
	a.GroupOUs = w.domain.OU("Groups")
	a.Account = tenant.Account
	return a
}

// walk goes through the whole set-up as a face does, and saves.
func walk(t *testing.T, f *setup.Flow) (profile.Profile, error) {
	t.Helper()
	for f.Current().ID != setup.Review {
		work(t, f, f.Current().ID)
		if bad := f.Next(); len(bad) > 0 {
			t.Fatalf("Next on %s: %v", f.Current().ID, bad)
		}
	}
	work(t, f, setup.Review)
	saved, err := f.Saving().Run(context.Background())
	f.Saved(saved)
	return saved, err
}

// work runs the checks of a step, if it has some.
func work(t *testing.T, f *setup.Flow, id setup.StepID) {
	t.Helper()
	job, bad := f.Work(id, setup.SignIn{Method: setup.Browser})
	if len(bad) > 0 {
		t.Fatalf("Work(%s): %v", id, bad)
	}
	f.Keep(job.Run(t.Context(), nil))
}

// codes draws the gravest codes of results that did not pass, for messages.
func codes(r check.Report) string {
	var out []string
	for _, res := range r.Results {
		if p := res.Problem(); p != nil {
			out = append(out, string(res.ID)+" "+res.Status.String()+" "+string(p.Code))
		}
	}
	return strings.Join(out, "; ")
}
