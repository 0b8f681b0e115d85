package setup_test

import (
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// stateOf is what the step list shows for a step.
func stateOf(t *testing.T, f *setup.Flow, id setup.StepID) setup.State {
	t.Helper()
	for _, p := range f.Progress() {
		if p.Step.ID == id {
			return p.State
		}
	}
	t.Fatalf("no step %s", id)
	return setup.Todo
}

// acceptedBy returns who accepted the warning of a check.
func acceptedBy(t *testing.T, r check.Report, id check.ID) *check.Acceptance {
	t.Helper()
	all := r.All(id)
	if len(all) == 0 || all[0].Status != check.Warned {
		t.Fatalf("%s is no warning: %s", id, codes(r))
	}
	return all[0].Accepted
}

// An accepted warning keeps its status, survives a check that ends the same
// way, is saved, and comes back when the connection is opened and checked.
func TestAccept(t *testing.T) {
	const fault, id = "hosts.some-down", "directory.hosts-agree"
	deps := practiceDeps(t, fault)
	now := time.Now().UTC()
	deps.Now = func() time.Time { return now }
	f := setup.New(deps)
	defer f.Close()
	work(t, f, setup.Connection)
	warning := f.Report().All(id)[0]
	f.Accept(warning, true)
	want := check.Acceptance{By: "admin", On: "workstation", At: now.Truncate(time.Second)}
	if got := acceptedBy(t, f.Report(), id); got == nil || *got != want {
		t.Fatalf("accepted by %v, want %v", got, want)
	}
	if got := stateOf(t, f, setup.Connection); got != setup.Complete {
		t.Errorf("with its only warning accepted the step is %v: %s", got, codes(f.Report()))
	}
	deps.Rehearsal.Set() // a check in between that passes
	work(t, f, setup.Connection)
	deps.Rehearsal.Set(fault)
	now = now.Add(time.Minute)
	work(t, f, setup.Connection)
	if got := acceptedBy(t, f.Report(), id); got == nil || *got != want {
		t.Errorf("after a check that ends the same: accepted by %v, want %v", got, want)
	}

	saved, err := f.Saving().Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := setup.OpenSaved(t.Context(), deps, saved.ID)
	if err != nil || acceptedBy(t, opened.Profile.Report(), id) == nil {
		t.Fatalf("the saved connection does not say who accepted: %v", err)
	}
	again := setup.New(deps)
	defer again.Close()
	again.Open(opened.Profile, deps.Start.Password.Clone())
	work(t, again, setup.Connection)
	if got := acceptedBy(t, again.Report(), id); got == nil || *got != want {
		t.Errorf("checked after opening: accepted by %v, want %v", got, want)
	}
	again.Accept(again.Report().All(id)[0], false)
	if got := acceptedBy(t, again.Report(), id); got != nil || stateOf(t, again, setup.Connection) != setup.Attention {
		t.Errorf("taken back, and still accepted by %v", got)
	}
}

// What failed or could not be checked is nobody's to accept.
func TestAcceptOnlyWarnings(t *testing.T) {
	f := setup.New(practiceDeps(t, "net.refused"))
	defer f.Close()
	work(t, f, setup.Connection)
	for _, r := range f.Report().Results {
		f.Accept(r, true)
	}
	for _, r := range f.Report().Results {
		if r.Accepted != nil {
			t.Errorf("%s is %s and was accepted", r.ID, r.Status)
		}
	}
	if got := stateOf(t, f, setup.Connection); got != setup.Failed {
		t.Errorf("the step is %v, want failed", got)
	}
}

// A run that was cancelled leaves what was proved before.
func TestCancelledWorkLeavesResults(t *testing.T) {
	f := setup.New(practiceDeps(t))
	defer f.Close()
	work(t, f, setup.Connection)
	before := f.Report().Outcome()
	job, bad := f.Work(setup.Connection, setup.SignIn{})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	f.Keep(job.Run(cancelled(t), nil))
	if got := f.Report().Outcome(); got != before || got != check.Passed {
		t.Errorf("after a cancelled run the step is %s, before it was %s", got, before)
	}
}
