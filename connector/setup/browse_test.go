package setup_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/practice"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

func codeOf(err error) check.Code {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p.Code
	}
	return ""
}

// treeOf opens the tree of a flow.
func treeOf(t *testing.T, f *setup.Flow) *setup.Tree {
	t.Helper()
	tree, bad := f.Tree()
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	t.Cleanup(tree.Close)
	return tree
}

func childrenOf(t *testing.T, tree *setup.Tree, of setup.TreeNode) []string {
	t.Helper()
	var all []setup.TreeNode
	if more, err := tree.Children(t.Context(), of, "", func(page []setup.TreeNode) { all = setup.InOrder(all, page) }); err != nil || more {
		t.Fatalf("Children(%s) = %v, %v", of.DN, more, err)
	}
	var names []string
	for _, n := range all {
		names = append(names, n.Name)
	}
	return names
}

// A page goes from the domain to an OU and says what is in it.
func TestTree(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	tree := treeOf(t, setup.New(w.deps))
	root, err := tree.Root(t.Context())
	if err != nil || root.DN.String() != w.domain.BaseDN {
		t.Fatalf("Root = %v, %v", root, err)
	}
	names := childrenOf(t, tree, root)
	if !slices.Contains(names, "Hires") || !slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		t.Errorf("the domain has %q", names)
	}
	found, more, err := tree.Find(t.Context(), root, "ealed", 10)
	if err != nil || more || len(found) != 1 || found[0].DN.String() != w.domain.OU("Sealed") {
		t.Errorf("Find = %v, %v, %v", found, more, err)
	}
	hires, err := setup.NodeAt(w.domain.OU("Hires"))
	if err != nil {
		t.Fatal(err)
	}
	if yes, err := tree.Expandable(t.Context(), hires); err != nil || !yes {
		t.Errorf("Expandable = %v, %v", yes, err)
	}
	if c, err := tree.Count(t.Context(), hires, nil); err != nil || c.Users != 9 || c.OUs != 3 {
		t.Errorf("Count = %+v, %v", c, err)
	}
	if c, err := tree.Coverage(t.Context(), hires); err != nil || c.Enabled != 8 || c.Matched != 3 || !c.Hidden {
		t.Errorf("Coverage = %+v, %v", c, err)
	}
}

// What a Tree needs is hosts and account; the Base DN is what it is for.
func TestTreeNeedsHostsAndAccount(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	f.Edit(func(a *setup.Answers) { a.BaseDN, a.UserOUs = "", "not a DN" })
	treeOf(t, f)
	for field, spoil := range map[string]func(*setup.Answers){
		setup.FieldHosts:    func(a *setup.Answers) { a.Hosts = nil },
		setup.FieldUsername: func(a *setup.Answers) { a.Username = "" },
		setup.FieldPassword: func(a *setup.Answers) { a.Password = secret.Text{} },
	} {
		f := setup.New(w.deps)
		f.Edit(spoil)
		if tree, bad := f.Tree(); tree != nil || len(bad) != 1 || bad[0].Advice.Field != field {
			t.Errorf("without %s: %v", field, bad)
		}
	}
}

// A wrong password is sent once, however often the tree is asked, and to one
// host.
func TestTreeSendsAWrongPasswordOnce(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	t.Cleanup(func() { w.domain.Unlock(t, "svc-least") })
	before := [2]int{w.domain.BadPwdCount(t, "svc-least", 0), w.domain.BadPwdCount(t, "svc-least", 1)}
	f := setup.New(w.deps)
	f.Edit(func(a *setup.Answers) { a.Password = secret.New("wrong for sure") })
	for n, want := range []check.Code{"ldap.wrong-password", "ldap.known-refused", "ldap.known-refused"} {
		tree := treeOf(t, f)
		if _, err := tree.Root(t.Context()); codeOf(err) != want {
			t.Errorf("time %d: %v, want %s", n+1, err, want)
		}
		if _, err := tree.Root(t.Context()); codeOf(err) != "ldap.known-refused" {
			t.Errorf("time %d, asked again: %v", n+1, err)
		}
	}
	after := [2]int{w.domain.BadPwdCount(t, "svc-least", 0), w.domain.BadPwdCount(t, "svc-least", 1)}
	if after[0] != before[0]+1 || after[1] != before[1] {
		t.Errorf("badPwdCount went from %v to %v, want one more on the first host", before, after)
	}
}

// A domain controller that went away and came back is signed in to again; a
// host that is gone is passed by.
func TestTreeSignsInAgain(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	tree := treeOf(t, setup.New(w.deps))
	root, err := tree.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.domain.Stop(t, 0)
	// The end of the connection may be seen by the first question only.
	tree.Expandable(t.Context(), root)
	if yes, err := tree.Expandable(t.Context(), root); err != nil || !yes {
		t.Errorf("with the first host gone: %v, %v", yes, err)
	}
	w.domain.StartHost(t, 0)
	w.domain.Stop(t, 1)
	tree.Expandable(t.Context(), root)
	if yes, err := tree.Expandable(t.Context(), root); err != nil || !yes {
		t.Errorf("with the second host gone: %v, %v", yes, err)
	}
	w.domain.StartHost(t, 1)
}

func TestTreeWhenNobodyAnswers(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	w.deps.Directory.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, adtest.RefusedAddr(t))
	}
	if _, err := treeOf(t, setup.New(w.deps)).Root(t.Context()); codeOf(err) != "net.refused" {
		t.Errorf("Root = %v", err)
	}
}

// Leaving ends the question at once, closing ends the sign-in.
func TestTreeIsLeft(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	hole, dialled := adtest.BlackHole(t), make(chan struct{}, 8)
	w.deps.Directory.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		dialled <- struct{}{}
		return new(net.Dialer).DialContext(ctx, network, hole)
	}
	w.deps.Timeout = time.Minute
	tree := treeOf(t, setup.New(w.deps))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-dialled; cancel() }()
	if _, err := tree.Root(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Root = %v", err)
	}
	began := time.Now()
	tree.Close()
	if took := time.Since(began); took > 200*time.Millisecond {
		t.Errorf("Close took %v", took)
	}
	if _, err := tree.Root(t.Context()); err == nil {
		t.Error("a closed tree answers")
	}
}

func TestInOrder(t *testing.T) {
	nodes := func(names ...string) (list []setup.TreeNode) {
		for _, n := range names {
			list = append(list, setup.TreeNode{Name: n})
		}
		return list
	}
	for _, tt := range []struct{ list, page, want []setup.TreeNode }{
		{nil, nil, nodes()},
		{nil, nodes("b", "A"), nodes("A", "b")},
		{nodes("A", "c"), nodes("D", "b", "a"), nodes("A", "a", "b", "c", "D")},
		{nodes("x", "y"), nil, nodes("x", "y")},
	} {
		got := setup.InOrder(tt.list, tt.page)
		if !slices.EqualFunc(got, tt.want, func(a, b setup.TreeNode) bool { return a.Name == b.Name }) {
			t.Errorf("InOrder(%v, %v) = %v, want %v", tt.list, tt.page, got, tt.want)
		}
	}
}

func TestSearch(t *testing.T) {
	w := newWorld(t, adtest.Options{DNS: true})
	s := setup.New(w.deps).Search(w.domain.DNSName, "")
	s.LookupSRV = w.domain.Resolver(0).LookupSRV
	got, err := s.Run(t.Context())
	if err != nil || len(got.Hosts) != 2 || got.Site == "" || !got.Hosts[0].Reachable || !got.Hosts[1].Near {
		t.Errorf("Search = %+v, %v", got, err)
	}
	// Samba's DNS knows its own zone and nothing of others.
	for domain, want := range map[string]check.Code{"child." + w.domain.DNSName: "hosts.none-found", "other.example.com": "net.no-dns"} {
		s.Domain = domain
		if got, err := s.Run(t.Context()); codeOf(err) != want || len(got.Hosts) > 0 {
			t.Errorf("Search of %s = %+v, %v, want %s", domain, got, err, want)
		}
	}
}

// Practice mode finds its own hosts and asks no network.
func TestSearchInPractice(t *testing.T) {
	p, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	d := setup.Deps{Practice: true, Directory: setup.Network{LookupHost: p.LookupHost, Dial: p.Dial}, Timeout: 5 * time.Second}
	d.Start.BaseDN = p.BaseDN()
	for _, h := range p.Hosts() {
		d.Start.Hosts = append(d.Start.Hosts, setup.HostAnswer{Name: h})
	}
	own, ok := setup.JoinedDomain(d)
	if !ok || own.DNSDomain != "practice.example" || own.UPNSuffix != "practice.example" {
		t.Fatalf("JoinedDomain = %+v, %v", own, ok)
	}
	got, err := setup.New(d).Search(own.DNSDomain, own.Site).Run(t.Context())
	if err != nil || len(got.Hosts) != len(p.Hosts()) || !got.Hosts[0].Reachable {
		t.Errorf("Search = %+v, %v", got, err)
	}
	if got, err := setup.New(d).Search("corp.example.com", "").Run(t.Context()); codeOf(err) != "hosts.none-found" {
		t.Errorf("Search of a real domain = %+v, %v", got, err)
	}
}
