package setup

import (
	"slices"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/profile"
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
	// keptFor is what the password is for, while it is the one from the keyring.
	keptFor *profile.Kept
	// toCompare are the keys of what a draft made trusted.
	toCompare []string
	// rehearsed are the practice faults of the last check.
	rehearsed []string
	// accepted are the warnings that somebody took for granted.
	accepted check.Acceptances
	// granted is when the missing roles were said to be assigned.
	granted time.Time
	// elsewhere are the halves that are left to another computer.
	elsewhere map[Track]bool
}

// New returns a flow at its first step with the answers of d.Start.
func New(d Deps) *Flow {
	f := &Flow{deps: d, steps: Steps(), answers: d.Start, visited: map[StepID]bool{Welcome: true},
		proved: map[StepID]proof{}, accepted: check.Acceptances{}, elsewhere: map[Track]bool{}, guard: directory.NewGuard(), profile: profile.New(profile.Hybrid)}
	f.answers.Password = d.Start.Password.Clone() // Close wipes it
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
	if !a.Password.Same(f.answers.Password) {
		f.keptFor = nil // it was typed
	}
	f.answers = a
}

// Faults returns what cannot be used in the fields of the step; nothing is asked
// for in a half that is another computer's.
func (f *Flow) Faults(id StepID) check.Problems {
	if f.isElsewhere(trackOfStep(id)) {
		return nil
	}
	bad := f.answers.Faults(id, f.deps)
	if p := f.unbound(); p != nil && id == ServiceAccount {
		bad = append(bad, p)
	}
	return bad
}

// Next goes to the next step that is done here, unless a field of the current one cannot be
// used: then it stays and returns the problems. A failed check never blocks.
func (f *Flow) Next() check.Problems {
	if bad := f.Faults(f.Current().ID); len(bad) > 0 {
		return bad
	}
	for f.at < len(f.steps)-1 {
		f.at++
		if !f.elsewhere[f.Current().Track] {
			break
		}
	}
	f.visited[f.Current().ID] = true
	return nil
}

// Back goes to the step before that is done here.
func (f *Flow) Back() {
	for f.at > 0 {
		f.at--
		if !f.elsewhere[f.Current().Track] {
			return
		}
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
