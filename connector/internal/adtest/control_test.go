package adtest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/internal/adtest"
)

// port636 makes a TLS handshake with a host, by its name.
func port636(t *testing.T, d *adtest.Domain, host int) error {
	t.Helper()
	conn, err := net.DialTimeout("tcp", net.JoinHostPort(d.Hosts[host].IP, "636"), limit)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(limit))
	return tls.Client(conn, &tls.Config{RootCAs: d.CA, ServerName: d.Hosts[host].Name}).HandshakeContext(t.Context())
}

// TestSwitchCertificate shows on Samba's own port what TestCertificateVariants shows on a rogue server. With cipher
// suites that the client does not offer Samba just closes.
func TestSwitchCertificate(t *testing.T) {
	d := adtest.StartOwn(t, adtest.Options{DCs: 1})
	t.Run("each", func(t *testing.T) {
		for v, want := range variantErrors {
			switch v {
			case adtest.RSAKeyExchange, adtest.TripleDES:
				want = "EOF"
			case adtest.TLS10, adtest.TLS11:
				want = "unsupported protocol version 30"
			}
			d.SwitchCertificate(t, 0, v)
			checkError(t, v, port636(t, d, 0), want)
		}
	})
	checkError(t, "at the end", port636(t, d, 0), "")
}

func TestStopAndStart(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	d.Stop(t, 1)
	if err := port636(t, d, 1); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("stopped host: %v, want refused", err)
	}
	checkError(t, "the other host", port636(t, d, 0), "")
	d.StartHost(t, 1)
	checkError(t, "started host", port636(t, d, 1), "")
}

func TestFreeze(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	d.Freeze(t, 1)
	conn, err := net.Dial("tcp", d.Hosts[1].IP+":636")
	if err != nil {
		t.Fatalf("dial a frozen host: %v, want the kernel to answer", err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(200 * time.Millisecond))
	client := tls.Client(conn, &tls.Config{RootCAs: d.CA, ServerName: d.Hosts[1].Name})
	if err := client.HandshakeContext(t.Context()); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("handshake with a frozen host: %v, want no answer", err)
	}
	d.Thaw(t, 1)
	checkError(t, "thawed host", port636(t, d, 1), "")
}

// TestReset shows that writes stay on their host, and that Reset undoes them. The restore time is for the reader.
func TestReset(t *testing.T) {
	d := adtest.StartOwn(t, adtest.Options{})
	dn := "CN=new," + d.OU("Hires")
	add := ldap.NewAddRequest(dn, nil)
	add.Attribute("objectClass", []string{"user"})
	add.Attribute("sAMAccountName", []string{"new"})
	if err := d.Admin(t, 0).Add(add); err != nil {
		t.Fatalf("add %s: %v", dn, err)
	}
	for host, want := range []bool{true, false} {
		if got := exists(t, d, host, dn); got != want {
			t.Errorf("after the write %s exists on dc%d = %t, want %t", dn, host+1, got, want)
		}
	}
	began := time.Now()
	d.Reset(t)
	t.Logf("reset in %v", time.Since(began))
	if exists(t, d, 0, dn) {
		t.Errorf("%s exists after Reset", dn)
	}
}

func exists(t *testing.T, d *adtest.Domain, host int, dn string) bool {
	t.Helper()
	_, err := d.Admin(t, host).Search(base(dn))
	if err != nil && !ldap.IsErrorWithCode(err, ldap.LDAPResultNoSuchObject) {
		t.Fatalf("look for %s: %v", dn, err)
	}
	return err == nil
}

// TestTwoAtOnce shows that several domains run beside one another, in one process as in several.
func TestTwoAtOnce(t *testing.T) {
	var first, second *adtest.Domain
	t.Run("start", func(t *testing.T) {
		t.Run("first", func(t *testing.T) { t.Parallel(); first = adtest.Start(t, adtest.OtherDomain) })
		t.Run("second", func(t *testing.T) { t.Parallel(); second = adtest.Start(t, adtest.OtherDomain) })
	})
	if first != second {
		t.Errorf("Start with the same options gave two domains")
	}
	corp, own := adtest.Start(t, adtest.Options{}), adtest.StartOwn(t, adtest.Options{})
	if corp.SID != own.SID || corp.Hosts[0].IP == own.Hosts[0].IP {
		t.Errorf("own domain has SID %s at %s, want the SID of %s at another address", own.SID, own.Hosts[0].IP, corp.SID)
	}
	if first.SID == corp.SID {
		t.Errorf("other domain has the same SID %s", first.SID)
	}
	if err := own.Dial(t, 1).Bind(own.DN("svc-plain"), own.UserPassword); err != nil {
		t.Errorf("bind: %v", err)
	}
}

func TestLookupHost(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	dc1, dc2 := d.Hosts[0].IP, d.Hosts[1].IP
	for name, want := range map[string][]string{
		"dc1.corp.example.com": {dc1}, "DC2.Corp.Example.Com.": {dc2}, "corp.example.com": {dc1, dc2}, dc2: {dc2},
	} {
		got, err := d.LookupHost(context.Background(), name)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("LookupHost(%q) = %v, %v, want %v", name, got, err, want)
		}
	}
	_, err := d.LookupHost(context.Background(), "dc3.corp.example.com")
	if unknown, ok := errors.AsType[*net.DNSError](err); !ok || !unknown.IsNotFound {
		t.Errorf("LookupHost of an unknown name: %v, want not found", err)
	}
}

// TestStandIn shows how a rogue server takes the place of a known host.
func TestStandIn(t *testing.T) {
	d := adtest.StartOwn(t, adtest.Options{})
	d.Stop(t, 0)
	r := adtest.StartRogue(t, adtest.RogueOptions{Addr: d.Hosts[0].IP + ":636", Name: d.Hosts[0].Name}, adtest.LDAPS(adtest.Script{}))
	checkError(t, "handshake", port636(t, d, 0), "unknown authority")
	if r.Connections() != 1 || r.Binds() != 0 {
		t.Errorf("seen %d connections and %d binds, want 1 and 0", r.Connections(), r.Binds())
	}
}
