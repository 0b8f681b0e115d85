package netproblem_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// TestCutAnywhere ends the connection after every 25th byte of the server's
// side of a handshake. Wherever it is cut, the fault has a name, and no verdict
// passes.
func TestCutAnywhere(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	dc := leaf(t, ca, current)
	for _, max := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		config := &tls.Config{Certificates: []tls.Certificate{dc.tls()}, MaxVersion: max, SessionTicketsDisabled: true}
		whole := 0
		for n := 1; whole == 0 && n < 5000; n += 25 {
			s := serve(t, cutting(n, tlsWith(config)))
			conn, v, err := handshake(t, s, netproblem.Expect{Name: dc1Name, Roots: pool(ca)})
			if err == nil {
				conn.Close()
				whole = n
				continue
			}
			p := netproblem.Explain(s.peer(), err)
			if p.Code != "tls.closed" || v.OK() || netproblem.SpeaksTLS(p) != (n >= 5) {
				t.Errorf("%s cut after %d bytes: %v, SpeaksTLS %v, verdict OK %v", tls.VersionName(max), n, p, netproblem.SpeaksTLS(p), v.OK())
			}
		}
		if whole < 500 {
			t.Errorf("%s: the handshake was whole after %d bytes, so nothing was cut", tls.VersionName(max), whole)
		}
	}
}

// TestEveryAlert sends each alert of RFC 8446 as the only answer.
func TestEveryAlert(t *testing.T) {
	special := map[byte]check.Code{70: "tls.old-version", 40: "tls.no-common-cipher", 71: "tls.no-common-cipher", 116: "tls.client-certificate"}
	for _, description := range []byte{10, 20, 22, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 80, 86, 109, 110, 112, 113, 115, 116, 120, 255} {
		s := serve(t, alert(description))
		_, _, err := handshake(t, s, netproblem.Expect{Name: dc1Name})
		want := special[description]
		if want == "" {
			want = "tls.closed"
		}
		got := netproblem.Explain(s.peer(), err)
		if got.Code != want || !netproblem.SpeaksTLS(got) {
			t.Errorf("alert %d: %v, SpeaksTLS %v, want %s", description, got, netproblem.SpeaksTLS(got), want)
		}
		wellFormed(t, got)
	}
}

// TestEveryGreeting lets servers of other kinds speak first or second.
func TestEveryGreeting(t *testing.T) {
	for greeting, want := range map[string]string{
		"HTTP/1.0 400 Bad Request\r\n\r\n":  "web server",
		"<html><body>400</body></html>\r\n": "does not speak TLS",
		"SSH-2.0-OpenSSH_9.2p1 Debian\r\n":  "SSH server",
		"220 ftp.example.com ready\r\n":     "mail or FTP",
		"220-mail.example.com ESMTP\r\n":    "mail or FTP",
		"* OK IMAP4rev1 ready\r\n":          "mail or FTP",
		"+OK POP3 ready\r\n":                "mail or FTP",
		"\x30\x16\x02\x01\x00\x78\x11":      "LDAP without encryption",
		"\x03\x00\x00\x13\x0e\xd0\x00":      "does not speak TLS", // Remote Desktop
		"\x05\xff\x00\x00\x00":              "does not speak TLS", // SOCKS
		"\xff\xfd\x18\xff\xfd\x20":          "does not speak TLS", // telnet
	} {
		s := serve(t, says(greeting))
		_, _, err := handshake(t, s, netproblem.Expect{Name: dc1Name})
		got, _ := netproblem.Diagnose(shortly(t), s.dial, s.peer(), err)
		if got.Code != "tls.not-tls" || !strings.Contains(got.Detail.String(), want) || netproblem.SpeaksTLS(got) {
			t.Errorf("%.10q: %v, want tls.not-tls and %q", greeting, got, want)
		}
		if n := s.seen.Load(); n != 1 {
			t.Errorf("%.10q: %d connections, although the first said it all", greeting, n)
		}
	}
}

// TestManyAtOnce handshakes with 50 hosts that never answer, and leaves.
func TestManyAtOnce(t *testing.T) {
	s := serve(t, silent)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 50 {
		raw, err := s.dial(ctx)
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			conn, v, err := netproblem.Handshake(ctx, raw, netproblem.Expect{Name: dc1Name})
			if conn != nil || v.OK() || err == nil {
				t.Errorf("Handshake = %v, OK %v, %v", conn, v.OK(), err)
			}
			if p := netproblem.Explain(s.peer(), err); p.Code != check.Unexpected {
				t.Errorf("Explain(%v) = %v, but the admin had left", err, p)
			}
		})
	}
	began := time.Now()
	cancel()
	wg.Wait()
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("50 handshakes ended %v after the admin had left", took)
	}
}

// TestProblemsThroughRun shows what check.Run makes of the three ways a
// handshake can end.
func TestProblemsThroughRun(t *testing.T) {
	ca := root(t, "Corp Root CA", current)
	for _, tc := range []struct {
		name string
		host entity
		want check.Status
	}{
		{"accepted", leaf(t, ca, current), check.Passed},
		{"accepted with a warning", leaf(t, ca, current, until(time.Now().Add(10*day))), check.Warned},
		{"refused", leaf(t, ca, current, dns("mail.example.net"), until(time.Now().Add(10*day))), check.Failed},
	} {
		s := serve(t, tlsWith(&tls.Config{Certificates: []tls.Certificate{tc.host.tls()}}))
		look := func(ctx context.Context) (check.Finding, error) {
			raw, err := s.dial(ctx)
			if err != nil {
				return check.Finding{}, netproblem.Explain(s.peer(), err)
			}
			conn, v, err := netproblem.Handshake(ctx, raw, netproblem.Expect{Name: dc1Name, Roots: pool(ca)})
			if conn != nil {
				defer conn.Close()
				err = v.Err()
			}
			return check.Finding{Found: v.Trusted(), Facts: v.Facts()}, err
		}
		report := check.Run(shortly(t), []check.Check{{ID: "ldaps.certificate", Run: look}}, nil)
		if got := report.Results[0]; got.Status != tc.want || got.Facts["pin"] == "" {
			t.Errorf("%s: %v with %v, want %v", tc.name, got.Status, got.Problems, tc.want)
		}
	}
}

// ExampleHandshake is how a domain controller is reached: nothing can be sent
// before its certificate was accepted.
func ExampleHandshake() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	peer := netproblem.Peer{Host: "dc1.corp.example.com", Port: 636, Wait: 5 * time.Second}
	pipe, far := net.Pipe() // stands for the connection to the domain controller
	go func() {
		defer far.Close()
		_, _ = io.WriteString(far, "HTTP/1.1 400 Bad Request\r\n")
	}()
	go func() { _, _ = io.Copy(io.Discard, far) }()

	conn, verdict, err := netproblem.Handshake(ctx, pipe, netproblem.Expect{Name: peer.Host})
	if err != nil {
		fmt.Println(verdict.OK(), netproblem.Explain(peer, err).Detail)
		return
	}
	defer conn.Close()
	// Output: false Port 636 of dc1.corp.example.com is a web server without encryption, not LDAPS.
}
