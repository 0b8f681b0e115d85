package entra

import (
	"slices"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/claims"
	"hire2retire-setup/connector/secret"
)

// Account is who signed in, as its tokens say.
type Account struct {
	UPN  string `json:"upn"`
	Name string `json:"name,omitempty"`
	// TenantID and ObjectID are GUIDs; together they never change.
	TenantID string `json:"tenantId"`
	ObjectID string `json:"objectId"`
	// Scopes were granted, in their long form.
	Scopes []string `json:"scopes"`
	// Roles are the template IDs of the active Entra roles. RolesKnown tells
	// "none" from "the token does not say".
	Roles      []string `json:"roles,omitempty"`
	RolesKnown bool     `json:"rolesKnown,omitempty"`
	// Guest reports that the home of the account is another tenant.
	Guest bool     `json:"guest,omitempty"`
	Cloud cloud.ID `json:"cloud"`
	// At is when the tokens were got.
	At time.Time `json:"at"`
}

// HasScope reports whether the scope, in its long form, was granted.
func (a Account) HasScope(scope string) bool {
	return slices.ContainsFunc(a.Scopes, func(s string) bool { return strings.EqualFold(s, scope) })
}

// accountOf reads who is behind tokens. asked are the scopes they were got for.
func (c *Client) accountOf(res public.AuthResult, asked []string) (Account, error) {
	id, err := claims.Read(secret.New(res.IDToken.RawToken))
	if err != nil {
		return Account{}, garbled()
	}
	a := Account{
		UPN: id.UPN, Name: id.Name, TenantID: id.Tenant, ObjectID: id.Object, Guest: id.Guest,
		Roles: id.Roles, RolesKnown: id.RolesKnown, Scopes: res.GrantedScopes,
		Cloud: c.opts.Cloud.ID, At: c.opts.Now(),
	}
	access, err := claims.Read(secret.New(res.AccessToken))
	if err != nil {
		return a, c.refuse(a, id) // an access token that only its resource can read
	}
	if !strings.EqualFold(access.Tenant, a.TenantID) || !strings.EqualFold(access.Object, a.ObjectID) {
		return Account{}, garbled()
	}
	a.UPN, a.Name, a.Guest = first(access.UPN, a.UPN), first(a.Name, access.Name), a.Guest || access.Guest
	a.Scopes = nil // "scope" of the answer may list more than the token holds
	for _, s := range access.Scopes {
		a.Scopes = append(a.Scopes, resource(asked[0])+"/"+s)
	}
	if access.RolesKnown {
		a.Roles, a.RolesKnown = access.Roles, true
	}
	return a, c.refuse(a, id)
}

// refuse returns a problem for an account that can never be the service
// account of this tenant.
func (c *Client) refuse(a Account, id claims.Token) error {
	switch {
	case a.TenantID == "" || a.ObjectID == "":
		return garbled()
	case id.Personal():
		return personal(check.Verbatim(a.UPN))
	case isGUID(c.opts.Tenant) && !strings.EqualFold(c.opts.Tenant, a.TenantID):
		return c.wrongTenant(check.Verbatim(a.UPN), a.TenantID)
	}
	return nil
}

func personal(who check.Text) *check.Problem {
	return &check.Problem{Code: "entra.personal-account",
		Detail: check.T("entra.personal-account", "{{.account}} is a personal Microsoft account, which has no Exchange Online.", "account", who),
		Advice: check.Advice{Who: check.You, Field: "account", Do: check.T("entra.personal-account.do", "On Microsoft's page choose Use another account, and sign in with the work account that was made for this connection.")}}
}

func (c *Client) wrongTenant(who check.Text, got string) *check.Problem {
	return &check.Problem{Code: "entra.wrong-tenant",
		Detail: check.T("entra.wrong-tenant", "{{.account}} belongs to the tenant {{.got}}, not to {{.want}}.", "account", who, "got", got, "want", c.where()),
		Advice: check.Advice{Who: check.You, Field: "tenant", Do: check.T("entra.wrong-tenant.do", "Check the tenant, or choose Use another account on Microsoft's page and sign in with an account of it.")}}
}

func isGUID(s string) bool { return len(s) == 36 && !strings.Contains(s, ".") }

// doubts are the reasons to look twice at an account that did sign in.
func (c *Client) doubts(a Account) check.Problems {
	var ps check.Problems
	if a.Guest {
		ps = append(ps, check.Warn(&check.Problem{Code: "entra.guest",
			Detail: check.T("entra.guest", "{{.account}} is a guest in this tenant. Exchange Online gives guests no management roles.", "account", a.UPN),
			Advice: check.Advice{Who: check.Entra, Do: check.T("entra.guest.do", "Make an account of the tenant itself for this connection.")}}))
	}
	if want := c.opts.Account; want != "" && !strings.EqualFold(want, a.UPN) {
		ps = append(ps, check.Warn(&check.Problem{Code: "entra.other-account",
			Detail: check.T("entra.other-account", "{{.got}} signed in, but {{.want}} was typed.", "got", a.UPN, "want", want),
			Advice: check.Advice{Who: check.You, Field: "account", Do: check.T("entra.other-account.do", "If this is the same account under another name, correct the name. Otherwise sign in again and choose Use another account.")}}))
	}
	return ps
}
