package ui

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/page"
	"hire2retire-setup/ui/widgets"
)

// stepStates says how the state of a step is drawn.
var stepStates = map[setup.State]widgets.StepState{
	setup.Todo: widgets.StepTodo, setup.Complete: widgets.StepDone, setup.Attention: widgets.StepAttention,
	setup.Failed: widgets.StepFailed, setup.Stale: widgets.StepRecheck, setup.Faulty: widgets.StepAttention,
}

// drawRail shows the steps: what both halves share before and after, and between
// them the two tracks, which can be done in any order.
func (w *Window) drawRail() {
	var groups []widgets.StepGroup
	last := setup.Track("none")
	for _, p := range w.flow.Progress() {
		if p.Step.Track != last {
			note, open := w.trackNote(p.Step.Track)
			groups = append(groups, widgets.StepGroup{Title: w.trackName(p.Step.Track), Note: note, Open: open})
			last = p.Step.Track
		}
		g := &groups[len(groups)-1]
		step := widgets.Step{ID: string(p.Step.ID), Title: w.say(p.Step.Nav), State: stepStates[p.State]}
		if !p.Hint.IsZero() {
			step.Hint = w.say(p.Hint)
		}
		if p.State == setup.Attention && !w.looked(p.Step.ID) {
			// Nothing is wrong here: it was not looked at.
			step.State, step.Hint = widgets.StepTodo, w.say(check.T("state.unchecked", "Not checked yet"))
		}
		g.Steps = append(g.Steps, step)
	}
	w.rail.SetSteps(groups, string(w.flow.Current().ID))
}

// looked reports whether there is a result of a step that was not skipped.
func (w *Window) looked(id setup.StepID) bool {
	report, _ := w.flow.Results(id)
	return report.Count(check.Skipped) < len(report.Results)
}

func (w *Window) trackName(t setup.Track) string {
	switch t {
	case setup.DirectoryTrack:
		return w.say(check.T("track.directory", "Active Directory"))
	case setup.MicrosoftTrack:
		return w.say(check.T("track.microsoft", "Microsoft 365"))
	}
	return ""
}

// trackNote says what is open in a half, and where and by whom it was checked.
func (w *Window) trackNote(t setup.Track) (note, open string) {
	if t == setup.Common {
		return "", ""
	}
	s := w.flow.TrackState(t)
	if by := page.WhoText(s); !by.IsZero() {
		note = w.say(by)
	}
	if n := len(s.Open); n > 0 && !s.Elsewhere {
		open = w.say(check.N("half.open", n, "{{.n}} open", "{{.n}} open"))
	}
	return note, open
}

// caption says where the step stands.
func (w *Window) caption() string {
	steps, current := w.flow.Steps(), w.flow.Current()
	n := 0
	for i, s := range steps {
		if s.ID == current.ID {
			n = i + 1
		}
	}
	if track := w.trackName(current.Track); track != "" {
		return w.say(check.T("caption.track", "Step {{.n}} of {{.all}} · {{.track}}", "n", n, "all", len(steps), "track", track))
	}
	return w.say(check.T("caption", "Step {{.n}} of {{.all}}", "n", n, "all", len(steps)))
}
