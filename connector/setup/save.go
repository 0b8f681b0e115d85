package setup

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// Saving is the connection that is about to be saved. Run it on any goroutine
// and hand what it returns to Saved.
type Saving struct {
	deps     Deps
	profile  profile.Profile
	password secret.Text
	keep     bool
	// tokens are those of who is signed in, if somebody is; sameAccount means
	// that the connection had the same account before.
	tokens      *entra.Cache
	sameAccount bool
}

// Saving returns the connection as it will be saved, with what was proved on
// the answers as they are now: results that are stale do not count.
func (f *Flow) Saving() Saving {
	a := f.answers
	if f.unbound() != nil {
		a.Password = secret.Text{} // it is kept for nothing else
	}
	s := NewSaving(f.deps, f.profile, a, f.evidence(), f.seen)
	if _, signedIn := f.client.account(); signedIn {
		s.tokens = f.client.cache
	}
	return s
}

// NewSaving puts answers and proof into p, which is a new connection or the one
// to replace.
func NewSaving(d Deps, p profile.Profile, a Answers, proved []profile.Evidence, seen Seen) Saving {
	before := p.Exchange
	p = a.Profile(p)
	p.Evidence = proved
	p.Verified, p.Reasons = judge(p.Report())
	if seen.SignedIn {
		p.Exchange.TenantID, p.Exchange.ObjectID = seen.Account.TenantID, seen.Account.ObjectID
		if p.Exchange.Account == "" {
			p.Exchange.Account = seen.Account.UPN
		}
	}
	return Saving{deps: d, profile: p, password: a.Password.Clone(), keep: a.KeepPassword, sameAccount: sameAccount(before, p.Exchange)}
}

// ProposeKeeping reports whether the password of this account may be kept: that
// of a delegated account may, that of a privileged one is better asked for.
func ProposeKeeping(r check.Report) bool {
	bind, ok := r.Find(directory.CheckDomainAdmin, "")
	return ok && bind.Status != check.Passed && bind.Facts["privileged"] != true
}

// Detail returns what err says to people.
func Detail(err error) check.Text {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p.Detail
	}
	return check.Verbatim(check.Clean(err.Error()))
}

// Profile returns the connection that will be saved.
func (s Saving) Profile() profile.Profile { return s.profile }

// KeepsPassword reports whether the password goes into the keyring.
func (s Saving) KeepsPassword() bool { return s.keep && !s.password.Empty() }

// Run saves, and drops the draft. A warning among the problems means that the
// connection is saved, and the password or the sign-in is not kept.
func (s Saving) Run(ctx context.Context) (profile.Profile, error) {
	defer s.password.Wipe()
	p := s.profile
	err := s.save(ctx, &p)
	if err != nil && !NotKept(err) {
		return p, err
	}
	_ = s.deps.Store.DropDraft(ctx, p.ID) // a draft that stays is offered once more
	return p, errors.Join(err, s.keepSignIn(ctx, p))
}

func (s Saving) save(ctx context.Context, p *profile.Profile) error {
	switch {
	case s.KeepsPassword():
		return s.deps.Store.SaveKeeping(ctx, p, s.password)
	case p.Kept != nil:
		return s.deps.Store.Forget(ctx, p)
	}
	return s.deps.Store.Save(ctx, p)
}

// NotKept reports whether err, from Saving.Run, is only about what could not be
// kept or forgotten beside it: the connection itself was saved.
func NotKept(err error) bool {
	p, ok := errors.AsType[*check.Problem](err)
	return ok && p.Severity == check.Warning
}

// Saved takes over what was saved and goes to the last step.
func (f *Flow) Saved(p profile.Profile) {
	f.profile, f.saved, f.toCompare = p, true, nil
	f.at = len(f.steps) - 1
	f.visited[Done] = true
}

// Connection returns the saved connection, or what it began from.
func (f *Flow) Connection() profile.Profile { return f.profile }

// Reopened returns the answers of a saved connection as they hold now.
func (d Deps) Reopened(p profile.Profile) Answers { return d.current(AnswersOf(p)) }

// current puts the authority of practice mode into answers: it is another one at
// every start.
func (d Deps) current(a Answers) Answers {
	if d.Practice {
		a.CA, a.CAFile = d.Start.CA, d.Start.CAFile
	}
	return a
}

// Open starts over with a saved connection. password may be empty; that of a
// connection which keeps one is taken for the kept one, and used only while
// nothing changes that it was kept for.
func (f *Flow) Open(p profile.Profile, password secret.Text) {
	f.answers = f.deps.Reopened(p)
	f.answers.Password = password
	f.profile, f.saved, f.at, f.elsewhere = p, false, 1, map[Track]bool{}
	f.visited = map[StepID]bool{Welcome: true, Permissions: true}
	f.proved, f.seen, f.guard = map[StepID]proof{}, Seen{}, directory.NewGuard()
	f.accepted, f.toCompare = p.Report().Acceptances(), nil
	f.bind()
	for _, e := range p.Evidence {
		if f.foreign(e) { // what was proved here is checked again here
			f.adopt(e)
		}
	}
	f.client.close()
	f.client = signInClient{}
}

// Close ends what the flow holds open and wipes the password.
func (f *Flow) Close() {
	f.answers.Password.Wipe()
	f.client.close()
}
