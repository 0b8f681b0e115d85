package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
)

// The whole set-up by the Enter key alone: it presses Next, and on the page of
// the service account first the button that fills in the offered password.
func TestWalkByEnter(t *testing.T) {
	s := newScreen(t)
	for _, id := range []setup.StepID{setup.Welcome, setup.Permissions, setup.Connection, setup.BaseDN} {
		s.at(id)
		s.key(fyne.KeyReturn)
	}
	s.at(setup.ServiceAccount)
	s.key(fyne.KeyReturn, fyne.KeyReturn) // Fill in, Next
	s.at(setup.Exchange)
	s.key(fyne.KeyReturn)
	s.at(setup.Review)
	s.says("Everything that was asked for is proved")
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	if c := s.flow.Connection(); !c.Verified || len(c.Reasons) > 0 {
		t.Errorf("saved, verified = %v, reasons %v; want verified", c.Verified, c.Reasons)
	}
	s.key(fyne.KeyReturn)
}
