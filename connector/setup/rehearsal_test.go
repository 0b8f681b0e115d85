package setup_test

import (
	"slices"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// A fault shows in the next check of its half and is gone when it is healed; a
// name that nobody knows changes nothing.
func TestRehearsal(t *testing.T) {
	for _, tc := range []struct {
		fault string
		track setup.Track
		step  setup.StepID
		id    check.ID
	}{
		{"ldap.account-locked", setup.DirectoryTrack, setup.ServiceAccount, "ldaps.bind"},
		{"ldap.wrong-password", setup.DirectoryTrack, setup.ServiceAccount, "ldaps.bind"},
		{"tls.expired", setup.DirectoryTrack, setup.Connection, "ldaps.certificate"},
		{"entra.conditional-access", setup.MicrosoftTrack, setup.Exchange, "entra.sign-in"},
	} {
		t.Run(tc.fault, func(t *testing.T) {
			deps := practiceDeps(t)
			i := slices.IndexFunc(deps.Rehearsal.Faults(), func(f setup.RehearsalFault) bool { return f.Name == tc.fault })
			if i < 0 || deps.Rehearsal.Faults()[i].Track != tc.track || deps.Rehearsal.Faults()[i].Says.IsZero() {
				t.Fatalf("the fault is not offered in the half %s: %v", tc.track, deps.Rehearsal.Faults())
			}
			f := setup.New(deps)
			defer f.Close()
			has := func(code check.Code) bool {
				work(t, f, tc.step)
				r, _ := f.Results(tc.step)
				return slices.ContainsFunc(r.All(tc.id), func(res check.Result) bool { return res.Problem() != nil && res.Problem().Code == code })
			}
			if has(check.Code(tc.fault)) {
				t.Fatal("the fault shows before it is put")
			}
			if err := deps.Rehearsal.Set(tc.fault); err != nil || !slices.Equal(deps.Rehearsal.Active(), []string{tc.fault}) {
				t.Fatalf("Set: %v, active %v", err, deps.Rehearsal.Active())
			}
			if !has(check.Code(tc.fault)) {
				t.Errorf("after Set: %s", codes(f.Report()))
			}
			if err := deps.Rehearsal.Set("no-such-fault"); err == nil || !slices.Equal(deps.Rehearsal.Active(), []string{tc.fault}) {
				t.Errorf("an unknown fault: %v, active %v; want an error and what was put", err, deps.Rehearsal.Active())
			}
			if err := deps.Rehearsal.Set(); err != nil || len(deps.Rehearsal.Active()) > 0 || has(check.Code(tc.fault)) {
				t.Errorf("after healing: %v, active %v, %s", err, deps.Rehearsal.Active(), codes(f.Report()))
			}
		})
	}
}
