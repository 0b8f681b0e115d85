package setup_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// childVariable makes a process of this test program do one of the children
// instead of the tests.
const childVariable = "SETUP_TEST_CHILD"

var children = map[string]func() error{}

func TestMain(m *testing.M) {
	do, ok := children[os.Getenv(childVariable)]
	if !ok {
		adtest.Main(m)
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

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

// practiceDeps is the practice world as the program builds it, with a store of
// its own and the password already typed.
func practiceDeps(t *testing.T, faults ...string) setup.Deps {
	t.Helper()
	p, err := practice.Start(faults...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	store, err := profile.Open(t.Context(), t.TempDir(), profile.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	var list []setup.RehearsalFault
	for _, f := range practice.Faults() {
		track := setup.DirectoryTrack
		if f.Microsoft {
			track = setup.MicrosoftTrack
		}
		list = append(list, setup.RehearsalFault{Name: f.Name, Says: f.Says, Track: track})
	}
	a := setup.DefaultAnswers()
	a.Hosts = nil
	for _, h := range p.Hosts() {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: h, Port: "636"})
	}
	a.CA, a.BaseDN, a.Username, a.Password = string(p.CA()), p.BaseDN(), p.Username(), p.Password()
	a.UserOUs, a.GroupOUs = strings.Join(p.UserOUs(), "\n"), strings.Join(p.GroupOUs(), "\n")
	a.Cloud, a.Account = cloud.Practice, p.Account()
	return setup.Deps{Store: store, Practice: true, Rehearsal: setup.NewRehearsal(list, p.SetFaults, faults...),
		Directory: setup.Network{LookupHost: p.LookupHost, Dial: p.Dial}, Cloud: func(cloud.ID) (cloud.Cloud, error) { return p.Cloud(), nil },
		ClientID: p.ClientID(), OpenURL: p.Consent, SignInTimeout: 20 * time.Second, Computer: "workstation", Person: "admin", Start: a}
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

// cancelled is the context of somebody who has left.
func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
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
