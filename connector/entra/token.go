package entra

import (
	"context"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/secret"
)

// anyClaims makes MSAL leave its cached access token alone and get a new one.
const anyClaims = "{}"

// Token returns an access token for a scope in its long form. force gets a new
// one even if the old one is still good: roles are stamped into a token when it
// is made. Nobody is asked; without a sign-in the error is the problem
// entra.not-signed-in. Failure.Claims of an error is what to sign in again with.
func (c *Client) Token(ctx context.Context, scope string, force bool) (secret.Text, error) {
	s, err := c.session(ctx)
	if err != nil {
		return secret.Text{}, err
	}
	res, err := c.silent(ctx, s.msal, []string{scope}, force)
	if err != nil {
		return secret.Text{}, c.explain(err)
	}
	return secret.New(res.AccessToken), nil
}

// session returns who is signed in, taking kept tokens into account.
func (c *Client) session(ctx context.Context) (session, error) {
	c.mu.Lock()
	current := c.current
	c.mu.Unlock()
	if current != nil {
		return *current, nil
	}
	return c.restore(ctx)
}

// restore signs in with kept tokens.
func (c *Client) restore(ctx context.Context) (session, error) {
	kept, err := c.msal.Accounts(ctx)
	if err != nil {
		return session{}, c.explain(err)
	}
	known, ok := c.pick(kept)
	if !ok {
		return session{}, errNotSignedIn()
	}
	res, err := c.silent(ctx, known, firstResource(c.opts.Scopes), true)
	if err != nil {
		return session{}, c.explain(err)
	}
	acc, err := c.accept(ctx, res)
	return session{account: acc, msal: res.Account}, err
}

// pick returns the kept account that was asked for, or the only one.
func (c *Client) pick(kept []public.Account) (public.Account, bool) {
	for _, a := range kept {
		if strings.EqualFold(a.PreferredUsername, c.opts.Account) {
			return a, true
		}
	}
	if len(kept) == 1 && c.opts.Account == "" {
		return kept[0], true
	}
	return public.Account{}, false
}

// silent gets a token without asking. Where the sign-in was for any tenant, the
// account's own has to be named, because a token of "organizations" is for
// nobody: it is the second half of its ID, "<object>.<tenant>".
func (c *Client) silent(ctx context.Context, who public.Account, scopes []string, force bool) (public.AuthResult, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	opts := []public.AcquireSilentOption{public.WithSilentAccount(who)}
	if _, tenant, ok := strings.Cut(who.HomeAccountID, "."); ok && c.authority() == anyTenant {
		opts = append(opts, public.WithTenantID(tenant))
	}
	if force {
		opts = append(opts, public.WithClaims(anyClaims))
	}
	res, err := c.msal.AcquireTokenSilent(ctx, scopes, opts...)
	if err != nil && err.Error() == "no token found" { // the account is kept without its tokens; MSAL has no type for it
		return res, errNotSignedIn()
	}
	return res, err
}
