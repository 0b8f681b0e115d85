package tenant_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
	"go.uber.org/goleak"

	"hire2retire-setup/connector/practice/tenant"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs a tenant for the length of the test.
func start(t *testing.T, opts tenant.Options) *tenant.Tenant {
	t.Helper()
	tn, err := tenant.Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tn.Close(); err != nil {
			t.Errorf("Close() = %v, want nil", err)
		}
	})
	return tn
}

// with runs a tenant with these faults.
func with(t *testing.T, faults ...string) *tenant.Tenant {
	t.Helper()
	return start(t, tenant.Options{Faults: faults})
}

// httpClient trusts the tenant and follows no redirects.
func httpClient(t *testing.T, tn *tenant.Tenant) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: tn.Cloud().CA}, DialContext: tn.DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// msal is the real library at an authority of the tenant; "" is the tenant ID.
func msal(t *testing.T, tn *tenant.Tenant, authority string) public.Client {
	t.Helper()
	if authority == "" {
		authority = tenant.ID
	}
	c, err := public.New(tenant.ClientID, public.WithAuthority(tn.Cloud().Authority+"/"+authority), public.WithInstanceDiscovery(false), public.WithHTTPClient(httpClient(t, tn)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// application is the loopback side of a sign-in: it waits for what the browser
// posts.
type application struct {
	redirect string
	state    string
	verifier string
	answers  chan url.Values
}

func newApplication(t *testing.T) *application {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	a := &application{redirect: "http://localhost:" + port, state: rand.Text(), verifier: rand.Text() + rand.Text(), answers: make(chan url.Values, 1)}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if r.Form.Get("state") == a.state {
			a.answers <- r.Form
		}
	})}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return a
}

// address completes what AuthCodeURL returns.
func (a *application) address(t *testing.T, base string, extra url.Values) string {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	sum := sha256.Sum256([]byte(a.verifier))
	for name, value := range map[string]string{"state": a.state, "code_challenge": base64.RawURLEncoding.EncodeToString(sum[:]), "code_challenge_method": "S256", "response_mode": "form_post", "login_hint": tenant.Account} {
		q.Set(name, value)
	}
	for name, values := range extra {
		q[name] = values
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// authCodeURL asks MSAL for the address of a sign-in.
func authCodeURL(t *testing.T, c public.Client, a *application, scopes []string, extra url.Values) string {
	t.Helper()
	base, err := c.AuthCodeURL(t.Context(), tenant.ClientID, a.redirect, scopes)
	if err != nil {
		t.Fatal(err)
	}
	return a.address(t, base, extra)
}

// signIn walks through a sign-in and returns what came back to the
// application.
func signIn(t *testing.T, tn *tenant.Tenant, c public.Client, a *application, scopes []string, extra url.Values) url.Values {
	t.Helper()
	if err := tn.Walk(t.Context(), authCodeURL(t, c, a, append(scopes, "openid", "profile", "offline_access"), extra)); err != nil {
		t.Fatalf("Walk() = %v, want nil", err)
	}
	select {
	case answer := <-a.answers:
		return answer
	default:
		t.Fatal("Walk() ended without an answer to the application")
		return nil
	}
}

// redeem exchanges a code through MSAL.
func redeem(ctx context.Context, c public.Client, a *application, code string, scopes ...string) (public.AuthResult, error) {
	return c.AcquireTokenByAuthCode(ctx, code, a.redirect, scopes, public.WithChallenge(a.verifier))
}

// claims decodes the middle of a JWT.
func claims(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts, want 3", len(parts))
	}
	b, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
