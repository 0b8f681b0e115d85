package exchange

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// application is how this program names itself to Exchange.
const application = "Hire2RetireConnectionSetup"

// maxHops is how often Exchange may send a call on: to the region, and back
// when a session was lost.
const maxHops = 8

// errForeign is a redirect, or a next page, that leads out of the cloud.
type errForeign struct{ host string }

// Error names the host.
func (e errForeign) Error() string { return "the answer leads to " + e.host }

// errNowhere is a redirect without a place, or one after another.
var errNowhere = errors.New("the redirect leads nowhere")

// question is one call of Exchange.
type question struct {
	method, path string // path begins with a slash and holds the query
	// next replaces path by the address that a list gave for its next part.
	next   *url.URL
	cmdlet string
	header map[string]string
	body   []byte
}

// ask sends a question to the regional server and returns the body of its
// answer, which is a *wireError unless the status is 200.
//
// Exchange redirects the first call to its region. net/http would turn a POST
// into a GET without a body then, so the call is repeated here, and the token
// goes only to hosts of the cloud.
func (s *Session) ask(ctx context.Context, q question) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	caller, err := s.manager(ctx)
	if err != nil {
		return nil, err
	}
	to := q.next
	if to == nil {
		if to, err = url.Parse(s.region() + q.path); err != nil {
			return nil, err
		}
	}
	for range maxHops {
		resp, err := s.send(ctx, q, to, caller)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		switch {
		case err != nil:
			return nil, err
		case resp.StatusCode >= 300 && resp.StatusCode < 400:
			if to, err = s.follow(to, resp); err != nil {
				return nil, err
			}
		case resp.StatusCode == http.StatusOK:
			return body, nil
		default:
			return nil, parseError(resp, body)
		}
	}
	return nil, errNowhere
}

func (s *Session) send(ctx context.Context, q question, to *url.URL, caller Caller) (*http.Response, error) {
	token, err := s.exchange.token(ctx)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, q.method, to.String(), bytes.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	h := req.Header
	h.Set("Authorization", "Bearer "+token.Reveal())
	h.Set("Accept", "application/json")
	h.Set("X-AnchorMailbox", "UPN:"+caller.UPN) // leads to the server of this mailbox
	h.Set("X-ResponseFormat", "json")           // else CLIXML
	h.Set("X-SerializationLevel", "Partial")
	h.Set("X-ClientApplication", application)
	h.Set("client-request-id", uuid.NewString())
	for name, value := range q.header {
		h.Set(name, value)
	}
	if q.body != nil {
		h.Set("Content-Type", "application/json")
		h.Set("X-CmdletName", q.cmdlet)
	}
	return s.toExchange.Do(req)
}

// follow returns where a redirect leads and remembers the server for the calls
// to come.
func (s *Session) follow(from *url.URL, resp *http.Response) (*url.URL, error) {
	to, err := from.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" {
		return nil, errNowhere
	}
	if to, err = s.own(to); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = to.Scheme + "://" + to.Host
	return to, nil
}

// own returns the address if the token may travel there. Exchange names a port
// that only its own servers can reach.
func (s *Session) own(u *url.URL) (*url.URL, error) {
	out := *u
	if out.Port() == "446" {
		out.Host = strings.TrimSuffix(out.Host, ":446")
	}
	if !s.opts.Cloud.AllowsExchange(&out) {
		return nil, errForeign{out.Host}
	}
	return &out, nil
}

func (s *Session) region() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base
}
