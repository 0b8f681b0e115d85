package netproblem

import (
	"bytes"
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"
)

// This file sees the inside where the outside cannot be had here: Windows'
// error numbers, a system store that does not answer.

func TestKindOf(t *testing.T) {
	for _, tc := range []struct {
		errno   syscall.Errno
		windows kind
		linux   kind
	}{
		{10061, refusedKind, refusedKind},
		{10054, resetKind, resetKind},
		{10060, timeoutKind, timeoutKind},
		{64, resetKind, unknownKind},
		{121, timeoutKind, unknownKind},
		{4294, unknownKind, unknownKind},
	} {
		if got := kindOf(tc.errno, "windows"); got != tc.windows {
			t.Errorf("kindOf(%d, windows) = %v, want %v", tc.errno, got, tc.windows)
		}
		if got := kindOf(tc.errno, "linux"); got != tc.linux {
			t.Errorf("kindOf(%d, linux) = %v, want %v", tc.errno, got, tc.linux)
		}
	}
}

// TestInTime meets a system store that never answers.
func TestInTime(t *testing.T) {
	release, ended := make(chan struct{}), make(chan struct{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, judged := inTime(ctx, func() Verdict {
		defer close(ended)
		<-release
		return Verdict{TrustedBy: SystemStore}
	})
	if judged {
		t.Error("inTime waited for an answer that never came")
	}
	close(release)
	<-ended
	p := storeSilent("dc1.corp.example.com", ctx.Err())
	if p.Code != Timeout || p.Severity != 1 || !errors.Is(p, context.DeadlineExceeded) {
		t.Errorf("storeSilent = %v, want an uncertain timeout", p)
	}
	v, judged := inTime(t.Context(), func() Verdict { return Verdict{TrustedBy: SystemStore} })
	if !judged || v.TrustedBy != SystemStore {
		t.Errorf("inTime = %v, %v", v, judged)
	}
}

// TestWindowsVerdicts are coarser than those of Go: an issuer out of its dates
// is reported with the leaf.
func TestWindowsVerdicts(t *testing.T) {
	at := time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	leaf := &x509.Certificate{NotBefore: at.Add(-day), NotAfter: at.Add(day), Issuer: pkix.Name{CommonName: "Corp Issuing CA"}}
	p := invalidProblem(x509.CertificateInvalidError{Cert: leaf, Reason: x509.Expired}, leaf, at)
	if p.Code != Expired || !strings.Contains(p.Detail.String(), "A CA above") || !strings.Contains(p.Advice.Do.String(), "Corp Issuing CA") {
		t.Errorf("invalidProblem = %v", p)
	}
}

func TestLDAPAnswer(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   string
		want bool
	}{
		{"entry of Active Directory", "\x30\x84\x00\x00\x00\x15\x02\x01\x01\x64\x84\x00\x00\x00\x04\x04\x00\x30\x00", true},
		{"done, short lengths", "\x30\x0c\x02\x01\x01\x65\x07\x0a\x01\x00\x04\x00\x04\x00", true},
		{"good-bye", "\x30\x16\x02\x01\x00\x78\x11\x0a\x01\x34\x04\x00\x04\x00", true},
		{"long entry, cut", "\x30\x82\x10\x00\x02\x01\x01\x64\x82\x0f\xf0", true},
		{"bind response", "\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00", false},
		{"no message number", "\x30\x0c\x65\x07\x0a\x01\x00\x04\x00\x04\x00", false},
		{"nothing after the number", "\x30\x03\x02\x01\x01", false},
		{"indefinite length", "\x30\x80\x02\x01\x01\x65", false},
		{"length of five bytes", "\x30\x85\x00\x00\x00\x00\x05\x02\x01\x01\x65", false},
		{"length cut", "\x30\x84\x00", false},
		{"web server", "HTTP/1.1 400", false},
		{"one byte", "\x30", false},
		{"nothing", "", false},
	} {
		if got := ldapAnswer([]byte(tc.in)); got != tc.want {
			t.Errorf("%s: ldapAnswer(%x) = %v, want %v", tc.name, tc.in, got, tc.want)
		}
	}
}

// FuzzLDAPAnswer holds that no answer of a stranger takes the program down.
func FuzzLDAPAnswer(f *testing.F) {
	f.Add([]byte("\x30\x84\x00\x00\x00\x15\x02\x01\x01\x64\x84"))
	f.Add([]byte("\x30\x84\xff\xff\xff\xff\x02\x01\x01\x65"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if ldapAnswer(b) && b[0] != 0x30 {
			t.Errorf("ldapAnswer(%x) = true", b)
		}
	})
}

func TestReadHello(t *testing.T) {
	random := strings.Repeat("r", 32)
	hello := "\x02\x00\x00\x26\x03\x03" + random + "\x00\xc0\x2f\x00"
	for _, tc := range []struct {
		name string
		in   string
		want uint16 // the suite, 0 if there was no hello
		der  int
	}{
		{"hello and certificates in one record", "\x16\x03\x03\x00\x36" + hello + "\x0b\x00\x00\x08\x00\x00\x05\x00\x00\x02ab", 0xc02f, 1},
		{"a message over two records", "\x16\x03\x03\x00\x10" + hello[:16] + "\x16\x03\x03\x00\x1a" + hello[16:], 0xc02f, 0},
		{"no certificate, as in an anonymous suite", "\x16\x03\x03\x00\x2e" + hello + "\x0e\x00\x00\x00", 0xc02f, 0},
		{"another message between", "\x16\x03\x03\x00\x38" + hello + "\x04\x00\x00\x00" + "\x0b\x00\x00\x06\x00\x00\x03\x00\x00\x00", 0xc02f, 1},
		{"certificate list too short", "\x16\x03\x03\x00\x35" + hello + "\x0b\x00\x00\x07\x00\x00\x04\x00\x00\x09a", 0xc02f, 0},
		{"hello too short", "\x16\x03\x03\x00\x08\x02\x00\x00\x04\x03\x03rr", 0, 0},
		{"session longer than the hello", "\x16\x03\x03\x00\x28\x02\x00\x00\x24\x03\x03" + random + "\x20\x00", 0, 0},
		{"certificate without a hello", "\x16\x03\x03\x00\x0c\x0b\x00\x00\x08\x00\x00\x05\x00\x00\x02ab", 0, 0},
		{"alert", "\x15\x03\x03\x00\x02\x02\x28", 0, 0},
		{"empty record", "\x16\x03\x03\x00\x00", 0, 0},
		{"web server", "HTTP/1.1 400 Bad Request", 0, 0},
		{"nothing", "", 0, 0},
	} {
		got, seen := readHello(strings.NewReader(tc.in))
		if got.suite != tc.want || seen != (tc.want != 0) || (seen && len(got.certificates) != tc.der) {
			t.Errorf("%s: readHello = %04x, %d certificates, %v, want %04x, %d", tc.name, got.suite, len(got.certificates), seen, tc.want, tc.der)
		}
	}
}

// TestReadHelloEnds meets a server that never comes to an end.
func TestReadHelloEnds(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("\x16\x03\x03\xff\xff\x0b\xff\xff\xff"), neverEnding{})
	if _, seen := readHello(endless); seen {
		t.Error("a hello was seen")
	}
}

// neverEnding sends handshake records of one byte.
type neverEnding struct{}

func (neverEnding) Read(b []byte) (int, error) {
	return copy(b, bytes.Repeat([]byte("\x16\x03\x03\x00\x01\x0b"), len(b)/6+1)), nil
}

func FuzzReadHello(f *testing.F) {
	f.Add([]byte("\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03" + strings.Repeat("r", 32) + "\x00\xc0\x2f\x00"))
	f.Add([]byte("\x16\x03\x03\x00\x0c\x0b\x00\x00\x08\x00\x00\x05\x00\x00\x02ab"))
	f.Fuzz(func(t *testing.T, b []byte) {
		hello, seen := readHello(bytes.NewReader(b))
		if seen && len(b) < 5+4+38 {
			t.Errorf("readHello(%x) saw %v in too few bytes", b, hello)
		}
		parsed(hello.certificates)
	})
}
