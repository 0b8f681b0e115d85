package setup

import (
	"slices"
	"strconv"

	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/entra"
)

// signInClient keeps the signed-in client from run to run, for as long as it is
// asked for the same account, application and cloud.
type signInClient struct {
	of     []string
	client *entra.Client
	cache  *entra.Cache
}

// use returns the client for m. tokens says where those of another client
// begin to be.
func (s *signInClient) use(m Microsoft, d Deps, tokens func() *entra.Cache) (*entra.Client, error) {
	of := []string{string(m.Cloud.ID), m.Account, m.Tenant, m.ClientID, strconv.FormatBool(m.ReadRoles)}
	if s.client != nil && slices.Equal(s.of, of) {
		return s.client, nil
	}
	cache := tokens()
	c, err := NewClient(m, d, cache)
	if err != nil {
		return nil, err
	}
	s.close()
	s.of, s.client, s.cache = of, c, cache
	return c, nil
}

// keepsSignIn reports whether the saved connection kept a sign-in of the account
// that is asked for now.
func (f *Flow) keepsSignIn() bool {
	return f.profile.Revision > 0 && f.profile.Exchange.KeepSignIn && sameAccount(f.profile.Exchange, f.answers.Profile(f.profile).Exchange)
}

// tokens returns where the tokens of a new client begin to be.
func (f *Flow) tokens() *entra.Cache {
	if !f.keepsSignIn() {
		return entra.NewCache()
	}
	return TokenCache(f.deps, f.profile)
}

// NewClient returns a client for the account, application and cloud of m, whose
// tokens are in the cache.
func NewClient(m Microsoft, d Deps, tokens *entra.Cache) (*entra.Client, error) {
	o := entra.Options{Cloud: m.Cloud, ClientID: m.ClientID, Tenant: m.Tenant, Account: m.Account, Cache: tokens,
		Scopes: m.plan().LongScopes(m.Cloud), OpenURL: d.OpenURL, Timeout: d.SignInTimeout, Page: d.Page, Now: d.Now}
	if d.Proxy != nil {
		o.Transport = web.Transport(m.Cloud, d.Proxy)
	}
	return entra.New(o)
}

func (s *signInClient) account() (entra.Account, bool) {
	if s.client == nil {
		return entra.Account{}, false
	}
	return s.client.Account()
}

func (s *signInClient) close() {
	if s.client != nil {
		s.client.Close()
	}
}
