package netproblem_test

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// TestDiagnose is the table of servers that say little, and what the second
// look brings to light.
func TestDiagnose(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	dc := leaf(t, ca, current)
	byRSA := leafWith(t, ca, rsaKey(t, 2048), current)
	with := func(host entity, least, most uint16, suites ...uint16) func(*server, net.Conn) {
		return tlsWith(&tls.Config{Certificates: []tls.Certificate{host.tls()}, MinVersion: least, MaxVersion: most, CipherSuites: suites})
	}
	for _, tc := range []struct {
		name   string
		handle func(*server, net.Conn)
		want   check.Code
		says   string
		host   *entity // whose certificate is seen
		looks  int64   // connections in all
	}{
		{"TLS 1.0 only", with(dc, tls.VersionTLS10, tls.VersionTLS10), "tls.old-version", "offers only TLS 1.0", &dc, 2},
		{"TLS 1.1 only", with(dc, tls.VersionTLS10, tls.VersionTLS11), "tls.old-version", "offers only TLS 1.1", &dc, 2},
		{"TLS 1.0 only, hangs up on new ones", after(1, reset, with(dc, tls.VersionTLS10, tls.VersionTLS10)), "tls.old-version", "offers only TLS 1.0", &dc, 2},
		{"RSA key exchange only", with(byRSA, tls.VersionTLS12, tls.VersionTLS12, tls.TLS_RSA_WITH_AES_256_GCM_SHA384), "tls.no-common-cipher", "TLS_RSA_WITH_AES_256_GCM_SHA384", &byRSA, 2},
		{"3DES only", with(byRSA, tls.VersionTLS12, tls.VersionTLS12, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA), "tls.no-common-cipher", "3DES", &byRSA, 2},
		{"hangs up, then old ciphers", after(1, hangUp, with(byRSA, tls.VersionTLS12, tls.VersionTLS12, tls.TLS_RSA_WITH_AES_128_CBC_SHA)), "tls.no-common-cipher", "TLS_RSA_WITH_AES_128_CBC_SHA", &byRSA, 2},
		{"DHE only", after(1, hangUp, says(chosen(tls.VersionTLS12, 0x009e, dc))), "tls.no-common-cipher", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", &dc, 2},
		{"a suite that nobody knows", after(1, hangUp, says(chosen(tls.VersionTLS12, 0xeeee, dc))), "tls.no-common-cipher", "0xEEEE", &dc, 2},
		{"SSL 3.0 only", after(1, reset, says(chosen(0x0300, 0x0004, dc))), "tls.old-version", "offers only SSLv3", &dc, 2},
		{"knows nothing at all", alert(40), "tls.no-common-cipher", "no encryption in common", nil, 2},
		{"older than TLS 1.0", alert(70), "tls.old-version", "no version of TLS", nil, 2},
		{"old version and malformed certificate", after(1, reset, tlsWith(&tls.Config{Certificates: []tls.Certificate{negativeSerial(t, dc)}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})), "tls.old-version", "offers only TLS 1.1", nil, 2},
		{"RSA 9000", says(chosen(tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, holding(t, ca, &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 8999, 1), E: 65537})) + "\x16\x03\x03\x00\x04\x0e\x00\x00\x00"), "tls.unreadable", "a key that this program cannot use", nil, 2},
		{"LDAP without encryption", plainLDAP, "tls.not-tls", "speaks LDAP without encryption", nil, 3},
		{"no certificate: hangs up", hangUp, "tls.closed", "closes them when TLS starts", nil, 3},
		{"no certificate: resets", reset, "tls.closed", "closes them when TLS starts", nil, 3},
		{"hangs up once", after(1, hangUp, with(dc, tls.VersionTLS12, 0)), "net.interrupted", "answered at the second", &dc, 2},
		{"wants a certificate from the client", tlsWith(&tls.Config{Certificates: []tls.Certificate{byRSA.tls()}, MaxVersion: tls.VersionTLS12, ClientAuth: tls.RequireAnyClientCert}), "tls.client-certificate", "demands a certificate of the client", &byRSA, 2},
		{"wants one, and says it the OpenSSL way", says(chosen(tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, byRSA) + "\x15\x03\x03\x00\x02\x02\x28"), "tls.closed", "began to speak TLS", &byRSA, 2},
		{"web server", says("HTTP/1.1 400 Bad Request\r\n\r\n"), "tls.not-tls", "web server", nil, 1},
		{"malformed certificate", tlsWith(&tls.Config{Certificates: []tls.Certificate{negativeSerial(t, dc)}}), "tls.unreadable", "(SHA-256 ", nil, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := serve(t, tc.handle)
			_, _, first := handshake(t, s, netproblem.Expect{Name: dc1Name, Roots: pool(ca)})
			got, chain := netproblem.Diagnose(shortly(t), s.dial, s.peer(), first)
			if got.Code != tc.want || !strings.Contains(got.Detail.String(), tc.says) {
				t.Errorf("Diagnose(%v) = %v, want %s and %q", first, got, tc.want, tc.says)
			}
			if !errors.Is(got, first) || got.Cause == "" {
				t.Errorf("Diagnose(%v) does not keep the first error", first)
			}
			switch {
			case tc.host == nil && len(chain) > 0:
				t.Errorf("Diagnose saw the certificate of %s", chain[0].Subject)
			case tc.host != nil && (len(chain) == 0 || !chain[0].Equal(tc.host.cert)):
				t.Errorf("Diagnose saw %d certificates, want the one of the host", len(chain))
			}
			if n := s.seen.Load(); n != tc.looks {
				t.Errorf("%d connections, want %d", n, tc.looks)
			}
			if n := s.leaked.Load(); n != 0 {
				t.Errorf("%d bytes were sent in TLS", n)
			}
			wellFormed(t, got)
		})
	}
}

// chosen is the answer of a server that has chosen a version and a suite: a
// ServerHello and its certificate, each in a record of its own.
func chosen(version, suite uint16, host entity) string {
	vector := func(bytes int, content string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(len(content)))[4-bytes:]) + content
	}
	two := func(v uint16) string { return string(binary.BigEndian.AppendUint16(nil, v)) }
	hello := "\x02" + vector(3, two(version)+strings.Repeat("r", 32)+vector(1, "session")+two(suite)+"\x00")
	certificate := "\x0b" + vector(3, vector(3, vector(3, string(host.cert.Raw))))
	record := "\x16" + two(version)
	return record + vector(2, hello) + record + vector(2, certificate)
}

// TestSecondLook shows what the second look offers to a server.
func TestSecondLook(t *testing.T) {
	dc := leaf(t, entity{}, current)
	offers := make(chan *tls.ClientHelloInfo, 1)
	s := serve(t, after(1, hangUp, tlsWith(&tls.Config{Certificates: []tls.Certificate{dc.tls()}, GetConfigForClient: func(h *tls.ClientHelloInfo) (*tls.Config, error) {
		offers <- h
		return nil, nil
	}})))
	_, _, first := handshake(t, s, netproblem.Expect{Name: dc1Name})
	netproblem.Diagnose(shortly(t), s.dial, s.peer(), first)
	h := <-offers
	if h.ServerName != dc1Name || slices.Max(h.SupportedVersions) != tls.VersionTLS12 {
		t.Errorf("the hello asks for %q with versions %x", h.ServerName, h.SupportedVersions)
	}
	for _, id := range []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, 0x009e, 0xc028, 0x00ff} {
		if !slices.Contains(h.CipherSuites, id) {
			t.Errorf("the hello does not offer %s", tls.CipherSuiteName(id))
		}
	}
}

// TestDiagnoseJudgesWhatItSaw shows how the certificate of an old server joins
// the list of its faults.
func TestDiagnoseJudgesWhatItSaw(t *testing.T) {
	expired := leaf(t, root(t, "Corp Root CA"), lasting(now.Add(-9*year), now.Add(-8*year)))
	s := serve(t, tlsWith(&tls.Config{Certificates: []tls.Certificate{expired.tls()}, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}))
	e := netproblem.Expect{Name: dc1Name, Roots: pool()}
	_, _, first := handshake(t, s, e)
	p, chain := netproblem.Diagnose(shortly(t), s.dial, s.peer(), first)
	got := string(p.Code) + " " + codes(netproblem.Judge(chain, e))
	if want := "tls.old-version tls.unknown-ca tls.expired"; got != want {
		t.Errorf("Diagnose and Judge = %q, want %q", got, want)
	}
}

func TestDiagnoseLeavesMicrosoftAlone(t *testing.T) {
	s := serve(t, hangUp)
	_, _, first := handshake(t, s, netproblem.Expect{Name: "outlook.office365.com"})
	got, _ := netproblem.Diagnose(shortly(t), s.dial, exchange, first)
	if got.Code != "tls.closed" || got.Advice.Who != check.Network || s.seen.Load() != 1 {
		t.Errorf("Diagnose = %v after %d connections", got, s.seen.Load())
	}
}

// TestDiagnoseEndsInTime meets hosts that do not come back for a second look:
// the first failure is all there is to tell.
func TestDiagnoseEndsInTime(t *testing.T) {
	silentAtOnce, silentLater := serve(t, silent), serve(t, after(1, hangUp, silent))
	for _, tc := range []struct {
		name string
		dial func(context.Context) (net.Conn, error)
	}{
		{"silent in TLS", silentAtOnce.dial},
		{"silent in LDAP", silentLater.dial},
		{"gone", func(context.Context) (net.Conn, error) { return nil, errors.New("gone") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			began := time.Now()
			got, chain := netproblem.Diagnose(ctx, tc.dial, dc1, inTLS(io.EOF, 0))
			if took := time.Since(began); took > time.Second {
				t.Errorf("Diagnose took %v", took)
			}
			if got.Code != "tls.closed" || len(chain) > 0 {
				t.Errorf("Diagnose = %v, %d certificates", got, len(chain))
			}
		})
	}
}
