package netproblem_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// shortly ends after a time that a loopback handshake never needs.
func shortly(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// current makes certificates of today, for servers whose clock is the real
// one.
func current(c *x509.Certificate) {
	c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(year)
}

func handshake(t *testing.T, s *server, e netproblem.Expect) (*tls.Conn, netproblem.Verdict, error) {
	t.Helper()
	ctx := shortly(t)
	raw, err := s.dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	conn, v, err := netproblem.Handshake(ctx, raw, e)
	if (conn == nil) != (err != nil) {
		t.Fatalf("Handshake = %v, %v: a connection and an error, or neither", conn, err)
	}
	if conn == nil {
		if _, err := raw.Write([]byte("password")); !errors.Is(err, net.ErrClosed) {
			t.Errorf("the refused connection is still open: %v", err)
		}
	}
	return conn, v, err
}

func TestHandshakeAccepted(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	dc := leaf(t, ca, current)
	var asked string
	s := serve(t, tlsWith(&tls.Config{Certificates: []tls.Certificate{dc.tls()},
		GetConfigForClient: func(h *tls.ClientHelloInfo) (*tls.Config, error) { asked = h.ServerName; return nil, nil }}))
	conn, v, err := handshake(t, s, netproblem.Expect{Name: dc1Name, Roots: pool(ca)})
	if err != nil {
		t.Fatalf("Handshake: %v", err)
	}
	defer conn.Close()
	if !v.OK() || v.Version != "TLS 1.3" || !strings.HasPrefix(v.Cipher, "TLS_") || v.Leaf.Pin != netproblem.PinOf(dc.cert) {
		t.Errorf("verdict = %+v", v)
	}
	if asked != dc1Name {
		t.Errorf("the server was asked for %q", asked)
	}
	if _, err := io.WriteString(conn, "hello"); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 5)
	if _, err := io.ReadFull(conn, b); err != nil || string(b) != "hello" {
		t.Errorf("echo = %q, %v", b, err)
	}
}

// TestHandshakeRefusesCertificate holds the promise of the package: after a
// refusal there is a verdict, and nothing was sent.
func TestHandshakeRefusesCertificate(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	pinned := netproblem.PinOf(ca.cert)
	for _, tc := range []struct {
		name   string
		host   entity
		expect netproblem.Expect
		want   string
	}{
		{"unknown CA", leaf(t, ca, current), netproblem.Expect{Name: dc1Name, Roots: pool()}, "tls.unknown-ca"},
		{"self-signed and for another", leaf(t, entity{}, current, dns("mail.example.net")), netproblem.Expect{Name: dc1Name, Roots: pool(ca)}, "tls.self-signed tls.wrong-name"},
		{"by address", leaf(t, ca, current), netproblem.Expect{Name: "127.0.0.1", Roots: pool(ca)}, "tls.wrong-name"},
		{"expired", leaf(t, ca, lasting(now.Add(-9*year), now.Add(-8*year))), netproblem.Expect{Name: dc1Name, Roots: pool(ca)}, "tls.expired"},
		{"for clients", leaf(t, ca, current, usage(x509.ExtKeyUsageClientAuth)), netproblem.Expect{Name: dc1Name, Roots: pool(ca)}, "tls.wrong-usage"},
		{"another key than the pinned", leaf(t, ca, current), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Pin: &pinned}, "tls.pin-changed"},
	} {
		for _, max := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			t.Run(tc.name+", "+tls.VersionName(max), func(t *testing.T) {
				s := serve(t, tlsWith(&tls.Config{Certificates: []tls.Certificate{tc.host.tls()}, MaxVersion: max}))
				_, v, err := handshake(t, s, tc.expect)
				if got := codes(v); got != tc.want || err == nil {
					t.Errorf("Handshake = %q, %v, want %q", got, err, tc.want)
				}
				if v.OK() || v.Leaf.SHA256 != netproblem.Fingerprint(tc.host.cert) || v.Version != tls.VersionName(max) {
					t.Errorf("verdict = %+v", v)
				}
				if first := netproblem.Explain(dc1, err); string(first.Code) != strings.Fields(tc.want)[0] || !netproblem.SpeaksTLS(first) {
					t.Errorf("Explain(%v) = %v, SpeaksTLS %v", err, first.Code, netproblem.SpeaksTLS(first))
				}
				if n := s.leaked.Load(); n != 0 {
					t.Errorf("%d bytes were sent to a host that was refused", n)
				}
			})
		}
	}
}

// TestHandshake meets every way in which TLS itself fails.
func TestHandshake(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	dc := leaf(t, ca, current)
	good := &tls.Config{Certificates: []tls.Certificate{dc.tls()}}
	with := func(edit func(*tls.Config)) func(*server, net.Conn) {
		c := good.Clone()
		edit(c)
		return tlsWith(c)
	}
	for _, tc := range []struct {
		name   string
		handle func(*server, net.Conn)
		want   check.Code
		says   string
		tls    bool // the peer has answered in TLS
	}{
		{"hangs up", hangUp, "tls.closed", "closes them when TLS starts", false},
		{"resets", reset, "tls.closed", "closes them when TLS starts", false},
		{"cut after 300 bytes", cutting(300, tlsWith(good)), "tls.closed", "began to speak TLS", true},
		{"TLS 1.0 only", with(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 }), "tls.old-version", "no version of TLS", true},
		{"TLS 1.0, chosen for a client of 1.2", says(hello10), "tls.old-version", "offers only TLS 1.0", true},
		{"old ciphers only", with(func(c *tls.Config) {
			c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}
		}), "tls.no-common-cipher", "no encryption in common", true},
		{"negative serial", with(func(c *tls.Config) { c.Certificates = []tls.Certificate{negativeSerial(t, dc)} }), "tls.unreadable", "cannot be read", true},
		{"a cipher that was not offered", says(chosen(tls.VersionTLS12, tls.TLS_RSA_WITH_AES_128_CBC_SHA, dc)), "tls.no-common-cipher", "no encryption in common", true},
		{"RSA 9000", says(chosen(tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, holding(t, ca, &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 8999, 1), E: 65537})) + "\x16\x03\x03\x00\x04\x0e\x00\x00\x00"), "tls.unreadable", "a key that this program cannot use", true},
		{"no certificate", with(func(c *tls.Config) {
			c.Certificates = nil
			c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, errors.New("none") }
		}), "tls.closed", "began to speak TLS", true},
		{"alert protocol_version", alert(70), "tls.old-version", "no version of TLS", true},
		{"alert insufficient_security", alert(71), "tls.no-common-cipher", "no encryption in common", true},
		{"web server", says("HTTP/1.1 400 Bad Request\r\n\r\n"), "tls.not-tls", "web server", false},
		{"SSH server", says("SSH-2.0-OpenSSH_9.2p1\r\n"), "tls.not-tls", "SSH", false},
		{"mail server", says("220 mail.example.com ESMTP\r\n"), "tls.not-tls", "mail", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := serve(t, tc.handle)
			_, v, err := handshake(t, s, netproblem.Expect{Name: dc1Name, Roots: pool(ca)})
			got := netproblem.Explain(s.peer(), err)
			if got.Code != tc.want || !strings.Contains(got.Detail.String(), tc.says) {
				t.Errorf("Explain(%v) = %v, want %s and %q", err, got, tc.want, tc.says)
			}
			if netproblem.SpeaksTLS(got) != tc.tls {
				t.Errorf("SpeaksTLS(%v) = %v, want %v", got, !tc.tls, tc.tls)
			}
			if v.OK() {
				t.Error("the verdict is OK although there was no handshake")
			}
			wellFormed(t, got)
		})
	}
}

// holding returns a certificate of any public key; nobody has to own it.
func holding(t *testing.T, by entity, key any) entity {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{dc1Name}}
	current(template)
	der, err := x509.CreateCertificate(rand.Reader, template, by.cert, key, by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return entity{cert: cert}
}

// hello10 is a ServerHello that chooses TLS 1.0.
var hello10 = "\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01" + strings.Repeat("r", 32) + "\x00\xc0\x13\x00"

func TestHandshakeNeverOutlivesItsContext(t *testing.T) {
	s := serve(t, silent)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	raw, err := s.dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, _, err = netproblem.Handshake(ctx, raw, netproblem.Expect{Name: dc1Name})
	if took := time.Since(began); took > time.Second {
		t.Errorf("Handshake took %v", took)
	}
	got := netproblem.Explain(s.peer(), err)
	if got.Code != "net.timeout" || !strings.Contains(got.Detail.String(), "did not answer in TLS") || netproblem.SpeaksTLS(got) {
		t.Errorf("Explain(%v) = %v", err, got)
	}
}
