package netproblem

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"reflect"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// HandshakeError is a TLS handshake that failed; the certificate had no part
// in it. It tells Explain at which point the connection broke.
type HandshakeError struct {
	Err error
	// Received is how many bytes the peer had sent.
	Received int64
	// AskedForOurs means that the peer had asked for a certificate of the client.
	AskedForOurs bool
}

// Error returns the cause with its context.
func (e *HandshakeError) Error() string { return "tls handshake: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *HandshakeError) Unwrap() error { return e.Err }

// begun reports whether the peer sent at least the five bytes of a record's
// header; crypto/tls would have complained if they were not of TLS.
func (e *HandshakeError) begun() bool { return e.Received >= 5 }

// greeted reports whether the peer had agreed to version and suite before the
// handshake failed: it sent more than a record with an alert, which has seven
// bytes.
func greeted(err error) bool {
	h, ok := errors.AsType[*HandshakeError](err)
	return ok && h.Received > 7
}

// askedForOurs reports whether the peer wanted a certificate of the client
// before the handshake failed. Up to TLS 1.2 the alert does not tell.
func askedForOurs(err error) bool {
	h, ok := errors.AsType[*HandshakeError](err)
	return ok && h.AskedForOurs
}

// answeredInTLS reports whether err shows that the peer speaks TLS: it sent an
// alert, or records before it hung up.
func answeredInTLS(err error) bool {
	if _, ok := alertOf(err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return false
	}
	h, ok := errors.AsType[*HandshakeError](err)
	return ok && h.begun()
}

// alert is a TLS alert description (RFC 8446, section 6).
type alert uint8

const (
	alertHandshakeFailure     alert = 40
	alertProtocolVersion      alert = 70
	alertInsufficientSecurity alert = 71
	alertCertificateRequired  alert = 116
)

// alertOf returns the alert that the peer sent. crypto/tls exports its alert
// type for QUIC only; over TCP it is an unexported uint8 in a *net.OpError
// called "remote error", hence the reflection.
func alertOf(err error) (alert, bool) { return alertCalled("remote error", err) }

// alertCalled returns the alert in an operation of that name; those that our
// own side sends are called "local error".
func alertCalled(operation string, err error) (alert, bool) {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != operation || op.Err == nil {
		return 0, false
	}
	v := reflect.ValueOf(op.Err)
	if v.Kind() != reflect.Uint8 || v.Type().PkgPath() != "crypto/tls" {
		return 0, false
	}
	return alert(v.Uint()), true
}

// damaged names a connection that broke after the handshake: by a record that
// cannot be read, or by an alert of either side. A peer that wants a certificate
// of the client says so only then (RFC 8446, section 4.4.2.4), which is left to
// alerted. What speaks to Microsoft does not tell where the handshake ended.
func damaged(peer Peer, err error) *check.Problem {
	if _, shaking := errors.AsType[*HandshakeError](err); shaking || peer.System == Microsoft {
		return nil
	}
	_, unreadable := errors.AsType[tls.RecordHeaderError](err)
	_, local := alertCalled("local error", err)
	if a, remote := alertOf(err); unreadable || local || remote && a != alertCertificateRequired {
		return broken(peer)
	}
	return nil
}

// alerted names an alert from the peer.
func alerted(peer Peer, err error) *check.Problem {
	a, ok := alertOf(err)
	if !ok {
		return nil
	}
	switch {
	case a == alertCertificateRequired, askedForOurs(err):
		return clientCertificate(peer)
	case greeted(err):
		return cutInTLS(peer)
	case a == alertProtocolVersion:
		return oldVersion(peer, 0)
	case a == alertHandshakeFailure, a == alertInsufficientSecurity:
		return noCommonCipher(peer, 0)
	}
	return cutInTLS(peer)
}

// The texts with which crypto/tls refuses what a server chose. They have no
// type, so this is the one place that goes by text; TestHandshake meets all but
// the last on a real connection, and will notice when Go changes the wording.
const (
	textVersion     = "tls: server selected unsupported protocol version "
	textSuite       = "tls: server chose an unconfigured cipher suite"
	textCertificate = "tls: failed to parse certificate from server: "
	textKeyTooLong  = "tls: server sent certificate containing RSA key larger than "
	textKeyType     = "tls: server's certificate contains an unsupported type of public key: "
)

// refusedByUs names what our own side of the handshake refused.
func refusedByUs(peer Peer, err error) *check.Problem {
	h, ok := errors.AsType[*HandshakeError](err)
	if !ok {
		return nil
	}
	text := h.Err.Error()
	if hex, ok := strings.CutPrefix(text, textVersion); ok {
		version, _ := strconv.ParseUint(hex, 16, 16)
		return oldVersion(peer, uint16(version))
	}
	switch {
	case strings.HasPrefix(text, textSuite):
		return noCommonCipher(peer, 0)
	case strings.HasPrefix(text, textCertificate):
		return unreadable(peer.Host)
	case strings.HasPrefix(text, textKeyTooLong), strings.HasPrefix(text, textKeyType):
		return unusableKey(peer.Host)
	}
	return nil
}

// untrusted names a refusal of a client that verifies by itself, such as
// net/http, which reports one fault only.
func untrusted(peer Peer, err error) *check.Problem {
	p := verification(peer, err)
	if p == nil || peer.System != Microsoft {
		return p
	}
	if inspected := Inspection(peer, chainOf(err)); inspected != nil && p.Code == UnknownCA {
		inspected.Severity = check.Failure
		return inspected
	}
	p.Advice = foreignTrust(peer)
	return p
}

func verification(peer Peer, err error) *check.Problem {
	leaf := leafOf(err)
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		return nameProblem(wrong.Certificate, peer.Host)
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		return invalidProblem(invalid, invalid.Cert, time.Now())
	}
	if _, ok := errors.AsType[x509.UnhandledCriticalExtension](err); ok && leaf != nil {
		return notUnderstood(leaf)
	}
	unknown, ok := errors.AsType[x509.UnknownAuthorityError](err)
	if ok && leaf == nil {
		leaf = unknown.Cert
	}
	switch {
	case !ok || leaf == nil:
		return nil
	case weak(leaf):
		return weakSignature(leaf, leaf)
	}
	return issuerProblem(leaf)
}

func chainOf(err error) []*x509.Certificate {
	if v, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return v.UnverifiedCertificates
	}
	return nil
}

func leafOf(err error) *x509.Certificate {
	if chain := chainOf(err); len(chain) > 0 {
		return chain[0]
	}
	return nil
}
