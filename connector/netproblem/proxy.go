package netproblem

import (
	"errors"
	"fmt"
	"net"
	"net/url"

	"hire2retire-setup/connector/check"
)

// ProxyRefusal is a proxy's answer to CONNECT other than 200. net/http keeps
// only its text, so a client that wants the cause named sets
// Transport.OnProxyConnectResponse and returns ProxyAnswer from it.
type ProxyRefusal struct {
	// Proxy is the proxy's host and port, without user name and password.
	Proxy string
	// Status is the HTTP status, such as 407.
	Status int
}

// Error returns the proxy and the status.
func (e *ProxyRefusal) Error() string {
	return fmt.Sprintf("proxy %s answered CONNECT with status %d", e.Proxy, e.Status)
}

// ProxyAnswer returns nil for a status of 200, else a *ProxyRefusal.
func ProxyAnswer(proxy *url.URL, status int) error {
	if status == 200 {
		return nil
	}
	return &ProxyRefusal{Proxy: proxy.Host, Status: status}
}

// proxied names a proxy that refused, or one that could not be reached: net/http
// marks the latter with the operation "proxyconnect", SOCKS with
// "socks connect".
func proxied(peer Peer, err error) *check.Problem {
	if r, ok := errors.AsType[*ProxyRefusal](err); ok {
		return proxyRefused(peer, r)
	}
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || (op.Op != "proxyconnect" && op.Op != "socks connect") {
		return nil
	}
	return proxySilent(peer, op)
}

func proxyRefused(peer Peer, r *ProxyRefusal) *check.Problem {
	proxy := check.Clean(r.Proxy)
	p := &check.Problem{Code: Proxy, Advice: check.Advice{Who: check.Network}}
	switch r.Status {
	case 407:
		p.Detail = check.T("net.proxy.sign-in", "The proxy {{.proxy}} wants a sign-in before it lets this computer reach {{.host}} (HTTP 407).", "proxy", proxy, "host", peer.Host)
		p.Advice.Do = check.T("net.proxy.sign-in.do", "Ask for an exception: {{.host}}, TCP port {{.port}}, through {{.proxy}} without a sign-in from this computer.", "proxy", proxy, "host", peer.Host, "port", peer.Port)
	case 403:
		p.Detail = check.T("net.proxy.forbidden", "The proxy {{.proxy}} forbids {{.host}} (HTTP 403).", "proxy", proxy, "host", peer.Host)
		p.Advice.Do = check.T("net.proxy.forbidden.do", "Ask for an exception: {{.host}}, TCP port {{.port}}, through {{.proxy}}.", "proxy", proxy, "host", peer.Host, "port", peer.Port)
	case 502, 503, 504:
		p.Detail = check.T("net.proxy.no-way", "The proxy {{.proxy}} could not reach {{.host}} (HTTP {{.status}}).", "proxy", proxy, "host", peer.Host, "status", r.Status)
		p.Advice.Do = check.T("net.proxy.no-way.do", "Check again. If it stays, {{.proxy}} has to be able to resolve and reach {{.host}}, TCP port {{.port}}.", "proxy", proxy, "host", peer.Host, "port", peer.Port)
	default:
		p.Detail = check.T("net.proxy.refused", "The proxy {{.proxy}} refused a connection to {{.host}} (HTTP {{.status}}).", "proxy", proxy, "host", peer.Host, "status", r.Status)
		p.Advice.Do = check.T("net.proxy.refused.do", "Check that {{.proxy}} is an HTTP proxy and lets this computer reach {{.host}}, TCP port {{.port}}.", "proxy", proxy, "host", peer.Host, "port", peer.Port)
	}
	return p
}

func proxySilent(peer Peer, op *net.OpError) *check.Problem {
	addr := proxyAddress(op)
	if addr == "" {
		return &check.Problem{Code: Proxy,
			Detail: check.T("net.proxy.silent", "The proxy on the way to {{.host}} cannot be used.", "host", peer.Host),
			Advice: check.Advice{Who: check.Network,
				Do: check.T("net.proxy.silent.do", "Check the proxy setting of this computer.")}}
	}
	return &check.Problem{Code: Proxy,
		Detail: check.T("net.proxy.unreachable", "The proxy at {{.proxy}} on the way to {{.host}} could not be reached.", "proxy", addr, "host", peer.Host),
		Advice: check.Advice{Who: check.Network,
			Do: check.T("net.proxy.unreachable.do", "Check the proxy setting of this computer, and whether {{.proxy}} is running.", "proxy", addr)}}
}

// proxyAddress looks for the address in the operation and in what it wraps;
// a proxy whose name does not resolve has only that name.
func proxyAddress(op *net.OpError) string {
	if d, ok := errors.AsType[*net.DNSError](op.Err); ok {
		return check.Clean(d.Name)
	}
	for inner := op; inner != nil; {
		if inner.Addr != nil {
			return inner.Addr.String()
		}
		next, ok := errors.AsType[*net.OpError](inner.Err)
		if !ok {
			break
		}
		inner = next
	}
	return ""
}
