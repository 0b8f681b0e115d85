package setup

import (
	"context"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// Flow is the position in the steps, the answers, and what was proved on which
// answers. It must be used on one goroutine.
type Flow struct {
	deps    Deps
	steps   []Step
	at      int
	answers Answers
	visited map[StepID]bool
	proved  map[StepID]proof
	// guard outlives the runs: a refused password is never sent again.
	guard   *directory.Guard
	client  signInClient
	seen    Seen
	profile profile.Profile
	saved   bool
	// rehearsed are the practice faults of the last check.
	rehearsed []string
}

// proof is the results of a step and the answers they rest on.
type proof struct {
	report check.Report
	input  Answers
}

// New returns a flow at its first step with the answers of d.Start.
func New(d Deps) *Flow {
	f := &Flow{deps: d, steps: Steps(), answers: d.Start, visited: map[StepID]bool{Welcome: true},
		proved: map[StepID]proof{}, guard: directory.NewGuard(), profile: profile.New(profile.Hybrid)}
	f.rehearse()
	return f
}

// Deps returns the outside world of the flow.
func (f *Flow) Deps() Deps { return f.deps }

// Steps returns all steps in order.
func (f *Flow) Steps() []Step { return f.steps }

// Current returns the step that is shown.
func (f *Flow) Current() Step { return f.steps[f.at] }

// Answers returns what was typed so far.
func (f *Flow) Answers() Answers { return f.answers }

// Edit changes the answers. Results that rested on a changed answer are kept
// and read as State Stale until they are checked again.
func (f *Flow) Edit(change func(*Answers)) {
	a := f.answers
	a.Hosts, a.Features = slices.Clone(a.Hosts), slices.Clone(a.Features)
	change(&a)
	f.answers = a
}

// Faults returns what cannot be used in the fields of the step.
func (f *Flow) Faults(id StepID) check.Problems { return f.answers.Faults(id, f.deps) }

// Next goes to the next step, unless a field of the current one cannot be
// used: then it stays and returns the problems. A failed check never blocks.
func (f *Flow) Next() check.Problems {
	if bad := f.Faults(f.Current().ID); len(bad) > 0 {
		return bad
	}
	if f.at < len(f.steps)-1 {
		f.at++
		f.visited[f.Current().ID] = true
	}
	return nil
}

// Back goes to the step before.
func (f *Flow) Back() {
	if f.at > 0 {
		f.at--
	}
}

// Goto shows a step. The two tracks can be done in any order, so every step is
// open, but the last one, which only saving leads to. It reports whether the
// step is shown.
func (f *Flow) Goto(id StepID) bool {
	i := slices.IndexFunc(f.steps, func(s Step) bool { return s.ID == id })
	if i < 0 || (id == Done) != f.saved && id == Done {
		return false
	}
	f.at = i
	f.visited[id] = true
	return true
}

// AtEnd reports whether the last step is shown.
func (f *Flow) AtEnd() bool { return f.at == len(f.steps)-1 }

// Seen returns what the last runs learned, for proposals.
func (f *Flow) Seen() Seen { return f.seen }

// Results returns the results of a step, and whether the answers they rest on
// have changed since.
func (f *Flow) Results(id StepID) (report check.Report, stale bool) {
	p, ok := f.proved[id]
	return p.report, ok && !p.input.sameFor(id, f.answers)
}

// Report returns the results of all steps.
func (f *Flow) Report() check.Report {
	var all []check.Report
	for _, s := range f.steps {
		all = append(all, f.proved[s.ID].report)
	}
	return check.Join(all...)
}

// Work is something that takes time: the checks of a step on the answers as
// they were. Run it on any goroutine; hand its Outcome to Keep.
type Work struct {
	Step    StepID
	deps    Deps
	request Request
	input   Answers
}

// Outcome is what a Work proved.
type Outcome struct {
	Step   StepID
	Report check.Report
	seen   Seen
	input  Answers
	halves Request
}

// SignIn says how the Microsoft half signs in, for Work.
type SignIn struct {
	Method entra.Method
	// Show gets every state of the sign-in; it is called on other goroutines.
	Show func(entra.State)
}

// Work returns the checks of a step, or what keeps them from running.
func (f *Flow) Work(id StepID, how SignIn) (Work, check.Problems) {
	f.rehearse()
	w := Work{Step: id, deps: f.deps, input: f.answers}
	var bad check.Problems
	switch id {
	case Connection:
		w.request.Directory, bad = f.directory(Probe)
	case BaseDN, ServiceAccount:
		w.request.Directory, bad = f.directory(Account)
	case Exchange:
		w.request.Microsoft, bad = f.microsoft(how)
	case Review:
		w.request.Directory, bad = f.directory(Account)
		if len(bad) > 0 {
			return Work{}, bad
		}
		if _, signedIn := f.client.account(); signedIn {
			w.request.Microsoft, bad = f.microsoft(how)
		}
	}
	return w, bad
}

func (f *Flow) directory(until Stage) (*DirectoryRequest, check.Problems) {
	conf, _, bad := f.answers.Directory(until)
	if until == Account {
		bad = append(bad, only(f.answers.accountFaults(), directory.FieldPassword)...)
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return &DirectoryRequest{Config: conf, Password: f.answers.Password.Clone(), Until: until, Guard: f.guard}, nil
}

// CheckAsMe returns the checks of the service account by an admin who signs in
// with an account of their own. All is proved but that the service account
// itself can sign in, which stays Unknown. The password is used for this work
// only.
func (f *Flow) CheckAsMe(username string, password secret.Text) (Work, check.Problems) {
	f.rehearse()
	conf, _, bad := f.answers.Directory(Account)
	if len(bad) > 0 {
		return Work{}, bad
	}
	r := &DirectoryRequest{Config: conf, Until: Account, Guard: f.guard, As: &Me{username, password.Clone()}}
	return Work{Step: ServiceAccount, deps: f.deps, input: f.answers, request: Request{Directory: r}}, nil
}

// Missing is what the last run found the service account to lack: the commands
// and the script that delegate exactly that.
func (f *Flow) Missing() directory.Delegation { return f.seen.Missing }

func (f *Flow) microsoft(how SignIn) (*MicrosoftRequest, check.Problems) {
	m, bad := f.answers.Microsoft(f.deps)
	if len(bad) > 0 {
		return nil, bad
	}
	req := &MicrosoftRequest{Microsoft: m, Method: how.Method, Show: how.Show}
	if m.ClientID == "" {
		return req, nil
	}
	var err error
	if req.Client, err = f.client.use(m, f.deps); err != nil {
		var bad faults
		bad.add(FieldClientID, err)
		return nil, check.Problems(bad)
	}
	return req, nil
}

// Run does the work. progress is never called concurrently, and on another
// goroutine than Run's.
func (w Work) Run(ctx context.Context, progress func(check.Result)) Outcome {
	o := Outcome{Step: w.Step, input: w.input, halves: w.request}
	o.Report, o.seen = Verify(ctx, w.deps, w.request, progress)
	if d := w.request.Directory; d != nil {
		d.Password.Wipe()
		if d.As != nil {
			d.As.Password.Wipe()
		}
	}
	return o
}

// Keep takes over what a work proved. A run that was cancelled leaves the
// results that were there.
func (f *Flow) Keep(o Outcome) {
	byStep := map[StepID]check.Report{}
	for _, r := range o.Report.Results {
		id := stepOf(r.ID)
		part := byStep[id]
		part.StartedAt, part.FinishedAt = o.Report.StartedAt, o.Report.FinishedAt
		part.Results = append(part.Results, r)
		byStep[id] = part
	}
	for id, part := range byStep {
		f.proved[id] = proof{part, o.input}
	}
	if o.halves.Directory != nil {
		f.seen.Directory, f.seen.Missing = o.seen.Directory, o.seen.Missing
	}
	if o.halves.Microsoft != nil {
		f.seen.Account, f.seen.SignedIn = o.seen.Account, o.seen.SignedIn
	}
}
