package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// ErrTooLong is what reading an answer gives once it is longer than MaxBody.
var ErrTooLong = errors.New("the answer is longer than this program reads")

// ErrSilent is what a call gives whose answer does not come, or does not go on.
var ErrSilent error = silent{}

type silent struct{}

// silent is a net.Error, by which time-outs are told apart.
func (silent) Error() string   { return "the service says nothing more" }
func (silent) Timeout() bool   { return true }
func (silent) Temporary() bool { return false }

// PageError is a page for people in place of an answer for programs: a proxy, a
// portal or a security product has answered.
type PageError struct {
	Host   string
	Status int
	// Title is that of the page, cleaned; it may be empty.
	Title string
}

// Error implements error.
func (e *PageError) Error() string {
	return fmt.Sprintf("a page (%q, status %d) in place of the answer of %s", e.Title, e.Status, e.Host)
}

// body is an answer that ends: it may neither grow beyond its limit nor stand
// still. It also ends the call that it belongs to.
type body struct {
	io.ReadCloser
	limits
	timer  *time.Timer
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// limits are how many bytes an answer may have, and how long it may pause.
type limits struct {
	left    int64
	silence time.Duration
}

// guard bounds the answer to a call with this context, which cancel ends.
func guard(ctx context.Context, resp *http.Response, cancel context.CancelCauseFunc, l limits) {
	resp.Body = &body{ReadCloser: resp.Body, limits: l, ctx: ctx, cancel: cancel,
		timer: time.AfterFunc(l.silence, func() { cancel(ErrSilent) })}
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		b.timer.Reset(b.silence)
	}
	if b.left -= int64(n); b.left < 0 {
		return n, ErrTooLong
	}
	if err != nil && context.Cause(b.ctx) == ErrSilent {
		return n, ErrSilent // an end too: the server may have seen that we leave, and closed its answer
	}
	return n, err
}

// Close implements io.Closer.
func (b *body) Close() error {
	b.timer.Stop()
	err := b.ReadCloser.Close()
	b.cancel(nil)
	return err
}

// sniffed is how much of an answer is looked at to tell a page from JSON.
const sniffed = 2 << 10

var pageTitle = regexp.MustCompile(`(?is)<title[^>]*>([^<]{1,200})`)

// pageIn returns the page that an answer is, or nil. What the service itself
// says in trouble, or of an address that it does not know, is often a page too:
// those are left alone. The answer can be read from its beginning afterwards.
func pageIn(resp *http.Response, host string) (*PageError, error) {
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusNotFound, http.StatusGone:
		return nil, nil
	}
	if resp.StatusCode >= 500 {
		return nil, nil
	}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(resp.Body, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), resp.Body), resp.Body}
	start := strings.ToLower(string(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")))
	if !strings.HasPrefix(start, "<!doctype html") && !strings.HasPrefix(start, "<html") && !(strings.HasPrefix(start, "<") && strings.Contains(start, "<html")) {
		return nil, nil
	}
	page := &PageError{Host: host, Status: resp.StatusCode}
	if m := pageTitle.FindSubmatch(head); m != nil {
		page.Title = check.Clean(string(m[1]))
	}
	return page, nil
}
