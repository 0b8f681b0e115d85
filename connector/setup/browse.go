package setup

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/secret"
)

// What a face needs to find domain controllers and to pick OUs, by the names of
// package directory.
type (
	// Discovery is what a Search found; FoundHost is one line of it.
	Discovery = directory.Discovery
	FoundHost = directory.Found
	// SeenHost is what one host told of itself in the last run.
	SeenHost = directory.SeenHost
	// OwnDomain is the domain that this computer is a member of.
	OwnDomain = directory.Joined
	// TreeNode is one line of the Tree. Its DN goes back as it came.
	TreeNode = directory.Node
	// Counts and Coverage are what is below a line; both have a Text.
	Counts   = directory.Counts
	Coverage = directory.Coverage
)

// JoinedDomain returns the domain of this computer, for proposals at the start,
// and whether it is in one. It may take seconds: call it off the thread that
// draws. In practice mode the computer is in the practice domain.
func JoinedDomain(d Deps) (OwnDomain, bool) {
	if !d.Practice {
		return directory.ThisComputer()
	}
	base, _, err := directory.ParseDN(d.Start.BaseDN)
	return OwnDomain{DNSDomain: base.Domain(), UPNSuffix: base.Domain()}, err == nil
}

// Search looks for the domain controllers of a domain. Run it on any goroutine.
type Search struct {
	// Domain is its DNS name as it was typed, or that of JoinedDomain. Site is
	// that of JoinedDomain, or empty.
	Domain, Site string
	// LookupSRV stands in for the resolver of this computer when it is not nil.
	LookupSRV directory.LookupSRV
	// Each, if not nil, is told of every domain controller as soon as it is known
	// what it is, on another goroutine and never concurrently.
	Each func(FoundHost)
	deps Deps
}

// Search returns a search for the domain controllers of a domain.
func (f *Flow) Search(domain, site string) Search {
	s := Search{Domain: domain, Site: site, deps: f.deps}
	if f.deps.Practice {
		s.LookupSRV = f.deps.practiceRecords
	}
	return s
}

// Run asks DNS and looks at what it names, the best choice first. Nothing of it
// is adopted. The error is that of ctx or a *check.Problem of the field "hosts"
// or "base-dn".
func (s Search) Run(ctx context.Context) (Discovery, error) {
	finder := directory.Finder{LookupSRV: s.LookupSRV, Dial: s.deps.Directory.byName(), Timeout: s.deps.Timeout, Each: s.Each}
	return finder.Discover(ctx, s.Domain, s.Site)
}

// byName dials names as well; nil means the dialler of the computer.
func (n Network) byName() directory.Dial {
	if n.LookupHost == nil {
		return n.Dial
	}
	dial := n.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		addrs, err := n.LookupHost(ctx, host)
		if err != nil {
			return nil, err
		}
		return dial(ctx, network, net.JoinHostPort(addrs[0], port))
	}
}

// practiceRecords is the DNS of practice mode, which reaches no network: its
// domain has the hosts that it begins with.
func (d Deps) practiceRecords(_ context.Context, _, _, name string) (string, []*net.SRV, error) {
	base, _, _ := directory.ParseDN(d.Start.BaseDN)
	if name != "dc._msdcs."+base.Domain()+"." {
		return "", nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	var records []*net.SRV
	for _, h := range d.Start.hosts().hosts {
		records = append(records, &net.SRV{Target: h.Name, Port: h.Port})
	}
	return name, records, nil
}

// Tree is the directory as the pickers of the Base DN and of the target OUs
// show it. It signs in when it is first asked, with the answers as they were,
// and again when the domain controller has ended the connection meanwhile. A
// password that was refused is not sent again. Its methods may run on any
// goroutine; their errors are those of ctx or a *check.Problem. Close it when
// the page is left or the answers change.
type Tree struct {
	conf     directory.Config
	password secret.Text
	life     context.Context
	end      context.CancelFunc

	mu      sync.Mutex
	current *opening
	closed  bool
}

// opening is a sign-in that is under way or done.
type opening struct {
	done    chan struct{}
	look    *directory.Inspection
	browser *directory.Browser
	err     error
}

// Tree returns the tree that the account in the answers sees, or what cannot be
// used in their fields. It sends nothing yet. The hosts that served in the last
// check are asked first.
func (f *Flow) Tree() (*Tree, check.Problems) {
	conf, _, bad := f.answers.Directory(Account)
	bad = only(bad, FieldHosts, FieldPort, FieldCA, FieldUsername)
	if bad = append(bad, only(f.answers.accountFaults(), FieldPassword)...); len(bad) > 0 {
		return nil, bad
	}
	serves := func(h directory.Host) int {
		if slices.ContainsFunc(f.seen.Directory.Hosts, func(s directory.SeenHost) bool { return s.Host == h && s.Serves }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(conf.Hosts, func(a, b directory.Host) int { return cmp.Compare(serves(a), serves(b)) })
	conf.LookupHost, conf.Dial = f.deps.Directory.LookupHost, f.deps.Directory.Dial
	conf.Timeout, conf.Now, conf.Guard = f.deps.Timeout, f.deps.Now, f.guard
	t := &Tree{conf: conf, password: f.answers.Password.Clone()}
	t.life, t.end = context.WithCancel(context.Background())
	return t, nil
}

// Close ends everything at once and forgets the password. It may be called
// again.
func (t *Tree) Close() {
	t.mu.Lock()
	last := t.current
	t.closed = true
	t.mu.Unlock()
	t.end()
	if last != nil {
		<-last.done
		last.close()
	}
	t.password.Wipe()
}

func (o *opening) close() {
	if o.browser != nil {
		o.browser.Close()
	}
	if o.look != nil {
		o.look.Close()
	}
}

// Root returns the domain, the top of the tree.
func (t *Tree) Root(ctx context.Context) (TreeNode, error) {
	b, err := t.browser(ctx)
	if err != nil {
		return TreeNode{}, err
	}
	return b.Root(), nil
}

// NodeAt returns the line of a DN that was typed. Nobody is asked whether it
// exists.
func NodeAt(typed string) (TreeNode, error) {
	dn, _, err := directory.ParseDN(typed)
	return TreeNode{DN: dn, Name: dn.Name()}, err
}

// Children streams what is directly below a line, to page on the goroutine of
// the caller; prefix, which may be empty, keeps the names that begin with it.
// more means that there are more than can be shown.
func (t *Tree) Children(ctx context.Context, of TreeNode, prefix string, page func([]TreeNode)) (more bool, err error) {
	b, err := t.browser(ctx)
	if err != nil {
		return false, err
	}
	return b.Children(ctx, of.DN, prefix, page)
}

// Find returns lines anywhere below one whose name holds the text, at most
// limit of them, and whether there are more. What was asked before may be
// cancelled at any letter: the connection stays.
func (t *Tree) Find(ctx context.Context, below TreeNode, text string, limit int) ([]TreeNode, bool, error) {
	b, err := t.browser(ctx)
	if err != nil {
		return nil, false, err
	}
	return b.Find(ctx, below.DN, text, limit)
}

// Expandable reports whether there is something below a line. Asking costs a
// round trip for each.
func (t *Tree) Expandable(ctx context.Context, of TreeNode) (bool, error) {
	b, err := t.browser(ctx)
	if err != nil {
		return false, err
	}
	return b.Expandable(ctx, of.DN)
}

// Count counts users, groups and OUs below a line. progress, which may be nil,
// is called on the goroutine of the caller.
func (t *Tree) Count(ctx context.Context, below TreeNode, progress func(Counts)) (Counts, error) {
	b, err := t.browser(ctx)
	if err != nil {
		return Counts{}, err
	}
	return b.Count(ctx, below.DN, progress)
}

// Coverage counts who has an employeeID below a line.
func (t *Tree) Coverage(ctx context.Context, below TreeNode) (Coverage, error) {
	b, err := t.browser(ctx)
	if err != nil {
		return Coverage{}, err
	}
	return b.Coverage(ctx, below.DN)
}

// InOrder merges a page into a list that is in order of names, without case.
// Both stay as they are.
func InOrder(list, page []TreeNode) []TreeNode {
	page = slices.SortedStableFunc(slices.Values(page), byName)
	merged := make([]TreeNode, 0, len(list)+len(page))
	for len(list) > 0 && len(page) > 0 {
		from := &list
		if byName(page[0], list[0]) < 0 {
			from = &page
		}
		merged, *from = append(merged, (*from)[0]), (*from)[1:]
	}
	return append(append(merged, list...), page...)
}

func byName(a, b TreeNode) int {
	return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
}

var errTreeClosed = errors.New("the tree is closed")

// browser returns the connection, and signs in when there is none. Whoever
// leaves meanwhile does not end the sign-in: the next letter needs it too.
func (t *Tree) browser(ctx context.Context) (*directory.Browser, error) {
	o, err := t.opening()
	if err != nil {
		return nil, err
	}
	select {
	case <-o.done:
		return o.browser, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (t *Tree) opening() (*opening, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil, errTreeClosed
	}
	if t.current != nil && !t.current.over() {
		return t.current, nil
	}
	last, next := t.current, &opening{done: make(chan struct{})}
	t.current = next
	go func() {
		defer close(next.done)
		if last != nil {
			last.close()
		}
		next.err = t.signIn(next)
	}()
	return next, nil
}

// over reports whether an opening has failed, or its connection has ended.
func (o *opening) over() bool {
	select {
	case <-o.done:
		return o.err != nil || o.browser.Spent()
	default:
		return false
	}
}

// signIn takes the first host that serves. The password goes to no other one,
// whatever that host answers.
func (t *Tree) signIn(o *opening) error {
	var first error
	for _, h := range t.conf.Hosts {
		conf := t.conf
		conf.Hosts = []directory.Host{h}
		look := directory.Inspect(conf)
		probed := look.Probe(t.life, nil)
		if err := fault(probed); err != nil {
			first = cmp.Or(first, err)
			look.Close()
			continue
		}
		o.look = look
		if err := fault(look.Bind(t.life, t.password, nil)); err != nil {
			return err
		}
		var err error
		o.browser, err = look.Browser()
		return err
	}
	return first
}

// fault returns the first problem that keeps a report from being good.
func fault(r check.Report) error {
	for _, res := range r.Results {
		if !res.OK() && res.Problem() != nil {
			return res.Problem()
		}
	}
	return nil
}
