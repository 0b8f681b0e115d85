package practice_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"hire2retire-setup/connector/practice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Every fault can be put, alone, and healed again; names are unique in a half.
func TestFaults(t *testing.T) {
	w, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	type at struct {
		name      string
		microsoft bool
	}
	seen := map[at]bool{}
	for _, f := range practice.Faults() {
		if seen[at{f.Name, f.Microsoft}] {
			t.Errorf("the fault %q is listed twice", f.Name)
		}
		seen[at{f.Name, f.Microsoft}] = true
		if f.Says.String() == "" {
			t.Errorf("the fault %q says nothing", f.Name)
		}
		if err := w.SetFaults(f.Name); err != nil {
			t.Errorf("SetFaults(%q): %v", f.Name, err)
		}
	}
	if len(seen) < 40 {
		t.Errorf("%d faults, want dozens", len(seen))
	}
	if err := w.SetFaults(); err != nil {
		t.Errorf("healing: %v", err)
	}
	if err := w.SetFaults("no-such-fault"); err == nil {
		t.Error("an unknown fault was taken")
	}
}

// A world begins with its faults, or not at all: a name that nobody knows is
// named, and leaves nothing running.
func TestStartWithFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		faults []string
		bad    string
	}{
		"one of each half": {[]string{"ldap.account-locked", "entra.cancelled"}, ""},
		"one of both":      {[]string{"tls.inspected"}, ""},
		"a number":         {[]string{"aadsts-50053"}, ""},
		"an unknown one":   {[]string{"ldap.account-locked", "no-such"}, "no-such"},
		"an unknown error": {[]string{"aadsts-1"}, "aadsts-1"},
		"an empty one":     {[]string{""}, `""`},
	} {
		w, err := practice.Start(tc.faults...)
		if tc.bad == "" && err != nil || tc.bad != "" && (err == nil || !strings.Contains(err.Error(), tc.bad)) {
			t.Errorf("%s: %v, want %q", name, err, tc.bad)
		}
		if w != nil {
			if err := w.Close(); err != nil {
				t.Errorf("%s: Close() = %v", name, err)
			}
		}
	}
}

// What the world supplies fits together: its hosts resolve and answer over TLS,
// signed by its authority.
func TestWorldFitsTogether(t *testing.T) {
	w, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(w.CA()) {
		t.Fatal("the authority is no certificate")
	}
	for _, host := range w.Hosts() {
		addrs, err := w.LookupHost(t.Context(), host)
		if err != nil || len(addrs) == 0 {
			t.Fatalf("LookupHost(%s) = %v, %v", host, addrs, err)
		}
		conn, err := w.Dial(t.Context(), "tcp", net.JoinHostPort(addrs[0], "636"))
		if err != nil {
			t.Fatal(err)
		}
		secure := tls.Client(conn, &tls.Config{RootCAs: roots, ServerName: host})
		if err := secure.HandshakeContext(t.Context()); err != nil {
			t.Errorf("%s: %v", host, err)
		}
		secure.Close()
	}
	for _, ou := range append(w.UserOUs(), w.GroupOUs()...) {
		if !strings.HasSuffix(ou, w.BaseDN()) {
			t.Errorf("%s is not below %s", ou, w.BaseDN())
		}
	}
	if w.Password().Empty() || !strings.Contains(w.Username(), "svc") || !strings.Contains(w.Account(), "@") || w.ClientID() == "" || w.Cloud().Authority == "" {
		t.Errorf("incomplete: %s, %s, %s, %+v", w.Username(), w.Account(), w.ClientID(), w.Cloud())
	}
}

// The lists belong to the caller: changing one changes nothing here.
func TestListsAreCopies(t *testing.T) {
	w, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for name, list := range map[string]func() []string{"Hosts": w.Hosts, "UserOUs": w.UserOUs, "GroupOUs": w.GroupOUs} {
		list()[0] = "changed"
		if list()[0] == "changed" {
			t.Errorf("%s gave away its own list", name)
		}
	}
}

func TestReachesNothingElse(t *testing.T) {
	w, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if addrs, err := w.LookupHost(t.Context(), "dc1.corp.example.com"); err == nil {
		t.Errorf("LookupHost of a foreign name = %v, want an error", addrs)
	}
	if conn, err := w.Dial(t.Context(), "tcp", "192.0.2.99:636"); err == nil {
		conn.Close()
		t.Error("a foreign address was reached")
	}
}
