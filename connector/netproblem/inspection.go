package netproblem

import (
	"crypto/x509"
	"slices"

	"hire2retire-setup/connector/check"
)

// microsoftIssuers are the organisations that issue the certificates of
// Microsoft's endpoints.
// Source: learn.microsoft.com/azure/security/fundamentals/azure-ca-details
var microsoftIssuers = []string{"Microsoft Corporation", "DigiCert Inc", "DigiCert, Inc.", "Baltimore", "Entrust, Inc.", "GlobalSign nv-sa"}

// Inspection returns a warning when a chain presented for a Microsoft host was
// not issued for Microsoft: a proxy opens the encryption, and reads the
// sign-in with it. It returns nil for other peers and for a genuine chain. A
// cloud with a CA of its own, as the practice tenant is, must not be asked
// about.
func Inspection(peer Peer, chain []*x509.Certificate) *check.Problem {
	if peer.System != Microsoft || len(chain) == 0 || genuine(chain[0]) {
		return nil
	}
	by := issuer(chain[0])
	return check.Warn(&check.Problem{Code: Inspected,
		Detail: check.T("tls.inspected", "The certificate for {{.host}} was issued by {{.issuer}}, not by a CA of Microsoft: something on the way opens the encrypted connection.", "host", peer.Host, "issuer", by),
		Advice: check.Advice{Who: check.Network,
			Do: check.T("tls.inspected.do", "Exempt {{.host}} from TLS inspection. Microsoft asks for this for sign-in and Exchange Online addresses. If the inspection has to stay, its CA has to be trusted on this computer.", "host", peer.Host)}})
}

// genuine goes by the issuer's organisation, and lets a certificate with the
// marks of a public CA pass too: Microsoft may change its supplier, and an
// inspecting proxy has no public log to show.
func genuine(leaf *x509.Certificate) bool {
	return publiclyIssued(leaf) || slices.ContainsFunc(leaf.Issuer.Organization, func(o string) bool {
		return slices.Contains(microsoftIssuers, o)
	})
}

// foreignTrust is the advice when the certificate of a Microsoft host cannot
// be trusted for a reason of its own.
func foreignTrust(peer Peer) check.Advice {
	return check.Advice{Who: check.Network,
		Do: check.T("tls.microsoft.do", "Microsoft's own certificates are in order. Check the clock of this computer, and whether a proxy or a sign-in page of the network answers in place of {{.host}}.", "host", peer.Host)}
}
