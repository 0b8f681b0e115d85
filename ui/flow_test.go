package ui_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// The whole set-up by the Enter key alone: it presses Next, and on the page of
// the service account first the button that fills in the offered password.
func TestWalkByEnter(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	s.says("Everything that was asked for is proved")
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	if c := s.flow.Connection(); !c.Verified || len(c.Reasons) > 0 || c.Kept == nil {
		t.Errorf("saved verified = %v, reasons %v, kept %v; want verified, none, kept", c.Verified, c.Reasons, c.Kept)
	}
	s.says("“Connection-Directory Service” is saved and verified", "Press “Link account” in Hire2Retire and sign in there")
	s.key(fyne.KeyReturn) // Close has the focus
	if s.open() {
		t.Error("Close did not close the window")
	}
}

// The same with the keys that every Windows program has: Tab to the button,
// Space to press it.
func TestWalkByTabAndSpace(t *testing.T) {
	s := newScreen(t)
	for _, step := range s.flow.Steps() {
		s.at(step.ID)
		if step.ID == setup.ServiceAccount {
			s.tabTo("Fill in")
			s.key(fyne.KeySpace)
		}
		if step.ID != setup.Done {
			s.tabTo(map[setup.StepID]string{setup.Welcome: "Start", setup.Review: "Save connection"}[step.ID])
			s.key(fyne.KeySpace)
		}
	}
	if !s.flow.Connection().Verified {
		t.Error("the connection is not verified")
	}
}

// tabTo presses Tab until the control of a name has the focus; no name is Next.
func (s *screen) tabTo(name string) {
	s.Helper()
	if name == "" {
		name = "Next"
	}
	var seen []string
	for range 60 {
		if told := widgettest.Focused(s.win); told.Name == name {
			return
		} else if seen = append(seen, told.Name); told.Name == "" {
			s.Fatalf("the focus is nowhere after %q", seen)
		}
		s.win.Canvas().FocusNext()
	}
	s.Fatalf("Tab does not reach %q, only %q", name, seen)
}

// A failed check stops Next once, so that it is seen, and never twice; what is
// withheld is the word verified.
func TestAFailedCheckNeverBlocks(t *testing.T) {
	s := newScreen(t, "rights.missing")
	s.walk(setup.ServiceAccount)
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.idle()
	if got := s.flow.Current().ID; got != setup.ServiceAccount {
		t.Fatalf("went on to %s although a right is missing", got)
	}
	s.says("2 problems. You can go on; it will be saved as not verified.")
	s.key(fyne.KeyReturn)
	s.at(setup.Exchange)
	s.key(fyne.KeyReturn)
	s.at(setup.Review)
	s.says("This will be saved as not verified", "What is not proved", "Will be saved as not verified.")
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	c := s.flow.Connection()
	if c.Verified || len(c.Reasons) == 0 {
		t.Errorf("saved verified = %v with %d reasons; want not verified, with reasons", c.Verified, len(c.Reasons))
	}
	s.says("“Connection-Directory Service” is saved, not verified")
}

// What the last verification finds anew is shown before it is saved.
func TestSavingStopsForNewProblems(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	if err := s.world.SetFaults("rights.missing"); err != nil {
		t.Fatal(err)
	}
	s.key(fyne.KeyReturn)
	s.idle()
	if got := s.flow.Current().ID; got != setup.Review {
		t.Fatalf("saved and went to %s although a right was lost", got)
	}
	s.says("This will be saved as not verified")
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	if s.flow.Connection().Verified {
		t.Error("saved as verified although a right was lost")
	}
}

func TestUnusableFieldsStopNext(t *testing.T) {
	for _, c := range []struct {
		name string
		at   setup.StepID
		edit func(*setup.Answers)
		says string
		has  string // what has the focus
	}{
		{"long name", setup.Connection, func(a *setup.Answers) { a.Name = strings.Repeat("x", 300) }, "Look at the marked field", "Connection name"},
		{"no host", setup.Connection, func(a *setup.Answers) { a.Hosts = nil }, "Look at the marked field", "Host name or IP address 1"},
		{"plain LDAP", setup.Connection, func(a *setup.Answers) { a.Hosts[1].Port = "389" }, "389", "Port 2"},
		{"interval", setup.Connection, func(a *setup.Answers) { a.SyncInterval = "often" }, "is not a number of minutes", "Entra ID sync interval in minutes (optional)"},
		{"no DN", setup.BaseDN, func(a *setup.Answers) { a.BaseDN = "DC=corp/DC=com" }, "Look at the marked field", "Base DN"},
		{"no password", setup.ServiceAccount, func(*setup.Answers) {}, "No password was given", "Password"},
		{"no DN of an OU", setup.ServiceAccount, func(a *setup.Answers) { a.UserOUs = "Staff" }, "Look at the 2 marked fields", "Password"},
		{"nothing ticked", setup.Exchange, func(a *setup.Answers) { a.Features = nil }, "Nothing is ticked", "Distribution lists"},
		{"no account", setup.Exchange, func(a *setup.Answers) { a.Account = "svc" }, "is not the name of a Microsoft 365 account", "Exchange Online service account (optional)"},
		{"no client", setup.Exchange, func(a *setup.Answers) { a.ClientID = "4711" }, "is not an application (client) ID", "Application (client) ID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t)
			s.flow.Edit(c.edit)
			s.window.Goto(c.at)
			s.window.Next()
			if got := s.flow.Current().ID; got != c.at || s.window.Busy() {
				t.Fatalf("Next went to %s, busy = %v", got, s.window.Busy())
			}
			s.says(c.says)
			if got := widgettest.Focused(s.win).Name; got != c.has {
				t.Errorf("the focus is on %q, want %q", got, c.has)
			}
		})
	}
}

// Changing an answer takes back what was proved on it, and Next checks again.
func TestAChangedAnswerIsCheckedAgain(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	s.window.Goto(setup.ServiceAccount)
	s.flow.Edit(func(a *setup.Answers) { a.GroupOUs += "\n" })
	s.window.Goto(setup.Review)
	s.window.Goto(setup.ServiceAccount)
	s.says("An answer changed. Next checks again.", "An answer changed after these results.")
	before, _ := s.flow.Results(setup.ServiceAccount)
	s.window.Next()
	s.at(setup.Exchange)
	after, stale := s.flow.Results(setup.ServiceAccount)
	if stale || !after.FinishedAt.After(before.FinishedAt) {
		t.Errorf("stale = %v, checked at %v, before at %v; want a new check", stale, after.FinishedAt, before.FinishedAt)
	}
}

// Esc ends what runs, and never the window. What was proved before stays.
func TestEscEndsTheWork(t *testing.T) {
	s := newScreen(t)
	s.silentBrowser()
	s.window.Goto(setup.Exchange)
	s.key(fyne.KeyReturn)
	events.wait(t, "the link", func() bool { return slices.Contains(s.names(), "Copy link") })
	s.says("Sign in in the browser window that has opened", "This ends by itself in ")
	s.key(fyne.KeyEscape)
	s.idle()
	s.says("Cancelled. Next checks again.", "Cancelled before it ended.")
	if report, _ := s.flow.Results(setup.Exchange); len(report.Results) != 0 {
		t.Errorf("a cancelled run left %d results", len(report.Results))
	}
	s.key(fyne.KeyEscape, fyne.KeyEscape)
	if !s.open() {
		t.Error("Esc closed the window")
	}
}

// Leaving a page ends its work, and what it would have said is not said any more.
func TestLeavingAPageEndsItsWork(t *testing.T) {
	s := newScreen(t)
	s.silentBrowser()
	s.window.Goto(setup.Exchange)
	s.key(fyne.KeyReturn)
	events.wait(t, "the link", func() bool { return slices.Contains(s.names(), "Copy link") })
	widgettest.Press(s.win, fyne.KeyLeft, fyne.KeyModifierAlt)
	if got := s.flow.Current().ID; got != setup.ServiceAccount || s.window.Busy() {
		t.Fatalf("Alt+Left: at %s, busy = %v; want the step before and nothing running", got, s.window.Busy())
	}
	s.window.Wait()
	events.drain()
	if report, _ := s.flow.Results(setup.Exchange); len(report.Results) != 0 {
		t.Errorf("work of a page that was left kept %d results", len(report.Results))
	}
}

// silentBrowser opens and shows nothing: somebody walked away.
func (s *screen) silentBrowser() { s.browser = func(string) error { return nil } }

// Next while the page checks by itself goes on when that has ended.
func TestNextWhileChecking(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.tabTo("Host name or IP address 1")
	s.win.Canvas().FocusNext() // leaving a line looks at the hosts
	if !s.window.Busy() {
		t.Fatal("leaving a host did not check it")
	}
	s.window.Next()
	s.says("Checking. This goes on by itself when everything is proved.")
	s.window.Next() // a second time changes nothing
	s.at(setup.BaseDN)
}

func TestTitlesAndKeys(t *testing.T) {
	s := newScreen(t)
	if got := s.win.Title(); got != "Welcome - Connection Setup" {
		t.Errorf("title %q", got)
	}
	alt := func(k fyne.KeyName) { widgettest.Press(s.win, k, fyne.KeyModifierAlt) }
	alt(fyne.KeyLeft) // nothing is before
	s.at(setup.Welcome)
	alt(fyne.KeyRight)
	alt(fyne.KeyRight)
	if got := s.win.Title(); got != "Hybrid connection - Connection Setup" {
		t.Errorf("title %q after Alt+Right twice", got)
	}
	alt(fyne.KeyLeft)
	s.at(setup.Permissions)
	s.window.Goto(setup.Connection)
	widgettest.Press(s.win, fyne.KeyR, fyne.KeyModifierControl)
	s.idle()
	if report, _ := s.flow.Results(setup.Connection); report.Outcome() != check.Passed {
		t.Errorf("Ctrl+R: outcome %s, want passed", report.Outcome())
	}
	s.at(setup.Connection)
	s.window.Goto(setup.Done)
	s.at(setup.Connection)
}

// In every state of every page the focus is somewhere, and no control is
// without a name.
func TestEveryControlHasAName(t *testing.T) {
	s := newScreen(t)
	for _, step := range s.flow.Steps()[:7] {
		s.window.Goto(step.ID)
		if s.win.Canvas().Focused() == nil {
			t.Errorf("%s: nothing has the focus", step.ID)
		}
		widgets.Walk(s.win.Canvas().Content(), func(o fyne.CanvasObject) bool {
			d, described := o.(widgets.Described)
			if _, ok := o.(fyne.Focusable); ok && (!described || strings.TrimSpace(d.Semantics().Name) == "") {
				t.Errorf("%s: a %T has no name", step.ID, o)
			}
			return true
		})
	}
}
