package terminal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/setup"
)

// leading is a face that speaks plainly and reads what was typed.
func leading(t *testing.T, typed string) (*face, *strings.Builder) {
	t.Helper()
	f := drawn(t, wordsOnly)
	f.flow = setup.New(setup.Deps{Start: setup.DefaultAnswers(), Cloud: cloud.Find})
	p, said := speaker(typed)
	f.asker = patient{p, f}
	return f, said
}

// Going back leads to the question before, and from the first one out of the
// step; what ends the conversation ends it anywhere.
func TestFill(t *testing.T) {
	gone := errors.New("gone")
	for _, tc := range []struct {
		ends []error // one for each time a question is asked
		want string
		err  error
	}{
		{[]error{nil, nil, nil}, "abc", nil},
		{[]error{nil, errBack, nil, nil, nil}, "ababc", nil},
		{[]error{nil, nil, errBack, errBack, nil, nil, nil}, "abcbabc", nil},
		{[]error{errBack}, "a", errBack},
		{[]error{nil, fmt.Errorf("further: %w", errBack), errBack}, "aba", errBack},
		{[]error{nil, gone}, "ab", gone},
	} {
		f, _ := leading(t, "")
		asked := ""
		ask := func(name string) func(context.Context) error {
			return func(context.Context) error {
				asked += name
				return tc.ends[len(asked)-1]
			}
		}
		if err := f.fill(t.Context(), ask("a"), ask("b"), ask("c")); !errors.Is(err, tc.err) || asked != tc.want {
			t.Errorf("fill with %v = %v after %q, want %v after %q", tc.ends, err, asked, tc.err, tc.want)
		}
	}
}

// What is only looked at leads back to the same choice, which is then offered
// first.
func TestChoose(t *testing.T) {
	f, said := leading(t, "2\n\n1\n")
	looked := 0
	err := f.choose(t.Context(), check.Verbatim("What next?"), []way{
		{label: check.Verbatim("Next"), do: func(context.Context) error { return errLeave }},
		{label: check.Verbatim("Look"), do: aside(func(context.Context) error { looked++; return nil })}}, 0)
	if !errors.Is(err, errLeave) || looked != 2 {
		t.Errorf("choose = %v after %d looks, want %v after 2", err, looked, errLeave)
	}
	if got := strings.Count(said.String(), "(Enter takes 2)"); got != 2 {
		t.Errorf("the choice was offered again %d times, want 2:\n%s", got, said)
	}
}

func TestAside(t *testing.T) {
	for _, tc := range []struct{ ends, want error }{{nil, errMenu}, {errBack, errMenu}, {errLeave, errLeave}, {ErrInterrupted, ErrInterrupted}, {errAgain, errAgain}} {
		if got := aside(func(context.Context) error { return tc.ends })(t.Context()); !errors.Is(got, tc.want) {
			t.Errorf("aside of %v = %v, want %v", tc.ends, got, tc.want)
		}
	}
}

// Checks run again as often as somebody wants, and what is offered first is to
// go on once nothing is in the way.
func TestChecked(t *testing.T) {
	f, said := leading(t, "2\n\n")
	f.flow.Goto(setup.Permissions)
	var runs []bool
	after := 0
	err := f.checked(t.Context(), stepChecks{step: setup.Review, after: func(context.Context) error { after++; return nil },
		run: func(_ context.Context, again bool) (bool, error) {
			runs = append(runs, again)
			st := check.Failed
			if again {
				st = check.Passed
			}
			f.flow.Keep(setup.Outcome{Step: setup.Review, Report: check.Report{Results: []check.Result{{ID: "profile.keyring", Status: st}}}})
			return again, nil
		}})
	if err != nil || !slices.Equal(runs, []bool{false, true}) || after != 1 {
		t.Errorf("checked = %v after the runs %v and %d afters, want false, true and 1", err, runs, after)
	}
	if !strings.Contains(said.String(), "1. Next: Hybrid connection (it can be saved, but not as\nverified)\n2. Check again") {
		t.Errorf("what was said about the failure:\n%s", said)
	}
}

// A problem about a field of another step leads there, once.
func TestWaysToFields(t *testing.T) {
	f, _ := leading(t, "")
	f.flow.Goto(setup.ServiceAccount)
	at := func(field string) *check.Problem {
		return &check.Problem{Code: "a", Advice: check.Advice{Field: field}}
	}
	ways := f.waysToFields(check.Report{Results: []check.Result{
		{Problems: []*check.Problem{at(setup.FieldPassword), at("")}},
		{Problems: []*check.Problem{at(setup.FieldCA), at(setup.FieldHosts), at(setup.FieldClientID)}}}})
	var labels []string
	for _, w := range ways {
		labels = append(labels, w.label.String())
	}
	if diff := cmp.Diff([]string{"Go to: Hybrid connection", "Go to: Exchange Online"}, labels); diff != "" {
		t.Errorf("the ways (-want +got):\n%s", diff)
	}
	if err := ways[0].do(t.Context()); err != nil || f.flow.Current().ID != setup.Connection {
		t.Errorf("the first way leads to %s, %v", f.flow.Current().ID, err)
	}
}

// Leaving is asked about only while something would be lost.
func TestAskToLeave(t *testing.T) {
	for _, tc := range []struct {
		touched bool
		typed   string
		want    error
	}{
		{false, "", errLeave},
		{true, "\n", nil},
		{true, "1\n", nil},
		{true, "<\n", nil},
		{true, "2\n", errLeave},
	} {
		f, said := leading(t, tc.typed)
		f.touched = tc.touched
		if err := f.askToLeave(t.Context(), errLeave); !errors.Is(err, tc.want) {
			t.Errorf("askToLeave with %q = %v, want %v", tc.typed, err, tc.want)
		}
		if asked := said.Len() > 0; asked != tc.touched {
			t.Errorf("touched is %t and it said %q", tc.touched, said)
		}
	}
}
