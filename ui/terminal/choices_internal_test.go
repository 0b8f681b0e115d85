package terminal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/setup"
)

// Many ways are offered a part at a time; going back leads through the parts and
// then out.
func TestChooseLong(t *testing.T) {
	gone := errors.New("gone")
	for _, tc := range []struct {
		typed string
		want  string // the ways that were gone
		err   error
	}{
		{"1\n", "01", gone},
		{"10\n", "10", gone},
		{"11\n1\n", "11", gone},
		{"11\n11\n3\n", "23", gone},
		{"11\n11\n<\n2\n", "12", gone},
		{"<\n", "", errBack},
		{"12\n", "", errBack}, // "Back" stands last
		{"11\n<\n<\n", "", errBack},
	} {
		f, _ := leading(t, tc.typed)
		went := ""
		var ways []way
		for i := range 23 {
			name := fmt.Sprintf("%02d", i+1)
			ways = append(ways, way{label: check.Verbatim(name), do: func(context.Context) error {
				went += name
				return gone
			}})
		}
		err := f.chooseLong(t.Context(), check.Verbatim("Which?"), ways)
		if !errors.Is(err, tc.err) || went != tc.want {
			t.Errorf("after %q it went %q, %v, want %q, %v", tc.typed, went, err, tc.want, tc.err)
		}
	}
}

// Only what is left of the parts is named, and nothing where all are shown.
func TestChooseLongSaysWhatIsLeft(t *testing.T) {
	for _, tc := range []struct {
		ways int
		want string
	}{{10, ""}, {11, "Show the last one"}, {12, "Show the next ones, 2 are left"}} {
		f, said := leading(t, "<\n")
		_ = f.chooseLong(t.Context(), check.Verbatim("Which?"), make([]way, tc.ways))
		if got := strings.Contains(said.String(), "Show the"); got != (tc.want != "") || !strings.Contains(said.String(), tc.want) {
			t.Errorf("%d ways are offered as\n%s\nwant %q", tc.ways, said, tc.want)
		}
	}
}

// A submenu that is left with Back or < leads to the choice before it; what was
// done in it leads on.
func TestSubmenu(t *testing.T) {
	for _, tc := range []struct {
		typed string
		want  error
	}{{"1\n", nil}, {"2\n", errMenu}, {"<\n", errMenu}, {"", nil}} {
		f, _ := leading(t, tc.typed)
		w := f.submenu(check.Verbatim("More"), check.Verbatim("Which?"), func() []way { return []way{{label: check.Verbatim("Do it"), do: stay}} })
		err := w.do(t.Context())
		if tc.typed == "" {
			if err == nil {
				t.Error("the end of the input was taken for an answer")
			}
			continue
		}
		if !errors.Is(err, tc.want) {
			t.Errorf("after %q the submenu returns %v, want %v", tc.typed, err, tc.want)
		}
	}
}

// Every cloud of Microsoft can be chosen, and the one that holds is offered
// first.
func TestCloud(t *testing.T) {
	for i, want := range cloud.All() {
		f, said := leading(t, fmt.Sprintf("%d\n", i+1))
		f.edit(func(a *setup.Answers) { a.Cloud = cloud.All()[1].ID })
		if err := f.cloud(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := f.flow.Answers().Cloud; got != want.ID {
			t.Errorf("choice %d is the cloud %s, want %s", i+1, got, want.ID)
		}
		if !strings.Contains(said.String(), fmt.Sprintf("%d. %s\n", i+1, want.Name)) || !strings.Contains(said.String(), "Enter takes 2") {
			t.Errorf("offered was\n%s", said)
		}
	}
}

// What speaks against a domain controller is said before what speaks for it.
func TestStandingOf(t *testing.T) {
	for _, tc := range []struct {
		host setup.FoundHost
		want string
	}{
		{setup.FoundHost{}, "does not answer"},
		{setup.FoundHost{Reachable: false, ReadOnly: true, Near: true}, "does not answer"},
		{setup.FoundHost{Reachable: true, ReadOnly: true, Near: true}, "read-only"},
		{setup.FoundHost{Reachable: true, Near: true, Latency: 12 * time.Millisecond}, "12 ms, in the site of this computer"},
		{setup.FoundHost{Reachable: true, Latency: 2 * time.Second}, "2 s"},
	} {
		if got := standingOf(tc.host).String(); got != tc.want {
			t.Errorf("standingOf(%+v) = %q, want %q", tc.host, got, tc.want)
		}
	}
}

// A connection that cannot be opened is not called verified.
func TestStanding(t *testing.T) {
	for _, tc := range []struct {
		saved setup.SavedConnection
		want  string
	}{
		{setup.SavedConnection{Verified: true}, "Verified"},
		{setup.SavedConnection{}, "Saved, not verified"},
		{setup.SavedConnection{Verified: true, Problem: locked}, "Cannot be opened"},
	} {
		if got := standing(tc.saved).String(); got != tc.want {
			t.Errorf("standing(%+v) = %q, want %q", tc.saved, got, tc.want)
		}
	}
}

// A connection that cannot be opened is described with the reason, and can only
// be deleted.
func TestManageUnreadable(t *testing.T) {
	f, said := leading(t, "<\n")
	if err := f.manage(setup.SavedConnection{Name: "Old", Problem: locked, UpdatedAt: time.Date(2026, 1, 2, 3, 4, 0, 0, time.Local)})(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Cannot be opened. Saved on 2026-01-02 03:04.", "The account svc-h2r is locked.", "1. Delete Old\n2. Back\n"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

// What was taken over stands first in a difference, and nothing is called so.
func TestDifference(t *testing.T) {
	for _, tc := range []struct {
		difference setup.Difference
		want       string
	}{
		{setup.Difference{Label: check.Verbatim("Port"), Ours: "636", Theirs: "3269"}, "- Port differs. Now: 636. Not taken: 3269.\n"},
		{setup.Difference{Label: check.Verbatim("Port"), Ours: "636", Theirs: "3269", Taken: true}, "- Port differs. Now: 3269. Not taken: 636.\n"},
		{setup.Difference{Label: check.Verbatim("Base DN"), Theirs: "DC=corp"}, "- Base DN differs. Now: none. Not taken: DC=corp.\n"},
	} {
		f := drawn(t, wordsOnly)
		s := f.sheet()
		f.difference(s, tc.difference)
		if s.String() != tc.want {
			t.Errorf("difference(%+v) is %q, want %q", tc.difference, s, tc.want)
		}
	}
}

// A help text keeps its headings, points and lines to copy.
func TestMarkdown(t *testing.T) {
	s := &sheet{width: 30, style: wordsOnly}
	s.markdown("A sentence that is longer than thirty columns.\n\n# What to do\n\n- First this, which takes two lines\n- Then that\n\n    Get-ADUser -Identity 'a name that is long' -Properties *\n\nThe end.\r\n")
	want := `A sentence that is longer than
thirty columns.

What to do

- First this, which takes two
  lines
- Then that

Get-ADUser -Identity 'a name that is long' -Properties *

The end.
`
	if diff := cmp.Diff(want, s.String()); diff != "" {
		t.Errorf("the help is drawn differently (-want +got):\n%s", diff)
	}
}

// There are never two empty lines, also at the beginning.
func TestBlank(t *testing.T) {
	s := &sheet{width: 30, style: wordsOnly}
	s.blank()
	s.title("Title")
	s.blank()
	s.blank()
	s.para("Text")
	s.title("Next")
	if got, want := s.String(), "\nTitle\n\nText\n\nNext\n"; got != want {
		t.Errorf("the sheet is %q, want %q", got, want)
	}
}

// One value stands beside its name, several stand below it, and none is said.
func TestOrNone(t *testing.T) {
	for _, tc := range []struct {
		values []string
		want   string
	}{
		{nil, "  OUs: none\n"},
		{[]string{""}, "  OUs: none\n"},
		{[]string{"OU=Staff"}, "  OUs: OU=Staff\n"},
		{[]string{"OU=Staff", "OU=Leavers"}, "  OUs:\n    OU=Staff\n    OU=Leavers\n"},
	} {
		f := drawn(t, wordsOnly)
		s := f.sheet()
		f.orNone(s, check.Verbatim("OUs"), tc.values...)
		if s.String() != tc.want {
			t.Errorf("orNone(%q) is %q, want %q", tc.values, s, tc.want)
		}
	}
}

// What steers a terminal or turns the direction of reading is shown, not obeyed.
func TestVisible(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"OU=Müller, 漢字\t1\n2", "OU=Müller, 漢字\t1\n2"},
		{"\x1b[31mred", "\uFFFD[31mred"},
		{"a\u202Eb", "a\uFFFDb"},
		{"a\rb\bc\x00", "a\uFFFDb\uFFFDc\uFFFD"},
	} {
		if got := visible(tc.text); got != tc.want {
			t.Errorf("visible(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

// A path may begin with the own folder, and come in quotation marks.
func TestExpanded(t *testing.T) {
	t.Setenv("HOME", "/home/admin")
	t.Setenv("USERPROFILE", "/home/admin")
	for _, tc := range []struct{ typed, want string }{
		{"report.txt", "report.txt"},
		{`"C:\Temp\ca.cer"`, `C:\Temp\ca.cer`},
		{"~", "/home/admin"},
		{"~/report.txt", "/home/admin/report.txt"},
		{"~admin/report.txt", "~admin/report.txt"},
		{"a~b", "a~b"},
	} {
		if got := expanded(tc.typed); got != tc.want {
			t.Errorf("expanded(%s) = %s, want %s", tc.typed, got, tc.want)
		}
	}
}
