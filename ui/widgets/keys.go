package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// KeyTaker is something that controls lie in and that wants the keys they have
// no use for: a scroll takes Page Down, a dialog takes Esc. TakeKey reports
// whether it used the key.
type KeyTaker interface{ TakeKey(*fyne.KeyEvent) bool }

// ShortcutTaker is the same for shortcuts.
type ShortcutTaker interface{ TakeShortcut(fyne.Shortcut) bool }

// bubbleKey offers a key that o has no use for to everything that o lies in,
// and at last to the window. Fyne hands a key to the focused widget alone;
// without this, Enter and Esc would be dead wherever something has the focus.
func bubbleKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	for _, a := range around(o) {
		if t, ok := a.(KeyTaker); ok && t.TakeKey(e) {
			return
		}
	}
	c := canvasOf(o)
	if c == nil || c.Overlays().Top() != nil {
		return // what lies behind a dialog gets no keys
	}
	if f := c.OnTypedKey(); f != nil {
		f(e)
	}
}

// bubbleShortcut is bubbleKey for shortcuts. A focused text field would keep
// every shortcut of the window to itself.
func bubbleShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	for _, a := range around(o) {
		if t, ok := a.(ShortcutTaker); ok && t.TakeShortcut(s) {
			return
		}
	}
	c := canvasOf(o)
	if c == nil || c.Overlays().Top() != nil {
		return
	}
	if w, ok := c.(fyne.Shortcutable); ok {
		w.TypedShortcut(s)
	}
}

// pressesButton reports whether the key presses a focused button.
func pressesButton(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		return true
	}
	return false
}

// spentSpace is set while the character of a Space is still to come whose key
// has pressed something. Fyne tells a stroke twice, as a key and as a
// character, and hands the character to what has the focus by then: a button
// that moves the focus to a field would type a space into it. The Fyne
// goroutine alone uses it.
var spentSpace bool

// spend notes that the key has done its work.
func spend(e *fyne.KeyEvent) { spentSpace = e.Name == fyne.KeySpace }

// newStroke forgets what an earlier stroke did.
func newStroke() { spentSpace = false }

// spent reports whether the character belongs to a key that has done its work.
func spent(r rune) bool {
	was := spentSpace && r == ' '
	spentSpace = false
	return was
}

// isShortcut reports whether s is a key with exactly these modifiers.
func isShortcut(s fyne.Shortcut, key fyne.KeyName, m fyne.KeyModifier) bool {
	c, ok := s.(*desktop.CustomShortcut)
	return ok && c.KeyName == key && c.Modifier == m
}
