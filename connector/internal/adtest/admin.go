package adtest

import (
	"net/url"
	"strconv"
	"testing"

	"github.com/go-ldap/ldap/v3"
)

// Admin opens a connection to a host as SYSTEM, over the socket that only root can reach: it needs no certificate and
// no password, and no access check applies. The test's end closes it. Writes are seen on this host only.
func (d *Domain) Admin(t testing.TB, host int) *ldap.Conn {
	t.Helper()
	socket := url.URL{Scheme: "ldapi", Path: d.dcs[host].systemSocket()}
	conn, err := ldap.DialURL(socket.String())
	if err != nil {
		t.Fatalf("dial %s as SYSTEM: %v", d.Hosts[host].Name, err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// BadPwdCount returns how many wrong passwords a host has counted for an account.
func (d *Domain) BadPwdCount(t testing.TB, name string, host int) int {
	t.Helper()
	entry := d.read(t, host, d.DN(name), "badPwdCount")
	value := entry.GetAttributeValue("badPwdCount")
	if value == "" {
		return 0 // never counted
	}
	count, err := strconv.Atoi(value)
	if err != nil {
		t.Fatalf("badPwdCount of %s: %v", name, err)
	}
	return count
}

// Unlock clears the lock-out and the count of wrong passwords of an account on every host.
func (d *Domain) Unlock(t testing.TB, name string) {
	t.Helper()
	change := ldap.NewModifyRequest(d.DN(name), nil)
	change.Replace("badPwdCount", []string{"0"})
	change.Replace("lockoutTime", []string{"0"})
	for i := range d.Hosts {
		if err := d.Admin(t, i).Modify(change); err != nil {
			t.Fatalf("unlock %s on %s: %v", name, d.Hosts[i].Name, err)
		}
	}
}

func (d *Domain) read(t testing.TB, host int, dn string, attributes ...string) *ldap.Entry {
	t.Helper()
	search := ldap.NewSearchRequest(dn, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false, "(objectClass=*)", attributes, nil)
	found, err := d.Admin(t, host).Search(search)
	if err != nil {
		t.Fatalf("read %s on %s: %v", dn, d.Hosts[host].Name, err)
	}
	return found.Entries[0]
}
