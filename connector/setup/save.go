package setup

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// Saving is the connection that is about to be saved. Run it on any goroutine
// and hand what it returns to Saved.
type Saving struct {
	store    *profile.Store
	profile  profile.Profile
	password secret.Text
	keep     bool
}

// Saving returns the connection as it will be saved, with what was proved on
// the answers as they are now: results that are stale do not count.
func (f *Flow) Saving() Saving {
	return NewSaving(f.deps, f.profile, f.answers, f.evidence(), f.seen)
}

// NewSaving puts answers and proof into p, which is a new connection or the one
// to replace.
func NewSaving(d Deps, p profile.Profile, a Answers, proved []profile.Evidence, seen Seen) Saving {
	p = a.Profile(p)
	p.Evidence = proved
	p.Verified, p.Reasons = judge(p.Report())
	if seen.SignedIn {
		p.Exchange.TenantID, p.Exchange.ObjectID = seen.Account.TenantID, seen.Account.ObjectID
		if p.Exchange.Account == "" {
			p.Exchange.Account = seen.Account.UPN
		}
	}
	return Saving{store: d.Store, profile: p, password: a.Password.Clone(), keep: a.KeepPassword}
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

// Run saves. A warning among the problems means that the connection is saved
// and the password is not kept.
func (s Saving) Run(ctx context.Context) (profile.Profile, error) {
	defer s.password.Wipe()
	p := s.profile
	if s.KeepsPassword() {
		err := s.store.SaveKeeping(ctx, &p, s.password)
		return p, err
	}
	if p.Kept != nil {
		return p, s.store.Forget(ctx, &p)
	}
	return p, s.store.Save(ctx, &p)
}

// NotKept reports whether err, from Saving.Run, is only about the password: the
// connection itself was saved.
func NotKept(err error) bool {
	p, ok := errors.AsType[*check.Problem](err)
	return ok && p.Severity == check.Warning
}

// Saved takes over what was saved and goes to the last step.
func (f *Flow) Saved(p profile.Profile) {
	f.profile, f.saved = p, true
	f.at = len(f.steps) - 1
	f.visited[Done] = true
}

// Connection returns the saved connection, or what it began from.
func (f *Flow) Connection() profile.Profile { return f.profile }

// Reopened returns the answers of a saved connection as they hold now: the
// authority of practice mode is another one at every start.
func (d Deps) Reopened(p profile.Profile) Answers {
	a := AnswersOf(p)
	if d.Practice {
		a.CA, a.CAFile = d.Start.CA, d.Start.CAFile
	}
	return a
}

// Open starts over with a saved connection. password may be empty.
func (f *Flow) Open(p profile.Profile, password secret.Text) {
	f.answers = f.deps.Reopened(p)
	f.answers.Password = password
	f.profile, f.saved, f.at = p, false, 1
	f.visited = map[StepID]bool{Welcome: true, Permissions: true}
	f.proved, f.seen, f.guard = map[StepID]proof{}, Seen{}, directory.NewGuard()
	f.accepted = p.Report().Acceptances()
}

// Close ends what the flow holds open and wipes the password.
func (f *Flow) Close() {
	f.answers.Password.Wipe()
	f.client.close()
}
