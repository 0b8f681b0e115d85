package web

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/netproblem"
)

// doorkeeper is a proxy that lets only those pass who bring the token.
type doorkeeper struct {
	offers []string
	token  string
	mu     sync.Mutex
	heard  []string // what each CONNECT said
}

func (d *doorkeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	d.heard = append(d.heard, r.Header.Get("Proxy-Authorization"))
	d.mu.Unlock()
	if r.Header.Get("Proxy-Authorization") != "Negotiate "+d.token {
		w.Header()["Proxy-Authenticate"] = d.offers
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	up, err := net.Dial("tcp", r.Host)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer up.Close()
	w.WriteHeader(http.StatusOK)
	conn, rest, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	go io.Copy(up, bufio.NewReader(rest))
	io.Copy(conn, up)
}

// TestProxyThatAsks: the current user is named to a proxy that asks with
// Negotiate, once, and to no other.
func TestProxyThatAsks(t *testing.T) {
	for name, c := range map[string]struct {
		offers []string
		sign   func(string) (string, error)
		heard  []string
		status int // of the refusal, 0 for none
	}{
		"the user is let in":               {[]string{"Negotiate", "NTLM"}, func(string) (string, error) { return "right", nil }, []string{"", "Negotiate right"}, 0},
		"the scheme in other letters":      {[]string{"NEGOTIATE realm"}, func(string) (string, error) { return "right", nil }, []string{"", "Negotiate right"}, 0},
		"the user is not let in":           {[]string{"Negotiate"}, func(string) (string, error) { return "wrong", nil }, []string{"", "Negotiate wrong"}, 407},
		"there is no ticket":               {[]string{"Negotiate"}, func(string) (string, error) { return "", errors.New("no ticket") }, []string{"", ""}, 407},
		"it asks for a password":           {[]string{"Basic realm=proxy"}, func(string) (string, error) { return "right", nil }, []string{""}, 407},
		"a system that has no such tokens": {[]string{"Negotiate"}, nil, []string{""}, 407},
	} {
		t.Run(name, func(t *testing.T) {
			target := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) }))
			defer target.Close()
			keeper := &doorkeeper{offers: c.offers, token: "right"}
			proxy := httptest.NewServer(keeper)
			defer proxy.Close()
			f, err := ManualProxy(proxy.URL)
			if err != nil {
				t.Fatal(err)
			}
			r := Transport(cloud.Cloud{}, f)
			defer r.CloseIdleConnections()
			r.TLSClientConfig.RootCAs = target.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
			r.sign = nil
			if c.sign != nil {
				r.sign = func(host string) (string, error) {
					if host != "127.0.0.1" {
						t.Errorf("a token for %q was asked for, want one for the proxy", host)
					}
					return c.sign(host)
				}
			}
			resp, err := (&http.Client{Transport: Patient{Base: r}}).Post(target.URL, "text/plain", strings.NewReader("hello"))
			status := 0
			if refusal, ok := errors.AsType[*netproblem.ProxyRefusal](err); ok {
				status = refusal.Status
			}
			if status != c.status || (err == nil) != (c.status == 0) {
				t.Fatalf("error = %v, want status %d", err, c.status)
			}
			if err == nil {
				body, _ := io.ReadAll(resp.Body)
				resp.Body.Close()
				if string(body) != "hello" {
					t.Errorf("body = %q", body)
				}
			}
			if strings.Join(keeper.heard, "|") != strings.Join(c.heard, "|") {
				t.Errorf("the proxy heard %q, want %q", keeper.heard, c.heard)
			}
		})
	}
}
