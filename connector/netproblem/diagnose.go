package netproblem

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"

	"hire2retire-setup/connector/check"
)

// Diagnose takes a second look, without credentials, at a domain controller
// whose TLS handshake failed with first in a way that says little: an end of
// file, a reset, an alert. It tries once more with everything that crypto/tls
// still knows, down to TLS 1.0, and then asks in plain LDAP for the root of the
// directory. dial has to open a new connection each time; what it opens is
// closed.
//
// It returns the problem, and the certificates when the second look saw any,
// to be shown and judged beside it. For an error that needs no second look, and
// for Microsoft, it does what Explain does. ctx limits both looks together.
func Diagnose(ctx context.Context, dial func(context.Context) (net.Conn, error), peer Peer, first error) (*check.Problem, []*x509.Certificate) {
	explained := Explain(peer, first)
	if !worthSecondLook(peer, explained) {
		return explained, nil
	}
	p, chain := lookRelaxed(ctx, dial, peer)
	if p == nil && explained.Code == Closed && speaksLDAP(ctx, dial) {
		p = notTLS(peer, ldapProtocol)
	}
	if p == nil {
		return explained, chain
	}
	return caused(p, errors.Join(first, p.Err)), chain
}

func worthSecondLook(peer Peer, explained *check.Problem) bool {
	if peer.System != LDAPS || explained == nil {
		return false
	}
	return slices.Contains([]check.Code{Closed, OldVersion, NoCommonCipher}, explained.Code)
}

// lookRelaxed returns nil when the relaxed handshake brought nothing new.
func lookRelaxed(ctx context.Context, dial func(context.Context) (net.Conn, error), peer Peer) (*check.Problem, []*x509.Certificate) {
	raw, err := dial(ctx)
	if err != nil {
		return nil, nil
	}
	defer raw.Close()
	conn, chain, err := greet(ctx, raw, peer.Host, &tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: everySuite()})
	if err != nil {
		return relaxedRefused(peer, err), chain
	}
	state := conn.ConnectionState()
	switch {
	case state.Version < tls.VersionTLS12:
		return oldVersion(peer, state.Version), chain
	case state.Version == tls.VersionTLS12 && !offered(state.CipherSuite):
		return noCommonCipher(peer, state.CipherSuite), chain
	}
	return unsteady(peer), chain
}

func everySuite() []uint16 {
	var ids []uint16
	for _, suite := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		ids = append(ids, suite.ID)
	}
	return ids
}

// relaxedRefused keeps only what is more telling than the first failure: an
// alert about the version means that the peer wants something older still than
// TLS 1.0, and a certificate that cannot be parsed was hidden behind an old
// version.
func relaxedRefused(peer Peer, err error) *check.Problem {
	p := Explain(peer, err)
	if errors.Is(err, context.DeadlineExceeded) || !SpeaksTLS(p) {
		return nil
	}
	if p.Code == OldVersion || p.Code == Unreadable {
		return p
	}
	return nil
}

// offered reports whether the first handshake offered the suite: Go's default
// for TLS 1.2 leaves out RSA key exchange and 3DES.
func offered(suite uint16) bool {
	return slices.ContainsFunc(tls.CipherSuites(), func(s *tls.CipherSuite) bool { return s.ID == suite })
}

// unsteady is a peer that hung up once and answered a moment later.
func unsteady(peer Peer) *check.Problem {
	return &check.Problem{Code: Interrupted,
		Detail: check.T("net.interrupted.once", "{{.host}} ended the connection on port {{.port}} at the first try and answered at the second.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.Network,
			Do: check.T("net.interrupted.once.do", "Check again. If it happens now and then, {{.host}} is overloaded, or several machines answer for this name and not all have a certificate.", "host", peer.Host)}}
}
