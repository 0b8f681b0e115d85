package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// TestScreensOfMicrosoft draws what the Exchange page has behind its lines, its
// dialogs, and the ways of a sign-in.
func TestScreensOfMicrosoft(t *testing.T) {
	for _, tag := range words.Languages() {
		t.Run(tag.String(), func(t *testing.T) { shootMicrosoft(newScreenIn(t, tag.String())) })
	}
}

func shootMicrosoft(s *screen) {
	s.window.Goto(setup.Permissions)
	s.shoot("permissions")
	s.window.Goto(setup.Exchange)
	s.shoot("exchange")
	for name, title := range map[string]check.Text{
		"application": check.T("application", "Cloud and application"), "scope": check.T("write-scope", "Reach of the Exchange roles"),
		"handout": check.T("handout", "For your administrators"), "evidence": check.T("evidence", "Without signing in here"), "traps": check.T("asked.traps.title", "Good to know")} {
		line := s.expander(title)
		line.Open(true)
		s.shoot("exchange-" + name)
		line.Open(false)
	}
	for name, press := range map[string][2]check.Text{
		"registration": {check.T("application", "Cloud and application"), check.T("application.script", "Script that registers it…")},
		"request":      {check.T("handout", "For your administrators"), check.T("handout.request.show", "Show request…")},
		"scripts":      {check.T("handout", "For your administrators"), check.T("handout.scripts.show", "Show scripts…")}} {
		s.expander(press[0]).Open(true)
		if name == "registration" {
			widgettest.Find(s.T, s.page(), func(g *widgets.RadioGroup) bool { return g.Chosen() == 0 }).TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			s.shoot("exchange-application-own")
		}
		s.press(s.words.Draw(press[1]))
		s.shoot("exchange-" + name)
		s.key(fyne.KeyEscape)
	}
}

// TestScreensOfSigningIn draws the ways of a sign-in.
func TestScreensOfSigningIn(t *testing.T) {
	for _, tag := range words.Languages() {
		t.Run(tag.String(), func(t *testing.T) { shootSignIn(newScreenIn(t, tag.String())) })
	}
}

func shootSignIn(s *screen) {
	say := func(t check.Text) string { return s.words.Draw(t) }
	s.window.Goto(setup.Exchange)
	s.silentBrowser()
	s.key(fyne.KeyReturn)
	s.listed(say(check.T("sign-in.copy", "Copy link")))
	s.shoot("exchange-waiting")
	s.press(say(check.T("sign-in.error-page", "The browser shows an error…")))
	s.shoot("exchange-error-page")
	widgettest.Find(s.T, s.page(), func(i *widgets.MultilineInput) bool { return true }).SetText(
		"Sorry, but we’re having trouble signing you in.\nAADSTS50105: Your administrator has configured the application to block users unless they are specifically granted access.\nRequest Id: 3f2c1b0a-0000-4000-8000-0123456789ab\nCorrelation Id: 9b2f4d8c-1111-4222-8333-444455556666\nTimestamp: 2026-03-04T05:06:07Z")
	widgettest.Button(s.T, s.page(), say(check.T("error-page.explain", "Explain it"))).Press()
	s.shoot("exchange-error-explained")
	s.key(fyne.KeyEscape)
	s.press(say(check.T("sign-in.elsewhere", "On another device")))
	s.listed(say(check.T("sign-in.copy-code", "Copy code")))
	s.shoot("exchange-code")
	s.key(fyne.KeyEscape)
	s.idle()
	s.shoot("exchange-cancelled")
}

// TestScreensOfAccounts draws who signed in, and what is missing.
func TestScreensOfAccounts(t *testing.T) {
	for _, fault := range []string{"entra.other-account", "role.missing", "exo.throttled"} {
		for _, tag := range words.Languages() {
			t.Run(fault+"/"+tag.String(), func(t *testing.T) {
				s := newScreenIn(t, tag.String(), fault)
				s.window.Goto(setup.Exchange)
				s.window.Next()
				s.idle()
				s.shoot("exchange-" + fault)
				if fault != "role.missing" {
					return
				}
				s.press(s.words.Draw(check.T("afterwards.scripts", "Scripts for what is missing…")))
				s.shoot("exchange-scripts-missing")
				s.key(fyne.KeyEscape)
				s.press(s.words.Draw(check.T("afterwards.sheets", "Hand over…")))
				s.shoot("exchange-sheets")
				s.key(fyne.KeyEscape)
			})
		}
	}
}

// expander returns the line of a title.
func (s *screen) expander(title check.Text) *widgets.Expander {
	s.Helper()
	return widgettest.Find(s.T, s.page(), func(x *widgets.Expander) bool { return x.Semantics().Name == s.words.Draw(title) })
}
