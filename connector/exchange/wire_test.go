package exchange_test

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/secret"
)

// scripted is an Exchange that answers as a test says, for answers that no
// tenant gives on request.
type scripted struct {
	*httptest.Server
	mu    sync.Mutex
	calls []string
	serve func(w http.ResponseWriter, r *http.Request, body string)
}

func newScripted(t *testing.T, serve func(w http.ResponseWriter, r *http.Request, body string)) *scripted {
	t.Helper()
	s := &scripted{serve: serve}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.calls = append(s.calls, r.Method+" "+r.URL.Path)
		s.mu.Unlock()
		s.serve(w, r, string(b))
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that leave are part of the tests
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

const scriptedToken = "header.%s.signature"

// session returns a session at the server, whose hosts are the given ones.
func (s *scripted) session(t *testing.T, hosts ...string) *exchange.Session {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	own, _ := url.Parse(s.URL)
	payload := base64.RawURLEncoding.EncodeToString([]byte(`{"tid":"t-1","oid":"o-1","upn":"svc@example.com","scp":"Exchange.Manage"}`))
	e := exchange.New(exchange.Options{
		Cloud: cloud.Cloud{Exchange: s.URL, CA: roots, ExchangeHosts: append(hosts, own.Host)},
		Token: func(context.Context, bool) (secret.Text, error) {
			return secret.New(fmt.Sprintf(scriptedToken, payload)), nil
		},
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	t.Cleanup(e.Close)
	return e
}

// TestTokenStaysInTheCloud: an answer of Exchange leads out, by a redirect or
// by the next part of a list, and nobody there ever sees a call.
func TestTokenStaysInTheCloud(t *testing.T) {
	outside := newScripted(t, func(http.ResponseWriter, *http.Request, string) {})
	for name, lead := range map[string]func(w http.ResponseWriter, r *http.Request){
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, outside.URL+r.URL.Path, http.StatusFound)
		},
		"a redirect that keeps the method": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, outside.URL+r.URL.Path, http.StatusTemporaryRedirect)
		},
		"the next part": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"value":[],"@odata.nextLink":%q}`, outside.URL+"/next")
		},
		"the next part without TLS": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"value":[],"@odata.nextLink":%q}`, "http://"+r.Host+"/next")
		},
		"a name in front of the host": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://someone@"+r.Host+"/")
			w.WriteHeader(http.StatusFound)
		},
	} {
		s := newScripted(t, func(w http.ResponseWriter, r *http.Request, _ string) { lead(w, r) })
		e := s.session(t)
		_, err := e.Invoke(t.Context(), "Get-Mailbox", nil)
		if err == nil {
			t.Errorf("%s was followed", name)
		}
		if name == "a redirect" {
			meets(t, run(t, e, all), unknown("exchange.connect", "exo.foreign-redirect"))
		}
	}
	if len(outside.calls) > 0 {
		t.Errorf("a stranger was called: %v", outside.calls)
	}
}

// TestRegion: the redirect of a POST stays a POST with its body, and the region
// is remembered.
func TestRegion(t *testing.T) {
	region := newScripted(t, func(w http.ResponseWriter, r *http.Request, body string) {
		if r.Method != http.MethodPost || !strings.Contains(body, "Get-Mailbox") || !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer header.") ||
			r.Header.Get("X-AnchorMailbox") != "UPN:svc@example.com" || r.Header.Get("X-CmdletName") != "Get-Mailbox" || r.Header.Get("X-ResponseFormat") != "json" {
			t.Errorf("the region got %s %v %q", r.Method, r.Header, body)
		}
		io.WriteString(w, `{"value":[{"Name":"a"}]}`)
	})
	regional, _ := url.Parse(region.URL)
	front := newScripted(t, func(w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, region.URL+r.URL.RequestURI(), http.StatusFound)
	})
	e := front.session(t, regional.Host)
	for range 2 {
		list, err := e.Invoke(t.Context(), "Get-Mailbox", map[string]any{"ResultSize": 1})
		if err != nil || len(list) != 1 || list[0].Text("Name") != "a" {
			t.Fatalf("Invoke = %v, %v", list, err)
		}
	}
	if len(front.calls) != 1 || len(region.calls) != 2 {
		t.Errorf("%d calls at the front, %d at the region, want 1 and 2", len(front.calls), len(region.calls))
	}
}

func TestParts(t *testing.T) {
	s := newScripted(t, nil)
	s.serve = func(w http.ResponseWriter, r *http.Request, body string) {
		if !strings.Contains(body, "Get-Mailbox") {
			t.Errorf("the part was asked for with %q", body)
		}
		switch r.URL.Query().Get("skip") {
		case "":
			fmt.Fprintf(w, `{"value":[{"Name":"a"}],"@odata.nextLink":%q}`, s.URL+r.URL.Path+"?skip=1")
		case "1":
			io.WriteString(w, `{"value":[{"Name":"b"}],"@adminapi.warnings":["more"]}`)
		}
	}
	list, err := s.session(t).Invoke(t.Context(), "Get-Mailbox", nil)
	if err != nil || len(list) != 2 || list[1].Text("Name") != "b" {
		t.Errorf("Invoke = %v, %v, want a and b", list, err)
	}
	s.serve = func(w http.ResponseWriter, r *http.Request, _ string) {
		fmt.Fprintf(w, `{"value":[],"@odata.nextLink":%q}`, s.URL+r.URL.Path)
	}
	if _, err := s.session(t).Invoke(t.Context(), "Get-Mailbox", nil); err == nil || problemOf(t, err).Code != "exo.changed" {
		t.Errorf("a list without end = %v, want exo.changed", err)
	}
}

// TestAnswers is every shape in which Exchange says no, and what is made of it.
func TestAnswers(t *testing.T) {
	detail := func(d string) string {
		return `{"error":{"code":"BadRequest","message":"Error executing cmdlet","details":[{"code":"Context","message":` + d + `}],"innererror":{"message":"Error executing cmdlet","type":"ODataServiceException"}}}`
	}
	for name, c := range map[string]struct {
		status int
		header [2]string
		body   string
		want   want
		cause  string
	}{
		"a run of NUL bytes":     {403, [2]string{}, strings.Repeat("\x00", 4096), failed("exchange.connect", "exo.blocked"), "HTTP status 403"},
		"nothing but 403":        {403, [2]string{}, "", failed("exchange.connect", "exo.blocked"), "HTTP status 403"},
		"JSON in a string":       {400, [2]string{}, detail(`"{\"Message\":\"The term 'x' is not recognized as the name of a cmdlet.\",\"TypeName\":\"System.CommandNotFound\",\"StackTrace\":null}"`), failed("exchange.connect", "exo.blocked"), "System.CommandNotFound"},
		"three parts":            {400, [2]string{}, detail(`"Ex6F|Microsoft.Exchange.CmdletAccessDeniedException|It is not yours."`), failed("exchange.connect", "exo.blocked"), "It is not yours."},
		"a plain detail":         {400, [2]string{}, detail(`"The user \"svc\" isn't assigned to any management roles."`), failed("exchange.connect", "exo.no-roles"), "isn't assigned"},
		"an inner exception":     {500, [2]string{}, `{"error":{"code":"x","message":"generic","innererror":{"internalexception":{"message":"The disk is full.","type":"Disk"}}}}`, unknown("exchange.connect", "exo.unavailable"), "The disk is full."},
		"throttled in words":     {400, [2]string{}, "You have reached the maximum number of concurrent requests per tenant. Please wait and try again...", unknown("exchange.connect", "exo.throttled"), "maximum number"},
		"a token out of favour":  {401, [2]string{"WWW-Authenticate", `Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="`}, "", unknown("exchange.connect", "exo.sign-in-again"), ""},
		"a challenge of nothing": {401, [2]string{"WWW-Authenticate", `Bearer claims="%%%"`}, "", unknown("exchange.connect", "exo.unauthorized"), ""},
		"an unknown token":       {401, [2]string{"request-id", "11-22"}, "", unknown("exchange.connect", "exo.unauthorized"), "11-22"},
		"a page of the network":  {200, [2]string{}, "<html><title>Terms of use</title>Please accept the terms</html>", unknown("exchange.connect", "net.page-instead"), "Terms of use"},
		"another page":           {404, [2]string{}, "<html>not here</html>", unknown("exchange.connect", "exo.changed"), "not here"},
		"a redirect to nowhere":  {302, [2]string{}, "", unknown("exchange.connect", "exo.changed"), "leads nowhere"},
		"hostile words":          {400, [2]string{}, detail(`"\u202eevil\u0000\u001b[31m\ntext"`), unknown("exchange.connect", "exo.changed"), "evil"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScripted(t, func(w http.ResponseWriter, _ *http.Request, _ string) {
				if c.header[0] != "" {
					w.Header().Set(c.header[0], c.header[1])
				}
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			})
			r := run(t, s.session(t), all)
			meets(t, r, c.want)
			res, _ := r.Find("exchange.connect", "")
			cause := res.Problem().Cause
			if !strings.Contains(cause, c.cause) || strings.ContainsAny(cause, "\x00\x1b\n\u202e") || strings.Contains(cause, "header.") {
				t.Errorf("cause = %q, want %q in it", cause, c.cause)
			}
			for _, id := range []check.ID{dlRole, mailRole, groupRole} {
				if res, _ := r.Find(id, ""); res.Status == check.Failed || res.Status == check.Passed {
					t.Errorf("%s = %s although nothing was seen", id, res.Status)
				}
			}
		})
	}
}

// TestTooLong: an answer without end is not read to its end.
func TestTooLong(t *testing.T) {
	s := newScripted(t, func(w http.ResponseWriter, r *http.Request, _ string) {
		part := strings.Repeat("x", 1<<20)
		for range 40 {
			if _, err := io.WriteString(w, part); err != nil {
				return
			}
		}
	})
	meets(t, run(t, s.session(t), all), unknown("exchange.connect", "exo.changed"))
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newScripted(t, func(_ http.ResponseWriter, r *http.Request, _ string) {
		cancel()
		<-r.Context().Done()
	})
	start := time.Now()
	e := s.session(t)
	signIn := check.Check{ID: "entra.sign-in", Run: func(context.Context) (check.Finding, error) { return check.Finding{}, nil }}
	r := check.Run(ctx, append([]check.Check{signIn}, exchange.Checks(e, all)...), nil)
	if took := time.Since(start); took > time.Second {
		t.Errorf("the run ended after %v", took)
	}
	if res, _ := r.Find("exchange.connect", ""); res.Status != check.Skipped {
		t.Errorf("exchange.connect = %s, want skipped", res.Status)
	}
}
