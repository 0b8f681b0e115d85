package tenant

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hire2retire-setup/connector/check"
)

// Fault is one thing that can be wrong in the practice tenant.
type Fault struct {
	// Name is the problem code that the product should show, where there is
	// one.
	Name string
	// Says describes the fault to the admin who chooses it.
	Says check.Text

	apply func(*world)
}

// Faults returns all faults in a fixed order.
func Faults() []Fault {
	return slices.Concat(signInFaults, tokenFaults, roadFaults, exchangeFaults, roleFaults, toxicFaults)
}

// Errors returns the numbers of all errors of the token service that the
// tenant knows. "aadsts-<number>" is a fault too: it answers every redemption
// of a code with that error.
func Errors() []int { return slices.Sorted(maps.Keys(aadsts)) }

// put applies the faults of these names.
func (w *world) put(names []string) error {
	all := Faults()
	for _, name := range names {
		if number, ok := strings.CutPrefix(name, "aadsts-"); ok {
			n, _ := strconv.Atoi(number)
			if _, known := aadsts[n]; !known {
				return fmt.Errorf("unknown practice fault %q", name)
			}
			w.refuse(n, onCode)
			continue
		}
		i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == name })
		if i < 0 {
			return fmt.Errorf("unknown practice fault %q", name)
		}
		all[i].apply(w)
	}
	return nil
}

// refuse lets the token service refuse at these moments.
func (w *world) refuse(number int, at ...moment) {
	if w.sts == nil {
		w.sts = map[moment]*stsError{}
	}
	for _, m := range at {
		w.sts[m] = sts(number)
	}
}

// refusing returns what a fault does that is one error.
func refusing(number int, at ...moment) func(*world) {
	return func(w *world) { w.refuse(number, at...) }
}

// known lets the browser offer one account only, added if it is a stranger.
func known(a account) func(*world) {
	return func(w *world) {
		if w.find(a.upn) == nil {
			w.accounts = append(w.accounts, &a)
		}
		w.known = a.upn
	}
}
