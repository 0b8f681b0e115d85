package profile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hire2retire-setup/connector/profile"
)

// exportedFile is a draft as it comes from another computer.
func exportedFile(t *testing.T) (path, text string) {
	t.Helper()
	data, err := profile.ExportDraft(profile.Draft{Profile: full(), Computer: "JUMP01"})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "x.h2rdraft")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, string(data)
}

func TestReadDraftFile(t *testing.T) {
	path, _ := exportedFile(t)
	d, err := profile.ReadDraftFile(path)
	if err != nil || d.Computer != "JUMP01" || d.Profile.Username != full().Username {
		t.Errorf("ReadDraftFile = %s of %s, %v", d.Profile.ID, d.Computer, err)
	}
}

// What a person may pick in place of a draft.
func TestReadDraftFileRefuses(t *testing.T) {
	path, good := exportedFile(t)
	for name, c := range map[string]struct{ data, want string }{
		"nothing":             {"", "draft.refused"},
		"null":                {"null", "draft.refused"},
		"a ZIP archive":       {"PK\x03\x04xyz", "draft.refused"},
		"a gzip archive":      {"\x1F\x8B\x08", "draft.refused"},
		"a program":           {"MZ\x90", "draft.refused"},
		"UTF-16":              {"\xFF\xFE{\x00}\x00", "draft.refused"},
		"a duplicate key":     {strings.Replace(good, `"kind"`, `"kind": "hybrid", "kind"`, 1), "draft.refused"},
		"too large":           {good + strings.Repeat("\n", profile.MaxSize), "draft.refused"},
		"a password":          {strings.Replace(good, `"kind"`, `"Password": "x", "kind"`, 1), "draft.secret"},
		"a token deep inside": {strings.Replace(good, `"baseDN"`, `"refreshToken": "x", "baseDN"`, 1), "draft.secret"},
		"a newer version":     {strings.Replace(good, `"schema": 2`, `"schema": 3`, 1), "draft.newer"},
		"a BOM":               {"\uFEFF" + good, ""},
	} {
		if err := os.WriteFile(path, []byte(c.data), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := profile.ReadDraftFile(path); string(code(err)) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// What is no file of this computer is not even opened: a pipe would hang, a share
// would be told who asks.
func TestReadDraftFileOpensFilesOnly(t *testing.T) {
	path, _ := exportedFile(t)
	dir := filepath.Dir(path)
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("NOT RUN: ", err)
	}
	for name, c := range map[string]struct{ path, want string }{
		"a folder":            {dir, "draft.unreadable"},
		"no file":             {filepath.Join(dir, "none"), "draft.unreadable"},
		"a link":              {link, "draft.unreadable"},
		"a device":            {os.DevNull, "draft.unreadable"},
		"a share":             {`\\server\share\x.h2rdraft`, "draft.share"},
		"a path of a machine": {`\\?\UNC\server\share\x.h2rdraft`, "draft.share"},
	} {
		if _, err := profile.ReadDraftFile(c.path); string(code(err)) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}
