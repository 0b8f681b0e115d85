package directory_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// The container of the benchmarks; seeding it takes minutes, once.
const benchOUs = 20_000

// treeFilter is the question of the tree, for the peer.
const treeFilter = "(&(|(objectClass=organizationalUnit)(objectClass=container)(objectClass=builtinDomain))(!(showInAdvancedViewOnly=TRUE)))"

// treeBench is a domain with many OUs in one container, and a Browser on it.
type treeBench struct {
	domain  *adtest.Domain
	browser *directory.Browser
	bulk    directory.DN
	secret  string // the file with the password, for the peer
}

func newTreeBench(b *testing.B) treeBench {
	b.Helper()
	d := adtest.Start(b, adtest.Options{DCs: 1, Bulk: adtest.Bulk{OUs: benchOUs}})
	i := signedIn(b, d)
	bulk, _, err := directory.ParseDN(d.OU("Bulk"))
	if err != nil {
		b.Fatal(err)
	}
	t := treeBench{domain: d, browser: browse(b, i), bulk: bulk, secret: filepath.Join(b.TempDir(), "pw")}
	if err := os.WriteFile(t.secret, []byte(d.Account("svc-plain").Password), 0o600); err != nil {
		b.Fatal(err)
	}
	return t
}

// signedIn probes and binds anew, as the peer does in each run.
func signedIn(b *testing.B, d *adtest.Domain) *directory.Inspection {
	conf := of(b, d)
	conf.Username = d.Implicit("svc-plain")
	i, report := signIn(b, conf, d.Account("svc-plain").Password)
	if binds(report) != "passed" {
		b.Fatal(binds(report))
	}
	return i
}

// ldapsearch is OpenLDAP's, with the same question, sign-in included.
func (t treeBench) ldapsearch(b *testing.B, scope, filter string, args ...string) {
	b.Helper()
	cmd := exec.Command("ldapsearch", append(args, "-LLL", "-x", "-H", "ldaps://"+t.domain.Hosts[0].IP, "-D", t.domain.Implicit("svc-plain"), "-y", t.secret,
		"-b", t.bulk.String(), "-s", scope, filter, "1.1")...)
	cmd.Env = append(os.Environ(), "LDAPTLS_CACERT="+t.domain.CAFile)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) == 0 {
		b.Fatalf("ldapsearch: %v: %s", err, out)
	}
}

// compare runs both sides in each round and reports ours divided by theirs.
func compare(b *testing.B, ours, theirs func()) {
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

// All 20,000 OUs of one container in pages of 1,000, on both sides with the
// sign-in; ours probes the host first.
func BenchmarkTree(b *testing.B) {
	t := newTreeBench(b)
	compare(b, func() {
		seen, browser := 0, browse(b, signedIn(b, t.domain))
		if _, err := browser.Children(b.Context(), t.bulk, "", func(page []directory.Node) { seen += len(page) }); err != nil || seen != benchOUs {
			b.Fatal(seen, err)
		}
	}, func() { t.ldapsearch(b, "one", treeFilter, "-E", "pr=1000/noprompt") })
}

// The time to the first page that can be drawn, and what the lines weigh when
// all are kept.
func BenchmarkTreeFirstPage(b *testing.B) {
	t := newTreeBench(b)
	var first time.Duration
	var bytes uint64
	for b.Loop() {
		began, drawn := time.Now(), false
		before := heap()
		var kept []directory.Node
		if _, err := t.browser.Children(b.Context(), t.bulk, "", func(page []directory.Node) {
			if !drawn {
				first, drawn = first+time.Since(began), true
			}
			kept = append(kept, page...)
		}); err != nil {
			b.Fatal(err)
		}
		bytes += heap() - before
		runtime.KeepAlive(kept)
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "first-page-ms")
	b.ReportMetric(float64(bytes)/float64(b.N)/benchOUs, "bytes/OU")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// One letter more in the filter: on our side on the open connection, on the
// other a new sign-in.
func BenchmarkTreeFilter(b *testing.B) {
	t := newTreeBench(b)
	compare(b, func() {
		if found, _, err := t.browser.Find(b.Context(), t.bulk, "anch 0123", 100); err != nil || len(found) != 10 {
			b.Fatal(found, err)
		}
	}, func() {
		t.ldapsearch(b, "sub", "(&"+treeFilter+"(name=*anch 0123*))", "-z", "100")
	})
}

// How long somebody waits who cancels in the middle of all pages, and how long
// the next question takes then.
func BenchmarkTreeCancel(b *testing.B) {
	t := newTreeBench(b)
	var left, next, slowest time.Duration
	for b.Loop() {
		ctx, cancel := context.WithCancel(b.Context())
		var began time.Time
		_, err := t.browser.Children(ctx, t.bulk, "", func([]directory.Node) { began = time.Now(); cancel() })
		took := time.Since(began)
		if !errors.Is(err, context.Canceled) {
			b.Fatal(err)
		}
		left, slowest = left+took, max(slowest, took)
		began = time.Now()
		if found, _, err := t.browser.Find(b.Context(), t.bulk, "Branch 00001", 100); err != nil || len(found) != 1 {
			b.Fatal(found, err)
		}
		next += time.Since(began)
	}
	b.ReportMetric(float64(left.Microseconds())/float64(b.N)/1000, "cancel-ms")
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-cancel-ms")
	b.ReportMetric(float64(next.Milliseconds())/float64(b.N), "next-question-ms")
}

// Counting five kinds, of which four are not there, beside one question of the
// peer: for the OUs.
func BenchmarkCount(b *testing.B) {
	t := newTreeBench(b)
	compare(b, func() {
		if c, err := t.browser.Count(b.Context(), t.bulk, nil); err != nil || c.OUs < benchOUs {
			b.Fatal(c, err)
		}
	}, func() { t.ldapsearch(b, "sub", "(objectClass=organizationalUnit)", "-E", "pr=1000/noprompt") })
}
