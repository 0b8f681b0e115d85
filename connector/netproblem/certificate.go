package netproblem

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// Certificate is what a certificate says, fit to be shown: texts are cleaned,
// because a rogue server writes what it likes into them.
type Certificate struct {
	Subject, Issuer string
	// Names are the DNS names and IP addresses of the Subject Alternative
	// Name, at most 100.
	Names     []string
	NotBefore time.Time
	NotAfter  time.Time
	// SHA256 is the fingerprint of the whole certificate, as OpenSSL writes it:
	// upper-case hexadecimal pairs with colons.
	SHA256 string
	Pin    Pin
	// Key is the kind and size of the key: "RSA 2048", "ECDSA P-256".
	Key string
	// Signature is the algorithm with which it is signed: "SHA256-RSA".
	Signature string
	// CA reports whether it may issue certificates.
	CA bool
}

// maxNames limits what one certificate can fill a page with; a real domain
// controller has about three names.
const maxNames = 100

// Summary returns what c says.
func Summary(c *x509.Certificate) Certificate {
	return Certificate{
		Subject: subject(c), Issuer: distinguished(c.RawIssuer),
		Names:     names(c),
		NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
		SHA256: Fingerprint(c), Pin: PinOf(c),
		Key: keyName(c), Signature: c.SignatureAlgorithm.String(),
		CA: c.BasicConstraintsValid && c.IsCA,
	}
}

// Fingerprint returns the SHA-256 of the certificate in hexadecimal pairs.
func Fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return pairs(sum[:])
}

func pairs(sum []byte) string { return strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":") }

func (c Certificate) facts() check.Facts {
	return check.Facts{
		"subject": c.Subject, "issuer": c.Issuer, "names": c.Names,
		"notBefore": c.NotBefore.Format(time.RFC3339), "notAfter": c.NotAfter.Format(time.RFC3339),
		"sha256": c.SHA256, "pin": c.Pin.String(), "key": c.Key, "signature": c.Signature,
	}
}

// subject never returns an empty text: a certificate may have no subject when
// it has other names.
func subject(c *x509.Certificate) string {
	if s := distinguished(c.RawSubject); s != "" {
		return s
	}
	if n := names(c); len(n) > 0 {
		return n[0]
	}
	return "SHA-256 " + Fingerprint(c)
}

// issuer returns the short name of a certificate's issuer, for a sentence.
func issuer(c *x509.Certificate) string {
	for _, s := range []string{check.Clean(c.Issuer.CommonName), distinguished(c.RawIssuer)} {
		if s != "" {
			return s
		}
	}
	return "SHA-256 " + Fingerprint(c)
}

func names(c *x509.Certificate) []string {
	out := []string{}
	for _, n := range c.DNSNames {
		out = append(out, check.Clean(n))
	}
	for _, ip := range c.IPAddresses {
		out = append(out, ip.String())
	}
	if len(out) > maxNames {
		out = out[:maxNames]
	}
	return out
}

// listed joins names for a sentence.
func listed(all []string) string {
	const enough = 6
	if len(all) <= enough {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:enough], ", ") + ", …"
}

func keyName(c *x509.Certificate) string {
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", k.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + k.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return c.PublicKeyAlgorithm.String()
}

// keyStrength sorts keys by NIST SP 800-57: at least 112 bits of security. DSA is
// not among them, because no TLS library of today speaks it.
type keyStrength int

const (
	strong keyStrength = iota
	short              // works, but should not be used any more
	useless
)

// strength judges a key. RSA below 1024 bits is refused by crypto/tls as well.
func strength(c *x509.Certificate) keyStrength {
	bits, least := 0, 0
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		bits, least = k.N.BitLen(), 2048
	case *ecdsa.PublicKey:
		bits, least = k.Curve.Params().BitSize, 224
	}
	switch {
	case bits >= least:
		return strong
	case least == 2048 && bits < 1024:
		return useless
	}
	return short
}

// weak reports whether the certificate is signed with an algorithm whose
// collisions are known. Go gives an UnknownAuthorityError for such a chain.
func weak(c *x509.Certificate) bool {
	return slices.Contains([]x509.SignatureAlgorithm{x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1},
		c.SignatureAlgorithm)
}

// selfSigned reports whether the certificate was signed with its own key. An
// algorithm that Go no longer verifies is taken at its word.
func selfSigned(c *x509.Certificate) bool {
	if !bytes.Equal(c.RawSubject, c.RawIssuer) {
		return false
	}
	err := c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature)
	_, tooWeak := errors.AsType[x509.InsecureAlgorithmError](err)
	return err == nil || tooWeak
}
