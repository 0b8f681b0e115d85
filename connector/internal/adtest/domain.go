package adtest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"
)

// Host is one domain controller.
type Host struct {
	Name     string // dc1.corp.example.com; known to Domain.LookupHost only
	IP       string // a loopback address
	ReadOnly bool
}

// Domain is a running domain. Its fields must not be changed. The methods that change it (Reset, Stop, StartHost, Freeze,
// Thaw, SwitchCertificate) are not for parallel tests.
type Domain struct {
	Hosts   []Host
	DNSName string // corp.example.com
	NetBIOS string
	BaseDN  string // of the domain: DC=corp,DC=example,DC=com
	SID     string

	PKI    *PKI           // the authority that issued the certificates of the hosts
	CA     *x509.CertPool // its root
	CAFile string         // the same as a PEM file

	AdminName     string // Administrator@corp.example.com
	AdminPassword string
	UserPassword  string // of every account that has no own

	options Options
	slot    *slot
	built   []*controller // all hosts of the databases
	dcs     []*controller // those that run, in the order of Hosts
	content content
}

// content is what seed.py reports about the objects it made.
type content struct {
	SID     string                              `json:"sid"`
	OUs     map[string]string                   `json:"ous"`
	Objects map[string]struct{ DN, SID string } `json:"objects"`
}

func startDomain(o Options) (*Domain, error) {
	if err := ready(); err != nil {
		return nil, err
	}
	s, err := claimSlot(o)
	if err != nil {
		return nil, err
	}
	d := newDomain(o, s)
	if err := d.bringUp(); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func newDomain(o Options, s *slot) *Domain {
	d := &Domain{
		DNSName: o.Realm, NetBIOS: o.NetBIOS, BaseDN: "DC=" + strings.ReplaceAll(o.Realm, ".", ",DC="),
		AdminName: "Administrator@" + o.Realm, AdminPassword: adminPassword, UserPassword: o.UserPassword,
		options: o, slot: s, CAFile: filepath.Join(s.dir, "ca.pem"),
	}
	for i, name := range o.hostNames() {
		h := Host{Name: name + "." + o.Realm, IP: s.ip(i), ReadOnly: name == rodcName}
		c := &controller{options: o, host: h, dir: filepath.Join(s.dir, name), variant: Good}
		d.built = append(d.built, c)
		if i < o.DCs || h.ReadOnly {
			d.Hosts, d.dcs = append(d.Hosts, h), append(d.dcs, c)
		}
	}
	running.Lock()
	running.all[d] = true
	running.Unlock()
	return d
}

func (d *Domain) bringUp() error {
	if err := d.prepare(); err != nil {
		return err
	}
	return d.startHosts()
}

// prepare puts databases and certificates in place.
func (d *Domain) prepare() error {
	if err := restore(d); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(d.slot.dir, contentFile))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &d.content); err != nil {
		return fmt.Errorf("read what was seeded: %w", err)
	}
	d.SID = d.content.SID
	if d.PKI == nil {
		if d.PKI, err = NewPKI(d.NetBIOS + " Root CA"); err != nil {
			return err
		}
	}
	d.CA = d.PKI.Pool()
	if err := os.WriteFile(d.CAFile, d.PKI.RootPEM(), 0o644); err != nil || !d.options.DNS {
		return err
	}
	return d.registerHosts()
}

func (d *Domain) startHosts() error {
	for _, c := range d.dcs {
		if err := c.launch(d.PKI); err != nil {
			return err
		}
	}
	for _, c := range d.dcs {
		if err := c.await(); err != nil {
			return err
		}
	}
	return nil
}

// close ends the domain controllers and removes their files. It may be called again.
func (d *Domain) close() {
	running.Lock()
	open := running.all[d]
	delete(running.all, d)
	running.Unlock()
	if !open {
		return
	}
	for _, c := range d.dcs {
		c.kill()
	}
	d.slot.release()
}

// Reset throws away every change: databases as seeded, all hosts running, certificates Good. It takes about 1 s.
func (d *Domain) Reset(t testing.TB) {
	t.Helper()
	for _, c := range d.dcs {
		c.kill()
		c.variant = Good
	}
	if err := d.bringUp(); err != nil {
		t.Fatalf("reset the domain %s: %v", d.DNSName, err)
	}
}

// Stop ends a host: its ports refuse connections. It is started again by StartHost, or when the test ends.
func (d *Domain) Stop(t testing.TB, host int) {
	t.Helper()
	d.dcs[host].kill()
	t.Cleanup(func() {
		if !d.dcs[host].running() {
			d.StartHost(t, host)
		}
	})
}

// StartHost starts a stopped host with the database it had.
func (d *Domain) StartHost(t testing.TB, host int) {
	t.Helper()
	if err := d.dcs[host].start(d.PKI); err != nil {
		t.Fatalf("start %s: %v", d.Hosts[host].Name, err)
	}
}

// Freeze stops a host in its tracks (SIGSTOP): the kernel still accepts connections, nobody answers. It is thawed at
// the end of the test at the latest.
func (d *Domain) Freeze(t testing.TB, host int) {
	t.Helper()
	d.dcs[host].signal(freeze)
	t.Cleanup(func() { d.dcs[host].signal(thaw) })
}

// Thaw ends Freeze.
func (d *Domain) Thaw(t testing.TB, host int) {
	t.Helper()
	d.dcs[host].signal(thaw)
}

// SwitchCertificate restarts a host with another certificate or other TLS parameters, which takes about 1 s. When the
// test ends the host gets Good again.
func (d *Domain) SwitchCertificate(t testing.TB, host int, v Variant) {
	t.Helper()
	c := d.dcs[host]
	t.Cleanup(func() {
		if c.variant != Good {
			d.switchTo(t, c, Good)
		}
	})
	d.switchTo(t, c, v)
}

func (d *Domain) switchTo(t testing.TB, c *controller, v Variant) {
	t.Helper()
	c.kill()
	c.variant = v
	if err := c.start(d.PKI); err != nil {
		t.Fatalf("start %s with certificate %s: %v", c.host.Name, v, err)
	}
}

// Dial opens an LDAPS connection to a host and verifies its certificate by name; it is not bound. The test's end
// closes it.
func (d *Domain) Dial(t testing.TB, host int) *ldap.Conn {
	t.Helper()
	h := d.Hosts[host]
	conf := &tls.Config{RootCAs: d.CA, ServerName: h.Name}
	conn, err := ldap.DialURL("ldaps://"+h.IP, ldap.DialWithTLSConfig(conf))
	if err != nil {
		t.Fatalf("dial %s: %v", h.Name, err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}
