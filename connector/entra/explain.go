package entra

import (
	"context"
	"errors"
	"slices"
	"strings"

	msalerrors "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/web"
)

// explain names an error of a sign-in. Only a cancelled context stays as it is;
// everything else becomes a *check.Problem that holds no token.
func (c *Client) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p
	}
	if f, ok := failureOf(err); ok {
		return c.problem(f)
	}
	if _, ok := errors.AsType[msalerrors.InvalidJsonErr](err); ok || strings.Contains(err.Error(), "openid configuration") {
		return garbled()
	}
	if strings.Contains(err.Error(), "declined scopes are present") { // MSAL has no type for it
		return c.scopesDeclined()
	}
	if errors.Is(err, web.ErrTooLong) {
		return garbled()
	}
	return explainRoad(c.opts.Cloud.Authority, err)
}

// explainRoad names what kept a host from answering. An error whose type is not
// known is replaced by its redacted text. Only a cancelled context stays as it
// is.
func explainRoad(origin string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	p := web.Explain(origin, err)
	if p.Code == check.Unexpected {
		p = &check.Problem{Code: check.Unexpected, Detail: p.Detail, Advice: p.Advice, Cause: redact(err.Error())}
	}
	return check.CouldNot(p)
}

// problem words a failure: by its kind where OAuth has one that says enough,
// else by the first number that the table knows, else as it is.
func (c *Client) problem(f *Failure) *check.Problem {
	say := byKind(f)
	if say == nil {
		say = byNumber(f.Numbers)
	}
	if say == nil {
		say = otherwise(f)
	}
	p := *say(c, f)
	p.Err, p.Cause = f, f.Error()
	return &p
}

// wording says what a failure means and what to do.
type wording func(*Client, *Failure) *check.Problem

// byKind decides by the errors of the device code method (RFC 8628, 3.5).
func byKind(f *Failure) wording {
	switch f.Kind {
	case "authorization_declined":
		return declined
	case "expired_token", "bad_verification_code":
		return codeExpired
	}
	return nil
}

func byNumber(numbers []int) wording {
	for _, n := range numbers {
		for _, row := range advice {
			if slices.Contains(row.numbers, n) {
				return row.say
			}
		}
	}
	return nil
}

// otherwise words a failure without a known number by its OAuth error (RFC 6749,
// 4.1.2.1). Cancel on Microsoft's page says nothing else.
func otherwise(f *Failure) wording {
	switch {
	case f.Kind == "access_denied" && (f.Sub == "cancel" || f.Text == ""):
		return cancelled
	case f.transient():
		return unavailable
	case f.Status >= 300 && f.Status < 400:
		return elsewhere
	case f.Kind == "consent_required":
		return consentNeeded
	case f.Kind == "interaction_required", f.Kind == "invalid_grant", f.Kind == "login_required":
		return ended
	case f.Kind == "access_denied":
		return declined
	}
	return refused
}

// who names the account in a sentence.
func (c *Client) who() check.Text {
	if c.opts.Account != "" {
		return check.Verbatim(c.opts.Account)
	}
	return check.T("entra.who", "the service account")
}

// where names the tenant in a sentence.
func (c *Client) where() check.Text {
	if t := c.authority(); t != anyTenant {
		return check.Verbatim(t)
	}
	return check.T("entra.where", "your tenant")
}

// elsewhere words a redirect, which a token service never gives: a code must not
// travel to a host that nobody checked.
func elsewhere(*Client, *Failure) *check.Problem { return garbled() }

func garbled() *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.garbled",
		Detail: check.T("entra.garbled", "The answer of the sign-in service is not the documented one, so nothing was taken from it."),
		Advice: check.Advice{Who: check.Network, Do: check.T("entra.garbled.do", "Check again. If it stays, find out whether a proxy or a security product answers instead of Microsoft.")}})
}

func (c *Client) scopesDeclined() *check.Problem {
	return &check.Problem{Code: "entra.scope-declined",
		Detail: check.T("entra.scope-declined", "Microsoft signed {{.account}} in, but left out a permission that was asked for.", "account", c.who()),
		Advice: check.Advice{Who: check.Entra, Command: c.AdminConsentURL(),
			Do: check.T("entra.scope-declined.do", "Sign in again and accept all permissions. If an administrator has to approve them, send them the link.")}}
}
