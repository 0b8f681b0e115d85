package tenant

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// tokenEndpoint gives tokens for codes, refresh tokens and device codes.
func (t *Tenant) tokenEndpoint(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		sts(9002313).write(w, r)
		return
	}
	g, e := t.redeem(r)
	if e != nil {
		e.write(w, r)
		return
	}
	asked, e := t.asked(r, g)
	if e != nil {
		e.write(w, r)
		return
	}
	t.issue(w, r, g, asked)
}

// redeem returns what the posted code, refresh token or device code stands
// for.
func (t *Tenant) redeem(r *http.Request) (*grant, *stsError) {
	world := t.world.Load()
	if _, e := resolve(r.PathValue("tenant")); e != nil {
		return nil, e
	}
	if e := world.application(r.PostFormValue("client_id"), r.PathValue("tenant")); e != nil {
		return nil, e
	}
	switch kind := r.PostFormValue("grant_type"); kind {
	case "authorization_code":
		return t.redeemCode(r, world)
	case "refresh_token":
		return t.redeemRefresh(r, world)
	case "device_code", "urn:ietf:params:oauth:grant-type:device_code":
		return t.redeemDevice(r, world)
	default:
		return nil, sts(70003, "grant", kind)
	}
}

func (t *Tenant) redeemCode(r *http.Request, world *world) (*grant, *stsError) {
	code := r.PostFormValue("code")
	g := t.state.takeCode(code)
	if g == nil || g.client != r.PostFormValue("client_id") {
		return nil, sts(70008)
	}
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if g.verifier != "" && base64.RawURLEncoding.EncodeToString(sum[:]) != g.verifier {
		return nil, sts(501481)
	}
	if g.redirect != r.PostFormValue("redirect_uri") {
		return nil, sts(50011, "redirect", r.PostFormValue("redirect_uri"), "app", g.client)
	}
	e := world.challenge(onCode, g, r)
	if e != nil && e.status >= http.StatusTooManyRequests {
		t.state.putCode(code, g) // a service without time has not looked at it
	}
	return g, e
}

func (t *Tenant) redeemRefresh(r *http.Request, world *world) (*grant, *stsError) {
	g := t.state.refreshed(r.PostFormValue("refresh_token"))
	if g == nil || g.client != r.PostFormValue("client_id") {
		return nil, sts(70000)
	}
	if target, _ := resolve(r.PathValue("tenant")); !multiTenant(target) && target != g.tenant {
		return nil, sts(50020).about(g, exchangeAPI.uri)
	}
	return g, world.challenge(onRefresh, g, r)
}

// challenge returns the error in force at that moment, unless it is a
// challenge and the caller has met it.
func (w *world) challenge(at moment, g *grant, r *http.Request) *stsError {
	e := w.sts[at]
	if e == nil {
		return nil
	}
	if e.claims != "" && !w.neverMet && essential(g, r)["capolids"] != nil {
		return nil
	}
	return e.about(g, exchangeAPI.uri)
}

// essential returns the access token claims that were asked for, at the
// sign-in or now.
func essential(g *grant, r *http.Request) map[string]any {
	out := map[string]any{}
	now, _ := parseClaims(r.PostFormValue("claims"))
	for _, claims := range []map[string]any{g.claims, now} {
		for name, value := range claims {
			out[name] = value
		}
	}
	return out
}

// asked returns the one service that a token is asked for. Without a scope it
// is the first of the grant.
func (t *Tenant) asked(r *http.Request, g *grant) (scopes, *stsError) {
	raw := r.PostFormValue("scope")
	if raw == "" {
		raw = strings.Join(g.scopes, " ")
	}
	asked, bad := parseScopes(raw)
	if bad != "" {
		return asked, sts(70011, "scope", bad)
	}
	if len(asked.of) > 1 && r.PostFormValue("scope") != "" {
		return asked, sts(28000, "scope", raw)
	}
	allowed := append(t.state.allowed(g.client, g.account), g.scopes...)
	for _, scope := range asked.long() {
		if !slices.Contains(allowed, scope) {
			return asked, sts(65001).about(g, scope)
		}
	}
	return asked, nil
}

// issue answers with an access token, a refresh token and an ID token.
func (t *Tenant) issue(w http.ResponseWriter, r *http.Request, g *grant, asked scopes) {
	service := asked.service()
	world, a := t.world.Load(), t.world.Load().find(g.account)
	if a == nil {
		sts(50034).about(g, "").write(w, r)
		return
	}
	tok := &token{grant: *g, resource: service.uri, expires: time.Now().Add(t.opts.TokenLife), essential: essential(g, r)}
	tok.scp = world.granted(service, append(t.state.allowed(g.client, g.account), g.scopes...))
	access := seal(t.accessClaims(tok, a, service))
	if world.opaque {
		access = opaque("EwBIA8l6BAAU", 400)
	}
	t.state.put(access, tok)
	seconds := int(t.opts.TokenLife.Seconds())
	body := map[string]any{
		"token_type": "Bearer", "scope": world.echo(service, asked, tok.scp), "expires_in": seconds, "ext_expires_in": seconds, "access_token": access,
		"id_token": seal(t.idClaims(g, a)), "client_info": encode(map[string]string{"uid": a.oid, "utid": g.tenant}),
	}
	if slices.Contains(asked.identity, "offline_access") || slices.Contains(g.scopes, "offline_access") {
		body["refresh_token"] = t.state.putRefresh(g)
	}
	writeJSON(w, http.StatusOK, body)
}

// granted returns the permissions of a token: all that was consented to for
// the service.
func (w *world) granted(service *api, allowed []string) []string {
	var out []string
	for _, p := range service.scopes {
		if slices.Contains(allowed, service.uri+"/"+p.value) && !slices.Contains(w.withheld, p.value) {
			out = append(out, p.value)
		}
	}
	return append(out, w.instead...)
}

// echo returns the scope of an answer: what was asked for and what it gave, in
// long form.
func (w *world) echo(service *api, asked scopes, scp []string) string {
	var out []string
	for _, value := range asked.of[service] {
		out = append(out, service.uri+"/"+value)
	}
	for _, value := range scp {
		if long := service.uri + "/" + value; !slices.Contains(out, long) {
			out = append(out, long)
		}
	}
	if w.declinesScopes {
		out = nil
	}
	return strings.Join(append(out, "openid", "profile"), " ")
}

// accessClaims returns what stands in an access token of version 1, which is
// what Exchange and Graph take.
// learn.microsoft.com/entra/identity-platform/access-token-claims-reference
func (t *Tenant) accessClaims(tok *token, a *account, service *api) map[string]any {
	w := t.world.Load()
	now := time.Now().Add(w.clock).Unix()
	claims := map[string]any{
		"aud": service.uri, "iss": "https://sts.windows.net/" + tok.tenant + "/", "iat": now, "nbf": now, "exp": tok.expires.Add(w.clock).Unix(),
		"acr": "1", "amr": []string{"pwd"}, "app_displayname": "Hire2Retire Connection Setup", "appid": tok.client, "appidacr": "0",
		"idtyp": "user", "ipaddr": "127.0.0.1", "name": a.name, "oid": a.oid, "scp": strings.Join(tok.scp, " "), "sub": a.oid,
		"tid": tok.tenant, "unique_name": a.upn, "upn": a.upn, "uti": opaque("", 16), "ver": "1.0", "wids": a.wids(),
	}
	if len(tok.essential) > 0 {
		claims["xms_cc"] = []string{"CP1"}
	}
	if tok.essential["capolids"] != nil {
		claims["amr"] = []string{"pwd", "mfa"}
	}
	if a.identityProvider != "" {
		claims["idp"] = a.identityProvider
	}
	if w.alter != nil {
		w.alter(claims)
	}
	return claims
}

// idClaims returns what stands in an ID token.
// learn.microsoft.com/entra/identity-platform/id-token-claims-reference
func (t *Tenant) idClaims(g *grant, a *account) map[string]any {
	now := time.Now().Add(t.world.Load().clock).Unix()
	claims := map[string]any{
		"aud": g.client, "iss": t.doors.authority.origin + "/" + g.tenant + "/v2.0", "iat": now, "nbf": now, "exp": now + 3600,
		"name": a.name, "oid": a.oid, "preferred_username": a.upn, "rh": "1.AXoA", "sub": "sub-" + a.oid, "tid": g.tenant,
		"uti": opaque("", 16), "ver": "2.0", "wids": a.wids(),
	}
	if a.identityProvider != "" {
		claims["idp"] = a.identityProvider
	}
	return claims
}

// seal makes a text that looks like a signed token. Its last part is no
// signature: who has to trust such a token asks the tenant, which knows its
// own.
func seal(claims map[string]any) string {
	header := encode(map[string]string{"typ": "JWT", "alg": "RS256", "kid": "practice"})
	return header + "." + encode(claims) + "." + opaque("", 32)
}

// encode returns v as JSON in base64url without padding.
func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of plain values
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// put remembers an access token.
func (s *state) put(text string, tok *token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access[text] = tok
}

// bearer returns the access token of a request, if this tenant issued it.
func (s *state) bearer(r *http.Request) (*token, string) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil, ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.access[text], text
}

// putRefresh issues a refresh token; it is as long as a real one.
func (s *state) putRefresh(g *grant) string {
	text := opaque("1.AXoA", 900)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh[text] = g
	return text
}

func (s *state) refreshed(text string) *grant {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refresh[text]
}

// Token returns an access token as account would get it after a sign-in, for
// callers that are not about signing in. The scopes are those of one service,
// in long form; the account is a UPN.
func (t *Tenant) Token(account string, scopes ...string) (string, error) {
	asked, bad := parseScopes(strings.Join(scopes, " "))
	a := t.world.Load().find(account)
	if bad != "" || len(asked.of) != 1 || a == nil {
		return "", fmt.Errorf("no token of %q for %q", account, scopes)
	}
	g := grant{account: a.upn, tenant: a.tenant, client: ClientID, scopes: asked.long(), issued: time.Now()}
	service := asked.service()
	tok := &token{grant: g, resource: service.uri, expires: time.Now().Add(t.opts.TokenLife), scp: t.world.Load().granted(service, g.scopes)}
	access := seal(t.accessClaims(tok, a, service))
	t.state.put(access, tok)
	return access, nil
}
