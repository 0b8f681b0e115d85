package ldapsim_test

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"testing"

	"github.com/go-ldap/ldap/v3"
	"go.uber.org/goleak"

	"hire2retire-setup/connector/practice/ca"
	"hire2retire-setup/connector/practice/ldapsim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// authority is shared, because making one takes longer than most tests.
var authority = sync.OnceValues(ca.New)

func start(t *testing.T, faults ...string) *ldapsim.World {
	t.Helper()
	a, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	w, err := ldapsim.Start(ldapsim.Options{CA: a, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return w
}

// dial connects to the first domain controller as the product does: by name,
// over the addresses of the practice, with a certificate that is verified.
func dial(t *testing.T, w *ldapsim.World) *ldap.Conn {
	t.Helper()
	conn, err := dialHost(t, w, ldapsim.Hosts[0])
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func dialHost(t *testing.T, w *ldapsim.World, host string) (*ldap.Conn, error) {
	t.Helper()
	addrs, err := w.LookupHost(t.Context(), host)
	if err != nil {
		return nil, err
	}
	raw, err := w.DialContext(t.Context(), "tcp", net.JoinHostPort(addrs[0], "636"))
	if err != nil {
		return nil, err
	}
	secure := tls.Client(raw, &tls.Config{ServerName: host, RootCAs: w.CA().Pool()})
	if err := secure.HandshakeContext(context.Background()); err != nil {
		raw.Close()
		return nil, err
	}
	conn := ldap.NewConn(secure, true)
	conn.Start()
	t.Cleanup(func() { conn.Close() })
	return conn, nil
}

func signIn(t *testing.T, w *ldapsim.World, name string) *ldap.Conn {
	t.Helper()
	conn := dial(t, w)
	if err := conn.Bind(name, ldapsim.StandInPassword); err != nil {
		t.Fatalf("Bind(%s) = %v", name, err)
	}
	return conn
}

// query is a search in the words of a test.
type query struct {
	base   string
	scope  int
	filter string
	attrs  []string
	limit  int
	ctrls  []ldap.Control
}

func (q query) run(t *testing.T, conn *ldap.Conn) (*ldap.SearchResult, error) {
	t.Helper()
	if q.filter == "" {
		q.filter = "(objectClass=*)"
	}
	return conn.Search(ldap.NewSearchRequest(q.base, q.scope, ldap.NeverDerefAliases, q.limit, 0, false, q.filter, q.attrs, q.ctrls))
}

func read(t *testing.T, conn *ldap.Conn, base string, attrs ...string) *ldap.Entry {
	t.Helper()
	found, err := query{base: base, attrs: attrs}.run(t, conn)
	if err != nil || len(found.Entries) != 1 {
		t.Fatalf("read %q = %+v, %v, want one object", base, found, err)
	}
	return found.Entries[0]
}
