package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// rehearse chooses the only fault that a search finds, by the keyboard.
func (s *screen) rehearse(search string) {
	s.Helper()
	s.strip("What if…")
	if got := widgettest.Focused(s.win).Name; got != "Search" {
		s.Fatalf("the focus is on %q, want the search", got)
	}
	widgettest.Type(s.win, search)
	s.key(fyne.KeyReturn)
}

// strip presses what stands in the strip above the window.
func (s *screen) strip(name string) {
	s.Helper()
	s.win.Canvas().Focus(widgettest.Find(s.T, s.win.Canvas().Content(), func(p *widgets.Pressable) bool { return p.Semantics().Name == name }))
	s.key(fyne.KeyReturn)
}

// A fault of the practice is searched, rehearsed and healed: the strip says it on
// every page, and what was proved before has to be checked again.
func TestRehearse(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.at(setup.BaseDN)
	s.window.Goto(setup.Connection)
	s.rehearse("TLS.EXPIRED")
	const fault = "The certificates ended last week."
	events.wait(t, "the fault", func() bool { return contains(s.text(), fault) })
	s.says("Practice mode, rehearsing: " + fault)
	if _, stale := s.flow.Results(setup.Connection); !stale {
		t.Error("what was proved without the fault still counts")
	}
	s.window.Next()
	s.idle()
	if report, stale := s.flow.Results(setup.Connection); stale || report.Outcome() != check.Failed {
		t.Errorf("with the fault: %s, stale = %v; want failed", report.Outcome(), stale)
	}
	s.window.Goto(setup.Review)
	s.says("rehearsing: " + fault)
	s.strip("Heal")
	events.wait(t, "the cure", func() bool { return !contains(s.text(), fault) })
	s.says("Practice mode: a built-in directory")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.at(setup.BaseDN)
}

// The list has both halves and every fault; a search that finds nothing says so,
// and Enter chooses nothing then.
func TestWhatIf(t *testing.T) {
	s := newScreen(t)
	s.strip("What if…")
	found := 0
	for _, told := range widgets.Told(s.page()) {
		if told.Role == widgets.RoleRadio {
			found++
		}
	}
	if all := len(s.flow.Deps().Rehearsal.Faults()); found != all || all < 100 {
		t.Errorf("%d of %d faults are listed", found, all)
	}
	widgettest.Type(s.win, "locked")
	s.told("what-if")
	widgettest.Type(s.win, " xyz")
	if text := told(s.page()); !strings.Contains(text, "No fault has these words.") {
		t.Errorf("a search in vain says %q", text)
	}
	s.key(fyne.KeyReturn)
	if s.win.Canvas().Overlays().Top() == nil || len(s.flow.Deps().Rehearsal.Active()) > 0 {
		t.Error("Enter with nothing chosen did something")
	}
	s.key(fyne.KeyEscape)
	s.at(setup.Welcome)
}
