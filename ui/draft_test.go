package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// on opens the window on another computer, with a store of its own and the same
// practice.
func (s *screen) on(computer string) *screen {
	s.Helper()
	store, err := profile.Open(s.Context(), s.TempDir(), profile.Memory())
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { store.Close() })
	deps := practiceDeps(s.world, store)
	deps.Computer = computer
	return openScreen(s.T, s.world, deps, s.words)
}

// saveAs presses a button that saves a file and types where to.
func (s *screen) saveAs(button, path string) {
	s.Helper()
	s.press(button)
	widgettest.Find[*widgets.Input](s.T, s.page(), nil).SetText(path)
	s.key(fyne.KeyReturn)
	events.wait(s.T, "the file "+path, func() bool { return s.win.Canvas().Overlays().Top() == nil })
}

// One half is proved on one computer and one on another: what is open, by whom
// and where is said, and together they are a verified connection.
func TestTwoComputers(t *testing.T) {
	jump := newScreen(t)
	jump.fill()
	jump.window.Next()
	jump.at(setup.Exchange)
	jump.window.Goto(setup.Review)
	buttons := []string{}
	widgets.Walk(jump.body(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*widgets.Button); ok && b.Label() == "Done on another computer" {
			buttons = append(buttons, b.Label())
			if len(buttons) == 2 {
				b.Press() // Microsoft 365
			}
		}
		return true
	})
	jump.says("Left to another computer")
	there := filepath.Join(t.TempDir(), "to.h2rdraft")
	jump.saveAs("Save a draft", there)

	office := jump.on("OFFICE-PC")
	office.drop(there)
	events.wait(t, "the draft", func() bool { return office.win.Canvas().Overlays().Top() != nil })
	if text := told(office.page()); !contains(text, "From admin on PRACTICE-PC.") {
		t.Errorf("reading the draft says %q", text)
	}
	office.key(fyne.KeyReturn)
	office.at(setup.Review)
	office.says("Checked by admin on PRACTICE-PC")
	office.window.Goto(setup.Exchange)
	office.window.Next()
	office.at(setup.Review)
	back := filepath.Join(t.TempDir(), "back.h2rdraft")
	office.saveAs("Save a draft", back)

	jump.drop(back)
	events.wait(t, "the draft", func() bool { return jump.win.Canvas().Overlays().Top() != nil })
	jump.key(fyne.KeyReturn)
	jump.says("Checked by admin on OFFICE-PC")
	if p, _ := jump.flow.Preview(); !p.Verified {
		t.Errorf("both halves are proved, and it would be saved as not verified: %v", p.Reasons)
	}
}

// A file that is no draft is refused with a reason, and nothing changes.
func TestNoDraft(t *testing.T) {
	s := newScreen(t)
	path := filepath.Join(t.TempDir(), "other.h2rdraft")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, path + ".h2rdraft"} {
		s.drop(file)
		events.wait(t, "the refusal", func() bool { return s.win.Canvas().Overlays().Top() != nil })
		if text := told(s.page()); !contains(text, "The draft was not read") || len(text) < 40 {
			t.Errorf("%s: the refusal says %q", file, text)
		}
		s.key(fyne.KeyReturn)
	}
	s.at(setup.Welcome)
}

// What was not finished is offered at the next start, and continued or deleted.
func TestUnfinishedWork(t *testing.T) {
	first := newScreen(t)
	first.flow.Edit(func(a *setup.Answers) { a.Name = "Half of it" })
	first.window.Goto(setup.BaseDN)
	first.press("Cancel")
	widgettest.Button(t, first.page(), "Close").Press()
	events.wait(t, "the end", func() bool { return !first.open() })

	second := openScreen(t, first.world, first.flow.Deps(), first.words)
	second.listed("Continue")
	second.says("“Half of it” is not finished, since")
	second.press("Continue")
	second.at(setup.BaseDN)
	if got := second.flow.Answers().Name; got != "Half of it" {
		t.Errorf("continued with the name %q", got)
	}

	third := openScreen(t, first.world, first.flow.Deps(), first.words)
	third.listed("Continue")
	third.press("Delete the unfinished work")
	events.wait(t, "the end of it", func() bool { return !contains(third.text(), "is not finished") })
}

// A warning that was accepted says so in its row, in the foot and on Review.
func TestAcceptOnThePage(t *testing.T) {
	s := newScreen(t, "hosts.some-down")
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.window.Goto(setup.Connection)
	if report, _ := s.flow.Results(setup.Connection); report.Outcome() != check.Warned {
		t.Fatalf("the hosts are %s, want a warning", report.Outcome())
	}
	for !contains(s.text(), "I accept this warning") {
		s.press("How to fix")
	}
	s.press("I accept this warning")
	s.says("Accepted by admin on PRACTICE-PC", "Proved, with 1 accepted warning.")
	s.window.Goto(setup.Review)
	s.says("Accepted by admin on PRACTICE-PC")
}

// Review does not pass over a warning that nobody has accepted yet.
func TestReviewNamesOpenWarnings(t *testing.T) {
	s := newScreen(t, "hosts.some-down")
	s.walk(setup.Review)
	s.says("One warning stands below")
	for !contains(s.text(), "I accept this warning") {
		s.press("How to fix")
	}
	s.press("I accept this warning")
	s.says("Saving checks it one last time.")
}

// The reports are written where the person says, and hold no password.
func TestReports(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	for button, file := range map[string]string{"Report to read (HTML)": "r.html", "Text": "r.txt", "JSON": "r.json"} {
		path := filepath.Join(t.TempDir(), file)
		s.saveAs(button, path)
		text, err := os.ReadFile(path)
		if err != nil || !contains(string(text), "practice.example") || contains(string(text), s.world.Password().Reveal()) {
			t.Errorf("%s: %v, %d bytes; want a report without a password", button, err, len(text))
		}
		s.says("Saved as " + path)
	}
	s.press("Archive for support (ZIP)")
	events.wait(t, "the archive", func() bool { return s.win.Canvas().Overlays().Top() != nil })
	s.key(fyne.KeyEscape)
	s.press("Copy the notice for the security team")
	s.says("The notice is on the clipboard.")
	if notice := fyne.CurrentApp().Clipboard().Content(); !contains(notice, "PRACTICE-PC") {
		t.Errorf("the clipboard holds %q", notice)
	}
}
