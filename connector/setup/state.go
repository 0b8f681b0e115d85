package setup

import "hire2retire-setup/connector/check"

// State is what the step list shows for a step.
type State int

// The states of a step.
const (
	Todo      State = iota // nothing was checked yet
	Complete               // all was proved
	Attention              // a warning, or something that could not be checked
	Failed                 // a check failed
	Stale                  // an answer changed: check again
	Faulty                 // a field cannot be used
)

// Progress is one line of the step list.
type Progress struct {
	Step    Step
	State   State
	Current bool
	// Hint is a few words below the name, or nothing.
	Hint check.Text
}

// Progress returns the step list.
func (f *Flow) Progress() []Progress {
	var list []Progress
	for i, s := range f.steps {
		state, hint := f.state(s.ID)
		list = append(list, Progress{Step: s, State: state, Current: i == f.at, Hint: hint})
	}
	return list
}

// state judges a step. Steps without checks are complete once left behind.
func (f *Flow) state(id StepID) (State, check.Text) {
	p, looked := f.proved[id]
	switch {
	case id == Done && f.saved, (id == Welcome || id == Permissions) && f.visited[id] && f.Current().ID != id:
		return Complete, check.Text{}
	case id == Review && f.saved:
		return Complete, check.Text{}
	case !looked && f.elsewhere[trackOfStep(id)]:
		return Todo, check.T("state.elsewhere", "On another computer")
	case !looked && f.visited[id] && f.Current().ID != id && len(f.Faults(id)) > 0:
		return Faulty, check.T("state.faulty", "Something is missing")
	case !looked && f.visited[id] && f.Current().ID != id && f.checkable(id):
		return Attention, check.T("state.unchecked", "Not checked yet")
	case !looked || len(p.report.Results) == 0:
		return Todo, check.Text{}
	case !p.input.sameFor(id, f.answers):
		return Stale, check.T("state.stale", "Check again")
	}
	state, hint := judged(p.report)
	if state == Complete && p.computer != f.deps.Computer {
		hint = check.T("state.proved-elsewhere", "Proved on {{.computer}}", "computer", p.computer)
	}
	return state, hint
}

func (f *Flow) checkable(id StepID) bool {
	return id == Connection || id == BaseDN || id == ServiceAccount || id == Exchange
}

func judged(r check.Report) (State, check.Text) {
	switch r.Outcome() {
	case check.Failed:
		n := r.Count(check.Failed)
		return Failed, check.N("state.failed", n, "{{.n}} problem to fix", "{{.n}} problems to fix")
	case check.Warned:
		n := r.Count(check.Warned)
		if a := len(r.Acceptances()); a == n {
			return Complete, check.N("state.accepted", n, "Proved, {{.n}} warning accepted", "Proved, {{.n}} warnings accepted")
		}
		return Attention, check.N("state.warned", n, "{{.n}} warning", "{{.n}} warnings")
	case check.Passed:
		return Complete, check.T("state.complete", "Proved")
	}
	return Attention, check.T("state.unknown", "Not everything could be checked")
}
