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
