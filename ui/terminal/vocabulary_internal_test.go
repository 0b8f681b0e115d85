package terminal

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
)

// Everything that is known of a problem is shown once: who has to do what, what
// to copy, and the original text unless that is what was said already.
func TestProblem(t *testing.T) {
	for _, tc := range []struct {
		name    string
		problem check.Problem
		want    string
	}{
		{"bare", check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong.")}, "  It is wrong.\n  Code: x.y\n"},
		{"advice for nobody", check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Advice: check.Advice{Do: check.Verbatim("Put it right.")}},
			"  It is wrong.\n  Put it right.\n  Code: x.y\n"},
		{"advice for somebody", check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Advice: check.Advice{Do: check.Verbatim("Put it right."), Who: check.You}},
			"  It is wrong.\n  You, here in this wizard: Put it right.\n  Code: x.y\n"},
		{"command", check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Advice: check.Advice{Command: "Unlock-ADAccount -Identity 'a name that is longer than the screen is wide, by far'"}},
			"  It is wrong.\n  Command to copy:\nUnlock-ADAccount -Identity 'a name that is longer than the screen is wide, by far'\n  Code: x.y\n"},
		{"cause", check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Cause: "data 775"}, "  It is wrong.\n  Original text: data 775\n  Code: x.y\n"},
		{"cause that was said", check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Cause: "It is wrong."}, "  It is wrong.\n  Code: x.y\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := drawn(t, wordsOnly)
			s := f.sheet()
			f.problem(s, &tc.problem)
			if s.String() != tc.want {
				t.Errorf("the problem is\n%s\nwant\n%s", s, tc.want)
			}
		})
	}
}

// An error that is a problem says what to do, also when it is wrapped.
func TestWhy(t *testing.T) {
	p := &check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Advice: check.Advice{Do: check.Verbatim("Put it right.")}}
	for _, tc := range []struct {
		err  error
		want string
	}{
		{p, "It is wrong. Put it right."},
		{fmt.Errorf("open: %w", p), "It is wrong. Put it right."},
		{&check.Problem{Detail: check.Verbatim("It is wrong.")}, "It is wrong."},
		{errors.New("disk full"), "disk full"},
	} {
		if got := why(tc.err).String(); !strings.Contains(got, tc.want) {
			t.Errorf("why(%v) = %q, want %q in it", tc.err, got, tc.want)
		}
	}
}

// Every status has a symbol of its own, which takes one column.
func TestSign(t *testing.T) {
	seen := map[string]check.Status{}
	for _, st := range []check.Status{check.Passed, check.Warned, check.Failed, check.Unknown, check.Skipped} {
		symbol := sign(st)
		if other, taken := seen[symbol]; taken || len([]rune(symbol)) != 1 {
			t.Errorf("the symbol of %v is %q, which %v has", st, symbol, other)
		}
		seen[symbol] = st
	}
}

// A host stands with its port only where that is not the usual one.
func TestHostWithPort(t *testing.T) {
	for _, tc := range []struct {
		name        string
		port, usual uint16
		want        string
	}{
		{"dc1.corp.example", 636, 636, "dc1.corp.example"},
		{"dc1.corp.example", 3269, 636, "dc1.corp.example:3269"},
		{"2001:db8::1", 3269, 636, "[2001:db8::1]:3269"},
		{"2001:db8::1", 636, 636, "2001:db8::1"},
	} {
		if got := hostWithPort(tc.name, tc.port, tc.usual); got != tc.want {
			t.Errorf("hostWithPort(%s, %d, %d) = %s, want %s", tc.name, tc.port, tc.usual, got, tc.want)
		}
	}
}

// The same fault of several hosts is one; one that anything tells apart is not.
func TestAlike(t *testing.T) {
	base := check.Problem{Code: "x.y", Detail: check.Verbatim("It is wrong."), Cause: "775", Advice: check.Advice{Do: check.Verbatim("Put it right."), Command: "Put-Right"}}
	result := check.Result{Title: check.Verbatim("It works")}
	other := func(change func(*check.Problem)) *check.Problem {
		p := base
		change(&p)
		return &p
	}
	for _, tc := range []struct {
		name    string
		problem *check.Problem
		want    bool
	}{
		{"same", other(func(*check.Problem) {}), true},
		{"code", other(func(p *check.Problem) { p.Code = "x.z" }), false},
		{"detail", other(func(p *check.Problem) { p.Detail = check.Verbatim("dc2 is wrong.") }), false},
		{"advice", other(func(p *check.Problem) { p.Advice.Do = check.Verbatim("Wait.") }), false},
		{"command", other(func(p *check.Problem) { p.Advice.Command = "Wait" }), false},
		{"cause", other(func(p *check.Problem) { p.Cause = "52e" }), false},
	} {
		if got := drawn(t, wordsOnly).alike(group{title: result.Title, problem: &base}, result, tc.problem); got != tc.want {
			t.Errorf("alike with another %s = %t, want %t", tc.name, got, tc.want)
		}
	}
}
