package ui_test

import (
	"testing"
	"time"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets/widgettest"
)

// From the press on Next to the last row of a sign-in nothing holds the window
// up.
func TestSigningInHoldsNothingUp(t *testing.T) {
	holdsNothingUp(t, func() time.Duration {
		s := onExchange(t, "role.missing")
		return s.longest(s.window.Next, s.idle)
	})
}

// A keystroke in a field of the page is drawn at once.
func TestTypingHoldsNothingUp(t *testing.T) {
	s := onExchange(t)
	s.expander(scopeTitle).Open(true)
	s.flow.Edit(func(a *setup.Answers) { a.WriteScope = "Berlin" })
	holdsNothingUp(t, func() time.Duration {
		return widgettest.Held(func() { s.typed("Exchange Online service account (optional)", "s") })
	})
}
