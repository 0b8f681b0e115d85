package entra_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// stranger is somebody on this computer who found the port.
type stranger struct {
	t    *testing.T
	base *url.URL // the listener
	http *http.Client
}

func newStranger(t *testing.T, link string) stranger {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(u.Query().Get("redirect_uri"))
	if err != nil {
		t.Fatal(err)
	}
	return stranger{t, base, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}}
}

// send sends one request to the listener and returns the status.
func (s stranger) send(method, host, path string, form url.Values) int {
	s.t.Helper()
	req, err := http.NewRequest(method, s.base.String()+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.http.Do(req)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// TestForgedTraffic disturbs the listener in every known way before the real
// answer comes, and expects a sign-in as if nothing had been.
func TestForgedTraffic(t *testing.T) {
	tn := start(t)
	c := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(link string) error {
			u, _ := url.Parse(link)
			state := u.Query().Get("state")
			s := newStranger(t, link)
			right := url.Values{"state": {state}, "code": {"forged"}}
			for name, r := range map[string]struct {
				method, host, path string
				form               url.Values
			}{
				"a favicon":                  {"GET", "", "/favicon.ico", nil},
				"a scanner":                  {"GET", "", "/", nil},
				"an answer by address":       {"GET", "", "/?code=forged&state=" + state, nil},
				"a HEAD":                     {"HEAD", "", "/", nil},
				"a preflight":                {"OPTIONS", "", "/", nil},
				"an error without state":     {"POST", "", "/", url.Values{"error": {"access_denied"}, "error_description": {"Call this number"}}},
				"a code without state":       {"POST", "", "/", url.Values{"code": {"forged"}}},
				"a wrong state":              {"POST", "", "/", url.Values{"code": {"forged"}, "state": {strings.Repeat("A", len(state))}}},
				"half of the state":          {"POST", "", "/", url.Values{"code": {"forged"}, "state": {state[:20]}}},
				"the state in the address":   {"POST", "", "/?state=" + state, url.Values{"code": {"forged"}}},
				"another path":               {"POST", "", "/callback", right},
				"another host":               {"POST", "evil.example", "/", right},
				"another host on this port":  {"POST", "evil.example:" + s.base.Port(), "/", right},
				"an address instead of name": {"POST", "127.0.0.1:" + s.base.Port(), "/", right},
				"a body without end":         {"POST", "", "/", url.Values{"state": {state}, "x": {strings.Repeat("x", 100<<10)}}},
				"an answer by PUT":           {"PUT", "", "/", right},
			} {
				if got := s.send(r.method, r.host, r.path, r.form); got != http.StatusNotFound {
					t.Errorf("%s: status %d, want 404", name, got)
				}
			}
			return tn.Consent(link)
		}
	})
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	if err != nil || acc.UPN != tenant.Account {
		t.Errorf("SignIn = %+v, %v", acc, err)
	}
}

// TestHalfOpenConnections: strangers who send nothing, or half a request,
// neither keep the answer out nor the listener open.
func TestHalfOpenConnections(t *testing.T) {
	tn := start(t)
	var open []net.Conn
	t.Cleanup(func() {
		for _, c := range open {
			c.Close()
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(link string) error {
			s := newStranger(t, link)
			for _, begin := range []string{"", "POST / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: " + s.base.Host + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nstate="} {
				conn, err := net.Dial("tcp", "127.0.0.1:"+s.base.Port())
				if err != nil {
					return err
				}
				open = append(open, conn)
				fmt.Fprint(conn, begin)
			}
			cancel()
			return nil
		}
	})
	start := time.Now()
	if _, err := c.SignIn(ctx, entra.Request{Method: entra.Browser}, nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v, want cancelled", err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("SignIn took %v", took)
	}
}

// TestBothLoopbacks: nobody else can own the port on the other address family.
func TestBothLoopbacks(t *testing.T) {
	tn := start(t)
	c := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(link string) error {
			s := newStranger(t, link)
			for _, ip := range []string{"127.0.0.1", "::1"} {
				l, err := net.Listen("tcp", net.JoinHostPort(ip, s.base.Port()))
				if err == nil {
					l.Close()
					t.Errorf("another program could listen on %s", l.Addr())
				}
			}
			if _, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.2", s.base.Port()), time.Second); err == nil {
				t.Error("the listener is not only on loopback")
			}
			return tn.Consent(link)
		}
	})
	if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
		t.Error(err)
	}
}

// TestPage looks at the last page as the browser gets it.
func TestPage(t *testing.T) {
	for name, c := range map[string]struct {
		form url.Values
		want []string
	}{
		"an answer": {url.Values{"code": {"x"}}, []string{`<html lang="xx">`, "Connection &amp; Co", "ENTRA.PAGE.DONE", "ENTRA.PAGE.DONE.TEXT"}},
		"an error":  {url.Values{"error": {"access_denied"}, "error_description": {"<script>alert(1)</script>"}}, []string{"ENTRA.PAGE.FAILED", "ENTRA.PAGE.FAILED.TEXT"}},
	} {
		tn := start(t)
		var page string
		var header http.Header
		read := make(chan struct{})
		cl := connect(t, tn, func(o *entra.Options) {
			o.Page = entra.Page{Product: "Connection & Co", Lang: "xx", Draw: func(t check.Text) string { return strings.ToUpper(t.Key) }}
			o.OpenURL = func(link string) error {
				defer close(read)
				u, _ := url.Parse(link)
				c.form.Set("state", u.Query().Get("state"))
				resp, err := newStranger(t, link).http.PostForm(u.Query().Get("redirect_uri"), c.form)
				if err != nil {
					return err
				}
				defer resp.Body.Close()
				b, err := io.ReadAll(resp.Body)
				page, header = string(b), resp.Header
				return err
			}
		})
		if _, err := cl.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err == nil {
			t.Errorf("%s: a code that Microsoft never gave was good", name)
		}
		<-read
		for _, want := range c.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page has no %q:\n%s", name, want, page)
			}
		}
		if strings.Contains(page, "<script") {
			t.Errorf("%s: the page shows foreign text:\n%s", name, page)
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"} {
			if got := header.Get(name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if !strings.HasPrefix(header.Get("Content-Security-Policy"), "default-src 'none'; style-src 'sha256-") {
			t.Errorf("Content-Security-Policy = %q", header.Get("Content-Security-Policy"))
		}
	}
}
