package terminal

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// withHost is a face whose answers name a host and two OUs for users.
func withHost(t *testing.T, typed string) (*face, *strings.Builder) {
	t.Helper()
	f, said := leading(t, typed)
	f.edit(func(a *setup.Answers) {
		a.Hosts = []setup.HostAnswer{{Name: "dc1.corp.example", Port: defaultPort}}
		a.UserOUs = "OU=Staff,DC=corp,DC=example\nOU=Leavers,DC=corp,DC=example"
	})
	f.touched = false
	return f, said
}

// What cannot be used is asked for again until it can, is corrected, or is left;
// what was typed last is never lost.
func TestFieldText(t *testing.T) {
	for _, tc := range []struct {
		name, typed, want string
		err               error
	}{
		{"kept", "\n", "636", nil},
		{"typed", "3269\n", "3269", nil},
		{"corrected", "389\n1\n", "636", nil},
		{"corrected by Enter", "389\n\n", "636", nil},
		{"changed", "389\n2\n3269\n", "3269", nil},
		{"changed after going back", "389\n<\n3269\n", "3269", nil},
		{"wrong twice", "389\n2\nmany\n1\n", "636", nil},
		{"left", "<\n", "636", errBack},
		{"left after changing", "389\n2\n<\n", "389", errBack},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, said := withHost(t, tc.typed)
			got, err := f.fieldText(t.Context(), setup.Connection, portField, "636")
			if got != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("fieldText = %q, %v, want %q, %v after\n%s", got, err, tc.want, tc.err, said)
			}
		})
	}
}

// Without a correction the question itself says what is wrong.
func TestFieldTextWithoutCorrection(t *testing.T) {
	f, said := withHost(t, strings.Repeat("n", 300)+"\nMine\n")
	got, err := f.fieldText(t.Context(), setup.Connection, nameField, "")
	if got != "Mine" || err != nil || !strings.Contains(said.String(), "300 characters") || strings.Contains(said.String(), "What did you mean?") {
		t.Errorf("fieldText = %q, %v after\n%s", got, err, said)
	}
}

// Only a change makes the connection worth saving.
func TestAsking(t *testing.T) {
	for _, tc := range []struct {
		typed   string
		touched bool
	}{{"\n", false}, {"636\n", false}, {"3269\n", true}} {
		f, _ := withHost(t, tc.typed)
		if err := f.asking(setup.Connection, portField)(t.Context()); err != nil || f.touched != tc.touched {
			t.Errorf("after %q: %v, touched is %t, want %t", tc.typed, err, f.touched, tc.touched)
		}
	}
}

func labels(ways []way) []string {
	var list []string
	for _, w := range ways {
		list = append(list, w.label.String())
	}
	return list
}

// An empty list can be left empty, and one that cannot be used cannot be gone on
// with.
func TestWaysOfTargets(t *testing.T) {
	const add, typing, remove = "Add one from the directory", "Type the list", "Take one off the list"
	one := []string{"OU=Staff,DC=corp,DC=example"}
	for _, tc := range []struct {
		list  []string
		wrong string
		want  []string
	}{
		{nil, "", []string{add, typing, "Go on without"}},
		{one, "", []string{"Go on with this one", add, remove, typing}},
		{append(one, "OU=Leavers,DC=corp,DC=example"), "", []string{"Go on with these 2", add, remove, typing}},
		{one, "It is not below the Base DN.", []string{add, remove, typing}},
	} {
		f, _ := withHost(t, "")
		if got := labels(f.waysOfTargets(userOUsField, tc.list, tc.wrong)); !slices.Equal(got, tc.want) {
			t.Errorf("the ways of %q, %q are %q, want %q", tc.list, tc.wrong, got, tc.want)
		}
	}
}

func TestRemoveTarget(t *testing.T) {
	for _, tc := range []struct {
		typed, want string
		err         error
	}{
		{"1\n", "OU=Leavers,DC=corp,DC=example", errAnew},
		{"2\n", "OU=Staff,DC=corp,DC=example", errAnew},
		{"\n", "OU=Staff,DC=corp,DC=example\nOU=Leavers,DC=corp,DC=example", errMenu}, // Enter takes nothing off
		{"<\n", "OU=Staff,DC=corp,DC=example\nOU=Leavers,DC=corp,DC=example", errMenu},
	} {
		f, _ := withHost(t, tc.typed)
		err := f.removeTarget(t.Context(), userOUsField, listOf(f.flow.Answers().UserOUs))
		if got := f.flow.Answers().UserOUs; got != tc.want || !errors.Is(err, tc.err) {
			t.Errorf("after %q the list is %q, %v, want %q, %v", tc.typed, got, err, tc.want, tc.err)
		}
	}
}

func TestListOf(t *testing.T) {
	for _, tc := range []struct {
		text string
		want []string
	}{{"", nil}, {"\n \n", nil}, {"a", []string{"a"}}, {"a\n\nb\n", []string{"a", "b"}}} {
		if got := listOf(tc.text); !slices.Equal(got, tc.want) {
			t.Errorf("listOf(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

// Every step can be gone to but the last, which begins with saving.
func TestWayElsewhere(t *testing.T) {
	f, said := withHost(t, "5\n")
	if err := f.wayElsewhere().do(t.Context()); err != nil || f.flow.Current().ID != setup.ServiceAccount {
		t.Errorf("the fifth choice leads to %s, %v", f.flow.Current().ID, err)
	}
	if strings.Contains(said.String(), "8. Saved") || !strings.Contains(said.String(), "7. Review and save") || !strings.Contains(said.String(), "8. Back") {
		t.Errorf("offered was\n%s", said)
	}
	f, _ = withHost(t, "<\n")
	if err := f.wayElsewhere().do(t.Context()); !errors.Is(err, errMenu) || f.flow.Current().ID != setup.Welcome {
		t.Errorf("going back leads to %s, %v", f.flow.Current().ID, err)
	}
}

// The last step is followed by itself.
func TestFollowing(t *testing.T) {
	f, _ := withHost(t, "")
	var got []setup.StepID
	for _, s := range f.flow.Steps() {
		f.flow.Goto(s.ID)
		got = append(got, f.following().ID)
	}
	want := []setup.StepID{setup.Permissions, setup.Connection, setup.BaseDN, setup.ServiceAccount, setup.Exchange, setup.Review, setup.Done, setup.Done}
	if !slices.Equal(got, want) {
		t.Errorf("the steps are followed by %v, want %v", got, want)
	}
}

// Only what happened is counted, in the order of what holds to what is not known.
func TestSummary(t *testing.T) {
	for _, tc := range []struct {
		statuses []check.Status
		want     string
	}{
		{nil, ""},
		{[]check.Status{check.Passed, check.Skipped}, "1 passed"},
		{[]check.Status{check.Unknown, check.Failed, check.Failed, check.Warned, check.Passed}, "1 passed, 1 warning, 2 problems, 1 could not be checked"},
	} {
		var report check.Report
		for _, st := range tc.statuses {
			report.Results = append(report.Results, check.Result{Status: st})
		}
		if got := drawn(t, wordsOnly).summary(report); got != tc.want {
			t.Errorf("the summary of %v is %q, want %q", tc.statuses, got, tc.want)
		}
	}
}

// A connection without a password can be saved; one without a host, or with what
// cannot be used, cannot, and it is said why.
func TestUsable(t *testing.T) {
	for _, tc := range []struct {
		change func(*setup.Answers)
		want   bool
	}{
		{func(*setup.Answers) {}, true},
		{func(a *setup.Answers) { a.Hosts = nil }, false},
		{func(a *setup.Answers) { a.BaseDN = "no DN" }, false},
		{func(a *setup.Answers) { a.Name = strings.Repeat("n", 300) }, false},
	} {
		f, said := withHost(t, "")
		f.edit(func(a *setup.Answers) {
			a.Name, a.BaseDN, a.Username = "Mine", "DC=corp,DC=example", "svc-h2r@corp.example"
		})
		f.edit(tc.change)
		if got := f.usable(); got != tc.want || (said.Len() == 0) != tc.want {
			t.Errorf("usable = %t, want %t, after\n%s", got, tc.want, said)
		}
	}
}

// A text that is pasted may have empty lines; only a full stop ends it.
func TestPlainPaste(t *testing.T) {
	for _, tc := range []struct {
		typed, want string
		err         error
	}{
		{"AADSTS50105\n.\n", "AADSTS50105", nil},
		{"one\n\ntwo\n.\nnext\n", "one\n\ntwo", nil},
		{".\n", "", nil},
		{"<\n", "", errBack},
	} {
		p, _ := speaker(tc.typed)
		got, err := p.line(t.Context(), question{label: "Text", paste: true, lines: true})
		if got != tc.want || !errors.Is(err, tc.err) {
			t.Errorf("after %q the text is %q, %v, want %q, %v", tc.typed, got, err, tc.want, tc.err)
		}
	}
}
