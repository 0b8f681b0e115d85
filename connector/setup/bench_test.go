package setup_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// The benchmarks print ratios: ours beside ldapsearch of OpenLDAP doing the same
// reads on the same domain controllers in the same run.

// bench is a verification of the directory half, ready to run.
func bench(b *testing.B, d *adtest.Domain, account string, extra ...directory.Host) (setup.Deps, func() setup.Request) {
	b.Helper()
	ca, err := os.ReadFile(d.CAFile)
	if err != nil {
		b.Fatal(err)
	}
	conf := directory.Config{BaseDN: d.BaseDN, Username: d.Implicit(account), Trust: directory.Trust{CA: ca}, UserOUs: []string{d.OU("Hires")}, GroupOUs: []string{d.OU("Groups")}}
	for _, h := range d.Hosts {
		conf.Hosts = append(conf.Hosts, directory.Host{Name: h.Name, Port: 636})
	}
	conf.Hosts = append(conf.Hosts, extra...)
	deps := setup.Deps{Directory: setup.Network{LookupHost: d.LookupHost}}
	return deps, func() setup.Request {
		return setup.Request{Directory: &setup.DirectoryRequest{Config: conf, Password: secret.New(d.Account(account).Password), Until: setup.Account}}
	}
}

// ldapsearch runs one search of the peer with a sign-in and discards what it
// prints.
func ldapsearch(b *testing.B, d *adtest.Domain, host int, account, base, scope string, args ...string) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "pw")
	if err := os.WriteFile(file, []byte(d.Account(account).Password), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("ldapsearch", append([]string{"-LLL", "-x", "-H", "ldaps://" + d.Hosts[host].IP, "-D", d.Implicit(account), "-y", file, "-b", base, "-s", scope}, args...)...)
	cmd.Env = append(os.Environ(), "LDAPTLS_CACERT="+d.CAFile)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("ldapsearch: %v: %s", err, out)
	}
}

// verified runs the verification and wants it good.
func verified(b *testing.B, deps setup.Deps, req setup.Request) {
	b.Helper()
	if r, _ := setup.Verify(b.Context(), deps, req, nil); r.Outcome() != check.Passed && r.Outcome() != check.Warned {
		b.Fatalf("%s: %s", r.Outcome(), codes(r))
	}
}

// ratio times both once an iteration and reports ours divided by theirs.
func ratio(b *testing.B, ours, theirs func()) {
	b.Helper()
	var a, p time.Duration
	for b.Loop() {
		began := time.Now()
		ours()
		mid := time.Now()
		theirs()
		a, p = a+mid.Sub(began), p+time.Since(mid)
	}
	b.ReportMetric(float64(a)/float64(p), "ours/ldapsearch")
	b.ReportMetric(float64(a.Milliseconds())/float64(b.N), "ours-ms")
}

// The whole directory half on two hosts: 9 reads of the peer are the same
// questions, asked one after the other.
func BenchmarkWholeVerification(b *testing.B) {
	d := adtest.Start(b, adtest.Options{})
	deps, req := bench(b, d, "svc-least")
	ratio(b, func() { verified(b, deps, req()) }, func() {
		for host := range d.Hosts {
			ldapsearch(b, d, host, "svc-least", "", "base", "*", "+")
			ldapsearch(b, d, host, "svc-least", "", "base", "tokenGroups")
		}
		ldapsearch(b, d, 0, "svc-least", d.BaseDN, "base", "objectSid", "canonicalName")
		ldapsearch(b, d, 0, "svc-least", d.DN("svc-least"), "base", "*", "tokenGroups")
		for _, ou := range []string{"Hires", "Groups"} {
			ldapsearch(b, d, 0, "svc-least", d.OU(ou), "base", "-E", "!1.2.840.113556.1.4.801=::MAMCAQc=", "nTSecurityDescriptor", "allowedChildClassesEffective")
		}
		ldapsearch(b, d, 0, "svc-least", d.OU("Hires"), "one", "-E", "!1.2.840.113556.1.4.801=::MAMCAQc=", "nTSecurityDescriptor", "allowedAttributesEffective")
	})
}

// A member of Domain Admins through 1,000 nested groups: one read of the
// rootDSE on either side, the sign-in included.
func BenchmarkThousandNestedGroups(b *testing.B) {
	d := adtest.Start(b, adtest.Options{DCs: 1, Bulk: adtest.Bulk{Groups: 1000}})
	deps, req := bench(b, d, "svc-chain")
	ratio(b, func() { verified(b, deps, req()) }, func() { ldapsearch(b, d, 0, "svc-chain", "", "base", "tokenGroups") })
}

// 20 hosts of which 18 are silent, against the time-out of one host: the floor.
func BenchmarkDeadHosts(b *testing.B) {
	d := adtest.Start(b, adtest.Options{})
	const timeout = 2 * time.Second
	var dead []directory.Host
	for range 18 {
		h, _, err := directory.ParseHost(adtest.BlackHole(b), 636)
		if err != nil {
			b.Fatal(err)
		}
		dead = append(dead, h)
	}
	deps, req := bench(b, d, "svc-least", dead...)
	deps.Timeout = timeout
	var took time.Duration
	for b.Loop() {
		began := time.Now()
		r, _ := setup.Verify(b.Context(), deps, req(), nil)
		took += time.Since(began)
		if !strings.Contains(codes(r), "hosts.some-down") {
			b.Fatal(codes(r))
		}
	}
	b.ReportMetric(float64(took)/float64(timeout)/float64(b.N), "took/timeout")
}
