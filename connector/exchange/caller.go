package exchange

import (
	"context"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/claims"
)

// manage is the permission that the module file and every cmdlet ask for.
// Exchange.ManageV2 is not enough: it serves a documented, much smaller API.
const manage = "Exchange.Manage"

// Caller is who the token for Exchange belongs to.
type Caller = claims.Token

// Caller returns who is looking, as the token for Exchange says.
func (s *Session) Caller(ctx context.Context) (Caller, error) {
	return s.caller.get(ctx, func(ctx context.Context) (Caller, error) {
		token, err := s.exchange.token(ctx)
		if err != nil {
			return Caller{}, err
		}
		c, err := claims.Read(token)
		if err == nil && (c.Tenant == "" || c.UPN == "") {
			err = errNamelessToken
		}
		if err != nil {
			return c, changed(err)
		}
		return c, nil
	})
}

// manager returns the caller if the token has the permission to ask Exchange.
// Without it Exchange answers 403 to everything, which would look like missing
// roles.
func (s *Session) manager(ctx context.Context) (Caller, error) {
	c, err := s.Caller(ctx)
	if err == nil && !c.HasScope(manage) {
		return c, scopeMissing(c)
	}
	return c, err
}

func scopeMissing(c Caller) *check.Problem {
	return &check.Problem{Code: "exo.scope-missing",
		Detail: check.T("exo.scope-missing", "Microsoft signed {{.account}} in, but the permission {{.scope}} is not in the token for Exchange Online. Roles cannot be checked without it.", "account", c.UPN, "scope", manage),
		Advice: check.Advice{Who: check.Entra, Do: check.T("exo.scope-missing.do", "Give the application the delegated permission {{.scope}} of Office 365 Exchange Online, have it approved, and sign in again.", "scope", manage)}}
}
