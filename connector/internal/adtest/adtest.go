// Package adtest gives tests real Active-Directory-compatible domain controllers (Samba) and, for what Samba cannot
// show, rogue servers. It is imported by tests only.
//
// A test package calls Main in its TestMain and Start in the tests that need a domain:
//
//	func TestMain(m *testing.M) { adtest.Main(m) }
//
//	func TestBind(t *testing.T) {
//		corp := adtest.Start(t, adtest.Options{})
//		conn := corp.Dial(t, 0) // LDAPS to dc1, not bound
//		…
//	}
//
// Start with the same Options answers the same running domain for the whole test process. Each process has its own
// domain controllers on its own loopback addresses, so test packages run in parallel. A test that breaks things
// (locks accounts, stops hosts, changes security descriptors) calls StartOwn, or puts things right by Reset.
//
// The domain controllers are joined replicas: the same domain SID, GUIDs and objects. After the join nothing is
// replicated any more: a write on one is not seen on the others. Lock-out is counted per host, as in Active Directory
// without its PDC forwarding.
//
// Ports 389, 636, 3268 and 3269 need root. Without root or without Samba the tests fail; they are never skipped.
// Provisioning takes about 15 s and happens once: the databases are kept in build/samba of the repository.
//
// Names such as dc1.corp.example.com exist in no DNS: pass Domain.LookupHost to the code under test, or dial the IP and
// verify the name. The domain controllers end with the test process, however it ends: their standard input is a pipe
// that it holds.
package adtest

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// Options describe a domain. The zero value is corp.example.com with two domain controllers.
type Options struct {
	Realm   string // DNS name of the domain; corp.example.com when empty
	NetBIOS string // CORP when empty
	DCs     int    // writable domain controllers; 2 when zero
	RODC    bool   // one more, read-only, the last of Domain.Hosts; it may answer binds of svc-direct, svc-plain and svc-delegated
	DNS     bool   // Samba's DNS server with SRV records on port 53 of every host

	UserPassword       string // of every account that has no own; DefaultPassword when empty
	RenameDomainAdmins string // new name of "Domain Admins", which moves to OU=Groups then
	LocalNames         bool   // OUs with names that need escaping and unicode
	Bulk               Bulk
}

// Bulk asks for many objects, which takes long: 20,000 OUs about four minutes, once. For benchmarks only.
type Bulk struct {
	OUs    int `json:"ous"`    // OU=Branch 00000,OU=Bulk,…: all in one container
	Users  int `json:"users"`  // CN=User 000000,OU=Users,OU=Bulk,…
	Groups int `json:"groups"` // a chain of nested groups from svc-chain up to Domain Admins
}

// OtherDomain is a second domain in which nothing has its usual name: other realm, Domain Admins renamed and moved,
// OUs that need escaping, a password with spaces and unicode.
var OtherDomain = Options{
	Realm: "werk.example.net", NetBIOS: "WERK", UserPassword: "Grüße vom Dienst €2026 東京",
	RenameDomainAdmins: "Domänen-Admins", LocalNames: true,
}

const (
	// DefaultPassword is the password of the seeded accounts that have no own.
	DefaultPassword = "S3rvice!Pass"
	adminPassword   = "Passw0rd!2026"
)

func (o Options) withDefaults() Options {
	o.Realm = strings.ToLower(cmp.Or(o.Realm, "corp.example.com"))
	first, _, _ := strings.Cut(o.Realm, ".")
	o.NetBIOS = strings.ToUpper(cmp.Or(o.NetBIOS, first))
	o.DCs = cmp.Or(o.DCs, 2)
	o.UserPassword = cmp.Or(o.UserPassword, DefaultPassword)
	return o
}

// hostNames are the hosts that exist in the databases. There are at least two, so that a domain with one running domain
// controller shares the databases of the usual one.
func (o Options) hostNames() []string {
	var names []string
	for i := range max(2, o.DCs) {
		names = append(names, fmt.Sprintf("dc%d", i+1))
	}
	if o.RODC {
		names = append(names, rodcName)
	}
	return names
}

// running holds the domains of this process, so that all are stopped by Main.
var running = struct {
	sync.Mutex
	shared map[Options]func() (*Domain, error)
	all    map[*Domain]bool
}{shared: map[Options]func() (*Domain, error){}, all: map[*Domain]bool{}}

// Main runs the tests, stops every domain they started, looks for leaked goroutines and exits.
// The options are passed on to goleak.
func Main(m *testing.M, options ...goleak.Option) {
	code := m.Run()
	stopAll()
	if err := goleak.Find(options...); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// Start returns the domain of these options that the tests of this process share, and starts it when it is asked for
// first. Main stops it.
func Start(t testing.TB, o Options) *Domain {
	t.Helper()
	o = o.withDefaults()
	running.Lock()
	start, ok := running.shared[o]
	if !ok {
		start = sync.OnceValues(func() (*Domain, error) { return startDomain(o) })
		running.shared[o] = start
	}
	running.Unlock()
	d, err := start()
	if err != nil {
		t.Fatalf("start the domain %s: %v", o.Realm, err)
	}
	return d
}

// StartOwn starts a domain for one test (or benchmark) alone; it is stopped when the test ends.
func StartOwn(t testing.TB, o Options) *Domain {
	t.Helper()
	o = o.withDefaults()
	d, err := startDomain(o)
	if err != nil {
		t.Fatalf("start the domain %s: %v", o.Realm, err)
	}
	t.Cleanup(d.close)
	return d
}

func stopAll() {
	running.Lock()
	domains := make([]*Domain, 0, len(running.all))
	for d := range running.all {
		domains = append(domains, d)
	}
	running.Unlock()
	for _, d := range domains {
		d.close()
	}
}
