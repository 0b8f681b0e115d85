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
}

// use returns the client for m.
func (s *signInClient) use(m Microsoft, d Deps) (*entra.Client, error) {
	of := []string{string(m.Cloud.ID), m.Account, m.Tenant, m.ClientID, strconv.FormatBool(m.ReadRoles)}
	if s.client != nil && slices.Equal(s.of, of) {
		return s.client, nil
	}
	c, err := NewClient(m, d)
	if err != nil {
		return nil, err
	}
	s.close()
	s.of, s.client = of, c
	return c, nil
}

// NewClient returns a client for the account, application and cloud of m.
func NewClient(m Microsoft, d Deps) (*entra.Client, error) {
	o := entra.Options{Cloud: m.Cloud, ClientID: m.ClientID, Tenant: m.Tenant, Account: m.Account,
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
