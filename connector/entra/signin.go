package entra

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
)

// Method is how a person signs in.
type Method int

// The methods.
const (
	// Stored uses kept tokens and asks nobody.
	Stored Method = iota
	// Browser opens the browser on this computer.
	Browser
	// DeviceCode shows a code to enter on any computer. Many policies forbid it.
	DeviceCode
)

// Prompt is what Microsoft asks even if it knows the answer.
type Prompt string

// The prompts. The zero value lets the person choose the account.
const (
	SelectAccount Prompt = "select_account"
	Password      Prompt = "login"
	Consent       Prompt = "consent"
)

// Request is one sign-in.
type Request struct {
	Method Method
	Prompt Prompt
	// Claims is what Microsoft asked for when it took a token back: Failure.Claims
	// or the claims of a challenge.
	Claims string
	// Again asks the person even if kept tokens would do.
	Again bool
}

// Stage is how far a sign-in is.
type Stage int

// The stages.
const (
	Preparing Stage = iota // asking Microsoft where to sign in
	Waiting                // the person is signing in
	Finishing              // the answer has come and is redeemed
)

// State is what to show during a sign-in.
type State struct {
	Stage Stage
	// URL is where to sign in: to be opened again, or copied to another
	// browser of this computer. With a code, it is where to enter it.
	URL string
	// Code is what to enter there, if the method is DeviceCode.
	Code string
	// Until is when the sign-in ends by itself.
	Until time.Time
	// Browser is why no browser was opened; the link still works.
	Browser error
	// Wait is set while Microsoft asks for patience.
	Wait time.Duration
}

// SignIn asks a person to sign in and returns who did. progress, which may be
// nil, gets every change and is never called concurrently. A cancelled ctx ends
// it at once, wherever it is.
//
// An error is ctx's own, or a *check.Problem that holds no token.
func (c *Client) SignIn(ctx context.Context, req Request, progress func(State)) (Account, error) {
	limited, cancel := context.WithTimeoutCause(ctx, c.opts.Timeout, errTooSlow)
	defer cancel()
	t := &teller{tell: progress, state: State{Until: c.opts.Now().Add(c.opts.Timeout)}}
	limited = web.Announce(limited, t.waits)
	t.update(func(*State) {})
	by := c.byBrowser
	if req.Method == DeviceCode {
		by = c.byDeviceCode
	}
	res, err := by(limited, req, t)
	if err == nil {
		var acc Account
		if acc, err = c.accept(limited, res); err == nil {
			return acc, nil
		}
	}
	if ctx.Err() != nil {
		return Account{}, ctx.Err()
	}
	if context.Cause(limited) == errTooSlow {
		return Account{}, c.tooSlow(t.state)
	}
	return Account{}, c.explain(err)
}

// accept makes the account of fresh tokens the one that is signed in, or
// forgets one that cannot be used.
func (c *Client) accept(ctx context.Context, res public.AuthResult) (Account, error) {
	acc, err := c.accountOf(res, c.opts.Scopes)
	if err != nil {
		_ = c.msal.RemoveAccount(ctx, res.Account) // the reason counts more than the tidying
		return Account{}, err
	}
	c.remember(session{account: acc, msal: res.Account})
	return acc, nil
}

var errTooSlow = errors.New("the time for the sign-in is over")

// tooSlow names who took too long: the person, or Microsoft before or after.
func (c *Client) tooSlow(s State) *check.Problem {
	if s.Stage != Waiting {
		return check.CouldNot(&check.Problem{Code: "entra.unavailable",
			Detail: check.T("entra.unavailable.late", "Microsoft's sign-in service did not do its part within {{.limit}}.", "limit", c.opts.Timeout.String()),
			Advice: check.Advice{Who: check.You, Do: check.T("entra.unavailable.do", "Wait some minutes and sign in again.")}})
	}
	if s.Browser != nil {
		return check.CouldNot(&check.Problem{Code: "entra.browser", Cause: redact(s.Browser.Error()),
			Detail: check.T("entra.browser", "No browser could be opened on this computer, and nobody used the link."),
			Advice: check.Advice{Who: check.You, Do: check.T("entra.browser.do", "Copy the link into a browser on this computer, or sign in with a code on another one.")}})
	}
	return check.CouldNot(&check.Problem{Code: "entra.timeout",
		Detail: check.T("entra.timeout", "Nobody finished the sign-in within {{.limit}}.", "limit", c.opts.Timeout.String()),
		Advice: check.Advice{Who: check.You, Field: PageField, Do: check.T("entra.timeout.do", "If Microsoft's page in the browser shows an error, copy its text with the error code (such as AADSTS700016 or 53003) and the correlation ID and paste it into this program, which says what it means. If the browser stays on a page of this computer (localhost), a proxy or a security product keeps the answer: localhost must not go through a proxy. Otherwise sign in again.")}})
}

// byBrowser runs the authorization code flow with PKCE (RFC 7636, RFC 8252).
func (c *Client) byBrowser(ctx context.Context, req Request, t *teller) (public.AuthResult, error) {
	verifier := random()
	l, err := listen(random(), c.opts.Page)
	if err != nil {
		return public.AuthResult{}, noLoopback(err)
	}
	defer l.close()
	link, err := c.link(ctx, l, req, verifier)
	if err != nil {
		return public.AuthResult{}, err
	}
	t.update(func(s *State) { s.Stage, s.URL = Waiting, link })
	code, err := c.await(ctx, l, link, t)
	if err != nil {
		return public.AuthResult{}, err
	}
	t.update(func(s *State) { s.Stage, s.URL = Finishing, "" })
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	return c.msal.AcquireTokenByAuthCode(ctx, code, l.redirect, firstResource(c.opts.Scopes),
		public.WithChallenge(verifier), public.WithClaims(req.Claims))
}

// await opens the browser and waits for the code.
func (c *Client) await(ctx context.Context, l *loopback, link string, t *teller) (string, error) {
	opened := make(chan error, 1)
	if c.opts.OpenURL != nil {
		// An opener that hangs must not keep the answer out.
		go func() { opened <- c.opts.OpenURL(link) }()
	}
	for {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case err := <-opened:
			if err != nil {
				t.update(func(s *State) { s.Browser = err })
			}
		case form := <-l.answer:
			if code := form.Get("code"); code != "" {
				return code, nil
			}
			return "", fromForm(form)
		}
	}
}

// link returns the address of Microsoft's page for this sign-in.
func (c *Client) link(ctx context.Context, l *loopback, req Request, verifier string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	scopes := append([]string{"openid", "profile", "offline_access"}, c.opts.Scopes...)
	raw, err := c.msal.AuthCodeURL(ctx, c.opts.ClientID, l.redirect, scopes, public.WithLoginHint(c.opts.Account), public.WithClaims(req.Claims))
	if err != nil {
		return "", err
	}
	u, err := url.Parse(raw)
	if err != nil || !c.trusts(u) {
		return "", garbled() // a page that is not Microsoft's must never be opened
	}
	sum := sha256.Sum256([]byte(verifier))
	q := u.Query()
	q.Set("state", l.state)
	q.Set("code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]))
	q.Set("code_challenge_method", "S256")
	q.Set("response_mode", "form_post") // the code stays out of addresses and histories
	q.Set("prompt", first(string(req.Prompt), string(SelectAccount)))
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// trusts reports whether u is a page of the authority. The practice tenant
// shows its pages to people over plain HTTP on loopback, because no browser
// trusts its certificate.
func (c *Client) trusts(u *url.URL) bool {
	if c.opts.Cloud.ID == cloud.Practice && u.Scheme == "http" {
		return strings.HasPrefix(u.Hostname(), "127.") || u.Hostname() == "localhost" || u.Hostname() == "::1"
	}
	own, err := url.Parse(c.opts.Cloud.Authority)
	return err == nil && u.Scheme == "https" && u.User == nil && strings.EqualFold(u.Host, own.Host)
}

func noLoopback(err error) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.loopback", Err: err,
		Detail: check.T("entra.loopback", "This computer does not let the program wait for the browser's answer on 127.0.0.1."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.loopback.do", "Sign in with a code on another device instead, or ask for an exception in the security product of this computer.")}})
}

// random returns 256 random bits for an address.
func random() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}
