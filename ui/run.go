package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// life is how long work may go on: until the page is left, and at most until the
// window is closed.
type life struct {
	window context.Context
	end    context.CancelFunc
	page   context.Context
	leave  context.CancelFunc
}

func (l *life) begin() { l.window, l.end = context.WithCancel(context.Background()) }

// turn ends what runs for the page and begins the time of the next one.
func (l *life) turn() {
	if l.leave != nil {
		l.leave()
	}
	l.page, l.leave = context.WithCancel(l.window)
}

// background runs work for the page that is shown.
func (w *Window) background(work func(context.Context) (apply func())) { w.run(w.life.page, work) }

// run is the one place where a goroutine begins.
func (w *Window) run(ctx context.Context, work func(context.Context) (apply func())) {
	w.wg.Go(func() {
		apply := work(ctx)
		fyne.Do(func() {
			if apply != nil && ctx.Err() == nil {
				apply()
			}
		})
	})
}

// job is one run of checks.
type job struct {
	ctx    context.Context
	cancel context.CancelFunc
	edits  int // the answers it runs on
	// then is called when everything was proved.
	then func()
}

// check runs the checks of a step, if it is shown and its fields can be used.
// Those that still run on older answers end.
func (w *Window) check(id setup.StepID) {
	if w.storing || id != w.flow.Current().ID {
		return
	}
	if bad := w.flow.Faults(id); len(bad) > 0 {
		w.complain(bad)
		return
	}
	w.start(id, nil)
}

// start runs the checks of a step and reports whether there are any to run.
func (w *Window) start(id setup.StepID, then func()) bool {
	method := setup.Browser
	if id == setup.Review {
		method = setup.StoredTokens // what is signed in already
	}
	return w.startBy(method, id, then)
}

// signInBy checks the Exchange step with a way of signing in, in the place of a
// run that goes on.
func (w *Window) signInBy(method setup.SignInMethod) {
	id := setup.Exchange
	if w.storing || id != w.flow.Current().ID {
		return
	}
	if bad := w.flow.Faults(id); len(bad) > 0 {
		w.complain(bad)
		return
	}
	w.startBy(method, id, w.advanceIfProved)
}

func (w *Window) startBy(method setup.SignInMethod, id setup.StepID, then func()) bool {
	j := w.newJob(then)
	work, bad := w.flow.Work(id, setup.SignIn{Method: method,
		Show: func(s setup.SignInState) { fyne.Do(func() { w.showSignIn(j, s) }) }})
	if len(bad) > 0 || !checkable(id) {
		j.cancel()
		return false
	}
	w.launch(j, work)
	return true
}

// runWork runs checks that a page asks for in a way of its own, in place of those
// that run.
func (w *Window) runWork(work setup.Work) {
	if !w.storing && work.Step == w.flow.Current().ID {
		w.launch(w.newJob(nil), work)
	}
}

func (w *Window) newJob(then func()) *job {
	ctx, cancel := context.WithCancel(w.life.page)
	return &job{ctx: ctx, cancel: cancel, edits: w.edits, then: then}
}

func (w *Window) launch(j *job, work setup.Work) {
	if w.job != nil {
		w.job.cancel()
	}
	w.job, w.ended = j, false
	w.shown.Began(w.say(running(work.Step)))
	w.refresh()
	w.background(func(context.Context) func() {
		o := work.Run(j.ctx, func(r check.Result) { fyne.Do(func() { w.row(j, r) }) })
		return func() { w.finished(j, o) }
	})
}

func (w *Window) row(j *job, r check.Result) {
	if w.job == j {
		w.shown.Row(r)
	}
}

func (w *Window) showSignIn(j *job, s setup.SignInState) {
	if w.job == j {
		w.shown.SignIn(s)
	}
}

// finished takes over what a run proved. One that was cancelled proves nothing,
// but what it saw stays on the screen.
func (w *Window) finished(j *job, o setup.Outcome) {
	if w.job != j {
		return
	}
	w.job = nil
	if j.ctx.Err() != nil {
		w.ended = true
		w.shown.Ended(&o.Report)
		w.refresh()
		return
	}
	j.cancel()
	current, shown := j.edits == w.edits, w.shown
	w.flow.Keep(o)
	w.shown.Ended(nil)
	if j.then != nil && current {
		j.then()
	}
	if w.shown == shown { // else the next page is drawn already
		w.refresh()
	}
}

// cancelWork ends the checks that run.
func (w *Window) cancelWork() {
	if w.job != nil {
		w.job.cancel()
	}
}

// checkable reports whether a step has checks.
func checkable(id setup.StepID) bool {
	switch id {
	case setup.Connection, setup.BaseDN, setup.ServiceAccount, setup.Exchange, setup.Review:
		return true
	}
	return false
}

// running names the run of a step.
func running(id setup.StepID) check.Text {
	switch id {
	case setup.Connection:
		return check.T("running.connection", "Checking the domain controllers over LDAPS")
	case setup.BaseDN:
		return check.T("running.base-dn", "Looking up the Base DN")
	case setup.ServiceAccount:
		return check.T("running.account", "Signing in and reading the rights of the account")
	case setup.Exchange:
		return check.T("running.exchange", "Signing in with Microsoft")
	}
	return check.T("running.review", "Checking everything one last time")
}
