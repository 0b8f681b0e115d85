package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"

	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// What the area has a use for does not go on to the window.
func TestKeyArea(t *testing.T) {
	var here, beyond []fyne.KeyName
	in := NewInput("").Named("Filter")
	area := NewKeyArea(in, func(k fyne.KeyName) bool {
		here = append(here, k)
		return k == fyne.KeyReturn
	})
	w := widgettest.Window(t, fyne.NewSize(300, 60), area)
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { beyond = append(beyond, e.Name) })
	widgettest.Tab(w, 1)
	if widgettest.Focused(w).Name != "Filter" {
		t.Fatal("Tab does not reach what lies in the area")
	}
	widgettest.Key(w, fyne.KeyReturn, fyne.KeyEscape)
	if !equal(here, []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape}) || !equal(beyond, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("the area got %v, the window %v", here, beyond)
	}
}
