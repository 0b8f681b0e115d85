package check

import (
	"slices"
	"time"
)

// Acceptance says who took a warning for granted: the claim holds, the warning
// stays, and somebody has decided to live with it. It is a record, not a cure:
// the status stays Warned.
type Acceptance struct {
	// By is the person, On the computer.
	By string `json:"by,omitempty"`
	On string `json:"on,omitempty"`
	// At is when.
	At time.Time `json:"at"`
}

// Acceptances are accepted warnings by what they are about. One holds for the
// same look (ID, host and target) while it ends with the same problem code; a
// graver problem, or another one, was never accepted. The zero value is empty
// and can be read.
type Acceptances map[accepted]Acceptance

// accepted is what an acceptance is about.
type accepted struct {
	key
	code Code
}

func (r Result) accepted() accepted { return accepted{r.key(), r.Problem().Code} }

// acceptable reports whether a result is a warning that can be accepted.
func (r Result) acceptable() bool { return r.Status == Warned && r.Problem() != nil }

// Put accepts the warning of a result, or takes that back when on is false. It
// reports whether the result is a warning; nothing else can be accepted.
func (a Acceptances) Put(r Result, by Acceptance, on bool) bool {
	if !r.acceptable() {
		return false
	}
	if on {
		a[r.accepted()] = by
	} else {
		delete(a, r.accepted())
	}
	return true
}

// Acceptances returns the accepted warnings of the report.
func (r Report) Acceptances() Acceptances {
	all := Acceptances{}
	for _, res := range r.Results {
		if res.Accepted != nil {
			all.Put(res, *res.Accepted, true)
		}
	}
	return all
}

// WithAccepted returns a copy of the report in which exactly the warnings in a
// are accepted.
func (r Report) WithAccepted(a Acceptances) Report {
	r.Results = slices.Clone(r.Results)
	for i, res := range r.Results {
		r.Results[i] = res.withAccepted(a)
	}
	return r
}

func (r Result) withAccepted(a Acceptances) Result {
	r.Accepted = nil
	if !r.acceptable() {
		return r
	}
	if by, ok := a[r.accepted()]; ok {
		r.Accepted = &by
	}
	return r
}
