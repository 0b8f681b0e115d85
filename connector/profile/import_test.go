package profile_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/profile"
)

func TestExportAndImport(t *testing.T) {
	p := full()
	p.Kept, p.Revision = &profile.Kept{Binding: p.Binding(), Store: "x", At: at}, 7
	var b bytes.Buffer
	if err := profile.Export(&b, p); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "connection.json")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	got, pins, err := profile.Import(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.Kept != nil || got.Revision != 0 {
		t.Errorf("kept %v, revision %d: what belongs to the other computer came along", got.Kept, got.Revision)
	}
	if len(pins) != 1 || pins[0].Code != "import.pin" || !strings.Contains(pins[0].Detail.String(), "sha256//AAAA") || got.Directories[0].Hosts[1].Pin != "" {
		t.Errorf("the pin is %q and the warnings are %v, want no pin and one warning that names it", got.Directories[0].Hosts[1].Pin, pins)
	}
	if got.ID != p.ID || got.Username != p.Username || !slices.Equal(texts(got), texts(p)) || got.Evidence[0].Computer != "JUMP01" {
		t.Error("the connection or its evidence is not what was exported")
	}
}

func TestImportRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := profile.Export(&b, full()); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	dir := t.TempDir()
	for _, c := range []struct{ name, data, want string }{
		{"nothing", "", "import.refused"},
		{"a ZIP archive", "PK\x03\x04xyz", "import.refused"},
		{"a gzip archive", "\x1F\x8B\x08", "import.refused"},
		{"a program", "MZ\x90", "import.refused"},
		{"UTF-16", "\xFF\xFE{\x00}\x00", "import.refused"},
		{"an array", "[]", "import.refused"},
		{"a duplicate key", strings.Replace(good, `"kind"`, `"kind": "hybrid", "kind"`, 1), "import.refused"},
		{"too large", good + strings.Repeat("\n", profile.MaxSize), "import.refused"},
		{"a password", strings.Replace(good, `"kind"`, `"Password": "x", "kind"`, 1), "import.secret"},
		{"a token deep inside", strings.Replace(good, `"baseDN"`, `"refreshToken": "x", "baseDN"`, 1), "import.secret"},
		{"a newer version", strings.Replace(good, `"schema": 2`, `"schema": 3`, 1), "profile.newer"},
	} {
		file := filepath.Join(dir, "x.json")
		if err := os.WriteFile(file, []byte(c.data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := profile.Import(file); string(code(err)) != c.want {
			t.Errorf("%s: Import = %v, want %s", c.name, err, c.want)
		}
	}
	for name, path := range map[string]string{"a folder": dir, "no file": filepath.Join(dir, "none"), "a device": os.DevNull} {
		if _, _, err := profile.Import(path); code(err) != "import.refused" {
			t.Errorf("%s: Import = %v, want import.refused", name, err)
		}
	}
}
