package profile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"hire2retire-setup/connector/profile"
)

func TestHome(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/data")
	if got, err := profile.Home(); err != nil || got != "/data/RoboMQ/Connection Setup" {
		t.Errorf("Home() = %q, %v", got, err)
	}
	t.Setenv("XDG_DATA_HOME", "relative") // which the specification says to ignore
	t.Setenv("HOME", "/home/ada")
	if got, err := profile.Home(); err != nil || got != "/home/ada/.local/share/RoboMQ/Connection Setup" {
		t.Errorf("Home() = %q, %v", got, err)
	}
}

func TestOpenMakesAPrivateFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	open(t, dir, profile.Memory())
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v, want 0700", info.Mode(), err)
	}
}

func TestListIsByName(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	for _, name := range []string{"rome", "Berlin", "álamo", "Athens"} {
		p := full()
		p.Name = name
		if err := s.Save(t.Context(), &p); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Profile.Name)
	}
	if want := []string{"Athens", "Berlin", "rome", "álamo"}; !slices.Equal(names, want) {
		t.Errorf("List = %q, want %q", names, want)
	}
	if _, err := s.Find(t.Context(), "Paris"); code(err) != "profile.not-found" {
		t.Errorf("Find(Paris) = %v, want profile.not-found", err)
	}
	byID, err := s.Find(t.Context(), list[0].Profile.ID.String())
	if err != nil || byID.Name != "Athens" {
		t.Errorf("Find by UUID = %q, %v", byID.Name, err)
	}
}

// Two windows must not overwrite each other's work.
func TestChangedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	one, two := open(t, dir, profile.Memory()), open(t, dir, profile.Memory())
	p := full()
	if err := one.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	q, err := two.Load(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	q.Username = "two"
	if err := two.Save(t.Context(), &q); err != nil {
		t.Fatal(err)
	}
	p.Username = "one"
	before := p
	if err := one.Save(t.Context(), &p); code(err) != "profile.changed" {
		t.Errorf("Save = %v, want profile.changed", err)
	}
	if p.Revision != before.Revision || !p.UpdatedAt.Equal(before.UpdatedAt) {
		t.Error("a refused Save changed the caller's profile")
	}
	if got, _ := one.Load(t.Context(), p.ID); got.Username != "two" {
		t.Errorf("the username is %q, want the other window's", got.Username)
	}
}

// Many writers: each change that was reported as saved is there at the end.
func TestConcurrentWriters(t *testing.T) {
	const writers, changes = 8, 5
	dir := t.TempDir()
	p := full()
	p.GroupOUs = nil
	if err := open(t, dir, profile.Memory()).Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range writers {
		s := open(t, dir, profile.Memory())
		wg.Go(func() {
			for done := 0; done < changes; {
				q, err := s.Load(t.Context(), p.ID)
				if err != nil {
					t.Error(err)
					return
				}
				q.GroupOUs = append(q.GroupOUs, uuid.NewString())
				switch err := s.Save(t.Context(), &q); {
				case err == nil:
					done++
				case code(err) != "profile.changed":
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	got, err := open(t, dir, profile.Memory()).Load(t.Context(), p.ID)
	if err != nil || len(got.GroupOUs) != writers*changes || got.Revision != 1+writers*changes {
		t.Errorf("%d changes in revision %d, %v; want %d in %d", len(got.GroupOUs), got.Revision, err, writers*changes, 1+writers*changes)
	}
}

// A program that holds the lock for good is named, after five seconds.
func TestLockedOut(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	other := flock.New(filepath.Join(dir, ".lock"))
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		p := full()
		start := time.Now()
		if err := s.Save(t.Context(), &p); code(err) != "profile.locked" || time.Since(start) != 5*time.Second {
			t.Errorf("Save = %v after %s, want profile.locked after 5s", err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Save(ctx, &p); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Save = %v, want the caller's deadline", err)
		}
	})
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	p := full()
	if err := s.Save(t.Context(), &p); err != nil {
		t.Errorf("after the other program ended: %v", err)
	}
}

// A damaged file is set aside, and the copy of the save before can be
// restored.
func TestRestore(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	file, _ := stored(t, s, dir, &p)
	p.Username = "second"
	stored(t, s, dir, &p)
	const damage = `{"schema": 1, "min`
	if err := os.WriteFile(file, []byte(damage), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // it is offered until something is done
		list, err := s.List(t.Context())
		if err != nil || len(list) != 1 || list[0].Problem == nil || list[0].Problem.Code != "profile.corrupt" || list[0].Backup.IsZero() || list[0].Profile.Name != p.Name {
			t.Fatalf("List = %+v, %v, want one damaged connection with a copy", list, err)
		}
	}
	aside, _ := filepath.Glob(filepath.Join(dir, "*.corrupt-*.json"))
	if len(aside) != 1 {
		t.Fatalf("%d files set aside, want 1", len(aside))
	}
	if data, err := os.ReadFile(aside[0]); err != nil || string(data) != damage {
		t.Errorf("the damaged file was changed: %q, %v", data, err)
	}
	got, err := s.Restore(t.Context(), p.ID)
	if err != nil || got.Username != `CORP\svc-h2r` || got.Revision != 1 {
		t.Errorf("Restore = %q revision %d, %v, want the first save", got.Username, got.Revision, err)
	}
	list, err := s.List(t.Context())
	if err != nil || len(list) != 1 || list[0].Problem != nil {
		t.Errorf("after Restore: %+v, %v", list, err)
	}
	if _, err := s.Restore(t.Context(), p.ID); code(err) != "profile.changed" {
		t.Errorf("Restore of a good connection = %v, want profile.changed", err)
	}
}

// What was typed in an open window can still be saved when its file broke.
func TestSaveOverADamagedFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	file, _ := stored(t, s, dir, &p)
	stored(t, s, dir, &p)
	copyBefore, _ := os.ReadFile(file + ".bak")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	if copyAfter, _ := os.ReadFile(file + ".bak"); string(copyAfter) != string(copyBefore) {
		t.Error("the good copy was replaced by the damaged file")
	}
}
