package ui_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets/widgettest"
)

// shoot takes the pictures of a page: in every look, in a small window, in the
// largest, and all of it.
func (s *screen) shoot(name string) {
	s.Helper()
	if os.Getenv("SCREENS") == "" {
		return
	}
	settings := fyne.CurrentApp().Settings()
	for _, look := range []struct {
		name string
		look theme.Look
	}{{"light", theme.Light}, {"dark", theme.Dark}, {"contrast", theme.HighContrast}} {
		settings.SetTheme(theme.New(look.look))
		s.win.Resize(large)
		widgettest.Picture(s.T, name+"-"+look.name+"-"+s.words.Tag().String(), s.win)
	}
	settings.SetTheme(theme.New(theme.Light))
	for size, of := range map[string]fyne.Size{"small": small, "full": fyne.NewSize(1100, 1500), "large": fyne.NewSize(1920, 1080)} {
		if size == "large" && s.words.Tag() != words.English {
			continue
		}
		s.win.Resize(of)
		widgettest.Picture(s.T, name+"-"+size+"-"+s.words.Tag().String(), s.win)
	}
	s.win.Resize(large)
}

// TestScreens draws every page, as it is first met and with its results, in every
// language.
func TestScreens(t *testing.T) {
	for _, tag := range words.Languages() {
		t.Run(tag.String(), func(t *testing.T) { shootAll(newScreenIn(t, tag.String())) })
	}
}

func shootAll(s *screen) {
	s.shoot("welcome")
	s.key(fyne.KeyReturn)
	s.shoot("permissions")
	s.key(fyne.KeyReturn)
	s.shoot("connection")
	s.key(fyne.KeyReturn)
	s.at(setup.BaseDN)
	s.shoot("base-dn")
	s.key(fyne.KeyReturn)
	s.shoot("service-account")
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.at(setup.Exchange)
	s.shoot("exchange")
	s.key(fyne.KeyReturn)
	s.at(setup.Review)
	s.shoot("review")
	for _, id := range []setup.StepID{setup.Connection, setup.BaseDN, setup.ServiceAccount, setup.Exchange} {
		s.window.Goto(id)
		s.shoot(string(id) + "-checked")
	}
	s.window.Goto(setup.ServiceAccount)
	s.win.Resize(fyne.NewSize(1100, 1000))
	widgettest.Picture(s.T, "screenshot-"+s.words.Tag().String(), s.win) // the one in docs
	s.window.Goto(setup.Review)
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	s.shoot("done")
	s.window.Goto(setup.Welcome)
	events.wait(s.T, "the saved connection", func() bool { return contains(s.text(), "Connection-Directory Service") })
	s.shoot("welcome-saved")
}

// TestScreensOfQuestions draws what comes up in between.
func TestScreensOfQuestions(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.key(fyne.KeyF1)
	s.shoot("help")
	s.key(fyne.KeyEscape)
	s.press("Paste CA certificate…")
	s.shoot("paste-ca")
	s.key(fyne.KeyEscape)
	s.press("Choose CA file…")
	s.shoot("choose-ca")
	s.key(fyne.KeyEscape)
	s.press("Remove")
	s.idle()
	s.press("Certificates")
	s.shoot("certificates")
	s.key(fyne.KeyEscape)
	s.window.Goto(setup.BaseDN)
	s.shoot("base-dn-proposed")
	widgettest.Type(s.win, "DC=practice/DC=example")
	s.key(fyne.KeyReturn)
	s.at(setup.BaseDN)
	s.says("Look at the marked field.")
	s.shoot("base-dn-faulty")
	s.press("Cancel")
	s.shoot("closing")
}

// TestScreensOfWork draws the dialogs about faults to rehearse, and about work that
// was left: on this computer, and in a draft of another one.
func TestScreensOfWork(t *testing.T) {
	for _, tag := range words.Languages() {
		t.Run(tag.String(), func(t *testing.T) { shootWork(newScreenIn(t, tag.String())) })
	}
}

func shootWork(s *screen) {
	s.strip(s.words.Draw(check.T("rehearsal.open", "What if…")))
	s.shoot("what-if")
	s.key(fyne.KeyEscape)
	s.fill()
	s.flow.Edit(func(a *setup.Answers) { a.Name = "Contoso" })
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.at(setup.BaseDN)
	s.window.Goto(setup.Review)
	draft := filepath.Join(s.TempDir(), "contoso.h2rdraft")
	s.saveAs(s.words.Draw(check.T("draft.export", "Save a draft")), draft)
	for name, own := range map[string]string{"merge": "", "replace": "Contoso, head office"} {
		office := s.on("OFFICE-PC")
		if own != "" {
			office.flow.Edit(func(a *setup.Answers) { a.Name = own })
		}
		office.drop(draft)
		events.wait(s.T, "the draft", func() bool { return office.win.Canvas().Overlays().Top() != nil })
		office.shoot(name)
		office.key(fyne.KeyEscape)
	}
	s.window.Goto(setup.BaseDN)
	s.press(s.words.Draw(check.T("kit.cancel", "Cancel")))
	s.shoot("leaving")
	widgettest.Button(s.T, s.page(), s.words.Draw(check.T("closing.leave", "Close"))).Press()
	events.wait(s.T, "the end", func() bool { return !s.open() })
	again := openScreen(s.T, s.world, s.flow.Deps(), s.words)
	again.listed(again.words.Draw(check.T("draft.continue", "Continue")))
	again.shoot("unfinished")
}

// TestScreensOfWaiting draws a sign-in that nobody answers.
func TestScreensOfWaiting(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Exchange)
	s.silentBrowser()
	s.key(fyne.KeyReturn)
	events.wait(t, "the link", func() bool { return slices.Contains(s.names(), "Copy link") })
	s.shoot("exchange-waiting")
	s.key(fyne.KeyEscape)
	s.idle()
	s.says("Cancelled. Next checks again.")
	s.shoot("exchange-cancelled")
}

// faultScreens are the pages that show what to do about a fault.
var faultScreens = []struct {
	fault string
	at    setup.StepID
}{
	{"tls.unknown-ca", setup.Connection},
	{"net.timeout", setup.Connection},
	{"ldap.wrong-password", setup.ServiceAccount},
	{"rights.missing", setup.ServiceAccount},
	{"role.missing", setup.Exchange},
	{"entra.cancelled", setup.Exchange},
}

func TestScreensOfFaults(t *testing.T) {
	for _, c := range faultScreens {
		for _, tag := range words.Languages() {
			t.Run(c.fault+"/"+tag.String(), func(t *testing.T) {
				s := newScreenIn(t, tag.String(), c.fault)
				s.fill()
				s.window.Goto(c.at)
				s.window.Next()
				s.idle()
				s.shoot(string(c.at) + "-" + c.fault)
			})
		}
	}
}
