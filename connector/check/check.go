// Package check is the vocabulary in which the product speaks of truth: a
// Check looks at one thing, its Result says what was proved, a Problem names a
// fault with its cause and its cure, and a Report holds them all.
//
// Checks are data. A package that knows an outside system (directory, entra,
// exchange) returns a list of them; Run runs the list, and the window, the
// terminal, the command line and the HTML page draw the same Report. Nothing
// here knows LDAP, Microsoft or a screen, and nothing here prints.
//
// Two rules hold everywhere. A check that could not look is Unknown: never
// Passed, never Failed. And the zero Status is Pending, so that a result that
// got lost never reads as success.
package check

import (
	"context"
	"time"
)

// ID names a check for good: logs, scripts and support articles use it, for
// example "ldaps.bind". The identity of a result is its ID, host and target.
type ID string

// Check is one look at one thing.
type Check struct {
	ID ID
	// Host is the host that is looked at, normalised and without port; empty
	// for checks that run once.
	Host string
	// Target tells several results of one ID apart that are not about hosts:
	// the DN of the OU of "account.delegation". Usually empty.
	Target string
	// Title is the claim in the present tense: "The account can sign in".
	Title Text
	// After lists the checks that have to pass (or warn) first. Each means the
	// check of that ID on the same host, else the one without a host.
	After []ID
	// Run looks, and returns what it found. An error that is or wraps a
	// *Problem, Problems or Skip decides the status; any other error is
	// something nobody foresaw and gives Unknown. Run has to honour ctx and to
	// set its own time limits: when ctx itself ends, the admin has left and the
	// result is Skipped.
	Run func(ctx context.Context) (Finding, error)
}

// Finding is what a check saw, whether or not there is a problem.
type Finding struct {
	// Found is one sentence with real names: "CORP\svc-h2r signed in."
	Found Text
	// Facts are the same for machines. They never hold a secret.
	Facts Facts
}

// Facts are machine-readable extras of a result, such as "dnsHostName" or
// "ou". Values are strings, numbers, booleans, or slices and maps of them.
type Facts map[string]any

// Result is the outcome of one check on one host.
type Result struct {
	ID     ID     `json:"id"`
	Host   string `json:"host,omitempty"`
	Target string `json:"target,omitempty"`
	Title  Text   `json:"title"`
	Status Status `json:"status"`
	// Found is what was seen; of a skipped result, why it was skipped.
	Found Text  `json:"found"`
	Facts Facts `json:"facts,omitempty"`
	// Problems are the faults, gravest first: empty unless the status is
	// Warned, Failed or Unknown.
	Problems []*Problem `json:"problems,omitempty"`
	// At is when the check began; Took is how long it ran.
	At   time.Time     `json:"at"`
	Took time.Duration `json:"took"`
	// Excused results keep their status but do not count for the outcome: a
	// dead host when another one serves.
	Excused bool `json:"excused,omitempty"`
	// Accepted is set when somebody decided to live with the warning. It does
	// not change the status.
	Accepted *Acceptance `json:"accepted,omitempty"`
}

// Problem returns the gravest problem, or nil.
func (r Result) Problem() *Problem {
	if len(r.Problems) == 0 {
		return nil
	}
	return r.Problems[0]
}

// OK reports whether the claim of the check holds: Passed or Warned.
func (r Result) OK() bool { return r.Status == Passed || r.Status == Warned }

// key is the identity of a result.
type key struct {
	id           ID
	host, target string
}

func (r Result) key() key { return key{r.ID, r.Host, r.Target} }

// Same reports whether both are results of the same look: same ID, host and
// target.
func (r Result) Same(o Result) bool { return r.key() == o.key() }
