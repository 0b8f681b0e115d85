package ui_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// withoutHosts is a screen whose admin has typed nothing yet.
func withoutHosts(t *testing.T, lang string) *screen {
	s := newScreenIn(t, lang)
	s.flow.Edit(func(a *setup.Answers) { a.Hosts, a.BaseDN = nil, "" })
	s.window.Goto(setup.Connection)
	events.wait(t, "the domain of this computer", func() bool { return contains(s.text(), "practice.example") })
	return s
}

func TestPicturesOfFinding(t *testing.T) {
	if os.Getenv("SCREENS") == "" {
		t.Skip("pictures are drawn by make screens")
	}
	for _, tag := range words.Languages() {
		s := withoutHosts(t, tag.String())
		s.shoot("connection-joined")
		s.pressKey("joined.use", "Use its domain controllers…")
		events.wait(t, "the domain controllers", func() bool { return s.boxes() == 2 && !contains(told(s.page()), "ooking for") })
		s.shoot("find")
		s.key(fyne.KeyEscape)
		s.tabTo(s.words.Draw(hostName) + " 1")
		s.paste("dc1.practice.example, dc2.practice.example:3269; ldaps://dc3.practice.example\nbad_host!name 10.0.0.300")
		s.shoot("paste")
		s.key(fyne.KeyEscape)
	}
}

func TestPicturesOfDoctor(t *testing.T) {
	if os.Getenv("SCREENS") == "" {
		t.Skip("pictures are drawn by make screens")
	}
	for _, tag := range words.Languages() {
		s := newScreenIn(t, tag.String(), "tls.unknown-ca")
		s.window.Goto(setup.Connection)
		s.window.Next()
		s.idle()
		s.shoot("connection-trouble")
		s.pressKey("connection.certificates", "Certificates")
		s.shoot("doctor")
		s.pressKey("doctor.pin", "Trust this key…")
		s.shoot("pin")
		s.key(fyne.KeyEscape)
		s.pressKey("doctor.recipe", "What to do on the other side…")
		s.shoot("recipe")
	}
}

// boxes counts the check boxes in front.
func (s *screen) boxes() int {
	n := 0
	widgets.Walk(s.page(), func(o fyne.CanvasObject) bool {
		if _, ok := o.(*widgets.CheckBox); ok {
			n++
		}
		return true
	})
	return n
}

var hostName = check.T("kit.host", "Host name or IP address")

// pressKey presses the button in front that is labelled in the language of the
// screen.
func (s *screen) pressKey(key, english string) {
	s.Helper()
	widgettest.Button(s.T, s.page(), s.words.Draw(check.T(key, english))).Press()
}
