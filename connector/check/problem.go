package check

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// Code names a fault for good, for example "ldap.account-locked". Admins
// search for it and scripts depend on it; its meaning never changes.
type Code string

// Unexpected is the code of an error that nobody foresaw.
const Unexpected Code = "unexpected"

// Who is the one who has to act.
type Who string

// The people of a set-up.
const (
	AD       Who = "ad"       // the Active Directory team
	PKI      Who = "pki"      // whoever issues certificates
	Network  Who = "network"  // firewall, DNS, proxy
	Entra    Who = "entra"    // the Entra ID administrators
	Exchange Who = "exchange" // the Exchange Online administrators
	You      Who = "you"      // the person at the keyboard
)

// Advice is what to do about a problem.
type Advice struct {
	// Do is one imperative sentence, or a few.
	Do Text `json:"do"`
	// Who has to do it.
	Who Who `json:"who,omitempty"`
	// Command is what to copy and run; values in it are quoted literals.
	Command string `json:"command,omitempty"`
	// Field is the form field to look at, for example "password".
	Field string `json:"field,omitempty"`
}

// Severity is how grave a problem is.
type Severity int

// The severities, the gravest first.
const (
	Failure   Severity = iota // what was claimed is not so
	Uncertain                 // could not look
	Warning                   // it holds, but
)

var severityStatus = [...]Status{Failure: Failed, Uncertain: Unknown, Warning: Warned}

// Problem is a named fault. It is an error, so that it travels through
// ordinary code; make one as a literal and say with Unknown or Warn when it is
// less than a failure.
type Problem struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity,omitempty"`
	// Detail says what is wrong, with real values.
	Detail Text   `json:"detail"`
	Advice Advice `json:"advice"`
	// Cause is the original text of the outside system, cleaned. Run fills it
	// from Err when it is empty.
	Cause string `json:"cause,omitempty"`
	// Err is the cause as a Go error; it never leaves the process.
	Err error `json:"-"`
}

// Error returns the code, the detail and the cause, in English, for the log.
func (p *Problem) Error() string {
	s := string(p.Code) + ": " + p.Detail.String()
	if c := p.cause(); c != "" {
		s += " (" + c + ")"
	}
	return s
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

func (p *Problem) cause() string {
	if p.Cause == "" && p.Err != nil {
		return Clean(p.Err.Error())
	}
	return p.Cause
}

// CouldNot marks p as "could not check": the result will be Unknown.
func CouldNot(p *Problem) *Problem { return p.as(Uncertain) }

// Warn marks p as a warning and returns it.
func Warn(p *Problem) *Problem { return p.as(Warning) }

func (p *Problem) as(s Severity) *Problem {
	q := *p
	q.Severity = s
	return &q
}

// Problems is several faults of one check.
type Problems []*Problem

// Error joins the problems with semicolons.
func (ps Problems) Error() string {
	var s []string
	for _, p := range ps {
		s = append(s, p.Error())
	}
	return strings.Join(s, "; ")
}

// Unwrap returns the problems, for errors.As and errors.Is.
func (ps Problems) Unwrap() []error {
	var errs []error
	for _, p := range ps {
		errs = append(errs, p)
	}
	return errs
}

// Err returns ps as an error, or nil when there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Skip is returned by a check that has nothing to do; the text says why.
type Skip struct{ Why Text }

// Error returns why, in English.
func (s Skip) Error() string { return s.Why.String() }

// judge turns what a check returned into a status and its problems.
func judge(ctx context.Context, err error) (Status, []*Problem, Text) {
	if err == nil {
		return Passed, nil, Text{}
	}
	if skip, ok := errors.AsType[Skip](err); ok {
		return Skipped, nil, skip.Why
	}
	if ctx.Err() != nil {
		return Skipped, nil, T("check.cancelled", "Cancelled before it ended.")
	}
	ps := problemsOf(err)
	if ps[0].Code == Unexpected {
		return Unknown, ps, Text{}
	}
	return severityStatus[ps[0].Severity], ps, Text{}
}

// problemsOf finds the problems in err, gravest first, and fills their cause.
// An error that holds none becomes Unexpected.
func problemsOf(err error) []*Problem {
	var found []*Problem
	if ps, ok := errors.AsType[Problems](err); ok {
		found = ps
	} else if p, ok := errors.AsType[*Problem](err); ok {
		found = []*Problem{p}
	} else {
		found = []*Problem{unexpected(err)}
	}
	out := make([]*Problem, len(found))
	for i, p := range found {
		q := *p
		q.Cause = p.cause()
		out[i] = &q
	}
	slices.SortStableFunc(out, func(a, b *Problem) int { return int(a.Severity) - int(b.Severity) })
	return out
}

func unexpected(err error) *Problem {
	return &Problem{Code: Unexpected, Severity: Uncertain, Err: err,
		Detail: T("check.unexpected", "Something happened that this program does not know."),
		Advice: Advice{Who: You, Do: T("check.unexpected.do", "Check again. If it stays, send the report to support: it holds the original text.")}}
}
