package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// A Space that presses a button which moves the focus to a field types nothing
// into it: the window tells the character after the key.
func TestSpaceOfAButtonIsNotTyped(t *testing.T) {
	widgettest.Look(t, theme.Light)
	input, password := widgets.NewInput(""), widgets.NewSecretInput(widgettest.English(), "")
	for name, tc := range map[string]struct {
		field fyne.CanvasObject
		empty func() bool
	}{
		"input":  {input, func() bool { return input.Text == "" }},
		"secret": {password, password.Empty},
	} {
		var w fyne.Window
		button := widgets.NewButton("Fill in", func() { widgettest.Tab(w, 1) })
		w = widgettest.Window(t, fyne.NewSize(400, 200), widgets.Column(8, button, tc.field))
		w.Canvas().Focus(button)
		space := &fyne.KeyEvent{Name: fyne.KeySpace}
		w.Canvas().Focused().TypedKey(space)
		w.Canvas().Focused().TypedRune(' ')
		if !tc.empty() {
			t.Errorf("%s: the Space of the button was typed", name)
		}
		w.Canvas().Focused().TypedKey(space)
		w.Canvas().Focused().TypedRune(' ')
		if tc.empty() {
			t.Errorf("%s: a Space of its own was lost", name)
		}
	}
}

// The canvas of a real window still names the field while it tells it that the
// focus goes.
func TestFrameGoesWithTheFocus(t *testing.T) {
	widgettest.Look(t, theme.Light)
	input := widgets.NewInput("")
	w := widgettest.Window(t, fyne.NewSize(400, 200), input)
	w.Canvas().Focus(input)
	if input.Semantics().State&widgets.Focused == 0 {
		t.Error("the field does not tell that it has the focus")
	}
	input.FocusLost() // the canvas has not moved on yet
	if input.Semantics().State&widgets.Focused != 0 {
		t.Error("the field still tells, and draws, the focus that it lost")
	}
}
