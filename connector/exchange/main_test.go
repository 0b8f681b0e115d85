package exchange_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
	"go.uber.org/goleak"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/secret"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var all = []exchange.FeatureID{exchange.DistributionLists, exchange.Microsoft365Groups, exchange.MailSecurityGroups, exchange.SharedMailboxes}

// signedIn is a practice tenant with an account that MSAL has signed in.
type signedIn struct {
	*tenant.Tenant
	msal      public.Client
	who       public.Account
	transport *web.Road
}

// practice opens a tenant with the faults and signs the service account in for
// Exchange and the Graph permissions.
func practice(t *testing.T, faults []string, graph ...string) signedIn {
	t.Helper()
	tn, err := tenant.Start(tenant.Options{Faults: faults, RetryAfter: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tn.Close() })
	in := signedIn{Tenant: tn, transport: web.Transport(tn.Cloud(), nil)}
	t.Cleanup(in.transport.CloseIdleConnections)
	in.msal, err = public.New(tenant.ClientID, public.WithAuthority(tn.Cloud().Authority+"/"+tenant.ID), public.WithInstanceDiscovery(false),
		public.WithHTTPClient(&http.Client{Transport: in.transport}), public.WithClientCapabilities([]string{"CP1"}))
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(graph, "RoleManagement.Read.Directory") {
		in.approve(t, longGraph(tn, graph))
	}
	for _, scope := range append([]string{tn.Cloud().ExchangeScope("Exchange.Manage")}, longGraph(tn, graph)...) {
		res, err := in.msal.AcquireTokenInteractive(t.Context(), []string{scope}, public.WithOpenURL(tn.Consent), public.WithLoginHint(tenant.Account))
		if err != nil {
			t.Fatal(err)
		}
		in.who = res.Account
	}
	return in
}

// approve lets the administrator approve permissions for everybody.
func (in signedIn) approve(t *testing.T, scopes []string) {
	t.Helper()
	back := httptest.NewServer(http.NotFoundHandler())
	defer back.Close()
	q := url.Values{"client_id": {tenant.ClientID}, "scope": {strings.Join(scopes, " ")}, "redirect_uri": {strings.Replace(back.URL, "127.0.0.1", "localhost", 1)}}
	// The walk ends on a page of ours, which is none.
	_ = in.Walk(t.Context(), in.Cloud().Authority+"/"+tenant.ID+"/v2.0/adminconsent?"+q.Encode())
}

func longGraph(tn *tenant.Tenant, names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, tn.Cloud().GraphScope(n))
	}
	return out
}

// token returns a function for a session.
func (in signedIn) token(scopes ...string) func(context.Context, bool) (secret.Text, error) {
	return func(ctx context.Context, force bool) (secret.Text, error) {
		opts := []public.AcquireSilentOption{public.WithSilentAccount(in.who)}
		if force {
			opts = append(opts, public.WithClaims("{}"))
		}
		res, err := in.msal.AcquireTokenSilent(ctx, scopes, opts...)
		return secret.New(res.AccessToken), err
	}
}

// options are those of a session of the service account.
func (in signedIn) options(graph ...string) exchange.Options {
	o := exchange.Options{Cloud: in.Cloud(), Token: in.token(in.Cloud().ExchangeScope("Exchange.Manage")), Transport: in.transport,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	if len(graph) > 0 {
		o.GraphToken = in.token(longGraph(in.Tenant, graph)...)
	}
	return o
}

// run runs the checks of the features after a sign-in that passed.
func run(t *testing.T, s *exchange.Session, features []exchange.FeatureID) check.Report {
	t.Helper()
	t.Cleanup(s.Close)
	signIn := check.Check{ID: "entra.sign-in", Run: func(context.Context) (check.Finding, error) { return check.Finding{}, nil }}
	return check.Run(t.Context(), append([]check.Check{signIn}, exchange.Checks(s, features)...), nil)
}

// want is what a check has to say: its status and, unless it passes, a code.
type want struct {
	id     check.ID
	target string
	status check.Status
	codes  []check.Code
}

// meets compares a report with what is wanted of some checks.
func meets(t *testing.T, r check.Report, wants ...want) {
	t.Helper()
	for _, w := range wants {
		i := slices.IndexFunc(r.Results, func(res check.Result) bool { return res.ID == w.id && res.Target == w.target })
		if i < 0 {
			t.Errorf("%s %s: no such check", w.id, w.target)
			continue
		}
		res := r.Results[i]
		var codes []check.Code
		for _, p := range res.Problems {
			codes = append(codes, p.Code)
			if p.Detail.String() == "" || p.Advice.Do.String() == "" || p.Advice.Who == "" {
				t.Errorf("%s: %s leaves the admin alone: %+v", w.id, p.Code, p)
			}
		}
		if res.Status != w.status || !slices.Equal(codes, w.codes) {
			t.Errorf("%s %s = %s %v, want %s %v: %v", w.id, w.target, res.Status, codes, w.status, w.codes, res.Problem())
		}
	}
}

// problemOf returns the problem in err, which has to be one.
func problemOf(t *testing.T, err error) *check.Problem {
	t.Helper()
	p, ok := errors.AsType[*check.Problem](err)
	if !ok {
		t.Fatalf("error = %v (%T), want a problem", err, err)
	}
	return p
}
