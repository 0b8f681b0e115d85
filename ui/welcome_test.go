package ui_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets/widgettest"
)

// saved walks to the end and comes back to the first page, where the connection
// is listed.
func saved(t *testing.T) *screen {
	t.Helper()
	s := newScreen(t)
	s.walk(setup.Review)
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	s.window.Goto(setup.Welcome)
	s.listed("Open")
	return s
}

// listed waits for a button of the list.
func (s *screen) listed(button string) {
	s.Helper()
	events.wait(s.T, button, func() bool { return slices.Contains(s.names(), button) })
}

func TestOpenSaved(t *testing.T) {
	s := saved(t)
	s.says("Connection-Directory Service", "Verified", "is open. Continue with it, or with another one.")
	s.press("Open")
	s.at(setup.Connection)
	if a := s.flow.Answers(); a.Password.Empty() || a.Username != s.world.Username() {
		t.Errorf("opened with user %q and empty password = %v; the password was kept", a.Username, a.Password.Empty())
	}
	s.window.Goto(setup.ServiceAccount)
	if a := s.text(); !slices.Contains(s.names(), "Service account") || len(a) == 0 {
		t.Error("the page of the account is empty")
	}
	s.window.Next()
	s.at(setup.Exchange)
}

func TestVerifySavedAgain(t *testing.T) {
	s := saved(t)
	s.press("Verify again")
	s.at(setup.Review)
	s.idle()
	report, stale := s.flow.Results(setup.ServiceAccount)
	if len(report.Results) == 0 || stale {
		t.Errorf("%d results, stale = %v; want the account checked", len(report.Results), stale)
	}
	s.says("The Exchange Online account was not signed in.") // the sign-in was not kept
}

// A connection whose password is not kept begins where it is typed.
func TestVerifyWithoutPassword(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	s.window.Goto(setup.ServiceAccount)
	s.press("Back") // the focus leaves the box alone
	s.flow.Edit(func(a *setup.Answers) { a.KeepPassword = false })
	s.window.Goto(setup.Review)
	s.says("Not kept; it has to be typed again")
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	s.window.Goto(setup.Welcome)
	s.listed("Verify again")
	s.press("Verify again")
	s.at(setup.ServiceAccount)
	s.says("Type the password to verify the connection again", "The password of this connection is not kept on this computer.")
}

func TestDeleteSaved(t *testing.T) {
	s := saved(t)
	s.press("Delete Connection-Directory Service")
	s.says() // the page stays behind the question
	if got := widgettest.Focused(s.win).Name; got != "Cancel" {
		t.Errorf("the focus is on %q, want the safe answer", got)
	}
	s.key(fyne.KeyEscape)
	if s.win.Canvas().Overlays().Top() != nil {
		t.Fatal("Esc did not close the question")
	}
	s.press("Delete Connection-Directory Service")
	widgettest.Button(t, s.page(), "Delete connection").Press()
	events.wait(t, "an empty list", func() bool { return !slices.Contains(s.names(), "Open") })
	list, err := setup.SavedConnections(t.Context(), s.flow.Deps())
	if err != nil || len(list) != 0 {
		t.Errorf("SavedConnections() = %v, %v; want none", list, err)
	}
}

func TestNewConnection(t *testing.T) {
	s := saved(t)
	old := s.flow
	s.press("New connection")
	if got := s.win.Title(); got != "Permissions - Connection Setup" {
		t.Fatalf("title %q after beginning anew", got)
	}
	if !old.Answers().Password.Empty() && old.Answers().Password.Reveal()[0] != 0 {
		t.Error("the old flow still holds its password")
	}
	s.window.Next()
	s.window.Next()
	events.wait(t, "the Base DN", func() bool { return s.win.Title() == "Base DN - Connection Setup" })
}
