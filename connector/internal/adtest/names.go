package adtest

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
)

// LookupHost resolves the names of the hosts, the domain name (to all writable hosts) and IP addresses, like the
// method of net.Resolver. Every other name is unknown.
func (d *Domain) LookupHost(_ context.Context, name string) ([]string, error) {
	plain := strings.ToLower(strings.TrimSuffix(name, "."))
	var found []string
	for _, h := range d.Hosts {
		if plain == h.Name || plain == h.IP || plain == d.DNSName && !h.ReadOnly {
			found = append(found, h.IP)
		}
	}
	if len(found) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return found, nil
}

// Resolver asks the DNS server of a host; it needs Options.DNS.
func (d *Domain) Resolver(host int) *net.Resolver {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort(d.Hosts[host].IP, dnsPort))
	}
	return &net.Resolver{PreferGo: true, Dial: dial}
}

// Names returns the names of the hosts in order: what an admin types.
func (d *Domain) Names() []string {
	names := make([]string, 0, len(d.Hosts))
	for _, h := range d.Hosts {
		names = append(names, h.Name)
	}
	return names
}

// OU returns the DN of a seeded OU by its key ("Hires", "Groups", a special name, "Depth 03"), exactly as the domain
// controller stores it. The key is the English name also with Options.LocalNames.
func (d *Domain) OU(key string) string {
	dn, ok := d.content.OUs[key]
	if !ok {
		panic(fmt.Sprintf("adtest: no OU %q is seeded", key))
	}
	return dn
}

// DN returns the DN of a seeded or built-in user or group by its sAMAccountName, as stored.
func (d *Domain) DN(name string) string { return d.object(name).DN }

// SIDOf returns the SID of a seeded or built-in user or group by its sAMAccountName.
func (d *Domain) SIDOf(name string) string { return d.object(name).SID }

func (d *Domain) object(name string) struct{ DN, SID string } {
	o, ok := d.content.Objects[name]
	if !ok {
		panic(fmt.Sprintf("adtest: no account or group %q is seeded", name))
	}
	return o
}

// Account returns a seeded account with its names and its password in this domain.
func (d *Domain) Account(name string) Account {
	i := slices.IndexFunc(seededAccounts, func(a Account) bool { return a.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("adtest: no account %q is seeded", name))
	}
	return d.complete(seededAccounts[i])
}

// Accounts returns all seeded accounts, in the order of Seeded.
func (d *Domain) Accounts() []Account {
	accounts := Seeded()
	for i := range accounts {
		accounts[i] = d.complete(accounts[i])
	}
	return accounts
}

func (d *Domain) complete(a Account) Account {
	o := d.object(a.Name)
	a.DN, a.SID, a.UPN = o.DN, o.SID, a.upnIn(d.DNSName)
	if a.Password == "" {
		a.Password = d.UserPassword
	}
	if a.Name == "svc-chain" {
		a.DomainAdmin = d.options.Bulk.Groups > 0
	}
	return a
}

// Implicit returns the user principal name that every account has beside its stored one: name@domain.
func (d *Domain) Implicit(name string) string { return name + "@" + d.DNSName }
