package netproblem

import (
	"bytes"
	"crypto/tls"
	"errors"

	"hire2retire-setup/connector/check"
)

// The problems of TLS before a certificate comes into it.

// closed is the sign of a domain controller without a certificate: Windows
// listens on 636 in any case, and hangs up when there is nothing to show.
func closed(peer Peer) *check.Problem {
	p := &check.Problem{Code: Closed,
		Detail: check.T("tls.closed", "{{.host}} accepts connections on port {{.port}}, but closes them when TLS starts.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.PKI, Command: list,
			Do: check.T("tls.closed.do", "Most often the domain controller has no certificate for LDAPS. Give it one from the template Kerberos Authentication; it is used at once, without a restart. This command on {{.host}} shows what it has.", "host", peer.Host)}}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

// cutInTLS is a peer that began to speak TLS and then hung up.
func cutInTLS(peer Peer) *check.Problem {
	p := &check.Problem{Code: Closed,
		Detail: check.T("tls.closed.midway", "{{.host}} began to speak TLS on port {{.port}}, but ended the connection before it was encrypted.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.Network, Command: portTest(peer),
			Do: check.T("tls.closed.midway.do", "Check again. If it stays, look for a device on the way that inspects or cuts the connection, and for Schannel errors in the system event log of {{.host}}.", "host", peer.Host)}}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

// clientCertificate is a peer that wants to know the client by a certificate.
func clientCertificate(peer Peer) *check.Problem {
	p := &check.Problem{Code: ClientCertificate,
		Detail: check.T("tls.client-certificate", "{{.host}} demands a certificate of the client on port {{.port}}, and this connection has none: it signs in with a user name and a password.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.Network,
			Do: check.T("tls.client-certificate.do", "Domain controllers do not demand one. Look for a proxy or a load balancer on the way to {{.host}}, and connect to the domain controller itself.", "host", peer.Host)}}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

func oldVersion(peer Peer, version uint16) *check.Problem {
	p := &check.Problem{Code: OldVersion,
		Detail: check.T("tls.old-version", "{{.host}} speaks no version of TLS that is still safe.", "host", peer.Host),
		Advice: check.Advice{Who: check.AD, Command: tls12,
			Do: check.T("tls.old-version.do", "Enable TLS 1.2 on {{.host}} and restart it. Older versions can be read by third parties, so no password is sent over them.", "host", peer.Host)}}
	if version != 0 {
		p.Detail = check.T("tls.old-version.seen", "{{.host}} offers only {{.version}}; TLS 1.2 or newer is needed.", "host", peer.Host, "version", tls.VersionName(version))
	}
	return p
}

func noCommonCipher(peer Peer, suite uint16) *check.Problem {
	p := &check.Problem{Code: NoCommonCipher,
		Detail: check.T("tls.no-common-cipher", "{{.host}} and this program have no encryption in common, or {{.host}} has no certificate that fits it.", "host", peer.Host),
		Advice: check.Advice{Who: check.AD, Command: suites,
			Do: check.T("tls.no-common-cipher.do", "Enable a cipher suite with ECDHE and AES-GCM on {{.host}}, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256. This command shows the enabled ones.", "host", peer.Host)}}
	if suite != 0 {
		p.Detail = check.T("tls.no-common-cipher.seen", "{{.host}} offers only encryption that is outdated or rare ({{.suite}}).", "host", peer.Host, "suite", suiteName(suite))
	}
	return p
}

// foreign names what answered instead of TLS, by its first five bytes.
func foreign(peer Peer, err error) *check.Problem {
	r, ok := errors.AsType[tls.RecordHeaderError](err)
	if !ok {
		return nil
	}
	return notTLS(peer, greetingOf(r.RecordHeader[:]))
}

// protocol is what answers on a port that should speak TLS.
type protocol int

const (
	somethingElse protocol = iota
	httpProtocol
	sshProtocol
	mailProtocol
	ldapProtocol
)

// greetingOf knows a protocol by how it begins. "220" is SMTP and FTP alike,
// which makes no difference to the admin. An LDAP message is a BER sequence.
func greetingOf(b []byte) protocol {
	switch {
	case bytes.HasPrefix(b, []byte("HTTP")):
		return httpProtocol
	case bytes.HasPrefix(b, []byte("SSH-")):
		return sshProtocol
	case bytes.HasPrefix(b, []byte("220")), bytes.HasPrefix(b, []byte("* OK")), bytes.HasPrefix(b, []byte("+OK")):
		return mailProtocol
	case len(b) > 0 && b[0] == 0x30:
		return ldapProtocol
	}
	return somethingElse
}

func notTLS(peer Peer, speaks protocol) *check.Problem {
	p := &check.Problem{Code: NotTLS, Advice: check.Advice{Who: check.You, Field: "port",
		Do: check.T("tls.not-tls.do", "Check host and port. A domain controller speaks LDAPS on port 636.")}}
	switch speaks {
	case httpProtocol:
		p.Detail = check.T("tls.not-tls.http", "Port {{.port}} of {{.host}} is a web server without encryption, not LDAPS.", "host", peer.Host, "port", peer.Port)
	case sshProtocol:
		p.Detail = check.T("tls.not-tls.ssh", "Port {{.port}} of {{.host}} is an SSH server, not LDAPS.", "host", peer.Host, "port", peer.Port)
	case mailProtocol:
		p.Detail = check.T("tls.not-tls.mail", "Port {{.port}} of {{.host}} is a mail or FTP server, not LDAPS.", "host", peer.Host, "port", peer.Port)
	case ldapProtocol:
		p.Detail = check.T("tls.not-tls.ldap", "Port {{.port}} of {{.host}} speaks LDAP without encryption.", "host", peer.Host, "port", peer.Port)
		p.Advice.Do = check.T("tls.not-tls.ldap.do", "Use port 636, which is LDAP with encryption. Ports 389 and 3268 are never used by this program, because a password would be readable there.")
	default:
		p.Detail = check.T("tls.not-tls", "Port {{.port}} of {{.host}} does not speak TLS.", "host", peer.Host, "port", peer.Port)
	}
	if peer.System == Microsoft {
		p.Detail = check.T("tls.not-tls.microsoft", "What answers for {{.host}} on port {{.port}} does not speak TLS, so it is not Microsoft.", "host", peer.Host, "port", peer.Port)
		p.Advice = microsoftRoad(peer)
	}
	return p
}
