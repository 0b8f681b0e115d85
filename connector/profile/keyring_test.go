package profile_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// system is an operating system's keyring that does what a test says.
type system struct {
	mu      sync.Mutex
	secrets map[string]string
	err     error             // what every call answers
	before  func(call string) // what every call does first, outside the lock
	drop    bool              // Set answers nil and keeps nothing
}

func (s *system) backend() profile.Backend {
	s.secrets = map[string]string{}
	return profile.Backend{Name: "the test keyring",
		Set: func(service, user, value string) error {
			return s.do("set", func() error {
				if !s.drop {
					s.secrets[service+"/"+user] = value
				}
				return nil
			})
		},
		Get: func(service, user string) (value string, err error) {
			err = s.do("get", func() error {
				var ok bool
				if value, ok = s.secrets[service+"/"+user]; !ok {
					return profile.ErrNotKept
				}
				return nil
			})
			return value, err
		},
		Delete: func(service, user string) error {
			return s.do("delete", func() error {
				if _, ok := s.secrets[service+"/"+user]; !ok {
					return profile.ErrNotKept
				}
				delete(s.secrets, service+"/"+user)
				return nil
			})
		},
	}
}

func (s *system) do(call string, f func() error) error {
	if s.before != nil {
		s.before(call)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	return f()
}

// kept returns a copy of what the keyring holds.
func (s *system) kept() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.secrets)
}

// reason returns why the keyring could not be used.
func reason(t *testing.T, err error) profile.Reason {
	t.Helper()
	u, ok := errors.AsType[profile.Unavailable](err)
	p, _ := errors.AsType[*check.Problem](err)
	if !ok || p.Severity != check.Warning || p.Detail.IsZero() || p.Advice.Do.IsZero() {
		t.Fatalf("%v is not a warning that says why and what to do", err)
	}
	return u.Reason
}

func TestKeyring(t *testing.T) {
	for name, k := range map[string]*profile.Keyring{"memory": profile.Memory(), "backend": profile.NewKeyring((&system{}).backend())} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if _, err := k.Get(ctx, "id"); err != profile.ErrNotKept {
				t.Errorf("Get of nothing = %v, want ErrNotKept", err)
			}
			if err := k.Delete(ctx, "id"); err != profile.ErrNotKept {
				t.Errorf("Delete of nothing = %v, want ErrNotKept", err)
			}
			for _, value := range []string{"x", "", "with \x00 and \xFF and \u202E", strings.Repeat("ä", 256)} {
				if err := k.Put(ctx, "id", secret.New(value)); err != nil {
					t.Fatal(err)
				}
				if got, err := k.Get(ctx, "id"); err != nil || got.Reveal() != value {
					t.Errorf("Get after Put(%q) = %q, %v", value, got.Reveal(), err)
				}
			}
			if err := k.Delete(ctx, "id"); err != nil {
				t.Error(err)
			}
			if _, err := k.Get(ctx, "id"); err != profile.ErrNotKept {
				t.Errorf("Get after Delete = %v, want ErrNotKept", err)
			}
		})
	}
}

func TestKeyringErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		sys    *system
		reason profile.Reason
		code   check.Code
	}{
		{"too long for Windows", &system{err: keyring.ErrSetDataTooBig}, profile.TooBig, "keyring.too-big"},
		{"no keyring on this platform", &system{err: keyring.ErrUnsupportedPlatform}, profile.NoService, "keyring.unavailable"},
		{"a dismissed prompt", &system{drop: true}, profile.Dropped, "keyring.unavailable"},
		{"something nobody knows", &system{err: errors.New("odd")}, profile.Other, "keyring.unavailable"},
		{"the library panics", &system{before: func(string) { panic("odd") }}, profile.Other, "keyring.unavailable"},
	} {
		k := profile.NewKeyring(c.sys.backend())
		err := k.Put(t.Context(), "id", secret.New("canary"))
		if got := reason(t, err); got != c.reason || code(err) != c.code {
			t.Errorf("%s: Put = %v (reason %d, %s), want reason %d, %s", c.name, err, got, code(err), c.reason, c.code)
		}
		if text := fmt.Sprintf("%+v", err); strings.Contains(text, "canary") {
			t.Errorf("%s: the error holds the secret: %s", c.name, text)
		}
		if len(c.sys.kept()) != 0 {
			t.Errorf("%s: something is kept", c.name)
		}
	}
}

// A hanging keyring costs the limit twice; then it is given up at once, until
// it comes back.
func TestKeyringHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		sys := &system{before: func(string) { <-release }}
		k := profile.NewKeyring(sys.backend())
		for i, want := range []time.Duration{5 * time.Second, 5 * time.Second, 0, 0} {
			start := time.Now()
			_, err := k.Get(t.Context(), "id")
			if took := time.Since(start); took != want || reason(t, err) != profile.Hangs {
				t.Errorf("call %d: %v after %s, want %s", i+1, err, took, want)
			}
		}
		close(release)
		synctest.Wait()
		if err := k.Put(t.Context(), "id", secret.New("x")); err != nil {
			t.Errorf("after the keyring came back: %v", err)
		}
	})
}

func TestKeyringPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sys := &system{before: func(call string) {
			if call == "set" {
				time.Sleep(100 * time.Second) // a person looks for the password of the keyring
			}
		}}
		k := profile.NewKeyring(sys.backend())
		if err := k.Patient().Put(t.Context(), "id", secret.New("x")); err != nil {
			t.Errorf("the patient keyring gave up: %v", err)
		}
	})
}

// When the person answers the prompt after we gave up, the secret must not
// stay behind: nobody would know of it.
func TestLatePutIsUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		sys := &system{before: func(call string) {
			if call == "set" {
				<-release
			}
		}}
		k := profile.NewKeyring(sys.backend())
		if got := reason(t, k.Put(t.Context(), "id", secret.New("x"))); got != profile.Hangs {
			t.Fatalf("reason %d, want Hangs", got)
		}
		close(release)
		synctest.Wait()
		if kept := sys.kept(); len(kept) != 0 {
			t.Errorf("%d secrets stayed behind", len(kept))
		}
	})
}

// A secret that was put again meanwhile is a good one, but a late one that
// overwrote another is not.
func TestLatePutAfterTheNext(t *testing.T) {
	for late, want := range map[string]int{"same": 1, "older": 0} {
		synctest.Test(t, func(t *testing.T) {
			release := make(chan struct{})
			var first atomic.Bool
			sys := &system{before: func(call string) {
				if call == "set" && first.CompareAndSwap(false, true) {
					<-release
				}
			}}
			k := profile.NewKeyring(sys.backend())
			_ = reason(t, k.Put(t.Context(), "id", secret.New(late)))
			if err := k.Put(t.Context(), "id", secret.New("same")); err != nil {
				t.Fatal(err)
			}
			close(release)
			synctest.Wait()
			if kept := sys.kept(); len(kept) != want {
				t.Errorf("after a late %q: %v, want %d secrets", late, kept, want)
			}
		})
	}
}

func TestKeyringCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		k := profile.NewKeyring((&system{before: func(string) { <-release }}).backend())
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		if _, err := k.Get(ctx, "id"); err != context.Canceled || time.Since(start) != time.Second {
			t.Errorf("Get = %v after %s, want context.Canceled after 1s", err, time.Since(start))
		}
		close(release)
	})
}

// The system is asked one thing at a time.
func TestKeyringTakesTurns(t *testing.T) {
	var now, most atomic.Int32
	sys := &system{}
	sys.before = func(string) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
	}
	k := profile.NewKeyring(sys.backend())
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			id := fmt.Sprint("id", i)
			if err := k.Put(t.Context(), id, secret.New(id)); err != nil {
				t.Error(err)
			}
			if got, err := k.Get(t.Context(), id); err != nil || got.Reveal() != id {
				t.Errorf("Get(%s) = %q, %v", id, got.Reveal(), err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d calls at once, want 1", most.Load())
	}
}

func TestKeyringCheck(t *testing.T) {
	sys := &system{}
	for _, c := range []struct {
		name string
		err  error
		want check.Status
	}{
		{"works", nil, check.Passed},
		{"refuses", errors.New("no"), check.Warned},
	} {
		k := profile.NewKeyring(sys.backend())
		sys.err = c.err
		r := check.Run(t.Context(), []check.Check{k.Check()}, nil).Results[0]
		if r.ID != "profile.keyring" || r.Status != c.want || !strings.Contains(r.Title.String(), "the test keyring") {
			t.Errorf("%s: %s is %v, want %v", c.name, r.ID, r.Status, c.want)
		}
		if len(sys.kept()) != 0 {
			t.Errorf("%s: the trial value was left behind", c.name)
		}
	}
}
