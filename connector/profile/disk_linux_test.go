package profile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"hire2retire-setup/connector/profile"
)

// tmpfs mounts a small file system. Tests that need one need root; the test
// run of this repository has it.
func tmpfs(t *testing.T, size string) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("NOT RUN: a full or read-only disk needs root to mount a tmpfs; run `sudo go test ./connector/profile`")
	}
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// unchanged makes sure that a refused save left everything as it was.
func unchanged(t *testing.T, dir, file, want string) {
	t.Helper()
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("the file of the earlier save is %d bytes, %v, want the same %d", len(got), err, len(want))
	}
	if n := temps(t, dir); n != 0 {
		t.Errorf("%d temporary files stayed behind", n)
	}
}

func TestFullDisk(t *testing.T) {
	dir := tmpfs(t, "64k")
	s := open(t, dir, profile.Memory())
	p := full()
	file, before := stored(t, s, dir, &p)
	q := p
	q.Directories[0].CA = strings.Repeat("x", 128<<10)
	if err := s.Save(t.Context(), &q); code(err) != "profile.disk-full" {
		t.Errorf("Save = %v, want profile.disk-full", err)
	}
	unchanged(t, dir, file, before)
	if err := s.Delete(t.Context(), p.ID); err != nil {
		t.Errorf("nothing can be deleted from the full disk: %v", err)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	dir := tmpfs(t, "1m")
	p := full()
	file, before := stored(t, open(t, dir, profile.Memory()), dir, &p)
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, profile.Memory()) // what is there can be read
	if list, err := s.List(t.Context()); err != nil || len(list) != 1 || list[0].Problem != nil {
		t.Errorf("List = %+v, %v", list, err)
	}
	if err := s.Save(t.Context(), &p); code(err) != "profile.no-permission" {
		t.Errorf("Save = %v, want profile.no-permission", err)
	}
	unchanged(t, dir, file, before)
	if _, err := profile.Open(t.Context(), filepath.Join(dir, "new"), profile.Memory()); code(err) != "profile.no-permission" {
		t.Errorf("Open of a new folder = %v, want profile.no-permission", err)
	}
}

// asNobody runs f with the file rights of nobody.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Getuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with its odd rights
		if err := syscall.Setfsuid(65534); err != nil {
			t.Error(err)
			return
		}
		f()
	}()
	<-done
}

func TestFolderWithoutPermission(t *testing.T) {
	dir := t.TempDir()
	p := full()
	file, before := stored(t, open(t, dir, profile.Memory()), dir, &p)
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(d, 0o755)
	}
	asNobody(t, func() {
		if _, err := profile.Open(t.Context(), filepath.Join(dir, "new"), profile.Memory()); code(err) != "profile.no-permission" {
			t.Errorf("Open of a new folder = %v, want profile.no-permission", err)
		}
		s, err := profile.Open(t.Context(), dir, profile.Memory())
		if err != nil {
			t.Errorf("Open = %v", err)
			return
		}
		defer s.Close()
		if err := s.Save(t.Context(), &p); code(err) != "profile.no-permission" {
			t.Errorf("Save = %v, want profile.no-permission", err)
		}
	})
	unchanged(t, dir, file, before)
}
