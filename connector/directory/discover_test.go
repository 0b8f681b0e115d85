package directory_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

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

func TestFindDomainControllers(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{DNS: true})
	found, err := finderIn(corp).Find(t.Context(), "CORP.example.com.")
	if err != nil || len(found) != 2 {
		t.Fatalf("Find = %+v, %v", found, err)
	}
	for _, d := range found {
		if !slices.Contains(corp.Names(), d.Host.Name) || d.Host.Port != 636 || !d.Reachable || !d.Near || d.ReadOnly || d.Site != "Default-First-Site-Name" || d.Latency <= 0 {
			t.Errorf("found %+v", d)
		}
	}
}

func TestFindPrefers(t *testing.T) {
	near := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.Silent)
	records := func(context.Context, string, string, string) (string, []*net.SRV, error) {
		return "", []*net.SRV{{Target: "dead.corp.example.com."}, {Target: "dc1.corp.example.com."}, {Target: "not a host"}}, nil
	}
	f := directory.Finder{LookupSRV: records, Timeout: 2 * time.Second, Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr != "dc1.corp.example.com:636" || network != "tcp" {
			return nil, errors.New("nobody there")
		}
		return (&net.Dialer{}).DialContext(ctx, network, near.Addr)
	}}
	found, err := f.Find(t.Context(), "corp.example.com")
	if err != nil || len(found) != 2 || found[0].Host.Name != "dc1.corp.example.com" || !found[0].Reachable || found[1].Reachable {
		t.Errorf("Find = %+v, %v", found, err)
	}
}

func TestFindRefuses(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{DNS: true})
	for domain, want := range map[string]string{
		"child.corp.example.com": "hosts.none-found", "": "dn.syntax", "10.0.0.1": "dn.syntax", "a b": "dn.syntax",
	} {
		if _, err := finderIn(corp).Find(t.Context(), domain); err == nil || string(problemCode(err)) != want {
			t.Errorf("Find(%q) = %v, want %s", domain, err, want)
		}
	}
	ill := directory.Finder{LookupSRV: func(context.Context, string, string, string) (string, []*net.SRV, error) {
		return "", nil, &net.DNSError{Err: "server misbehaving", IsTemporary: true}
	}}
	if _, err := ill.Find(t.Context(), "corp.example.com"); problemCode(err) != "net.no-dns" {
		t.Errorf("Find with an ill DNS = %v", err)
	}
}

func TestFindIsCancelledAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	hole := adtest.BlackHole(t)
	f := directory.Finder{Timeout: time.Minute,
		LookupSRV: func(context.Context, string, string, string) (string, []*net.SRV, error) {
			time.AfterFunc(50*time.Millisecond, cancel)
			return "", []*net.SRV{{Target: "dc1.corp.example.com."}}, nil
		},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", hole)
		}}
	began := time.Now()
	f.Find(ctx, "corp.example.com")
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("cancelling took %v", took)
	}
}
