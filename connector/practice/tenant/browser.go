package tenant

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// browser walks the pages by itself: it presses the first button of each page.
type browser struct {
	client *http.Client
	wg     sync.WaitGroup
}

func newBrowser(t *Tenant) *browser {
	jar, _ := cookiejar.New(nil) // fails with options only
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: t.roots.Pool(), MinVersion: tls.VersionTLS12}, DialContext: t.DialContext}
	return &browser{client: &http.Client{Jar: jar, Transport: transport}}
}

func (b *browser) close() {
	b.wg.Wait()
	b.client.CloseIdleConnections()
}

// Consent is what opens the browser in a practice without a person: it returns
// at once and walks the pages in the background, as a browser does. An error
// means that no browser could be started.
func (t *Tenant) Consent(address string) error {
	world := t.world.Load()
	if world.noBrowser {
		return errors.New("exec: \"xdg-open\": executable file not found in $PATH")
	}
	if world.deadPage || t.ctx.Err() != nil {
		return nil
	}
	t.browser.wg.Go(func() { _ = t.Walk(t.ctx, address) }) // the application sees how it ended
	return nil
}

// maxPages is how many pages a sign-in can have.
const maxPages = 12

// Walk opens the address, presses the first button of every page, and returns
// when a page has none. An error page is an error.
func (t *Tenant) Walk(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	for range maxPages {
		if err != nil {
			return err
		}
		var s seen
		if s, err = t.browser.load(req); err != nil {
			return err
		}
		if s.kind == "error" || s.kind == "dead" {
			return fmt.Errorf("the page does not go on: %s", s.text)
		}
		if s.form == nil || !t.ours(s.base) {
			return t.repeat(req)
		}
		req, err = s.press(ctx, t.choice(s))
	}
	return errors.New("the pages do not end")
}

// repeat sends the answer to the application once more, if a fault says so. An
// application that has gone by then is none of the browser's business.
func (t *Tenant) repeat(req *http.Request) error {
	if !t.world.Load().postsTwice || req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return err
	}
	again := req.Clone(req.Context())
	again.Body = body
	_, _ = t.browser.load(again)
	return nil
}

// ours reports whether the address is a page of the tenant; once the browser is
// back at the application it presses nothing more.
func (t *Tenant) ours(u *url.URL) bool {
	return slices.ContainsFunc(t.doors.all(), func(d *door) bool { return d.host() == u.Host })
}

// choice is the button that a fault makes the browser press; empty is the
// first.
func (t *Tenant) choice(s seen) string {
	if t.world.Load().declines == s.kind {
		return "cancel"
	}
	return ""
}

// seen is a page as the browser sees it.
type seen struct {
	base *url.URL
	kind string
	text string
	form *form
}

// form is the first form of a page.
type form struct {
	action  string
	fields  url.Values
	buttons [][2]string // name, value
}

func (b *browser) load(req *http.Request) (seen, error) {
	resp, err := b.client.Do(req)
	if err != nil {
		return seen{}, err
	}
	defer resp.Body.Close()
	// Scripting off: the button for browsers without it is the one to press.
	root, err := html.ParseWithOptions(io.LimitReader(resp.Body, 1<<20), html.ParseOptionEnableScripting(false))
	if err != nil {
		return seen{}, fmt.Errorf("read the page: %w", err)
	}
	s := seen{base: resp.Request.URL}
	for node := range root.Descendants() {
		s.look(node)
	}
	return s, nil
}

// look takes in one node of the page.
func (s *seen) look(n *html.Node) {
	switch {
	case n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "script":
		s.text = strings.TrimSpace(s.text + " " + strings.TrimSpace(n.Data))
	case n.Data == "main":
		s.kind = attribute(n, "data-page")
	case n.Data == "form" && s.form == nil:
		s.form = &form{action: attribute(n, "action"), fields: url.Values{}}
	case n.Data == "input" && s.form != nil && attribute(n, "type") != "checkbox":
		s.form.fields.Add(attribute(n, "name"), attribute(n, "value"))
	case n.Data == "button" && s.form != nil:
		s.form.buttons = append(s.form.buttons, [2]string{attribute(n, "name"), attribute(n, "value")})
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// press returns the request that pressing the button of that value sends.
func (s *seen) press(ctx context.Context, value string) (*http.Request, error) {
	for _, b := range s.form.buttons {
		if value == "" || b[1] == value {
			if b[0] != "" {
				s.form.fields.Set(b[0], b[1])
			}
			break
		}
	}
	target, err := s.base.Parse(s.form.action)
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), strings.NewReader(s.form.fields.Encode()))
	if err == nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return req, err
}
