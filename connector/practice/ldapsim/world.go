package ldapsim

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/practice/ca"
	"hire2retire-setup/connector/secret"
)

// The practice domain.
const (
	DomainName = "practice.example"
	BaseDN     = "DC=practice,DC=example"
	NetBIOS    = "PRACTICE"
	DomainSID  = ntsd.SID("S-1-5-21-2026000001-2026000002-2026000003")

	// Account is the service account. It has exactly the rights that
	// Hire2Retire needs on UserOUs and GroupOUs, unless a fault says otherwise.
	Account = "svc-hire2retire@practice.example"
	// AdminAccount is a second service account, a member of Domain Admins.
	AdminAccount = "adm-hire2retire@practice.example"
	// StandInPassword signs in every account of the practice. It is no secret:
	// the page offers it, and it opens nothing but this domain on loopback.
	StandInPassword = "Practice makes perfect 26"
)

// UserOUs are the OUs in which Hire2Retire would manage users, GroupOUs those
// for the membership of groups.
var (
	UserOUs  = []string{staffOU, contractorsOU, leaversOU}
	GroupOUs = []string{groupsOU}
)

// Hosts are the domain controllers, as an admin types them.
var Hosts = []string{"dc1." + DomainName, "dc2." + DomainName}

// addresses are what the names resolve to: addresses for documentation (RFC
// 5737), which exist nowhere; DialContext takes them to loopback.
var addresses = map[string]string{Hosts[0]: "192.0.2.11", Hosts[1]: "192.0.2.12"}

// Options say how the practice directory behaves.
type Options struct {
	// Faults are names from Faults.
	Faults []string
	// CA issues the certificates; nil makes one.
	CA *ca.Authority
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// World is the running practice directory: two domain controllers of one
// domain. Reach it with LookupHost and DialContext, which know it by its names
// and lead nowhere else. It is safe for concurrent use.
type World struct {
	authority *ca.Authority
	now       func() time.Time
	// secure and plain are the servers by name of the host: port 636 and 389.
	secure, plain map[string]*Server
	closedPort    string

	mu      sync.Mutex
	unknown map[string]bool // names that do not resolve
	mute    map[string]bool // hosts that answer no packet
	dead    map[string]bool // hosts that refuse connections
}

// Start builds the practice directory and its servers. Close it when done.
func Start(o Options) (*World, error) {
	w := &World{authority: o.CA, now: o.Now, secure: map[string]*Server{}, plain: map[string]*Server{}}
	if w.now == nil {
		w.now = time.Now
	}
	if w.authority == nil {
		var err error
		if w.authority, err = ca.New(); err != nil {
			return nil, err
		}
	}
	if err := w.open(o.Faults); err != nil {
		w.Close()
		return nil, fmt.Errorf("start the practice directory: %w", err)
	}
	return w, nil
}

func (w *World) open(faults []string) error {
	sites, err := w.build(faults)
	if err != nil {
		return err
	}
	for name, site := range sites {
		if w.secure[name], err = Listen("127.0.0.1:0", site.secure); err != nil {
			return err
		}
		if w.plain[name], err = Listen("127.0.0.1:0", site.plain); err != nil {
			return err
		}
	}
	w.closedPort, err = unusedAddress()
	return err
}

// unusedAddress is where nobody listens, so that a connection is refused by
// the operating system, with the error that it has for that.
func unusedAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// SetFaults replaces the faults. It closes open connections and forgets locked
// accounts: it is another directory under the same names.
func (w *World) SetFaults(names ...string) error {
	sites, err := w.build(names)
	if err != nil {
		return err
	}
	for name, site := range sites {
		w.secure[name].Serve(site.secure)
		w.plain[name].Serve(site.plain)
	}
	return nil
}

// Close ends every server and connection at once.
func (w *World) Close() error {
	for _, name := range Hosts {
		for _, s := range []*Server{w.secure[name], w.plain[name]} {
			if s != nil {
				_ = s.Close()
			}
		}
	}
	return nil
}

// CA returns who issued the certificates of the domain controllers.
func (w *World) CA() *ca.Authority { return w.authority }

// Password returns the password of every account.
func Password() secret.Text { return secret.New(StandInPassword) }

// Journal returns what the LDAPS port of a host has seen.
func (w *World) Journal(host string) Journal { return w.secure[host].Journal() }

// Addr returns the loopback address behind the LDAPS port of a host, for
// clients that cannot use DialContext. Its certificate holds 127.0.0.1 too.
func (w *World) Addr(host string) string { return w.secure[host].Addr() }

// LookupHost resolves the names of the practice and nothing else.
func (w *World) LookupHost(_ context.Context, name string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	plain := strings.ToLower(strings.TrimSuffix(name, "."))
	if plain == DomainName {
		return []string{addresses[Hosts[0]], addresses[Hosts[1]]}, nil
	}
	for host, address := range addresses {
		if plain == address || plain == host && !w.unknown[host] {
			return []string{address}, nil
		}
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// DialContext connects to a domain controller of the practice by its address.
// Ports 636 and 3269 speak LDAPS, 389 and 3268 LDAP; everything else is
// refused, so that the practice never reaches a network.
func (w *World) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ip, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	target, silent := w.target(ip, port)
	if silent {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: silence(ctx)}
	}
	return new(net.Dialer).DialContext(ctx, network, target)
}

// silence is what the dialler of Go says when nothing answers in time.
func silence(ctx context.Context) error {
	if ctx.Err() == context.DeadlineExceeded {
		return os.ErrDeadlineExceeded
	}
	return ctx.Err()
}

func (w *World) target(ip, port string) (address string, silent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for host, known := range addresses {
		if ip != known && !strings.EqualFold(ip, host) {
			continue
		}
		if w.mute[host] {
			return "", true
		}
		switch {
		case w.dead[host]:
		case slices.Contains([]string{"636", "3269"}, port):
			return w.secure[host].Addr(), false
		case slices.Contains([]string{"389", "3268"}, port):
			return w.plain[host].Addr(), false
		}
	}
	return w.closedPort, false
}
