// Package web is the road to Microsoft's web services: one transport with the
// proxy of the computer, and a patience that waits when a service asks for it.
//
// What it will not do: follow redirects (a token must not travel to a host that
// nobody checked), switch certificate checks off, or wait longer than its
// limits. It knows neither sign-in nor Exchange. To a proxy that asks who is
// there it answers with the current Windows user (Negotiate, Kerberos only), and
// with nothing else: it asks for no name and no password.
package web

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/netproblem"
)

// Limits of one try. The whole call ends with the context of its caller.
const (
	dialLimit   = 10 * time.Second
	tlsLimit    = 10 * time.Second
	headerLimit = 60 * time.Second // Exchange builds its module file before it answers
)

// ProxyFunc chooses the proxy of a request; nil means none.
type ProxyFunc func(*http.Request) (*url.URL, error)

var errProxyAddress = errors.New("a proxy is given as host:port or http://host:port, without a user name")

// SystemProxy is the proxy of this computer: on Windows the settings of the
// system with its PAC file, elsewhere the variables HTTPS_PROXY and NO_PROXY.
func SystemProxy() ProxyFunc { return systemProxy() }

// ManualProxy sends everything through one proxy, given as "host:port" or as
// an http or https URL.
func ManualProxy(address string) (ProxyFunc, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		u, err = url.Parse("http://" + address)
	}
	if err != nil || u.Hostname() == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") || (u.Path != "" && u.Path != "/") {
		return nil, errProxyAddress // without the address: it may hold a password
	}
	return http.ProxyURL(&url.URL{Scheme: u.Scheme, Host: u.Host}), nil
}

// Transport returns the transport for the hosts of c. A nil proxy is the
// SystemProxy; the practice tenant, which has a CA of its own, is never proxied.
func Transport(c cloud.Cloud, proxy ProxyFunc) *Road {
	if proxy == nil {
		proxy = SystemProxy()
	}
	if c.CA != nil {
		proxy = nil
	}
	r := &Road{sign: currentUser}
	r.Transport = &http.Transport{
		Proxy:                  proxy,
		GetProxyConnectHeader:  r.proxyHeader,
		OnProxyConnectResponse: r.proxyAnswer,
		DialContext:            (&net.Dialer{Timeout: dialLimit}).DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: c.CA, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    tlsLimit,
		ResponseHeaderTimeout:  headerLimit,
		MaxResponseHeaderBytes: 256 << 10,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
	return r
}

// Peer is the service at an origin, for sentences about the road to it.
func Peer(origin string) netproblem.Peer {
	peer := netproblem.Peer{System: netproblem.Microsoft, Port: 443}
	u, err := url.Parse(origin)
	if err != nil {
		return peer
	}
	peer.Host = u.Hostname()
	if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		peer.Port = uint16(n)
	}
	return peer
}
