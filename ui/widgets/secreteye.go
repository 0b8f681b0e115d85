package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hire2retire-setup/ui/theme"
)

// eyeButton shows the password while it is held down; by the keyboard it is
// switched, and switched back when the focus goes.
type eyeButton struct {
	Button
	face  *secretFace
	words Words
}

func newEyeButton(face *secretFace, w Words) *eyeButton {
	e := &eyeButton{face: face, words: w}
	e.kind = theme.Subtle
	e.init(e, func() { e.face.show(!e.face.shown); e.draw() })
	e.draw()
	return e
}

func (e *eyeButton) draw() {
	e.icon, e.name = theme.IconShow, e.words.ShowSecret
	if e.face.shown {
		e.icon, e.name = theme.IconHide, e.words.HideSecret
	}
	e.tip = e.name
	e.Refresh()
}

func (e *eyeButton) reveal(on bool) {
	e.face.show(on && !e.Disabled())
	e.draw()
}

// Tapped implements fyne.Tappable. The pointer showed the password while it was
// held down; Fyne took the focus away for it, and the field gets it back.
func (e *eyeButton) Tapped(*fyne.PointEvent) {
	e.face.byPointer = true
	focus(e.face)
}

// MouseDown implements desktop.Mouseable.
func (e *eyeButton) MouseDown(m *desktop.MouseEvent) {
	e.Button.MouseDown(m)
	e.reveal(true)
}

// MouseUp implements desktop.Mouseable.
func (e *eyeButton) MouseUp(m *desktop.MouseEvent) {
	e.Button.MouseUp(m)
	e.reveal(false)
}

// MouseOut implements desktop.Hoverable.
func (e *eyeButton) MouseOut() {
	e.Button.MouseOut()
	e.reveal(false)
}

// FocusLost implements fyne.Focusable.
func (e *eyeButton) FocusLost() {
	e.Button.FocusLost()
	e.reveal(false)
}

// eyeInside puts the eye at the right end of the field.
type eyeInside struct{}

// MinSize implements fyne.Layout.
func (eyeInside) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, theme.ControlHeight)
}

// Layout implements fyne.Layout.
func (eyeInside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const inset = 3
	side := size.Height - 2*inset
	objects[0].Resize(size)
	objects[1].Resize(fyne.NewSquareSize(side))
	objects[1].Move(fyne.NewPos(size.Width-side-inset, inset))
}
