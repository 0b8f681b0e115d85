package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets/widgettest"
)

// Closing asks only when something would be lost.
func TestClosing(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*screen)
		asks bool
	}{
		{"at once", func(*screen) {}, false},
		{"after looking around", func(s *screen) { s.window.Goto(setup.Exchange); s.window.Goto(setup.Review) }, false},
		{"after typing", func(s *screen) { s.flow.Edit(func(a *setup.Answers) { a.Name = "Other" }) }, true},
		{"after a password", func(s *screen) { s.fill() }, false}, // which is never kept without saving
		{"after a check", func(s *screen) { s.window.Goto(setup.Connection); s.window.Next(); s.at(setup.BaseDN) }, true},
		{"after saving", func(s *screen) { s.walk(setup.Review); s.key(fyne.KeyReturn); s.at(setup.Done) }, false},
		{"after saving and looking around", func(s *screen) {
			s.walk(setup.Review)
			s.key(fyne.KeyReturn)
			s.at(setup.Done)
			s.window.Goto(setup.BaseDN)
			s.counted() // until then there is another Cancel: that of the tree
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t)
			c.do(s)
			if s.flow.Current().ID == setup.Done {
				s.press("Close")
			} else {
				s.press("Cancel")
			}
			asked := s.win.Canvas().Overlays().Top() != nil
			if asked != c.asks || s.open() != c.asks {
				t.Errorf("asked = %v, still open = %v; want both %v", asked, s.open(), c.asks)
			}
		})
	}
}

func TestClosingAnswers(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.Name = "Other" })
	s.press("Cancel")
	if got := widgettest.Focused(s.win).Name; got != "Keep working" {
		t.Errorf("the focus is on %q, want the safe answer", got)
	}
	s.key(fyne.KeyReturn)
	if !s.open() || s.win.Canvas().Overlays().Top() != nil {
		t.Fatal("Keep working did not keep the window")
	}
	s.press("Cancel")
	widgettest.Button(t, s.page(), "Close").Press()
	events.wait(t, "the end of the window", func() bool { return !s.open() })
}

// The Cancel button ends what runs before it closes anything.
func TestCancelEndsTheWorkFirst(t *testing.T) {
	s := newScreen(t)
	s.silentBrowser()
	s.window.Goto(setup.Exchange)
	s.window.Next()
	s.listed("Copy link")
	s.press("Cancel")
	s.idle()
	if !s.open() || s.win.Canvas().Overlays().Top() != nil {
		t.Error("Cancel did more than to end the work")
	}
}

// Nothing of a password is left when the window is closed.
func TestClosingWipesThePassword(t *testing.T) {
	s := newScreen(t)
	s.fill()
	password := s.flow.Answers().Password
	if password.Reveal() != s.world.Password().Reveal() {
		t.Fatalf("the password in the flow has %d bytes, want that of the practice", password.Len())
	}
	s.win.Close()
	for _, b := range []byte(password.Reveal()) {
		if b != 0 {
			t.Fatal("the password is still in memory")
		}
	}
}

// A password is nowhere in what the window draws.
func TestThePasswordIsNotDrawn(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.KeepPassword = true })
	s.window.Goto(setup.ServiceAccount)
	s.press("Fill in")
	s.window.Next()
	s.at(setup.Exchange)
	for _, id := range []setup.StepID{setup.ServiceAccount, setup.Review} {
		s.window.Goto(id)
		events.drain()
		if markup := test.RenderToMarkup(s.win.Canvas()); contains(markup, s.world.Password().Reveal()) {
			t.Errorf("%s draws the password", id)
		}
	}
}
