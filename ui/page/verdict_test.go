package page

import (
	"slices"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
)

func result(id check.ID, s check.Status) check.Result { return check.Result{ID: id, Status: s} }

// What the chip of a host says, from its results in their order.
func TestStanding(t *testing.T) {
	ok := []check.Result{result("host.resolve", check.Passed), result("ldaps.connect", check.Passed), result("ldaps.certificate", check.Passed)}
	for _, c := range []struct {
		name    string
		results []check.Result
		tone    theme.Tone
		says    string
	}{
		{"nothing yet", nil, theme.Neutral, ""},
		{"running", append(slices.Clone(ok), result("directory.kind", check.Running)), theme.Busy, "Checking…"},
		{"between two checks", ok, theme.Busy, "Checking…"},
		{"proved", append(slices.Clone(ok), check.Result{ID: "directory.kind", Status: check.Passed, Took: 9 * time.Millisecond}), theme.Good, "Verified · 9 ms"},
		{"proved at once", append(slices.Clone(ok), result("directory.kind", check.Passed)), theme.Good, "Verified"},
		{"warned", []check.Result{result("ldaps.certificate", check.Warned), result("directory.kind", check.Passed)}, theme.Caution, "With a warning"},
		{"no name", []check.Result{result("host.resolve", check.Failed), result("ldaps.connect", check.Skipped)}, theme.Bad, "Name not found"},
		{"no answer", []check.Result{result("ldaps.connect", check.Failed)}, theme.Bad, "No LDAPS"},
		{"no trust", []check.Result{result("ldaps.certificate", check.Failed)}, theme.Bad, "Not trusted"},
		{"no directory", []check.Result{result("directory.kind", check.Failed)}, theme.Bad, "Cannot be used"},
		{"could not look", []check.Result{result("ldaps.connect", check.Unknown)}, theme.Doubt, "Could not check"},
	} {
		tone, text := standing(c.results)
		if tone != c.tone || text.String() != c.says {
			t.Errorf("%s: standing() = %v, %q, want %v, %q", c.name, tone, text, c.tone, c.says)
		}
	}
}

// The smaller right is asked for before the larger one.
func TestDelegationFirst(t *testing.T) {
	in := []check.Result{result("ldaps.bind", check.Passed), result("account.domain-admin", check.Failed),
		result("account.delegation", check.Passed), result("account.delegation", check.Failed), result("account.expiry", check.Passed)}
	var got []check.ID
	for _, r := range delegationFirst(in) {
		got = append(got, r.ID)
	}
	want := []check.ID{"ldaps.bind", "account.delegation", "account.delegation", "account.domain-admin", "account.expiry"}
	if !slices.Equal(got, want) {
		t.Errorf("delegationFirst() = %v, want %v", got, want)
	}
	if got := delegationFirst(nil); len(got) != 0 {
		t.Errorf("delegationFirst(nil) = %v", got)
	}
}

// A result that came again takes the place of the first.
func TestWith(t *testing.T) {
	var report check.Report
	for _, r := range []check.Result{
		{ID: "ldaps.bind", Host: "dc1", Status: check.Running}, {ID: "ldaps.bind", Host: "dc2", Status: check.Running}, {ID: "ldaps.bind", Host: "dc1", Status: check.Passed},
	} {
		report = with(report, r)
	}
	if len(report.Results) != 2 || report.Results[0].Status != check.Passed {
		t.Errorf("with() = %v", report.Results)
	}
}

// Rows of one check that differ by their target stay apart without showing it.
func TestRowsOfTargets(t *testing.T) {
	a, b := row(check.Result{ID: "exchange.read", Target: "dl"}), row(check.Result{ID: "exchange.read", Target: "m365"})
	if a.Same(b) || a.Target != "" || b.Target != "" {
		t.Errorf("row() = %+v and %+v, want two rows without a target", a, b)
	}
}

func TestWhatHinders(t *testing.T) {
	for _, c := range []struct {
		r    check.Result
		want bool
	}{
		{result("x", check.Failed), true}, {result("x", check.Unknown), true}, {result("x", check.Warned), false},
		{result("x", check.Skipped), false}, {check.Result{Status: check.Failed, Excused: true}, false},
	} {
		if got := hinders(c.r); got != c.want {
			t.Errorf("hinders(%s, excused %v) = %v, want %v", c.r.Status, c.r.Excused, got, c.want)
		}
	}
}

// Every result belongs to the page of its step; the Base DN to that of the
// account, too; everything to Review.
func TestBelongs(t *testing.T) {
	for _, c := range []struct {
		step setup.StepID
		id   check.ID
		want bool
	}{
		{setup.Connection, "ldaps.certificate", true}, {setup.Connection, "ldaps.bind", false}, {setup.BaseDN, "directory.base-dn", true},
		{setup.ServiceAccount, "directory.base-dn", true}, {setup.ServiceAccount, "host.resolve", false}, {setup.Exchange, "exchange.connect", true},
		{setup.Review, "exchange.connect", true}, {setup.Review, "host.resolve", true},
	} {
		if got := belongs(c.step, c.id); got != c.want {
			t.Errorf("belongs(%s, %s) = %v, want %v", c.step, c.id, got, c.want)
		}
	}
}
