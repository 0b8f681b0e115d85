// Package secret holds a password in a way that cannot be printed, logged or
// encoded by accident.
//
// A Text keeps its bytes behind a function, because fmt and encoding/gob reach
// through methods into unexported fields, but not into a closure. Every way of
// formatting and encoding it gives the same mask, which does not tell the
// length. Reveal is the only way out: call it once, in the call that sends the
// secret, and keep the string no longer than that.
//
// What it cannot do: the copies that the TLS and LDAP libraries make of a
// string cannot be cleared by Go code.
package secret

import (
	"crypto/subtle"
	"fmt"
	"log/slog"
)

// Mask is what every formatting of a secret shows.
const Mask = "••••••"

// Text is a secret text. The zero value is an empty one. Copies share their
// bytes: wiping one wipes all.
type Text struct {
	bytes func() []byte
}

// New returns s as a secret.
func New(s string) Text { return FromBytes([]byte(s)) }

// FromBytes returns b as a secret. It takes b over: the caller must not use it
// any more.
func FromBytes(b []byte) Text { return Text{bytes: func() []byte { return b }} }

// Reveal returns the secret as a string.
func (t Text) Reveal() string { return string(t.get()) }

// Empty reports whether there is nothing in it.
func (t Text) Empty() bool { return len(t.get()) == 0 }

// Len returns the length in bytes.
func (t Text) Len() int { return len(t.get()) }

// Equal compares two secrets in constant time.
func (t Text) Equal(o Text) bool { return subtle.ConstantTimeCompare(t.get(), o.get()) == 1 }

// Same reports whether two secrets share their bytes; the same text typed twice
// does not.
func (t Text) Same(o Text) bool {
	a, b := t.get(), o.get()
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// Clone returns a secret with bytes of its own, which a Wipe of t leaves alone.
func (t Text) Clone() Text { return New(t.Reveal()) }

// Wipe overwrites the bytes with zeros. What Reveal returned stays as it is.
func (t Text) Wipe() { clear(t.get()) }

func (t Text) get() []byte {
	if t.bytes == nil {
		return nil
	}
	return t.bytes()
}

// Format implements fmt.Formatter for every verb and flag.
func (t Text) Format(s fmt.State, _ rune) { fmt.Fprint(s, Mask) }

// String implements fmt.Stringer.
func (t Text) String() string { return Mask }

// GoString implements fmt.GoStringer.
func (t Text) GoString() string { return Mask }

// LogValue implements slog.LogValuer.
func (t Text) LogValue() slog.Value { return slog.StringValue(Mask) }

// MarshalText implements encoding.TextMarshaler, and with it JSON and XML.
func (t Text) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// GobEncode implements gob.GobEncoder.
func (t Text) GobEncode() ([]byte, error) { return []byte(Mask), nil }
