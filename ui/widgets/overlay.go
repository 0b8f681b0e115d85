package widgets

import "fyne.io/fyne/v2"

// openOverlay puts o above everything on a canvas. Fyne leaves what had the
// focus believing that it still has it; it is told.
func openOverlay(c fyne.Canvas, o fyne.CanvasObject) {
	hideTip(tip.owner)
	if f := c.Focused(); f != nil {
		f.FocusLost()
	}
	c.Overlays().Add(o)
}

// closeOverlay takes o away, and what had the focus before has it again.
func closeOverlay(c fyne.Canvas, o fyne.CanvasObject) {
	hideTip(tip.owner)
	c.Overlays().Remove(o)
	if f := c.Focused(); f != nil {
		restoring = true
		f.FocusGained()
		restoring = false
	}
}

// FocusBack gives the focus to what stands in the place of what had it. No tip
// comes: nobody went there, and it may not have its place yet.
func FocusBack(c fyne.Canvas, o fyne.Focusable) {
	restoring = true
	c.Focus(o)
	restoring = false
}

// TakeOverlayKey gives a key that nothing has the focus for to what lies above
// the window, and reports whether something does. The window calls it first.
func TakeOverlayKey(c fyne.Canvas, e *fyne.KeyEvent) bool {
	top := c.Overlays().Top()
	if top == nil {
		return false
	}
	if t, ok := top.(KeyTaker); ok {
		t.TakeKey(e)
	}
	return true
}
