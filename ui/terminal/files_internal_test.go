package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPathsOf(t *testing.T) {
	folder, home := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Chdir(folder)
	one, two := []file{{name: "a.txt"}}, []file{{name: "a.txt"}, {name: "b.txt"}}
	for _, tc := range []struct {
		what, typed string
		files       []file
		want        []string
	}{
		{"a name", "x.txt", one, []string{filepath.Join(folder, "x.txt")}},
		{"a folder that is there", ".", one, []string{filepath.Join(folder, "a.txt")}},
		{"a path", filepath.Join(home, "x.txt"), one, []string{filepath.Join(home, "x.txt")}},
		{"the own folder", "~", one, []string{filepath.Join(home, "a.txt")}},
		{"below the own folder", "~/x.txt", one, []string{filepath.Join(home, "x.txt")}},
		{"a name that begins with a tilde", "~x.txt", one, []string{filepath.Join(folder, "~x.txt")}},
		{"a path that was copied with its quotation marks", `"x y.txt"`, one, []string{filepath.Join(folder, "x y.txt")}},
		{"several files", ".", two, []string{filepath.Join(folder, "a.txt"), filepath.Join(folder, "b.txt")}},
	} {
		got, err := pathsOf(tc.typed, tc.files)
		if diff := cmp.Diff(tc.want, got); diff != "" || err != nil {
			t.Errorf("%s: pathsOf(%q): %v (-want +got):\n%s", tc.what, tc.typed, err, diff)
		}
	}
}

// A file that is there is only replaced when that was said, and what is written
// is for its owner alone.
func TestWriteAll(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.txt")
	if err := os.WriteFile(path, []byte("a longer text that was there"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []file{{"a.txt", []byte("new")}}
	err := writeAll([]string{path}, files, false)
	if err == nil || !strings.Contains(why(err).String(), "cannot be written") {
		t.Errorf("writeAll over a file = %v", err)
	}
	if err := writeAll([]string{path}, files, true); err != nil {
		t.Errorf("writeAll with leave to replace = %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "new" {
		t.Errorf("the file holds %q", got)
	}
	fresh := filepath.Join(folder, "b.txt")
	if err := writeAll([]string{fresh}, files, false); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(fresh); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the new file is %v, %v", info, err)
	}
	if err := writeAll([]string{filepath.Join(folder, "no folder", "a.txt")}, files, false); err == nil {
		t.Error("writeAll into a folder that is not there succeeded")
	}
}

func TestReadFileTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge")
	if err := os.WriteFile(path, bytes.Repeat([]byte{'x'}, maxFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := readFile(path, ""); err == nil {
		t.Errorf("readFile took %d bytes", len(data))
	}
}
