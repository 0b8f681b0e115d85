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

// What a way returns instead of having led on: errMenu offers the same ways once
// more, errAnew asks for what is offered to be looked up again.
var (
	errMenu = errors.New("back to the choice")
	errAnew = errors.New("offer anew")
)

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
// with what is wrong. A password that is missing keeps nobody: what it means was
// said where it was asked for, and a connection can be saved without one.
func (f *face) next(context.Context) error {
	bad := f.flow.Next()
	if withoutPassword := slices.DeleteFunc(slices.Clone(bad), missesPassword); len(withoutPassword) > 0 {
		f.refuse(withoutPassword)
	} else if len(bad) > 0 {
		f.flow.Goto(f.following().ID)
	}
	return nil
}

func missesPassword(p *check.Problem) bool { return p.Code == "password.empty" }

// following is the step after the current one; after the last one, that one.
func (f *face) following() setup.Step {
	steps := f.flow.Steps()
	i := slices.IndexFunc(steps, func(s setup.Step) bool { return s.ID == f.flow.Current().ID })
	return steps[min(i+1, len(steps)-1)]
}

// stay shows the step again.
func stay(context.Context) error { return nil }

// leaveChoice goes back from a choice as Esc does.
func leaveChoice(context.Context) error { return errBack }

// wayBack is Esc, for those who look for it in the list.
func wayBack() way { return way{label: check.T("terminal.back", "Back"), do: leaveChoice} }

// errMenuIfBack leads from an inner question back to the choice.
func errMenuIfBack(err error) error {
	if errors.Is(err, errBack) {
		return errMenu
	}
	return err
}

// errMenuIfNil leads back to the choice after something that leads nowhere.
func errMenuIfNil(err error) error {
	if err == nil {
		return errMenu
	}
	return err
}

// submenu is a way to further ways; going back from it leads to the choice
// before.
func (f *face) submenu(label, title check.Text, ways func() []way) way {
	return way{label: label, do: func(ctx context.Context) error {
		err := f.choose(ctx, title, append(ways(), wayBack()), 0)
		if errors.Is(err, errBack) {
			return errMenu
		}
		return err
	}}
}

// onEveryStep adds to the ways of a step what every step offers.
func (f *face) onEveryStep(ways ...way) []way {
	return append(ways, f.wayMore(), f.wayElsewhere(), f.wayOut())
}

func (f *face) wayOn() way {
	return way{label: check.T("terminal.next-is", "Next: {{.step}}", "step", f.following().Nav), do: f.next}
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
		ways = append(ways, wayBack())
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
	// idle is set where nothing runs before somebody asks for it.
	idle bool
}

// checked runs the checks of a step until somebody goes on, which nothing
// prevents.
func (f *face) checked(ctx context.Context, l stepChecks) error {
	for repeat := false; ; repeat = true {
		if repeat || !l.idle {
			if err := l.once(ctx, repeat); err != nil && !errors.Is(err, errBack) {
				return err
			}
		}
		if err := f.afterChecks(ctx, l); !errors.Is(err, errAgain) {
			return err
		}
	}
}

func (l stepChecks) once(ctx context.Context, again bool) error {
	ended, err := l.run(ctx, again)
	if err == nil && ended && l.after != nil {
		return l.after(ctx)
	}
	return err
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
	ways = append(ways, f.wayOfWarnings(f.last)...)
	ways = append(ways, f.waysToFields(f.last)...)
	ways = f.onEveryStep(ways...)
	err := f.choose(ctx, check.T("terminal.what-next", "What next?"), ways, at)
	if errors.Is(err, errBack) { // from the results back to the answers
		return nil
	}
	return err
}
