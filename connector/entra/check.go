package entra

import (
	"context"
	"errors"
	"maps"

	"hire2retire-setup/connector/check"
)

// SignInCheck is the ID of the check that everything at Microsoft comes after.
const SignInCheck check.ID = "entra.sign-in"

// Check proves that the service account is signed in: with kept tokens if that
// works, else by the method of req. The method Stored asks nobody. progress
// serves as in SignIn.
func (c *Client) Check(req Request, progress func(State)) check.Check {
	return check.Check{ID: SignInCheck, Title: check.T("entra.sign-in", "The service account is signed in with Microsoft"),
		Run: func(ctx context.Context) (check.Finding, error) {
			acc, err := c.signedIn(ctx, req, progress)
			if err != nil {
				return check.Finding{Facts: c.failureFacts(err)}, err
			}
			return c.finding(acc), c.doubts(acc).Err()
		}}
}

// signedIn asks a person only if kept tokens do not serve.
func (c *Client) signedIn(ctx context.Context, req Request, progress func(State)) (Account, error) {
	if !req.Again || req.Method == Stored {
		s, err := c.session(ctx)
		if err == nil || req.Method == Stored || ctx.Err() != nil {
			return s.account, err
		}
	}
	return c.SignIn(ctx, req, progress)
}

func (c *Client) finding(a Account) check.Finding {
	return check.Finding{
		Found: check.T("entra.sign-in.found", "{{.account}} is signed in to the tenant {{.tenant}} ({{.cloud}}).", "account", a.UPN, "tenant", a.TenantID, "cloud", c.opts.Cloud.Name),
		Facts: check.Facts{"account": a.UPN, "name": a.Name, "tenantId": a.TenantID, "objectId": a.ObjectID, "scopes": a.Scopes,
			"guest": a.Guest, "cloud": string(a.Cloud), "clientId": c.opts.ClientID},
	}
}

// failureFacts are what an administrator needs to find the event.
func (c *Client) failureFacts(err error) check.Facts {
	facts := check.Facts{"cloud": string(c.opts.Cloud.ID), "authority": c.opts.Cloud.Authority + "/" + c.authority(), "clientId": c.opts.ClientID}
	if f, ok := errors.AsType[*Failure](err); ok {
		maps.Copy(facts, f.Facts())
	}
	return facts
}
