//go:build unix

package profile_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

func init() {
	children["save for ever"] = saveForEver
	children["crash in the keyring"] = crashInKeyring
}

// saveForEver saves one profile again and again, and says so each time.
func saveForEver() error {
	ctx := context.Background()
	s, err := profile.Open(ctx, os.Getenv("DIR"), profile.Memory())
	if err != nil {
		return err
	}
	list, err := s.List(ctx)
	if err != nil || len(list) != 1 || list[0].Problem != nil {
		return fmt.Errorf("List = %+v, %v", list, err)
	}
	p := list[0].Profile
	for {
		if err := s.Save(ctx, &p); err != nil {
			return err
		}
		fmt.Println(p.Revision)
	}
}

// A program that is killed while it saves leaves the old file or the new one,
// and the next start removes what else it left.
func TestKilledWhileSaving(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, profile.Memory())
	p := full()
	if err := first.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	revision, left := p.Revision, 0
	for i := range 50 {
		said := killWhileSaving(t, dir, 1+rand.IntN(4))
		left += temps(t, dir)
		s := open(t, dir, profile.Memory())
		got, err := s.Load(t.Context(), p.ID)
		if err != nil || len(texts(got)) != len(texts(p)) {
			t.Fatalf("kill %d: Load = %v", i, err)
		}
		if got.Revision < revision || got.Revision < said {
			t.Errorf("kill %d: revision %d, want at least %d, which was reported as saved", i, got.Revision, max(revision, said))
		}
		revision = got.Revision
		if n := temps(t, dir); n != 0 {
			t.Errorf("kill %d: %d temporary files after the next start", i, n)
		}
	}
	t.Logf("50 kills, %d temporary files swept, %d revisions", left, revision)
}

// killWhileSaving kills a child after it has said so many times that it saved,
// and returns the last revision that it said.
func killWhileSaving(t *testing.T, dir string, times int) (revision int) {
	t.Helper()
	cmd := childCommand(t, "save for ever")
	cmd.Env = append(cmd.Env, "DIR="+dir)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range times {
		if !lines.Scan() {
			cmd.Wait()
			t.Fatalf("the child ended: %s", errs.String())
		}
		fmt.Sscan(lines.Text(), &revision)
	}
	cmd.Process.Kill()
	for lines.Scan() {
		fmt.Sscan(lines.Text(), &revision)
	}
	cmd.Wait()
	return revision
}

func temps(t *testing.T, dir string) int {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, ".*.tmp"))
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}

// folder is a keyring that outlives a process: one file for each secret.
func folder(dir string, at func(moment string)) profile.Backend {
	file := func(user string) string { return filepath.Join(dir, user) }
	missing := func(err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return profile.ErrNotKept
		}
		return err
	}
	return profile.Backend{Name: "a folder",
		Set: func(_, user, s string) error {
			at("before set")
			err := os.WriteFile(file(user), []byte(s), 0o600)
			at("after set")
			return err
		},
		Get: func(_, user string) (string, error) {
			s, err := os.ReadFile(file(user))
			at("after get")
			return string(s), missing(err)
		},
		Delete: func(_, user string) error {
			at("before delete")
			err := os.Remove(file(user))
			at("after delete")
			return missing(err)
		},
	}
}

// crashInKeyring does one thing and is killed at one moment of it.
func crashInKeyring() error {
	ctx := context.Background()
	k := profile.NewKeyring(folder(os.Getenv("SECRETS"), func(moment string) {
		if moment == os.Getenv("MOMENT") {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	}))
	s, err := profile.Open(ctx, os.Getenv("DIR"), k)
	if err != nil {
		return err
	}
	list, err := s.List(ctx)
	if err != nil || len(list) != 1 {
		return fmt.Errorf("List = %+v, %v", list, err)
	}
	p := list[0].Profile
	switch os.Getenv("ACT") {
	case "delete":
		return s.Delete(ctx, p.ID)
	case "change the username":
		p.Username = "other"
		return s.Save(ctx, &p)
	case "change both":
		p.Username = "other"
		return s.SaveKeeping(ctx, &p, secret.New("new"))
	}
	return s.SaveKeeping(ctx, &p, secret.New("new"))
}

// Whenever the program dies between the file and the keyring, the next start
// ends with a password that fits its connection, or with none, and never with
// a password that nobody knows of.
func TestKilledBetweenFileAndKeyring(t *testing.T) {
	for _, c := range []struct {
		act, moment string
		want        string // the password afterwards; "" is none, "-" no connection
	}{
		{"keep", "before set", "old"}, // same hosts and username, so the old one still fits
		{"keep", "after set", "new"},
		{"keep", "after get", "new"},
		{"change both", "before set", ""},
		{"change both", "after set", "new"},
		{"change the username", "before delete", ""},
		{"change the username", "after delete", ""},
		{"delete", "before delete", "old"}, // nothing had happened yet
		{"delete", "after delete", ""},
	} {
		t.Run(c.act+", "+c.moment, func(t *testing.T) {
			dir, secrets := t.TempDir(), t.TempDir()
			k := profile.NewKeyring(folder(secrets, func(string) {}))
			s := open(t, dir, k)
			p := full()
			if err := s.SaveKeeping(t.Context(), &p, secret.New("old")); err != nil {
				t.Fatal(err)
			}
			cmd := childCommand(t, "crash in the keyring")
			cmd.Env = append(cmd.Env, "DIR="+dir, "SECRETS="+secrets, "ACT="+c.act, "MOMENT="+c.moment)
			if out, err := cmd.CombinedOutput(); err == nil || len(out) > 0 {
				t.Fatalf("the child was not killed: %v\n%s", err, out)
			}
			if err := s.Reconcile(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, err := s.Load(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			password, err := s.Password(t.Context(), got)
			if password.Reveal() != c.want {
				t.Errorf("the password is %q (%v), want %q", password.Reveal(), err, c.want)
			}
			if files, _ := os.ReadDir(secrets); c.want == "" && len(files) > 0 {
				t.Errorf("%d secrets stayed behind", len(files))
			}
		})
	}
}

// Only a regular file is read: opening a pipe would wait for ever.
func TestOnlyRegularFiles(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	file, good := stored(t, s, dir, &p)
	outside := filepath.Join(t.TempDir(), "outside.json")
	if err := os.WriteFile(outside, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, plant := range map[string]func() error{
		"a symbolic link out of the folder": func() error { return os.Symlink(outside, file) },
		"a pipe":                            func() error { return syscall.Mkfifo(file, 0o600) },
		"a folder":                          func() error { return os.Mkdir(file, 0o700) },
	} {
		os.Remove(file)
		if err := plant(); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Load(t.Context(), p.ID); err == nil {
			t.Errorf("%s: Load = %q, want an error", name, got.Name)
		}
	}
}
