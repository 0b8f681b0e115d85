package setup

import (
	"slices"
	"strings"
	"sync"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// Rehearsal switches the faults of practice mode, so that an admin or support
// can see each failure and its remedy. It is safe for concurrent use; Set may
// take a while and belongs off the thread that draws.
type Rehearsal struct {
	faults []RehearsalFault
	put    func(names ...string) error

	mu     sync.Mutex
	active []string
}

// RehearsalFault is one thing that can go wrong in practice mode.
type RehearsalFault struct {
	// Name is the problem code that it leads to, where there is one.
	Name string
	// Says describes it to the person who chooses it.
	Says check.Text
	// Track is the half in which it shows.
	Track Track
}

// NewRehearsal returns the faults with active ones already put. put replaces
// all faults by those named.
func NewRehearsal(faults []RehearsalFault, put func(names ...string) error, active ...string) *Rehearsal {
	return &Rehearsal{faults: slices.Clone(faults), put: put, active: slices.Clone(active)}
}

// Faults returns all faults, those of the directory first.
func (r *Rehearsal) Faults() []RehearsalFault { return slices.Clone(r.faults) }

// Active returns the names of the faults that are put.
func (r *Rehearsal) Active() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.active)
}

// Set replaces the faults; none heals the practice. What was checked before
// stays as it was proved: check again to see the difference. After an error
// the faults are what they were.
func (r *Rehearsal) Set(names ...string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.put(names...); err != nil {
		return err
	}
	r.active = slices.Clone(names)
	return nil
}

// Rehearse takes over a change of the practice faults, which makes stale what was
// proved under others. It belongs to the goroutine of the flow; Set does not.
func (f *Flow) Rehearse() { f.rehearse() }

// rehearse starts over with what a former choice of faults has taught: a refused
// password and a sign-in are part of what is rehearsed.
func (f *Flow) rehearse() {
	if f.deps.Rehearsal == nil {
		return
	}
	active := f.deps.Rehearsal.Active()
	f.answers.rehearsed = strings.Join(active, ",")
	if !slices.Equal(active, f.rehearsed) {
		f.rehearsed, f.guard = active, directory.NewGuard()
		f.client.close()
		f.client = signInClient{}
	}
}
