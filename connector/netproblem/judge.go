package netproblem

import (
	"crypto/x509"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// Verdict is everything that can be said about a certificate.
type Verdict struct {
	// Problems are all of them, gravest first; warnings among them.
	Problems check.Problems
	// Leaf is the host's certificate and Chain all that the host sent, the leaf
	// first. They are filled even when nothing can be trusted.
	Leaf  Certificate
	Chain []Certificate
	// TrustedBy is who vouches for the certificate on this computer, and File
	// the CA file when that is who.
	TrustedBy Voucher
	File      string
	// CA is what the platform needs to trust the same host.
	CA Authority
	// OfferNames are names in a trusted certificate that could replace the name
	// that did not fit, best first. They are for the admin to choose from: a
	// name is never adopted silently, because every computer of a domain has a
	// certificate with some name.
	OfferNames []string
	// Version and Cipher name what was negotiated, such as "TLS 1.3"; Handshake
	// fills them.
	Version, Cipher string
}

// OK reports whether the certificate is accepted, with or without warnings.
// The zero Verdict is not.
func (v Verdict) OK() bool {
	return v.TrustedBy != Nobody && !slices.ContainsFunc(v.Problems, fails)
}

func fails(p *check.Problem) bool { return p.Severity != check.Warning }

// Has reports whether the code is among the problems.
func (v Verdict) Has(code check.Code) bool {
	return slices.ContainsFunc(v.Problems, func(p *check.Problem) bool { return p.Code == code })
}

// Err returns the problems as an error, for check.Run, or nil. Warnings alone
// are an error too: that is how a check says that it passed with a warning.
func (v Verdict) Err() error { return v.Problems.Err() }

// Judge names everything that is wrong with the certificate at the head of
// chain, each fault independent of the others. It asks the system store, which
// can be slow on Windows; Handshake does not wait for it longer than allowed.
func Judge(chain []*x509.Certificate, e Expect) Verdict {
	if len(chain) == 0 {
		return Verdict{Problems: check.Problems{unreadable(e.Name)}}
	}
	j := &judge{Expect: e, leaf: chain[0], sent: chain[1:], path: chain, at: e.now(), verdict: seen(chain)}
	for _, look := range []func(){j.identity, j.dates, j.usage, j.signatures, j.key} {
		look()
	}
	if j.verdict.TrustedBy == Nobody && !slices.ContainsFunc(j.verdict.Problems, fails) {
		j.add(badChain(j.leaf)) // a refusal without a reason must not happen, and must not read as success
	}
	slices.SortStableFunc(j.verdict.Problems, func(a, b *check.Problem) int { return int(a.Severity) - int(b.Severity) })
	return j.verdict
}

// seen returns a verdict that only shows the certificates; it is not OK.
func seen(chain []*x509.Certificate) Verdict {
	if len(chain) == 0 {
		return Verdict{}
	}
	v := Verdict{Leaf: Summary(chain[0]), CA: unprovenAuthority(chain)}
	for _, c := range chain {
		v.Chain = append(v.Chain, Summary(c))
	}
	return v
}

// judge is one judgement in progress.
type judge struct {
	Expect
	leaf *x509.Certificate
	sent []*x509.Certificate
	at   time.Time
	// path is what leads from the leaf to somebody who vouches, without the
	// latter; what the host sent, as long as that is not known.
	path []*x509.Certificate
	// issuers are the certificates above a leaf that somebody vouches for.
	issuers []*x509.Certificate
	verdict Verdict
}

func (j *judge) add(p *check.Problem) { j.verdict.Problems = append(j.verdict.Problems, p) }

// identity asks whether this is the host that was meant: by its pin where
// there is one, else by chain and name.
func (j *judge) identity() {
	if j.Pin == nil {
		j.chain()
		j.name()
		return
	}
	if !j.Pin.Matches(j.leaf) {
		j.add(pinChanged(*j.Pin, j.leaf))
		return
	}
	j.verdict.TrustedBy = Pinned
}

// chain asks who vouches for the certificate. The time is moved into the
// certificate's own validity, so that an expired one is not called untrusted as
// well; if then only an issuer does not fit that time, because it was renewed
// later, nothing is said about it. A usage that does not fit is left to its own
// look.
func (j *judge) chain() {
	usage := x509.ExtKeyUsageServerAuth
	if !forServers(j.leaf) {
		usage = x509.ExtKeyUsageAny
	}
	at := within(j.leaf, j.at)
	v, err := j.voucherFor(j.leaf, j.sent, at, usage)
	if err == nil {
		j.verdict.TrustedBy, j.verdict.File = v.by, v.file
		j.verdict.CA, j.path, j.issuers = provenAuthority(v), v.chain[:max(1, len(v.chain)-1)], v.chain[1:]
		return
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if at.Equal(j.at) || !validAt(invalid.Cert, j.at) {
			j.add(invalidProblem(invalid, j.leaf, j.at))
		}
		return
	}
	if _, ok := errors.AsType[x509.UnhandledCriticalExtension](err); ok {
		j.add(caused(notUnderstood(j.leaf), err))
		return
	}
	if !uninformative(err) {
		j.add(caused(badChain(j.leaf), err))
		return
	}
	if !j.hiddenBySignature(at) {
		j.add(caused(j.strangerProblem(), err))
	}
}

// strangerProblem names a chain that leads to nobody. It goes up as far as keys
// fit; where only the name fits that is the fault.
func (j *judge) strangerProblem() *check.Problem {
	signed := func(c *x509.Certificate) func(*x509.Certificate) bool {
		return func(by *x509.Certificate) bool {
			return by.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
		}
	}
	c := j.leaf
	for range len(j.path) {
		issuers := j.issuersOf(c, j.sent)
		n := slices.IndexFunc(issuers, signed(c))
		if selfSigned(c) || len(issuers) == 0 {
			break
		}
		if n < 0 {
			return anotherKey(c)
		}
		c = issuers[n]
	}
	return issuerProblem(j.leaf)
}

// hiddenBySignature reports whether the issuer could not be asked because of a
// weak signature, which Go reports as an unknown issuer. The issuer is then
// judged in its own right; if it is not at hand nothing is known about it, and
// nothing is claimed.
func (j *judge) hiddenBySignature(at time.Time) bool {
	for _, c := range j.path {
		if !weak(c) || selfSigned(c) {
			continue
		}
		issuers := j.issuersOf(c, j.sent)
		return len(issuers) == 0 || slices.ContainsFunc(issuers, func(issuer *x509.Certificate) bool {
			_, err := j.voucherFor(issuer, j.sent, at, x509.ExtKeyUsageAny)
			return err == nil
		})
	}
	return false
}

func (j *judge) name() {
	if j.leaf.VerifyHostname(hostname(j.Name)) == nil {
		return
	}
	j.add(nameProblem(j.leaf, j.Name))
	if j.verdict.TrustedBy != Nobody {
		j.verdict.OfferNames = offers(j.leaf, j.Name)
	}
}

// hostname returns name in the form that VerifyHostname reads: without the
// root's dot, without an IPv6 zone.
func hostname(name string) string {
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.WithZone("").Unmap().String()
	}
	return strings.TrimSuffix(name, ".")
}

func (j *judge) dates() {
	switch left := j.leaf.NotAfter.Sub(j.at); {
	case j.at.Before(j.leaf.NotBefore):
		j.add(notYetValid(j.leaf, j.at))
	case left < 0:
		j.add(expired(j.leaf, j.at))
	case left < 30*day:
		j.add(expiresSoon(j.leaf, left))
	default:
		j.issuerDates()
	}
}

// issuerDates looks for an issuer that ends before a certificate that is fine
// itself: everything that it has issued ends with it.
func (j *judge) issuerDates() {
	for _, c := range j.issuers {
		if left := c.NotAfter.Sub(j.at); left >= 0 && left < 30*day && c.NotAfter.Before(j.leaf.NotAfter) {
			j.add(issuerExpiresSoon(c, left))
			return
		}
	}
}

const day = 24 * time.Hour

func validAt(c *x509.Certificate, at time.Time) bool { return within(c, at).Equal(at) }

// within returns the moment nearest to at in the certificate's validity.
func within(c *x509.Certificate, at time.Time) time.Time {
	switch {
	case at.Before(c.NotBefore):
		return c.NotBefore
	case at.After(c.NotAfter):
		return c.NotAfter
	}
	return at
}

func (j *judge) usage() {
	if !forServers(j.leaf) {
		j.add(wrongUsage(j.leaf))
	}
}

// forServers reports whether the certificate may identify a server. Without
// any extended usage it may be used for everything (RFC 5280, section
// 4.2.1.12).
func forServers(c *x509.Certificate) bool {
	if len(c.ExtKeyUsage) == 0 && len(c.UnknownExtKeyUsage) == 0 {
		return true
	}
	return slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageServerAuth) || slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny)
}

// signatures looks at the leaf and at what is between it and the root. A
// self-signed certificate is left out, because nobody relies on its signature,
// and with a pin nobody relies on any.
func (j *judge) signatures() {
	if j.Pin != nil {
		return
	}
	for _, c := range j.path {
		if weak(c) && !selfSigned(c) {
			j.add(weakSignature(c, j.leaf))
			return
		}
	}
}

func (j *judge) key() {
	switch strength(j.leaf) {
	case short:
		j.add(check.Warn(weakKey(j.leaf)))
	case useless:
		j.add(weakKey(j.leaf))
	}
}

// offers returns the names of the certificate that could stand for typed: those
// of the same host first, then by depth, because the certificate of a domain
// controller also carries the name of its domain.
func offers(c *x509.Certificate, typed string) []string {
	short, _, _ := strings.Cut(strings.ToLower(typed), ".")
	var out []string
	for _, n := range names(c) {
		_, err := netip.ParseAddr(n)
		if err == nil || strings.Contains(n, "*") || !strings.Contains(n, ".") {
			continue
		}
		out = append(out, strings.ToLower(strings.TrimSuffix(n, ".")))
	}
	slices.SortStableFunc(out, func(a, b string) int {
		if x, y := strings.HasPrefix(a, short+"."), strings.HasPrefix(b, short+"."); x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Count(b, ".") - strings.Count(a, ".")
	})
	return slices.Compact(out)
}
