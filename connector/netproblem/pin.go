package netproblem

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"
)

// Pin is the SHA-256 of a certificate's SubjectPublicKeyInfo. A host with a
// pin is accepted by its key instead of by its chain and name, so it survives
// a renewal that keeps the key. The text form is the one of RFC 7469 and of
// curl: "sha256//" and base64.
type Pin struct {
	SHA256 [sha256.Size]byte
}

const pinScheme = "sha256//"

// PinOf returns the pin of a certificate's key.
func PinOf(c *x509.Certificate) Pin {
	return Pin{sha256.Sum256(c.RawSubjectPublicKeyInfo)}
}

// ParsePin reads the text form. It takes what String returns and nothing else:
// a pin that was mistyped must not turn into another pin.
func ParsePin(s string) (Pin, error) {
	body, ok := strings.CutPrefix(s, pinScheme)
	if !ok {
		return Pin{}, fmt.Errorf("parse pin %q: it does not begin with %s", s, pinScheme)
	}
	b, err := base64.StdEncoding.Strict().DecodeString(body)
	if err != nil || strings.ContainsAny(body, "\r\n") {
		return Pin{}, fmt.Errorf("parse pin %q: the rest is not base64", s)
	}
	if len(b) != sha256.Size {
		return Pin{}, fmt.Errorf("parse pin %q: %d bytes, want %d", s, len(b), sha256.Size)
	}
	return Pin{[sha256.Size]byte(b)}, nil
}

// String returns the text form, "sha256//" and base64.
func (p Pin) String() string {
	return pinScheme + base64.StdEncoding.EncodeToString(p.SHA256[:])
}

// IsZero reports whether there is no pin.
func (p Pin) IsZero() bool { return p == Pin{} }

// Matches reports whether the certificate holds the pinned key. The zero Pin
// matches nothing.
func (p Pin) Matches(c *x509.Certificate) bool {
	got := PinOf(c)
	return !p.IsZero() && subtle.ConstantTimeCompare(p.SHA256[:], got.SHA256[:]) == 1
}

// MarshalText implements encoding.TextMarshaler.
func (p Pin) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Pin) UnmarshalText(b []byte) error {
	q, err := ParsePin(string(b))
	if err != nil {
		return err
	}
	*p = q
	return nil
}
