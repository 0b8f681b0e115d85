package netproblem_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// The tests of this file take their errors from the real thing, so that a
// change of the standard library shows.

func TestExplainOfRealDial(t *testing.T) {
	closed := serve(t, hangUp)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	for _, tc := range []struct {
		name   string
		dialer net.Dialer
		addr   string
		want   check.Code
		says   string
	}{
		{"closed port", net.Dialer{}, nobody, "net.refused", "dc1.corp.example.com (127.0.0.1)"},
		{"too slow", net.Dialer{Timeout: time.Nanosecond}, closed.addr, "net.timeout", "did not answer on port 636"},
		{"too late", net.Dialer{Deadline: time.Now().Add(-time.Hour)}, closed.addr, "net.timeout", "did not answer on port 636"},
		{"no such name", net.Dialer{Resolver: answering(t, dnsmessage.RCodeNameError)}, "dc1.corp.example.com.:636", "net.unknown-host", "called dc1.corp.example.com"},
		{"DNS fails", net.Dialer{Resolver: answering(t, dnsmessage.RCodeServerFailure)}, "dc1.corp.example.com.:636", "net.no-dns", "dc1.corp.example.com"},
		{"DNS refuses", net.Dialer{Resolver: answering(t, dnsmessage.RCodeRefused)}, "dc1.corp.example.com.:636", "net.no-dns", "dc1.corp.example.com"},
		{"DNS is silent", net.Dialer{Timeout: 100 * time.Millisecond, Resolver: answering(t, noAnswer)}, "dc1.corp.example.com.:636", "net.no-dns", "dc1.corp.example.com"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			conn, err := tc.dialer.DialContext(shortly(t), "tcp", tc.addr)
			if err == nil {
				conn.Close()
				t.Fatal("connected")
			}
			got := netproblem.Explain(dc1, err)
			if got.Code != tc.want || !strings.Contains(got.Detail.String(), tc.says) {
				t.Errorf("Explain(%v) = %v, want %s and %q", err, got, tc.want, tc.says)
			}
			wellFormed(t, got)
		})
	}
}

func TestExplainOfAbandonedDial(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, addr := range map[string]string{"address": serve(t, hangUp).addr, "name": "dc1.corp.example.com.:636"} {
		_, err := (&net.Dialer{Resolver: answering(t, noAnswer)}).DialContext(ctx, "tcp", addr)
		if got := netproblem.Explain(dc1, err); err == nil || got.Code != check.Unexpected {
			t.Errorf("%s: Explain(%v) = %v, want no fault of the host", name, err, got)
		}
	}
}

// noAnswer is not a code of DNS: the server stays silent.
const noAnswer = dnsmessage.RCode(0xff)

// answering returns a resolver whose DNS server gives every question the same
// answer.
func answering(t *testing.T, code dnsmessage.RCode) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		answerDNS(pc, code)
	}()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() { cancel(); pc.Close(); <-done })
	// Go's resolver goes on asking after its caller has left, so the connections
	// are closed with the test.
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, "udp", pc.LocalAddr().String())
		if err == nil {
			context.AfterFunc(ctx, func() { c.Close() })
		}
		return c, err
	}}
}

func answerDNS(pc net.PacketConn, code dnsmessage.RCode) {
	b := make([]byte, 512)
	for {
		n, from, err := pc.ReadFrom(b)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if code == noAnswer || m.Unpack(b[:n]) != nil {
			continue
		}
		m.Response, m.RecursionAvailable, m.RCode = true, true, code
		m.Additionals = nil
		if packed, err := m.Pack(); err == nil {
			_, _ = pc.WriteTo(packed, from)
		}
	}
}

// TestExplainOfHTTPS lets net/http verify by itself, as it does for Microsoft.
func TestExplainOfHTTPS(t *testing.T) {
	ca := root(t, "Corp Root CA", current, issuedBy("Corp"))
	inspector := root(t, "Inspector CA", current, issuedBy("Inspection Ltd"))
	genuine := root(t, "DigiCert Something", current, issuedBy("DigiCert Inc"))
	rsaCA := issue(t, entity{}, rsaKey(t, 2048), authority("Corp RSA CA"), current)
	microsoft := dns("outlook.office365.com")
	for _, tc := range []struct {
		name     string
		host     entity
		ldaps    check.Code // as a domain controller would be told
		want     check.Code
		says     string
		severity check.Severity
	}{
		{"inspected", leaf(t, inspector, current, microsoft), "tls.unknown-ca", "tls.inspected", "issued by Inspector CA", check.Failure},
		{"genuine, but the root is missing", leaf(t, genuine, current, microsoft), "tls.unknown-ca", "tls.unknown-ca", "DigiCert Something", check.Failure},
		{"in the public logs", leaf(t, inspector, current, microsoft, logged), "tls.unknown-ca", "tls.unknown-ca", "Inspector CA", check.Failure},
		{"self-signed", leaf(t, entity{}, current, microsoft), "tls.self-signed", "tls.self-signed", "self-signed", check.Failure},
		{"sign-in page of a network", leaf(t, ca, current, dns("portal.hotel.example")), "tls.wrong-name", "tls.wrong-name", "portal.hotel.example", check.Failure},
		{"no SAN", leaf(t, ca, current, dns()), "tls.no-san", "tls.no-san", "old style", check.Failure},
		{"expired", leaf(t, ca, microsoft, lasting(now.Add(-9*year), now.Add(-8*year))), "tls.expired", "tls.expired", "2018", check.Failure},
		{"not yet valid", leaf(t, ca, microsoft, lasting(now.Add(50*year), now.Add(60*year))), "tls.not-yet-valid", "tls.not-yet-valid", "clock", check.Failure},
		{"for clients", leaf(t, ca, current, microsoft, usage(x509.ExtKeyUsageClientAuth)), "tls.wrong-usage", "tls.wrong-usage", "not meant for servers", check.Failure},
		{"SHA-1", leaf(t, rsaCA, current, microsoft, signedWith(x509.SHA1WithRSA)), "tls.weak-signature", "tls.weak-signature", "SHA1-RSA", check.Failure},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := get(t, &tls.Config{Certificates: []tls.Certificate{tc.host.tls()}},
				&http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool(ca, rsaCA), ServerName: "outlook.office365.com"}})
			got := netproblem.Explain(exchange, err)
			if got.Code != tc.want || got.Severity != tc.severity || !strings.Contains(got.Detail.String(), tc.says) {
				t.Errorf("Explain(%v) = %v, want %s and %q", err, got, tc.want, tc.says)
			}
			wellFormed(t, got)
			peer := netproblem.Peer{Host: exchange.Host, Port: 636}
			if got := netproblem.Explain(peer, err); got.Code != tc.ldaps {
				t.Errorf("Explain(%v) for LDAPS = %v, want %s", err, got, tc.ldaps)
			}
		})
	}
}

// get asks a TLS web server and returns the error.
func get(t *testing.T, config *tls.Config, transport *http.Transport) error {
	t.Helper()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = config
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	defer transport.CloseIdleConnections()
	res, err := (&http.Client{Transport: transport}).Get(s.URL + "/?code=secret")
	if err == nil {
		res.Body.Close()
		t.Fatal("the request succeeded")
	}
	return err
}

func TestExplainOfRealProxy(t *testing.T) {
	for _, status := range []int{407, 403, 502} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		err := through(t, proxy.URL)
		got := netproblem.Explain(exchange, err)
		if refusal, ok := errors.AsType[*netproblem.ProxyRefusal](err); !ok || refusal.Status != status || got.Code != "net.proxy" {
			t.Errorf("Explain(%v) = %v, want net.proxy with status %d", err, got, status)
		}
		proxy.Close()
		err = through(t, proxy.URL)
		if got := netproblem.Explain(exchange, err); got.Code != "net.proxy" || !strings.Contains(got.Detail.String(), "could not be reached") {
			t.Errorf("Explain(%v) = %v, want net.proxy that could not be reached", err, got)
		}
	}
}

// through asks for Exchange Online by way of a proxy, as the exchange package
// does.
func through(t *testing.T, proxy string) error {
	t.Helper()
	u, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(u),
		OnProxyConnectResponse: func(_ context.Context, proxy *url.URL, _ *http.Request, res *http.Response) error {
			return netproblem.ProxyAnswer(proxy, res.StatusCode)
		}}
	defer transport.CloseIdleConnections()
	res, err := (&http.Client{Transport: transport}).Get("https://outlook.office365.com/")
	if err == nil {
		res.Body.Close()
		t.Fatal("the request succeeded")
	}
	return err
}

func TestInspection(t *testing.T) {
	corp, digicert := root(t, "Corp Root CA", issuedBy("Corp")), root(t, "DigiCert Global", issuedBy("DigiCert Inc"))
	for _, tc := range []struct {
		name string
		peer netproblem.Peer
		host entity
		want bool
	}{
		{"Microsoft by DigiCert", exchange, leaf(t, digicert), false},
		{"Microsoft by another public CA", exchange, leaf(t, corp, logged), false},
		{"Microsoft by the company", exchange, leaf(t, corp), true},
		{"a domain controller by the company", dc1, leaf(t, corp), false},
	} {
		got := netproblem.Inspection(tc.peer, tc.host.chain())
		if (got != nil) != tc.want {
			t.Errorf("%s: Inspection = %v, want %v", tc.name, got, tc.want)
		}
		if got != nil && (got.Code != "tls.inspected" || got.Severity != check.Warning) {
			t.Errorf("%s: Inspection = %v, want a warning", tc.name, got)
		}
	}
	if got := netproblem.Inspection(exchange, nil); got != nil {
		t.Errorf("Inspection of nothing = %v", got)
	}
}
