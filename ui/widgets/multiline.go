package widgets

import "fyne.io/fyne/v2"

// MultilineInput is several lines of text to type into. Tab leaves it, as it
// leaves every field; Ctrl+Enter is the Enter of the window.
type MultilineInput struct {
	Input
}

// NewMultilineInput returns an empty field of so many lines. Longer lines wrap.
func NewMultilineInput(placeholder string, lines int) *MultilineInput {
	m := &MultilineInput{}
	m.MultiLine, m.Wrapping = true, fyne.TextWrapBreak
	m.setUp(m, placeholder)
	m.SetMinRowsVisible(lines)
	return m
}

// AcceptsTab implements fyne.Tabbable.
func (m *MultilineInput) AcceptsTab() bool { return false }

// FocusGained implements fyne.Focusable. Nothing is selected: several lines are
// edited, not replaced.
func (m *MultilineInput) FocusGained() {
	m.clicked = true
	m.Input.FocusGained()
	m.clicked = false
}

// TypedKey implements fyne.Focusable.
func (m *MultilineInput) TypedKey(e *fyne.KeyEvent) {
	newStroke()
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyPageUp, fyne.KeyPageDown:
		m.Entry.TypedKey(e)
		return
	}
	m.Input.TypedKey(e)
}

// TypedShortcut implements fyne.Shortcutable.
func (m *MultilineInput) TypedShortcut(s fyne.Shortcut) {
	if isShortcut(s, fyne.KeyReturn, fyne.KeyModifierControl) || isShortcut(s, fyne.KeyEnter, fyne.KeyModifierControl) {
		bubbleKey(m, &fyne.KeyEvent{Name: fyne.KeyReturn})
		return
	}
	m.Input.TypedShortcut(s)
}
