package profile

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// service is the name under which the operating system lists our secrets. It
// never changes.
const service = "Hire2Retire Connection Setup"

// ErrNotKept is returned for a secret that is not in the keyring.
var ErrNotKept = errors.New("not in the keyring")

// Time limits of one call. A daemon that is started on demand takes more than
// a second; a person who is asked to unlock the keyring takes longer.
const (
	quickLimit   = 5 * time.Second
	patientLimit = 120 * time.Second
)

// Backend is what an operating system offers. The functions may block for
// ever; a missing secret is ErrNotKept.
type Backend struct {
	// Name is what the system calls its keyring, a name that can stand anywhere
	// in a sentence of any language: "Windows Credential Manager".
	Name   string
	Set    func(service, user, secret string) error
	Get    func(service, user string) (string, error)
	Delete func(service, user string) error
}

// Keyring keeps secrets in the keyring of the operating system. It never
// writes one anywhere else.
//
// One call runs at a time, each with a time limit, because the calls of the
// system take no context and can hang for ever: a prompt that nobody answers,
// a daemon that has stopped. A call that hangs is left behind, at most two of
// them; from then on every call fails at once, until one of the two returns.
type Keyring struct {
	backend Backend
	limit   time.Duration
	calls   *calls
}

// NewKeyring returns a keyring over a backend, with 5 seconds for each call.
func NewKeyring(b Backend) *Keyring {
	return &Keyring{backend: b, limit: quickLimit, calls: newCalls()}
}

// System returns the keyring of this person on this computer.
func System() *Keyring {
	return NewKeyring(Backend{Name: systemName,
		Set: func(service, user, s string) error {
			if err := reachable(); err != nil {
				return err
			}
			return keyring.Set(service, user, s)
		},
		Get: func(service, user string) (string, error) {
			if err := reachable(); err != nil {
				return "", err
			}
			s, err := keyring.Get(service, user)
			return s, notKept(err)
		},
		Delete: func(service, user string) error {
			if err := reachable(); err != nil {
				return err
			}
			return notKept(keyring.Delete(service, user))
		},
	})
}

func notKept(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return ErrNotKept
	}
	return err
}

// Memory returns a keyring that forgets everything when the program ends. It
// is for the practice mode.
func Memory() *Keyring {
	var secrets sync.Map
	return NewKeyring(Backend{
		Name: "Practice Memory",
		Set:  func(service, user, s string) error { secrets.Store(service+"\x00"+user, s); return nil },
		Get: func(service, user string) (string, error) {
			if s, ok := secrets.Load(service + "\x00" + user); ok {
				return s.(string), nil
			}
			return "", ErrNotKept
		},
		Delete: func(service, user string) error {
			if _, ok := secrets.LoadAndDelete(service + "\x00" + user); !ok {
				return ErrNotKept
			}
			return nil
		},
	})
}

// Patient returns the same keyring with 120 seconds for each call: for pages
// that say that the system may ask to unlock it, and offer Cancel.
func (k *Keyring) Patient() *Keyring {
	p := *k
	p.limit = patientLimit
	return &p
}

// Name returns the system's own name of the keyring.
func (k *Keyring) Name() string { return k.backend.Name }

// Put keeps s under id, and reads it back, because a dismissed prompt looks
// like success. On every error nothing is kept.
func (k *Keyring) Put(ctx context.Context, id string, s secret.Text) error {
	harmless := k.calls.notePut(id, s)
	put := func() error {
		if err := k.backend.Set(service, id, s.Reveal()); err != nil {
			return err
		}
		back, err := k.backend.Get(service, id)
		if err != nil && !errors.Is(err, ErrNotKept) {
			return err
		}
		if err != nil || !secret.New(back).Equal(s) {
			return errDropped
		}
		return nil
	}
	// The caller was told that nothing is kept, so a late success is undone. It
	// may also have overwritten what was put since.
	late := func() {
		if !harmless() {
			_ = k.backend.Delete(service, id)
		}
	}
	return k.call(ctx, put, late)
}

// Get returns the secret under id, or ErrNotKept.
func (k *Keyring) Get(ctx context.Context, id string) (secret.Text, error) {
	found := make(chan secret.Text, 1)
	err := k.call(ctx, func() error {
		s, err := k.backend.Get(service, id)
		found <- secret.New(s)
		return err
	}, nil)
	if err != nil {
		return secret.Text{}, err
	}
	return <-found, nil
}

// Delete removes the secret under id, or returns ErrNotKept.
func (k *Keyring) Delete(ctx context.Context, id string) error {
	return k.call(ctx, func() error { return k.backend.Delete(service, id) }, nil)
}

// Probe reports whether a secret can be kept: it keeps a random one and takes
// it out again.
func (k *Keyring) Probe(ctx context.Context) error {
	id := "probe-" + rand.Text()
	if err := k.Put(ctx, id, secret.New(rand.Text())); err != nil {
		return err
	}
	return k.Delete(ctx, id)
}

// Check returns the check "profile.keyring".
func (k *Keyring) Check() check.Check {
	return check.Check{ID: "profile.keyring",
		Title: check.T("profile.keyring", "The password can be kept in {{.store}}", "store", k.Name()),
		Run: func(ctx context.Context) (check.Finding, error) {
			if err := k.Probe(ctx); err != nil {
				return check.Finding{}, err
			}
			return check.Finding{
				Found: check.T("profile.keyring.found", "{{.store}} kept a trial value and gave it back.", "store", k.Name()),
				Facts: check.Facts{"store": k.Name()},
			}, nil
		}}
}
