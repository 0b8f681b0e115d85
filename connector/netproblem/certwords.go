package netproblem

import (
	"crypto/sha256"
	"crypto/x509"
	"net/netip"
	"time"

	"hire2retire-setup/connector/check"
)

// The problems of a certificate: what the admin reads, one function each.

func unreadable(host string) *check.Problem {
	return &check.Problem{Code: Unreadable,
		Detail: check.T("tls.unreadable", "The certificate of {{.host}} does not follow the standard and cannot be read.", "host", host),
		Advice: check.Advice{Who: check.PKI, Command: enroll,
			Do: check.T("tls.unreadable.do", "Replace it by a certificate from your CA, made from the template Kerberos Authentication. Certificates that a server makes for itself are often malformed.")}}
}

// unusableKey is a key of a kind or size that crypto/tls refuses, such as RSA of
// more than 8192 bits.
func unusableKey(host string) *check.Problem {
	p := unreadable(host)
	p.Detail = check.T("tls.unreadable.key", "The certificate of {{.host}} has a key that this program cannot use.", "host", host)
	p.Advice.Do = check.T("tls.unreadable.key.do", "Issue a certificate with a common key: RSA 2048 to 4096, or ECDSA P-256 or P-384.")
	return p
}

// unreadableCertificate adds what can be told of a certificate that the
// standard library does not parse.
func unreadableCertificate(host string, der []byte) *check.Problem {
	p := unreadable(host)
	sum := sha256.Sum256(der)
	p.Detail = check.T("tls.unreadable.seen", "The certificate of {{.host}} (SHA-256 {{.sha256}}) does not follow the standard and cannot be read.", "host", host, "sha256", pairs(sum[:]))
	return p
}

// notUnderstood is a certificate with a critical extension that the standard
// library does not know: RFC 5280, section 4.2, forbids to ignore it.
func notUnderstood(leaf *x509.Certificate) *check.Problem {
	p := unreadable("")
	p.Detail = check.T("tls.unreadable.part", "The certificate {{.subject}} has a part marked as critical that this program does not understand.", "subject", subject(leaf))
	return p
}

// pinChanged shows both keys, because the decision belongs to a person who can
// ask for the fingerprint.
func pinChanged(old Pin, leaf *x509.Certificate) *check.Problem {
	return &check.Problem{Code: PinChanged,
		Detail: check.T("tls.pin-changed", "The host does not have the key that you accepted. Accepted: {{.old}}. Now: {{.new}}, issued by {{.issuer}} on {{.from}}.",
			"old", old.String(), "new", PinOf(leaf).String(), "issuer", issuer(leaf), "from", date(leaf.NotBefore)),
		Advice: check.Advice{Who: check.PKI, Command: list, Field: "pin",
			Do: check.T("tls.pin-changed.do", "Stop, and ask the team of the domain controllers whether the certificate was renewed. Accept the new key only if they read you the same fingerprint: SHA-256 {{.sha256}}. No password was sent.", "sha256", Fingerprint(leaf))}}
}

// issuerProblem names a certificate for which nobody vouches.
func issuerProblem(leaf *x509.Certificate) *check.Problem {
	if selfSigned(leaf) {
		return &check.Problem{Code: SelfSigned,
			Detail: check.T("tls.self-signed", "The certificate {{.subject}} is self-signed, so nobody vouches for it. SHA-256 {{.sha256}}.", "subject", subject(leaf), "sha256", Fingerprint(leaf)),
			Advice: check.Advice{Who: check.PKI, Command: enroll, Field: "ca",
				Do: check.T("tls.self-signed.do", "Let your CA issue a certificate for the domain controller. Until then you can accept this one key, after the domain controller's team has read you the same fingerprint.")}}
	}
	return &check.Problem{Code: UnknownCA,
		Detail: check.T("tls.unknown-ca", "The certificate was issued by {{.issuer}}, which this computer does not trust.", "issuer", issuer(leaf)),
		Advice: check.Advice{Who: check.PKI, Command: exportCA, Field: "ca",
			Do: check.T("tls.unknown-ca.do", "Get the certificate of the CA {{.issuer}} and choose it here as CA file, or publish it to this computer by group policy.", "issuer", issuer(leaf))}}
}

// anotherKey names a certificate whose issuer is known by name, but signed with
// a key that nobody here has: what a CA that was renewed leaves behind.
func anotherKey(c *x509.Certificate) *check.Problem {
	p := issuerProblem(c)
	p.Detail = check.T("tls.unknown-ca.key", "The certificate {{.subject}} was issued by {{.issuer}}, but with another key than the certificate of this name that is at hand: the CA was renewed, or it is another one.", "subject", subject(c), "issuer", issuer(c))
	p.Advice.Do = check.T("tls.unknown-ca.key.do", "Get the present certificate of the CA {{.issuer}} and choose it here as CA file in place of the old one. Ask the CA team whether the CA was renewed.", "issuer", issuer(c))
	return p
}

// badChain names a chain that is refused although its issuer is known.
func badChain(leaf *x509.Certificate) *check.Problem {
	return &check.Problem{Code: BadChain,
		Detail: check.T("tls.bad-chain", "The CA {{.issuer}} is known, but a rule of the chain forbids this certificate.", "issuer", issuer(leaf)),
		Advice: check.Advice{Who: check.PKI, Command: list,
			Do: check.T("tls.bad-chain.do", "Let the CA team look at the basic constraints, name constraints and usages of the CA certificates, and issue the domain controller's certificate again.")}}
}

// invalidProblem names what the standard library found in one certificate of
// the chain, which may be an issuer.
func invalidProblem(err x509.CertificateInvalidError, leaf *x509.Certificate, at time.Time) *check.Problem {
	p := badChain(leaf)
	switch {
	case err.Reason == x509.Expired && validAt(err.Cert, at):
		p = issuerExpired(leaf)
	case err.Reason == x509.Expired && at.Before(err.Cert.NotBefore):
		p = notYetValid(err.Cert, at)
	case err.Reason == x509.Expired:
		p = expired(err.Cert, at)
		if err.Cert != leaf {
			p = caExpired(err.Cert, at)
		}
	case err.Reason == x509.IncompatibleUsage && err.Cert != nil:
		p = wrongUsage(err.Cert)
	}
	return caused(p, err)
}

// nameProblem names a certificate that is not for the name.
func nameProblem(leaf *x509.Certificate, name string) *check.Problem {
	carried := names(leaf)
	if len(carried) == 0 {
		return &check.Problem{Code: NoSAN,
			Detail: check.T("tls.no-san", "The certificate {{.subject}} has no host name in its Subject Alternative Name. The old style, a name in the subject only, is no longer accepted.", "subject", subject(leaf)),
			Advice: check.Advice{Who: check.PKI, Command: enroll,
				Do: check.T("tls.no-san.do", "Issue the domain controller's certificate again from the template Kerberos Authentication, which writes {{.name}} into the Subject Alternative Name.", "name", name)}}
	}
	p := &check.Problem{Code: WrongName,
		Detail: check.T("tls.wrong-name", "The certificate is for {{.names}}, not for {{.name}}.", "names", listed(carried), "name", name),
		Advice: check.Advice{Who: check.You, Field: "hosts", Command: list,
			Do: check.T("tls.wrong-name.do", "Use a name from the certificate as host, if it is the same domain controller. Otherwise let the CA team issue a certificate for {{.name}}.", "name", name)}}
	if _, err := netip.ParseAddr(name); err == nil && len(leaf.DNSNames) > 0 {
		p.Detail = check.T("tls.wrong-name.ip", "You entered the IP address {{.name}}, but the certificate is for {{.names}}.", "names", listed(carried), "name", name)
		p.Advice.Do = check.T("tls.wrong-name.ip.do", "Use the name instead of the address, if it is the same domain controller: {{.names}}.", "names", listed(carried))
	}
	return p
}

func expired(c *x509.Certificate, at time.Time) *check.Problem {
	days := int(at.Sub(c.NotAfter) / day)
	return &check.Problem{Code: Expired,
		Detail: check.N("tls.expired", days, "The certificate {{.subject}} expired on {{.until}}, {{.n}} day ago.", "The certificate {{.subject}} expired on {{.until}}, {{.n}} days ago.",
			"subject", subject(c), "until", date(c.NotAfter)),
		Advice: check.Advice{Who: check.PKI, Command: enroll,
			Do: check.T("tls.expired.do", "Renew it. If {{.now}} is not the right time, set the clock of this computer first.", "now", moment(at))}}
}

// caExpired is a CA between the leaf and the root, or the root: a new leaf would
// not help.
func caExpired(ca *x509.Certificate, at time.Time) *check.Problem {
	p := expired(ca, at)
	p.Detail = check.N("tls.expired.ca", int(at.Sub(ca.NotAfter)/day), "The certificate of the CA {{.ca}} expired on {{.until}}, {{.n}} day ago, and with it all that it has issued.", "The certificate of the CA {{.ca}} expired on {{.until}}, {{.n}} days ago, and with it all that it has issued.",
		"ca", subject(ca), "until", date(ca.NotAfter))
	p.Advice.Command = renewCA
	p.Advice.Do = check.T("tls.expired.ca.do", "Renew the certificate of the CA (this command on the CA, in a prompt as administrator). Then give the new one to this computer, to the domain controllers and to the platform. If {{.now}} is not the right time, set the clock of this computer first.", "now", moment(at))
	return p
}

// issuerExpired is what Windows says of a chain with a CA out of its dates: it
// does not tell which.
func issuerExpired(leaf *x509.Certificate) *check.Problem {
	return &check.Problem{Code: Expired,
		Detail: check.T("tls.expired.issuer", "A CA above the certificate {{.subject}} has expired, or is not valid yet.", "subject", subject(leaf)),
		Advice: check.Advice{Who: check.PKI, Command: exportCA,
			Do: check.T("tls.expired.issuer.do", "Look at the dates of the CA {{.issuer}} and of the CAs above it, and renew what has expired.", "issuer", issuer(leaf))}}
}

func notYetValid(c *x509.Certificate, at time.Time) *check.Problem {
	return &check.Problem{Code: NotYetValid,
		Detail: check.T("tls.not-yet-valid", "The certificate {{.subject}} is valid from {{.from}}, but the clock of this computer says {{.now}}.",
			"subject", subject(c), "from", moment(c.NotBefore), "now", moment(at)),
		Advice: check.Advice{Who: check.You, Command: "w32tm /resync",
			Do: check.T("tls.not-yet-valid.do", "Check the clock of this computer. If it is right, the clock of the CA was wrong when it issued the certificate: let it be issued again.")}}
}

// expiresSoon becomes more urgent 14 and 7 days before the end. AD CS renews a
// certificate by itself six weeks before, so one that is this close was
// forgotten or cannot be renewed.
func expiresSoon(leaf *x509.Certificate, left time.Duration) *check.Problem {
	do := check.T("tls.expires-soon.do", "Plan its renewal. Automatic renewal would have happened by now.")
	switch {
	case left < 7*day:
		do = check.T("tls.expires-soon.7.do", "Renew it now: after {{.until}} the connection stops working.", "until", moment(leaf.NotAfter))
	case left < 14*day:
		do = check.T("tls.expires-soon.14.do", "Renew it this week. Automatic renewal would have happened by now.")
	}
	return check.Warn(&check.Problem{Code: ExpiresSoon,
		Detail: check.N("tls.expires-soon", int(left/day), "The certificate expires in {{.n}} day, on {{.until}}.", "The certificate expires in {{.n}} days, on {{.until}}.", "until", date(leaf.NotAfter)),
		Advice: check.Advice{Who: check.PKI, Command: enroll, Do: do}})
}

func issuerExpiresSoon(ca *x509.Certificate, left time.Duration) *check.Problem {
	return check.Warn(&check.Problem{Code: ExpiresSoon,
		Detail: check.N("tls.expires-soon.ca", int(left/day), "The certificate of the CA {{.ca}} expires in {{.n}} day, on {{.until}}, and with it all that it has issued.", "The certificate of the CA {{.ca}} expires in {{.n}} days, on {{.until}}, and with it all that it has issued.", "ca", subject(ca), "until", date(ca.NotAfter)),
		Advice: check.Advice{Who: check.PKI,
			Do: check.T("tls.expires-soon.ca.do", "Renew the certificate of the CA before that day, give the new one to this computer and to the platform, and let the domain controllers enroll again.")}})
}

func wrongUsage(c *x509.Certificate) *check.Problem {
	return &check.Problem{Code: WrongUsage,
		Detail: check.T("tls.wrong-usage", "The certificate {{.subject}} is not meant for servers: it lacks the usage Server Authentication (1.3.6.1.5.5.7.3.1).", "subject", subject(c)),
		Advice: check.Advice{Who: check.PKI, Command: enroll,
			Do: check.T("tls.wrong-usage.do", "Issue a certificate from the template Kerberos Authentication, and remove this one from the store of the domain controller so that it is not chosen again.")}}
}

func weakSignature(c, leaf *x509.Certificate) *check.Problem {
	p := &check.Problem{Code: WeakSignature,
		Detail: check.T("tls.weak-signature", "The certificate {{.subject}} is signed with {{.algorithm}}, which can be forged.", "subject", subject(c), "algorithm", c.SignatureAlgorithm.String()),
		Advice: check.Advice{Who: check.PKI, Command: signSHA2,
			Do: check.T("tls.weak-signature.do", "Let the CA sign with SHA-256 (this command on the CA, then restart its service), and issue the domain controller's certificate again.")}}
	if c != leaf {
		p.Advice.Do = check.T("tls.weak-signature.ca.do", "Let the CA above it sign with SHA-256 (this command there, then restart its service), renew the certificate {{.subject}}, and then the domain controller's.", "subject", subject(c))
	}
	return p
}

func weakKey(leaf *x509.Certificate) *check.Problem {
	return &check.Problem{Code: WeakKey,
		Detail: check.T("tls.weak-key", "The certificate has a short key: {{.key}}. Use RSA 2048 or ECDSA P-256 at least.", "key", keyName(leaf)),
		Advice: check.Advice{Who: check.PKI, Command: enroll,
			Do: check.T("tls.weak-key.do", "Set the minimum key size of the template to 2048 and issue the domain controller's certificate again.")}}
}

func date(t time.Time) string { return t.UTC().Format("2006-01-02") }

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
