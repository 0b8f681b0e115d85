package entra_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// cancelLimit is how long a person waits after Cancel, at most.
const cancelLimit = 200 * time.Millisecond

// moment is a state of a sign-in: how to get there, and what says that it is
// reached.
type moment struct {
	faults []string
	method entra.Method
	// sleeps waits in real time when the service asks for patience.
	sleeps bool
	change func(o *entra.Options, reached func())
	state  func(entra.State) bool
}

// TestCancel ends a sign-in in every state it can be in.
func TestCancel(t *testing.T) {
	waiting := func(s entra.State) bool { return s.Stage == entra.Waiting }
	nobody := func(o *entra.Options, _ func()) { o.OpenURL = nil }
	for name, m := range map[string]moment{
		"asking where to sign in":          {method: entra.Browser, change: sending("openid-configuration", hang)},
		"the person is signing in":         {method: entra.Browser, change: nobody, state: waiting},
		"the browser is being opened":      {method: entra.Browser, change: openerHangs},
		"half an answer has come":          {method: entra.Browser, change: halfAnswer},
		"the code is sent":                 {faults: []string{"sign-in-mute"}, method: entra.Browser, change: sending("/token", pass)},
		"the tokens come slowly":           {faults: []string{"sign-in-stalls"}, method: entra.Browser, change: sending("/token", passThenTell)},
		"the service asks for patience":    {faults: []string{"sign-in-busy-silent"}, method: entra.Browser, sleeps: true, state: func(s entra.State) bool { return s.Wait > 0 }},
		"a device code is asked for":       {method: entra.DeviceCode, change: sending("devicecode", hang)},
		"a device code waits":              {method: entra.DeviceCode, state: waiting},
		"a device code is polled for long": {faults: []string{"sign-in-mute"}, method: entra.DeviceCode, change: sending("/token", pass)},
	} {
		t.Run(name, func(t *testing.T) {
			tn := start(t, m.faults...)
			took := cancelled(t, func(ctx context.Context, reached func()) error {
				cl := connect(t, tn, func(o *entra.Options) {
					if m.sleeps {
						o.Sleep = nil
					}
					if m.change != nil {
						m.change(o, reached)
					}
				})
				_, err := cl.SignIn(ctx, entra.Request{Method: m.method}, func(s entra.State) {
					if m.state != nil && m.state(s) {
						reached()
					}
				})
				if _, in := cl.Account(); in {
					t.Error("somebody counts as signed in")
				}
				return err
			})
			t.Logf("ended %v after Cancel", took.Round(time.Microsecond))
		})
	}
}

// TestCancelOutsideOfASignIn: the same for what is asked before and after.
func TestCancelOutsideOfASignIn(t *testing.T) {
	t.Run("the hosts are being reached", func(t *testing.T) {
		tn := start(t, "graph-mute")
		took := cancelled(t, func(ctx context.Context, reached func()) error {
			cl := connect(t, tn, func(o *entra.Options) { sending("/", pass)(o, reached) })
			check.Run(ctx, cl.Before()[2:3], nil) // Graph
			return ctx.Err()
		})
		t.Logf("ended %v after Cancel", took.Round(time.Microsecond))
	})
	t.Run("the tenant is being looked for", func(t *testing.T) {
		tn := start(t)
		took := cancelled(t, func(ctx context.Context, reached func()) error {
			_, err := connect(t, tn, func(o *entra.Options) { sending("openid-configuration", hang)(o, reached) }).FindTenant(ctx)
			return err
		})
		t.Logf("ended %v after Cancel", took.Round(time.Microsecond))
	})
	t.Run("a token is renewed", func(t *testing.T) {
		tn := start(t)
		armed := false
		took := cancelled(t, func(ctx context.Context, reached func()) error {
			cl := connect(t, tn, func(o *entra.Options) {
				sending("/token", pass)(o, func() {
					if armed {
						reached()
					}
				})
			})
			if _, err := cl.SignIn(ctx, entra.Request{Method: entra.Browser}, nil); err != nil {
				return err
			}
			if err := tn.SetFaults("sign-in-mute"); err != nil {
				return err
			}
			armed = true
			_, err := cl.Token(ctx, scopes(tn)[0], true)
			return err
		})
		t.Logf("ended %v after Cancel", took.Round(time.Microsecond))
	})
}

// cancelled runs something until it says that it is where it should be, cancels
// it there and returns how long it took to end.
func cancelled(t *testing.T, run func(ctx context.Context, reached func()) error) time.Duration {
	t.Helper()
	ctx, cancel := contextOf(t)
	there := make(chan struct{})
	at := make(chan time.Time, 1)
	go func() {
		select {
		case <-there:
		case <-t.Context().Done():
		}
		at <- time.Now()
		cancel()
	}()
	err := run(ctx, sync.OnceFunc(func() { close(there) }))
	ended := time.Now()
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v, want cancelled", err)
	}
	took := ended.Sub(<-at)
	if took > cancelLimit {
		t.Errorf("it ended %v after it was cancelled, want %v at most", took, cancelLimit)
	}
	return took
}

// conduct is what happens to a call that is waited for.
type conduct int

const (
	hang         conduct = iota // it is told of, and never sent
	pass                        // it is told of, and sent
	passThenTell                // it is sent, and told of when its answer begins
)

// sending tells when a call whose path holds a part is sent.
func sending(part string, how conduct) func(*entra.Options, func()) {
	return func(o *entra.Options, reached func()) {
		o.Transport = watched{o.Transport, part, how, reached}
	}
}

type watched struct {
	http.RoundTripper
	part    string
	how     conduct
	reached func()
}

func (w watched) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, w.part) {
		return w.RoundTripper.RoundTrip(r)
	}
	switch w.how {
	case hang:
		w.reached()
		<-r.Context().Done()
		return nil, r.Context().Err()
	case passThenTell:
		defer w.reached()
	default:
		w.reached()
	}
	return w.RoundTripper.RoundTrip(r)
}

// openerHangs is a browser that does not come up, nor fail to. The sign-in must
// not wait for it.
func openerHangs(o *entra.Options, reached func()) {
	o.OpenURL = func(string) error {
		reached()
		<-time.After(2 * cancelLimit)
		return nil
	}
}

// halfAnswer is a browser whose connection stays open in the middle of the
// answer.
func halfAnswer(o *entra.Options, reached func()) {
	o.OpenURL = func(link string) error {
		u, err := url.Parse(link)
		if err != nil {
			return err
		}
		to, err := url.Parse(u.Query().Get("redirect_uri"))
		if err != nil {
			return err
		}
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", to.Port()))
		if err != nil {
			return err
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nstate=", to.Host)
		reached()
		_, err = conn.Read(make([]byte, 1)) // until the listener has gone
		return err
	}
}

// TestCountdown: every state says when the sign-in ends by itself.
func TestCountdown(t *testing.T) {
	for name, c := range map[string]struct {
		method entra.Method
		faults []string
		limit  time.Duration
	}{
		"browser":                      {entra.Browser, nil, 7 * time.Minute},
		"a code that lives longer":     {entra.DeviceCode, nil, 7 * time.Minute},
		"a code that lives three secs": {entra.DeviceCode, []string{"entra.device-code-expired"}, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			tn := start(t, c.faults...)
			cl := connect(t, tn, func(o *entra.Options) { o.Timeout = 7 * time.Minute })
			ctx, cancel := contextOf(t)
			enter, began := enterCode(t, tn), time.Now()
			states := 0
			_, err := cl.SignIn(ctx, entra.Request{Method: c.method}, func(s entra.State) {
				states++
				if s.Stage == entra.Waiting {
					if left := s.Until.Sub(began); left < c.limit-5*time.Second || left > c.limit+5*time.Second {
						t.Errorf("the sign-in ends in %v, want %v", left, c.limit)
					}
					if len(c.faults) > 0 {
						cancel()
						return
					}
				}
				if s.Until.IsZero() {
					t.Errorf("state %d does not say when it ends", s.Stage)
				}
				enter(s)
			})
			if (err != nil) != (len(c.faults) > 0) || states < 2 {
				t.Errorf("SignIn = %v after %d states", err, states)
			}
			if account, _ := cl.Account(); err == nil && account.UPN != tenant.Account {
				t.Errorf("account = %+v", account)
			}
		})
	}
}
