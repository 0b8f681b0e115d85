package tenant

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// exchangeFront is what the world sees as Exchange: it sends every call on to
// the region of the tenant.
func (t *Tenant) exchangeFront(w http.ResponseWriter, r *http.Request) {
	if t.world.Load().exchangeBusy(t, w) {
		return
	}
	_, text, ok := t.admit(w, r)
	if !ok {
		return
	}
	t.state.place(text)
	host := t.doors.region.host()
	if t.opts.Names {
		// Microsoft names a port there that nobody outside can reach; a client
		// has to leave it out.
		host += ":446"
	}
	if t.world.Load().foreignRedirect {
		host = stranger
	}
	w.Header().Set("Location", "https://"+host+r.URL.RequestURI())
	w.Header().Set("X-FEServer", "PRACTICE1FE")
	w.WriteHeader(http.StatusFound)
}

// stranger looks like Exchange and is not; nobody may send it a token.
const stranger = frontName + ".stranger.example"

// placement is a session of Exchange.
type placement struct {
	// due counts calls that the front sent to the region and that have not
	// come yet; they may come without a cookie.
	due    int
	cookie string
}

// place begins a session at the region.
func (s *state) place(access string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sticky[access] == nil {
		s.sticky[access] = &placement{cookie: strings.ReplaceAll(newGUID(), "-", "")}
	}
	s.sticky[access].due++
}

// affinityCookie ties a session to one server of the region.
const affinityCookie = "exchangecookie"

// arrive returns the cookie of a call at the region; not ok means that the
// call has lost its session and has to go through the front again.
func (s *state) arrive(access string, r *http.Request) (cookie string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.sticky[access]
	if p == nil {
		return "", false
	}
	if c, err := r.Cookie(affinityCookie); err == nil && c.Value == p.cookie {
		return p.cookie, true
	}
	if p.due == 0 {
		return "", false
	}
	p.due--
	return p.cookie, true
}

// exchangeRegion is the server that answers.
func (t *Tenant) exchangeRegion(w http.ResponseWriter, r *http.Request) {
	if t.world.Load().exchangeBusy(t, w) {
		return
	}
	tok, text, ok := t.admit(w, r)
	if !ok {
		return
	}
	cookie, ok := t.state.arrive(text, r)
	if !ok {
		w.Header().Set("Location", t.doors.front.origin+r.URL.RequestURI())
		w.WriteHeader(http.StatusFound)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: affinityCookie, Value: cookie, Path: "/", Secure: true, HttpOnly: true})
	w.Header().Set("request-id", newGUID())
	if challenge := t.world.Load().revoked(tok); challenge != "" {
		t.unauthorized(w, `error="insufficient_claims", claims="`+base64.StdEncoding.EncodeToString([]byte(challenge))+`"`)
		return
	}
	t.exchangeRoute(w, r, tok)
}

// admit lets a caller in who brings a good token for Exchange.
func (t *Tenant) admit(w http.ResponseWriter, r *http.Request) (*token, string, bool) {
	tok, text := t.state.bearer(r)
	if tok == nil || tok.resource != exchangeAPI.uri || time.Now().After(tok.expires) {
		t.unauthorized(w, `error="invalid_token"`)
		return nil, "", false
	}
	return tok, text, true
}

// unauthorized answers 401 as Exchange does.
// learn.microsoft.com/entra/identity-platform/claims-challenge
func (t *Tenant) unauthorized(w http.ResponseWriter, reason string) {
	w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer client_id="%s", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="%s/common/oauth2/authorize", %s`,
		exchangeAPI.appID, t.doors.authority.origin, reason))
	w.WriteHeader(http.StatusUnauthorized)
}

// exchangeRoute checks what every call has to bring and hands it on.
func (t *Tenant) exchangeRoute(w http.ResponseWriter, r *http.Request, tok *token) {
	world := t.world.Load()
	a := world.find(tok.account)
	parts := strings.Split(strings.Trim(strings.ToLower(r.URL.Path), "/"), "/")
	switch {
	case len(parts) != 4 || parts[0] != "adminapi":
		w.WriteHeader(http.StatusNotFound)
	case parts[2] != tok.tenant:
		exoError{status: http.StatusUnauthorized, code: "Unauthorized", message: "The tenant in the address is not the tenant of the token."}.write(w)
	case !slices.Contains(tok.scp, "Exchange.Manage"):
		// No body and no x-ms-diagnostics: this is how the permission differs
		// from a missing role.
		w.WriteHeader(http.StatusForbidden)
	case !strings.EqualFold(r.Header.Get("X-AnchorMailbox"), "UPN:"+a.upn):
		exoError{status: http.StatusBadRequest, code: "BadRequest", message: "X-AnchorMailbox does not name the mailbox of the caller."}.write(w)
	case parts[1] == "v1.0" && parts[3] == "exomodulefile" && r.Method == http.MethodGet:
		t.moduleFile(w, r, a)
	case parts[1] == "beta" && parts[3] == "invokecommand" && (r.Method == http.MethodPost || r.URL.Query().Has("$skiptoken")):
		t.invoke(w, r, a)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}
