package directory

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"hire2retire-setup/connector/check"
)

// Discovery is what Discover found.
type Discovery struct {
	// Domain is the name that DNS was asked for.
	Domain string
	// Site is the one of this computer; empty when nobody told.
	Site string
	// Hosts are the domain controllers, the best choice first. Near means that
	// DNS names it for the own site, wherever it stands.
	Hosts []Found
	// LeftOut is how many more there are that were not looked at.
	LeftOut int
}

// Discover looks up the domain controllers of a domain by its DNS name and
// returns the best first: reachable, writable, in the own site, fast. It asks DNS
// for those of the own site as well (MS-ADTS section 6.3.2.3), looks at these
// first, and waits for none longer than three seconds: one that is slower is no
// good choice. site is that of this computer when it is known; empty means that
// the domain controllers are asked, as Windows does. Nothing is sent to them but
// an LDAP ping.
//
// The error is that of ctx, or a *check.Problem: of the name that was typed, or
// of DNS, which knows no such domain or gave no answer.
func (f Finder) Discover(ctx context.Context, domain, site string) (Discovery, error) {
	f = f.withDefaults()
	dn, err := BaseDNOf(domain)
	if err != nil {
		return Discovery{}, err
	}
	d := Discovery{Domain: dn.Domain(), Site: site}
	limited, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	err = f.discover(limited, &d)
	if ctx.Err() != nil {
		return Discovery{}, ctx.Err()
	}
	return d, err
}

const (
	// lookWait is how long one domain controller may take.
	lookWait = 3 * time.Second
	// askedForSite is how many domain controllers are asked at the same time
	// which site this computer is in; the first answer counts.
	askedForSite = 8
	// siteWait is how long that may take: without it only the order suffers.
	siteWait = time.Second
)

func (f Finder) discover(ctx context.Context, d *Discovery) error {
	all, err := f.named(ctx, "dc._msdcs."+d.Domain)
	if err != nil {
		return unfound(d.Domain, err)
	}
	if d.Site == "" {
		d.Site = f.ownSite(ctx, all, d.Domain)
	}
	var near []string
	if isLabel(d.Site) {
		// Extra knowledge: a site that DNS does not know has no own ones.
		near, _ = f.named(ctx, d.Site+"._sites.dc._msdcs."+d.Domain)
	}
	hosts := distinct(append(slices.Clone(near), all...))
	d.LeftOut = max(0, len(hosts)-MaxHosts)
	hosts = hosts[:len(hosts)-d.LeftOut]
	d.Hosts = make([]Found, len(hosts))
	var (
		wg   sync.WaitGroup
		tell sync.Mutex
	)
	for i, host := range hosts {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, lookWait)
			defer cancel()
			d.Hosts[i] = f.look(ctx, host, d.Domain)
			d.Hosts[i].Near = d.Hosts[i].Near || slices.Contains(near, host)
			if f.Each != nil {
				tell.Lock()
				defer tell.Unlock()
				f.Each(d.Hosts[i])
			}
		})
	}
	wg.Wait()
	slices.SortStableFunc(d.Hosts, better)
	d.Site = check.Clean(d.Site)
	return nil
}

// named returns the hosts that _ldap._tcp.name names. The dot at the end keeps
// the resolver from trying the suffixes of this computer too.
func (f Finder) named(ctx context.Context, name string) ([]string, error) {
	_, records, err := f.LookupSRV(ctx, "ldap", "tcp", name+".")
	if len(records) == 0 && err == nil {
		err = &net.DNSError{Err: "no records", Name: name, IsNotFound: true}
	}
	var hosts []string
	for _, r := range records {
		if h, _, err := ParseHost(r.Target, DefaultPort); err == nil {
			hosts = append(hosts, h.Name)
		}
	}
	if len(hosts) > 0 {
		err = nil // one bad record does not make the others worse
	}
	return hosts, err
}

// ownSite asks some domain controllers at the same time which site they see
// this computer in, by its address; the first answer counts. It is empty when
// none tells, or when the address is in no subnet that the forest knows.
func (f Finder) ownSite(ctx context.Context, hosts []string, domain string) string {
	ctx, cancel := context.WithTimeout(ctx, siteWait)
	defer cancel()
	hosts = hosts[:min(len(hosts), askedForSite)]
	sites := make(chan string, len(hosts))
	var wg sync.WaitGroup
	for _, host := range hosts {
		wg.Go(func() {
			p, _, err := askPing(ctx, f.Dial, host, domain)
			if err == nil {
				cancel()
				sites <- p.ClientSite
			}
		})
	}
	wg.Wait()
	select {
	case site := <-sites:
		return site
	default:
		return ""
	}
}

// isLabel reports whether the name of a site can be part of a DNS name; Windows
// lets sites be called almost anything, and registers no records for these.
func isLabel(site string) bool {
	return site != "" && len(site) <= maxLabel && !strings.ContainsAny(site, ". \\\"") && strings.IndexFunc(site, invisible) < 0
}

// distinct keeps the first of each.
func distinct(hosts []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(hosts, func(h string) bool {
		again := seen[h]
		seen[h] = true
		return again
	})
}
