package setup

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
)

// A password that came from the keyring was typed for certain hosts, a certain
// trust and a certain username. Once one of these is edited it is sent nowhere,
// and kept for nothing else, until it is typed again.

// binding is what a password typed now would be for.
func (f *Flow) binding() profile.Binding { return f.answers.Profile(f.profile).Binding() }

// bind notes what the password that was just taken from the keyring is for; a
// connection that keeps none has none.
func (f *Flow) bind() {
	f.keptFor = nil
	if f.profile.Kept != nil && !f.answers.Password.Empty() {
		f.keptFor = &profile.Kept{Binding: f.binding()}
	}
}

// unbound is why the kept password must not be used for the answers as they are
// now, or nil.
func (f *Flow) unbound() *check.Problem {
	p := f.answers.Profile(f.profile)
	p.Kept = f.keptFor
	return p.Rebind()
}

// passwordFaults are the reasons not to send the password.
func (f *Flow) passwordFaults() check.Problems {
	if p := f.unbound(); p != nil {
		return check.Problems{p}
	}
	return only(f.answers.accountFaults(), FieldPassword)
}
