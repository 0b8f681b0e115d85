package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// A file is written once, where somebody wants it; a name that is taken, and a
// folder that is not there, are said at the field.
func TestSaveFile(t *testing.T) {
	s := newScreen(t)
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken.txt")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	saved := ""
	s.window.SaveFile("sheet.txt", "text", func(path string, err error) {
		if err != nil {
			t.Error(err)
		}
		saved = path
	})
	path := widgettest.Find[*widgets.Input](t, s.page(), nil)
	if path.Text != "~/sheet.txt" {
		t.Errorf("the name that is proposed is %q", path.Text)
	}
	for where, says := range map[string]string{taken: "There is a file of this name already", filepath.Join(dir, "none", "x"): "There is no such folder"} {
		path.SetText(where)
		s.key(fyne.KeyReturn)
		events.wait(t, says, func() bool { return contains(told(s.page()), says) })
	}
	path.SetText(filepath.Join(dir, "new.txt"))
	s.key(fyne.KeyReturn)
	events.wait(t, "the file", func() bool { return saved != "" })
	if text, err := os.ReadFile(saved); err != nil || string(text) != "text" || s.win.Canvas().Overlays().Top() != nil {
		t.Errorf("the file holds %q, %v", text, err)
	}
	if text, _ := os.ReadFile(taken); string(text) != "mine" {
		t.Errorf("a file was overwritten with %q", text)
	}
}
