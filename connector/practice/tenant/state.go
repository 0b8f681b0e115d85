package tenant

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"sync"
	"time"
)

// state is what the tenant remembers from call to call.
type state struct {
	mu      sync.Mutex
	calls   []Call
	signIns map[string]*signIn    // by the ctx field of the pages
	codes   map[string]*grant     // authorization codes, used once
	refresh map[string]*grant     // refresh tokens
	access  map[string]*token     // access tokens
	devices map[string]*device    // by device code
	consent map[string][]string   // long scopes, by consentKey
	counts  map[string]int        // calls of one kind, for faults that pass
	sticky  map[string]*placement // Exchange sessions, by access token
	cursors map[string]*cursor    // lists on their way, by $skiptoken
}

func newState() *state {
	return &state{
		signIns: map[string]*signIn{}, codes: map[string]*grant{}, refresh: map[string]*grant{}, access: map[string]*token{},
		devices: map[string]*device{}, consent: map[string][]string{}, counts: map[string]int{}, sticky: map[string]*placement{}, cursors: map[string]*cursor{},
	}
}

// grant is what an account allowed an application: what a code or a refresh
// token stands for.
type grant struct {
	account  string // UPN
	tenant   string // tenant ID
	client   string
	scopes   []string // long form, of all resources
	claims   map[string]any
	redirect string
	verifier string // the S256 challenge the verifier has to meet
	issued   time.Time
}

// token is an access token.
type token struct {
	grant
	resource string
	scp      []string
	expires  time.Time
	// essential are the access token claims that were asked for by a challenge.
	essential map[string]any
}

// signIn is a sign-in on its way through the pages.
type signIn struct {
	id      string
	purpose purpose
	path    string // the tenant as in the address: an ID, a domain, or organizations
	query   url.Values
	device  *device
	account string
	proved  bool // a second factor was given
	agreed  bool // consent was given on the page
}

// purpose is where a sign-in leads.
type purpose int

const (
	toApplication purpose = iota
	toDevice
	toAdminConsent
)

// device is a device code.
type device struct {
	code, userCode string
	client, path   string
	scopes         []string
	expires        time.Time
	grant          *grant // once approved
	declined       bool
}

// tick counts a call of a kind and returns how many there were before it.
func (s *state) tick(kind string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[kind]++
	return s.counts[kind] - 1
}

// restart forgets all counts.
func (s *state) restart() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.counts)
}

// everyone is the account of a consent that an admin gave for all.
const everyone = "*"

func consentKey(client, account string) string { return client + " " + account }

// allow records a consent.
func (s *state) allow(client, account string, scopes []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := consentKey(client, account)
	for _, scope := range scopes {
		if !slices.Contains(s.consent[key], scope) {
			s.consent[key] = append(s.consent[key], scope)
		}
	}
}

// allowed returns the scopes that account or an admin allowed the application.
func (s *state) allowed(client, account string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(slices.Clone(s.consent[consentKey(client, account)]), s.consent[consentKey(client, everyone)]...)
}

// opaque returns an unguessable text that begins with prefix.
func opaque(prefix string, n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return prefix + base64.RawURLEncoding.EncodeToString(b)
}

// newGUID returns a random GUID, as Microsoft puts into traces.
func newGUID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// keep remembers a sign-in between two pages.
func (s *state) keep(in *signIn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := *in
	s.signIns[in.id] = &one
}

// signIn returns a copy of the sign-in, or nil.
func (s *state) signIn(id string) *signIn {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, ok := s.signIns[id]
	if !ok {
		return nil
	}
	one := *in
	return &one
}

func (s *state) forget(in *signIn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.signIns, in.id)
}

func (s *state) putCode(code string, g *grant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = g
}

// takeCode returns what a code stands for and forgets it: a code is good once.
func (s *state) takeCode(code string) *grant {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.codes[code]
	delete(s.codes, code)
	return g
}

// approve ends a device code; a nil grant declines it.
func (s *state) approve(d *device, g *grant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.grant, d.declined = g, g == nil
}
