package entra_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// contextOf returns a context that the test can cancel.
func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, cancel
}

// start opens a practice tenant.
func start(t *testing.T, faults ...string) *tenant.Tenant {
	t.Helper()
	tn, err := tenant.Start(tenant.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tn.Close() })
	return tn
}

// scopes are what the product asks of the practice tenant.
func scopes(tn *tenant.Tenant) []string {
	return []string{tn.Cloud().ExchangeScope("Exchange.Manage"), tn.Cloud().GraphScope("User.Read")}
}

// connect returns a client of the tenant whose browser consents by itself.
func connect(t *testing.T, tn *tenant.Tenant, change ...func(*entra.Options)) *entra.Client {
	t.Helper()
	o := entra.Options{Cloud: tn.Cloud(), ClientID: tenant.ClientID, Account: tenant.Account, Scopes: scopes(tn), OpenURL: tn.Consent,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	if o.Transport == nil {
		tr := web.Transport(tn.Cloud(), nil)
		t.Cleanup(tr.CloseIdleConnections)
		o.Transport = tr
	}
	for _, f := range change {
		f(&o)
	}
	c, err := entra.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// answering lets the token endpoint answer with one body, for good.
func answering(status int, body string) func(*entra.Options) {
	return intercepting(func(r *http.Request) *http.Response {
		if !strings.HasSuffix(r.URL.Path, "/token") {
			return nil
		}
		return answer(r, status, body)
	})
}

func answer(r *http.Request, status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

// intercepting answers calls for which f has an answer.
func intercepting(f func(*http.Request) *http.Response) func(*entra.Options) {
	return func(o *entra.Options) { o.Transport = interceptor{o.Transport, f} }
}

type interceptor struct {
	http.RoundTripper
	answer func(*http.Request) *http.Response
}

func (i interceptor) RoundTrip(r *http.Request) (*http.Response, error) {
	if resp := i.answer(r); resp != nil {
		return resp, nil
	}
	return i.RoundTripper.RoundTrip(r)
}

// replying is a browser that brings Microsoft's error to the listener.
func replying(form url.Values) func(string) error {
	return func(link string) error {
		u, err := url.Parse(link)
		if err != nil {
			return err
		}
		form.Set("state", u.Query().Get("state"))
		resp, err := http.PostForm(u.Query().Get("redirect_uri"), form)
		if err != nil {
			return err
		}
		http.DefaultClient.CloseIdleConnections()
		return resp.Body.Close()
	}
}

// problem returns the problem in err, which has to be one.
func problem(t *testing.T, err error) *check.Problem {
	t.Helper()
	p, ok := errors.AsType[*check.Problem](err)
	if !ok {
		t.Fatalf("error = %v (%T), want a problem", err, err)
	}
	return p
}

// holdsNone reports an error for each word that stands in any text of a run.
func holdsNone(t *testing.T, what string, text []byte, words ...string) {
	t.Helper()
	for _, w := range words {
		if bytes.Contains(text, []byte(w)) {
			t.Errorf("%s holds %q: %s", what, w, text)
		}
	}
}

// stateOf returns the state in the address of a sign-in.
func stateOf(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("state")
}
