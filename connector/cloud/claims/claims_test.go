package claims_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/cloud/claims"
	"hire2retire-setup/connector/secret"
)

const (
	tenant = "11111111-1111-4111-8111-111111111111"
	object = "22222222-2222-4222-8222-222222222222"
	admin  = "fe930be7-5e62-47db-91af-98c3a49a38b1"
)

// jwt returns an unsigned token with the payload.
func jwt(payload string) secret.Text {
	enc := base64.RawURLEncoding.EncodeToString
	return secret.New(enc([]byte(`{"alg":"none"}`)) + "." + enc([]byte(payload)) + "." + enc([]byte("signature")))
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		payload string
		want    claims.Token
	}{
		"an Exchange access token (v1)": {
			payload: `{"aud":"https://outlook.office365.com","iss":"https://sts.windows.net/` + tenant + `/","appid":"app","tid":"` + tenant + `","oid":"` + object + `",
				"upn":"svc@example.com","name":"Service","scp":"Exchange.Manage User.Read","wids":["` + admin + `"],"exp":1700000000}`,
			want: claims.Token{Audience: "https://outlook.office365.com", Issuer: "https://sts.windows.net/" + tenant + "/", App: "app", Tenant: tenant, Object: object,
				UPN: "svc@example.com", Name: "Service", Scopes: []string{"Exchange.Manage", "User.Read"}, Roles: []string{admin}, RolesKnown: true, Expires: time.Unix(1700000000, 0)},
		},
		"an ID token (v2), without roles": {
			payload: `{"aud":["a","b"],"azp":"app","tid":"` + tenant + `","preferred_username":"svc@example.com","exp":"1700000000"}`,
			want:    claims.Token{Audience: "a", App: "app", Tenant: tenant, UPN: "svc@example.com", Expires: time.Unix(1700000000, 0)},
		},
		"roles that are known to be none": {
			payload: `{"wids":[]}`,
			want:    claims.Token{Roles: []string{}, RolesKnown: true},
		},
		"a guest by name": {
			payload: `{"upn":"svc_other.example#ext#@example.com"}`,
			want:    claims.Token{UPN: "svc_other.example#ext#@example.com", Guest: true},
		},
		"a guest by account type": {
			payload: `{"upn":"svc@other.example","acct":1}`,
			want:    claims.Token{UPN: "svc@other.example", Guest: true},
		},
		"a guest by identity provider": {
			payload: `{"tid":"` + tenant + `","idp":"https://sts.windows.net/` + object + `/"}`,
			want:    claims.Token{Tenant: tenant, Guest: true},
		},
		"a personal account invited into the tenant": {
			payload: `{"tid":"` + tenant + `","idp":"live.com"}`,
			want:    claims.Token{Tenant: tenant, Guest: true},
		},
		"its own tenant as identity provider": {
			payload: `{"tid":"` + tenant + `","idp":"https://sts.windows.net/` + tenant + `/","acct":0}`,
			want:    claims.Token{Tenant: tenant},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := claims.Read(jwt(c.payload))
			if err != nil {
				t.Fatal(err)
			}
			if len(c.want.Scopes) == 0 {
				c.want.Scopes = []string{}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Read: -want +got\n%s", diff)
			}
		})
	}
}

func TestQuestions(t *testing.T) {
	got, err := claims.Read(jwt(`{"tid":"` + strings.ToUpper(claims.PersonalTenant) + `","scp":"exchange.manage","wids":["` + strings.ToUpper(admin) + `"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if !got.Personal() || !got.HasScope("Exchange.Manage") || !got.HasRole(admin) {
		t.Errorf("the questions depend on upper and lower case: %+v", got)
	}
	if got.HasScope("Exchange.ManageV2") || got.HasScope("Exchange") || got.HasRole(object) {
		t.Error("something that was not granted counts as granted")
	}
}

func TestReadRefuses(t *testing.T) {
	marker := strings.Repeat("SECRETPART", 4)
	for name, c := range map[string]struct {
		token string
		want  error
	}{
		"nothing":            {"", claims.ErrOpaque},
		"an opaque token":    {"EwBAA8l6BAAU" + marker, claims.ErrOpaque},
		"an encrypted token": {"a.b.c.d." + marker, claims.ErrOpaque},
		"no base64":          {"a.!" + marker + ".c", claims.ErrOpaque},
		"no JSON":            {"a." + base64.RawURLEncoding.EncodeToString([]byte(marker)) + ".c", nil},
		"another type":       {jwt(`{"scp":["` + marker + `"]}`).Reveal(), nil},
		"too long":           {"a." + strings.Repeat(marker, 10_000) + ".c", nil},
	} {
		_, err := claims.Read(secret.New(c.token))
		if err == nil {
			t.Errorf("%s: Read found claims", name)
			continue
		}
		if c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: Read = %v, want %v", name, err, c.want)
		}
		if strings.Contains(err.Error(), marker) {
			t.Errorf("%s: the error holds a part of the token: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "a.b.c", jwt(`{"aud":[],"exp":"x"}`).Reveal(), jwt(`{"wids":null,"acct":"1"}`).Reveal(), jwt(`{"exp":1e400}`).Reveal()} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := claims.Read(secret.New(s))
		if err != nil {
			return
		}
		if _, err := json.Marshal(got); err != nil && !got.Expires.IsZero() && got.Expires.Year() < 10000 {
			t.Errorf("Read(%q) cannot be written down: %v", s, err)
		}
	})
}
