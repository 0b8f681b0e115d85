package widgets

import "fyne.io/fyne/v2"

// KeyArea takes keys that nothing in it has a use for, before the window does: a
// filter wants Enter for what it found, not for the next page.
type KeyArea struct {
	assembly
	take func(fyne.KeyName) bool
}

// NewKeyArea returns an area around content; take reports whether it used a key.
func NewKeyArea(content fyne.CanvasObject, take func(fyne.KeyName) bool) *KeyArea {
	a := &KeyArea{take: take}
	a.compose(a, Stack(content))
	return a
}

// TakeKey implements KeyTaker.
func (a *KeyArea) TakeKey(e *fyne.KeyEvent) bool { return a.take(e.Name) }

// Semantics implements Described.
func (a *KeyArea) Semantics() Semantics { return Semantics{Role: RoleGroup} }
