package entra_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/claims"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

func TestSignIn(t *testing.T) {
	for name, change := range map[string]func(*entra.Options){
		"tenant from the domain of the account": func(*entra.Options) {},
		"tenant by its ID":                      func(o *entra.Options) { o.Tenant = tenant.ID },
		"tenant by another domain":              func(o *entra.Options) { o.Tenant = tenant.InitialDomain },
		"any tenant":                            func(o *entra.Options) { o.Account = "" },
		"the customer's own application":        func(o *entra.Options) { o.ClientID = tenant.CustomerClientID },
	} {
		t.Run(name, func(t *testing.T) {
			tn := start(t)
			c := connect(t, tn, change)
			var states []entra.State
			acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, func(s entra.State) { states = append(states, s) })
			if err != nil {
				t.Fatal(err)
			}
			if acc.UPN != tenant.Account || acc.TenantID != tenant.ID || acc.ObjectID == "" || acc.Name == "" || acc.Guest || acc.Cloud != cloud.Practice || !acc.RolesKnown {
				t.Errorf("account = %+v", acc)
			}
			if !acc.HasScope(scopes(tn)[0]) || acc.HasScope(scopes(tn)[1]) {
				t.Errorf("scopes = %v, want those of the token for Exchange", acc.Scopes)
			}
			stages := []entra.Stage{entra.Preparing, entra.Waiting, entra.Finishing}
			for i, want := range stages {
				if i >= len(states) || states[i].Stage != want || states[i].Until.IsZero() {
					t.Fatalf("states = %+v, want the stages %v", states, stages)
				}
			}
		})
	}
}

// TestOneConsentServesBothResources counts the visits to the sign-in page.
func TestOneConsentServesBothResources(t *testing.T) {
	tn := start(t)
	c := connect(t, tn)
	if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ audience, scope string }{{tn.Cloud().ExchangeResource, "Exchange.Manage"}, {tn.Cloud().GraphResource, "User.Read"}} {
		token, err := c.Token(t.Context(), scopes(tn)[i], false)
		if err != nil {
			t.Fatal(err)
		}
		got, err := claims.Read(token)
		if err != nil || got.Audience != want.audience || !got.HasScope(want.scope) {
			t.Errorf("token for %s = %+v, %v", want.scope, got, err)
		}
	}
	authorize := 0
	for _, call := range tn.Calls() {
		if strings.HasSuffix(call.Path, "/authorize") {
			authorize++
		}
	}
	if authorize != 1 {
		t.Errorf("%d visits to the sign-in page, want 1", authorize)
	}
}

// TestLink proves what is asked of Microsoft: PKCE, a state of 256 bits, the
// answer by form, the right account.
func TestLink(t *testing.T) {
	tn := start(t)
	var link string
	c := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(l string) error { link = l; return tn.Consent(l) }
	})
	req := entra.Request{Method: entra.Browser, Prompt: entra.Consent, Claims: `{"access_token":{"polids":{"essential":true}}}`}
	if _, err := c.SignIn(t.Context(), req, nil); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"client_id": tenant.ClientID, "response_type": "code", "response_mode": "form_post", "prompt": "consent",
		"login_hint": tenant.Account, "code_challenge_method": "S256",
		"scope": "openid profile offline_access " + strings.Join(scopes(tn), " "),
	} {
		if got := q.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if raw, err := base64.RawURLEncoding.DecodeString(q.Get("state")); err != nil || len(raw) != 32 {
		t.Errorf("state has %d bytes, %v, want 32", len(raw), err)
	}
	if raw, err := base64.RawURLEncoding.DecodeString(q.Get("code_challenge")); err != nil || len(raw) != sha256.Size {
		t.Errorf("code_challenge has %d bytes, %v", len(raw), err)
	}
	if got := q.Get("claims"); !strings.Contains(got, "polids") || !strings.Contains(got, "xms_cc") {
		t.Errorf("claims = %q, want those of the challenge and the capability", got)
	}
	if r, err := url.Parse(q.Get("redirect_uri")); err != nil || r.Hostname() != "localhost" || r.Path != "" {
		t.Errorf("redirect_uri = %q", q.Get("redirect_uri"))
	}
}

func TestTimeout(t *testing.T) {
	tn := start(t)
	for name, c := range map[string]struct {
		open func(string) error
		code check.Code
	}{
		"nobody signs in":          {func(string) error { return nil }, "entra.timeout"},
		"nobody uses the link":     {nil, "entra.timeout"},
		"the browser cannot start": {func(string) error { return errors.New("exec: no browser") }, "entra.browser"},
	} {
		cl := connect(t, tn, func(o *entra.Options) { o.OpenURL, o.Timeout = c.open, 200*time.Millisecond })
		var browser error
		_, err := cl.SignIn(t.Context(), entra.Request{Method: entra.Browser}, func(s entra.State) { browser = s.Browser })
		if p := problem(t, err); p.Code != c.code || p.Severity != check.Uncertain {
			t.Errorf("%s: problem = %v, want %s", name, p, c.code)
		}
		if (browser != nil) != (c.code == "entra.browser") {
			t.Errorf("%s: State.Browser = %v", name, browser)
		}
	}
}

// TestLinkOpenedByHand: a browser that cannot be started is no obstacle.
func TestLinkOpenedByHand(t *testing.T) {
	tn := start(t)
	c := connect(t, tn, func(o *entra.Options) { o.OpenURL = func(string) error { return errors.New("no display") } })
	copied := false
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, func(s entra.State) {
		if s.Stage == entra.Waiting && s.Browser != nil && !copied {
			copied = true
			if err := tn.Consent(s.URL); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil || acc.UPN != tenant.Account {
		t.Errorf("SignIn = %+v, %v", acc, err)
	}
}

// TestOnlyPagesOfMicrosoftAreOpened lets the discovery document lie.
func TestOnlyPagesOfMicrosoftAreOpened(t *testing.T) {
	for _, page := range []string{"https://evil.example/authorize", "http://login.example/authorize", "file:///etc/passwd", "https://user@127.0.0.1/authorize", "ms-settings:"} {
		tn := start(t)
		c := connect(t, tn, intercepting(func(r *http.Request) *http.Response {
			if !strings.HasSuffix(r.URL.Path, "openid-configuration") {
				return nil
			}
			body := `{"authorization_endpoint":"` + page + `","token_endpoint":"` + tn.Cloud().Authority + `/t/token","issuer":"` + tn.Cloud().Authority + `/t/v2.0"}`
			return answer(r, 200, body)
		}), func(o *entra.Options) {
			o.OpenURL = func(l string) error { t.Errorf("%s was opened", l); return nil }
		})
		_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
		if p := problem(t, err); p.Code != "entra.garbled" {
			t.Errorf("%s: problem = %v, want entra.garbled", page, p)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := entra.Options{Cloud: cloud.All()[0], ClientID: tenant.ClientID, Scopes: []string{"https://x/y"}}
	for name, change := range map[string]func(*entra.Options){
		"no client ID":       func(o *entra.Options) { o.ClientID = "" },
		"a client ID in URN": func(o *entra.Options) { o.ClientID = "urn:uuid:" + tenant.ClientID },
		"no scopes":          func(o *entra.Options) { o.Scopes = nil },
		"tenant common":      func(o *entra.Options) { o.Tenant = "common" },
		"a plain authority":  func(o *entra.Options) { o.Cloud.Authority = "http://login.example.com" },
	} {
		o := good
		change(&o)
		if c, err := entra.New(o); err == nil {
			c.Close()
			t.Errorf("New accepts %s", name)
		}
	}
}

func TestAdminConsentURL(t *testing.T) {
	c, err := entra.New(entra.Options{Cloud: cloud.All()[0], ClientID: tenant.ClientID, Account: "svc@example.com",
		Scopes: []string{"https://outlook.office365.com/Exchange.Manage", "https://graph.microsoft.com/User.Read"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	want := "https://login.microsoftonline.com/example.com/v2.0/adminconsent?client_id=" + tenant.ClientID +
		"&redirect_uri=http%3A%2F%2Flocalhost&scope=https%3A%2F%2Foutlook.office365.com%2FExchange.Manage+https%3A%2F%2Fgraph.microsoft.com%2FUser.Read"
	if got := c.AdminConsentURL(); got != want {
		t.Errorf("AdminConsentURL() = %s, want %s", got, want)
	}
}

// TestTooSlow: when the time is over, the one who let it pass is named: a person
// who signed in is not told that nobody did.
func TestTooSlow(t *testing.T) {
	for name, c := range map[string]struct {
		faults []string
		open   func(*tenant.Tenant) func(string) error
		want   check.Code
	}{
		"nobody opens the link":             {nil, func(*tenant.Tenant) func(string) error { return nil }, "entra.timeout"},
		"no browser can be started":         {nil, func(*tenant.Tenant) func(string) error { return func(string) error { return errors.New("no browser") } }, "entra.browser"},
		"Microsoft never redeems the code":  {[]string{"sign-in-mute"}, func(tn *tenant.Tenant) func(string) error { return tn.Consent }, "entra.unavailable"},
		"Microsoft stops in its answer":     {[]string{"sign-in-stalls"}, func(tn *tenant.Tenant) func(string) error { return tn.Consent }, "entra.unavailable"},
		"Microsoft asks for ever more time": {[]string{"aadsts-90033"}, func(tn *tenant.Tenant) func(string) error { return tn.Consent }, "entra.unavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			tn := start(t, c.faults...)
			cl := connect(t, tn, func(o *entra.Options) { o.OpenURL, o.Timeout, o.Sleep = c.open(tn), 1500*time.Millisecond, nil })
			_, err := cl.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
			if p := problem(t, err); p.Code != c.want {
				t.Errorf("SignIn says %v, want %s", p, c.want)
			}
		})
	}
}

// TestTransient: a service that has no time is asked again with the same code,
// and named if it never has.
func TestTransient(t *testing.T) {
	for _, number := range []string{"50033", "90006", "90012", "90024", "90033", "90055", "90090"} {
		tn := start(t, "aadsts-"+number)
		_, err := connect(t, tn).SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
		if p := problem(t, err); p.Code != "entra.unavailable" {
			t.Errorf("AADSTS%s: %v, want entra.unavailable", number, p)
		}
	}
}
