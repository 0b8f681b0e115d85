package ui

import (
	"context"
	"errors"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/page"
)

// Next goes on: it complains about fields that cannot be used, runs the checks
// of the page if their results are not those of the answers, saves, or shows the
// next step. A failed check stops it once, so that it is seen, and never twice.
func (w *Window) Next() {
	id := w.flow.Current().ID
	if w.storing {
		return
	}
	if bad := w.flow.Faults(id); len(bad) > 0 {
		w.complain(bad)
		return
	}
	switch {
	case id == setup.Done:
		w.askClose()
	case w.job != nil:
		w.goOnAfter(id)
	case id == setup.Review:
		w.save()
	case w.fresh(id) || !w.start(id, w.advanceIfProved):
		w.advance()
	}
}

// complain shows fields that cannot be used.
func (w *Window) complain(bad check.Problems) {
	w.faulty = len(bad)
	w.shown.Faults(bad)
	w.refresh()
}

// goOnAfter lets the run that goes on lead further, unless the answers have
// changed since it began: then it runs again.
func (w *Window) goOnAfter(id setup.StepID) {
	then := w.advanceIfProved
	if id == setup.Review {
		then = w.storeUnlessNew()
	}
	switch {
	case w.job.edits != w.edits:
		w.start(id, then)
	case w.job.then == nil:
		w.job.then = then
		w.refresh()
	}
}

// fresh reports whether there is nothing to check, or it was checked on the
// answers as they are.
func (w *Window) fresh(id setup.StepID) bool {
	if !checkable(id) {
		return true
	}
	report, stale := w.flow.Results(id)
	return len(report.Results) > 0 && !stale
}

func (w *Window) advance() {
	w.flow.Next()
	w.show()
}

// advanceIfProved goes on, unless the page has something that somebody has to see
// first.
func (w *Window) advanceIfProved() {
	if p, ok := w.shown.(interface{ Hold() bool }); ok && p.Hold() {
		return
	}
	report, _ := page.Results(w.flow, w.flow.Current().ID)
	if proved(report) {
		w.advance()
	}
}

func proved(report check.Report) bool {
	outcome := report.Outcome()
	return outcome == check.Passed || outcome == check.Warned
}

// Back shows the step before. After saving there is nothing to go back from.
func (w *Window) Back() {
	if w.storing || w.flow.Current().ID == setup.Welcome || w.flow.AtEnd() {
		return
	}
	w.flow.Back()
	w.show()
}

// Goto shows a step, if it is open.
func (w *Window) Goto(id setup.StepID) {
	if !w.storing && id != w.flow.Current().ID && w.flow.Goto(id) {
		w.show()
	}
}

// open continues with a saved connection. One without a password begins where it
// is typed.
func (w *Window) open(o setup.Opened, verify bool) {
	w.flow.Answers().Password.Wipe()
	w.flow.Open(o.Profile, o.Password)
	w.forgetPages()
	w.desk.Unkept, w.desk.NotKept = o.Unkept, nil
	w.baseline = w.flow.Answers()
	switch {
	case !verify:
		w.flow.Goto(setup.Connection)
	case o.Password.Empty():
		w.flow.Goto(setup.ServiceAccount)
	default:
		w.flow.Goto(setup.Review)
	}
	w.show()
	if verify && !o.Password.Empty() {
		w.start(setup.Review, nil)
	}
}

// askNew begins a new connection, and asks before if something would be lost.
func (w *Window) askNew() {
	if !w.unsaved() {
		w.startOver()
		return
	}
	w.askKeeping(check.T("new.ask", "Begin a new connection?"), check.T("new.yes", "Begin a new connection"), w.startOver)
}

// startOver begins a new connection.
func (w *Window) startOver() {
	w.startAnew()
	w.flow.Next()
	w.show()
}

// startAnew puts a new flow in the place of the old one.
func (w *Window) startAnew() {
	w.flow.Close()
	w.flow = setup.New(w.flow.Deps())
	w.desk.Flow = w.flow
	w.forgetPages()
	w.desk.Unkept, w.desk.NotKept = nil, nil
	w.baseline = w.flow.Answers()
}

// reviewer is the page that can say why something is not saved.
type reviewer interface {
	Missing(setup.Step, check.Problems)
	Failed(error)
}

// save checks everything one last time and saves. What the page already shows as
// not proved does not stop it; something new does, once.
func (w *Window) save() {
	for _, step := range w.flow.Steps() {
		if bad := unsavable(w.flow.Faults(step.ID)); len(bad) > 0 {
			w.shown.(reviewer).Missing(step, bad)
			return
		}
	}
	if !w.start(setup.Review, w.storeUnlessNew()) {
		w.store()
	}
}

// storeUnlessNew returns what saves, unless there are reasons against "verified"
// then that the page does not show now.
func (w *Window) storeUnlessNew() func() {
	known := w.reasons()
	return func() {
		if !slices.ContainsFunc(w.reasons(), func(r string) bool { return !slices.Contains(known, r) }) {
			w.store()
		}
	}
}

// unsavable leaves out a missing password: a connection can be saved without
// one.
func unsavable(bad check.Problems) check.Problems {
	return slices.DeleteFunc(bad, func(p *check.Problem) bool { return p.Code == "password.empty" })
}

// reasons are why the connection would be saved as not verified.
func (w *Window) reasons() []string {
	p, _ := w.flow.Preview()
	var list []string
	for _, r := range p.Reasons {
		list = append(list, w.say(r))
	}
	return list
}

// store saves. Nothing else may happen meanwhile, so it does not end with the
// page.
func (w *Window) store() {
	saving := w.flow.Saving()
	w.storing = true
	w.refresh()
	w.run(w.life.window, func(ctx context.Context) func() {
		p, err := saving.Run(ctx)
		return func() {
			w.storing = false
			if err != nil && !setup.NotKept(err) {
				w.shown.(reviewer).Failed(err)
				w.refresh()
				return
			}
			w.desk.NotKept, _ = errors.AsType[*check.Problem](err)
			w.flow.Saved(p)
			w.baseline = w.flow.Answers()
			w.show()
		}
	})
}
