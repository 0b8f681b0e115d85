package entra_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/claims"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// redeemed counts the calls of the token endpoint.
func redeemed(tn *tenant.Tenant) int {
	n := 0
	for _, c := range tn.Calls() {
		if strings.HasSuffix(c.Path, "/token") {
			n++
		}
	}
	return n
}

func TestToken(t *testing.T) {
	tn := start(t)
	for name, change := range map[string]func(*entra.Options){
		"signed in to a tenant": func(*entra.Options) {},
		"signed in to any":      func(o *entra.Options) { o.Account = "" },
		"signed in with a code": func(o *entra.Options) { o.OpenURL = nil },
	} {
		t.Run(name, func(t *testing.T) {
			c := connect(t, tn, change)
			if _, err := c.Token(t.Context(), scopes(tn)[0], false); problem(t, err).Code != "entra.not-signed-in" {
				t.Fatalf("before the sign-in: %v", err)
			}
			req := entra.Request{Method: entra.Browser}
			if name == "signed in with a code" {
				req.Method = entra.DeviceCode
			}
			if _, err := c.SignIn(t.Context(), req, enterCode(t, tn)); err != nil {
				t.Fatal(err)
			}
			first, err := c.Token(t.Context(), scopes(tn)[0], false)
			if err != nil {
				t.Fatal(err)
			}
			before := redeemed(tn)
			if again, err := c.Token(t.Context(), scopes(tn)[0], false); err != nil || !again.Equal(first) || redeemed(tn) != before {
				t.Errorf("the same token was fetched again: %v", err)
			}
			forced, err := c.Token(t.Context(), scopes(tn)[0], true)
			if err != nil || forced.Equal(first) || redeemed(tn) != before+1 {
				t.Errorf("a forced token is the old one: %v", err)
			}
			if got, err := claims.Read(forced); err != nil || got.Tenant != tenant.ID || got.UPN != tenant.Account {
				t.Errorf("token of %+v, %v", got, err)
			}
		})
	}
}

// enterCode enters the device code as soon as it is shown.
func enterCode(t *testing.T, tn *tenant.Tenant) func(entra.State) {
	return func(s entra.State) {
		if s.Code == "" {
			return
		}
		sep := "?"
		if strings.Contains(s.URL, "?") {
			sep = "&"
		}
		if err := tn.Consent(s.URL + sep + "otc=" + s.Code); err != nil {
			t.Error(err)
		}
	}
}

func TestTokenForWhatWasNeverAgreedTo(t *testing.T) {
	tn := start(t)
	c := connect(t, tn)
	if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
		t.Fatal(err)
	}
	_, err := c.Token(t.Context(), tn.Cloud().GraphScope("RoleManagement.Read.Directory"), false)
	if p := problem(t, err); p.Code != "entra.consent-needed" {
		t.Errorf("problem = %v, want entra.consent-needed", p)
	}
	if _, err := c.Token(t.Context(), scopes(tn)[0], false); err != nil {
		t.Errorf("the other token is gone: %v", err)
	}
}

func TestSignOut(t *testing.T) {
	tn := start(t)
	cache := entra.NewCache()
	share := func(o *entra.Options) { o.Cache = cache }
	c := connect(t, tn, share)
	if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Account(); ok {
		t.Error("the account is still there")
	}
	for name, cl := range map[string]*entra.Client{"the client": c, "another client with the cache": connect(t, tn, share)} {
		if _, err := cl.Token(t.Context(), scopes(tn)[0], false); err == nil || problem(t, err).Code != "entra.not-signed-in" {
			t.Errorf("%s still has a token: %v", name, err)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*entra.Options)
		req    entra.Request
		status check.Status
		code   check.Code
		facts  check.Facts
	}{
		"signed in":                  {nil, entra.Request{Method: entra.Browser}, check.Passed, "", check.Facts{"account": tenant.Account, "tenantId": tenant.ID, "guest": false, "cloud": "practice"}},
		"nothing kept, nobody asked": {nil, entra.Request{}, check.Unknown, "entra.not-signed-in", check.Facts{"clientId": tenant.ClientID}},
		"another account than typed": {func(o *entra.Options) { o.Account = "svc-hire2retire@practice.onmicrosoft.example" }, entra.Request{Method: entra.Browser}, check.Warned, "entra.other-account", check.Facts{"account": tenant.Account}},
		"refused":                    {func(o *entra.Options) { answering(400, tokenError("invalid_grant", 53003, ""))(o) }, entra.Request{Method: entra.Browser}, check.Failed, "entra.conditional-access", check.Facts{"correlationId": correlation, "timestamp": timestamp}},
		"an unreachable service":     {func(o *entra.Options) { o.Cloud.Authority = "https://127.0.0.1:1" }, entra.Request{Method: entra.Browser}, check.Unknown, "net.refused", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if c.change == nil {
				c.change = func(*entra.Options) {}
			}
			cl := connect(t, start(t), c.change)
			res := check.Run(t.Context(), []check.Check{cl.Check(c.req, nil)}, nil).Results[0]
			if res.Status != c.status || res.ID != "entra.sign-in" {
				t.Fatalf("result = %s %s: %v", res.ID, res.Status, res.Problem())
			}
			if p := res.Problem(); (p == nil) != (c.code == "") || (p != nil && p.Code != c.code) {
				t.Errorf("problem = %v, want %q", p, c.code)
			}
			for k, want := range c.facts {
				if got := res.Facts[k]; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("facts[%s] = %v, want %v", k, got, want)
				}
			}
			if res.OK() && !strings.Contains(res.Found.String(), tenant.Account) {
				t.Errorf("found = %q", res.Found)
			}
		})
	}
}

// TestCheckUsesKeptTokens: somebody who is signed in is not asked again, unless
// that is wanted.
func TestCheckUsesKeptTokens(t *testing.T) {
	tn := start(t)
	cache := entra.NewCache()
	asked := 0
	change := func(o *entra.Options) {
		o.Cache = cache
		o.OpenURL = func(l string) error { asked++; return tn.Consent(l) }
	}
	run := func(c *entra.Client, req entra.Request) check.Result {
		return check.Run(t.Context(), []check.Check{c.Check(req, nil)}, nil).Results[0]
	}
	first := connect(t, tn, change)
	for _, step := range []struct {
		name   string
		client *entra.Client
		req    entra.Request
		asked  int
	}{
		{"the first time", first, entra.Request{Method: entra.Browser}, 1},
		{"the same client", first, entra.Request{Method: entra.Browser}, 1},
		{"stored", first, entra.Request{}, 1},
		{"a new client with the cache", connect(t, tn, change), entra.Request{}, 1},
		{"a new client by browser", connect(t, tn, change), entra.Request{Method: entra.Browser}, 1},
		{"asked for again", first, entra.Request{Method: entra.Browser, Again: true}, 2},
	} {
		if res := run(step.client, step.req); res.Status != check.Passed || asked != step.asked {
			t.Errorf("%s: %s, asked %d times, want %d: %v", step.name, res.Status, asked, step.asked, res.Problem())
		}
	}
}

func TestCheckCancelled(t *testing.T) {
	tn := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := connect(t, tn, func(o *entra.Options) { o.OpenURL = func(string) error { cancel(); return nil } })
	if res := check.Run(ctx, []check.Check{c.Check(entra.Request{Method: entra.Browser}, nil)}, nil).Results[0]; res.Status != check.Skipped {
		t.Errorf("status = %s, want skipped", res.Status)
	}
}

// TestThrottled: the token service asks for patience, and progress says so.
func TestThrottled(t *testing.T) {
	tn := start(t)
	calls := 0
	c := connect(t, tn, intercepting(func(r *http.Request) *http.Response {
		if !strings.HasSuffix(r.URL.Path, "/token") {
			return nil
		}
		if calls++; calls > 1 {
			return nil
		}
		resp := answer(r, http.StatusTooManyRequests, "")
		resp.Header.Set("Retry-After", "1")
		return resp
	}))
	waited := false
	_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, func(s entra.State) { waited = waited || s.Wait > 0 })
	if err != nil || !waited {
		t.Errorf("SignIn = %v, waiting announced: %v", err, waited)
	}
}
