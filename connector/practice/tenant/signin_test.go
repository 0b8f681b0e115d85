package tenant_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/practice/tenant"
)

func TestSignInThroughMSAL(t *testing.T) {
	for title, opts := range map[string]tenant.Options{"ports": {}, "names": {Names: true}, "person": {Person: true}} {
		t.Run(title, func(t *testing.T) {
			tn := start(t, opts)
			c, a := msal(t, tn, ""), newApplication(t)
			manage, read := tn.Cloud().ExchangeScope("Exchange.Manage"), tn.Cloud().GraphScope("User.Read")

			answer := signIn(t, tn, c, a, []string{manage, read}, nil)
			res, err := redeem(t.Context(), c, a, answer.Get("code"), manage)
			if err != nil {
				t.Fatalf("AcquireTokenByAuthCode() = %v, want nil", err)
			}
			if got, want := res.IDToken.TenantID, tenant.ID; got != want {
				t.Errorf("tenant of the ID token = %q, want %q", got, want)
			}
			if got, want := res.Account.PreferredUsername, tenant.Account; got != want {
				t.Errorf("account = %q, want %q", got, want)
			}
			exchange := claims(t, res.AccessToken)
			for name, want := range map[string]string{"aud": tn.Cloud().ExchangeResource, "scp": "Exchange.Manage", "upn": tenant.Account, "tid": tenant.ID, "appid": tenant.ClientID, "idtyp": "user"} {
				if got := exchange[name]; got != want {
					t.Errorf("claim %s = %v, want %q", name, got, want)
				}
			}
			if !slices.Contains(exchange["wids"].([]any), any("fe930be7-5e62-47db-91af-98c3a49a38b1")) {
				t.Errorf("wids = %v, want User Administrator in it", exchange["wids"])
			}

			graph, err := c.AcquireTokenSilent(t.Context(), []string{read}, public.WithSilentAccount(res.Account))
			if err != nil {
				t.Fatalf("AcquireTokenSilent() for Graph = %v, want nil", err)
			}
			if got, want := claims(t, graph.AccessToken)["scp"], "User.Read"; got != want {
				t.Errorf("scp of the Graph token = %v, want %q", got, want)
			}
		})
	}
}

func TestSignInAtOrganizations(t *testing.T) {
	tn := with(t)
	c, a := msal(t, tn, "organizations"), newApplication(t)
	manage := tn.Cloud().ExchangeScope("Exchange.Manage")
	res, err := redeem(t.Context(), c, a, signIn(t, tn, c, a, []string{manage}, nil).Get("code"), manage)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.AcquireTokenSilent(t.Context(), []string{manage}, public.WithSilentAccount(res.Account), public.WithTenantID(tenant.ID))
	if err != nil {
		t.Fatalf("AcquireTokenSilent() in the tenant = %v, want nil", err)
	}
	if again.AccessToken == res.AccessToken {
		t.Error("AcquireTokenSilent() in the tenant returned the token of /organizations, want a new one")
	}
}

// pressed counts the pages on which a button was pressed.
func pressed(tn *tenant.Tenant) int {
	n := 0
	for _, call := range tn.Calls() {
		if strings.HasSuffix(call.Path, "/continue") {
			n++
		}
	}
	return n
}

func TestConsentIsAskedOnce(t *testing.T) {
	tn := with(t)
	c := msal(t, tn, "")
	manage := []string{tn.Cloud().ExchangeScope("Exchange.Manage")}
	pages := func(extra url.Values) int {
		before := pressed(tn)
		signIn(t, tn, c, newApplication(t), manage, extra)
		return pressed(tn) - before
	}
	if got, want := pages(nil), 2; got != want {
		t.Errorf("first sign-in took %d pages, want %d: account and consent", got, want)
	}
	if got, want := pages(url.Values{"prompt": {"select_account"}}), 1; got != want {
		t.Errorf("second sign-in took %d pages, want %d: account", got, want)
	}
	if got, want := pages(nil), 0; got != want {
		t.Errorf("sign-in with a session took %d pages, want %d", got, want)
	}
	if got, want := pages(url.Values{"prompt": {"consent"}}), 1; got != want {
		t.Errorf("sign-in with prompt=consent took %d pages, want %d: consent", got, want)
	}
}

func TestDeviceCodeThroughMSAL(t *testing.T) {
	tn := with(t)
	c := msal(t, tn, "")
	manage := tn.Cloud().ExchangeScope("Exchange.Manage")
	dc, err := c.AcquireTokenByDeviceCode(t.Context(), []string{manage})
	if err != nil {
		t.Fatal(err)
	}
	if err := tn.Walk(t.Context(), dc.Result.VerificationURL+"?otc="+dc.Result.UserCode); err != nil {
		t.Fatalf("Walk() = %v, want nil", err)
	}
	res, err := dc.AuthenticationResult(t.Context())
	if err != nil {
		t.Fatalf("AuthenticationResult() = %v, want nil", err)
	}
	if got, want := claims(t, res.AccessToken)["scp"], "Exchange.Manage"; got != want {
		t.Errorf("scp = %v, want %q", got, want)
	}
}
