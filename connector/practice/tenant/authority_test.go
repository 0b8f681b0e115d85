package tenant_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/practice/tenant"
)

// get returns status and JSON of an address.
func get(t *testing.T, c *http.Client, address string, into any) int {
	t.Helper()
	resp, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("GET %s: %v in %.200q", address, err, b)
	}
	return resp.StatusCode
}

func TestOpenIDConfiguration(t *testing.T) {
	tn := with(t)
	c, origin := httpClient(t, tn), tn.Cloud().Authority
	for path, want := range map[string][2]string{
		tenant.ID:            {tenant.ID, tenant.ID},
		tenant.Domain:        {tenant.ID, tenant.ID},
		tenant.InitialDomain: {tenant.ID, tenant.ID},
		"organizations":      {"organizations", "{tenantid}"},
		"common":             {"common", "{tenantid}"},
	} {
		var got struct {
			Issuer string `json:"issuer"`
			Token  string `json:"token_endpoint"`
			Ask    string `json:"authorization_endpoint"`
		}
		if status := get(t, c, origin+"/"+path+"/v2.0/.well-known/openid-configuration", &got); status != http.StatusOK {
			t.Errorf("%s: status %d, want 200", path, status)
		}
		if got.Token != origin+"/"+want[0]+"/oauth2/v2.0/token" || got.Ask != origin+"/"+want[0]+"/oauth2/v2.0/authorize" || got.Issuer != origin+"/"+want[1]+"/v2.0" {
			t.Errorf("%s: %+v, want the addresses of %s and the issuer of %s", path, got, want[0], want[1])
		}
	}
	for path, number := range map[string]int{"nowhere.example": 90002, "us-gov.example": 90038} {
		var got stsError
		if status := get(t, c, origin+"/"+path+"/v2.0/.well-known/openid-configuration", &got); status != http.StatusBadRequest || got.Error != "invalid_tenant" || aadsts(t, got.Description) != number {
			t.Errorf("%s: %d, %+v, want 400, invalid_tenant, AADSTS%d", path, status, got, number)
		}
	}
}

func TestPersonGetsPagesWithoutTLS(t *testing.T) {
	tn := start(t, tenant.Options{Person: true})
	base := authCodeURL(t, msal(t, tn, ""), newApplication(t), []string{"openid"}, nil)
	if !strings.HasPrefix(base, "http://127.0.0.1:") {
		t.Errorf("the sign-in begins at %q, want plain HTTP on loopback", base)
	}
	resp, err := http.Post(strings.Split(base, "/"+tenant.ID)[0]+"/"+tenant.ID+"/oauth2/v2.0/token", "application/x-www-form-urlencoded", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("the token service without TLS answers %d, want 404", resp.StatusCode)
	}
}

// post sends a form to the token service.
func post(t *testing.T, tn *tenant.Tenant, form url.Values) stsError {
	t.Helper()
	resp, err := httpClient(t, tn).PostForm(tn.Cloud().Authority+"/"+tenant.ID+"/oauth2/v2.0/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out stsError
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRedemptionIsChecked(t *testing.T) {
	tn := with(t)
	c := msal(t, tn, "")
	manage, read := tn.Cloud().ExchangeScope("Exchange.Manage"), tn.Cloud().GraphScope("User.Read")
	for _, tt := range []struct {
		title  string
		change map[string]string
		number int
	}{
		{"all is well", nil, 0},
		{"another verifier", map[string]string{"code_verifier": strings.Repeat("x", 43)}, 501481},
		{"another redirect address", map[string]string{"redirect_uri": "http://localhost:1"}, 50011},
		{"another application", map[string]string{"client_id": tenant.CustomerClientID}, 70008},
		{"an unknown application", map[string]string{"client_id": "00000000-0000-0000-0000-000000000001"}, 700016},
		{"an unknown code", map[string]string{"code": "1.AXoA"}, 70008},
		{"an unknown grant", map[string]string{"grant_type": "password"}, 70003},
		{"two services at once", map[string]string{"scope": manage + " " + read}, 28000},
		{"an unknown scope", map[string]string{"scope": tn.Cloud().ExchangeScope("Everything")}, 70011},
		{"a scope without consent", map[string]string{"scope": tn.Cloud().GraphScope("Directory.Read.All")}, 65001},
		{"an unknown refresh token", map[string]string{"grant_type": "refresh_token", "refresh_token": "1.AXoA"}, 70000},
	} {
		t.Run(tt.title, func(t *testing.T) {
			a := newApplication(t)
			code := signIn(t, tn, c, a, []string{manage, read}, nil).Get("code")
			form := url.Values{"grant_type": {"authorization_code"}, "client_id": {tenant.ClientID}, "code": {code}, "code_verifier": {a.verifier}, "redirect_uri": {a.redirect}, "scope": {manage + " openid"}}
			for name, value := range tt.change {
				form.Set(name, value)
			}
			got := post(t, tn, form)
			if tt.number == 0 && got.Error != "" || tt.number != 0 && (len(got.Codes) != 1 || got.Codes[0] != tt.number) {
				t.Errorf("the token service said %+v, want %d", got, tt.number)
			}
			if tt.number == 0 && post(t, tn, form).Codes[0] != 70008 {
				t.Error("a code was good twice")
			}
		})
	}
}

func TestAuthorizeIsChecked(t *testing.T) {
	tn := with(t)
	manage := tn.Cloud().ExchangeScope("Exchange.Manage")
	for _, tt := range []struct {
		title  string
		change map[string]string
		page   string // in the browser
		number int    // to the application
	}{
		{"an unregistered address", map[string]string{"redirect_uri": "http://127.0.0.1:1"}, "AADSTS50011", 0},
		{"a path", map[string]string{"redirect_uri": "http://localhost:1/callback"}, "AADSTS50011", 0},
		{"no address", map[string]string{"redirect_uri": ""}, "AADSTS900971", 0},
		{"an unknown application", map[string]string{"client_id": "00000000-0000-0000-0000-000000000001"}, "AADSTS700016", 0},
		{"Microsoft's own application", map[string]string{"client_id": "fb78d390-0c51-40cd-8e17-fdbfab77341b"}, "AADSTS65002", 0},
		{"an unknown scope", map[string]string{"scope": "https://elsewhere.example/Read"}, "", 70011},
		{"another response type", map[string]string{"response_type": "token"}, "", 900144},
		{"a plain challenge", map[string]string{"code_challenge_method": "plain"}, "", 9002313},
		{"claims that are no JSON", map[string]string{"claims": "{"}, "", 90013},
		{"no page allowed and nobody signed in", map[string]string{"prompt": "none"}, "", 50058},
	} {
		t.Run(tt.title, func(t *testing.T) {
			extra := url.Values{}
			for name, value := range tt.change {
				extra.Set(name, value)
			}
			a := newApplication(t)
			err := tn.Walk(t.Context(), authCodeURL(t, msal(t, tn, ""), a, []string{manage}, extra))
			if tt.page != "" {
				if err == nil || !strings.Contains(err.Error(), tt.page) {
					t.Errorf("Walk() = %v, want a page with %s", err, tt.page)
				}
				return
			}
			if got := aadsts(t, (<-a.answers).Get("error_description")); got != tt.number {
				t.Errorf("the application got AADSTS%d, want AADSTS%d", got, tt.number)
			}
		})
	}
}

func TestResponseModes(t *testing.T) {
	tn := with(t)
	c := msal(t, tn, "")
	if got := signIn(t, tn, c, newApplication(t), []string{tn.Cloud().GraphScope("User.Read")}, url.Values{"response_mode": {"query"}}); got.Get("code") == "" {
		t.Errorf("query: the application got %v, want a code", got)
	}
}

func TestHintsAndSilence(t *testing.T) {
	tn := with(t)
	c, me := msal(t, tn, ""), []string{tn.Cloud().GraphScope("User.Read")}
	for _, tt := range []struct {
		title string
		extra url.Values
		want  string
	}{
		{"a login hint", url.Values{"login_hint": {"helpdesk@practice.example"}}, "helpdesk@practice.example"},
		{"a login hint of nobody", url.Values{"login_hint": {"nobody@corp.example.com"}, "prompt": {"login"}}, tenant.Account},
		{"a domain hint", url.Values{"login_hint": nil, "domain_hint": {"practice.example"}, "prompt": {"login"}}, tenant.Account},
		{"a domain hint of nobody", url.Values{"login_hint": nil, "domain_hint": {"corp.example.com"}, "prompt": {"login"}}, tenant.Account},
		{"no page allowed, and somebody signed in", url.Values{"prompt": {"none"}}, tenant.Account},
	} {
		a := newApplication(t)
		res, err := redeem(t.Context(), c, a, signIn(t, tn, c, a, me, tt.extra).Get("code"), me...)
		if err != nil || res.Account.PreferredUsername != tt.want {
			t.Errorf("%s: signed in as %q, %v, want %q", tt.title, res.Account.PreferredUsername, err, tt.want)
		}
	}
}

func TestFragment(t *testing.T) {
	tn := with(t)
	c := msal(t, tn, "")
	signIn(t, tn, c, newApplication(t), []string{tn.Cloud().GraphScope("User.Read")}, nil)
	// What stands behind # never reaches a server, so the application hears
	// nothing; the browser still arrives.
	if o := attempt(t, tn, c, url.Values{"response_mode": {"fragment"}}); o.stuck != nil || o.answer != nil {
		t.Errorf("fragment: Walk() = %v, answer %v, want neither", o.stuck, o.answer)
	}
}

func TestAdminConsentIsChecked(t *testing.T) {
	tn := with(t)
	for title, change := range map[string]url.Values{
		"AADSTS700016": {"client_id": {"00000000-0000-0000-0000-000000000001"}},
		"AADSTS50011":  {"redirect_uri": {"https://elsewhere.example"}},
	} {
		q := url.Values{"client_id": {tenant.ClientID}, "scope": {tn.Cloud().ExchangeScope("Exchange.Manage")}, "redirect_uri": {"http://localhost:1"}}
		for name, values := range change {
			q[name] = values
		}
		if err := tn.Walk(t.Context(), tn.Cloud().Authority+"/"+tenant.ID+"/v2.0/adminconsent?"+q.Encode()); err == nil || !strings.Contains(err.Error(), title) {
			t.Errorf("Walk() = %v, want a page with %s", err, title)
		}
	}
}

func TestCustomerApplicationNeedsItsTenant(t *testing.T) {
	tn := with(t)
	extra := url.Values{"client_id": {tenant.CustomerClientID}}
	if o := attempt(t, tn, msal(t, tn, "organizations"), extra); o.stuck == nil || !strings.Contains(o.stuck.Error(), "AADSTS50194") {
		t.Errorf("at /organizations: Walk() = %v, want AADSTS50194", o.stuck)
	}
	if o := attempt(t, tn, msal(t, tn, tenant.Domain), extra); o.stuck != nil || o.answer.Get("code") == "" {
		t.Errorf("in the tenant: Walk() = %v, answer %v, want a code", o.stuck, o.answer)
	}
}

func TestAdminConsent(t *testing.T) {
	tn := with(t)
	manage := tn.Cloud().ExchangeScope("Exchange.Manage") + " " + tn.Cloud().GraphScope("RoleManagement.Read.Directory")
	consent := func(extra url.Values) url.Values {
		t.Helper()
		a := newApplication(t)
		q := url.Values{"client_id": {tenant.ClientID}, "scope": {manage}, "redirect_uri": {a.redirect}, "state": {a.state}}
		for name, values := range extra {
			q[name] = values
		}
		if err := tn.Walk(t.Context(), tn.Cloud().Authority+"/"+tenant.ID+"/v2.0/adminconsent?"+q.Encode()); err != nil {
			t.Fatal(err)
		}
		return <-a.answers
	}
	if got := consent(url.Values{"login_hint": {tenant.Account}}); got.Get("error") != "consent_required" || aadsts(t, got.Get("error_description")) != 90094 {
		t.Errorf("as an ordinary account: %v, want consent_required, AADSTS90094", got)
	}
	got := consent(nil)
	if got.Get("admin_consent") != "True" || got.Get("tenant") != tenant.ID || got.Get("scope") != manage {
		t.Errorf("as the administrator: %v, want admin_consent, tenant and scope", got)
	}
	c, a := msal(t, tn, ""), newApplication(t)
	before := pressed(tn)
	code := signIn(t, tn, c, a, strings.Fields(manage), url.Values{"prompt": {"select_account"}}).Get("code")
	if got, want := pressed(tn)-before, 1; got != want {
		t.Errorf("sign-in after the consent of an administrator took %d pages, want %d: no consent", got, want)
	}
	res, err := redeem(t.Context(), c, a, code, tn.Cloud().GraphScope("RoleManagement.Read.Directory"))
	if err != nil || claims(t, res.AccessToken)["scp"] != "RoleManagement.Read.Directory" {
		t.Errorf("AcquireTokenByAuthCode() = %v, want the permission the administrator gave", err)
	}
}

func TestPermissionsForAdministratorsNeedApproval(t *testing.T) {
	tn := with(t)
	c, a := msal(t, tn, ""), newApplication(t)
	got := signIn(t, tn, c, a, []string{tn.Cloud().GraphScope("RoleManagement.Read.Directory")}, nil)
	if aadsts(t, got.Get("error_description")) != 90094 {
		t.Errorf("the application got %v, want AADSTS90094", got)
	}
}

func TestDeviceCodeFaults(t *testing.T) {
	for _, tt := range []struct {
		fault, oauth string
		number       int
		walk         bool
	}{
		{"device-code-blocked", "access_denied", 53003, true},
		{"entra.conditional-access", "access_denied", 53003, true},
		{"entra.consent-declined", "authorization_declined", 70018, true},
		{"entra.app-platform", "invalid_client", 7000218, false},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			tn := with(t, tt.fault)
			c := msal(t, tn, "")
			dc, err := c.AcquireTokenByDeviceCode(t.Context(), []string{tn.Cloud().ExchangeScope("Exchange.Manage")})
			if tt.walk {
				if err != nil {
					t.Fatal(err)
				}
				if err := tn.Walk(t.Context(), dc.Result.VerificationURL+"?otc="+dc.Result.UserCode); err != nil {
					t.Fatal(err)
				}
				_, err = dc.AuthenticationResult(t.Context())
			}
			if got := refusal(t, err); got.Error != tt.oauth || got.Codes[0] != tt.number {
				t.Errorf("the token service said %+v, want %s, %d", got, tt.oauth, tt.number)
			}
		})
	}
}

func TestDeviceCodePolls(t *testing.T) {
	tn := with(t)
	resp, err := httpClient(t, tn).PostForm(tn.Cloud().Authority+"/"+tenant.ID+"/oauth2/v2.0/devicecode", url.Values{"client_id": {tenant.ClientID}, "scope": {"openid"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var dc map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&dc); err != nil {
		t.Fatal(err)
	}
	if dc["expires_in"] != 900.0 || dc["interval"] != 5.0 || !strings.Contains(dc["message"].(string), dc["user_code"].(string)) {
		t.Errorf("device code = %v, want 15 minutes, 5 seconds and a message with the code", dc)
	}
	form := url.Values{"grant_type": {"device_code"}, "client_id": {tenant.ClientID}, "device_code": {dc["device_code"].(string)}}
	if got := post(t, tn, form); got.Error != "authorization_pending" || got.Codes[0] != 70016 {
		t.Errorf("first poll = %+v, want authorization_pending", got)
	}
	form.Set("device_code", "unknown")
	if got := post(t, tn, form); got.Error != "bad_verification_code" {
		t.Errorf("poll with an unknown code = %+v, want bad_verification_code", got)
	}
	if err := tn.Walk(t.Context(), dc["verification_uri"].(string)+"?otc=WRONG"); err == nil {
		t.Error("Walk() with a wrong user code ended, want the page to stay")
	}
}

func TestTokenLife(t *testing.T) {
	tn := start(t, tenant.Options{TokenLife: 1})
	e := newExchange(t, tn, tenant.Account)
	if got := e.invoke("Get-Mailbox", nil); got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.Header.Get("WWW-Authenticate"), `error="invalid_token"`) {
		t.Errorf("an expired token: %d %q, want 401 invalid_token", got.StatusCode, got.Header.Get("WWW-Authenticate"))
	}
}

func TestRefreshTokenOfAnotherTenant(t *testing.T) {
	tn := with(t, "entra.wrong-tenant")
	c := msal(t, tn, "organizations")
	o := attempt(t, tn, c, nil)
	if o.err != nil {
		t.Fatal(o.err)
	}
	_, err := c.AcquireTokenSilent(t.Context(), []string{tn.Cloud().ExchangeScope("Exchange.Manage")}, public.WithSilentAccount(o.result.Account), public.WithTenantID(tenant.ID))
	if got := refusal(t, err); got.Codes[0] != 50020 {
		t.Errorf("AcquireTokenSilent() in the wrong tenant said %+v, want 50020", got)
	}
}
