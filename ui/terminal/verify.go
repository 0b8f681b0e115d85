package terminal

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// run is a run of checks.
type run struct {
	step setup.StepID
	how  setup.SignIn
	// briefly leaves out what passes.
	briefly bool
	// me is an account that looks at the service account in its place.
	me *setup.Me
}

// work returns the checks of a run.
func (f *face) work(r run) (setup.Work, check.Problems) {
	if r.me != nil {
		return f.flow.CheckAsMe(r.me.Username, r.me.Password)
	}
	return f.flow.Work(r.step, r.how)
}

// verify runs checks and shows them as they come. A run that was cancelled
// leaves what was proved before. It reports whether the run ended.
func (f *face) verify(ctx context.Context, r run) (bool, error) {
	link := links{face: f}
	var talk talk
	r.how.Show = func(state setup.SignInState) { talk.tell(link.news(state)) }
	work, bad := f.work(r)
	if len(bad) > 0 {
		f.refuse(bad)
		return false, nil
	}
	var outcome setup.Outcome
	cancelled := false
	err := f.asker.watch(ctx, f.checking(), func(ctx context.Context, tell func(news)) {
		talk.begin(tell)
		defer talk.end()
		outcome = work.Run(ctx, func(res check.Result) {
			n := f.progress(r, res)
			if ctx.Err() != nil && res.Status == check.Skipped {
				n.say = "" // who cancels knows why the rest was not checked
			}
			talk.tell(n)
		})
		cancelled = ctx.Err() != nil
	})
	if err != nil || ctx.Err() != nil {
		return false, errors.Join(err, ctx.Err())
	}
	if cancelled {
		f.tell(check.T("terminal.cancelled", "Cancelled. What was proved before still stands."))
		return false, nil
	}
	f.flow.Keep(outcome)
	return true, f.conclude(ctx, r.step, outcome.Report)
}

// checking is what a run of checks is called.
func (f *face) checking() string { return f.say(check.T("terminal.checking", "Checking")) }

// talk passes on what is told from several goroutines, one at a time, and
// nothing once the run has ended.
type talk struct {
	mu sync.Mutex
	to func(news)
}

func (t *talk) begin(to func(news)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.to = to
}

func (t *talk) end() { t.begin(nil) }

func (t *talk) tell(n news) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.to != nil {
		t.to(n)
	}
}

// progress is what a change of a result tells.
func (f *face) progress(r run, res check.Result) news {
	n := news{key: fmt.Sprint(res.ID, " ", res.Host, " ", res.Target)}
	if !res.Status.Done() {
		n.busy = f.named(res)
		return n
	}
	quiet := r.briefly && (res.Status == check.Passed || res.Status == check.Skipped)
	if (belongs(r.step, res.ID) || hinders(res)) && !quiet {
		s := f.sheet()
		f.row(s, res)
		n.say = s.String()
	}
	return n
}

// conclude says how a run ended, and everything about what is wrong.
func (f *face) conclude(ctx context.Context, step setup.StepID, report check.Report) error {
	report = shown(step, report)
	f.last = report
	s := f.sheet()
	s.title(f.summary(report))
	f.faults(s, report)
	return f.read(ctx, s)
}

// refuse says what keeps checks from running.
func (f *face) refuse(bad check.Problems) {
	s := f.sheet()
	s.blank()
	for _, p := range bad {
		s.point(f.faulty(p))
	}
	f.print(s)
}
