package tenant

import (
	"fmt"
	"slices"

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
func Faults() []Fault { return slices.Clone(faults) }

var faults []Fault

// put applies the faults of these names.
func (w *world) put(names []string) error {
	for _, name := range names {
		i := slices.IndexFunc(faults, func(f Fault) bool { return f.Name == name })
		if i < 0 {
			return fmt.Errorf("unknown practice fault %q", name)
		}
		faults[i].apply(w)
	}
	return nil
}
