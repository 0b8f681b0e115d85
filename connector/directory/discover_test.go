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

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

const usualSite = "Default-First-Site-Name"

// finderIn finds the domain controllers of a test domain through its own DNS.
func finderIn(d *adtest.Domain) directory.Finder {
	dns := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(d.Hosts[0].IP, "53"))
	}}
	return directory.Finder{LookupSRV: dns.LookupSRV, Timeout: 10 * time.Second,
		Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			host, port, _ := net.SplitHostPort(addr)
			ips, err := d.LookupHost(ctx, host)
			if err != nil {
				return nil, err
			}
			return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(ips[0], port))
		}}
}

func TestDiscoverInARealDomain(t *testing.T) {
	d := adtest.Start(t, adtest.Options{DNS: true})
	for _, site := range []string{"", usualSite} {
		finder := finderIn(d)
		var told []string
		finder.Each = func(f directory.Found) { told = append(told, f.Host.Name) }
		got, err := finder.Discover(t.Context(), " Corp.Example.com. ", site)
		if slices.Sort(told); !slices.Equal(told, slices.Sorted(slices.Values(d.Names()))) {
			t.Errorf("site %q: told of %q one by one", site, told)
		}
		if err != nil || got.Domain != d.DNSName || got.Site != usualSite || got.LeftOut != 0 || len(got.Hosts) != 2 {
			t.Fatalf("Discover(site %q) = %+v, %v", site, got, err)
		}
		for _, f := range got.Hosts {
			if !slices.Contains(d.Names(), f.Host.Name) || f.Host.Port != directory.DefaultPort || !f.Reachable || !f.Near || f.ReadOnly || !f.GlobalCatalog || f.Latency <= 0 {
				t.Errorf("site %q: %+v", site, f)
			}
		}
	}
	elsewhere, err := finderIn(d).Discover(t.Context(), d.DNSName, "Nowhere")
	if err != nil || elsewhere.Site != "Nowhere" || len(elsewhere.Hosts) != 2 {
		t.Errorf("Discover in a site without records = %+v, %v", elsewhere, err)
	}
}

// A read-only domain controller has a record for its site only, and is the last
// choice even there.
func TestDiscoverPutsReadOnlyLast(t *testing.T) {
	d := adtest.Start(t, adtest.Options{DCs: 1, RODC: true})
	z := &zone{records: map[string][]string{ofDomain: {d.Hosts[0].Name}, ofSite: {d.Hosts[1].Name, d.Hosts[0].Name}}}
	f := finderIn(d)
	f.LookupSRV = z.LookupSRV
	got, err := f.Discover(t.Context(), d.DNSName, "")
	if err != nil || len(got.Hosts) != 2 {
		t.Fatalf("Discover = %+v, %v", got, err)
	}
	if first, last := got.Hosts[0], got.Hosts[1]; first.Host.Name != d.Hosts[0].Name || first.ReadOnly || last.Host.Name != d.Hosts[1].Name || !last.ReadOnly || !last.Near {
		t.Errorf("Discover = %+v", got.Hosts)
	}
}

// zone answers service records from a map of names to hosts, and remembers what
// was asked.
type zone struct {
	records map[string][]string
	mu      sync.Mutex
	asked   []string
}

func (z *zone) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	full := "_" + service + "._" + proto + "." + name
	z.mu.Lock()
	defer z.mu.Unlock()
	z.asked = append(z.asked, full)
	var out []*net.SRV
	for _, host := range z.records[full] {
		out = append(out, &net.SRV{Target: host + ".", Port: 389})
	}
	if out == nil {
		return "", nil, &net.DNSError{Err: "no such host", Name: full, IsNotFound: true}
	}
	return full, out, nil
}

const (
	ofDomain = "_ldap._tcp.dc._msdcs.corp.example.com."
	ofSite   = "_ldap._tcp.Default-First-Site-Name._sites.dc._msdcs.corp.example.com."
)

// network is one in which every ping is answered by a real domain controller,
// which says that this computer is in the usual site, and every name that does
// not begin with "dead" accepts connections; "slow" ones take longer.
func network(t *testing.T) directory.Dial {
	d := adtest.Start(t, adtest.Options{DNS: true})
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		name, port, _ := net.SplitHostPort(addr)
		switch {
		case strings.HasPrefix(name, "dead"):
			return nil, errors.New("nobody there")
		case strings.HasPrefix(name, "slow") && network == "tcp":
			select {
			case <-time.After(1500 * time.Millisecond): // far above what a busy machine needs
			case <-ctx.Done():
			}
		case strings.HasPrefix(name, "mute") && network == "udp":
			return nil, errors.New("a firewall")
		}
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort(d.Hosts[0].IP, port))
	}
}

func namesOf(d directory.Discovery) string {
	var names []string
	for _, f := range d.Hosts {
		name, _, _ := strings.Cut(f.Host.Name, ".")
		if f.Near {
			name += "*"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func corpHosts(names ...string) []string {
	for i := range names {
		names[i] += ".corp.example.com"
	}
	return names
}

// The records of the site decide who is near, not only the site of the domain
// controller itself; dead ones are listed last, each once.
func TestDiscoverRanks(t *testing.T) {
	z := &zone{records: map[string][]string{
		ofDomain: corpHosts("dead1", "mute-far", "slow-near", "mute-near"),
		ofSite:   corpHosts("mute-near", "slow-near", "not a host"),
	}}
	f := directory.Finder{LookupSRV: z.LookupSRV, Dial: network(t)}
	got, err := f.Discover(t.Context(), "corp.example.com", usualSite)
	// Which of the two near ones answers faster is the machine's affair.
	want := []string{"mute-near* slow-near* mute-far dead1", "slow-near* mute-near* mute-far dead1"}
	if err != nil || !slices.Contains(want, namesOf(got)) {
		t.Errorf("Discover = %s, %v, want one of %q", namesOf(got), err, want)
	}
	if want := []string{ofDomain, ofSite}; !slices.Equal(z.asked, want) {
		t.Errorf("asked %q, want %q", z.asked, want)
	}
}

// Without a site from the computer, the first domain controller that answers a
// ping tells it; firewalls and dead hosts do not matter.
func TestDiscoverLearnsTheSite(t *testing.T) {
	for _, tt := range []struct {
		hosts []string
		site  string
	}{
		{corpHosts("dead1", "mute1", "dc1"), usualSite},
		{corpHosts("dead1", "mute1"), ""},
	} {
		z := &zone{records: map[string][]string{ofDomain: tt.hosts}}
		got, err := directory.Finder{LookupSRV: z.LookupSRV, Dial: network(t)}.Discover(t.Context(), "corp.example.com", "")
		if err != nil || got.Site != tt.site || len(got.Hosts) != len(tt.hosts) || slices.Contains(z.asked, ofSite) != (tt.site != "") {
			t.Errorf("Discover of %v = %+v, %v, asked %q; want site %q", tt.hosts, got, err, z.asked, tt.site)
		}
	}
}

// Of a forest with hundreds, those of the own site are looked at in any case,
// and how many were left out is told.
func TestDiscoverInALargeDomain(t *testing.T) {
	var all []string
	for n := range 300 {
		all = append(all, fmt.Sprintf("dead%03d.corp.example.com", n))
	}
	z := &zone{records: map[string][]string{ofDomain: append(all, corpHosts("near1", "near2")...), ofSite: corpHosts("near1", "near2")}}
	got, err := directory.Finder{LookupSRV: z.LookupSRV, Dial: network(t)}.Discover(t.Context(), "corp.example.com", usualSite)
	if err != nil || len(got.Hosts) != directory.MaxHosts || got.LeftOut != 302-directory.MaxHosts || !got.Hosts[0].Near || !got.Hosts[1].Near || got.Hosts[2].Near {
		t.Errorf("Discover = %s, %d left out, %v", namesOf(got), got.LeftOut, err)
	}
}

// A site may be called almost anything; what DNS cannot carry is not asked for.
func TestDiscoverInOddSites(t *testing.T) {
	for _, site := range []string{"a.b", `back\slash`, "two words", "line\nbreak", strings.Repeat("x", 64)} {
		z := &zone{records: map[string][]string{ofDomain: corpHosts("dc1")}}
		got, err := directory.Finder{LookupSRV: z.LookupSRV, Dial: network(t)}.Discover(t.Context(), "corp.example.com", site)
		if err != nil || namesOf(got) == "" || !slices.Equal(z.asked, []string{ofDomain}) {
			t.Errorf("Discover in %q = %+v, %v, asked %q", site, got, err, z.asked)
		}
	}
}

// A domain that DNS does not know is another fault than a DNS that is silent.
func TestDiscoverNamesFaults(t *testing.T) {
	d := adtest.Start(t, adtest.Options{DNS: true})
	fails := func(err *net.DNSError) directory.Finder {
		return directory.Finder{LookupSRV: func(context.Context, string, string, string) (string, []*net.SRV, error) { return "", nil, err }}
	}
	silent := directory.Finder{Timeout: 50 * time.Millisecond, LookupSRV: func(ctx context.Context, _, _, name string) (string, []*net.SRV, error) {
		<-ctx.Done()
		return "", nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true, UnwrapErr: ctx.Err()}
	}}
	empty := directory.Finder{LookupSRV: func(context.Context, string, string, string) (string, []*net.SRV, error) { return "", nil, nil }}
	for name, tt := range map[string]struct {
		finder       directory.Finder
		domain, want string
	}{
		"unknown to a real DNS": {finderIn(d), "child.corp.example.com", "hosts.none-found"},
		"unknown":               {fails(&net.DNSError{IsNotFound: true}), "corp.example.com", "hosts.none-found"},
		"no records":            {empty, "corp.example.com", "hosts.none-found"},
		"server failure":        {fails(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), "corp.example.com", "net.no-dns"},
		"silence":               {silent, "corp.example.com", "net.no-dns"},
		"an address":            {silent, "10.0.0.1", "dn.syntax"},
		"nothing":               {silent, "", "dn.syntax"},
	} {
		if got, err := tt.finder.Discover(t.Context(), tt.domain, ""); string(problemCode(err)) != tt.want || len(got.Hosts) > 0 {
			t.Errorf("%s: Discover(%q) = %+v, %v, want %s", name, tt.domain, got, err, tt.want)
		}
	}
}

// One that drops packets is given three seconds, not the time of all.
func TestDiscoverDoesNotWaitForTheDead(t *testing.T) {
	hole, dial := adtest.BlackHole(t), network(t)
	z := &zone{records: map[string][]string{ofDomain: corpHosts("hole1", "hole2", "dc1")}}
	f := directory.Finder{LookupSRV: z.LookupSRV, Timeout: time.Minute, Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
		if strings.HasPrefix(addr, "hole") {
			return new(net.Dialer).DialContext(ctx, "tcp", hole)
		}
		return dial(ctx, network, addr)
	}}
	began := time.Now()
	got, err := f.Discover(t.Context(), "corp.example.com", usualSite)
	if took := time.Since(began); err != nil || len(got.Hosts) != 3 || !got.Hosts[0].Reachable || got.Hosts[1].Reachable || took > 5*time.Second {
		t.Errorf("Discover = %s, %v after %v", namesOf(got), err, took)
	}
}

func TestDiscoverIsCancelledAtOnce(t *testing.T) {
	hole := adtest.BlackHole(t)
	ctx, cancel := context.WithCancel(t.Context())
	z := &zone{records: map[string][]string{ofDomain: corpHosts("dc1", "dc2")}}
	var left time.Time
	var once sync.Once
	f := directory.Finder{LookupSRV: z.LookupSRV, Timeout: time.Minute, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		once.Do(func() { left = time.Now(); cancel() })
		return new(net.Dialer).DialContext(ctx, "tcp", hole)
	}}
	_, err := f.Discover(ctx, "corp.example.com", usualSite)
	if took := time.Since(left); !errors.Is(err, context.Canceled) || took > 200*time.Millisecond {
		t.Errorf("Discover = %v after %v", err, took)
	}
}
