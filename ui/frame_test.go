package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"hire2retire-setup/assets"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// Every step has help, which needs no Internet.
func TestHelp(t *testing.T) {
	s := newScreen(t)
	for _, step := range setup.Steps()[:7] {
		s.window.Goto(step.ID)
		s.key(fyne.KeyF1)
		if s.win.Canvas().Overlays().Top() == nil {
			t.Fatalf("%s: F1 shows nothing", step.ID)
		}
		if text := told(s.page()); len(text) < 300 {
			t.Errorf("%s: the help says only %q", step.ID, text)
		}
		s.key(fyne.KeyEscape)
		if s.win.Canvas().Overlays().Top() != nil {
			t.Fatalf("%s: Esc does not close the help", step.ID)
		}
	}
}

// Every language has every help text, and none that says
// the same as the English one.
func TestHelpInEveryLanguage(t *testing.T) {
	for _, tag := range words.Languages() {
		for _, step := range setup.Steps() {
			text := assets.Help(tag.String(), string(step.ID))
			if english := assets.Help("en", string(step.ID)); tag != words.English && text == english {
				t.Errorf("%s: the step %s has only English help", tag, step.ID)
			}
			if strings.Contains(text, "\t") || !strings.HasSuffix(text, ".\n") {
				t.Errorf("%s: the help of %s does not end in a sentence, or holds tabs", tag, step.ID)
			}
		}
	}
}

// The look is chosen in the window and remembered.
func TestLook(t *testing.T) {
	prefs := fyne.CurrentApp().Preferences()
	t.Cleanup(func() {
		prefs.RemoveValue("look")
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	})
	s := newScreen(t)
	look := widgettest.Find(t, s.page(), func(p *widgets.Pressable) bool { return p.Semantics().Name == "Appearance" })
	s.win.Canvas().Focus(look)
	s.key(fyne.KeySpace)
	s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if got := fyne.CurrentApp().Settings().Theme().(*theme.Theme).Look(); got != theme.Dark {
		t.Errorf("the look is %v, want dark", got)
	}
	again := newScreen(t)
	if got := fyne.CurrentApp().Settings().Theme().(*theme.Theme).Look(); got != theme.Dark {
		t.Errorf("the look of the next window is %v, want dark", got)
	}
	again.win.Close()
}

// A file that is dropped on the page of the hosts is a CA file; elsewhere it is
// nothing.
func TestDroppedFile(t *testing.T) {
	s := newScreen(t)
	ca := s.flow.Answers().CA
	s.flow.Edit(func(a *setup.Answers) { a.CA = "" })
	path := filepath.Join(t.TempDir(), "ca.cer")
	if err := os.WriteFile(path, []byte(ca), 0o600); err != nil {
		t.Fatal(err)
	}
	s.drop(path)
	s.window.Goto(setup.Connection)
	s.drop(path)
	events.wait(t, "the CA", func() bool { return s.flow.Answers().CA == ca })
	s.idle()
	s.says("Everything on this page is proved.")
	s.drop(filepath.Join(t.TempDir(), "none"))
	events.wait(t, "the refusal", func() bool { return contains(s.text(), "This file adds no CA") })
}

func (s *screen) drop(path string) { s.window.Dropped(storage.NewFileURI(path)) }

// The practice marks every page, and only the practice does.
func TestPracticeIsMarked(t *testing.T) {
	s := newScreen(t)
	for _, step := range setup.Steps()[:7] {
		s.window.Goto(step.ID)
		s.says("Practice mode:")
	}
	deps := s.flow.Deps()
	deps.Practice, deps.Offer = false, ""
	real := openScreen(t, s.world, deps, s.words)
	real.window.Goto(setup.ServiceAccount)
	if text := real.text(); contains(text, "Practice mode") || contains(text, "Fill in") {
		t.Error("a window that is not the practice says that it is")
	}
}

// Both tracks are visible, and by whom and where they were checked.
func TestTracks(t *testing.T) {
	s := newScreen(t)
	s.says("Active Directory", "Microsoft 365")
	if contains(s.text(), "Checked by") {
		t.Error("a track was checked by somebody before anything ran")
	}
	s.window.Goto(setup.Exchange)
	s.window.Next()
	s.at(setup.Review)
	s.says("Checked by admin on PRACTICE-PC")
}
