package setup

import (
	"fmt"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/netproblem"
)

// Recipe is the whole cure of a fault of a host, for the team that applies it.
type Recipe = netproblem.Recipe

// RecipeFor returns the recipe against a problem of a domain controller, and
// whether there is one.
func RecipeFor(p *check.Problem, h directory.Host) (Recipe, bool) {
	return netproblem.RecipeFor(p.Code, netproblem.Peer{Host: h.Name, Port: h.Port, System: netproblem.LDAPS})
}

// RecipeText is a recipe as a text to copy or to save.
func RecipeText(r Recipe, draw func(check.Text) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", draw(r.Title), draw(r.Why))
	for n, step := range r.Steps {
		fmt.Fprintf(&b, "\n%d. %s\n", n+1, draw(step.Do))
		if step.Command != "" {
			fmt.Fprintf(&b, "       %s\n", step.Command)
		}
		if !step.Expect.IsZero() {
			fmt.Fprintf(&b, "   %s\n", draw(step.Expect))
		}
	}
	if r.Source != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Source)
	}
	return b.String()
}
