package profile_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
)

func TestDrafts(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	p.Name, p.Directories[0].Hosts[0].Name = "", "" // what is being typed need not be right
	d := profile.Draft{Profile: p, Page: "directory", Input: map[string]string{"hosts": "dc1, dc2:"}}
	if err := s.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.Draft(t.Context(), p.ID)
	if err != nil || !ok || got.Page != "directory" || got.Input["hosts"] != "dc1, dc2:" || got.SavedAt.IsZero() {
		t.Errorf("Draft = %+v, %v, %v", got, ok, err)
	}
	if want, have := texts(p), texts(got.Profile); !slices.Equal(want, have) {
		t.Errorf("the results read %q, want %q", have, want)
	}
	if all, err := s.Drafts(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("Drafts = %d, %v, want 1", len(all), err)
	}
	if list, err := s.List(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("a draft is listed as a connection: %v, %v", list, err)
	}
	d.Input["Password"] = "x"
	if err := s.SaveDraft(t.Context(), d); err == nil || !strings.Contains(err.Error(), "secret") {
		t.Errorf("SaveDraft with a password = %v, want a refusal", err)
	}
	for range 2 {
		if err := s.DropDraft(t.Context(), p.ID); err != nil {
			t.Errorf("DropDraft = %v", err)
		}
	}
	if _, ok, err := s.Draft(t.Context(), p.ID); ok || err != nil {
		t.Errorf("after DropDraft: %v, %v", ok, err)
	}
	if err := os.WriteFile(filepath.Join(dir, p.ID.String()+".draft.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Draft(t.Context(), p.ID); ok || err != nil {
		t.Errorf("a damaged draft: %v, %v, want none", ok, err)
	}
}

// A draft for another computer tells nothing of this one but who made it where,
// and is read there as it was.
func TestExportDraft(t *testing.T) {
	p := fixed()
	d := profile.Draft{Profile: p, Page: "exchange", Input: map[string]string{"hosts": "dc1"}, Computer: "JUMP01", Person: `CORP\ada`, Practice: true}
	data, err := profile.ExportDraft(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := profile.ReadDraft(data)
	if err != nil {
		t.Fatal(err)
	}
	if got.Profile.Kept != nil || got.Profile.Revision != 0 || got.Profile.ID != p.ID {
		t.Errorf("kept %v, revision %d of %s", got.Profile.Kept, got.Profile.Revision, got.Profile.ID)
	}
	if got.Computer != "JUMP01" || got.Person != `CORP\ada` || !got.Practice || got.Page != "exchange" || got.SavedAt.IsZero() {
		t.Errorf("read %+v", got)
	}
	if want, have := texts(p), texts(got.Profile); !slices.Equal(want, have) {
		t.Errorf("the results read %q, want %q", have, want)
	}
	if p.Kept == nil || p.Revision == 0 {
		t.Error("exporting changed what is here")
	}
}

// The draft of an older program is read; it had no mark of its own.
func TestReadOlderDraft(t *testing.T) {
	data, err := profile.ExportDraft(profile.Draft{Profile: full()})
	if err != nil {
		t.Fatal(err)
	}
	older := strings.NewReplacer("  \"fileKind\": \"hire2retire-draft\",\n", "", `"schema": 2`, `"schema": 1`).Replace(string(data))
	if older == string(data) {
		t.Fatal("the file has no mark")
	}
	if _, err := profile.ReadDraft([]byte(older)); err != nil {
		t.Errorf("ReadDraft = %v", err)
	}
}

// What is no draft is refused by its name, and so is what would be a secret.
func TestReadDraftRefuses(t *testing.T) {
	data, err := profile.ExportDraft(profile.Draft{Profile: full()})
	if err != nil {
		t.Fatal(err)
	}
	sub := func(old, new string) string { return strings.Replace(string(data), old, new, 1) }
	for name, tc := range map[string]struct {
		data string
		want check.Code
	}{
		"empty":            {"", "draft.refused"},
		"UTF-16":           {"\xFF\xFE{\x00", "draft.refused"},
		"a connection":     {`{"schema": 2, "minReader": 1, "state": "saved"}`, "draft.refused"},
		"of another kind":  {sub("hire2retire-draft", "other"), "draft.refused"},
		"no schema":        {sub(`"schema": 2,`, ""), "draft.refused"},
		"schema 0":         {sub(`"schema": 2`, `"schema": 0`), "draft.refused"},
		"schema as text":   {sub(`"schema": 2`, `"schema": "2"`), "draft.refused"},
		"a key twice":      {sub(`"schema": 2`, `"schema": 2, "Schema": 2`), "draft.refused"},
		"newer":            {sub(`"schema": 2`, `"schema": 3`), "draft.newer"},
		"newer, new field": {sub(`"schema": 2`, `"schema": 3, "x": 1`), "draft.newer"},
		"a token":          {sub(`"schema": 2`, `"schema": 2, "refreshToken": "x"`), "draft.secret"},
	} {
		if _, err := profile.ReadDraft([]byte(tc.data)); code(err) != tc.want {
			t.Errorf("%s: %v, want %s", name, err, tc.want)
		}
	}
}

// A null among the problems of a file is no problem.
func TestNullProblem(t *testing.T) {
	data, err := profile.ExportDraft(profile.Draft{Profile: full()})
	if err != nil {
		t.Fatal(err)
	}
	holed := strings.Replace(string(data), `"problems": [`, `"problems": [ null,`, 1)
	d, err := profile.ReadDraft([]byte(holed))
	if err != nil || holed == string(data) {
		t.Fatal(err)
	}
	for _, r := range d.Profile.Report().Results {
		for _, p := range r.Problems {
			if p == nil {
				t.Errorf("%s has a problem that is none", r.ID)
			}
		}
	}
}

func TestSaveDraftWithoutAnID(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	if err := s.SaveDraft(t.Context(), profile.Draft{}); err == nil {
		t.Error("a draft of nothing was saved")
	}
}
