package check_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"hire2retire-setup/connector/check"
)

var (
	failing   = &check.Problem{Code: "test.failing", Detail: check.Verbatim("It failed.")}
	uncertain = check.CouldNot(&check.Problem{Code: "test.uncertain", Detail: check.Verbatim("Could not look.")})
	warning   = check.Warn(&check.Problem{Code: "test.warning", Detail: check.Verbatim("It holds, but.")})
)

// ended runs one check that ends with err.
func ended(ctx context.Context, err error) check.Result {
	return check.Run(ctx, []check.Check{one("test.check", "", err)}, nil).Results[0]
}

// What a check returns decides its status: a check that could not look is never
// a pass and never a failure.
func TestWhatAnErrorMeans(t *testing.T) {
	for name, tc := range map[string]struct {
		err    error
		status check.Status
		code   check.Code
	}{
		"nothing":                    {nil, check.Passed, ""},
		"a failure":                  {failing, check.Failed, "test.failing"},
		"could not look":             {uncertain, check.Unknown, "test.uncertain"},
		"a warning":                  {warning, check.Warned, "test.warning"},
		"a wrapped failure":          {fmt.Errorf("dial: %w", failing), check.Failed, "test.failing"},
		"joined with something":      {errors.Join(errors.New("x"), warning), check.Warned, "test.warning"},
		"several, the gravest wins":  {check.Problems{warning, failing, uncertain}, check.Failed, "test.failing"},
		"several, none failed":       {check.Problems{warning, uncertain}, check.Unknown, "test.uncertain"},
		"several warnings":           {check.Problems{warning, warning}, check.Warned, "test.warning"},
		"wrapped several":            {fmt.Errorf("look: %w", check.Problems{warning, failing}), check.Failed, "test.failing"},
		"an error nobody foresaw":    {errors.New("boom"), check.Unknown, check.Unexpected},
		"the end of another context": {context.Canceled, check.Unknown, check.Unexpected},
		"nothing to do":              {check.Skip{Why: check.Verbatim("Not asked for.")}, check.Skipped, ""},
		"nothing to do, wrapped":     {fmt.Errorf("x: %w", check.Skip{Why: check.Verbatim("Not asked for.")}), check.Skipped, ""},
	} {
		r := ended(t.Context(), tc.err)
		var code check.Code
		if p := r.Problem(); p != nil {
			code = p.Code
		}
		if r.Status != tc.status || code != tc.code {
			t.Errorf("%s: %s %s, want %s %s", name, r.Status, code, tc.status, tc.code)
		}
		if tc.status == check.Skipped && r.Found.String() != "Not asked for." {
			t.Errorf("%s: skipped because of %q", name, r.Found)
		}
	}
}

// When the admin has left, whatever the check says is Skipped, with the reason.
func TestLeaving(t *testing.T) {
	for name, err := range map[string]error{"a failure": failing, "an error": errors.New("x"), "the end": context.Canceled} {
		ctx, cancel := context.WithCancel(t.Context())
		c := one("test.check", "", nil)
		c.Run = func(context.Context) (check.Finding, error) { cancel(); return check.Finding{}, err }
		r := check.Run(ctx, []check.Check{c}, nil).Results[0]
		if r.Status != check.Skipped || r.Found.Key != "check.cancelled" || len(r.Problems) > 0 {
			t.Errorf("%s: %s %q %v", name, r.Status, r.Found, r.Problems)
		}
	}
}

// The original text of the outside system is kept, once and cleaned.
func TestCause(t *testing.T) {
	for name, tc := range map[string]struct {
		problem check.Problem
		cause   string
		text    string
	}{
		"none":           {check.Problem{Code: "a.b", Detail: check.Verbatim("Detail.")}, "", "a.b: Detail."},
		"from the error": {check.Problem{Code: "a.b", Detail: check.Verbatim("Detail."), Err: errors.New("data 775\n\x1b[31m")}, "data 775 [31m", "a.b: Detail. (data 775 [31m)"},
		"given":          {check.Problem{Code: "a.b", Detail: check.Verbatim("Detail."), Cause: "given", Err: errors.New("other")}, "given", "a.b: Detail. (given)"},
	} {
		if got := tc.problem.Error(); got != tc.text {
			t.Errorf("%s: Error() = %q, want %q", name, got, tc.text)
		}
		if r := ended(t.Context(), &tc.problem); r.Problem().Cause != tc.cause {
			t.Errorf("%s: cause %q, want %q", name, r.Problem().Cause, tc.cause)
		}
	}
}

// Marking a problem makes another one: a literal is shared by many results.
func TestMarkingCopies(t *testing.T) {
	base := &check.Problem{Code: "a.b", Err: errors.New("x")}
	w, u := check.Warn(base), check.CouldNot(base)
	if base.Severity != check.Failure || w.Severity != check.Warning || u.Severity != check.Uncertain {
		t.Errorf("severities %d, %d, %d", base.Severity, w.Severity, u.Severity)
	}
	if !errors.Is(w, base.Err) || w.Code != base.Code {
		t.Error("a marked problem lost its cause or its code")
	}
}

func TestProblemsAsError(t *testing.T) {
	if check.Problems(nil).Err() != nil || (check.Problems{}).Err() != nil {
		t.Error("no problems are an error")
	}
	cause := errors.New("cause")
	ps := check.Problems{failing, {Code: "b.c", Detail: check.Verbatim("Other."), Err: cause}}
	err := ps.Err()
	if got, want := err.Error(), "test.failing: It failed.; b.c: Other. (cause)"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if p, ok := errors.AsType[*check.Problem](err); !ok || p != failing || !errors.Is(err, cause) {
		t.Error("the problems cannot be found in the error")
	}
	if got := (check.Skip{Why: check.Verbatim("Why.")}).Error(); got != "Why." {
		t.Errorf("Skip.Error() = %q", got)
	}
}
