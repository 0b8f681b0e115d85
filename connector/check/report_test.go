package check_test

import (
	"encoding/json"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
)

// of makes a report of results with these statuses; a minus excuses one.
func of(statuses ...check.Status) check.Report {
	var r check.Report
	for _, s := range statuses {
		r.Results = append(r.Results, check.Result{ID: "test.check", Status: s})
	}
	return r
}

func excused(s check.Status) check.Result {
	return check.Result{ID: "test.check", Host: "dead", Status: s, Excused: true}
}

// failed > unknown > warned > passed; what was skipped or excused does not
// count, and where nothing counts nothing was proved.
func TestOutcome(t *testing.T) {
	with := func(r check.Report, more ...check.Result) check.Report {
		r.Results = append(r.Results, more...)
		return r
	}
	for name, tc := range map[string]struct {
		report check.Report
		want   check.Status
	}{
		"nothing":                      {of(), check.Unknown},
		"passed":                       {of(check.Passed), check.Passed},
		"passed and skipped":           {of(check.Passed, check.Skipped), check.Passed},
		"only skipped":                 {of(check.Skipped, check.Skipped), check.Unknown},
		"warned beats passed":          {of(check.Passed, check.Warned, check.Passed), check.Warned},
		"unknown beats warned":         {of(check.Warned, check.Unknown), check.Unknown},
		"failed beats unknown":         {of(check.Unknown, check.Failed, check.Passed), check.Failed},
		"one that never ended":         {of(check.Passed, check.Running), check.Unknown},
		"one that never began":         {of(check.Passed, check.Pending), check.Unknown},
		"failed beats never ended":     {of(check.Running, check.Failed), check.Failed},
		"an excused failure":           {with(of(check.Passed), excused(check.Failed)), check.Passed},
		"an excused gap":               {with(of(check.Warned), excused(check.Unknown)), check.Warned},
		"nothing but excused failures": {with(of(), excused(check.Failed)), check.Unknown},
	} {
		if got := tc.report.Outcome(); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

func TestFindAndAll(t *testing.T) {
	r := check.Report{Results: []check.Result{
		{ID: "ldaps.bind", Host: "dc1", Status: check.Failed}, {ID: "ldaps.bind", Host: "dc2", Status: check.Passed},
		{ID: "account.delegation", Target: "OU=A"}, {ID: "account.delegation", Target: "OU=B"}}}
	for _, tc := range []struct {
		id     check.ID
		host   string
		found  bool
		status check.Status
		all    int
	}{
		{"ldaps.bind", "dc1", true, check.Failed, 2},
		{"ldaps.bind", "dc2", true, check.Passed, 2},
		{"ldaps.bind", "", false, 0, 2},
		{"account.delegation", "", true, check.Pending, 2},
		{"nothing", "", false, 0, 0},
	} {
		res, ok := r.Find(tc.id, tc.host)
		if ok != tc.found || res.Status != tc.status || len(r.All(tc.id)) != tc.all {
			t.Errorf("%s on %q: found %v %s, %d in all; want %v %s, %d", tc.id, tc.host, ok, res.Status, len(r.All(tc.id)), tc.found, tc.status, tc.all)
		}
	}
	if r.Count(check.Failed) != 1 || r.Count(check.Pending) != 2 || r.Count(check.Warned) != 0 {
		t.Error("the counts are wrong")
	}
}

// Reports joined span from the first start to the last end; an empty one adds
// nothing.
func TestJoin(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 4, 5, minute, 0, 0, time.UTC) }
	first := check.Report{StartedAt: at(2), FinishedAt: at(9), Results: of(check.Passed).Results}
	second := check.Report{StartedAt: at(1), FinishedAt: at(4), Results: of(check.Failed).Results}
	got := check.Join(first, check.Report{}, second)
	if !got.StartedAt.Equal(at(1)) || !got.FinishedAt.Equal(at(9)) || len(got.Results) != 2 || got.Results[0].Status != check.Passed {
		t.Errorf("%+v", got)
	}
	if empty := check.Join(); !empty.StartedAt.IsZero() || empty.Results != nil {
		t.Errorf("joining nothing gave %+v", empty)
	}
	if alone := check.Join(check.Report{}, first); !alone.StartedAt.Equal(at(2)) {
		t.Errorf("an empty report moved the start to %s", alone.StartedAt)
	}
}

func TestStatuses(t *testing.T) {
	for s, want := range map[check.Status]struct {
		name     string
		done, ok bool
	}{
		check.Pending: {"pending", false, false}, check.Running: {"running", false, false}, check.Passed: {"passed", true, true}, check.Warned: {"warned", true, true},
		check.Failed: {"failed", true, false}, check.Skipped: {"skipped", true, false}, check.Unknown: {"unknown", true, false},
	} {
		if s.String() != want.name || s.Done() != want.done || (check.Result{Status: s}).OK() != want.ok {
			t.Errorf("%s: done %v, OK %v; want %+v", s, s.Done(), check.Result{Status: s}.OK(), want)
		}
		data, err := json.Marshal(s)
		var back check.Status
		if err != nil || json.Unmarshal(data, &back) != nil || back != s {
			t.Errorf("%s is %s in JSON and comes back as %s: %v", s, data, back, err)
		}
	}
	if got := check.Status(99).String(); got != "status(99)" {
		t.Errorf("a status that does not exist is called %s", got)
	}
	var zero check.Status
	if zero.Done() || (check.Result{}).OK() {
		t.Error("a result that got lost reads as an answer")
	}
}

// The identity of a result is its ID, host and target; nothing else.
func TestSame(t *testing.T) {
	base := check.Result{ID: "a.b", Host: "dc1", Target: "OU=A", Status: check.Passed}
	for name, tc := range map[string]struct {
		change func(*check.Result)
		same   bool
	}{
		"the status":  {func(r *check.Result) { r.Status = check.Failed }, true},
		"the finding": {func(r *check.Result) { r.Found = check.Verbatim("x") }, true},
		"the ID":      {func(r *check.Result) { r.ID = "a.c" }, false},
		"the host":    {func(r *check.Result) { r.Host = "dc2" }, false},
		"the target":  {func(r *check.Result) { r.Target = "" }, false},
	} {
		other := base
		tc.change(&other)
		if base.Same(other) != tc.same {
			t.Errorf("%s differs: Same is %v, want %v", name, !tc.same, tc.same)
		}
	}
}
