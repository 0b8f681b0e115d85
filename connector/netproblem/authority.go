package netproblem

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

// Authority is the CA that the platform has to know before it can reach the
// same host. It is not the same question as who vouches here: the CA of a
// domain is in the store of every computer of that domain and nowhere else.
type Authority struct {
	Subject string
	// SHA256 is the fingerprint, empty when the certificate was neither sent
	// nor found.
	SHA256 string
	// Public reports that the platform has it already.
	Public bool
	// Self reports that no CA issued the certificate: it stands for itself.
	Self bool
}

// provenAuthority returns the end of a chain that verified.
func provenAuthority(v vouch) Authority {
	leaf, root := v.chain[0], v.chain[len(v.chain)-1]
	return Authority{
		Subject: subject(root), SHA256: Fingerprint(root),
		Public: v.by == SystemStore && publiclyIssued(leaf), Self: len(v.chain) == 1,
	}
}

// unprovenAuthority returns what a chain claims that did not verify.
func unprovenAuthority(chain []*x509.Certificate) Authority {
	last := chain[len(chain)-1]
	if !selfSigned(last) {
		return Authority{Subject: distinguished(last.RawIssuer)}
	}
	return Authority{Subject: subject(last), SHA256: Fingerprint(last), Self: len(chain) == 1}
}

// publiclyIssued reports whether the certificate bears the marks of a public
// CA: a policy of the CA/Browser Forum (2.23.140.1.1 and .1.2) or proofs of its entry in
// the public logs (RFC 6962, section 3.3). Any CA can write them, so they
// count only beside a chain that the system store accepts.
func publiclyIssued(c *x509.Certificate) bool {
	byPolicy := slices.ContainsFunc(c.Policies, func(policy x509.OID) bool {
		return policy.String() == "2.23.140.1.1" || strings.HasPrefix(policy.String(), "2.23.140.1.2.")
	})
	return byPolicy || slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool {
		return e.Id.String() == "1.3.6.1.4.1.11129.2.4.2"
	})
}

// Vouched reports whether somebody on this computer vouches for the certificate;
// it may still be for another name, or not be valid any more.
func (v Verdict) Vouched() bool { return v.TrustedBy != Nobody }

// Trusted is the line that says who vouches for the certificate here.
func (v Verdict) Trusted() check.Text {
	switch v.TrustedBy {
	case SystemStore:
		return check.T("tls.trusted.system", "Trusted on this computer: yes, its certificate store knows {{.ca}}.", "ca", v.CA.Subject)
	case AddedCA:
		return check.T("tls.trusted.file", "Trusted on this computer: yes, by the file {{.file}} ({{.ca}}).", "file", v.File, "ca", v.CA.Subject)
	case Pinned:
		return check.T("tls.trusted.pin", "Trusted on this computer: yes, by the pinned key {{.pin}}.", "pin", v.Leaf.Pin.String())
	}
	return check.T("tls.trusted.nobody", "Trusted on this computer: no.")
}

// Needed is the line that says what the platform will need to trust the same
// host.
func (v Verdict) Needed() check.Text {
	switch {
	case v.CA.Public:
		return check.T("tls.needed.public", "Needed by the platform: nothing, {{.ca}} is a public CA.", "ca", v.CA.Subject)
	case v.CA.Self:
		return check.T("tls.needed.self", "Needed by the platform: this certificate itself, SHA-256 {{.sha256}}, because no CA issued it.", "sha256", v.CA.SHA256)
	case v.CA.SHA256 == "":
		return check.T("tls.needed.not-sent", "Needed by the platform: the certificate of the CA {{.ca}}, which the host does not send.", "ca", v.CA.Subject)
	}
	return check.T("tls.needed.private", "Needed by the platform: the certificate of the CA {{.ca}}, SHA-256 {{.sha256}}.", "ca", v.CA.Subject, "sha256", v.CA.SHA256)
}

// Facts returns the verdict for machines.
func (v Verdict) Facts() check.Facts {
	f := v.Leaf.facts()
	f["trustedBy"] = v.TrustedBy.String()
	f["platformCA"], f["platformCAPublic"] = v.CA.Subject, v.CA.Public
	chain := make([]check.Facts, 0, len(v.Chain))
	for _, c := range v.Chain {
		chain = append(chain, c.facts())
	}
	f["chain"] = chain
	for name, value := range map[string]string{"caFile": v.File, "platformCASHA256": v.CA.SHA256, "tls": v.Version, "cipher": v.Cipher} {
		if value != "" {
			f[name] = value
		}
	}
	if len(v.OfferNames) > 0 {
		f["offerNames"] = v.OfferNames
	}
	return f
}
