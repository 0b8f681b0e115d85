package terminal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// drawn is a face that draws 60 columns of words.
func drawn(t *testing.T, s style) *face {
	t.Helper()
	printer, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	return &face{words: printer, style: s, columns: func() int { return 60 }}
}

// marked draws with symbols and without colors.
var marked = style{symbols: true, strong: same, faint: same, good: same, caution: same, fail: same}

var locked = &check.Problem{Code: "ldap.account-locked", Detail: check.Verbatim("The account svc-h2r is locked."), Cause: "data 775",
	Advice: check.Advice{Do: check.Verbatim("Unlock it."), Who: check.AD, Command: "Unlock-ADAccount -Identity 'svc-h2r' -Server 'dc1.corp.example.com'"}}

func result(id check.ID, host string, st check.Status, problems ...*check.Problem) check.Result {
	return check.Result{ID: id, Host: host, Title: check.Verbatim("The account can sign in"), Status: st, Took: 12 * time.Millisecond, Problems: problems}
}

func TestRow(t *testing.T) {
	found := func(r check.Result, text string) check.Result {
		r.Found = check.Verbatim(text)
		return r
	}
	instant := result("a", "", check.Passed)
	instant.Took = 300 * time.Microsecond
	for _, tc := range []struct {
		r      check.Result
		plain  string
		marked string
	}{
		{found(result("a", "dc1", check.Passed), "CORP\\svc-h2r signed in."),
			"passed: The account can sign in (dc1, 12 ms)\n  CORP\\svc-h2r signed in.\n", sign(check.Passed) + " passed: The account can sign in (dc1, 12 ms)\n  CORP\\svc-h2r signed in.\n"},
		{instant, "passed: The account can sign in\n", sign(check.Passed) + " passed: The account can sign in\n"},
		{result("a", "dc1", check.Failed, locked), "failed: The account can sign in (dc1, 12 ms)\n", sign(check.Failed) + " failed: The account can sign in (dc1, 12 ms)\n"},
		{result("a", "dc1", check.Unknown), "could not check: The account can sign in (dc1, 12 ms)\n", "? could not check: The account can sign in (dc1, 12 ms)\n"},
		{result("a", "", check.Warned), "warning: The account can sign in (12 ms)\n", "! warning: The account can sign in (12 ms)\n"},
		{found(result("a", "", check.Skipped), "Cancelled before it ended."), "not checked: The account can sign in (12 ms)\n  Cancelled before it ended.\n",
			"- not checked: The account can sign in (12 ms)\n  Cancelled before it ended.\n"},
	} {
		for s, want := range map[*style]string{&wordsOnly: tc.plain, &marked: tc.marked} {
			f := drawn(t, *s)
			sheet := f.sheet()
			f.row(sheet, tc.r)
			if diff := cmp.Diff(want, sheet.String()); diff != "" {
				t.Errorf("row of %s (-want +got):\n%s", tc.r.Status, diff)
			}
		}
	}
}

// Failures come first, then what is not known, then warnings; the same fault of
// several hosts is said once, and a command stands on a line of its own.
func TestFaults(t *testing.T) {
	expiring := &check.Problem{Code: "account.expiry", Severity: check.Warning, Detail: check.Verbatim("The password expires soon.")}
	lost := &check.Problem{Code: "net.timeout", Severity: check.Uncertain, Detail: check.Verbatim("No answer."), Advice: check.Advice{Do: check.Verbatim("Try later.")}}
	report := check.Report{Results: []check.Result{
		result("a", "", check.Warned, expiring),
		result("b", "dc3", check.Unknown, lost),
		result("c", "dc1", check.Failed, locked),
		result("c", "dc2", check.Failed, locked),
		result("d", "dc1", check.Passed),
		result("e", "dc1", check.Skipped),
	}}
	f := drawn(t, wordsOnly)
	s := f.sheet()
	f.faults(s, report)
	want := `
failed: The account can sign in (dc1, dc2)
  The account svc-h2r is locked.
  Active Directory administrator: Unlock it.
  Command to copy:
Unlock-ADAccount -Identity 'svc-h2r' -Server 'dc1.corp.example.com'
  Original text: data 775
  Code: ldap.account-locked

could not check: The account can sign in (dc3)
  No answer.
  Try later.
  Code: net.timeout

warning: The account can sign in
  The password expires soon.
  Code: account.expiry
`
	if diff := cmp.Diff(want, s.String()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if got, want := f.summary(report), "1 passed, 1 warning, 2 problems, 1 could not be checked"; got != want {
		t.Errorf("summary = %q, want %q", got, want)
	}
}

// A step shows what belongs to it, and what keeps it from being proved.
func TestShown(t *testing.T) {
	excused := result("ldaps.connect", "dc2", check.Failed)
	excused.Excused = true
	report := check.Report{Results: []check.Result{
		result("ldaps.connect", "dc1", check.Passed), excused, result("ldaps.certificate", "dc3", check.Failed),
		result("directory.base-dn", "", check.Passed), result("ldaps.bind", "dc1", check.Passed), result("exchange.connect", "", check.Passed)}}
	for _, tc := range []struct {
		step setup.StepID
		want []check.ID
	}{
		{setup.Connection, []check.ID{"ldaps.connect", "ldaps.connect", "ldaps.certificate"}},
		{setup.BaseDN, []check.ID{"ldaps.certificate", "directory.base-dn"}},
		{setup.ServiceAccount, []check.ID{"ldaps.certificate", "directory.base-dn", "ldaps.bind"}},
		{setup.Exchange, []check.ID{"ldaps.certificate", "exchange.connect"}},
		{setup.Review, []check.ID{"ldaps.connect", "ldaps.connect", "ldaps.certificate", "directory.base-dn", "ldaps.bind", "exchange.connect"}},
	} {
		var got []check.ID
		for _, r := range shown(tc.step, report).Results {
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("shown on %s (-want +got):\n%s", tc.step, diff)
		}
	}
	if len(report.Results) != 6 {
		t.Error("shown changed the report of somebody else")
	}
}
