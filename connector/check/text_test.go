package check_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

func TestText(t *testing.T) {
	hosts := func(n int) check.Text {
		return check.N("test.hosts", n, "{{.n}} host of {{.domain}}", "{{.n}} hosts of {{.domain}}", "domain", "corp.example.com")
	}
	for _, tc := range []struct {
		text check.Text
		want string
	}{
		{check.Text{}, ""},
		{check.T("k", "Plain."), "Plain."},
		{check.T("k", "{{.user}} signed in.", "user", `CORP\svc`), `CORP\svc signed in.`},
		{check.T("k", "{{.a}}", "a", "{{.b}} <&>"), "{{.b}} <&>"},
		{check.T("k", "{{.missing}} x"), "{{.missing}} x"},
		{check.Verbatim("50 % {{"), "50 % {{"},
		{hosts(1), "1 host of corp.example.com"},
		{hosts(0), "0 hosts of corp.example.com"},
		{hosts(21), "21 hosts of corp.example.com"},
		{check.T("k", "Not checked: {{.title}}", "title", hosts(2)), "Not checked: 2 hosts of corp.example.com"},
	} {
		if got := tc.text.String(); got != tc.want {
			t.Errorf("%+v = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestResultSurvivesJSON(t *testing.T) {
	in := check.Result{ID: "a", Host: "h", Target: "OU=x", Title: check.T("t", "T {{.n}}", "n", 2), Status: check.Warned,
		Problems: []*check.Problem{check.Warn(failure)}}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out check.Result
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if !out.Same(in) || out.Status != check.Warned || out.Title.String() != "T 2" || out.Problem().Severity != check.Warning {
		t.Errorf("after JSON: %+v, want %+v", out, in)
	}
	if err := json.Unmarshal([]byte(`{"status":"green"}`), &out); err == nil {
		t.Error("an unknown status was accepted")
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "plain", "a\nb\tc", "\x00\x1b[31m", "\u202Eevil\u202C", "\xff\xfe", strings.Repeat("x", 1000), "  lead", "trail  ", "a\u200bb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := check.Clean(s)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 302 || strings.ContainsAny(got, "\x00\n\r\t\x1b\u202e\u200b") {
			t.Errorf("Clean(%q) = %q", s, got)
		}
		if again := check.Clean(got); utf8.RuneCountInString(got) <= 300 && again != got {
			t.Errorf("Clean(Clean(%q)) = %q, want %q", s, again, got)
		}
	})
}

// Servers may send anything in an error message; what is shown is one line of
// text, never more than is worth reading.
func TestClean(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"nothing":                {"", ""},
		"plain":                  {"data 775, v4563", "data 775, v4563"},
		"line breaks":            {"one\r\ntwo\n\n three", "one two three"},
		"surrounding space":      {"  \t x \n", "x"},
		"NUL at the end":         {"80090308\x00", "80090308"},
		"NUL inside":             {"a\x00b", "a b"},
		"colours":                {"\x1b[31mred\x1b[0m", "[31mred[0m"},
		"reversed reading":       {"\u202Egnp.exe\u202C", "gnp.exe"},
		"invisible":              {"a\u200bb\ufeffc", "abc"},
		"bytes that are no text": {"a\xff\xfeb", "a\uFFFDb"},
		"other scripts":          {"Fehler: Конто gesperrt", "Fehler: Конто gesperrt"},
		"long":                   {strings.Repeat("x", 301), strings.Repeat("x", 300) + "…"},
		"just short enough":      {strings.Repeat("ä", 300), strings.Repeat("ä", 300)},
	} {
		if got := check.Clean(tc.in); got != tc.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", name, tc.in, got, tc.want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tc := range []struct {
		in   string
		n    int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöü", 3, "äöü"}, {"äöüß", 3, "äö…"}, {"", 3, ""}, {"abc", 1, "…"}} {
		if got := check.Shorten(tc.in, tc.n); got != tc.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", tc.in, tc.n, got, tc.want)
		}
	}
}

// A template that does not fit its arguments is shown as it is: half a sentence
// beats none, and nothing of it is guessed.
func TestFill(t *testing.T) {
	for name, tc := range map[string]struct {
		tmpl string
		args map[string]any
		want string
	}{
		"no template":           {"Plain { text }", nil, "Plain { text }"},
		"fits":                  {"{{.a}} of {{.b}}", map[string]any{"a": 1, "b": "two"}, "1 of two"},
		"an argument is absent": {"{{.a}} of {{.b}}", map[string]any{"a": 1}, "{{.a}} of {{.b}}"},
		"broken":                {"{{.a", map[string]any{"a": 1}, "{{.a"},
		"not a field":           {"{{call .a}}", map[string]any{"a": 1}, "{{call .a}}"},
		"a value with braces":   {"{{.a}}", map[string]any{"a": "{{.b}}"}, "{{.b}}"},
	} {
		if got := check.Fill(tc.tmpl, tc.args); got != tc.want {
			t.Errorf("%s: Fill(%q) = %q, want %q", name, tc.tmpl, got, tc.want)
		}
	}
}

// A name without a value is a slip of the programmer, found by the first test
// that says the sentence.
func TestOddArgumentsPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a name without a value was taken")
		}
	}()
	check.T("k", "{{.a}}", "a")
}

// The zero Text says nothing; one without a key is still something to say.
func TestIsZero(t *testing.T) {
	for name, tc := range map[string]struct {
		text check.Text
		want bool
	}{"zero": {check.Text{}, true}, "a sentence": {check.T("k", "x"), false}, "verbatim": {check.Verbatim(""), false}, "a key alone": {check.Text{Key: "k"}, false}} {
		if tc.text.IsZero() != tc.want {
			t.Errorf("%s: IsZero() = %v", name, !tc.want)
		}
	}
}
