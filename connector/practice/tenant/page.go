package tenant

import (
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
)

// page is one page of the sign-in. Kind is in the page as data-page, and the
// names of its fields are fixed (ctx, account, answer, onbehalf, otc), so that
// a program can walk the pages.
type page struct {
	Kind, Title string
	SignIn      *signIn
	Accounts    []*account
	Unknown     bool
	Account     *account
	Permissions []permission
	ForAll      bool
	Action      string
	Fields      url.Values
	Code        string
	Problem     string
	Trace       trace
}

//go:embed pages.html
var pagesHTML string

var pageTemplate = template.Must(template.New("pages").Funcs(template.FuncMap{
	"id":      func(s *signIn) string { return s.id },
	"path":    func(s *signIn) string { return s.path },
	"upn":     func(a *account) string { return a.upn },
	"name":    func(a *account) string { return a.name },
	"title":   func(p permission) string { return p.title },
	"text":    func(p permission) string { return p.text },
	"hint":    func(s *signIn) string { return s.query.Get("login_hint") },
	"stamp":   func(t trace) string { return t.at.Format("2006-01-02T15:04:05.000Z") },
	"request": func(t trace) string { return t.id },
	"related": func(t trace) string { return t.correlation },
	"address": func(u string) template.URL { return template.URL(u) }, // redirectMatches has seen it
}).Parse(pagesHTML))

// show answers with a page.
func (t *Tenant) show(w http.ResponseWriter, p page) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
	_ = pageTemplate.Execute(w, p) // a browser that left is no error of ours
}

// errorPage shows an error that is not sent to the application.
func (t *Tenant) errorPage(w http.ResponseWriter, r *http.Request, e *stsError) {
	tr := newTrace(r)
	t.show(w, page{Kind: "error", Title: "Sorry, but we’re having trouble signing you in.", Problem: e.description(tr), Trace: tr})
}
