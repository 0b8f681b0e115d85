package setup_test

import (
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

const mailRecipients = "exchange.role.mail-recipients"

// A role that is missing is a failure; after somebody says that it was assigned
// it is not there yet, for an hour; then it is missing again.
func TestRolesGranted(t *testing.T) {
	deps := practiceDeps(t, "role.missing.mail-recipients")
	now := time.Now()
	deps.Now = func() time.Time { return now }
	f := begin(t, deps)
	look := func() check.Result {
		work(t, f, setup.Exchange)
		r, _ := f.Report().Find(mailRecipients, "")
		return r
	}
	if r := look(); r.Status != check.Failed || r.Problem().Code != "role.missing" {
		t.Fatalf("at first: %s, %s", r.Status, codes(f.Report()))
	}
	if _, waiting := f.SinceGranted(); waiting {
		t.Error("waiting for roles that nobody assigned")
	}
	f.RolesGranted()
	now = now.Add(12 * time.Minute)
	r := look()
	if r.Status != check.Unknown || r.Problem().Code != "role.on-its-way" || r.Problem().Advice.Command == "" {
		t.Errorf("after 12 minutes: %s, %s", r.Status, codes(f.Report()))
	}
	if detail := r.Problem().Detail.String(); !strings.Contains(detail, "12 min") {
		t.Errorf("after 12 minutes it says %q", detail)
	}
	if elapsed, waiting := f.SinceGranted(); !waiting || elapsed != 12*time.Minute {
		t.Errorf("SinceGranted() = %s, %v", elapsed, waiting)
	}
	if p := f.Saving().Profile(); p.Verified || len(p.Reasons) == 0 {
		t.Error("a role that is on its way was saved as proved, or without a reason")
	}
	now = now.Add(49 * time.Minute)
	if r := look(); r.Status != check.Failed {
		t.Errorf("after an hour: %s", codes(f.Report()))
	}
	must(t, deps.Rehearsal.Set())
	if r := look(); r.Status != check.Passed {
		t.Errorf("once it works: %s", codes(f.Report()))
	}
}

// Every check of the Microsoft half gets new tokens, because roles are stamped
// into a token when it is made: the delay ends without another sign-in.
func TestRecheckForcesNewTokens(t *testing.T) {
	deps := practiceDeps(t, "role-group-delay")
	opened := 0
	consent := deps.OpenURL
	deps.OpenURL = func(address string) error { opened++; return consent(address) }
	f := begin(t, deps)
	work(t, f, setup.Exchange)
	f.RolesGranted()
	for range 4 {
		work(t, f, setup.Exchange)
	}
	if r, _ := f.Report().Find(mailRecipients, ""); r.Status != check.Passed || opened != 1 {
		t.Errorf("%s after %d sign-ins: %s", r.Status, opened, codes(f.Report()))
	}
}
