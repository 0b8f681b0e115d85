package netproblem_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// TestAdvice is who has to act on what, on either side.
func TestAdvice(t *testing.T) {
	for _, tc := range []struct {
		name      string
		err       error
		ldaps     check.Who
		microsoft check.Who
		field     string // of the form, for a domain controller
		command   string // part of it, for a domain controller
	}{
		{"unknown name", &net.DNSError{Name: dc1Name, IsNotFound: true}, check.You, check.Network, "hosts", "Resolve-DnsName -Name 'dc1.corp.example.com'"},
		{"no DNS", &net.DNSError{Name: dc1Name, IsTimeout: true}, check.Network, check.Network, "", "Resolve-DnsName"},
		{"refused", dial(sys("connect", syscall.ECONNREFUSED)), check.AD, check.Network, "", "Test-NetConnection -ComputerName 'dc1.corp.example.com' -Port 636"},
		{"unreachable", dial(sys("connect", syscall.ENETUNREACH)), check.Network, check.Network, "", "Test-NetConnection"},
		{"blocked", dial(sys("connect", syscall.EACCES)), check.Network, check.Network, "", "Test-NetConnection"},
		{"timeout", dial(context.DeadlineExceeded), check.Network, check.Network, "", "Test-NetConnection"},
		{"timeout in TLS", inTLS(context.DeadlineExceeded, 0), check.Network, check.Network, "", "Test-NetConnection"},
		{"interrupted", read(sys("read", syscall.ECONNRESET)), check.You, check.Network, "", ""},
		{"closed in TLS", inTLS(io.EOF, 0), check.PKI, check.Network, "", "Get-ChildItem Cert:"},
		{"cut in TLS", inTLS(io.EOF, 100), check.Network, check.Network, "", "Test-NetConnection"},
		{"web server", header("HTTP/"), check.You, check.Network, "port", ""},
		{"plain LDAP", header("\x30\x0c\x02\x01\x00"), check.You, check.Network, "port", ""},
		{"old version", inTLS(errors.New("tls: server selected unsupported protocol version 302"), 80), check.AD, check.AD, "", `SCHANNEL\Protocols\TLS 1.2`},
		{"old cipher", inTLS(errors.New("tls: server chose an unconfigured cipher suite"), 80), check.AD, check.AD, "", "Get-TlsCipherSuite"},
		{"malformed certificate", inTLS(errors.New("tls: failed to parse certificate from server: x"), 80), check.PKI, check.PKI, "", "KerberosAuthentication"},
	} {
		got := netproblem.Explain(dc1, tc.err).Advice
		if got.Who != tc.ldaps || got.Field != tc.field || !strings.Contains(got.Command, tc.command) {
			t.Errorf("%s: advice = %+v, want %s, field %q, command %q", tc.name, got, tc.ldaps, tc.field, tc.command)
		}
		got = netproblem.Explain(exchange, tc.err).Advice
		if got.Who != tc.microsoft || got.Field != "" || strings.Contains(got.Do.String(), "domain controller") && got.Who == check.Network {
			t.Errorf("%s at Microsoft: advice = %+v, want %s", tc.name, got, tc.microsoft)
		}
	}
}

// TestWhere shows the address beside the name, and an address only once.
func TestWhere(t *testing.T) {
	six := &net.TCPAddr{IP: net.ParseIP("2001:db8::10"), Port: 636}
	for _, tc := range []struct {
		host string
		addr net.Addr
		want string
	}{
		{"dc1.corp.example.com", dcAddr, "dc1.corp.example.com (192.0.2.10) answers"},
		{"dc1.corp.example.com", six, "dc1.corp.example.com (2001:db8::10) answers"},
		{"192.0.2.10", dcAddr, "192.0.2.10 answers"},
		{"2001:db8::10", six, "2001:db8::10 answers"},
		{"dc1.corp.example.com", nil, "dc1.corp.example.com answers"},
		{"dc1.corp.example.com", &net.UnixAddr{Name: "/run/x", Net: "unix"}, "dc1.corp.example.com answers"},
	} {
		err := &net.OpError{Op: "dial", Net: "tcp", Addr: tc.addr, Err: sys("connect", syscall.ECONNREFUSED)}
		if got := netproblem.Explain(netproblem.Peer{Host: tc.host, Port: 636}, err).Detail.String(); !strings.HasPrefix(got, tc.want) {
			t.Errorf("refused by %v: %q, want %q at its begin", tc.addr, got, tc.want)
		}
	}
}

// TestDatesToTheSecond holds the edges of validity (RFC 5280, section 4.1.2.5:
// both ends belong to it) and of the warning.
func TestDatesToTheSecond(t *testing.T) {
	ca := root(t, "Corp Root CA")
	from, to := now.Add(-100*day), now.Add(100*day)
	host := leaf(t, ca, lasting(from, to))
	for _, tc := range []struct {
		at   time.Time
		want string
	}{
		{from.Add(-time.Second), "tls.not-yet-valid"},
		{from, ""},
		{to.Add(-30 * day), ""},
		{to.Add(-30*day + time.Second), "(tls.expires-soon)"},
		{to, "(tls.expires-soon)"},
		{to.Add(time.Second), "tls.expired"},
	} {
		v := netproblem.Judge(host.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Now: tc.at})
		if got := codes(v); got != tc.want {
			t.Errorf("Judge at %v = %q, want %q", tc.at, got, tc.want)
		}
	}
}

func TestKeyNames(t *testing.T) {
	ca := root(t, "Corp Root CA")
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		host entity
		key  string
		want string
	}{
		{leafWith(t, ca, rsaKey(t, 2048)), "RSA 2048", ""},
		{leafWith(t, ca, rsaKey(t, 1024)), "RSA 1024", "(tls.weak-key)"},
		{leaf(t, ca), "ECDSA P-256", ""},
		{leafWith(t, ca, p384), "ECDSA P-384", ""},
		{leafWith(t, ca, p224), "ECDSA P-224", ""},
		{leafWith(t, ca, ed), "Ed25519", ""},
	} {
		v := netproblem.Judge(tc.host.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Now: now})
		if v.Leaf.Key != tc.key || codes(v) != tc.want || v.Leaf.Signature != "ECDSA-SHA256" {
			t.Errorf("Judge of %s = %q, %q, signed with %s", tc.key, v.Leaf.Key, codes(v), v.Leaf.Signature)
		}
	}
}

// TestExpectIsShared judges for many hosts at once with one Expect, as the
// probes of a host list do.
func TestExpectIsShared(t *testing.T) {
	ca := root(t, "Corp Root CA")
	e := netproblem.Expect{Name: dc1Name, Roots: pool(), Extra: []netproblem.CA{file("corp.pem", ca)}, Now: now}
	good, bad := leaf(t, ca), leaf(t, entity{})
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if v := netproblem.Judge(good.chain(), e); !v.OK() {
				t.Errorf("Judge of the good one = %v", v.Problems)
			}
		})
		wg.Go(func() {
			if v := netproblem.Judge(bad.chain(), e); v.OK() {
				t.Error("Judge of the bad one = OK")
			}
		})
	}
	wg.Wait()
}

// TestPlainServers are what may answer the plain LDAP question.
func TestPlainServers(t *testing.T) {
	answers := func(text string) func(*server, net.Conn) {
		return after(2, hangUp, func(s *server, c net.Conn) {
			_, _ = c.Read(make([]byte, 4096))
			_, _ = io.WriteString(c, text)
		})
	}
	for _, tc := range []struct {
		name   string
		answer string
		want   check.Code
	}{
		{"entry with short lengths", "\x30\x0e\x02\x01\x01\x64\x09\x04\x00\x30\x05\x30\x03\x04\x01a", "tls.not-tls"},
		{"refusal", "\x30\x0c\x02\x01\x01\x65\x07\x0a\x01\x32\x04\x00\x04\x00", "tls.not-tls"},
		{"web server", "HTTP/1.1 400 Bad Request\r\n\r\n", "tls.closed"},
		{"one byte", "\x30", "tls.closed"},
		{"nothing", "", "tls.closed"},
	} {
		s := serve(t, answers(tc.answer))
		_, _, first := handshake(t, s, netproblem.Expect{Name: dc1Name})
		if got, _ := netproblem.Diagnose(shortly(t), s.dial, s.peer(), first); got.Code != tc.want {
			t.Errorf("%s: Diagnose = %v, want %s", tc.name, got, tc.want)
		}
	}
}

// FuzzReadCA holds that a file gives certificates or an error, never both or
// neither.
func FuzzReadCA(f *testing.F) {
	ca := root(f, "Corp Root CA")
	f.Add(pemOf(ca))
	f.Add(ca.cert.Raw)
	f.Add([]byte(utf16LE(string(pemOf(ca)))))
	f.Add([]byte{0xff, 0xfe, '-'})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := netproblem.ReadCA("ca.pem", data)
		if (err == nil) != (len(got.Certificates) > 0) {
			t.Errorf("ReadCA(%x) = %d certificates, %v", data, len(got.Certificates), err)
		}
	})
}

// TestVersionsOfTheVerdict shows what the wire story tells.
func TestVersionsOfTheVerdict(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	dc := leaf(t, ca, current)
	for _, tc := range []struct {
		config *tls.Config
		tls    string
		cipher string
	}{
		{&tls.Config{MinVersion: tls.VersionTLS13}, "TLS 1.3", "TLS_"},
		{&tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384}}, "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
	} {
		tc.config.Certificates = []tls.Certificate{dc.tls()}
		s := serve(t, tlsWith(tc.config))
		conn, v, err := handshake(t, s, netproblem.Expect{Name: dc1Name, Roots: pool(ca)})
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		if f := v.Facts(); f["tls"] != tc.tls || !strings.HasPrefix(v.Cipher, tc.cipher) || f["cipher"] != v.Cipher {
			t.Errorf("facts = %v, %v, want %s, %s", f["tls"], f["cipher"], tc.tls, tc.cipher)
		}
	}
}
