package check

import "time"

// Report is what a run of checks proved.
type Report struct {
	StartedAt  time.Time `json:"startedAt"`
	FinishedAt time.Time `json:"finishedAt"`
	Results    []Result  `json:"results"`
}

// Outcome returns the gravest status that counts: failed, unknown, warned or
// passed, in this order. Skipped and excused results do not count; a report in
// which nothing counts is Unknown, because nothing was proved.
func (r Report) Outcome() Status {
	gravest := Skipped
	for _, res := range r.Results {
		if !res.Excused && res.Status.gravity() > gravest.gravity() {
			gravest = res.Status
		}
	}
	switch gravest {
	case Skipped, Pending, Running:
		return Unknown
	}
	return gravest
}

// Find returns the result of a check on a host, and whether there is one.
func (r Report) Find(id ID, host string) (Result, bool) {
	for _, res := range r.Results {
		if res.ID == id && res.Host == host {
			return res, true
		}
	}
	return Result{}, false
}

// All returns the results of a check on every host, or for every target.
func (r Report) All(id ID) []Result {
	var out []Result
	for _, res := range r.Results {
		if res.ID == id {
			out = append(out, res)
		}
	}
	return out
}

// Count returns how many results have the status.
func (r Report) Count(s Status) int {
	n := 0
	for _, res := range r.Results {
		if res.Status == s {
			n++
		}
	}
	return n
}

// Join returns one report with the results of all, in order.
func Join(reports ...Report) Report {
	var out Report
	for _, r := range reports {
		if out.StartedAt.IsZero() || (!r.StartedAt.IsZero() && r.StartedAt.Before(out.StartedAt)) {
			out.StartedAt = r.StartedAt
		}
		if r.FinishedAt.After(out.FinishedAt) {
			out.FinishedAt = r.FinishedAt
		}
		out.Results = append(out.Results, r.Results...)
	}
	return out
}
