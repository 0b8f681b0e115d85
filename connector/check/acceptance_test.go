package check_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
)

func warned(id check.ID, host, target string, codes ...check.Code) check.Result {
	r := check.Result{ID: id, Host: host, Target: target, Status: check.Warned}
	for _, c := range codes {
		r.Problems = append(r.Problems, &check.Problem{Code: c, Severity: check.Warning})
	}
	return r
}

// What was accepted holds for the same look with the same gravest problem, and
// for nothing else.
func TestAcceptanceSurvives(t *testing.T) {
	by := check.Acceptance{By: "ada", On: "JUMP01", At: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	before := warned("hosts.agree", "dc1", "OU=Staff", "hosts.some-down")
	all := check.Acceptances{}
	if !all.Put(before, by, true) {
		t.Fatal("a warning cannot be accepted")
	}
	failed := before
	failed.Status = check.Failed
	for name, tc := range map[string]struct {
		now  check.Result
		want bool
	}{
		"the same":             {before, true},
		"a lesser one beside":  {warned("hosts.agree", "dc1", "OU=Staff", "hosts.some-down", "other"), true},
		"a graver one before":  {warned("hosts.agree", "dc1", "OU=Staff", "other", "hosts.some-down"), false},
		"another problem":      {warned("hosts.agree", "dc1", "OU=Staff", "other"), false},
		"another check":        {warned("hosts.other", "dc1", "OU=Staff", "hosts.some-down"), false},
		"another host":         {warned("hosts.agree", "dc2", "OU=Staff", "hosts.some-down"), false},
		"another target":       {warned("hosts.agree", "dc1", "OU=Sales", "hosts.some-down"), false},
		"it failed since":      {failed, false},
		"it passed since":      {check.Result{ID: "hosts.agree", Host: "dc1", Target: "OU=Staff", Status: check.Passed}, false},
		"a warning of nothing": {warned("hosts.agree", "dc1", "OU=Staff"), false},
	} {
		got := check.Report{Results: []check.Result{tc.now}}.WithAccepted(all).Results[0].Accepted
		if (got != nil) != tc.want || got != nil && *got != by {
			t.Errorf("%s: accepted %v, want %v", name, got, tc.want)
		}
	}
}

// Only warnings can be accepted: a failure or a gap is not a matter of taste.
func TestOnlyWarningsAreAccepted(t *testing.T) {
	for _, s := range []check.Status{check.Pending, check.Running, check.Passed, check.Failed, check.Skipped, check.Unknown} {
		r := warned("a.b", "", "", "some.code")
		r.Status = s
		all := check.Acceptances{}
		if all.Put(r, check.Acceptance{}, true) || len(all) > 0 {
			t.Errorf("%s was accepted", s)
		}
	}
}

func TestAcceptancesOfAReport(t *testing.T) {
	by := &check.Acceptance{By: "ada", At: time.Unix(1, 0)}
	r := check.Report{Results: []check.Result{warned("a.b", "", "", "x"), warned("c.d", "", "", "y")}}
	r.Results[1].Accepted = by
	all := r.Acceptances()
	if diff := cmp.Diff(r, r.WithAccepted(all)); diff != "" {
		t.Errorf("there and back (-want +got):\n%s", diff)
	}
	all.Put(r.Results[1], *by, false)
	if got := r.WithAccepted(all); got.Results[1].Accepted != nil || r.Results[1].Accepted == nil {
		t.Error("taking back left it in the copy, or took it from the original")
	}
	if got := (check.Report{Results: []check.Result{warned("a.b", "", "", "x")}}).WithAccepted(nil); got.Results[0].Accepted != nil {
		t.Error("nothing accepted something")
	}
}
