package ui_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// forgetLanguage clears the choice that a test made.
func forgetLanguage(t *testing.T) {
	t.Cleanup(func() { fyne.CurrentApp().Preferences().RemoveValue("language") })
}

// choose opens a menu of the rail and presses the line that begins with a sign.
func (s *screen) choose(menu string, first rune) {
	s.Helper()
	s.win.Canvas().Focus(widgettest.Find(s.T, s.page(), func(p *widgets.Pressable) bool { return p.Semantics().Name == menu }))
	s.key(fyne.KeySpace)
	s.win.Canvas().Focused().TypedRune(first)
	s.key(fyne.KeyReturn)
}

// Another language is drawn at once, and nothing that was typed or proved is
// lost by it, not even a password.
func TestLanguage(t *testing.T) {
	forgetLanguage(t)
	s := newScreen(t)
	s.window.FollowChoice()
	s.window.Goto(setup.BaseDN)
	s.flow.Edit(func(a *setup.Answers) { a.Account = "someone@practice.example" })
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.at(setup.BaseDN)
	s.fill()
	s.choose("Language", 'd')
	if got := widgettest.Focused(s.win).Name; got != "Sprache" {
		t.Errorf("the focus is on %q, want the menu of the languages", got)
	}
	s.says("Dienstkonto", "Übungsmodus")
	if typed := widgettest.Find[*widgets.SecretInput](t, s.page(), nil); typed.Empty() {
		t.Error("the field of the password is empty")
	}
	if drawn := test.RenderToMarkup(s.win.Canvas()); contains(drawn, ">Sprache<") {
		t.Error("a tip comes with the new language, before anything has its place")
	}
	if report, stale := s.flow.Results(setup.Connection); len(report.Results) == 0 || stale {
		t.Errorf("%d results, stale = %v; want what was proved", len(report.Results), stale)
	}
	if got := s.flow.Answers(); got.Account != "someone@practice.example" || got.Password.Empty() {
		t.Errorf("the account is %q, a password is missing = %v", got.Account, got.Password.Empty())
	}
	s.window.Next()
	s.at(setup.Exchange)
	if report, _ := s.flow.Results(setup.ServiceAccount); len(report.Results) == 0 {
		t.Error("the account was not checked with the password that was typed before")
	}
	s.choose("Sprache", 'e')
	s.says("Exchange Online connection", "Practice mode:")
}

// The choice is kept, that of the command line wins, and that of the system can
// be chosen again.
func TestLanguageIsKept(t *testing.T) {
	forgetLanguage(t)
	first := newScreen(t)
	first.window.FollowChoice()
	first.choose("Language", 'd')
	second := newScreen(t)
	second.window.FollowChoice()
	second.says("Willkommen")
	second.choose("Sprache", 'w')
	second.says("Welcome")
	if fyne.CurrentApp().Preferences().String("language") != "" {
		t.Error("the language of the system was chosen, and another one is remembered")
	}
	second.choose("Language", 'd')
	if got := fyne.CurrentApp().Preferences().String("language"); got != "de" {
		t.Errorf("German was chosen, and %q is remembered", got)
	}
	forced := newScreen(t) // FollowChoice is not called
	forced.says("Welcome")
}

// A language that is chosen while checks run ends them, and says so.
func TestLanguageWhileChecking(t *testing.T) {
	forgetLanguage(t)
	s := newScreen(t)
	s.silentBrowser()
	s.window.Goto(setup.Exchange)
	s.key(fyne.KeyReturn)
	events.wait(t, "the link", func() bool { return slices.Contains(s.names(), "Copy link") })
	s.choose("Language", 'd')
	if s.window.Busy() {
		t.Error("checks of a page that is gone go on")
	}
	s.says("Abgebrochen.")
}
