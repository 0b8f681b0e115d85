package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"hire2retire-setup/connector/netproblem"
)

// Road is a transport that can say to a proxy who is there. It does so only
// after the proxy has asked for Negotiate with 407, and tells it once per
// connection.
type Road struct {
	*http.Transport
	// sign returns a token for the proxy; nil where the system has none.
	sign func(proxy string) (string, error)

	mu    sync.Mutex
	asked map[string]bool // proxies that asked, by host and port
}

// RoundTrip implements http.RoundTripper. A request that fails because a proxy
// asks for the first time is sent once more, with the answer.
func (r *Road) RoundTrip(req *http.Request) (*http.Response, error) {
	before := r.count()
	resp, err := r.Transport.RoundTrip(req)
	if _, refused := errors.AsType[*netproblem.ProxyRefusal](err); !refused || r.count() == before {
		return resp, err
	}
	next, ok := repeat(req)
	if !ok {
		return resp, err
	}
	return r.Transport.RoundTrip(next)
}

func (r *Road) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

// proxyHeader goes along with a CONNECT.
func (r *Road) proxyHeader(_ context.Context, proxy *url.URL, _ string) (http.Header, error) {
	r.mu.Lock()
	asked := r.asked[proxy.Host]
	r.mu.Unlock()
	if !asked {
		return nil, nil
	}
	token, err := r.sign(proxy.Hostname())
	if err != nil {
		return nil, nil // the proxy will refuse, and its refusal is what counts
	}
	return http.Header{"Proxy-Authorization": {"Negotiate " + token}}, nil
}

// proxyAnswer keeps the status of a refused CONNECT, which net/http would
// reduce to its text, and remembers a proxy that asks for Negotiate.
func (r *Road) proxyAnswer(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusProxyAuthRequired && r.sign != nil && offersNegotiate(answer.Header) {
		r.mu.Lock()
		if r.asked == nil {
			r.asked = map[string]bool{}
		}
		r.asked[proxy.Host] = true
		r.mu.Unlock()
	}
	return netproblem.ProxyAnswer(proxy, answer.StatusCode)
}

// offersNegotiate reports whether the proxy takes Negotiate (RFC 4559).
func offersNegotiate(h http.Header) bool {
	for _, offer := range h.Values("Proxy-Authenticate") {
		if scheme, _, _ := strings.Cut(strings.TrimSpace(offer), " "); strings.EqualFold(scheme, "Negotiate") {
			return true
		}
	}
	return false
}
