package entra_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/claims"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// object is a JSON object.
type object = map[string]any

func jwt(claims object) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"none"}`)) + "." + enc(payload) + "." + enc([]byte("s"))
}

// redeeming lets the token endpoint answer with these tokens.
func redeeming(id, access string) func(*entra.Options) {
	info := base64.RawURLEncoding.EncodeToString([]byte(`{"uid":"o-1","utid":"t-1"}`))
	return func(o *entra.Options) {
		answering(200, fmt.Sprintf(`{"token_type":"Bearer","expires_in":3600,"scope":%q,"access_token":%q,"refresh_token":"r","id_token":%q,"client_info":%q}`, o.Scopes[0], access, id, info))(o)
	}
}

// TestIdentity: who signed in is read from the tokens, and who can never be the
// service account is refused and not kept.
func TestIdentity(t *testing.T) {
	good := func(change object) object {
		o := object{"tid": tenant.ID, "oid": "o-1", "preferred_username": "svc@practice.example", "upn": "svc@practice.example", "name": "Service", "scp": "Exchange.Manage"}
		for k, v := range change {
			if o[k] = v; v == nil {
				delete(o, k)
			}
		}
		return o
	}
	for name, c := range map[string]struct {
		id, access object
		change     func(*entra.Options)
		code       check.Code
		want       entra.Account
	}{
		"as usual":                        {good(nil), good(nil), nil, "", entra.Account{UPN: "svc@practice.example", Name: "Service"}},
		"roles in the access token":       {good(nil), good(object{"wids": []string{"w"}}), nil, "", entra.Account{Roles: []string{"w"}, RolesKnown: true}},
		"roles in the ID token":           {good(object{"wids": []string{"w"}}), good(nil), nil, "", entra.Account{Roles: []string{"w"}, RolesKnown: true}},
		"a guest":                         {good(nil), good(object{"acct": 1}), nil, "", entra.Account{Guest: true}},
		"a name in the ID token alone":    {good(nil), good(object{"upn": nil, "preferred_username": nil}), nil, "", entra.Account{UPN: "svc@practice.example"}},
		"a personal account":              {good(object{"tid": claims.PersonalTenant}), good(object{"tid": claims.PersonalTenant}), nil, "entra.personal-account", entra.Account{}},
		"another tenant than asked for":   {good(nil), good(nil), func(o *entra.Options) { o.Tenant = "99999999-9999-4999-8999-999999999999" }, "entra.tenant-not-found", entra.Account{}},
		"a tenant that was not asked for": {good(object{"tid": "11111111-1111-4111-8111-111111111111"}), good(object{"tid": "11111111-1111-4111-8111-111111111111"}), func(o *entra.Options) { o.Tenant = tenant.ID }, "entra.wrong-tenant", entra.Account{}},
		"tokens of two tenants":           {good(nil), good(object{"tid": "other"}), nil, "entra.garbled", entra.Account{}},
		"tokens of two accounts":          {good(nil), good(object{"oid": "other"}), nil, "entra.garbled", entra.Account{}},
		"an account without an ID":        {good(object{"oid": nil}), good(object{"oid": nil}), nil, "entra.garbled", entra.Account{}},
		"an account without a tenant":     {good(object{"tid": nil}), good(object{"tid": nil}), nil, "entra.garbled", entra.Account{}},
		"the tenant in capital letters":   {good(object{"tid": strings.ToUpper(tenant.ID)}), good(nil), func(o *entra.Options) { o.Tenant = tenant.ID }, "", entra.Account{}},
	} {
		t.Run(name, func(t *testing.T) {
			change := []func(*entra.Options){redeeming(jwt(c.id), jwt(c.access))}
			if c.change != nil {
				change = append(change, c.change)
			}
			cl := connect(t, start(t), change...)
			acc, err := cl.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
			if c.code != "" {
				if p := problem(t, err); p.Code != c.code {
					t.Errorf("problem = %v, want %s", p, c.code)
				}
				if _, kept := cl.Account(); kept {
					t.Error("the account is kept")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if acc.Guest != c.want.Guest || acc.RolesKnown != c.want.RolesKnown || !slices.Equal(acc.Roles, c.want.Roles) || (c.want.UPN != "" && acc.UPN != c.want.UPN) || acc.At.IsZero() {
				t.Errorf("account = %+v, want %+v", acc, c.want)
			}
		})
	}
}

// TestOpaqueAccessToken: some access tokens only their resource can read. Then
// the ID token says who it is, and the answer which scopes were granted.
func TestOpaqueAccessToken(t *testing.T) {
	tn := start(t)
	c := connect(t, tn, redeeming(jwt(object{"tid": tenant.ID, "oid": "o-1", "preferred_username": "svc@practice.example"}), "EwBAA8l6BAAU"))
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	if err != nil || acc.UPN != "svc@practice.example" || acc.RolesKnown || !acc.HasScope(scopes(tn)[0]) {
		t.Errorf("SignIn = %+v, %v", acc, err)
	}
}

// TestCodeStaysWithMicrosoft: a redirect of the token endpoint is not followed,
// because the code and the verifier would travel with it.
func TestCodeStaysWithMicrosoft(t *testing.T) {
	c := connect(t, start(t), intercepting(func(r *http.Request) *http.Response {
		if strings.HasPrefix(r.URL.Host, "evil") {
			t.Errorf("%s %s was called", r.Method, r.URL)
		}
		if !strings.HasSuffix(r.URL.Path, "/token") {
			return nil
		}
		resp := answer(r, http.StatusTemporaryRedirect, "")
		resp.Header.Set("Location", "https://evil.example/token")
		return resp
	}))
	if acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err == nil {
		t.Errorf("SignIn = %+v, want an error", acc)
	}
}
