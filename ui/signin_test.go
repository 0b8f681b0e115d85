package ui_test

import (
	"regexp"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// signingIn begins a sign-in that nobody answers, and waits for its panel.
func signingIn(t *testing.T, faults ...string) *screen {
	t.Helper()
	s := onExchange(t, faults...)
	s.silentBrowser()
	s.key(fyne.KeyReturn)
	s.listed("Copy link")
	return s
}

// While somebody signs in, the panel says for how long and until when, and has
// every way out, each within reach of the Tab key.
func TestWaitingPanel(t *testing.T) {
	s := signingIn(t)
	if text := s.text(); !regexp.MustCompile(`Waiting for \d+ s\. This ends by itself in \d+ min \d+ s\.`).MatchString(text) {
		t.Errorf("the panel does not say how long:\n%s", text)
	}
	for _, name := range []string{"Open again", "Copy link", "On another device", "The browser shows an error…", "Cancel"} {
		s.tabTo(name)
	}
	s.key(fyne.KeySpace) // on the Cancel of the panel
	s.idle()
	s.says("Cancelled. Next checks again.")
	if slices.Contains(s.names(), "Open again") {
		t.Error("the panel is still there after cancelling")
	}
}

// The panel has the keyboard as soon as it is there, with a code as well, and
// what had it before has it again when the sign-in ends.
func TestWaitingPanelHasTheKeyboard(t *testing.T) {
	s := onExchange(t)
	s.silentBrowser()
	before := widgettest.Focused(s.win).Name
	s.key(fyne.KeyReturn)
	s.listed("Copy link")
	if name := widgettest.Focused(s.win).Name; name != "Open again" {
		t.Errorf("the focus is on %q", name)
	}
	widgettest.Tab(s.win, 2)
	s.key(fyne.KeyReturn) // On another device
	s.listed("Copy code")
	if name := widgettest.Focused(s.win).Name; name != "Copy code" {
		t.Errorf("with a code the focus is on %q", name)
	}
	s.key(fyne.KeyEscape)
	s.idle()
	if name := widgettest.Focused(s.win).Name; name != before {
		t.Errorf("at the end the focus is on %q, want %q", name, before)
	}
}

// What goes on behind a dialog leaves the keyboard in it.
func TestDialogKeepsTheKeyboard(t *testing.T) {
	s := signingIn(t)
	s.press("The browser shows an error…")
	s.press("On another device")
	s.listed("Copy code")
	if name := widgettest.Focused(s.win).Name; name != "Text of the page" {
		t.Errorf("the focus went to %q", name)
	}
}

// A sign-in can be cancelled wherever it is, by Esc, and at once.
func TestCancelInEveryState(t *testing.T) {
	for name, reach := range map[string]func(*screen){
		"before anything":      func(s *screen) { s.key(fyne.KeyReturn) },
		"while the browser is": func(s *screen) { s.key(fyne.KeyReturn); s.listed("Copy link") },
		"with a code": func(s *screen) {
			s.key(fyne.KeyReturn)
			s.listed("Copy link")
			s.press("On another device")
			s.listed("Copy code")
		},
		"back in the browser": func(s *screen) {
			s.key(fyne.KeyReturn)
			s.listed("Copy link")
			s.press("On another device")
			s.listed("Copy code")
			s.press("Use the browser here")
			s.listed("Open again")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := onExchange(t)
			s.silentBrowser()
			reach(s)
			s.win.Canvas().Unfocus()
			s.key(fyne.KeyEscape)
			s.idle()
			s.says("Cancelled. Next checks again.")
			if report, _ := s.flow.Results(setup.Exchange); len(report.Results) > 0 {
				t.Errorf("a cancelled sign-in left %d results", len(report.Results))
			}
			if _, _, ok := s.flow.SignedIn(); ok {
				t.Error("somebody is signed in")
			}
		})
	}
}

// The code is shown with its page, to be copied, and with the warning.
func TestDeviceCodePanel(t *testing.T) {
	s := signingIn(t)
	s.press("On another device")
	s.listed("Copy code")
	s.says("Enter this code on Microsoft's page", "Enter a code only if this program has just shown it to you.", "/deviceauth")
	s.press("Copy code")
	if code := fyne.CurrentApp().Clipboard().Content(); !regexp.MustCompile(`^[A-Z0-9]{6,12}$`).MatchString(code) {
		t.Errorf("the code is %q", code)
	}
}

// The text of an error page is explained in a dialog while the sign-in goes on.
func TestErrorPage(t *testing.T) {
	s := signingIn(t)
	s.press("The browser shows an error…")
	s.pressTop("Explain it")
	s.says2("Paste the text of the page first.")
	in := widgettest.Find(t, s.page(), func(*widgets.MultilineInput) bool { return true })
	in.SetText("AADSTS50105: Your administrator has configured the application. Correlation ID: 9b2f4d8c-1111-4222-8333-444455556666 Timestamp: 2026-03-04 05:06:07Z")
	s.pressTop("Explain it")
	s.says2("is only for users who are assigned to it", "Entra ID administrator", "9b2f4d8c-1111-4222-8333-444455556666", "2026-03-04 05:06:07Z", "AADSTS50105")
	s.key(fyne.KeyEscape)
	if !s.window.Busy() {
		t.Error("closing the dialog ended the sign-in")
	}
}

// Where a policy asks for more after the sign-in, the page says that Microsoft
// wants to see the person once more.
func TestMicrosoftAsksAgain(t *testing.T) {
	s := onExchange(t, "tokens-revoked")
	asked := 0
	s.browser = func(url string) error {
		if asked++; asked > 1 {
			return nil // nobody answers the second time
		}
		return s.world.Consent(url)
	}
	s.key(fyne.KeyReturn)
	events.wait(t, "the second question", func() bool { return contains(s.text(), "Microsoft wants to see you once more") })
	s.says("A policy of the tenant asks for more than the first sign-in gave")
}

// In the smallest window the panel comes into view by itself.
func TestWaitingPanelInASmallWindow(t *testing.T) {
	s := onExchange(t)
	s.win.Resize(small)
	widgettest.Settle(s.win)
	s.silentBrowser()
	s.key(fyne.KeyReturn)
	s.listed("Copy link")
	for _, name := range []string{"Open again", "Cancel"} {
		s.inView("waiting", widgettest.Button(t, s.page(), name))
	}
}

// Leaving the page ends the sign-in; who comes back can begin anew.
func TestLeavingEndsTheSignIn(t *testing.T) {
	s := signingIn(t)
	s.window.Goto(setup.Review)
	s.window.Goto(setup.Exchange)
	if slices.Contains(s.names(), "Open again") {
		t.Error("the panel of a sign-in that has ended is still there")
	}
	s.browser = s.world.Consent
	s.press("Sign in with Microsoft")
	s.at(setup.Review)
}
