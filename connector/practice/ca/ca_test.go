package ca_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"hire2retire-setup/connector/practice/ca"
)

func newAuthority(t *testing.T) *ca.Authority {
	t.Helper()
	a, err := ca.New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// handshake runs a real TLS handshake over loopback and returns what the client
// says. (Over net.Pipe both sides block when the client refuses early.)
func handshake(t *testing.T, server *tls.Config, roots *x509.CertPool, name string) error {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", server)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if conn, err := listener.Accept(); err == nil {
			_ = conn.(*tls.Conn).Handshake()
			conn.Close()
		}
	}()
	conn, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{RootCAs: roots, ServerName: name})
	if err == nil {
		conn.Close()
	}
	<-done
	return err
}

func TestTLSConfigServesEveryName(t *testing.T) {
	a := newAuthority(t)
	conf, err := a.TLSConfig("dc1.practice.example", "127.0.0.1", "::1")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"dc1.practice.example", "DC1.practice.example", "127.0.0.1", "::1"} {
		if err := handshake(t, conf, a.Pool(), name); err != nil {
			t.Errorf("handshake as %q = %v, want none", name, err)
		}
	}
	var wrong x509.HostnameError
	if err := handshake(t, conf, a.Pool(), "dc2.practice.example"); !errors.As(err, &wrong) {
		t.Errorf("handshake as another name = %v, want x509.HostnameError", err)
	}
}

func TestIssueFaults(t *testing.T) {
	a, other := newAuthority(t), newAuthority(t)
	const name = "dc1.practice.example"
	day := 24 * time.Hour
	tests := []struct {
		title string
		from  *ca.Authority
		leaf  ca.Leaf
		want  func(error) bool
	}{
		{"good", a, ca.Leaf{}, func(err error) bool { return err == nil }},
		{"expired", a, ca.Leaf{NotBefore: time.Now().Add(-400 * day), NotAfter: time.Now().Add(-day)}, invalid(x509.Expired)},
		{"not yet valid", a, ca.Leaf{NotBefore: time.Now().Add(day)}, invalid(x509.Expired)},
		{"for clients only", a, ca.Leaf{Usage: x509.ExtKeyUsageClientAuth}, invalid(x509.IncompatibleUsage)},
		{"without names", a, ca.Leaf{NoSAN: true}, is[x509.HostnameError]},
		{"self-signed", a, ca.Leaf{SelfSigned: true}, is[x509.UnknownAuthorityError]},
		{"other authority", other, ca.Leaf{}, is[x509.UnknownAuthorityError]},
	}
	for _, tt := range tests {
		t.Run(tt.title, func(t *testing.T) {
			tt.leaf.Names = []string{name}
			cert, err := tt.from.Issue(tt.leaf)
			if err != nil {
				t.Fatal(err)
			}
			err = handshake(t, &tls.Config{Certificates: []tls.Certificate{cert}}, a.Pool(), name)
			if !tt.want(err) {
				t.Errorf("handshake = %v", err)
			}
		})
	}
}

func invalid(reason x509.InvalidReason) func(error) bool {
	return func(err error) bool {
		e, ok := errors.AsType[x509.CertificateInvalidError](err)
		return ok && e.Reason == reason
	}
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func TestIssueNeedsAName(t *testing.T) {
	if _, err := newAuthority(t).Issue(ca.Leaf{}); err == nil {
		t.Error("Issue(no name) = no error, want one")
	}
	if _, err := newAuthority(t).TLSConfig(); err == nil {
		t.Error("TLSConfig() = no error, want one")
	}
}

func TestPEM(t *testing.T) {
	a := newAuthority(t)
	block, rest := pem.Decode(a.PEM())
	if block == nil || block.Type != "CERTIFICATE" || len(rest) != 0 {
		t.Fatalf("PEM() = %q, want one certificate block", a.PEM())
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil || !cert.Equal(a.Certificate()) || !cert.IsCA {
		t.Errorf("PEM() holds %v, %v, want the authority", cert, err)
	}
	if left := time.Until(cert.NotAfter); left < 2*ca.LeafLife {
		t.Errorf("the authority is valid for %v more, want longer than its certificates", left)
	}
	if other := newAuthority(t); other.Certificate().Subject.String() == cert.Subject.String() {
		t.Errorf("two authorities are both called %s", cert.Subject)
	}
}
