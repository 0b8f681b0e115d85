package ui_test

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// What is ticked decides what is asked for.
func TestFeaturesDecideWhatIsAsked(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Exchange)
	s.says("Manage Exchange configuration", "Exchange role Mail Recipients", "Entra role User Administrator")
	for _, name := range []string{"Microsoft 365 groups", "Shared mailboxes"} {
		box := widgettest.Find(t, s.page(), func(b *widgets.CheckBox) bool { return b.Semantics().Name == name })
		s.win.Canvas().Focus(box)
		s.key(fyne.KeySpace)
	}
	if slices.Contains(s.names(), "Entra role User Administrator") || slices.Contains(s.names(), "Exchange role Mail Recipients") {
		t.Error("roles are still asked for that no ticked feature needs")
	}
	if got := s.flow.Answers().Features; !slices.Equal(got, []string{"dl", "mesg"}) {
		t.Errorf("features are %v", got)
	}
}

// With a built-in application nobody is asked for an ID; without one, at once.
func TestOwnApplication(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Exchange)
	if slices.Contains(s.names(), "Application (client) ID") {
		t.Error("the ID is asked for although there is a built-in application")
	}
	deps := s.flow.Deps()
	deps.ClientID = ""
	none := openScreen(t, s.world, deps, s.words)
	none.window.Goto(setup.Exchange)
	none.says("Application (client) ID", "Tenant")
}

// A browser that does not open leaves the link, and says so.
func TestNoBrowser(t *testing.T) {
	s := newScreen(t)
	s.browser = func(string) error { return errors.New("no browser here") }
	s.window.Goto(setup.Exchange)
	s.window.Next()
	s.listed("Copy link")
	s.says("No browser opened; open the link yourself")
	s.press("Copy link")
	link := fyne.CurrentApp().Clipboard().Content()
	if !contains(link, "https://") {
		t.Fatalf("the clipboard holds %q, want the link", link)
	}
	s.browser = s.world.Consent
	s.press("Open again")
	s.at(setup.Review)
}

// Checking again gets new tokens, so that new roles are seen, without asking
// anybody; another account is asked for in the browser.
func TestSignInAgain(t *testing.T) {
	s := newScreen(t, "role.missing")
	opened := 0
	s.browser = func(url string) error {
		opened++
		return s.world.Consent(url)
	}
	s.window.Goto(setup.Exchange)
	s.press("Sign in with Microsoft")
	s.idle()
	s.says("3 problems", "Signed in as", s.world.Account())
	if err := s.world.SetFaults(); err != nil {
		t.Fatal(err)
	}
	widgettest.Press(s.win, fyne.KeyR, fyne.KeyModifierControl)
	s.idle()
	s.says("Everything on this page is proved.")
	if opened != 1 {
		t.Errorf("the browser opened %d times, want once for the first sign-in", opened)
	}
	s.press("Sign in with another account")
	s.idle()
	s.says("Everything on this page is proved.")
	if opened != 2 {
		t.Errorf("the browser opened %d times, want once more for another account", opened)
	}
}

func TestReviewLeadsBack(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.BaseDN = "nonsense" })
	s.window.Goto(setup.Review)
	s.window.Next()
	s.says("Base DN: something is missing")
	s.press("Go to Base DN")
	s.at(setup.BaseDN)
}

// Only half of it can be saved, too: without a password, and not verified.
func TestSaveWithoutPassword(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Review)
	s.says("The service account was not checked in Active Directory.", "The Exchange Online account was not signed in.")
	s.window.Next()
	s.at(setup.Done)
	if s.flow.Connection().Verified {
		t.Error("saved as verified although nothing was checked")
	}
}

// The values that are copied for Hire2Retire hold no password.
func TestCopiedValues(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	s.press("Copy")
	got := fyne.CurrentApp().Clipboard().Content()
	want := "Connection name: Connection-Directory Service\nHost: dc1.practice.example,dc2.practice.example\nPort: 636\n" +
		"Base DN: DC=practice,DC=example\nUsername: svc-hire2retire@practice.example\nExchange Online account: svc-hire2retire@practice.example\n"
	if got != want {
		t.Errorf("the clipboard holds\n%s\nwant\n%s", got, want)
	}
}
