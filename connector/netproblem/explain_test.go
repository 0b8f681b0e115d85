package netproblem_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

var (
	dc1      = netproblem.Peer{Host: "dc1.corp.example.com", Port: 636, Wait: 5 * time.Second}
	exchange = netproblem.Peer{Host: "outlook.office365.com", Port: 443, System: netproblem.Microsoft}
	dcAddr   = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 10), Port: 636}
)

// dial wraps an error as net.Dialer does.
func dial(err error) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: dcAddr, Err: err}
}

func read(err error) error {
	return &net.OpError{Op: "read", Net: "tcp", Addr: dcAddr, Err: err}
}

func sys(call string, errno syscall.Errno) error { return os.NewSyscallError(call, errno) }

func inTLS(err error, received int64) error {
	return &netproblem.HandshakeError{Err: err, Received: received}
}

func header(first string) error {
	r := tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}
	copy(r.RecordHeader[:], first)
	return inTLS(r, int64(len(first)))
}

// slow is a timeout of a type that nobody exports, as net/http has them.
type slow struct{ error }

func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

func TestExplain(t *testing.T) {
	deadline, cancel := context.WithDeadline(context.Background(), time.Now())
	defer cancel()
	for _, tc := range []struct {
		name string
		err  error
		want check.Code
		says string // part of the detail
	}{
		{"name unknown", dial(&net.DNSError{Err: "no such host", Name: "dc1.corp.example.com", IsNotFound: true}), "net.unknown-host", "dc1.corp.example.com"},
		{"name unknown, with the search list", dial(&net.DNSError{Err: "no such host", Name: "dc1.", IsNotFound: true}), "net.unknown-host", "called dc1."},
		{"DNS fails", dial(&net.DNSError{Err: "server misbehaving", Name: "dc1", Server: "192.0.2.53:53", IsTemporary: true}), "net.no-dns", "192.0.2.53:53"},
		{"DNS is silent", &net.DNSError{Err: "i/o timeout", Name: "dc1", IsTimeout: true}, "net.no-dns", "not known whether"},
		{"Winsock: host not found", syscall.Errno(11001), "net.unknown-host", "dc1"},
		{"Winsock: try again", syscall.Errno(11002), "net.no-dns", "dc1"},
		{"Winsock: no recovery", syscall.Errno(11003), "net.no-dns", "dc1"},

		{"refused", dial(sys("connect", syscall.ECONNREFUSED)), "net.refused", "dc1.corp.example.com (192.0.2.10)"},
		{"refused, Windows", dial(sys("connectex", 10061)), "net.refused", "port 636"},
		{"refused, Windows overlapped", dial(sys("connectex", 1225)), "net.refused", "port 636"},
		{"no route", dial(sys("connect", syscall.EHOSTUNREACH)), "net.unreachable", "192.0.2.10"},
		{"no network", dial(sys("connect", syscall.ENETUNREACH)), "net.unreachable", "no route"},
		{"no network, Windows", dial(sys("connectex", 10051)), "net.unreachable", "no route"},
		{"no host, Windows", dial(sys("connectex", 10065)), "net.unreachable", "no route"},
		{"no address, Windows", dial(sys("connectex", 10049)), "net.unreachable", "no route"},
		{"local firewall", dial(sys("connect", syscall.EACCES)), "net.blocked", "This computer"},
		{"local firewall, Linux", dial(sys("connect", syscall.EPERM)), "net.blocked", "This computer"},
		{"local firewall, Windows", dial(sys("connectex", 10013)), "net.blocked", "This computer"},

		{"connect timed out", dial(os.ErrDeadlineExceeded), "net.timeout", "did not answer on port 636 in 5 s"},
		{"connect timed out by context", dial(context.DeadlineExceeded), "net.timeout", "did not answer on port 636 in 5 s"},
		{"connect timed out by the system", dial(sys("connect", syscall.ETIMEDOUT)), "net.timeout", "did not answer on port 636"},
		{"connect timed out, Windows", dial(sys("connectex", 10060)), "net.timeout", "did not answer on port 636"},
		{"silent in TLS", inTLS(context.DeadlineExceeded, 0), "net.timeout", "did not answer in TLS in 5 s"},
		{"silent in TLS, by the connection", inTLS(read(os.ErrDeadlineExceeded), 0), "net.timeout", "did not answer in TLS"},
		{"silent in the middle of TLS", inTLS(context.DeadlineExceeded, 90), "net.timeout", "did not finish in 5 s"},
		{"silent later", read(os.ErrDeadlineExceeded), "net.timeout", "stopped answering"},
		{"context", deadline.Err(), "net.timeout", "stopped answering"},
		{"a timeout of net/http", slow{errors.New("net/http: TLS handshake timeout")}, "net.timeout", "stopped answering"},

		{"reset later", read(sys("read", syscall.ECONNRESET)), "net.interrupted", "lost"},
		{"reset later, Windows", read(sys("wsarecv", 10054)), "net.interrupted", "lost"},
		{"aborted later, Windows", read(sys("wsarecv", 10053)), "net.interrupted", "lost"},
		{"broken pipe", read(sys("write", syscall.EPIPE)), "net.interrupted", "lost"},
		{"end of file later", fmt.Errorf("read answer: %w", io.ErrUnexpectedEOF), "net.interrupted", "lost"},

		{"reset in TLS", inTLS(read(sys("read", syscall.ECONNRESET)), 0), "tls.closed", "closes them when TLS starts"},
		{"reset in TLS, Windows", inTLS(read(sys("wsarecv", 10054)), 0), "tls.closed", "closes them when TLS starts"},
		{"end of file in TLS", inTLS(io.EOF, 0), "tls.closed", "closes them when TLS starts"},
		{"end of file after a line", inTLS(io.ErrUnexpectedEOF, 2), "tls.closed", "closes them when TLS starts"},
		{"cut in the middle of TLS", inTLS(io.ErrUnexpectedEOF, 500), "tls.closed", "began to speak TLS"},
		{"web server", header("HTTP/1.1 400 Bad Request"), "tls.not-tls", "web server"},
		{"SSH", header("SSH-2.0-OpenSSH_9.2"), "tls.not-tls", "SSH"},
		{"SMTP", header("220 mail.example.com ESMTP"), "tls.not-tls", "mail or FTP"},
		{"IMAP", header("* OK IMAP4rev1"), "tls.not-tls", "mail or FTP"},
		{"plain LDAP", header("\x30\x84\x00\x00\x00\x10"), "tls.not-tls", "LDAP without encryption"},
		{"something else", header("\x00\x01\x02\x03\x04"), "tls.not-tls", "does not speak TLS"},
		{"old version, as Go says it", inTLS(errors.New("tls: server selected unsupported protocol version 301"), 80), "tls.old-version", "offers only TLS 1.0"},
		{"cipher, as Go says it", inTLS(errors.New("tls: server chose an unconfigured cipher suite"), 80), "tls.no-common-cipher", "dc1.corp.example.com"},
		{"negative serial, as Go says it", inTLS(errors.New("tls: failed to parse certificate from server: x509: negative serial number"), 80), "tls.unreadable", "dc1.corp.example.com"},
		{"the same text from elsewhere", errors.New("tls: failed to parse certificate from server: x509: negative serial number"), check.Unexpected, "does not know"},

		{"damaged later", &net.OpError{Op: "local error", Err: tls.AlertError(20)}, "net.interrupted", "damaged"},
		{"given up later", &net.OpError{Op: "remote error", Err: tls.AlertError(80)}, "net.interrupted", "damaged"},
		{"no record of TLS later", tls.RecordHeaderError{Msg: "unsupported SSLv2 handshake received"}, "net.interrupted", "damaged"},
		{"a certificate is asked for later", &net.OpError{Op: "remote error", Err: tls.AlertError(116)}, "tls.client-certificate", "demands a certificate"},

		{"the admin left", dial(context.Canceled), check.Unexpected, "does not know"},
		{"nobody knows", errors.New("flux capacitor"), check.Unexpected, "does not know"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := netproblem.Explain(dc1, tc.err)
			if got.Code != tc.want || !strings.Contains(got.Detail.String(), tc.says) {
				t.Errorf("Explain(%v) = %v, want %s and %q", tc.err, got, tc.want, tc.says)
			}
			wellFormed(t, got)
			if !errors.Is(got, tc.err) {
				t.Errorf("Explain(%v) does not wrap its cause", tc.err)
			}
		})
	}
}

// wellFormed holds what every problem owes the admin.
func wellFormed(t *testing.T, p *check.Problem) {
	t.Helper()
	for _, text := range []check.Text{p.Detail, p.Advice.Do} {
		if s := text.String(); s == "" || strings.Contains(s, "{{") || strings.Contains(s, "<no value>") || !strings.HasSuffix(s, ".") {
			t.Errorf("%s: %q is no sentence", p.Code, s)
		}
	}
	if p.Advice.Who == "" {
		t.Errorf("%s: nobody has to act", p.Code)
	}
	if p.Cause == "" && p.Err != nil {
		t.Errorf("%s: no cause", p.Code)
	}
}

func TestExplainOfMicrosoft(t *testing.T) {
	proxyURL, err := url.Parse("http://jane:secret@proxy.corp.example.com:8080")
	if err != nil {
		t.Fatal(err)
	}
	post := func(err error) error {
		return &url.Error{Op: "Post", URL: "https://outlook.office365.com/adminapi?code=0.AXsecret", Err: err}
	}
	connect := func(err error) error {
		return post(&net.OpError{Op: "proxyconnect", Net: "tcp", Err: err})
	}
	for _, tc := range []struct {
		name string
		err  error
		want check.Code
		says string
	}{
		{"proxy wants a sign-in", post(netproblem.ProxyAnswer(proxyURL, 407)), "net.proxy", "proxy.corp.example.com:8080 wants a sign-in"},
		{"proxy forbids", post(netproblem.ProxyAnswer(proxyURL, 403)), "net.proxy", "forbids outlook.office365.com"},
		{"proxy finds no way", post(netproblem.ProxyAnswer(proxyURL, 502)), "net.proxy", "could not reach outlook.office365.com"},
		{"no proxy at all", post(netproblem.ProxyAnswer(proxyURL, 404)), "net.proxy", "HTTP 404"},
		{"proxy is off", connect(dial(sys("connect", syscall.ECONNREFUSED))), "net.proxy", "192.0.2.10:636"},
		{"proxy has no address", connect(dial(&net.DNSError{Name: "proxy.corp.example.com", IsNotFound: true})), "net.proxy", "proxy.corp.example.com"},
		{"proxy fails somehow", connect(errors.New("malformed HTTP response")), "net.proxy", "cannot be used"},
		{"name unknown", post(dial(&net.DNSError{Name: "outlook.office365.com", IsNotFound: true})), "net.unknown-host", "outlook.office365.com"},
		{"refused", post(dial(sys("connect", syscall.ECONNREFUSED))), "net.refused", "443"},
		{"timeout", post(context.DeadlineExceeded), "net.timeout", "in time"},
		{"reset", post(read(sys("read", syscall.ECONNRESET))), "net.interrupted", "outlook.office365.com"},
		{"not TLS", post(tls.RecordHeaderError{RecordHeader: [5]byte{'H', 'T', 'T', 'P', '/'}}), "tls.not-tls", "not Microsoft"},
		{"name differs", post(&tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"portal.hotel.example"}}, Host: "outlook.office365.com"}}), "tls.wrong-name", "portal.hotel.example"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := netproblem.Explain(exchange, tc.err)
			if got.Code != tc.want || !strings.Contains(got.Detail.String(), tc.says) {
				t.Errorf("Explain(%v) = %v, want %s and %q", tc.err, got, tc.want, tc.says)
			}
			wellFormed(t, got)
			if strings.Contains(got.Error(), "secret") {
				t.Errorf("Explain(%v) = %v, which tells a secret", tc.err, got)
			}
		})
	}
	if err := netproblem.ProxyAnswer(proxyURL, 200); err != nil {
		t.Errorf("ProxyAnswer(200) = %v", err)
	}
}

func TestExplainKeepsAProblem(t *testing.T) {
	known := &check.Problem{Code: "ldap.account-locked"}
	if got := netproblem.Explain(dc1, fmt.Errorf("bind: %w", known)); got != known {
		t.Errorf("Explain = %v, want %v itself", got, known)
	}
	if got := netproblem.Explain(dc1, nil); got != nil {
		t.Errorf("Explain(nil) = %v", got)
	}
}

// TestSpeaksTLS divides the codes between "ldaps.connect", whose claim is that
// the peer speaks TLS, and "ldaps.certificate".
func TestSpeaksTLS(t *testing.T) {
	for code, want := range map[check.Code]bool{
		"net.unknown-host": false, "net.no-dns": false, "net.refused": false, "net.timeout": false, "net.unreachable": false,
		"net.blocked": false, "net.interrupted": false, "net.proxy": false, "tls.not-tls": false, "tls.closed": false,
		"tls.ca-file": false, check.Unexpected: false, "ldap.wrong-password": false,
		"tls.old-version": true, "tls.no-common-cipher": true, "tls.unreadable": true, "tls.pin-changed": true, "tls.self-signed": true,
		"tls.unknown-ca": true, "tls.bad-chain": true, "tls.no-san": true, "tls.wrong-name": true, "tls.expired": true,
		"tls.not-yet-valid": true, "tls.wrong-usage": true, "tls.weak-signature": true, "tls.weak-key": true, "tls.expires-soon": true,
		"tls.inspected": true, "tls.client-certificate": true,
	} {
		if got := netproblem.SpeaksTLS(&check.Problem{Code: code}); got != want {
			t.Errorf("SpeaksTLS(%s) = %v, want %v", code, got, want)
		}
	}
	stalled := netproblem.Explain(dc1, inTLS(context.DeadlineExceeded, 90))
	if !netproblem.SpeaksTLS(stalled) {
		t.Errorf("SpeaksTLS(%v) = false, but the peer had answered in TLS", stalled)
	}
}
