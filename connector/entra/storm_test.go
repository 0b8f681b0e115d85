package entra_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// The size of a storm.
const (
	stormRequests = 1000
	stormWorkers  = 32
	stormSlow     = 50
)

// raw sends bytes as they are, reads what comes back within a second, and tells
// the first line of it.
func (s stranger) raw(text string) string {
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+s.base.Port(), time.Second)
	if err != nil {
		return ""
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		return ""
	}
	answer, _ := io.ReadAll(io.LimitReader(conn, 4<<10))
	line, _, _ := bytes.Cut(answer, []byte("\r\n"))
	return string(line)
}

// post is a request with a body as a browser sends it.
func (s stranger) post(host string, form url.Values, headers ...string) string {
	body := form.Encode()
	return fmt.Sprintf("POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n%s\r\n%s",
		host, len(body), strings.Join(append(headers, ""), "\r\n"), body)
}

// hostile are requests that none may be taken for Microsoft's answer.
func (s stranger) hostile() []string {
	own, forged := s.base.Host, url.Values{"code": {"forged"}, "state": {strings.Repeat("A", 43)}}
	return []string{
		"GET / HTTP/1.1\r\nHost: " + own + "\r\n\r\n",
		"GET /?code=forged&error=access_denied HTTP/1.0\r\n\r\n",
		"HEAD / HTTP/1.1\r\nHost: " + own + "\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: " + own + "\r\n\r\n",
		"OPTIONS / HTTP/1.1\r\nHost: " + own + "\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Private-Network: true\r\n\r\n",
		"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 64), // TLS
		"POST / HTTP/1.1\r\nHost: " + own + "\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: " + own + "\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nstate=",
		"POST / HTTP/1.1\r\nHost: " + own + "\r\nContent-Length: 999999999999\r\n\r\nstate=A",
		"POST / HTTP/1.1\r\nHost: " + own + "\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\nstate=",
		"POST / HTTP/1.1\r\nHost: " + own + "\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: " + own + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 60\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"state\"\r\n\r\nA\r\n--b--",
		s.post(own, forged),
		s.post(own, url.Values{"code": {"forged"}}),
		s.post(own, url.Values{"error": {"access_denied"}, "error_description": {"Call this number"}, "state": {""}}, "Origin: https://evil.example"),
		s.post(own, url.Values{"code": {"forged"}, "state": {"A", "B", "C"}}),
		s.post("127.0.0.1:"+s.base.Port(), forged),
		s.post("evil.example", forged),
		s.post(own+".", forged),
		s.post(own, url.Values{"state": {strings.Repeat("A", 200<<10)}}),
		"\x00\x00\x00\x00", "", "POST", "POST / HTTP/9.9\r\n\r\n",
	}
}

// rage storms the listener from many sides until ctx ends, and tells done when
// every request was sent once. Slow strangers send a byte now and then, and come
// again when they are sent away.
func (s stranger) rage(ctx context.Context, done func()) *sync.WaitGroup {
	var all, fast sync.WaitGroup
	list := s.hostile()
	next := make(chan string)
	for range stormWorkers {
		fast.Go(func() {
			for text := range next {
				if line := s.raw(text); strings.Contains(line, " 200 ") {
					s.t.Errorf("%.80q was taken: %s", text, line)
				}
			}
		})
	}
	for range stormSlow {
		all.Go(func() { s.drip(ctx) })
	}
	all.Go(func() {
		for i := range stormRequests {
			next <- list[i%len(list)]
		}
		close(next)
		fast.Wait()
		done()
	})
	return &all
}

// drip opens connections that never get anywhere, until ctx ends.
func (s stranger) drip(ctx context.Context) {
	for ctx.Err() == nil {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", "127.0.0.1:"+s.base.Port())
		if err != nil {
			return
		}
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		io.WriteString(conn, "POST / HTTP/1.1\r\nHost: "+s.base.Host+"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nstate=")
		io.Copy(io.Discard, conn) // until the listener has had enough
		stop()
		conn.Close()
	}
}

// answerLimit is how long Microsoft's answer may take to get through a storm.
const answerLimit = 2 * time.Second

// TestStorm: a thousand hostile requests and fifty strangers that hold their
// connections do not keep the true answer out, and leave nothing behind.
func TestStorm(t *testing.T) {
	tn := start(t)
	ctx, calm := contextOf(t)
	var raging *sync.WaitGroup
	var answered time.Time
	var before, during runtime.MemStats
	runtime.ReadMemStats(&before)
	c := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(link string) error {
			s := newStranger(t, link)
			sent := make(chan struct{})
			raging = s.rage(ctx, func() { close(sent) })
			<-sent
			runtime.ReadMemStats(&during)
			answered = time.Now()
			return tn.Consent(link)
		}
	})
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	took := time.Since(answered)
	calm()
	raging.Wait()
	if err != nil || acc.UPN != tenant.Account {
		t.Errorf("SignIn = %+v, %v", acc, err)
	}
	if took > answerLimit {
		t.Errorf("the answer needed %v", took)
	}
	if grown := int64(during.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("the storm took %d MiB", grown>>20)
	}
	t.Logf("the answer needed %v", took.Round(time.Millisecond))
}

// TestCancelInAStorm: Cancel is as quick as in peace.
func TestCancelInAStorm(t *testing.T) {
	tn := start(t)
	ctx, calm := contextOf(t)
	var raging *sync.WaitGroup
	opened := make(chan struct{})
	took := cancelled(t, func(ctx2 context.Context, reached func()) error {
		c := connect(t, tn, func(o *entra.Options) {
			o.OpenURL = func(link string) error {
				defer close(opened)
				raging = newStranger(t, link).rage(ctx, func() {})
				reached()
				return nil
			}
		})
		_, err := c.SignIn(ctx2, entra.Request{Method: entra.Browser}, nil)
		return err
	})
	<-opened
	calm()
	raging.Wait()
	t.Logf("ended %v after Cancel", took.Round(time.Microsecond))
}

// TestAnswersThatKnowTheState: whoever knows the state is heard once, and the
// first of two answers counts. After that the state is worth nothing.
func TestAnswersThatKnowTheState(t *testing.T) {
	t.Run("two at once", func(t *testing.T) {
		tn := start(t)
		c := connect(t, tn, func(o *entra.Options) {
			o.OpenURL = func(link string) error {
				s, state := newStranger(t, link), stateOf(t, link)
				var both sync.WaitGroup
				for range 2 {
					both.Go(func() {
						s.raw(s.post(s.base.Host, url.Values{"error": {"access_denied"}, "error_subcode": {"cancel"}, "state": {state}}))
					})
				}
				both.Wait()
				return nil
			}
		})
		_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
		if p := problem(t, err); p.Code != "entra.cancelled" {
			t.Errorf("SignIn says %v", p)
		}
	})
	t.Run("again after success", func(t *testing.T) {
		tn := start(t)
		var link string
		c := connect(t, tn, func(o *entra.Options) {
			o.OpenURL = func(l string) error { link = l; return tn.Consent(l) }
		})
		if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
			t.Fatal(err)
		}
		s := newStranger(t, link)
		if line := s.raw(s.post(s.base.Host, url.Values{"code": {"x"}, "state": {stateOf(t, link)}})); line != "" {
			t.Errorf("somebody still listens: %s", line)
		}
		if _, err := c.Token(t.Context(), scopes(tn)[0], false); err != nil {
			t.Errorf("the sign-in was disturbed: %v", err)
		}
	})
	t.Run("a state of the sign-in before", func(t *testing.T) {
		tn := start(t)
		var old string
		c := connect(t, tn, func(o *entra.Options) {
			o.OpenURL = func(link string) error {
				s, state := newStranger(t, link), stateOf(t, link)
				if old == "" {
					old = state
					return tn.Consent(link)
				}
				if line := s.raw(s.post(s.base.Host, url.Values{"code": {"x"}, "state": {old}})); !strings.Contains(line, "404") {
					t.Errorf("an old state was answered with %q", line)
				}
				return tn.Consent(link)
			}
		})
		for range 2 {
			if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser, Again: true}, nil); err != nil {
				t.Fatal(err)
			}
		}
	})
}
