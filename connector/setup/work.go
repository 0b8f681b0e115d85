package setup

import (
	"context"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/secret"
)

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
		return f.review(w, how)
	}
	return w, bad
}

// review checks everything anew that is done here. A browser opens on its own
// page only: without a sign-in the Microsoft half stays as it is.
func (f *Flow) review(w Work, how SignIn) (Work, check.Problems) {
	var bad check.Problems
	if !f.isElsewhere(DirectoryTrack) {
		if w.request.Directory, bad = f.directory(Account); len(bad) > 0 {
			return Work{}, bad
		}
	}
	if _, signedIn := f.client.account(); !signedIn {
		if !f.keepsSignIn() {
			return w, nil
		}
		how.Method = entra.Stored
	}
	if !f.elsewhere[MicrosoftTrack] {
		w.request.Microsoft, bad = f.microsoft(how)
	}
	return w, bad
}

func (f *Flow) directory(until Stage) (*DirectoryRequest, check.Problems) {
	conf, _, bad := f.answers.Directory(until)
	if until == Account {
		bad = append(bad, f.passwordFaults()...)
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
	req := &MicrosoftRequest{Microsoft: m, UPNSuffixes: f.answers.UPNSuffixes(), Method: how.Method, Show: how.Show}
	if m.ClientID == "" {
		return req, nil
	}
	var err error
	if req.Client, err = f.client.use(m, f.deps, f.tokens); err != nil {
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
