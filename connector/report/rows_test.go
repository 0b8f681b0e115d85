package report_test

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/report"
)

// of returns a document with these results.
func of(results ...check.Result) report.Document {
	return report.Document{Product: "Product", Parts: []report.Part{{Report: check.Report{StartedAt: at, FinishedAt: at, Results: results}}}}
}

func result(id check.ID, host string, s check.Status) check.Result {
	return check.Result{ID: id, Host: host, Title: check.Verbatim("Title of " + string(id)), Status: s, At: at}
}

// Each outcome is said in words and as JSON; no status is taken for another.
func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		name     string
		statuses []check.Status
		outcome  string
		verdict  string
	}{
		{"passed", []check.Status{check.Passed, check.Skipped}, "passed", "Verified: every check passed."},
		{"warned", []check.Status{check.Passed, check.Warned}, "warned", "Verified, with warnings."},
		{"unknown", []check.Status{check.Warned, check.Unknown}, "unknown", "Not verified: something could not be checked."},
		{"failed", []check.Status{check.Unknown, check.Failed}, "failed", "Not verified: something failed."},
		{"a result that never came", []check.Status{check.Passed, check.Pending}, "unknown", "Not verified: something could not be checked."},
		{"nothing that counts", []check.Status{check.Skipped}, "unknown", "Not verified: something could not be checked."},
	} {
		var results []check.Result
		for _, s := range c.statuses {
			results = append(results, result("test.x", "", s))
		}
		d := of(results...)
		var got struct{ Outcome string }
		if err := json.Unmarshal([]byte(draw(t, "json", d)), &got); err != nil || got.Outcome != c.outcome {
			t.Errorf("%s: outcome %q, %v, want %q", c.name, got.Outcome, err, c.outcome)
		}
		for _, format := range []string{"txt", "html"} {
			out := draw(t, format, d)
			if !strings.Contains(out, c.verdict) {
				t.Errorf("%s: %s does not say %q", c.name, format, c.verdict)
			}
			if strings.HasPrefix(c.verdict, "Not") && strings.Contains(out, "Verified") {
				t.Errorf("%s: %s says that it is verified", c.name, format)
			}
		}
	}
}

func TestGroups(t *testing.T) {
	out := draw(t, "txt", of(
		result("entra.sign-in", "", check.Passed),
		result("host.resolve", "dc2", check.Passed),
		result("host.resolve", "dc1", check.Passed),
		result("directory.base-dn", "", check.Passed),
		result("ldaps.bind", "dc2", check.Passed),
		result("account.domain-admin", "", check.Passed),
		result("exchange.connect", "", check.Passed),
		result("profile.keyring", "", check.Passed),
	))
	var heads []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); slices.Contains([]string{"dc1", "dc2", "Microsoft 365", "Domain and account", "This computer"}, line) {
			heads = append(heads, line)
		}
	}
	want := []string{"dc2", "dc1", "Microsoft 365", "Domain and account", "This computer"}
	if d := cmp.Diff(want, heads); d != "" {
		t.Errorf("groups (-want +got):\n%s", d)
	}
}

// A target is named once: by the title where that has a name in it, be it in
// other words than the target's.
func TestTarget(t *testing.T) {
	ou := "OU=Staff,DC=example,DC=com"
	plain, named := result("account.delegation", "", check.Passed), result("account.delegation", "", check.Passed)
	plain.Target, named.Target = ou, ou
	plain.Title, named.Title = check.T("t.plain", "The rights suffice"), check.T("t.named", "Rights on {{.ou}}", "ou", ou)
	worded := named
	worded.Target = "staff"
	if out := draw(t, "txt", of(worded)); strings.Contains(out, ": staff") {
		t.Errorf("a target that the title has in words is named again:\n%s", out)
	}
	for name, r := range map[string]check.Result{"plain": plain, "named": named} {
		if n := strings.Count(draw(t, "txt", of(r)), ou); n != 1 {
			t.Errorf("%s: the target is named %d times, want once", name, n)
		}
	}
}

func TestTook(t *testing.T) {
	for took, want := range map[time.Duration]string{0: "(< 1 ms)", 999 * time.Millisecond: "(999 ms)", time.Second: "(1 s)", 12345 * time.Millisecond: "(12.3 s)", 90 * time.Second: "(1 min 30 s)"} {
		r := result("test.x", "", check.Passed)
		r.Took = took
		if out := draw(t, "txt", of(r)); !strings.Contains(out, want) {
			t.Errorf("%s is not written as %s:\n%s", took, want, out)
		}
	}
	if out := draw(t, "txt", of(result("test.x", "", check.Skipped))); strings.Contains(out, " ms)") {
		t.Errorf("a skipped result claims a time:\n%s", out)
	}
}

// Everybody who may have to act has a name, and nobody is named without
// something to do.
func TestWho(t *testing.T) {
	for who, want := range map[check.Who]string{check.AD: "Active Directory administrator: Act.", check.PKI: "Whoever issues the certificates: Act.", check.Network: "Network or firewall administrator: Act.",
		check.Entra: "Entra ID administrator: Act.", check.Exchange: "Exchange Online administrator: Act.", check.You: "You: Act.", "": "You: Act."} {
		r := result("test.x", "", check.Failed)
		r.Problems = []*check.Problem{{Code: "test.code", Detail: check.Verbatim("Broken."), Advice: check.Advice{Who: who, Do: check.Verbatim("Act.")}}}
		for _, format := range []string{"txt", "html"} {
			if out := draw(t, format, of(r)); !strings.Contains(out, want) {
				t.Errorf("%s: advice for %q does not read %q", format, who, want)
			}
		}
	}
	r := result("test.x", "", check.Failed)
	r.Problems = []*check.Problem{{Code: "test.code", Detail: check.Verbatim("Broken."), Advice: check.Advice{Who: check.AD}}}
	if out := draw(t, "txt", of(r)); strings.Contains(out, "team") {
		t.Errorf("somebody is named without anything to do:\n%s", out)
	}
}

// Facts reach programs as what they are, and never make the report fail.
func TestFacts(t *testing.T) {
	r := result("test.x", "", check.Passed)
	r.Facts = check.Facts{"n": 3, "text": check.T("t.fact", "{{.n}} hosts", "n", 2), "when": at, "ip": netip.MustParseAddr("10.0.0.1"), "list": []string{"a"},
		"nan": math.NaN(), "channel": make(chan int), "error": errors.New("x")}
	var got struct {
		Results []struct{ Facts map[string]any }
	}
	if err := json.Unmarshal([]byte(draw(t, "json", of(r))), &got); err != nil {
		t.Fatal(err)
	}
	facts := got.Results[0].Facts
	for key, want := range map[string]any{"n": 3.0, "text": "2 hosts", "when": "2026-03-04T05:06:07+01:00", "ip": "10.0.0.1", "nan": "NaN"} {
		if facts[key] != want {
			t.Errorf("facts.%s = %v, want %v", key, facts[key], want)
		}
	}
	if len(facts) != len(r.Facts) {
		t.Errorf("%d facts, want %d", len(facts), len(r.Facts))
	}
}

// A person at another computer is named at each of their results.
func TestParts(t *testing.T) {
	d := of(result("ldaps.bind", "dc1", check.Passed))
	d.Parts[0].Computer, d.Parts[0].Person = "JUMP01", "ada"
	d.Parts = append(d.Parts, report.Part{Computer: "LAPTOP7", Report: check.Report{StartedAt: at.Add(time.Hour), FinishedAt: at.Add(time.Hour),
		Results: []check.Result{result("entra.sign-in", "", check.Passed)}}})
	var got struct {
		Computer string
		Results  []struct{ Computer, Person string }
	}
	if err := json.Unmarshal([]byte(draw(t, "json", d)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Computer != "" || got.Results[0].Computer != "JUMP01" || got.Results[0].Person != "ada" || got.Results[1].Computer != "LAPTOP7" || got.Results[1].Person != "" {
		t.Errorf("origins = %+v", got)
	}
	out := draw(t, "txt", d)
	if strings.Count(out, "JUMP01, ada") != 2 || strings.Count(out, "LAPTOP7") != 2 || strings.Count(out, "Checked") != 2 {
		t.Errorf("each part is named at the top and at its results:\n%s", out)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// A report that could not be written must not look like one that was.
func TestWriteError(t *testing.T) {
	for format, write := range renderers {
		if err := write(io.Writer(full{}), document()); !errors.Is(err, errFull) {
			t.Errorf("%s: %v, want the error of the writer", format, err)
		}
	}
}

// Wrapping neither loses nor adds a word, and stays within 80 columns unless a
// single word does not fit.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "one", strings.Repeat("many words ", 30), strings.Repeat("x", 200), "  lead", "a\nb\tc", "\x00\u202E", "日本 語", "a\xFFb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "BEGIN") || strings.Contains(s, "END") {
			t.Skip()
		}
		r := result("test.x", "", check.Passed)
		r.Found = check.Verbatim("BEGIN " + s + " END")
		out := draw(t, "txt", of(r))
		for line := range strings.Lines(out) {
			line = strings.TrimRight(line, "\n")
			if n := utf8.RuneCountInString(line); n > 80 && len(strings.Fields(line)) > 1 {
				t.Errorf("%d columns: %q", n, line)
			}
		}
		_, out, _ = strings.Cut(out, "BEGIN")
		out, _, _ = strings.Cut(out, "END")
		if want, got := strings.Fields(tame(s)), strings.Fields(out); !slices.Equal(want, got) {
			t.Errorf("the words are %q, want %q", got, want)
		}
	})
}

// tame replaces what steers, as a reader expects it to be replaced.
func tame(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Who accepted a warning is told in every report; what did not stay a warning
// was not accepted.
func TestAccepted(t *testing.T) {
	r := result("test.x", "", check.Warned)
	r.Problems = []*check.Problem{{Code: "test.code", Severity: check.Warning, Detail: check.Verbatim("Detail.")}}
	for want, by := range map[string]check.Acceptance{
		"Accepted by ada on JUMP01, 2026-03-04 05:06 +01:00.": {By: "ada", On: "JUMP01", At: at},
		"Accepted: ada, 2026-03-04 05:06 +01:00.":             {By: "ada", At: at},
		"Accepted: JUMP01, 2026-03-04 05:06 +01:00.":          {On: "JUMP01", At: at},
		"Accepted, 2026-03-04 05:06 +01:00.":                  {At: at},
	} {
		r.Status, r.Accepted = check.Warned, &by
		for _, format := range []string{"txt", "html"} {
			if out := draw(t, format, of(r)); !strings.Contains(strings.ReplaceAll(out, "&#43;", "+"), want) {
				t.Errorf("%s does not say %q:\n%s", format, want, out)
			}
		}
		var got struct {
			Results []struct{ Accepted *check.Acceptance }
		}
		if err := json.Unmarshal([]byte(draw(t, "json", of(r))), &got); err != nil || got.Results[0].Accepted == nil || !got.Results[0].Accepted.At.Equal(at) || got.Results[0].Accepted.By != by.By {
			t.Errorf("json: %+v, %v, want %+v", got, err, by)
		}
		r.Status = check.Failed
		for format := range renderers {
			if out := draw(t, format, of(r)); strings.Contains(strings.ToLower(out), "accepted") {
				t.Errorf("%s says that a failure was accepted:\n%s", format, out)
			}
		}
	}
}

// A story is drawn line by line, under the name of its host, and in the text by
// its way alone; what would steer a terminal is taken out of it, and an empty
// list draws nothing.
func TestStories(t *testing.T) {
	d := of(result("test.x", "", check.Passed))
	for _, format := range []string{"txt", "html"} {
		if out := draw(t, format, d); strings.Contains(out, "What happened") || strings.Contains(out, "The way to") {
			t.Errorf("%s tells a story that there is not", format)
		}
	}
	d.Stories = []report.Story{{Host: "dc1", Way: "DNS 1 ms → \x1b[31m", Text: "one\r\ntwo \x1b[31m\nthree"}, {Text: "once"}}
	for format, want := range map[string][]string{
		"txt":  {"The way to each domain controller\n  dc1: DNS 1 ms → \uFFFD[31m\n"},
		"html": {"<h3>What happened: dc1</h3>\n<pre>one\ntwo \uFFFD[31m\nthree\n</pre>"},
	} {
		out := draw(t, format, d)
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s lacks %q:\n%s", format, s, out)
			}
		}
	}
	var got struct{ Stories []report.Story }
	if err := json.Unmarshal([]byte(draw(t, "json", d)), &got); err != nil || !slices.Equal(got.Stories, d.Stories) {
		t.Errorf("json: %+v, %v", got, err)
	}
}
