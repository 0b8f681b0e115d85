package netproblem

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"

	"hire2retire-setup/connector/check"
)

// Diagnose takes a second look, without credentials, at a domain controller
// whose TLS handshake failed with first in a way that says little: an end of
// file, a reset, an alert. It greets the host once more as a client that accepts
// everything down to SSL 3.0, and reads what the host chooses and its
// certificate. If there is no answer it asks in plain LDAP for the root of the
// directory. dial has to open a new connection each time; what it opens is
// closed.
//
// It returns the problem, and the certificates when the second look saw any,
// to be shown and judged beside it; nobody has proved to hold their key. For an
// error that needs no second look, and for Microsoft, it does what Explain
// does. ctx limits both looks together.
func Diagnose(ctx context.Context, dial func(context.Context) (net.Conn, error), peer Peer, first error) (*check.Problem, []*x509.Certificate) {
	explained := Explain(peer, first)
	if !worthSecondLook(peer, explained) {
		return explained, nil
	}
	if hello, answered := lookAgain(ctx, dial, peer); answered {
		return caused(telling(peer, explained, hello), first), parsed(hello.certificates)
	}
	if explained.Code == Closed && speaksLDAP(ctx, dial) {
		return caused(notTLS(peer, ldapProtocol), first), nil
	}
	return explained, nil
}

func worthSecondLook(peer Peer, explained *check.Problem) bool {
	if peer.System != LDAPS || explained == nil {
		return false
	}
	return slices.Contains([]check.Code{Closed, ClientCertificate, OldVersion, NoCommonCipher, Unreadable}, explained.Code)
}

func lookAgain(ctx context.Context, dial func(context.Context) (net.Conn, error), peer Peer) (serverHello, bool) {
	conn, err := dial(ctx)
	if err != nil {
		return serverHello{}, false
	}
	defer conn.Close()
	return askHello(ctx, conn, peer.Host)
}

// telling returns what the host's choice explains, or else what the first
// failure said. A host that had agreed to version and suite and then failed is
// not accused of either.
func telling(peer Peer, explained *check.Problem, hello serverHello) *check.Problem {
	switch {
	case explained.Code == ClientCertificate, explained.Code == Closed && greeted(explained):
		return explained
	case hello.version < tls.VersionTLS12:
		return oldVersion(peer, hello.version)
	case !offered(hello.suite):
		return noCommonCipher(peer, hello.suite)
	case explained.Code == Unreadable && malformed(hello.certificates):
		return unreadableCertificate(peer.Host, hello.certificates[0])
	case explained.Code == Closed && !SpeaksTLS(explained):
		return unsteady(peer)
	}
	return explained
}

// offered reports whether the first handshake offered the suite: Go's default
// for TLS 1.2 leaves out RSA key exchange and 3DES.
func offered(suite uint16) bool {
	return slices.ContainsFunc(tls.CipherSuites(), func(s *tls.CipherSuite) bool { return s.ID == suite })
}

// parsed returns the certificates up to the first that cannot be read, or that
// has a key so long that checking a signature takes minutes; crypto/tls draws
// the same line.
func parsed(certificates [][]byte) []*x509.Certificate {
	var out []*x509.Certificate
	for _, der := range certificates {
		c, err := x509.ParseCertificate(der)
		if err != nil || tooLong(c) {
			break
		}
		out = append(out, c)
	}
	return out
}

// malformed reports whether the first certificate is there and cannot be
// parsed.
func malformed(certificates [][]byte) bool {
	if len(certificates) == 0 {
		return false
	}
	_, err := x509.ParseCertificate(certificates[0])
	return err != nil
}

func tooLong(c *x509.Certificate) bool {
	key, ok := c.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() > 8192
}

// unsteady is a peer that hung up once and answered a moment later.
func unsteady(peer Peer) *check.Problem {
	return &check.Problem{Code: Interrupted,
		Detail: check.T("net.interrupted.once", "{{.host}} ended the connection on port {{.port}} at the first try and answered at the second.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.Network, Command: portTest(peer),
			Do: check.T("net.interrupted.once.do", "Check again. If it happens now and then, {{.host}} is overloaded, or several machines answer for this name and not all have a certificate.", "host", peer.Host)}}
}
