package tenant

import (
	"encoding/json"
	"net/http"
)

// pages returns the part of the authority that a browser sees.
func (t *Tenant) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{tenant}/oauth2/v2.0/authorize", t.authorize)
	mux.HandleFunc("GET /{tenant}/v2.0/adminconsent", t.adminConsent)
	mux.HandleFunc("/{tenant}/oauth2/deviceauth", t.devicePage)
	mux.HandleFunc("POST /{tenant}/continue", t.proceed)
	return mux
}

// authorize begins a sign-in. What could send an answer to a stranger (unknown
// application, unregistered address) is shown in the browser and never
// answered: from the application's side the browser does not come back.
func (t *Tenant) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		t.errorPage(w, r, sts(9002313))
		return
	}
	s := &signIn{id: opaque("rQQIARAA", 24), path: r.PathValue("tenant"), query: r.Form}
	if e := t.mayAsk(s); e != nil {
		t.errorPage(w, r, e)
		return
	}
	if e := t.wellFormed(s); e != nil {
		t.answer(w, r, s, e)
		return
	}
	s.account = t.remembered(r, s)
	if s.query.Get("prompt") == "none" && !t.silent(s) {
		t.answer(w, r, s, sts(50058))
		return
	}
	t.state.keep(s)
	t.advance(w, r, s)
}

// mayAsk checks what has to hold before anything is sent back.
func (t *Tenant) mayAsk(s *signIn) *stsError {
	if _, e := resolve(s.path); e != nil {
		return e
	}
	if e := t.world.Load().application(s.query.Get("client_id"), s.path); e != nil {
		return e
	}
	redirect := s.query.Get("redirect_uri")
	if redirect == "" {
		return sts(900971)
	}
	if !redirectMatches(redirect) {
		return sts(50011, "redirect", redirect, "app", s.query.Get("client_id"))
	}
	return nil
}

// wellFormed checks the rest of a request.
func (t *Tenant) wellFormed(s *signIn) *stsError {
	if s.query.Get("response_type") != "code" {
		return sts(900144, "field", "response_type")
	}
	if _, bad := parseScopes(s.query.Get("scope")); bad != "" {
		return sts(70011, "scope", bad)
	}
	if s.query.Get("code_challenge") != "" && s.query.Get("code_challenge_method") != "S256" {
		return sts(9002313)
	}
	if _, ok := parseClaims(s.query.Get("claims")); !ok {
		return sts(90013)
	}
	return nil
}

// parseClaims reads a claims request (OpenID Connect Core 5.5).
func parseClaims(raw string) (map[string]any, bool) {
	if raw == "" {
		return nil, true
	}
	var request struct {
		AccessToken map[string]any `json:"access_token"`
	}
	err := json.Unmarshal([]byte(raw), &request)
	return request.AccessToken, err == nil
}

// sessionCookie says who is signed in to the browser.
const sessionCookie = "ESTSAUTHPERSISTENT"

// remembered returns the account that need not be asked for.
func (t *Tenant) remembered(r *http.Request, s *signIn) string {
	prompt := s.query.Get("prompt")
	cookie, err := r.Cookie(sessionCookie)
	if err != nil || prompt == "login" || prompt == "select_account" {
		return ""
	}
	a := t.world.Load().find(cookie.Value)
	hint := s.query.Get("login_hint")
	if a == nil || (hint != "" && !a.alike(hint)) {
		return ""
	}
	return a.upn
}

// silent reports whether a sign-in can end without a page.
func (t *Tenant) silent(s *signIn) bool { return s.account != "" && len(t.missing(s)) == 0 }

// adminConsent begins a consent of an administrator for everybody.
// learn.microsoft.com/entra/identity-platform/v2-admin-consent
func (t *Tenant) adminConsent(w http.ResponseWriter, r *http.Request) {
	s := &signIn{id: opaque("rQQIARAA", 24), purpose: toAdminConsent, path: r.PathValue("tenant"), query: r.URL.Query()}
	if e := t.mayAsk(s); e != nil {
		t.errorPage(w, r, e)
		return
	}
	if _, bad := parseScopes(s.query.Get("scope")); bad != "" {
		t.answer(w, r, s, sts(70011, "scope", bad))
		return
	}
	t.state.keep(s)
	t.advance(w, r, s)
}
