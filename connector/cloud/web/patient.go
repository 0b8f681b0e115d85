package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Wait tells that a service asked to wait before the next try.
type Wait struct {
	Host   string
	Status int
	For    time.Duration
	// Try is the number of the try that will follow, from 2.
	Try int
}

type announceKey struct{}

// Announce returns a context whose calls tell f before they wait. f must not
// block.
func Announce(ctx context.Context, f func(Wait)) context.Context {
	return context.WithValue(ctx, announceKey{}, f)
}

// Patient is a round tripper that repeats a request which the service had no
// time for: 429 and 503 as Retry-After says, 408, 502 and 504 after a pause that
// grows. After Tries, or when it should wait longer than MaxWait, it returns
// the answer as it is. A request with a body needs GetBody to be repeated. A
// page in place of an answer is a *PageError.
type Patient struct {
	// Base does the work; it must not be nil.
	Base http.RoundTripper
	// Tries is how often at most; 0 means 4.
	Tries int
	// MaxWait is the longest single wait; 0 means 30 s.
	MaxWait time.Duration
	// MaxBody is how many bytes of an answer may be read; 0 means 4 MiB.
	MaxBody int64
	// Silence is how long the service may say nothing, before its answer and in
	// the middle of it; 0 means 30 s.
	Silence time.Duration
	// Sleep waits; nil means to sleep until ctx ends.
	Sleep func(ctx context.Context, d time.Duration) error
	// Now is the clock for a Retry-After that names a date; nil means time.Now.
	Now func() time.Time
}

// RoundTrip implements http.RoundTripper.
func (p Patient) RoundTrip(req *http.Request) (*http.Response, error) {
	for try := 1; ; try++ {
		resp, err := p.once(req)
		if err != nil {
			return nil, err
		}
		wait, again := p.wait(resp, try)
		next, can := repeat(req)
		if !again || !can {
			return resp, nil
		}
		discard(resp)
		if err := p.pause(req, Wait{Host: req.URL.Host, Status: resp.StatusCode, For: wait, Try: try + 1}); err != nil {
			return nil, err
		}
		req = next
	}
}

// once sends the request and bounds its answer.
func (p Patient) once(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	silence := or(p.Silence, 30*time.Second)
	silent := time.AfterFunc(silence, func() { cancel(ErrSilent) })
	resp, err := p.Base.RoundTrip(req.WithContext(ctx))
	silent.Stop()
	if err != nil {
		if context.Cause(ctx) == ErrSilent {
			err = ErrSilent
		}
		cancel(nil)
		return nil, err
	}
	guard(ctx, resp, cancel, limits{or(p.MaxBody, 4<<20), silence})
	page, err := pageIn(resp, req.URL.Hostname())
	if err == nil && page != nil {
		err = page
	}
	if err != nil {
		resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

// CloseIdleConnections lets go of the idle connections of Base.
func (p Patient) CloseIdleConnections() {
	if c, ok := p.Base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// wait returns how long to wait before the next try, and whether to have one.
func (p Patient) wait(resp *http.Response, try int) (time.Duration, bool) {
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusRequestTimeout, http.StatusBadGateway, http.StatusGatewayTimeout:
	default:
		return 0, false
	}
	wait, said := p.retryAfter(resp.Header)
	if !said {
		wait = time.Duration(try) * 3 * time.Second
	}
	return wait, try < or(p.Tries, 4) && wait <= or(p.MaxWait, 30*time.Second)
}

// retryAfter reads the header, which holds seconds or a date (RFC 9110, 10.2.3).
func (p Patient) retryAfter(h http.Header) (time.Duration, bool) {
	return RetryAfter(h, p.now())
}

// RetryAfter returns how long a service asks to wait, and whether it asks.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if s, err := strconv.Atoi(v); err == nil && s >= 0 {
		return time.Duration(s) * time.Second, true
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, at.Sub(now).Round(time.Second)), true
	}
	return 0, false
}

func (p Patient) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

func (p Patient) pause(req *http.Request, w Wait) error {
	ctx := req.Context()
	if f, ok := ctx.Value(announceKey{}).(func(Wait)); ok {
		f(w)
	}
	sleep := p.Sleep
	if sleep == nil {
		sleep = Sleep
	}
	if err := sleep(ctx, w.For); err != nil {
		return fmt.Errorf("wait for %s after status %d: %w", w.Host, w.Status, err)
	}
	return nil
}

// Sleep waits for d or until ctx ends, whose error it returns.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// repeat returns req ready to be sent once more, and whether that is possible.
func repeat(req *http.Request) (*http.Request, bool) {
	next := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return next, true
	}
	if req.GetBody == nil {
		return nil, false
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, false
	}
	next.Body = body
	return next, true
}

// discard reads a little of an answer, so that its connection can be used
// again, and closes it.
func discard(resp *http.Response) {
	io.CopyN(io.Discard, resp.Body, 64<<10)
	resp.Body.Close()
}

func or[N int | int64 | time.Duration](v, otherwise N) N {
	if v == 0 {
		return otherwise
	}
	return v
}
