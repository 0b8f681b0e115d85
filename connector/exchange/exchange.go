// Package exchange proves what the service account may do in Exchange Online
// and Entra ID, without changing anything there.
//
// A Session speaks to Exchange Online and Graph with tokens that a function
// hands out. The proof is the module file: the PowerShell module that Exchange
// makes for each caller, with just the cmdlets and parameters the caller may
// run. It needs no role, and shows what really holds, whatever the roles are
// called. Role names, role groups and write scopes come from cmdlets that the
// account usually may not run; where it may, they enrich the proof.
//
// The table in permissions.json says which features need which roles, and which
// commands prove them. Every check, script and page is made from it.
//
// What it will not do: run a cmdlet that writes, with or without -WhatIf; send
// a token to a host that is not of the cloud; take a changed or missing answer
// for a missing role.
//
// # Traps
//
// The two addresses of Exchange are what Microsoft's own module uses, and are
// not documented. 403 alone means nothing: without the permission
// Exchange.Manage everything is 403, so the token is looked at first. Every
// user with a mailbox has the cmdlets for distribution groups, for groups of
// their own: only AdminOnly commands prove a role. New roles take up to an hour,
// and need a new token.
package exchange

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"time"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/secret"
)

// maxAnswer is how much of an answer is read. The module file of an
// organization administrator has several megabytes.
const maxAnswer = 32 << 20

// callLimit ends one call, waiting for a throttled service included.
const callLimit = 3 * time.Minute

// How long a service may say nothing: Exchange builds its module file before it
// answers, Graph has nothing to build. A person waits for both, one after the
// other, so that together they stay near half a minute.
const (
	exchangeSilence = 25 * time.Second
	graphSilence    = 10 * time.Second
)

// Options say for whom and where to look.
type Options struct {
	Cloud cloud.Cloud
	// Token returns an access token for Exchange, GraphToken one for Graph;
	// force asks for a new one. GraphToken may be nil: then Graph is not asked.
	Token, GraphToken func(ctx context.Context, force bool) (secret.Text, error)
	// WriteScope is the custom recipient write scope that the roles should be
	// limited to; empty means the whole organization.
	WriteScope string
	// UPNSuffixes are those of Active Directory, to be shown beside the domains
	// of the tenant.
	UPNSuffixes []string
	// Fresh gets new tokens first, for a check after roles were assigned.
	Fresh bool
	// Transport reaches Microsoft; nil means web.Transport with the proxy of
	// the system.
	Transport http.RoundTripper
	// Silence is how long a service may say nothing; zero means 25 seconds for
	// Exchange and 10 for Graph.
	Silence time.Duration
	// Sleep waits for a throttled service, Now is the clock; nil means real time.
	Sleep func(context.Context, time.Duration) error
	Now   func() time.Time
}

// Session is one look at a tenant. What it has read it keeps, so that a new
// look needs a new session. It is safe for concurrent use.
type Session struct {
	opts Options

	toExchange, toGraph *http.Client
	exchange, graph     *bearer

	mu   sync.Mutex
	base string // the regional server, once Exchange has named it

	caller       once[Caller]
	organization once[Organization]
	dehydrated   once[bool]
	may          once[Capabilities]
	roles        once[[]Assignment]
}

// New returns a session. It does not touch the network.
func New(o Options) *Session {
	s := &Session{opts: o, base: o.Cloud.Exchange,
		exchange: &bearer{get: o.Token, fresh: o.Fresh}, graph: &bearer{get: o.GraphToken, fresh: o.Fresh}}
	if o.Transport == nil {
		o.Transport = web.Transport(o.Cloud, nil)
	}
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	s.toExchange, s.toGraph = o.client(exchangeSilence), o.client(graphSilence)
	s.toExchange.Jar = jar // Exchange ties a session to one server by a cookie
	return s
}

// client returns a client that waits so long for a service that says nothing,
// unless the options name another time.
func (o Options) client(silence time.Duration) *http.Client {
	if o.Silence != 0 {
		silence = o.Silence
	}
	return &http.Client{
		Transport:     web.Patient{Base: o.Transport, MaxBody: maxAnswer, Silence: silence, Sleep: o.Sleep, Now: o.Now},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Close lets go of idle connections.
func (s *Session) Close() {
	s.toExchange.CloseIdleConnections()
	s.toGraph.CloseIdleConnections()
}
