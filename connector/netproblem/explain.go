package netproblem

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"

	"hire2retire-setup/connector/check"
)

// Explain names the fault behind an error of a connection to peer. It goes by
// type, and by text only where the standard library offers nothing else.
//
// An error that it does not know, a context.Canceled among them, becomes
// check.Unexpected, which gives Unknown: so a caller with more knowledge asks
// first and Explain last. An error that already holds a *check.Problem gives
// that problem. The result is nil only for a nil error; do not return it as an
// error without looking.
func Explain(peer Peer, err error) *check.Problem {
	if err == nil {
		return nil
	}
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p
	}
	return caused(name(peer, err), err)
}

// caused gives a problem its cause.
func caused(p *check.Problem, err error) *check.Problem {
	p.Err, p.Cause = err, cause(err)
	return p
}

// ladder is tried from the top. The order matters: a DNS error, a proxy error
// and a certificate error may each contain a timeout or an error number, and
// the outer meaning is the one that helps.
var ladder = []func(Peer, error) *check.Problem{
	abandoned, proxied, unresolved, untrusted, damaged, foreign, alerted, refusedByUs, numbered, late, cut,
}

func name(peer Peer, err error) *check.Problem {
	for _, rung := range ladder {
		if p := rung(peer, err); p != nil {
			return p
		}
	}
	return unexpected(peer)
}

// cause returns the original text without what must not be shown: a *url.Error
// carries the whole address, and with it possibly a code or a token.
func cause(err error) string {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return cause(u.Err)
	}
	return check.Clean(err.Error())
}

// abandoned keeps a cancelled operation from being taken for a fault of the
// peer.
func abandoned(peer Peer, err error) *check.Problem {
	if !errors.Is(err, context.Canceled) {
		return nil
	}
	return unexpected(peer)
}

// unresolved names what went wrong in DNS.
func unresolved(peer Peer, err error) *check.Problem {
	if d, ok := errors.AsType[*net.DNSError](err); ok {
		if d.IsNotFound {
			return unknownHost(peer, d.Name)
		}
		return noDNS(peer, d)
	}
	switch {
	case errors.Is(err, wsaHostNotFound):
		return unknownHost(peer, peer.Host)
	case errors.Is(err, wsaTryAgain), errors.Is(err, wsaNoRecovery), errors.Is(err, wsaNoData):
		return noDNS(peer, &net.DNSError{Name: peer.Host})
	}
	return nil
}

// numbered goes by the operating system's error number.
func numbered(peer Peer, err error) *check.Problem {
	switch errnoKind(err) {
	case refusedKind:
		return refused(peer, err)
	case unreachableKind:
		return unreachable(peer, err)
	case blockedKind:
		return blocked(peer)
	case timeoutKind:
		return timeout(peer, phaseOf(err))
	case resetKind:
		return lost(peer, err)
	}
	return nil
}

// late recognises every shape of a timeout: of a net.Conn, of a context and of
// net/http.
func late(peer Peer, err error) *check.Problem {
	t, ok := errors.AsType[net.Error](err)
	if (ok && t.Timeout()) || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return timeout(peer, phaseOf(err))
	}
	return nil
}

// cut recognises a connection that ended although an answer was due.
func cut(peer Peer, err error) *check.Problem {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) {
		return lost(peer, err)
	}
	return nil
}

// lost names a connection that was closed or reset: during the TLS handshake
// that is typical of a domain controller without a certificate, later it is an
// interruption.
func lost(peer Peer, err error) *check.Problem {
	h, ok := errors.AsType[*HandshakeError](err)
	switch {
	case !ok:
		return interrupted(peer)
	case h.begun():
		return cutInTLS(peer)
	}
	return closed(peer)
}

// phase is what the peer was expected to do when the time was up.
type phase int

const (
	answering phase = iota
	connecting
	greeting
	negotiating
)

func phaseOf(err error) phase {
	if h, ok := errors.AsType[*HandshakeError](err); ok {
		if h.begun() {
			return negotiating
		}
		return greeting
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return connecting
	}
	return answering
}
