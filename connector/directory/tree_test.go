package directory_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice/ca"
	"hire2retire-setup/connector/practice/ldapsim"
	"hire2retire-setup/connector/secret"
)

// browse returns a Browser on a signed-in Inspection.
func browse(t testing.TB, i *directory.Inspection) *directory.Browser {
	t.Helper()
	b, err := i.Browser()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// listed reads all children of a DN and returns their names.
func listed(t testing.TB, b *directory.Browser, parent directory.DN, prefix string) []string {
	t.Helper()
	var names []string
	more, err := b.Children(t.Context(), parent, prefix, func(page []directory.Node) {
		for _, n := range page {
			names = append(names, n.Name)
		}
	})
	if err != nil || more {
		t.Fatalf("Children(%s) = %v, %v", parent, more, err)
	}
	slices.Sort(names)
	return names
}

func TestTreeOfARealDomain(t *testing.T) {
	for name, o := range map[string]adtest.Options{"usual names": {}, "other domain": adtest.OtherDomain} {
		t.Run(name, func(t *testing.T) {
			d := adtest.Start(t, o)
			b := browse(t, inside(t, d))
			if root := b.Root(); root.DN.String() != d.BaseDN || root.Name != d.DNSName {
				t.Errorf("Root = %v, want %s called %s", root, d.BaseDN, d.DNSName)
			}
			top := listed(t, b, b.Root().DN, "")
			for _, want := range []string{"Users", "Computers", "Builtin", "Domain Controllers", mustDN(t, d.OU("Hires")).Name()} {
				if !slices.Contains(top, want) {
					t.Errorf("the domain has no %s: %q", want, top)
				}
			}
			for _, hidden := range []string{"System", "Program Data", "LostAndFound"} {
				if slices.Contains(top, hidden) {
					t.Errorf("%s is shown, although Windows hides it", hidden)
				}
			}
		})
	}
}

// What the tree hands out is what the server sent, and works as the base of the
// next question, whatever the name is.
func TestTreeKeepsTheServersNames(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	b := browse(t, inside(t, d))
	known := map[string]string{}
	for _, name := range adtest.SpecialNames {
		known[d.OU(name)] = name
	}
	var nodes []directory.Node
	if _, err := b.Children(t.Context(), mustDN(t, d.OU("Special Names")), "", func(page []directory.Node) {
		for _, n := range page {
			name, ok := known[n.DN.String()]
			if !ok || n.Name != check.Clean(name) {
				t.Errorf("%s called %q: stored as %q", n.DN, n.Name, name)
			}
		}
		nodes = append(nodes, page...)
	}); err != nil || len(nodes) != len(adtest.SpecialNames) {
		t.Errorf("%d special names, want %d; %v", len(nodes), len(adtest.SpecialNames), err)
	}
	for _, n := range nodes {
		if below, err := b.Expandable(t.Context(), n.DN); err != nil || below {
			t.Errorf("Expandable(%s) = %v, %v, want false", n.DN, below, err)
		}
		if found := listed(t, b, mustDN(t, d.OU("Special Names")), n.DN.Name()); !slices.Contains(found, n.Name) {
			t.Errorf("beginning with %q: %q", n.DN.Name(), found)
		}
	}
}

func TestExpandable(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	b := browse(t, inside(t, d))
	for dn, want := range map[string]bool{d.BaseDN: true, d.OU("Hires"): true, d.OU("Depth 11"): true, d.OU("Depth 12"): false, d.OU("Empty"): false} {
		if got, err := b.Expandable(t.Context(), mustDN(t, dn)); err != nil || got != want {
			t.Errorf("Expandable(%s) = %v, %v, want %v", dn, got, err, want)
		}
	}
}

func TestFindInTheTree(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	b := browse(t, inside(t, d))
	for _, tt := range []struct {
		text  string
		limit int
		found int
		more  bool
	}{
		{"epth 0", 100, 9, false}, {"Depth", 5, 5, true}, {"DEPTH 12", 100, 1, false}, {"nowhere", 100, 0, false}, {"", 100, 0, false}, {"\x00\xff", 100, 0, false},
		{"*", 100, 1, false}, {"(paren)*star", 100, 1, false}, {`back\sl`, 100, 1, false}, {"東京", 100, 1, false}, {"*)(objectClass=*", 100, 0, false},
	} {
		found, more, err := b.Find(t.Context(), b.Root().DN, tt.text, tt.limit)
		if err != nil || len(found) != tt.found || more != tt.more {
			t.Errorf("Find(%q, %d) = %v, %v, %v, want %d, %v", tt.text, tt.limit, found, more, err, tt.found, tt.more)
		}
	}
}

func TestTreeNamesWhatIsGone(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	b := browse(t, inside(t, d))
	gone := mustDN(t, "OU=Gone,"+d.OU("Hires"))
	_, children := b.Children(t.Context(), gone, "", func([]directory.Node) { t.Error("a page of nothing") })
	_, _, found := b.Find(t.Context(), gone, "x", 10)
	_, expandable := b.Expandable(t.Context(), gone)
	_, count := b.Count(t.Context(), gone, nil)
	_, coverage := b.Coverage(t.Context(), gone)
	for what, err := range map[string]error{"Children": children, "Find": found, "Expandable": expandable, "Count": count, "Coverage": coverage} {
		typo, ok := errors.AsType[*directory.Typo](err)
		if problemCode(err) != "dn.not-found" || !ok || typo.Suggest != d.OU("Hires") {
			t.Errorf("%s = %v, want dn.not-found with the parent", what, err)
		}
	}
}

func TestBrowserNeedsASignIn(t *testing.T) {
	i, _ := probe(t, of(t, adtest.Start(t, adtest.Options{})))
	if b, err := i.Browser(); b != nil || problemCode(err) != "account.not-signed-in" {
		t.Errorf("Browser() = %v, %v", b, err)
	}
}

// simulation is a domain with as many OUs in one container as it takes, on a
// server that does as the hook says. What counts is the client: a real domain
// controller cannot be made to stop in the middle of a page.
type simulation struct {
	server *ldapsim.Server
	in     *directory.Inspection
	bulk   directory.DN
}

var simulatedCA = sync.OnceValues(ca.New)

func simulate(t testing.TB, ous int, hook ldapsim.Hook, onBulk ...ntsd.ACE) simulation {
	t.Helper()
	const base, host = "DC=sim,DC=example", "dc1.sim.example"
	authority, err := simulatedCA()
	if err != nil {
		t.Fatal(err)
	}
	conf, err := authority.TLSConfig(host)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ldapsim.NewDirectory(ldapsim.Domain{BaseDN: base, NetBIOS: "SIM", SID: "S-1-5-21-1-2-3"})
	if err != nil {
		t.Fatal(err)
	}
	add := func(o ldapsim.Object) {
		if err := d.Add(o); err != nil {
			t.Fatal(err)
		}
	}
	add(ldapsim.Object{DN: base, Class: "domainDNS", SID: "S-1-5-21-1-2-3"})
	add(ldapsim.Object{DN: "CN=Users," + base, Class: "container"})
	add(ldapsim.Object{DN: "CN=Domain Users,CN=Users," + base, Class: "group", RID: 513})
	add(ldapsim.Object{DN: "CN=svc,CN=Users," + base, Class: "user", RID: 1104, Password: secret.New("open sesame"), Attrs: map[string][]string{
		"sAMAccountName": {"svc"}, "userPrincipalName": {"svc@sim.example"}, "userAccountControl": {"512"}, "primaryGroupID": {"513"}}})
	add(ldapsim.Object{DN: "OU=Bulk," + base, Class: "organizationalUnit", Grants: onBulk})
	for n := range ous {
		add(ldapsim.Object{DN: fmt.Sprintf("OU=Branch %05d,OU=Bulk,%s", n, base), Class: "organizationalUnit"})
	}
	server, err := ldapsim.Listen("127.0.0.1:0", ldapsim.Site{Directory: d, Host: ldapsim.Host{Name: "dc1"}, TLS: conf, Hook: hook})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	c := directory.Config{Hosts: []directory.Host{{Name: host, Port: directory.DefaultPort}}, BaseDN: base, Username: "svc@sim.example", UserOUs: []string{"OU=Bulk," + base},
		Trust: directory.Trust{CA: authority.PEM()}, LookupHost: lookupIn(map[string]string{host: "127.0.0.1"}), Dial: dialTo(server.Addr())}
	i, report := signIn(t, c, "open sesame")
	if binds(report) != "passed" {
		t.Fatal(binds(report))
	}
	bulk, _, err := directory.ParseDN("OU=Bulk," + base)
	if err != nil {
		t.Fatal(err)
	}
	return simulation{server: server, in: i, bulk: bulk}
}

// dialTo leads every connection to one address.
func dialTo(address string) directory.Dial {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
}

// inBulk is a hook for the searches of the container with many OUs; everything
// else is served.
func inBulk(hook ldapsim.Hook) ldapsim.Hook {
	return func(r ldapsim.Request) ldapsim.Action {
		if r.Kind == ldapsim.Search && strings.HasPrefix(r.Base, "OU=Bulk,") {
			return hook(r)
		}
		return ldapsim.Action{}
	}
}

func TestChildrenComeInPages(t *testing.T) {
	s := simulate(t, 2500, nil)
	b := browse(t, s.in)
	var sizes []int
	seen := map[string]bool{}
	more, err := b.Children(t.Context(), s.bulk, "", func(page []directory.Node) {
		sizes = append(sizes, len(page))
		for _, n := range page {
			seen[n.Name] = true
		}
	})
	if err != nil || more || !slices.Equal(sizes, []int{1000, 1000, 500}) || len(seen) != 2500 {
		t.Errorf("Children = pages %v, %d names, %v, %v", sizes, len(seen), more, err)
	}
	if got := listed(t, b, s.bulk, "Branch 0012"); len(got) != 10 || got[0] != "Branch 00120" {
		t.Errorf("beginning with Branch 0012: %q", got)
	}
}

// That not all children are shown is told, to one.
func TestChildrenAreCapped(t *testing.T) {
	for ous, want := range map[int]bool{1500: false, 1501: true, 2600: true} {
		s := simulate(t, ous, nil)
		b := browse(t, s.in)
		b.ShowAtMost(1500)
		seen := 0
		more, err := b.Children(t.Context(), s.bulk, "", func(page []directory.Node) { seen += len(page) })
		if err != nil || seen != 1500 || more != want {
			t.Errorf("of %d: %d shown, more %v, %v; want 1500, %v", ous, seen, more, err, want)
		}
	}
}

// Somebody who types on does not wait for the page of the letter before, and
// the connection serves the next one.
func TestCancelKeepsTheConnection(t *testing.T) {
	asked, release := make(chan struct{}, 1), make(chan struct{})
	var once sync.Once
	s := simulate(t, 1500, inBulk(func(ldapsim.Request) ldapsim.Action {
		once.Do(func() { asked <- struct{}{}; <-release })
		return ldapsim.Action{}
	}))
	b := browse(t, s.in)
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan time.Time, 1)
	go func() { <-asked; left <- time.Now(); cancel() }()
	_, err := b.Children(ctx, s.bulk, "", func([]directory.Node) { t.Error("a page after leaving") })
	if took := time.Since(<-left); !errors.Is(err, context.Canceled) || took > 200*time.Millisecond {
		t.Errorf("Children = %v after %v, want canceled within 200 ms", err, took)
	}
	close(release)
	if got := listed(t, b, s.bulk, ""); len(got) != 1500 || b.Spent() {
		t.Errorf("%d children afterwards, spent %v", len(got), b.Spent())
	}
	if j := s.server.Journal(); j.Connections != 1 || len(j.Binds) != 1 {
		t.Errorf("%d connections, binds of %v; want one sign-in", j.Connections, j.Binds)
	}
}

// Waiting for the turn can be cancelled too, and costs nobody anything.
func TestCancelWhileWaiting(t *testing.T) {
	asked, release := make(chan struct{}, 1), make(chan struct{})
	var once sync.Once
	s := simulate(t, 10, inBulk(func(ldapsim.Request) ldapsim.Action {
		once.Do(func() { asked <- struct{}{}; <-release })
		return ldapsim.Action{}
	}))
	b := browse(t, s.in)
	first := make(chan error, 1)
	go func() {
		_, err := b.Expandable(context.Background(), s.bulk)
		first <- err
	}()
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Expandable(ctx, s.bulk); !errors.Is(err, context.Canceled) {
		t.Errorf("the one who waits: %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("the one who was first: %v", err)
	}
}

// A page that does not end after its caller left costs the connection, not the
// program.
func TestHungPageIsGivenUp(t *testing.T) {
	asked := make(chan struct{}, 1)
	s := simulate(t, 10, inBulk(func(ldapsim.Request) ldapsim.Action {
		asked <- struct{}{}
		return ldapsim.Action{Then: ldapsim.Hang}
	}))
	b := browse(t, s.in)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := b.Children(ctx, s.bulk, "", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Children = %v", err)
	}
	if b.Spent() {
		t.Error("spent at once")
	}
	began := time.Now()
	if _, err := b.Expandable(t.Context(), b.Root().DN); err == nil || !b.Spent() || time.Since(began) > 4*time.Second {
		t.Errorf("the next question: %v, spent %v, after %v", err, b.Spent(), time.Since(began))
	}
}

func TestBrokenConnectionIsTold(t *testing.T) {
	s := simulate(t, 1500, inBulk(func(r ldapsim.Request) ldapsim.Action {
		return ldapsim.Action{Then: ldapsim.Cut}
	}))
	b := browse(t, s.in)
	_, err := b.Children(t.Context(), s.bulk, "", func([]directory.Node) { t.Error("a page") })
	if problemCode(err) != "net.interrupted" || !b.Spent() {
		t.Errorf("Children = %v, spent %v", err, b.Spent())
	}
}

func TestCloseEndsWhatRuns(t *testing.T) {
	asked := make(chan struct{}, 1)
	s := simulate(t, 10, inBulk(func(ldapsim.Request) ldapsim.Action {
		asked <- struct{}{}
		return ldapsim.Action{Then: ldapsim.Hang}
	}))
	b := browse(t, s.in)
	ended := make(chan error, 1)
	go func() {
		_, err := b.Children(context.Background(), s.bulk, "", nil)
		ended <- err
	}()
	<-asked
	began := time.Now()
	b.Close()
	b.Close()
	if err := <-ended; err == nil || time.Since(began) > 200*time.Millisecond {
		t.Errorf("Children = %v, %v after Close", err, time.Since(began))
	}
	if _, err := b.Expandable(t.Context(), s.bulk); err == nil || !b.Spent() {
		t.Errorf("after Close: %v, spent %v", err, b.Spent())
	}
}

// Several pickers share one Browser.
func TestBrowserIsShared(t *testing.T) {
	s := simulate(t, 1200, nil)
	b := browse(t, s.in)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			prefix := fmt.Sprintf("Branch 00%d", n)
			if got := listed(t, b, s.bulk, prefix); len(got) != 100 || !strings.HasPrefix(got[0], prefix) {
				t.Errorf("beginning with %q: %d", prefix, len(got))
			}
		})
	}
	wg.Wait()
}
