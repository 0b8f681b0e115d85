package setup

import (
	"time"

	"hire2retire-setup/connector/check"
)

// roleDelay is how long a new role may take to work. Microsoft names no number;
// 15 to 40 minutes are what administrators see, so an hour is patient.
const roleDelay = time.Hour

// RolesGranted notes that somebody says that the missing roles were assigned
// just now. For an hour a role that is still missing counts as not there yet: it
// could not be checked, and is neither proved nor denied. Every check of the
// Microsoft half asks for new tokens, because roles are stamped into these.
func (f *Flow) RolesGranted() { f.granted = f.deps.now() }

// SinceGranted returns how long ago the roles were said to be assigned, and
// whether that is less than what Microsoft may take.
func (f *Flow) SinceGranted() (elapsed time.Duration, waiting bool) {
	if f.granted.IsZero() {
		return 0, false
	}
	elapsed = f.deps.now().Sub(f.granted)
	return elapsed, elapsed < roleDelay
}

// patient takes roles that were assigned a while ago for roles on their way.
func (f *Flow) patient(r check.Report) check.Report {
	elapsed, waiting := f.SinceGranted()
	if !waiting {
		return r
	}
	results := make([]check.Result, len(r.Results))
	for i, res := range r.Results {
		if p := res.Problem(); res.Status == check.Failed && p.Code == "role.missing" {
			res.Status, res.Problems = check.Unknown, []*check.Problem{onItsWay(p, elapsed)}
		}
		results[i] = res
	}
	r.Results = results
	return r
}

func onItsWay(p *check.Problem, elapsed time.Duration) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "role.on-its-way", Cause: p.Detail.String(),
		Detail: check.T("role.on-its-way", "The role does not work yet. It was assigned {{.elapsed}} ago.", "elapsed", ElapsedText(elapsed.Truncate(time.Second))),
		Advice: check.Advice{Who: check.You, Command: p.Advice.Command,
			Do: check.T("role.on-its-way.do", "Wait and check again: new roles can take up to an hour. If it stays, make sure that the command was run.")}})
}
