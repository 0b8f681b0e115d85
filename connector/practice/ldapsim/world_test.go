package ldapsim_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/practice/ldapsim"
)

func TestPeople(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	count := func(base, filter string) int {
		found, err := query{base: base, scope: ldap.ScopeWholeSubtree, filter: filter, attrs: []string{"cn"}}.run(t, conn)
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Entries)
	}
	tests := []struct {
		base, filter string
		want         int
	}{
		{ldapsim.BaseDN, "(&(objectCategory=person)(givenName=Person))", 60},
		{ldapsim.BaseDN, "(&(objectCategory=person)(givenName=Person)(employeeID=*))", 54},
		{"OU=Staff," + ldapsim.BaseDN, "(objectCategory=person)", 42},
		{"OU=Contractors," + ldapsim.BaseDN, "(objectCategory=person)", 12},
		{"OU=Leavers," + ldapsim.BaseDN, "(&(objectCategory=person)(userAccountControl:1.2.840.113556.1.4.803:=2))", 6},
		{"OU=Service Accounts," + ldapsim.BaseDN, "(objectCategory=person)", 2},
		{"OU=Groups," + ldapsim.BaseDN, "(objectClass=group)", 11},
		{"CN=Partitions,CN=Configuration," + ldapsim.BaseDN, "(nETBIOSName=PRACTICE)", 1},
		{"CN=Schema,CN=Configuration," + ldapsim.BaseDN, "(&(lDAPDisplayName=user)(defaultSecurityDescriptor=D:*))", 1},
		{ldapsim.BaseDN, "(memberOf:1.2.840.113556.1.4.1941:=CN=All Staff,OU=Groups,DC=practice,DC=example)", 45},
	}
	for _, tt := range tests {
		if got := count(tt.base, tt.filter); got != tt.want {
			t.Errorf("%s in %s: %d, want %d", tt.filter, tt.base, got, tt.want)
		}
	}
}

// Identifiers are the same at every start, so that a saved practice connection
// stays good.
func TestIdentifiersStay(t *testing.T) {
	read1, read2 := identifiers(t), identifiers(t)
	if read1 != read2 || strings.Contains(read1, "||") {
		t.Errorf("identifiers changed: %q, then %q", read1, read2)
	}
}

func identifiers(t *testing.T) string {
	t.Helper()
	e := read(t, signIn(t, start(t), ldapsim.Account), serviceDN, "objectGUID", "objectSid", "uSNCreated")
	return e.GetAttributeValue("objectGUID") + "|" + e.GetAttributeValue("objectSid") + "|" + e.GetAttributeValue("uSNCreated")
}

func TestLookupHost(t *testing.T) {
	w := start(t)
	tests := []struct {
		name string
		want []string
	}{
		{"dc1.practice.example", []string{"192.0.2.11"}},
		{"DC2.Practice.Example.", []string{"192.0.2.12"}},
		{"practice.example", []string{"192.0.2.11", "192.0.2.12"}},
		{"192.0.2.12", []string{"192.0.2.12"}},
		{"dc3.practice.example", nil},
		{"example.com", nil},
		{"192.0.2.13", nil},
	}
	for _, tt := range tests {
		got, err := w.LookupHost(t.Context(), tt.name)
		if !slices.Equal(got, tt.want) {
			t.Errorf("LookupHost(%s) = %v, %v, want %v", tt.name, got, err, tt.want)
		}
		var missing *net.DNSError
		if tt.want == nil && (!errors.As(err, &missing) || !missing.IsNotFound) {
			t.Errorf("LookupHost(%s) = %v, want a name that is not found", tt.name, err)
		}
	}
}

// The practice leads nowhere else: whatever is dialled is the practice or is
// refused.
func TestDialContext(t *testing.T) {
	w := start(t)
	for _, address := range []string{"192.0.2.11:636", "192.0.2.12:3269", "192.0.2.11:389", "192.0.2.12:3268", "dc1.practice.example:636"} {
		conn, err := w.DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Errorf("DialContext(%s) = %v, want none", address, err)
			continue
		}
		conn.Close()
	}
	for _, address := range []string{"192.0.2.11:443", "192.0.2.13:636", "127.0.0.1:636", "198.51.100.1:636", "example.com:636"} {
		if _, err := w.DialContext(t.Context(), "tcp", address); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("DialContext(%s) = %v, want refused", address, err)
		}
	}
	if _, err := w.DialContext(t.Context(), "tcp", "nonsense"); err == nil {
		t.Error("DialContext(nonsense) = no error, want one")
	}
}

func TestAddrWorksWithoutTheDialler(t *testing.T) {
	w := start(t)
	conn, err := ldap.DialURL("ldaps://"+w.Addr(ldapsim.Hosts[0]), ldap.DialWithTLSConfig(&tls.Config{RootCAs: w.CA().Pool()}))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Bind(ldapsim.Account, ldapsim.Password().Reveal()); err != nil {
		t.Errorf("Bind = %v", err)
	}
}

func TestHostFaults(t *testing.T) {
	w := start(t, "hosts.some-down")
	if _, err := dialHost(t, w, ldapsim.Hosts[0]); err != nil {
		t.Errorf("hosts.some-down: first host = %v, want none", err)
	}
	if _, err := dialHost(t, w, ldapsim.Hosts[1]); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("hosts.some-down: second host = %v, want refused", err)
	}
	set(t, w, "net.unknown-host")
	var missing *net.DNSError
	if _, err := dialHost(t, w, ldapsim.Hosts[0]); !errors.As(err, &missing) {
		t.Errorf("net.unknown-host = %v, want a DNS error", err)
	}
	set(t, w, "net.timeout")
	short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := w.DialContext(short, "tcp", "192.0.2.11:636"); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("net.timeout = %v, want a deadline", err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := w.DialContext(gone, "tcp", "192.0.2.11:636"); !errors.Is(err, context.Canceled) {
		t.Errorf("net.timeout, cancelled = %v, want cancelled", err)
	}
	set(t, w)
	if _, err := dialHost(t, w, ldapsim.Hosts[1]); err != nil {
		t.Errorf("without faults = %v, want none", err)
	}
}

func set(t *testing.T, w *ldapsim.World, faults ...string) {
	t.Helper()
	if err := w.SetFaults(faults...); err != nil {
		t.Fatal(err)
	}
}

func TestTLSFaults(t *testing.T) {
	w := start(t)
	is := func(target any) func(error) bool { return func(err error) bool { return errors.As(err, target) } }
	tests := map[string]func(error) bool{
		"tls.expired":       is(new(x509.CertificateInvalidError)),
		"tls.not-yet-valid": is(new(x509.CertificateInvalidError)),
		"tls.wrong-usage":   is(new(x509.CertificateInvalidError)),
		"tls.wrong-name":    is(new(x509.HostnameError)),
		"tls.no-san":        is(new(x509.HostnameError)),
		"tls.self-signed":   is(new(x509.UnknownAuthorityError)),
		"tls.unknown-ca":    is(new(x509.UnknownAuthorityError)),
		"tls.not-tls":       func(err error) bool { return err != nil }, // hung up, as a domain controller does
		"tls.old-version":   func(err error) bool { return err != nil && strings.Contains(err.Error(), "protocol version") },
		"tls.closed":        func(err error) bool { return err != nil },
		"connections-reset": func(err error) bool { return err != nil },
	}
	for fault, want := range tests {
		set(t, w, fault)
		if _, err := dialHost(t, w, ldapsim.Hosts[0]); !want(err) {
			t.Errorf("%s: connecting = %v", fault, err)
		}
	}
}

func TestSetFaultsClosesConnections(t *testing.T) {
	w := start(t)
	conn := signIn(t, w, ldapsim.Account)
	set(t, w, "ldap.account-disabled")
	if _, err := (query{}).run(t, conn); err == nil {
		t.Errorf("search after SetFaults = %v, want a closed connection", err)
	}
}

func TestUnknownFault(t *testing.T) {
	if w, err := ldapsim.Start(ldapsim.Options{Faults: []string{"nonsense"}}); err == nil || !strings.Contains(err.Error(), "nonsense") {
		w.Close()
		t.Errorf("Start(nonsense) = %v, want an error that names it", err)
	}
	if err := start(t).SetFaults("nonsense"); err == nil {
		t.Error("SetFaults(nonsense) = no error, want one")
	}
}

func TestFaultsAreListed(t *testing.T) {
	w := start(t)
	seen := map[string]bool{}
	for _, f := range ldapsim.Faults() {
		if f.Name == "" || seen[f.Name] || f.Says.IsZero() || !strings.HasSuffix(f.Says.String(), ".") {
			t.Errorf("fault %q says %q: a name of its own and a sentence are needed", f.Name, f.Says)
		}
		seen[f.Name] = true
		set(t, w, f.Name)
	}
}
