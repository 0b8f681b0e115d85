package setup_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// safe is a keyring that can be looked into and locked.
type safe struct {
	mu     sync.Mutex
	items  map[string]string
	locked bool
}

var errLocked = errors.New("the keyring is locked")

func (s *safe) keyring() *profile.Keyring {
	s.items = map[string]string{}
	with := func(do func() error) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.locked {
			return errLocked
		}
		return do()
	}
	return profile.NewKeyring(profile.Backend{Name: "Test Keyring",
		Set: func(_, user, v string) error { return with(func() error { s.items[user] = v; return nil }) },
		Get: func(_, user string) (v string, err error) {
			return v, with(func() error {
				var ok bool
				if v, ok = s.items[user]; !ok {
					return profile.ErrNotKept
				}
				return nil
			})
		},
		Delete: func(_, user string) error {
			return with(func() error {
				if _, ok := s.items[user]; !ok {
					return profile.ErrNotKept
				}
				delete(s.items, user)
				return nil
			})
		}})
}

// keeping is a practice whose store and keyring can be looked into.
type keeping struct {
	deps setup.Deps
	safe safe
	dir  string
	// opened counts the browsers that opened.
	opened int
}

func newKeeping(t *testing.T) *keeping {
	t.Helper()
	k := &keeping{deps: practiceDeps(t), dir: t.TempDir()}
	store, err := profile.Open(t.Context(), k.dir, k.safe.keyring())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	k.deps.Store = store
	consent := k.deps.OpenURL
	k.deps.OpenURL = func(address string) error { k.opened++; return consent(address) }
	return k
}

// save signs in and saves, with the sign-in kept if wanted.
func (k *keeping) save(t *testing.T, keep bool) profile.Profile {
	t.Helper()
	f := setup.New(k.deps)
	defer f.Close()
	f.Edit(func(a *setup.Answers) { a.KeepSignIn = keep })
	work(t, f, setup.Exchange)
	p, err := f.Saving().Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// open opens a saved connection.
func (k *keeping) open(t *testing.T, p profile.Profile) *setup.Flow {
	t.Helper()
	f := setup.New(k.deps)
	t.Cleanup(f.Close)
	o, err := setup.OpenSaved(t.Context(), k.deps, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	f.Open(o.Profile, k.deps.Start.Password.Clone())
	k.opened = 0
	return f
}

// left returns the files of tokens and the keys that there are.
func (k *keeping) left(t *testing.T) (files []string, keys int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(k.dir, "*.signin*"))
	if err != nil {
		t.Fatal(err)
	}
	k.safe.mu.Lock()
	defer k.safe.mu.Unlock()
	return files, len(k.safe.items)
}

func signsIn(t *testing.T, f *setup.Flow, method setup.SignInMethod) check.Result {
	t.Helper()
	job, bad := f.Work(setup.Exchange, setup.SignIn{Method: method})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	f.Keep(job.Run(t.Context(), nil))
	r, _ := f.Report().Find("entra.sign-in", "")
	return r
}

// Unless somebody asks for it no token leaves the memory.
func TestSignInIsNotKept(t *testing.T) {
	k := newKeeping(t)
	p := k.save(t, false)
	if files, keys := k.left(t); len(files)+keys > 0 {
		t.Errorf("left behind: %v and %d keys", files, keys)
	}
	if r := signsIn(t, k.open(t, p), setup.StoredTokens); r.Status != check.Unknown || r.Problem().Code != "entra.not-signed-in" {
		t.Errorf("with stored tokens only: %s", r.Status)
	}
}

// A kept sign-in serves the next time without a browser, from an encrypted file
// that only this person may read.
func TestSignInIsKept(t *testing.T) {
	k := newKeeping(t)
	p := k.save(t, true)
	files, keys := k.left(t)
	if len(files) != 1 || keys != 1 {
		t.Fatalf("kept: %v and %d keys, want one of each", files, keys)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || bytes.Contains(data, []byte("eyJ")) || bytes.Contains(data, []byte("refresh")) {
		t.Errorf("the file reads as tokens: %v", err)
	}
	if about, err := os.Stat(files[0]); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read by others: %v", err)
	}
	f := k.open(t, p)
	if r := signsIn(t, f, setup.StoredTokens); r.Status != check.Passed || k.opened > 0 {
		t.Errorf("%s, %d browsers: %s", r.Status, k.opened, codes(f.Report()))
	}
	work(t, f, setup.Review)
	if r, _ := f.Results(setup.Exchange); r.Outcome() != check.Passed || k.opened > 0 {
		t.Errorf("on the review: %s, %d browsers", codes(r), k.opened)
	}
}

// The review uses what is kept and never opens a browser by itself.
func TestReviewUsesKeptSignIn(t *testing.T) {
	k := newKeeping(t)
	f := k.open(t, k.save(t, true))
	work(t, f, setup.Review)
	if r, _ := f.Results(setup.Exchange); r.Outcome() != check.Passed || k.opened > 0 {
		t.Errorf("%s, %d browsers", codes(r), k.opened)
	}
}

// Whatever happens to what was kept, it means "sign in again" and nothing else.
func TestDamagedSignIn(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, k *keeping, file string){
		"the file is gone":      func(t *testing.T, _ *keeping, file string) { must(t, os.Remove(file)) },
		"the file is empty":     func(t *testing.T, _ *keeping, file string) { must(t, os.Truncate(file, 0)) },
		"the file is something": func(t *testing.T, _ *keeping, file string) { must(t, os.WriteFile(file, []byte("{}"), 0o600)) },
		"a bit has turned": func(t *testing.T, _ *keeping, file string) {
			data, err := os.ReadFile(file)
			must(t, err)
			data[len(data)-1] ^= 1
			must(t, os.WriteFile(file, data, 0o600))
		},
		"the key is lost":       func(_ *testing.T, k *keeping, _ string) { clear(k.safe.items) },
		"the key is another":    func(_ *testing.T, k *keeping, _ string) { setAll(k.safe.items, strings.Repeat("A", 43)+"=") },
		"the key is none":       func(_ *testing.T, k *keeping, _ string) { setAll(k.safe.items, "?") },
		"the keyring is locked": func(_ *testing.T, k *keeping, _ string) { k.safe.locked = true },
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeping(t)
			p := k.save(t, true)
			files, _ := k.left(t)
			damage(t, k, files[0])
			f := k.open(t, p)
			if r := signsIn(t, f, setup.StoredTokens); r.Status != check.Unknown || r.Problem().Code != "entra.not-signed-in" {
				t.Errorf("with stored tokens only: %s: %s", r.Status, codes(f.Report()))
			}
			if r := signsIn(t, f, setup.Browser); r.Status != check.Passed || k.opened != 1 {
				t.Errorf("with the browser: %s after %d browsers: %s", r.Status, k.opened, codes(f.Report()))
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func setAll(items map[string]string, v string) {
	for name := range items {
		items[name] = v
	}
}

// The ways in which a kept sign-in ends: the file and the key go together.
func TestSignInIsForgotten(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, k *keeping, p profile.Profile){
		"signed out after use": func(t *testing.T, k *keeping, p profile.Profile) {
			f := k.open(t, p)
			signsIn(t, f, setup.StoredTokens)
			must(t, f.SignOut(t.Context()))
		},
		"signed out before use": func(t *testing.T, k *keeping, p profile.Profile) { must(t, k.open(t, p).SignOut(t.Context())) },
		"no longer wanted": func(t *testing.T, k *keeping, p profile.Profile) {
			f := k.open(t, p)
			signsIn(t, f, setup.StoredTokens)
			f.Edit(func(a *setup.Answers) { a.KeepSignIn = false })
			_, err := f.Saving().Run(t.Context())
			must(t, err)
		},
		"another account": func(t *testing.T, k *keeping, p profile.Profile) {
			f := k.open(t, p)
			f.Edit(func(a *setup.Answers) { a.Account = "other@practice.example" })
			_, err := f.Saving().Run(t.Context())
			must(t, err)
		},
		"the connection is deleted": func(t *testing.T, k *keeping, p profile.Profile) {
			must(t, setup.DeleteSaved(t.Context(), k.deps, p.ID))
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeping(t)
			p := k.save(t, true)
			end(t, k, p)
			if files, keys := k.left(t); len(files)+keys > 0 {
				t.Errorf("left behind: %v and %d keys", files, keys)
			}
		})
	}
}

// What is kept for one account is not offered to another.
func TestKeptSignInIsOfOneAccount(t *testing.T) {
	k := newKeeping(t)
	f := k.open(t, k.save(t, true))
	f.Edit(func(a *setup.Answers) { a.Account = "other@practice.example" })
	if r := signsIn(t, f, setup.StoredTokens); r.Status != check.Unknown {
		t.Errorf("another account is signed in with what was kept: %s", r.Status)
	}
}

// Where the key cannot be kept nothing is, and the connection is saved.
func TestSignInCannotBeKept(t *testing.T) {
	k := newKeeping(t)
	f := setup.New(k.deps)
	defer f.Close()
	f.Edit(func(a *setup.Answers) { a.KeepSignIn, a.KeepPassword, a.Password = true, false, secret.Text{} })
	signsIn(t, f, setup.Browser)
	k.safe.locked = true
	p, err := f.Saving().Run(t.Context())
	if !setup.NotKept(err) || p.Revision != 1 || setup.Detail(err).Key != "sign-in.not-kept" {
		t.Errorf("revision %d, %v; want it saved and a warning", p.Revision, err)
	}
	k.safe.locked = false
	if files, keys := k.left(t); len(files)+keys > 0 {
		t.Errorf("left behind: %v and %d keys", files, keys)
	}
	if r := signsIn(t, f, setup.StoredTokens); r.Status != check.Passed {
		t.Errorf("the session itself is lost: %s", codes(f.Report()))
	}
}
