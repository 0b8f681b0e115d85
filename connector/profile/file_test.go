package profile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"hire2retire-setup/connector/profile"
)

var golden = flag.Bool("golden", false, "write the golden files anew; review them by eye")

// fixed returns the profile of the golden file.
func fixed() profile.Profile {
	p := full()
	p.ID = uuid.MustParse("0f2b7c1e-5a3d-4c6f-8e9a-1b2c3d4e5f60")
	p.CreatedAt, p.UpdatedAt, p.Revision = at, at, 3
	p.Kept = &profile.Kept{Binding: p.Binding(), Store: "Windows Credential Manager", At: at}
	return p
}

// What this program writes. When it changes, raise Schema and keep the old file
// as a test.
func TestGoldenFile(t *testing.T) {
	file := fmt.Sprintf("testdata/schema%d.json", profile.Schema)
	got, err := profile.Encode(fixed(), profile.Saved)
	if err != nil {
		t.Fatal(err)
	}
	if *golden {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the file of schema %d changed (-want +got):\n%s", profile.Schema, diff)
	}
	p, _, err := profile.Decode(want)
	if err != nil {
		t.Fatal(err)
	}
	again, err := profile.Encode(p, profile.Saved)
	if err != nil || !bytes.Equal(again, want) {
		t.Errorf("reading and writing the golden file changes it: %v", err)
	}
}

// The files of older programs stay readable for good, and become files of this
// one when they are saved.
func TestOlderFiles(t *testing.T) {
	for schema := 1; schema < profile.Schema; schema++ {
		data, err := os.ReadFile(fmt.Sprintf("testdata/schema%d.json", schema))
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := profile.Decode(data)
		if err != nil || p.Name != "Head office" || len(p.Hosts()) != 2 || len(p.Evidence) == 0 || p.Exchange.KeepSignIn {
			t.Errorf("schema %d: %+v, %v", schema, p, err)
		}
		if now, err := profile.Encode(p, profile.Saved); err != nil || !strings.Contains(string(now), fmt.Sprintf(`"schema": %d`, profile.Schema)) {
			t.Errorf("schema %d, saved again: %v", schema, err)
		}
	}
}

// A field that is added to the file, here or in package check, makes files that
// this schema's readers refuse; so it needs a new schema.
func TestFieldsOfSchema(t *testing.T) {
	got := strings.Join(slices.Sorted(slices.Values(fields(reflect.TypeFor[profile.Profile](), ""))), "\n") + "\n"
	file := fmt.Sprintf("testdata/fields%d.txt", profile.Schema)
	if *golden {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the fields changed, so raise Schema (-want +got):\n%s", diff)
	}
}

// fields lists the paths of all JSON fields of a type.
func fields(typ reflect.Type, path string) []string {
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice:
		return fields(typ.Elem(), path)
	case reflect.Struct:
		if typ.Implements(reflect.TypeFor[json.Marshaler]()) {
			return []string{path}
		}
		var out []string
		for f := range typ.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "-" {
				out = append(out, fields(f.Type, path+"."+name)...)
			}
		}
		return out
	}
	return []string{path}
}

// stored saves a profile and returns its file.
func stored(t *testing.T, s *profile.Store, dir string, p *profile.Profile) (file string, data string) {
	t.Helper()
	if err := s.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, p.ID.String()+".json")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, string(b)
}

// What a file from elsewhere, or one that somebody edited, may look like. All
// but the first rows are damaged, and none of them is ever overwritten.
func TestStrictReader(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	file, good := stored(t, s, dir, &p)
	utf16 := "\xFF\xFE" + strings.Join(strings.Split(good, ""), "\x00")
	sub := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the file does not hold %s", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	for _, c := range []struct{ name, data, want string }{
		{"as it was saved", good, ""},
		{"with a byte order mark", "\uFEFF" + good, ""},
		{"with other spaces", strings.ReplaceAll(good, "\n", "\r\n\t"), ""},
		{"a newer schema", sub(`"schema": 2,`, `"schema": 3,`), "profile.newer"},
		{"a newer schema with a new field", sub(`"schema": 2,`, `"schema": 3, "colour": "blue",`), "profile.newer"},
		{"a schema this program cannot make sense of", sub(`"schema": 2,
  "minReader": 1,`, `"schema": 9, "minReader": 9,`), "profile.newer"},
		{"empty", "", "profile.corrupt"},
		{"null", "null", "profile.corrupt"},
		{"an array", "[]", "profile.corrupt"},
		{"an empty object", "{}", "profile.corrupt"},
		{"cut off", good[:len(good)/2], "profile.corrupt"},
		{"UTF-16", utf16, "profile.corrupt"},
		{"invalid UTF-8", sub("Head", "\xFFead"), "profile.corrupt"},
		{"a duplicate key", sub(`"name": "Head`, `"name": "Evil", "name": "Head`), "profile.corrupt"},
		{"a key in another case", sub(`"name": "Head`, `"NAME": "Evil", "name": "Head`), "profile.corrupt"},
		{"a key with a long s", sub(`"hosts":`, `"ho\u017ft\u017f": [], "hosts":`), "profile.corrupt"},
		{"a key with a Kelvin sign", sub(`"kind": "hy`, `"\u212aind": "x", "kind": "hy`), "profile.corrupt"},
		{"an unknown key", sub(`"kind":`, `"colour": "blue", "kind":`), "profile.corrupt"},
		{"a password", sub(`"kind":`, `"password": "x", "kind":`), "profile.corrupt"},
		{"something after the end", good + "{}", "profile.corrupt"},
		{"nested too deep", sub(`"kind":`, `"x": `+deep+`, "kind":`), "profile.corrupt"},
		{"schema 0", sub(`"schema": 2`, `"schema": 0`), "profile.corrupt"},
		{"schema -1", sub(`"schema": 2`, `"schema": -1`), "profile.corrupt"},
		{"schema 1e2", sub(`"schema": 2`, `"schema": 1e2`), "profile.corrupt"},
		{"schema as text", sub(`"schema": 2`, `"schema": "1"`), "profile.corrupt"},
		{"a huge schema", sub(`"schema": 2`, `"schema": 99999999999999999999`), "profile.corrupt"},
		{"an unknown state", sub(`"state": "saved"`, `"state": "maybe"`), "profile.corrupt"},
		{"an unknown status", sub(`"status": "failed"`, `"status": "fine"`), "profile.corrupt"},
		{"a port that is none", sub(`"port": 3269`, `"port": 70000`), "profile.corrupt"},
		{"port 0", sub(`"port": 3269`, `"port": 0`), "profile.corrupt"},
		{"a name with an invisible character", sub("Head office", `Head\u202Eoffice`), "profile.corrupt"},
		{"another connection's file", sub(p.ID.String(), uuid.NewString()), "profile.corrupt"},
		{"larger than possible", good + strings.Repeat(" ", profile.MaxSize), "profile.corrupt"},
		{"a zip file", "PK\x03\x04" + good, "profile.corrupt"},
	} {
		if err := os.WriteFile(file, []byte(c.data), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := s.Load(t.Context(), p.ID)
		if got := string(code(err)); got != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: Load = %v, want %q", c.name, err, c.want)
		}
		if c.want == "profile.newer" {
			if err := s.Save(t.Context(), &p); code(err) != "profile.newer" {
				t.Errorf("%s: Save = %v, want profile.newer", c.name, err)
			}
		}
		if now, _ := os.ReadFile(file); string(now) != c.data {
			t.Errorf("%s: the file was changed", c.name)
		}
	}
}

// A newer file is listed with what this program understands.
func TestNewerFileIsListed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	file, good := stored(t, s, dir, &p)
	for _, c := range []struct {
		head  string
		hosts int
	}{
		{`"schema": 7, "minReader": 1, "colour": "blue",`, 2},
		{`"schema": 7, "minReader": 7,`, 0}, // the name alone
	} {
		newer := strings.Replace(good, "\"schema\": 2,\n  \"minReader\": 1,", c.head, 1)
		if err := os.WriteFile(file, []byte(newer), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := s.List(t.Context())
		if err != nil || len(list) != 1 || list[0].Problem == nil {
			t.Fatalf("List = %+v, %v", list, err)
		}
		e := list[0]
		if e.Problem.Code != "profile.newer" || e.Profile.Name != p.Name || e.Profile.ID != p.ID || len(e.Profile.Hosts()) != c.hosts {
			t.Errorf("%s: listed as %q with %d hosts and %s", c.head, e.Profile.Name, len(e.Profile.Hosts()), e.Problem.Code)
		}
	}
}

func TestSaveRefusesWhatCannotBeRead(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	for name, spoil := range map[string]func(*profile.Profile){
		"no id":             func(p *profile.Profile) { p.ID = uuid.Nil },
		"no kind":           func(p *profile.Profile) { p.Kind = "" },
		"an untrimmed name": func(p *profile.Profile) { p.Name = " x" },
		"no name":           func(p *profile.Profile) { p.Name = "" },
		"an empty host":     func(p *profile.Profile) { p.Directories[0].Hosts[0].Name = " " },
		"no port":           func(p *profile.Profile) { p.Directories[0].Hosts[0].Port = 0 },
		"too many hosts":    func(p *profile.Profile) { p.Directories[0].Hosts = make([]profile.Host, 1025) },
		"negative interval": func(p *profile.Profile) { p.SyncInterval = -1 },
		"a huge CA":         func(p *profile.Profile) { p.Directories[0].CA = strings.Repeat("x", profile.MaxSize) },
	} {
		p := full()
		spoil(&p)
		if err := s.Save(t.Context(), &p); err == nil {
			t.Errorf("%s: saved", name)
		}
	}
	if list, err := s.List(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("List = %v, %v, want nothing", list, err)
	}
}

// Whatever the reader accepts, it writes and reads again unchanged; and no
// input makes it panic.
func FuzzDecode(f *testing.F) {
	small := fixed() // minimising a large seed takes all the time there is
	small.Evidence[0].Report.Results = small.Evidence[0].Report.Results[1:2]
	good, err := profile.Encode(small, profile.Saved)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.Replace(good, []byte(`"schema": 2`), []byte(`"schema": 3`), 1))
	for _, s := range []string{"", "{}", "null", "\uFEFF{}", `{"schema":1,"schema":1}`, `{"a":[{"b":{}}]}`, `{"schema":1,"minReader":1,"state":"saved"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, state, err := profile.Decode(data)
		if err != nil {
			return
		}
		first, err := profile.Encode(p, state)
		if err != nil {
			t.Fatalf("Decode accepts what Encode refuses: %v", err)
		}
		q, _, err := profile.Decode(first)
		if err != nil {
			t.Fatalf("Decode refuses what Encode wrote: %v", err)
		}
		second, err := profile.Encode(q, state)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("reading and writing changed the file: %v\n%s\n%s", err, first, second)
		}
	})
}
