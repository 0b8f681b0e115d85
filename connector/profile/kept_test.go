package profile_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

func TestDelete(t *testing.T) {
	dir := t.TempDir()
	k := profile.Memory()
	s := open(t, dir, k)
	p := full()
	for range 2 {
		if err := s.SaveKeeping(t.Context(), &p, secret.New("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveDraft(t.Context(), profile.Draft{Profile: p}); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"+p.ID.String()+"*"))
	if err != nil || len(files) != 0 {
		t.Errorf("after Delete there are %q", files)
	}
	if _, err := k.Get(t.Context(), p.ID.String()); err != profile.ErrNotKept {
		t.Errorf("after Delete the keyring answers %v, want ErrNotKept", err)
	}
	if err := s.Delete(t.Context(), p.ID); err != nil {
		t.Errorf("Delete of nothing = %v", err)
	}
}

// Without a keyring the connection can still be deleted and forgotten; the
// password goes when the keyring is back, but not a new one.
func TestKeyringAwayWhileForgetting(t *testing.T) {
	for _, c := range []struct {
		name  string
		act   func(*profile.Store, *profile.Profile) error
		again bool // keep a new password before the keyring is asked again
		want  int  // secrets in the end
	}{
		{"delete", func(s *profile.Store, p *profile.Profile) error { return s.Delete(context.Background(), p.ID) }, false, 0},
		{"forget", func(s *profile.Store, p *profile.Profile) error { return s.Forget(context.Background(), p) }, false, 0},
		{"change", func(s *profile.Store, p *profile.Profile) error {
			p.Username = "x"
			return s.Save(context.Background(), p)
		}, false, 0},
		{"forget and keep again", func(s *profile.Store, p *profile.Profile) error { return s.Forget(context.Background(), p) }, true, 1},
	} {
		sys := &system{}
		s := open(t, t.TempDir(), profile.NewKeyring(sys.backend()))
		p := full()
		if err := s.SaveKeeping(t.Context(), &p, secret.New("x")); err != nil {
			t.Fatal(err)
		}
		sys.err = errors.New("the keyring is away")
		if err := c.act(s, &p); reason(t, err) != profile.Other {
			t.Errorf("%s: %v, want a warning", c.name, err)
		}
		if err := s.Reconcile(t.Context()); err == nil {
			t.Errorf("%s: Reconcile without the keyring reports nothing", c.name)
		}
		sys.err = nil
		if c.again {
			if err := s.SaveKeeping(t.Context(), &p, secret.New("y")); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Reconcile(t.Context()); err != nil {
			t.Errorf("%s: Reconcile = %v", c.name, err)
		}
		if got := len(sys.kept()); got != c.want {
			t.Errorf("%s: %d secrets, want %d", c.name, got, c.want)
		}
	}
}

// When the password cannot be kept, the connection is saved all the same, and
// does not claim to have one.
func TestSaveKeepingWithoutAKeyring(t *testing.T) {
	sys := &system{drop: true}
	s := open(t, t.TempDir(), profile.NewKeyring(sys.backend()))
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("x")); reason(t, err) != profile.Dropped {
		t.Errorf("SaveKeeping = %v, want a warning", err)
	}
	got, err := s.Load(t.Context(), p.ID)
	if err != nil || got.Kept != nil || p.Kept != nil {
		t.Errorf("Load = kept %v, %v, want a connection without a password", got.Kept, err)
	}
	p.Username = "next" // the revision must fit for the next save
	if err := s.Save(t.Context(), &p); err != nil {
		t.Error(err)
	}
}

// An older password must not stay behind when the new one cannot be kept.
func TestSaveKeepingOverAnOlderPassword(t *testing.T) {
	for name, spoil := range map[string]func(*system){
		"dropped": func(s *system) { s.drop = true },
		"refused": func(s *system) { s.err = errors.New("no") },
	} {
		sys := &system{}
		s := open(t, t.TempDir(), profile.NewKeyring(sys.backend()))
		p := full()
		if err := s.SaveKeeping(t.Context(), &p, secret.New("old")); err != nil {
			t.Fatal(err)
		}
		spoil(sys)
		if err := s.SaveKeeping(t.Context(), &p, secret.New("new")); err == nil || p.Kept != nil {
			t.Errorf("%s: SaveKeeping = %v, kept %v, want a warning and none", name, err, p.Kept)
		}
		sys.err = nil
		if err := s.Reconcile(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(sys.kept()); n != 0 {
			t.Errorf("%s: %d older passwords stayed behind", name, n)
		}
	}
}

// Reconcile keeps its hands off while another window is between the file and
// the keyring.
func TestReconcileWaitsForTheOther(t *testing.T) {
	dir := t.TempDir()
	sys := &system{}
	s := open(t, dir, profile.NewKeyring(sys.backend()))
	other := open(t, dir, profile.NewKeyring((&system{}).backend())) // it would find nothing and clean up
	inside := make(chan error, 1)
	sys.before = func(call string) {
		if call == "set" {
			inside <- other.Reconcile(context.Background())
		}
	}
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("x")); err != nil {
		t.Fatal(err)
	}
	if err := <-inside; err != nil {
		t.Errorf("Reconcile = %v", err)
	}
	if got, err := s.Load(t.Context(), p.ID); err != nil || got.Kept == nil {
		t.Errorf("kept %v, %v, want a kept password", got.Kept, err)
	}
}
