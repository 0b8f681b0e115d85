package tenant

import (
	"net/http"
	"strconv"
	"time"
)

// moment is when the token service refuses.
type moment int

const (
	// onPage errors stay in the browser; the application never hears of them.
	onPage moment = iota
	// onAnswer errors go to the redirect address after the account is chosen.
	onAnswer
	// onCode errors answer the redemption of a code.
	onCode
	// onPoll errors answer a poll for a device code that was approved.
	onPoll
	// onRefresh errors answer a refresh token.
	onRefresh
	// onDevice errors answer the request for a device code.
	onDevice
)

// conditions are what can be wrong besides the accounts and their roles. The
// zero value is: nothing.
type conditions struct {
	// The way to Microsoft.
	inspected   bool            // another certificate authority in between
	unreachable map[string]bool // hosts whose connections are reset
	stsStatus   int             // status of the token service
	stsTimes    int             // how often; 0 means always
	poisoned    map[string]poison
	clock       time.Duration // how far Microsoft's clocks are ahead

	// The sign-in.
	sts              map[moment]*stsError
	applicationError int // of every call with a client ID
	noBrowser        bool
	deadPage         bool
	declines         string // kind of the page on which Cancel is pressed
	consentByAdmin   bool   // only an administrator may consent
	approvalSent     bool   // … and the request goes to one
	deviceLife       time.Duration
	neverMet         bool // a challenge is answered in vain
	postsTwice       bool // the browser repeats its answer

	// The tokens.
	withheld       []string // permissions that do not reach the token
	instead        []string // permissions that the token has besides
	declinesScopes bool     // the answer does not name the scopes
	alter          func(claims map[string]any)
	opaque         bool

	// Exchange.
	exchangeStatus    int  // status of every call
	exchangeTimes     int  // how often; 0 means always
	foreignRedirect   bool // the front sends calls to a stranger
	foreignNextLink   bool // so does the link to the next page
	revokedTokens     bool
	revokedAgain      bool // even those that met the challenge
	moduleFileStatus  int
	moduleFileChanged bool
	moduleDisabled    bool // Set-User -EXOModuleEnabled $false
	dehydrated        bool
	// late is what the service account may run until lateCalls calls have been
	// answered, when a role is on its way.
	late      *world
	lateCalls int

	// Graph.
	graphStatus int
}

// now returns what the account may run at this call.
func (w *world) now(s *state, entrance string, a *account) cmdlets {
	if w.late != nil && s.tick("late "+entrance) < w.lateCalls {
		return w.late.effective(a)
	}
	return w.effective(a)
}

// revoked returns the claims that a token has to be asked for with, if it is
// one that was revoked; learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation
func (w *world) revoked(tok *token) string {
	if !w.revokedTokens || (tok.essential["nbf"] != nil && !w.revokedAgain) {
		return ""
	}
	return `{"access_token":{"nbf":{"essential":true,"value":"` + strconv.FormatInt(time.Now().Unix(), 10) + `"}}}`
}

// stsBusy answers for a token service that is down, throttles or sends garbage.
func (w *world) stsBusy(t *Tenant, out http.ResponseWriter) bool {
	if w.stsStatus == 0 || (w.stsTimes > 0 && t.state.tick("sts busy") >= w.stsTimes) {
		return false
	}
	if w.stsStatus == http.StatusOK {
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.Write([]byte(`{"token_type":"Bearer","scope":["`))
		return true
	}
	out.Header().Set("Retry-After", t.retryAfter())
	out.Header().Set("Content-Type", "text/html; charset=us-ascii")
	out.WriteHeader(w.stsStatus)
	_, _ = out.Write([]byte("<!DOCTYPE HTML><HTML><HEAD><TITLE>" + http.StatusText(w.stsStatus) + "</TITLE></HEAD><BODY><h2>" + http.StatusText(w.stsStatus) + "</h2></BODY></HTML>"))
	return true
}

// exchangeBusy answers for an Exchange that is down or throttles.
func (w *world) exchangeBusy(t *Tenant, out http.ResponseWriter) bool {
	if w.exchangeStatus == 0 || (w.exchangeTimes > 0 && t.state.tick("exchange busy") >= w.exchangeTimes) {
		return false
	}
	out.Header().Set("Content-Type", "text/plain")
	if w.exchangeStatus == http.StatusTooManyRequests {
		out.Header().Set("Retry-After", t.retryAfter())
		out.Header().Set("Rate-Limit-Remaining", "0")
		out.Header().Set("Rate-Limit-Reset", time.Now().Add(t.opts.RetryAfter).UTC().Format(time.RFC3339))
	}
	out.WriteHeader(w.exchangeStatus)
	if w.exchangeStatus == http.StatusTooManyRequests {
		_, _ = out.Write([]byte("You have reached the maximum number of concurrent requests per tenant. Please wait and try again..."))
	}
	return true
}

// approvalError is what the application hears when an administrator would have
// to consent.
func (w *world) approvalError() int {
	if w.approvalSent {
		return 90095
	}
	return 90094
}
