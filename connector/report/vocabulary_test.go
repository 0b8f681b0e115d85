package report_test

import (
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/report"
)

// Every status and everybody who may have to act has words of their own.
func TestVocabulary(t *testing.T) {
	seen := map[string]bool{}
	unique := func(what, said string) {
		if said == "" || seen[said] {
			t.Errorf("%s is called %q, which is nothing or said of another", what, said)
		}
		seen[said] = true
	}
	for s := check.Pending; s <= check.Unknown; s++ {
		unique(s.String(), report.StatusText(s).String())
	}
	for _, w := range []check.Who{check.AD, check.PKI, check.Network, check.Entra, check.Exchange, check.You} {
		unique(string(w), report.WhoText(w).String())
	}
	if got := report.WhoText("nobody").String(); got != report.WhoText(check.You).String() {
		t.Errorf("somebody unknown is called %q", got)
	}
}

// A duration is as short as it can be read, and never longer than it was.
func TestElapsed(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "< 1 ms", 999 * time.Microsecond: "< 1 ms", time.Millisecond: "1 ms", 999 * time.Millisecond: "999 ms", time.Second: "1 s", 1500 * time.Millisecond: "1.5 s",
		59 * time.Second: "59 s", time.Minute: "1 min 0 s", 754 * time.Second: "12 min 34 s", 61 * time.Minute: "61 min 0 s",
	} {
		if got := report.ElapsedText(d).String(); got != want {
			t.Errorf("%s is drawn as %q, want %q", d, got, want)
		}
	}
}

// The parts of a report come from where they were proved; what is known of the
// origin is told, and nothing else.
func TestOrigin(t *testing.T) {
	for _, tc := range []struct{ computer, person, want string }{
		{"JUMP01", `CORP\ada`, `JUMP01, CORP\ada`}, {"JUMP01", "", "JUMP01"}, {"", "ada", "ada"},
	} {
		d := of(result("test.x", "", check.Passed))
		d.Parts[0].Computer, d.Parts[0].Person = tc.computer, tc.person
		if out := draw(t, "txt", d); !strings.Contains(out, tc.want+"\n") {
			t.Errorf("%q, %q: the report does not say %q:\n%s", tc.computer, tc.person, tc.want, out)
		}
	}
}
