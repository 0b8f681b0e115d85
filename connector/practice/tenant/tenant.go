// Package tenant is the Microsoft of practice mode, in one process on
// loopback: the sign-in pages and the token service of Entra ID, the regional
// redirect and the two entrances of Exchange Online that the product uses, and
// the few Graph addresses it reads. It is the rehearsal for admins and the test
// double for every Microsoft test, so it keeps to the wire as documented or
// measured, traps included, and can show each fault of Faults.
//
// What it will not do: change anything (a cmdlet that writes is refused and
// recorded), sign its tokens (MSAL does not look), or tell two clients apart by
// anything but their client ID. Tokens are good at this tenant alone: a token
// that it did not issue itself is refused.
//
// Two ways to reach it. By default each service has a loopback address and a
// port of its own. With Options.Names the addresses are names, as at Microsoft,
// with port 446 in the regional redirect; a client then needs
// Tenant.DialContext. In neither case may "token" stand in an address, because
// MSAL makes the device code address by replacing that word.
package tenant

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice/ca"
)

// Who and what there is in the practice tenant.
const (
	// Account is the service account; it has all it needs unless a fault says
	// otherwise.
	Account = "svc-hire2retire@practice.example"
	// Admin is a Global Administrator: the one who can consent for everybody.
	Admin = "admin@practice.example"
	// ID is the tenant ID, the same at every start so that a saved practice
	// connection stays good.
	ID = "5a1e0c4b-7d2f-4b8e-9a36-2f1c0d9e8b47"
	// Domain and InitialDomain are the verified domains.
	Domain        = "practice.example"
	InitialDomain = "practice.onmicrosoft.example"
	// ClientID is an application for every tenant, as a vendor registers it.
	ClientID = "b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10"
	// CustomerClientID is an application for this tenant alone.
	CustomerClientID = "c7e4a2b3-1d5f-4068-9f2a-7b8c4d6e3f21"
)

// Options say how the tenant behaves. The zero value is a tenant in which every
// check passes.
type Options struct {
	// Faults are names from Faults.
	Faults []string
	// Person serves the sign-in pages over plain HTTP on loopback, because no
	// browser trusts the certificate authority of the practice. All else stays
	// on TLS.
	Person bool
	// Names gives the services host names instead of ports.
	Names bool
	// Domain is one more verified domain of the tenant, for a directory that is
	// not the practice's.
	Domain string
	// TokenLife is how long an access token is good; zero means an hour. MSAL
	// takes five minutes or less for expired.
	TokenLife time.Duration
	// RetryAfter is what a throttled call is told to wait, in whole seconds;
	// zero means one second.
	RetryAfter time.Duration
}

// Tenant is a running practice tenant. It is safe for concurrent use.
type Tenant struct {
	opts    Options
	roots   *ca.Authority
	doors   doors
	state   *state
	world   atomic.Pointer[world]
	browser *browser
	ctx     context.Context
	cancel  context.CancelFunc
	wg      sync.WaitGroup
}

// Start opens the tenant on loopback. The caller has to Close it.
func Start(opts Options) (*Tenant, error) {
	if opts.TokenLife == 0 {
		opts.TokenLife = time.Hour
	}
	if opts.RetryAfter == 0 {
		opts.RetryAfter = time.Second
	}
	t := &Tenant{opts: opts, state: newState()}
	if err := t.SetFaults(opts.Faults...); err != nil {
		return nil, err
	}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	if err := t.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("start the practice tenant: %w", err), t.Close())
	}
	t.browser = newBrowser(t)
	return t, nil
}

// Close ends every connection and every walk of the browser, and waits for
// them.
func (t *Tenant) Close() error {
	t.cancel()
	err := t.doors.close()
	if t.browser != nil {
		t.browser.close()
	}
	t.wg.Wait()
	return err
}

// SetFaults replaces the faults in force: none heals the tenant. What was
// issued before, tokens and consents, stays; faults that pass after some calls
// begin anew.
func (t *Tenant) SetFaults(names ...string) error {
	w, err := newWorld(names)
	if err != nil {
		return err
	}
	t.world.Store(w)
	t.state.restart()
	return nil
}

// retryAfter returns the value of a Retry-After header.
func (t *Tenant) retryAfter() string { return strconv.Itoa(int(t.opts.RetryAfter.Seconds())) }

// Cloud returns the row of the practice tenant. It is good until Close.
func (t *Tenant) Cloud() cloud.Cloud {
	c := cloud.Cloud{
		ID: cloud.Practice, Name: "Practice",
		Authority: t.doors.authority.origin, Exchange: t.doors.front.origin, Graph: t.doors.graph.origin,
		ExchangeResource: exchangeAPI.uri, GraphResource: graphAPI.uri,
		ExchangeHosts: []string{t.doors.front.host(), t.doors.region.host()},
		CA:            t.roots.Pool(),
	}
	if t.opts.Names {
		c.ExchangeHosts = []string{frontName, "." + frontName}
	}
	return c
}

// CA returns the roots of Cloud as PEM, for a client in another process.
func (t *Tenant) CA() []byte { return t.roots.PEM() }
