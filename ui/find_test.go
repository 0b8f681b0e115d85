package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
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

// The domain of the computer is proposed while there is no host: its domain
// controllers are listed, the ticked ones taken and looked at, and the Base DN
// comes with them. All of it by keyboard.
func TestFindDomainControllers(t *testing.T) {
	s := withoutHosts(t, "en")
	s.says("This computer is in practice.example", "the Base DN DC=practice,DC=example is filled in")
	s.tabTo("Find domain controllers…")
	s.key(fyne.KeySpace)
	events.wait(t, "the domain controllers", func() bool { return contains(told(s.page()), "2 domain controllers found") })
	if got := widgettest.Focused(s.win); got.Name != "dc1.practice.example" && got.Name != "dc2.practice.example" || !got.State.Has(widgets.Checked) {
		t.Errorf("the focus is on %+v, want the best choice, ticked", got)
	}
	s.key(fyne.KeySpace) // untick the first
	if text := told(s.page()); !contains(text, "Use 1 domain controller") {
		t.Errorf("the button does not say how many: %s", text)
	}
	s.key(fyne.KeySpace, fyne.KeyReturn)
	s.idle()
	a := s.flow.Answers()
	if len(a.Hosts) != 2 || a.Hosts[0].Port != "636" || a.BaseDN != "DC=practice,DC=example" {
		t.Errorf("the answers are %+v, %q", a.Hosts, a.BaseDN)
	}
	s.says("Verified")
	if contains(s.text(), "This computer is in") {
		t.Error("the proposal stays although there are hosts")
	}
}

// Another domain can be typed; one that DNS does not know, or that is none, is
// said at the field, and Enter asks again before it takes over.
func TestFindInATypedDomain(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.press("Find domain controllers…")
	events.wait(t, "the domain controllers", func() bool { return contains(told(s.page()), "2 domain controllers found") })
	domain := widgettest.Find(t, s.page(), func(i *widgets.Input) bool { return i.Semantics().Name == "Domain" })
	for _, c := range [][2]string{{"a b", "is not the DNS name of a domain"}, {"other.example", "DNS knows no domain controllers of other.example"}, {"a b", "is not the DNS name of a domain"}} {
		typed, says := c[0], c[1]
		s.win.Canvas().Focus(domain)
		domain.SetText(typed)
		s.key(fyne.KeyReturn)
		events.wait(t, says, func() bool { return contains(told(s.page()), says) })
		if got := widgettest.Focused(s.win).Name; got != "Domain" || s.boxes() != 0 {
			t.Errorf("after %q the focus is on %q and %d hosts are listed", typed, got, s.boxes())
		}
	}
	s.key(fyne.KeyEscape)
	if s.win.Canvas().Overlays().Top() != nil || len(s.flow.Answers().Hosts) != 2 {
		t.Error("Esc did not leave everything as it was")
	}
}

// A pasted list of which everything is known already adds nothing.
func TestPasteKnownHosts(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.tabTo("Host name or IP address 1")
	s.paste("dc1.practice.example;dc2.practice.example")
	s.told("dialog-paste-known")
	s.key(fyne.KeyReturn) // Cancel has the focus
	if got := len(s.flow.Answers().Hosts); got != 2 || s.win.Canvas().Overlays().Top() != nil {
		t.Errorf("%d hosts after pasting what was there", got)
	}
}

// The dialog about a host shows the chain and what happened, goes from host to
// host, and trusts a key only after it was asked.
func TestDoctor(t *testing.T) {
	s := newScreen(t, "tls.self-signed")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.press("Certificates")
	for _, want := range []string{"is self-signed", "Trusted on this computer: no", "Needed by the platform", "Certificates that it sent", "CN=dc1.practice.example", "What happened, step by step"} {
		if text := told(s.page()); !contains(text, want) {
			t.Errorf("the dialog lacks %q: %s", want, text)
		}
	}
	s.told("dialog-doctor")
	s.win.Canvas().Focus(widgettest.Find[*widgets.SelectBox](t, s.page(), nil))
	s.key(fyne.KeyDown)
	if text := told(s.page()); !contains(text, "CN=dc2.practice.example") || contains(text, "CN=dc1.practice.example") {
		t.Errorf("the second host shows %s", text)
	}
	s.key(fyne.KeyUp)
	widgettest.Button(t, s.page(), "Trust this key…").Press()
	s.told("dialog-pin") // the safe answer has the focus
	s.key(fyne.KeyEscape)
	if s.flow.Answers().Hosts[0].Pin != "" {
		t.Error("a key was trusted without an answer")
	}
	widgettest.Button(t, s.page(), "Trust this key…").Press()
	widgettest.Button(t, s.page(), "Trust this key").Press()
	s.idle()
	if pin := s.flow.Answers().Hosts[0].Pin; !strings.HasPrefix(pin, "sha256//") || s.flow.Answers().Hosts[1].Pin != "" {
		t.Errorf("the pins are %+v", s.flow.Answers().Hosts)
	}
	s.says("Verified")
}

// A certificate for another name is trusted all the same: adding a CA is no
// remedy, and not offered as one.
func TestDoctorOffersWhatHelps(t *testing.T) {
	for fault, adds := range map[string]bool{"tls.wrong-name": false, "tls.unknown-ca": true} {
		s := newScreen(t, fault)
		s.flow.Edit(func(a *setup.Answers) {
			if adds {
				a.CA = ""
			}
		})
		s.window.Goto(setup.Connection)
		s.window.Next()
		s.idle()
		s.press("Certificates")
		text := told(s.page())
		if contains(text, "Paste CA certificate…") != adds || contains(text, "Trusted on this computer: yes") == adds || !contains(text, "Trust this key…") {
			t.Errorf("%s: the dialog says %s", fault, text)
		}
		s.key(fyne.KeyEscape)
		if name := widgettest.Focused(s.win).Name; name != "Certificates" && name != "Connection name" {
			t.Errorf("%s: Esc gave the focus to %q", fault, name)
		}
	}
}

// How a host stands among the others is said at its line.
func TestHostsThatDoNotAgree(t *testing.T) {
	s := newScreen(t, "hosts.other-domain")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.says("Another domain")
	s = newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.Hosts = append(a.Hosts, setup.HostAnswer{Name: "192.0.2.11", Port: "636"}) })
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.window.Goto(setup.Connection)
	s.says("Listed twice", "IP address")
}

// A key that changed is a stop, with both keys.
func TestChangedPin(t *testing.T) {
	s := newScreen(t)
	const old = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	s.flow.Edit(func(a *setup.Answers) { a.Hosts[0].Pin = old })
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.press("Certificates")
	if text := told(s.page()); !contains(text, "does not have the key that you accepted") || !contains(text, old) {
		t.Errorf("the dialog says %s", text)
	}
	widgettest.Button(t, s.page(), "Do not trust its key by itself any more").Press()
	s.idle()
	if s.flow.Answers().Hosts[0].Pin != "" {
		t.Error("the pin is still there")
	}
	s.says("Everything on this page is proved.")
}

// What the team of the domain controllers has to do can be saved as a file.
func TestRecipeIsSaved(t *testing.T) {
	s := newScreen(t, "tls.expired")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.press("Certificates")
	widgettest.Button(t, s.page(), "What to do on the other side…").Press()
	widgettest.Button(t, s.page(), "Save as…").Press()
	path := filepath.Join(t.TempDir(), "recipe.txt")
	widgettest.Find[*widgets.Input](t, s.page(), nil).SetText(path)
	s.key(fyne.KeyReturn)
	events.wait(t, "the file", func() bool { return contains(told(s.page()), "Saved as "+path) })
	if text, err := os.ReadFile(path); err != nil || !contains(string(text), "Give dc1.practice.example a certificate for LDAPS") {
		t.Errorf("the file holds %q, %v", text, err)
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
