package directory

import (
	"cmp"
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// LookupSRV resolves service records, like net.Resolver.LookupSRV.
type LookupSRV func(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)

// Finder finds domain controllers by DNS. Its zero value uses the resolver and
// the dialler of this computer.
type Finder struct {
	LookupSRV LookupSRV
	Dial      Dial
	// Timeout limits the whole search; zero means DefaultTimeout.
	Timeout time.Duration
	// Each, if not nil, is told of every domain controller as soon as it is known
	// what it is. It is never called concurrently.
	Each func(Found)
}

// Found is a domain controller that DNS knows.
type Found struct {
	Host Host
	// Reachable means that it accepts connections on its port; Latency is how
	// long the fastest of its answers took.
	Reachable bool
	Latency   time.Duration
	// Site is its site, Near that this computer is in the same one.
	Site string
	Near bool
	// ReadOnly means a read-only domain controller, GlobalCatalog one that knows
	// the whole forest. Both are false when it did not answer the ping.
	ReadOnly, GlobalCatalog bool
}

func (f Finder) withDefaults() Finder {
	if f.LookupSRV == nil {
		f.LookupSRV = net.DefaultResolver.LookupSRV
	}
	if f.Dial == nil {
		f.Dial = (&net.Dialer{}).DialContext
	}
	if f.Timeout <= 0 {
		f.Timeout = DefaultTimeout
	}
	return f
}

// look asks one domain controller. The record names port 389; the same host
// speaks LDAPS on 636.
func (f Finder) look(ctx context.Context, target, domain string) Found {
	h, _, err := ParseHost(target, DefaultPort)
	if err != nil {
		return Found{} // a record that names no host
	}
	d := Found{Host: h}
	var wg sync.WaitGroup
	var p ping
	var pinged, dialled time.Duration
	wg.Go(func() {
		// A ping that gets lost must not hold up the answer.
		ctx, cancel := context.WithTimeout(ctx, f.Timeout/2)
		defer cancel()
		p, pinged, _ = askPing(ctx, f.Dial, h.Name, domain)
	})
	wg.Go(func() {
		began := time.Now()
		conn, err := f.Dial(ctx, "tcp", net.JoinHostPort(h.Name, strconv.Itoa(int(h.Port))))
		if err == nil {
			d.Reachable, dialled = true, time.Since(began)
			conn.Close()
		}
	})
	wg.Wait()
	d.Latency = dialled
	if p.DomainGUID != "" {
		d.Site, d.Near = p.Site, p.Site != "" && strings.EqualFold(p.Site, p.ClientSite)
		d.ReadOnly, d.GlobalCatalog = p.Flags&flagWritable == 0, p.Flags&flagGC != 0
		if !d.Reachable || pinged < dialled {
			d.Latency = pinged
		}
	}
	return d
}

// better sorts the domain controller to propose first to the front.
func better(a, b Found) int {
	for _, c := range []struct{ a, b bool }{{a.Reachable, b.Reachable}, {!a.ReadOnly, !b.ReadOnly}, {a.Near, b.Near}} {
		if c.a != c.b {
			if c.a {
				return -1
			}
			return 1
		}
	}
	return cmp.Compare(a.Latency, b.Latency)
}

// unfound names why no domain controllers were found.
func unfound(domain string, err error) *check.Problem {
	d, ok := errors.AsType[*net.DNSError](err)
	if !ok || !d.IsNotFound {
		return netproblem.Explain(netproblem.Peer{Host: domain, Port: DefaultPort, System: netproblem.LDAPS}, err)
	}
	return &check.Problem{Code: "hosts.none-found", Err: err,
		Detail: check.T("hosts.none-found", "DNS knows no domain controllers of {{.domain}}.", "domain", domain),
		Advice: check.Advice{Who: check.Network, Field: FieldHosts,
			Do:      check.T("hosts.none-found.do", "Check the name of the domain, and that this computer uses the DNS servers of the domain (VPN?). Else type the names of the domain controllers."),
			Command: "Resolve-DnsName -Type SRV " + psLiteral("_ldap._tcp.dc._msdcs."+domain)}}
}
