package check_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hire2retire-setup/connector/check"
)

var failure = &check.Problem{Code: "test.failed", Detail: check.T("test.failed", "It failed.")}

// one makes a check that ends with err.
func one(id check.ID, host string, err error, after ...check.ID) check.Check {
	return check.Check{ID: id, Host: host, Title: check.Verbatim("title of " + string(id)), After: after,
		Run: func(context.Context) (check.Finding, error) {
			return check.Finding{Found: check.Verbatim("looked")}, err
		}}
}

// statuses draws a report as "id@host=status" for a readable table.
func statuses(r check.Report) string {
	var s []string
	for _, res := range r.Results {
		name := string(res.ID)
		if res.Host != "" {
			name += "@" + res.Host
		}
		if res.Target != "" {
			name += "/" + res.Target
		}
		s = append(s, name+"="+res.Status.String())
	}
	return strings.Join(s, " ")
}

func TestRun(t *testing.T) {
	both := check.Problems{check.Warn(failure), failure}
	target := one("rights", "", nil, "bind")
	target.Target = "OU=Staff"
	for name, tc := range map[string]struct {
		checks  []check.Check
		want    string
		outcome check.Status
	}{
		"passes":             {[]check.Check{one("a", "", nil)}, "a=passed", check.Passed},
		"failure":            {[]check.Check{one("a", "", failure)}, "a=failed", check.Failed},
		"wrapped failure":    {[]check.Check{one("a", "", fmt.Errorf("x: %w", failure))}, "a=failed", check.Failed},
		"warning":            {[]check.Check{one("a", "", check.Warn(failure))}, "a=warned", check.Warned},
		"could not look":     {[]check.Check{one("a", "", check.CouldNot(failure))}, "a=unknown", check.Unknown},
		"unforeseen error":   {[]check.Check{one("a", "", errors.New("boom"))}, "a=unknown", check.Unknown},
		"nothing to do":      {[]check.Check{one("a", "", check.Skip{})}, "a=skipped", check.Unknown},
		"gravest decides":    {[]check.Check{one("a", "", both)}, "a=failed", check.Failed},
		"no checks":          {nil, "", check.Unknown},
		"warned lets pass":   {[]check.Check{one("a", "", check.Warn(failure)), one("b", "", nil, "a")}, "a=warned b=passed", check.Warned},
		"failed skips":       {[]check.Check{one("a", "", failure), one("b", "", nil, "a"), one("c", "", nil, "b")}, "a=failed b=skipped c=skipped", check.Failed},
		"unknown skips":      {[]check.Check{one("a", "", errors.New("x")), one("b", "", nil, "a")}, "a=unknown b=skipped", check.Unknown},
		"same host only":     {[]check.Check{one("a", "h1", failure), one("a", "h2", nil), one("b", "h1", nil, "a"), one("b", "h2", nil, "a")}, "a@h1=failed a@h2=passed b@h1=skipped b@h2=passed", check.Failed},
		"after a hostless":   {[]check.Check{one("a", "", nil), one("b", "h1", nil, "a")}, "a=passed b@h1=passed", check.Passed},
		"target after plain": {[]check.Check{one("bind", "", nil), target}, "bind=passed rights/OU=Staff=passed", check.Passed},
		"unknown beats warn": {[]check.Check{one("a", "", check.Warn(failure)), one("b", "", errors.New("x"))}, "a=warned b=unknown", check.Unknown},
		"panics":             {[]check.Check{{ID: "a", Run: func(context.Context) (check.Finding, error) { panic("oops") }}}, "a=unknown", check.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			r := check.Run(t.Context(), tc.checks, nil)
			if got := statuses(r); got != tc.want {
				t.Errorf("Run() = %s, want %s", got, tc.want)
			}
			if got := r.Outcome(); got != tc.outcome {
				t.Errorf("Outcome() = %s, want %s", got, tc.outcome)
			}
		})
	}
}

func TestProblemsGravestFirst(t *testing.T) {
	cause := errors.New("server\x00 said\n\x1b[31mno")
	p := &check.Problem{Code: "b", Detail: check.Verbatim("b"), Err: cause}
	r := check.Run(t.Context(), []check.Check{one("a", "", check.Problems{check.Warn(failure), check.CouldNot(failure), p})}, nil)
	got := r.Results[0].Problems
	if len(got) != 3 || got[0].Code != "b" || got[1].Severity != check.Uncertain || got[2].Severity != check.Warning {
		t.Fatalf("Problems = %v, want failure, uncertain, warning", got)
	}
	if got[0].Cause != "server said [31mno" {
		t.Errorf("Cause = %q, want it cleaned", got[0].Cause)
	}
	if !errors.Is(got[0], cause) || failure.Severity != check.Failure {
		t.Error("a problem lost its cause, or Warn changed the original")
	}
}

func TestForwardAfterPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a check after a later one did not panic")
		}
	}()
	check.Run(t.Context(), []check.Check{one("a", "", nil, "b"), one("b", "", nil)}, nil)
}

func TestThenKnowsWhatWasBefore(t *testing.T) {
	first := check.Run(t.Context(), []check.Check{one("a", "h1", failure), one("a", "h2", nil)}, nil)
	second := first.Then(t.Context(), []check.Check{one("b", "h1", nil, "a"), one("b", "h2", nil, "a")}, nil)
	if got, want := statuses(second), "a@h1=failed a@h2=passed b@h1=skipped b@h2=passed"; got != want {
		t.Errorf("Then() = %s, want %s", got, want)
	}
	if len(first.Results) != 2 || !second.StartedAt.Equal(first.StartedAt) {
		t.Error("Then changed the report it came from, or lost its start")
	}
}

// Checks that do not depend on one another run at the same time; what reports
// their progress is never called concurrently and never after the end.
func TestConcurrentWithSerialProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var checks []check.Check
		for i := range 20 {
			checks = append(checks, check.Check{ID: "slow", Host: fmt.Sprint(i), Run: func(ctx context.Context) (check.Finding, error) {
				time.Sleep(time.Second) // the bubble's clock: no real time passes
				return check.Finding{}, nil
			}})
		}
		var inside, calls atomic.Int32
		began := time.Now()
		r := check.Run(t.Context(), checks, func(check.Result) {
			if inside.Add(1) != 1 {
				t.Error("progress was called concurrently")
			}
			runtime.Gosched() // gives another call the chance to come in
			calls.Add(1)
			inside.Add(-1)
		})
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("20 checks of 1 s took %s, want them at the same time", took)
		}
		if got := calls.Load(); got != 40 {
			t.Errorf("progress was called %d times, want running and final of 20", got)
		}
		if r.Results[7].Took < time.Second {
			t.Errorf("Took = %s, want at least 1 s", r.Results[7].Took)
		}
	})
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	hang := check.Check{ID: "hang", Run: func(ctx context.Context) (check.Finding, error) {
		cancel()
		<-ctx.Done()
		return check.Finding{}, fmt.Errorf("read: %w", ctx.Err())
	}}
	r := check.Run(ctx, []check.Check{hang, one("next", "", nil, "hang")}, nil)
	if got, want := statuses(r), "hang=skipped next=skipped"; got != want {
		t.Errorf("cancelled run = %s, want %s", got, want)
	}
}

func TestExcusedDoesNotCount(t *testing.T) {
	r := check.Run(t.Context(), []check.Check{one("a", "h1", failure), one("a", "h2", nil)}, nil)
	r.Results[0].Excused = true
	if got := r.Outcome(); got != check.Passed {
		t.Errorf("Outcome() = %s, want passed: the failed host is excused", got)
	}
}

// A check waits for what it comes after on its own host, else for the one
// without a host; a warning lets it run, all else does not.
func TestAfter(t *testing.T) {
	for name, tc := range map[string]struct {
		before error
		host   string
		want   check.Status
	}{
		"passed":          {nil, "dc1", check.Passed},
		"warned":          {warning, "dc1", check.Passed},
		"failed":          {failing, "dc1", check.Skipped},
		"could not check": {uncertain, "dc1", check.Skipped},
		"skipped":         {check.Skip{Why: check.Verbatim("x")}, "dc1", check.Skipped},
		"hostless":        {failing, "", check.Skipped},
	} {
		r := check.Run(t.Context(), []check.Check{one("a.first", tc.host, tc.before), one("a.other", "dc2", failing), one("a.second", "dc1", nil, "a.first")}, nil)
		got := r.Results[2]
		if got.Status != tc.want {
			t.Errorf("after one that %s: %s, want %s", name, got.Status, tc.want)
		}
		if got.Status == check.Skipped && !strings.Contains(got.Found.String(), "title of a.first") {
			t.Errorf("after one that %s: skipped because of %q", name, got.Found)
		}
	}
}

// A check that panics could not look, and takes nobody with it.
func TestPanicIsUnknown(t *testing.T) {
	bad := one("a.bad", "", nil)
	bad.Run = func(context.Context) (check.Finding, error) { panic("boom") }
	r := check.Run(t.Context(), []check.Check{bad, one("a.good", "", nil)}, nil)
	if r.Results[0].Status != check.Unknown || !strings.Contains(r.Results[0].Problem().Cause, "boom") || r.Results[1].Status != check.Passed {
		t.Errorf("%s: %+v, %s", r.Results[0].Status, r.Results[0].Problem(), r.Results[1].Status)
	}
}

// What was found is kept beside a problem: the admin sees both.
func TestFoundBesideAProblem(t *testing.T) {
	for _, err := range []error{nil, failing, uncertain, warning} {
		if r := check.Run(t.Context(), []check.Check{one("a.b", "dc1", err)}, nil).Results[0]; r.Found.String() != "looked" || r.Host != "dc1" || r.At.IsZero() {
			t.Errorf("with %v: found %q on %q at %s", err, r.Found, r.Host, r.At)
		}
	}
}
