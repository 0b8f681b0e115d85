package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// hostNames are the hosts of the answers, in their order.
func (s *screen) hostNames() string {
	var names []string
	for _, h := range s.flow.Answers().Hosts {
		names = append(names, h.Name)
	}
	return strings.Join(names, " ")
}

// Hosts are put in order, removed and added by keyboard alone. What was chosen
// for one goes with its name, and the focus is never lost.
func TestHostsByKeyboard(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.Hosts[0].VerifyAs = "ldap.practice.example" })
	s.window.Goto(setup.Connection)
	s.tabTo("Host name or IP address 1")
	for _, step := range []struct {
		does  func()
		hosts string
		focus string
	}{
		{func() { widgettest.Press(s.win, fyne.KeyDown, fyne.KeyModifierAlt) }, "dc2.practice.example dc1.practice.example", "Host name or IP address 2"},
		{func() { widgettest.Press(s.win, fyne.KeyDown, fyne.KeyModifierAlt) }, "dc2.practice.example dc1.practice.example", "Host name or IP address 2"},
		{func() { s.tabTo("Move up dc1.practice.example"); s.key(fyne.KeyReturn) }, "dc1.practice.example dc2.practice.example", "Move down dc1.practice.example"},
		{func() { s.tabTo("Remove this host dc2.practice.example"); s.key(fyne.KeySpace) }, "dc1.practice.example", "Host name or IP address 1"},
		{func() { s.tabTo("Add host"); s.key(fyne.KeyReturn) }, "dc1.practice.example ", "Host name or IP address 2"},
		{func() { widgettest.Type(s.win, "dc2.practice.example") }, "dc1.practice.example dc2.practice.example", "Host name or IP address 2"},
	} {
		step.does()
		if got, on := s.hostNames(), widgettest.Focused(s.win).Name; got != step.hosts || on != step.focus {
			t.Errorf("hosts are %q with the focus on %q, want %q and %q", got, on, step.hosts, step.focus)
		}
		for _, h := range s.flow.Answers().Hosts {
			if (h.VerifyAs != "") != (h.Name == "dc1.practice.example") {
				t.Errorf("%s is verified as %q", h.Name, h.VerifyAs)
			}
		}
	}
}

// Esc never closes the window, whatever is open above it, and takes away one
// thing at a time.
func TestEscTakesOneThingAway(t *testing.T) {
	s := newScreen(t, "tls.self-signed")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.press("Certificates")
	widgettest.Button(t, s.page(), "Trust this key…").Press()
	for _, left := range []string{"Domain controller and certificate", "", ""} {
		s.key(fyne.KeyEscape)
		top := s.win.Canvas().Overlays().Top()
		name := ""
		if top != nil {
			name = top.(widgets.Described).Semantics().Name
		}
		if name != left || !s.open() {
			t.Errorf("Esc leaves %q, the window is open: %v; want %q", name, s.open(), left)
		}
	}
	if s.flow.Current().ID != setup.Connection || s.flow.Answers().Hosts[0].Pin != "" {
		t.Error("Esc did more than close")
	}
}

// Typing at a fault takes the complaint away before Next is pressed again.
func TestFaultsGoWhileTyping(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Connection)
	s.typed("Connection name", "")
	s.key(fyne.KeyReturn)
	if name := widgettest.Focused(s.win).Name; name != "Connection name" || s.flow.Current().ID != setup.Connection {
		t.Fatalf("the focus is on %q at %s", name, s.flow.Current().ID)
	}
	before := s.text()
	widgettest.Type(s.win, "H2R")
	gone := 0
	for _, line := range strings.Split(before, "\n") {
		if line != "" && !contains(s.text(), line) {
			gone++
		}
	}
	if gone == 0 || s.flow.Answers().Name != "H2R" {
		t.Errorf("the complaint stays while %q is typed:\n%s", s.flow.Answers().Name, s.text())
	}
	s.key(fyne.KeyReturn)
	s.at(setup.BaseDN)
}

// A half that is left to another computer can be taken back by the next press of
// the same button, also when it was checked here before.
func TestLeavingAHalfByKeyboard(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.BaseDN)
	s.window.Goto(setup.Review)
	s.tabTo("Done on another computer")
	s.key(fyne.KeyReturn)
	if on := widgettest.Focused(s.win).Name; on != "Do it here" || !s.flow.TrackState(setup.DirectoryTrack).Elsewhere {
		t.Fatalf("the focus is on %q", on)
	}
	s.key(fyne.KeyReturn)
	if on := widgettest.Focused(s.win).Name; on != "Done on another computer" || s.flow.TrackState(setup.DirectoryTrack).Elsewhere {
		t.Errorf("the focus is on %q, and the half is still left", on)
	}
}
