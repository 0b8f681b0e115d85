package tenant

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// offered returns the accounts that the sign-in page shows, the likeliest
// first, and whether the login hint names nobody.
func (t *Tenant) offered(s *signIn) (list []*account, unknown bool) {
	w := t.world.Load()
	if known := w.find(w.known); known != nil {
		return []*account{known}, false
	}
	list = slices.Clone(w.accounts)
	if s.purpose == toAdminConsent {
		slices.SortStableFunc(list, func(a, b *account) int { return rank(b.admin()) - rank(a.admin()) })
	}
	list = ofDomain(list, s.query.Get("domain_hint"))
	hint := s.query.Get("login_hint")
	if hint == "" {
		return list, false
	}
	hinted := w.find(hint)
	if hinted == nil {
		return list, true
	}
	return []*account{hinted}, false
}

// ofDomain returns the accounts of the domain. A domain of nobody is ignored.
func ofDomain(list []*account, domain string) []*account {
	var out []*account
	for _, a := range list {
		if strings.HasSuffix(strings.ToLower(a.upn), "@"+strings.ToLower(domain)) {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return list
	}
	return out
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// missing returns the scopes that still need consent.
func (t *Tenant) missing(s *signIn) []string {
	asked, _ := parseScopes(s.query.Get("scope"))
	allowed := t.state.allowed(s.query.Get("client_id"), s.account)
	return slices.DeleteFunc(asked.long(), func(scope string) bool { return slices.Contains(allowed, scope) })
}

// advance shows the next page of a sign-in, or ends it.
func (t *Tenant) advance(w http.ResponseWriter, r *http.Request, s *signIn) {
	world := t.world.Load()
	a := world.find(s.account)
	switch {
	case world.deadPage:
		t.show(w, page{Kind: "dead", Title: "This page stays as it is"})
		return
	case a == nil:
		list, unknown := t.offered(s)
		t.show(w, page{Kind: "account", SignIn: s, Accounts: list, Unknown: unknown, Title: "Pick an account"})
		return
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: a.upn, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	if e := world.sts[onPage]; e != nil {
		t.errorPage(w, r, t.filled(e, s))
		return
	}
	if e := world.refuses(a, s); e != nil {
		t.answer(w, r, s, t.filled(e, s))
		return
	}
	if asked, _ := parseClaims(s.query.Get("claims")); asked["capolids"] != nil && !s.proved {
		t.show(w, page{Kind: "mfa", SignIn: s, Account: a, Title: "Approve sign in request"})
		return
	}
	t.consentOrEnd(w, r, s, a)
}

// refuses returns why the account cannot use the application, if so.
func (w *world) refuses(a *account, s *signIn) *stsError {
	target, _ := resolve(s.path)
	if e := w.sts[onAnswer]; e != nil {
		return e
	}
	ours := a.tenant == target || multiTenant(target)
	if a.tenant == personalID && target == "organizations" {
		ours = false
	}
	if !ours {
		return sts(50020)
	}
	return nil
}

// filled fills the blanks of an error from a sign-in.
func (t *Tenant) filled(e *stsError, s *signIn) *stsError {
	g := &grant{client: s.query.Get("client_id"), account: s.account, tenant: otherID}
	if a := t.world.Load().find(s.account); a != nil {
		g.tenant = a.tenant
	}
	return e.about(g, exchangeAPI.uri)
}

// consentOrEnd asks for consent where it is due.
func (t *Tenant) consentOrEnd(w http.ResponseWriter, r *http.Request, s *signIn, a *account) {
	asked, _ := parseScopes(s.query.Get("scope"))
	needed := t.missing(s)
	forced := s.query.Get("prompt") == "consent" || s.purpose == toAdminConsent
	if s.agreed || (len(needed) == 0 && !forced) {
		t.end(w, r, s, a)
		return
	}
	list := asked.permissions()
	adminOnly := slices.ContainsFunc(list, func(p permission) bool { return p.admin }) || t.world.Load().consentByAdmin || s.purpose == toAdminConsent
	if adminOnly && !a.admin() {
		t.show(w, page{Kind: "approval", SignIn: s, Account: a, Title: "Need admin approval"})
		return
	}
	t.show(w, page{Kind: "consent", SignIn: s, Account: a, Permissions: list, ForAll: a.admin(), Title: "Permissions requested"})
}

// proceed takes what was pressed on a page. Fields: ctx says which sign-in;
// account, answer (accept or cancel) and onbehalf say what.
func (t *Tenant) proceed(w http.ResponseWriter, r *http.Request) {
	s := t.state.signIn(r.PostFormValue("ctx"))
	if s == nil {
		t.errorPage(w, r, sts(90013))
		return
	}
	world := t.world.Load()
	if a := world.find(r.PostFormValue("account")); a != nil {
		s.account = a.upn
	}
	switch answer := r.PostFormValue("answer"); {
	case answer == "cancel" && s.account == "":
		t.answer(w, r, s, &stsError{oauth: "access_denied", subcode: "cancel", silent: true})
		return
	case answer == "cancel":
		t.answer(w, r, s, sts(65004))
		return
	case answer == "return":
		t.answer(w, r, s, sts(world.approvalError()))
		return
	case answer == "approve":
		s.proved = true
	case answer == "accept" && s.account != "":
		t.agree(s, r.PostFormValue("onbehalf") != "")
	}
	t.state.keep(s)
	t.advance(w, r, s)
}

// agree records the consent to what was asked.
func (t *Tenant) agree(s *signIn, forAll bool) {
	s.agreed = true
	asked, _ := parseScopes(s.query.Get("scope"))
	who := s.account
	if a := t.world.Load().find(s.account); a != nil && a.admin() && (forAll || s.purpose == toAdminConsent) {
		who = everyone
	}
	t.state.allow(s.query.Get("client_id"), who, asked.long())
}

// end gives the application what it asked for.
func (t *Tenant) end(w http.ResponseWriter, r *http.Request, s *signIn, a *account) {
	t.state.forget(s)
	switch s.purpose {
	case toDevice:
		t.state.approve(s.device, t.grant(s, a))
		t.show(w, page{Kind: "done", Title: "You have signed in to the Hire2Retire Connection Setup application on your device. You may now close this window."})
	case toAdminConsent:
		t.redirect(w, r, s, url.Values{"admin_consent": {"True"}, "tenant": {ID}, "scope": {strings.Join(t.grant(s, a).scopes, " ")}, "state": {s.query.Get("state")}})
	default:
		code := opaque("1.AXoA", 48)
		t.state.putCode(code, t.grant(s, a))
		t.send(w, r, s, url.Values{"code": {code}, "state": {s.query.Get("state")}, "session_state": {newGUID()}})
	}
}

// answer sends an error to the application.
func (t *Tenant) answer(w http.ResponseWriter, r *http.Request, s *signIn, e *stsError) {
	t.state.forget(s)
	v := url.Values{"error": {e.oauth}, "state": {s.query.Get("state")}}
	if d := e.description(newTrace(r)); d != "" {
		v.Set("error_description", d)
	}
	if e.subcode != "" {
		v.Set("error_subcode", e.subcode)
	}
	switch s.purpose {
	case toDevice:
		t.state.approve(s.device, nil)
		t.show(w, page{Kind: "done", Title: "You declined. You may now close this window."})
	case toAdminConsent:
		v.Set("error", "consent_required")
		t.redirect(w, r, s, v)
	default:
		t.send(w, r, s, v)
	}
}

// send answers by form_post, query or fragment, as asked.
func (t *Tenant) send(w http.ResponseWriter, r *http.Request, s *signIn, v url.Values) {
	switch s.query.Get("response_mode") {
	case "form_post":
		t.show(w, page{Kind: "posting", Title: "Working...", Action: s.query.Get("redirect_uri"), Fields: v})
	case "fragment":
		http.Redirect(w, r, s.query.Get("redirect_uri")+"#"+v.Encode(), http.StatusFound)
	default:
		t.redirect(w, r, s, v)
	}
}

func (t *Tenant) redirect(w http.ResponseWriter, r *http.Request, s *signIn, v url.Values) {
	http.Redirect(w, r, s.query.Get("redirect_uri")+"?"+v.Encode(), http.StatusFound)
}

// grant is what the sign-in gives the application.
func (t *Tenant) grant(s *signIn, a *account) *grant {
	asked, _ := parseScopes(s.query.Get("scope"))
	claims, _ := parseClaims(s.query.Get("claims"))
	tenant := ID
	if !a.guest {
		tenant = a.tenant
	}
	return &grant{
		account: a.upn, tenant: tenant, client: s.query.Get("client_id"), scopes: append(asked.long(), asked.identity...), claims: claims,
		redirect: s.query.Get("redirect_uri"), verifier: s.query.Get("code_challenge"), issued: time.Now(),
	}
}
