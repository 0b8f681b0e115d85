package ui_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

// paste puts a text into what has the focus, as Ctrl+V does.
func (s *screen) paste(text string) {
	s.Helper()
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent(text)
	s.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
}

// typed replaces the text of the field of a name.
func (s *screen) typed(field, text string) {
	s.Helper()
	in := widgettest.Find(s.T, s.page(), func(i *widgets.Input) bool { return i.Semantics().Name == field })
	s.win.Canvas().Unfocus()
	s.win.Canvas().Focus(in) // which selects all
	widgettest.Type(s.win, text)
}

// A pasted list becomes lines, and is looked at.
func TestPasteHosts(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.Hosts = nil })
	s.window.Goto(setup.Connection)
	s.tabTo("Host name or IP address 1")
	s.paste("dc1.practice.example, dc2.practice.example:636\ndc1.practice.example nothing!")
	if text := told(s.page()); !contains(text, "Add the pasted hosts?") || !contains(text, "dc1.practice.example was listed more than once; it is used once.") || !contains(text, "holds the character “!”") {
		t.Errorf("the preview says %s", text)
	}
	if len(s.flow.Answers().Hosts) > 1 {
		t.Error("the list was taken before anybody agreed")
	}
	s.key(fyne.KeyReturn)
	if name := widgettest.Focused(s.win).Name; name != "Host name or IP address 1" {
		t.Errorf("the focus is on %q, want the first host that was added", name)
	}
	s.idle()
	var got []string
	for _, h := range s.flow.Answers().Hosts {
		got = append(got, h.Name+":"+h.Port)
	}
	if want := "dc1.practice.example:636 dc2.practice.example:636"; strings.Join(got, " ") != want {
		t.Errorf("hosts are %q, want %s", got, want)
	}
	s.says("Verified")
	if report, _ := s.flow.Results(setup.Connection); report.Outcome() != check.Passed {
		t.Errorf("the pasted hosts were not proved: %s", report.Outcome())
	}
}

// What a field has against a text is said when it is left, and while it is put
// right.
func TestHostsAreJudged(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.tabTo("Port 1")
	s.idle()
	widgettest.Type(s.win, "x")
	s.win.Canvas().FocusNext()
	s.says("is not a port")
	if s.window.Busy() {
		t.Error("hosts are checked although a port cannot be used")
	}
}

// A certificate with another name offers its names; one that was picked can be
// taken back.
func TestVerifyAs(t *testing.T) {
	s := newScreen(t, "tls.wrong-name")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.press("Verify it as mail.practice.example")
	s.idle()
	if got := s.flow.Answers().Hosts[0].VerifyAs; got != "mail.practice.example" {
		t.Fatalf("VerifyAs = %q", got)
	}
	s.says("The certificate has to be for mail.practice.example", "Verified")
	s.press("Use the typed name again")
	s.idle()
	if got := s.flow.Answers().Hosts[0].VerifyAs; got != "" {
		t.Errorf("VerifyAs = %q after taking it back", got)
	}
}

func TestCertificateAuthority(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	ca := s.flow.Answers().CA
	s.says("Trusted CA")
	s.press("Remove")
	s.idle()
	s.says("Not trusted")
	s.press("Paste CA certificate…")
	widgettest.Find[*widgets.MultilineInput](t, s.page(), nil).SetText("no certificate")
	widgettest.Button(t, s.page(), "Add").Press()
	if s.win.Canvas().Overlays().Top() == nil {
		t.Fatal("a text without a certificate was taken")
	}
	widgettest.Find[*widgets.MultilineInput](t, s.page(), nil).SetText("From: CA team\n" + ca)
	widgettest.Button(t, s.page(), "Add").Press()
	s.idle()
	if got := s.flow.Answers().CA; got != ca {
		t.Errorf("the CA is %d bytes, want the %d of the practice and nothing else", len(got), len(ca))
	}
	s.says("Everything on this page is proved.")
	s.press("Certificates")
	if text := told(s.page()); !contains(text, "Certificates that it sent") || !contains(text, "Trusted on this computer: yes") {
		t.Errorf("the certificates are not shown: %s", text)
	}
}

func told(o fyne.CanvasObject) string {
	var b strings.Builder
	for _, t := range widgets.Told(o) {
		b.WriteString(t.Name + "\n")
	}
	return b.String()
}

func TestBaseDN(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.BaseDN = "" })
	s.window.Goto(setup.BaseDN)
	s.says("No domain controller has told its Base DN yet")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.at(setup.BaseDN)
	s.says("The domain controllers serve DC=practice,DC=example")
	s.key(fyne.KeyReturn) // the proposal has the focus
	if got := s.flow.Answers().BaseDN; got != "DC=practice,DC=example" {
		t.Fatalf("the proposal gave %q", got)
	}
	s.says("This is the domain that the domain controllers serve.", "Domain component")
	s.typed("Base DN", "practice.example")
	s.says("This was read as DC=practice,DC=example")
	s.typed("Base DN", "DC=practice/DC=example")
	s.press("Use DC=practice,DC=example")
	if got := s.flow.Answers().BaseDN; got != "DC=practice,DC=example" {
		t.Errorf("the correction gave %q", got)
	}
	s.typed("Base DN", "OU=Staff, DC=practice, DC=example")
	s.says("Organizational unit")
	if text := s.text(); contains(text, "The domain controllers serve") {
		t.Error("an OU of the domain is answered with a proposal")
	}
}

// What is typed stays where it is, and what is offered instead can be reached
// and seen by keyboard: leaving the field draws the page, and must not replace
// the button that gets the focus.
func TestBaseDNByKeyboard(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.BaseDN)
	field := s.win.Canvas().Focused()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(field.(fyne.CanvasObject)).Y
	for _, c := range []struct{ typed, offer string }{
		{"OU=Staff DC=practice,DC=example", "Use OU=Staff,DC=practice,DC=example"},
		{"DC=else,DC=example", "Use DC=practice,DC=example"},
		{"nonsense=", "Use DC=practice,DC=example"},
	} {
		s.win.Canvas().Focus(field)
		widgettest.Press(s.win, fyne.KeyA, fyne.KeyModifierControl)
		s.key(fyne.KeyBackspace)
		widgettest.Type(s.win, c.typed)
		if now := fyne.CurrentApp().Driver().AbsolutePositionForObject(field.(fyne.CanvasObject)).Y; now != top {
			t.Errorf("%q moved the field from %v to %v", c.typed, top, now)
		}
		widgettest.Tab(s.win, 1)
		if name := widgettest.Focused(s.win).Name; name != c.offer || !slices.Contains(s.names(), name) {
			t.Errorf("%q: Tab goes to %q, want %q, on the page", c.typed, name, c.offer)
		}
		s.key(fyne.KeyReturn)
		if got := "Use " + s.flow.Answers().BaseDN; got != c.offer || s.win.Canvas().Focused() != field {
			t.Errorf("%q: the button gave %q", c.typed, got)
		}
	}
}

func TestAccountPreview(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.at(setup.BaseDN)
	s.window.Goto(setup.ServiceAccount)
	s.typed("Username", "svc-hire2retire")
	s.win.Canvas().FocusNext()
	s.says("svc-hire2retire@practice.example")
}

// The page that needs answers of another one says so and leads there.
func TestAccountNeedsHosts(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) { a.Hosts = nil })
	s.fill()
	s.says("This can be checked when “Hybrid connection” is filled in.")
	s.press("Go to Hybrid connection")
	s.at(setup.Connection)
}

// Keeping is proposed for an account with delegated control, once, and never
// against what somebody chose.
func TestKeepingIsProposed(t *testing.T) {
	box := func(s *screen) *widgets.CheckBox {
		return widgettest.Find[*widgets.CheckBox](s.T, s.page(), nil)
	}
	s := newScreen(t)
	s.walk(setup.Exchange)
	s.window.Goto(setup.ServiceAccount)
	if !box(s).Checked() || !s.flow.Answers().KeepPassword {
		t.Error("keeping the password of a delegated account was not proposed")
	}
	s.win.Canvas().Focus(box(s))
	s.key(fyne.KeySpace)
	widgettest.Press(s.win, fyne.KeyR, fyne.KeyModifierControl)
	s.idle()
	if s.flow.Answers().KeepPassword {
		t.Error("the proposal came back after somebody said no")
	}
	s = newScreen(t, "rights.missing")
	s.walk(setup.ServiceAccount)
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.idle()
	if s.flow.Answers().KeepPassword {
		t.Error("keeping was proposed for an account that is not proved")
	}
}
