// Package claims reads what a Microsoft token says about its account: who it
// is, in which tenant, which scopes were granted and which roles are active.
//
// It does not verify anything. A token got over TLS from the authority is as
// good as its road, and the services that get it verify it themselves; nothing
// here may be used to let somebody in. Microsoft calls access tokens opaque to
// clients, so what is missing in one is unknown, not "no": every field may be
// empty, and RolesKnown tells "no roles" from "not said".
//
// Claims: learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
package claims

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"hire2retire-setup/connector/secret"
)

// PersonalTenant is the tenant of all personal Microsoft accounts.
const PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

// ErrOpaque is returned for a token that only its resource can read.
var ErrOpaque = errors.New("the token is not readable by clients")

// maxToken is far above the size of a token; Entra ID leaves groups out before
// one grows beyond some kilobytes.
const maxToken = 256 << 10

// Token is what a token says.
type Token struct {
	// Audience is the resource the token is for, Issuer who gave it, App the
	// client ID it was given to.
	Audience, Issuer, App string
	// Tenant and Object are the GUIDs of the tenant and of the account in it.
	Tenant, Object string
	UPN, Name      string
	// Scopes are the short names of the delegated permissions: "Exchange.Manage".
	Scopes []string
	// Roles are the template IDs of the Entra roles that are active for the
	// whole tenant. Eligible roles and those of an administrative unit are not
	// among them.
	Roles      []string
	RolesKnown bool
	// Guest reports that the account's home is another tenant.
	Guest bool
	// Expires is when the token ends.
	Expires time.Time
}

// HasScope reports whether the permission of this short name was granted.
func (t Token) HasScope(name string) bool {
	for _, s := range t.Scopes {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}

// HasRole reports whether the Entra role of this template ID is active.
func (t Token) HasRole(template string) bool {
	for _, r := range t.Roles {
		if strings.EqualFold(r, template) {
			return true
		}
	}
	return false
}

// Personal reports whether this is a personal Microsoft account.
func (t Token) Personal() bool { return strings.EqualFold(t.Tenant, PersonalTenant) }

// wire is the payload of a v1 or v2 token.
type wire struct {
	Aud      oneOrMany `json:"aud"`
	Iss      string    `json:"iss"`
	AppID    string    `json:"appid"`
	Azp      string    `json:"azp"`
	Tid      string    `json:"tid"`
	Oid      string    `json:"oid"`
	UPN      string    `json:"upn"`
	Username string    `json:"preferred_username"`
	Unique   string    `json:"unique_name"`
	Name     string    `json:"name"`
	Scp      string    `json:"scp"`
	WIDs     []string  `json:"wids"`
	Idp      string    `json:"idp"`
	Acct     number    `json:"acct"`
	Exp      number    `json:"exp"`
}

// Read returns what the token says. It refuses what is not a signed token with
// readable claims: an encrypted or opaque one gives ErrOpaque. Errors never
// hold a part of the token.
func Read(token secret.Text) (Token, error) {
	if token.Len() > maxToken {
		return Token{}, fmt.Errorf("the token has %d bytes", token.Len())
	}
	parts := strings.Split(token.Reveal(), ".")
	if len(parts) != 3 {
		return Token{}, ErrOpaque
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return Token{}, ErrOpaque
	}
	var w wire
	if err := json.Unmarshal(payload, &w); err != nil {
		return Token{}, errors.New("the claims of the token are not the documented JSON")
	}
	return w.token(), nil
}

func (w wire) token() Token {
	t := Token{
		Audience: string(w.Aud), Issuer: w.Iss, App: first(w.AppID, w.Azp),
		Tenant: w.Tid, Object: w.Oid,
		UPN: first(w.UPN, w.Username, w.Unique), Name: w.Name,
		Scopes: strings.Fields(w.Scp),
		Roles:  w.WIDs, RolesKnown: w.WIDs != nil,
	}
	if w.Exp != 0 {
		t.Expires = time.Unix(int64(w.Exp), 0)
	}
	t.Guest = w.Acct == 1 || strings.Contains(strings.ToUpper(t.UPN), "#EXT#") || foreign(w)
	return t
}

// foreign reports that somebody else than the tenant itself proved who the
// account is: idp differs from the issuer for accounts of another tenant,
// personal accounts ("live.com") and one-time passcodes ("mail") only.
func foreign(w wire) bool {
	return w.Idp != "" && w.Tid != "" && !strings.Contains(strings.ToLower(w.Idp), strings.ToLower(w.Tid))
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// oneOrMany is a string, or the first of a list of them (RFC 7519, 4.1.3).
type oneOrMany string

// UnmarshalJSON implements json.Unmarshaler.
func (o *oneOrMany) UnmarshalJSON(b []byte) error {
	var many []string
	if json.Unmarshal(b, &many) == nil {
		if len(many) > 0 {
			*o = oneOrMany(many[0])
		}
		return nil
	}
	return json.Unmarshal(b, (*string)(o))
}

// number is a whole number that some issuers write as a string.
type number int64

// UnmarshalJSON implements json.Unmarshaler.
func (n *number) UnmarshalJSON(b []byte) error {
	var f float64
	if err := json.Unmarshal([]byte(strings.Trim(string(b), `"`)), &f); err != nil {
		return err
	}
	*n = number(f)
	return nil
}
