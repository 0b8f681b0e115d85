package netproblem

import "hire2retire-setup/connector/check"

// The codes of this package. Their meanings never change.
const (
	// UnknownHost: DNS answered that there is no such name.
	UnknownHost check.Code = "net.unknown-host"
	// NoDNS: DNS did not answer, so nothing is known about the name.
	NoDNS check.Code = "net.no-dns"
	// Refused: the host answered that nothing listens on the port.
	Refused check.Code = "net.refused"
	// Timeout: no answer in time, while connecting or later.
	Timeout check.Code = "net.timeout"
	// Unreachable: there is no route to the host.
	Unreachable check.Code = "net.unreachable"
	// Blocked: this computer itself forbade the connection.
	Blocked check.Code = "net.blocked"
	// Interrupted: the connection was lost after it had worked.
	Interrupted check.Code = "net.interrupted"
	// Proxy: the proxy refused, or could not be reached.
	Proxy check.Code = "net.proxy"

	// NotTLS: the port speaks something else.
	NotTLS check.Code = "tls.not-tls"
	// Closed: the peer ends the connection when TLS starts.
	Closed check.Code = "tls.closed"
	// OldVersion: the peer offers nothing newer than TLS 1.1.
	OldVersion check.Code = "tls.old-version"
	// NoCommonCipher: no cipher suite that both sides accept.
	NoCommonCipher check.Code = "tls.no-common-cipher"
	// ClientCertificate: the peer demands a certificate of the client.
	ClientCertificate check.Code = "tls.client-certificate"
	// Unreadable: the certificate is malformed, or has parts that cannot be
	// understood.
	Unreadable check.Code = "tls.unreadable"

	// PinChanged: the key is not the one that was pinned.
	PinChanged check.Code = "tls.pin-changed"
	// SelfSigned: the certificate vouches for itself, and nobody else does.
	SelfSigned check.Code = "tls.self-signed"
	// UnknownCA: the issuer is not trusted on this computer.
	UnknownCA check.Code = "tls.unknown-ca"
	// BadChain: the issuer is known, but must not issue this certificate.
	BadChain check.Code = "tls.bad-chain"
	// NoSAN: the certificate has no Subject Alternative Name.
	NoSAN check.Code = "tls.no-san"
	// WrongName: the certificate is for other names.
	WrongName check.Code = "tls.wrong-name"
	// Expired: the certificate, or one of its issuers, is past its end.
	Expired check.Code = "tls.expired"
	// NotYetValid: its begin is in the future, or a clock is wrong.
	NotYetValid check.Code = "tls.not-yet-valid"
	// WrongUsage: the certificate is not meant for servers.
	WrongUsage check.Code = "tls.wrong-usage"
	// WeakSignature: signed with MD5 or SHA-1.
	WeakSignature check.Code = "tls.weak-signature"
	// WeakKey: a key that is too short; a warning from RSA 1024 upwards.
	WeakKey check.Code = "tls.weak-key"
	// ExpiresSoon: a warning in the last 30 days.
	ExpiresSoon check.Code = "tls.expires-soon"
	// Inspected: something between here and Microsoft opens the encryption.
	Inspected check.Code = "tls.inspected"
	// CAFile: a file given as a CA certificate cannot be used.
	CAFile check.Code = "tls.ca-file"
)

// SpeaksTLS reports whether a peer with this problem has answered in TLS. Then
// "ldaps.connect" passed and the problem belongs to "ldaps.certificate".
func SpeaksTLS(p *check.Problem) bool {
	switch p.Code {
	case OldVersion, NoCommonCipher, ClientCertificate, Unreadable, PinChanged, SelfSigned, UnknownCA, BadChain, NoSAN, WrongName,
		Expired, NotYetValid, WrongUsage, WeakSignature, WeakKey, ExpiresSoon, Inspected:
		return true
	}
	return answeredInTLS(p.Err)
}
