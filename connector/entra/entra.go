// Package entra signs the Exchange Online service account in with Microsoft and
// hands out its tokens.
//
// A Client does the whole sign-in: it listens on loopback itself, opens the
// browser through a function, takes Microsoft's answer and redeems it with MSAL
// (authorization code with PKCE). MSAL's own interactive flow is not used: its
// listener ends the sign-in at any stray GET and reports the text of any forged
// POST. A device code is the second way. One consent covers both Exchange and
// Graph: the code is redeemed for the first, the second follows silently.
//
// What it will not do: show a page of its own other than the last one, embed a
// browser, keep a token on disk unless a Cache says so, or decide anything by
// an AADSTS number. Numbers choose the advice; the text, the correlation ID and
// the time are always kept.
//
// # Traps
//
// MSAL errors can hold whole tokens and are never shown: see explain. MSAL
// compares the scopes asked for and granted letter by letter, so scopes are
// given in their long form and offline_access never is. A sign-in at
// "organizations" stores no tenant: later calls name the tenant of the token.
package entra

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
)

// anyTenant is the authority for work and school accounts of every tenant.
const anyTenant = "organizations"

// defaultTimeout is how long a person gets to sign in, second factor included.
const defaultTimeout = 10 * time.Minute

// callLimit ends one call of the token service, waiting for it included.
const callLimit = 2 * time.Minute

// Options say as what, where and how to sign in.
type Options struct {
	// Cloud is a row of package cloud.
	Cloud cloud.Cloud
	// ClientID is the application, a GUID.
	ClientID string
	// Tenant is a GUID or a domain. Empty means the domain of Account, and
	// without an account any tenant.
	Tenant string
	// Account is the user name that was typed, offered on the sign-in page.
	Account string
	// Scopes are the permissions to ask for, in their long form. Tokens are
	// fetched for the resource of the first; the others are agreed to in the
	// same consent, and Token gets theirs later.
	Scopes []string
	// OpenURL opens the browser and returns soon. Nil means that the person
	// opens the link of State.URL.
	OpenURL func(string) error
	// Transport reaches the token service; nil means web.Transport with the
	// proxy of the system.
	Transport http.RoundTripper
	// Cache keeps tokens; nil means in memory only.
	Cache *Cache
	// Timeout of a whole sign-in; zero means 10 minutes.
	Timeout time.Duration
	// Silence is how long the token service may say nothing; zero means 30
	// seconds.
	Silence time.Duration
	// Page draws the last page in the browser; the zero value is English.
	Page Page
	// Now is the clock, Sleep waits for a service that asks for it; nil means
	// real time.
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
}

// Client signs in and holds the tokens of one account. It is safe for
// concurrent use.
type Client struct {
	opts      Options
	msal      public.Client
	http      *http.Client
	transport http.RoundTripper

	mu      sync.Mutex
	current *session
}

// session is the account that is signed in, as the product and as MSAL know it.
type session struct {
	account Account
	msal    public.Account
}

// New returns a client. It refuses options that cannot be used and does not
// touch the network.
func New(o Options) (*Client, error) {
	if _, err := uuid.Parse(o.ClientID); err != nil || len(o.ClientID) != 36 {
		return nil, fmt.Errorf("client ID %q: want a GUID", o.ClientID)
	}
	if len(o.Scopes) == 0 {
		return nil, errors.New("no scopes to ask for")
	}
	if o.Tenant != "" {
		t, err := ParseTenant(o.Tenant)
		if err != nil {
			return nil, err
		}
		o.Tenant = t
	}
	o = o.withDefaults()
	c := &Client{opts: o, transport: o.Transport}
	if c.transport == nil {
		c.transport = web.Transport(o.Cloud, nil)
	}
	c.http = &http.Client{Transport: web.Patient{Base: c.transport, Silence: o.Silence, Now: o.Now, Sleep: o.Sleep}, CheckRedirect: noRedirect}
	m, err := public.New(o.ClientID,
		public.WithAuthority(o.Cloud.Authority+"/"+c.authority()),
		public.WithCache(o.Cache),
		public.WithHTTPClient(c.http),
		public.WithInstanceDiscovery(false),            // our clouds are known; discovery would call a host that may be another cloud's
		public.WithClientCapabilities([]string{"CP1"}), // claims challenges are understood: see Request.Claims
	)
	if err != nil {
		return nil, fmt.Errorf("authority of %s: %w", o.Cloud.ID, err)
	}
	c.msal = m
	return c, nil
}

func (o Options) withDefaults() Options {
	if o.Cache == nil {
		o.Cache = NewCache()
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// noRedirect keeps codes and refresh tokens from travelling to another host.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// authority is the tenant part of the authority address.
func (c *Client) authority() string {
	if c.opts.Tenant != "" {
		return c.opts.Tenant
	}
	if _, domain, ok := strings.Cut(c.opts.Account, "@"); ok {
		if t, err := ParseTenant(domain); err == nil {
			return t
		}
	}
	return anyTenant
}

// Close lets go of idle connections. The client can still be used.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Account returns who is signed in, and whether somebody is.
func (c *Client) Account() (Account, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current == nil {
		return Account{}, false
	}
	return c.current.account, true
}

// SignOut forgets the account and its tokens on this computer. Microsoft keeps
// the browser's session and the consent.
func (c *Client) SignOut(ctx context.Context) error {
	c.mu.Lock()
	c.current = nil
	c.mu.Unlock()
	known, err := c.msal.Accounts(ctx)
	if err != nil {
		return c.explain(err)
	}
	for _, a := range known {
		if err := c.msal.RemoveAccount(ctx, a); err != nil {
			return c.explain(err)
		}
	}
	return c.opts.Cache.Forget(ctx)
}

func (c *Client) remember(s session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = &s
}

// errNotSignedIn is what every use of a token gives before a sign-in.
func errNotSignedIn() *check.Problem {
	return check.CouldNot(&check.Problem{Code: "entra.not-signed-in",
		Detail: check.T("entra.not-signed-in", "The service account is not signed in."),
		Advice: check.Advice{Who: check.You, Do: check.T("entra.not-signed-in.do", "Sign in with Microsoft as the service account.")}})
}
