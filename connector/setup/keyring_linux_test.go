package setup_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// A kept sign-in outlives the program and the session of the person: here every
// step is a process of its own, in a session of its own, with the real GNOME
// Keyring. The tenant goes on in the test.

func init() {
	children["keep the sign-in"] = keepTheSignIn
	children["use the kept sign-in"] = useTheKeptSignIn
	children["sign out"] = signOut
	children["nothing is kept"] = nothingIsKept
}

// handedOver is what a child is told of the tenant and of the store.
type handedOver struct {
	Cloud cloud.Cloud
	CA    []byte
	Store string
}

// childDeps is the world of a child. A browser that opens is told to the parent.
func childDeps() (setup.Deps, func() error, error) {
	var h handedOver
	data, err := os.ReadFile(os.Getenv("SETUP_TEST_WORLD"))
	if err != nil {
		return setup.Deps{}, nil, err
	}
	if err := json.Unmarshal(data, &h); err != nil {
		return setup.Deps{}, nil, err
	}
	h.Cloud.CA = x509.NewCertPool()
	h.Cloud.CA.AppendCertsFromPEM(h.CA)
	store, err := profile.Open(context.Background(), h.Store, profile.System())
	if err != nil {
		return setup.Deps{}, nil, err
	}
	start := setup.DefaultAnswers()
	start.Cloud, start.Account, start.KeepSignIn = cloud.Practice, tenant.Account, true
	return setup.Deps{Store: store, Cloud: func(cloud.ID) (cloud.Cloud, error) { return h.Cloud, nil }, ClientID: tenant.ClientID, Start: start,
		OpenURL: func(address string) error {
			_, err := fmt.Println(opens + address)
			return err
		}}, store.Close, nil
}

const opens = "opens: "

func keepTheSignIn() error {
	d, end, err := childDeps()
	if err != nil {
		return err
	}
	defer end()
	f := setup.New(d)
	defer f.Close()
	job, bad := f.Work(setup.Exchange, setup.SignIn{Method: setup.Browser})
	if len(bad) > 0 {
		return bad
	}
	f.Keep(job.Run(context.Background(), nil))
	if r, _ := f.Results(setup.Exchange); r.Outcome() != check.Passed {
		return fmt.Errorf("with the browser: %s", codes(r))
	}
	_, err = f.Saving().Run(context.Background())
	return err
}

// stored verifies the Microsoft half of the saved connection with what is kept,
// as the command line does.
func stored() (r check.Report, err error) {
	err = withSaved(func(d setup.Deps, p profile.Profile) error {
		m, bad := setup.AnswersOf(p).Microsoft(d)
		if len(bad) > 0 {
			return bad
		}
		client, err := setup.NewClient(m, d, setup.TokenCache(d, p))
		if err != nil {
			return err
		}
		defer client.Close()
		r, _ = setup.Verify(context.Background(), d, setup.Request{Microsoft: &setup.MicrosoftRequest{Microsoft: m, Client: client, Method: setup.StoredTokens}}, nil)
		return nil
	})
	return r, err
}

// withSaved does something with the only connection that is saved.
func withSaved(do func(setup.Deps, profile.Profile) error) error {
	d, end, err := childDeps()
	if err != nil {
		return err
	}
	defer end()
	list, err := d.Store.List(context.Background())
	if err != nil || len(list) != 1 {
		return fmt.Errorf("%d connections, %w", len(list), err)
	}
	return do(d, list[0].Profile)
}

func useTheKeptSignIn() error {
	r, err := stored()
	if err == nil && r.Outcome() != check.Passed {
		err = fmt.Errorf("with what is kept: %s: %s", r.Outcome(), codes(r))
	}
	return err
}

func signOut() error {
	return withSaved(func(d setup.Deps, p profile.Profile) error {
		f := setup.New(d)
		defer f.Close()
		f.Open(p, secret.Text{})
		return f.SignOut(context.Background())
	})
}

// nothingIsKept wants no key in the keyring, and a sign-in that asks for one.
func nothingIsKept() error {
	r, err := stored()
	if err != nil {
		return err
	}
	in, _ := r.Find("entra.sign-in", "")
	if in.Status != check.Unknown || in.Problem().Code != "entra.not-signed-in" {
		return fmt.Errorf("signed in with what is kept: %s: %s", in.Status, codes(r))
	}
	return withSaved(func(d setup.Deps, p profile.Profile) error {
		ring := d.Store.Keyring()
		if err := ring.Probe(context.Background()); err != nil {
			return err
		}
		if _, err := ring.Get(context.Background(), "sign-in-"+p.ID.String()); !errors.Is(err, profile.ErrNotKept) {
			return fmt.Errorf("the key of the tokens: %v, want that there is none", err)
		}
		return nil
	})
}

// person is somebody with a home folder, who begins a session for every child.
type person struct {
	env    []string
	tenant *tenant.Tenant
	store  string
}

func newPerson(t *testing.T) *person {
	t.Helper()
	for _, tool := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("NOT RUN: %s is missing; apt-get install dbus gnome-keyring", tool)
		}
	}
	home := t.TempDir()
	p := &person{store: filepath.Join(home, "store"), env: []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}}
	for name, dir := range map[string]string{"XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": ".local/share", "XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache"} {
		must(t, os.MkdirAll(filepath.Join(home, dir), 0o700))
		p.env = append(p.env, name+"="+filepath.Join(home, dir))
	}
	var err error
	p.tenant, err = tenant.Start(tenant.Options{})
	must(t, err)
	t.Cleanup(func() { p.tenant.Close() })
	h := handedOver{Cloud: p.tenant.Cloud(), CA: p.tenant.CA(), Store: p.store}
	h.Cloud.CA = nil
	data, err := json.Marshal(h)
	must(t, err)
	world := filepath.Join(home, "world.json")
	must(t, os.WriteFile(world, data, 0o600))
	p.env = append(p.env, "SETUP_TEST_WORLD="+world)
	return p
}

// does runs a child in a session with the unlocked keyring and returns how many
// browsers opened.
func (p *person) does(t *testing.T, child string) (browsers int) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c",
		`printf %s testpw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "$@"; ended=$?; echo ended; exit $ended`, "sh", self)
	cmd.Env = append(p.env, childVariable+"="+child)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ended"; { // the daemon holds the pipe a little longer
		if address, ok := strings.CutPrefix(lines.Text(), opens); ok {
			browsers++
			must(t, p.tenant.Consent(address))
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%s: %v\n%s", child, err, complaints.String())
	}
	return browsers
}

func (p *person) files(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.store, "*.signin*"))
	must(t, err)
	return files
}

func TestKeptSignInOutlivesTheSession(t *testing.T) {
	p := newPerson(t)
	if n := p.does(t, "keep the sign-in"); n != 1 || len(p.files(t)) != 1 {
		t.Fatalf("%d browsers, kept in %v", n, p.files(t))
	}
	if n := p.does(t, "use the kept sign-in"); n != 0 {
		t.Errorf("%d browsers although the sign-in is kept", n)
	}
	p.does(t, "sign out")
	if left := p.files(t); len(left) > 0 {
		t.Errorf("after signing out: %v", left)
	}
	if n := p.does(t, "nothing is kept"); n != 0 {
		t.Errorf("%d browsers although only what is kept was asked for", n)
	}
}
