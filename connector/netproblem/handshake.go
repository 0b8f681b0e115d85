package netproblem

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"sync/atomic"

	"hire2retire-setup/connector/check"
)

// Handshake speaks TLS 1.2 or newer on raw and judges the certificate. It takes
// raw over: either it returns a connection whose certificate was accepted, or
// nil, and then raw is closed. There is no connection to send anything on
// before the verdict is OK.
//
// The error is Verdict.Err when the certificate was refused, and a
// *HandshakeError, for Explain or Diagnose, when TLS itself failed; then the
// verdict only shows the certificates that were seen. An accepted certificate
// with warnings gives a connection and no error, and the warnings are in the
// verdict.
//
// Handshake returns when ctx ends. The system store cannot be interrupted, so
// a goroutine may be left that waits for its answer; it holds no connection.
func Handshake(ctx context.Context, raw net.Conn, e Expect) (*tls.Conn, Verdict, error) {
	conn, chain, err := greet(ctx, raw, e.Name)
	if err != nil {
		raw.Close()
		return nil, seen(chain), err
	}
	verdict, judged := inTime(ctx, func() Verdict { return Judge(chain, e) })
	if !judged {
		raw.Close()
		return nil, seen(chain), storeSilent(e.Name, ctx.Err())
	}
	state := conn.ConnectionState()
	verdict.Version, verdict.Cipher = tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite)
	if !verdict.OK() {
		raw.Close()
		return nil, verdict, verdict.Err()
	}
	return conn, verdict, nil
}

// greet does the handshake and returns the certificates that were sent, which
// it may have even when the handshake failed.
//
// InsecureSkipVerify is on because the standard verification would throw the
// chain away with the first fault; Judge takes its place, after the handshake
// has proved that the peer holds the key. No caller gets a connection that was
// not judged.
func greet(ctx context.Context, raw net.Conn, name string) (*tls.Conn, []*x509.Certificate, error) {
	var chain []*x509.Certificate
	asked := false
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: serverName(name), InsecureSkipVerify: true,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			asked = true
			return &tls.Certificate{}, nil
		},
		VerifyConnection: func(state tls.ConnectionState) error {
			chain = state.PeerCertificates
			return nil
		}}
	counted := &countingConn{Conn: raw}
	conn := tls.Client(counted, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, chain, &HandshakeError{Err: err, Received: counted.received.Load(), AskedForOurs: asked}
	}
	return conn, chain, nil
}

// serverName returns what goes into the hello: a name, never an address
// (RFC 6066, section 3).
func serverName(name string) string {
	if _, err := netip.ParseAddr(name); err == nil {
		return ""
	}
	return hostname(name)
}

// inTime runs f in a goroutine of its own and gives up when ctx ends.
func inTime(ctx context.Context, f func() Verdict) (Verdict, bool) {
	done := make(chan Verdict, 1)
	go func() { done <- f() }()
	select {
	case v := <-done:
		return v, true
	case <-ctx.Done():
		return Verdict{}, false
	}
}

// storeSilent is a certificate that the operating system did not judge in
// time. CryptoAPI may be looking for missing certificates on the network.
func storeSilent(host string, err error) *check.Problem {
	return check.CouldNot(&check.Problem{Code: Timeout, Err: err,
		Detail: check.T("net.timeout.store", "This computer did not finish checking the certificate of {{.host}} in time.", "host", host),
		Advice: check.Advice{Who: check.You,
			Do: check.T("net.timeout.store.do", "Check again with more time. Windows may be trying to fetch missing CA certificates from the network; choosing the CA file here makes that unnecessary.")}})
}

// countingConn counts what the peer sent.
type countingConn struct {
	net.Conn
	received atomic.Int64
}

func (c *countingConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.received.Add(int64(n))
	return n, err
}
