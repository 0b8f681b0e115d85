package terminal

import (
	"context"
	"errors"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// way is something to do next.
type way struct {
	label check.Text
	note  string
	do    func(ctx context.Context) error
}

// errMenu asks for another way than the one that was gone.
var errMenu = errors.New("back to the choice")

// choose lets one of the ways be chosen and goes it.
func (f *face) choose(ctx context.Context, title check.Text, ways []way, at int) error {
	var choices []choice
	for _, w := range ways {
		choices = append(choices, choice{label: f.say(w.label), note: w.note})
	}
	for {
		i, err := f.asker.pick(ctx, f.say(title), choices, at)
		if err != nil {
			return err
		}
		if err := ways[i].do(ctx); !errors.Is(err, errMenu) {
			return err
		}
		at = i
	}
}

// aside is something to look at between two choices.
func aside(do func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := do(ctx); err != nil && !errors.Is(err, errBack) {
			return err
		}
		return errMenu
	}
}

// next goes on from a step. A step whose fields cannot be used is shown again,
// with what is wrong.
func (f *face) next(context.Context) error {
	if bad := f.flow.Next(); len(bad) > 0 {
		f.refuse(bad)
	}
	return nil
}

// stay shows the step again.
func stay(context.Context) error { return nil }

func (f *face) wayOn() way {
	label := check.T("terminal.next", "Next")
	steps := f.flow.Steps()
	i := slices.IndexFunc(steps, func(s setup.Step) bool { return s.ID == f.flow.Current().ID })
	if i+1 < len(steps) {
		label = check.T("terminal.next-is", "Next: {{.step}}", "step", steps[i+1].Nav)
	}
	return way{label: label, do: f.next}
}

func (f *face) wayOut() way {
	return way{label: check.T("terminal.leave", "Leave the wizard"), do: aside(func(ctx context.Context) error { return f.askToLeave(ctx, errLeave) })}
}

// wayElsewhere leads to any step: the two halves can be done in any order.
func (f *face) wayElsewhere() way {
	return way{label: check.T("terminal.goto", "Go to another step"), do: func(ctx context.Context) error {
		var ways []way
		at := 0
		for _, p := range f.flow.Progress() {
			if p.Step.ID == setup.Done && !f.flow.AtEnd() {
				continue
			}
			if p.Current {
				at = len(ways)
			}
			ways = append(ways, way{label: p.Step.Nav, note: f.markOf(p), do: f.to(p.Step.ID)})
		}
		err := f.choose(ctx, check.T("terminal.goto.which", "Which step?"), ways, at)
		if errors.Is(err, errBack) {
			return errMenu
		}
		return err
	}}
}

// wayTo leads to one step.
func (f *face) wayTo(id setup.StepID) way {
	i := slices.IndexFunc(f.flow.Steps(), func(s setup.Step) bool { return s.ID == id })
	return way{label: check.T("terminal.goto-step", "Go to: {{.step}}", "step", f.flow.Steps()[i].Nav), do: f.to(id)}
}

func (f *face) to(id setup.StepID) func(context.Context) error {
	return func(context.Context) error {
		f.flow.Goto(id)
		return nil
	}
}

// waysToFields leads to the steps on which something has to be changed for a
// check to pass.
func (f *face) waysToFields(report check.Report) []way {
	var ways []way
	seen := []setup.StepID{f.flow.Current().ID}
	for _, r := range report.Results {
		for _, p := range r.Problems {
			id := setup.StepOfField(p.Advice.Field)
			if p.Advice.Field == "" || slices.Contains(seen, id) {
				continue
			}
			seen = append(seen, id)
			ways = append(ways, f.wayTo(id))
		}
	}
	return ways
}

// proved reports whether all that counts in a report holds.
func proved(report check.Report) bool {
	outcome := report.Outcome()
	return outcome == check.Passed || outcome == check.Warned
}

// errAgain asks for the checks of a step to run again.
var errAgain = errors.New("check again")

// stepChecks is the checks of a step and what goes with them.
type stepChecks struct {
	step setup.StepID
	// run runs the checks; again is set from the second time on. It reports
	// whether they ended.
	run func(ctx context.Context, again bool) (bool, error)
	// after, which may be nil, is called when they did.
	after func(context.Context) error
	// more, which may be nil, are further ways to go on.
	more func() []way
}

// checked runs the checks of a step until somebody goes on, which nothing
// prevents.
func (f *face) checked(ctx context.Context, l stepChecks) error {
	for repeat := false; ; repeat = true {
		ended, err := l.run(ctx, repeat)
		if err == nil && ended && l.after != nil {
			err = l.after(ctx)
		}
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
		if err := f.afterChecks(ctx, l); !errors.Is(err, errAgain) {
			return err
		}
	}
}

// afterChecks asks what to do with the results of a step. What is offered first
// is to go on when nothing is in the way, else to check again.
func (f *face) afterChecks(ctx context.Context, l stepChecks) error {
	report, stale := f.flow.Results(l.step)
	on, at := f.wayOn(), 0
	if stale || !proved(report) {
		at = 1
		on.note = f.say(check.T("terminal.unproved", "it can be saved, but not as verified"))
	}
	ways := []way{on, {label: check.T("terminal.again", "Check again"), do: func(context.Context) error { return errAgain }},
		{label: check.T("terminal.change", "Change the answers of this step"), do: stay}}
	if l.more != nil {
		ways = append(ways, l.more()...)
	}
	ways = append(ways, f.waysToFields(f.last)...)
	ways = append(ways, f.wayElsewhere(), f.wayOut())
	err := f.choose(ctx, check.T("terminal.what-next", "What next?"), ways, at)
	if errors.Is(err, errBack) { // from the results back to the answers
		return nil
	}
	return err
}
