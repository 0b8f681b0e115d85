package profile_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"hire2retire-setup/connector/profile"
)

func TestParseName(t *testing.T) {
	const standard = "Connection-Directory Service"
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", standard},
		{"spaces only", " \t ", standard},
		{"surrounding spaces", "  Head office ", "Head office"},
		{"64 characters", strings.Repeat("ä", 64), strings.Repeat("ä", 64)},
		{"65 characters", strings.Repeat("ä", 65), ""},
		{"a path is a text", "../../x", "../../x"},
		{"a device name is a text", "CON", "CON"},
		{"colon and slash", `a:b\c/d`, `a:b\c/d`},
		{"a command is a text", `$(calc) "; rm`, `$(calc) "; rm`},
		{"newline", "a\nb", ""},
		{"tab", "a\tb", ""},
		{"NUL", "a\x00b", ""},
		{"right-to-left override", "a\u202Eb", ""},
		{"zero-width space", "a\u200Bb", ""},
		{"line separator", "a\u2028b", ""},
		{"private use", "a\uE000b", ""},
		{"byte order mark", "a\uFEFFb", ""},
		{"not UTF-8", "a\xFFb", ""},
		{"emoji", "Rocket 🚀", "Rocket 🚀"},
		{"decomposed letters are composed", "Zu\u0308rich", "Zürich"},
	} {
		got, err := profile.ParseName(c.in, profile.Hybrid)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s: ParseName(%q) = %q, %v, want %q", c.name, c.in, got, err, c.want)
		}
		if err != nil && code(err) != "profile.name-invalid" {
			t.Errorf("%s: code %q, want profile.name-invalid", c.name, code(err))
		}
	}
	if got, _ := profile.ParseName("", profile.OnPremises); got != "Connection-OnPremise Service" {
		t.Errorf("default of on-premises = %q", got)
	}
}

func TestCheckName(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	p := full()
	p.Name = "Paris Hill 1"
	if err := s.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"Paris Hill 1":  "profile.name-taken",
		"PARIS hill 1":  "profile.name-taken",
		"Paris  Hill 1": "profile.name-taken",
		"Ｐａｒｉｓ Hill 1":  "profile.name-taken",      // full-width
		"Pаris Hill 1":  "profile.name-look-alike", // Cyrillic а
		"Paris Hill l":  "profile.name-look-alike",
		"Paris-Hi11-1":  "profile.name-look-alike",
		"París Hill 1":  "profile.name-look-alike",
		"Paris Hill 2":  "",
		"Rome":          "",
	} {
		if got := string(code(s.CheckName(t.Context(), in, uuid.Nil))); got != want {
			t.Errorf("CheckName(%q) = %q, want %q", in, got, want)
		}
	}
	if err := s.CheckName(t.Context(), p.Name, p.ID); err != nil {
		t.Errorf("a connection may keep its own name: %v", err)
	}
}

func TestSaveRefusesATakenName(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	a, b := full(), full()
	b.Name = "HEAD OFFICE"
	if err := s.Save(t.Context(), &a); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), &b); code(err) != "profile.name-taken" {
		t.Errorf("Save = %v, want profile.name-taken", err)
	}
	b.Name = "Branch"
	if err := s.Save(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if err := s.Rename(t.Context(), b.ID, " head  office"); code(err) != "profile.name-taken" {
		t.Errorf("Rename = %v, want profile.name-taken", err)
	}
	if err := s.Rename(t.Context(), b.ID, " Branch office "); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Find(t.Context(), "branch OFFICE"); err != nil || got.ID != b.ID || got.Name != "Branch office" {
		t.Errorf("Find = %q, %v", got.Name, err)
	}
}
