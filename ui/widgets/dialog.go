package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/ui/theme"
)

// Dialog asks something above the window. Its buttons stand at the right; Enter
// presses the default one, Esc cancels, and the focus goes back to where it was.
type Dialog struct {
	assembly
	spec   DialogSpec
	canvas fyne.Canvas
	body   *FocusScroll
	layer  *tipLayer
}

// DialogSpec is what a Dialog shows.
type DialogSpec struct {
	Title string
	Lead  string            // a sentence, or empty
	Body  fyne.CanvasObject // or nil; it scrolls where the window is low
	// Buttons stand from the left to the right. They do not close the dialog by
	// themselves.
	Buttons []*Button
	// Default is pressed by Enter; it is one of the buttons, or nil where Enter
	// should do nothing.
	Default *Button
	// First gets the focus; if nil, the first control of the body or the default
	// button does.
	First fyne.Focusable
	// OnCancel is called when Esc closed the dialog. It may be nil.
	OnCancel func()
	Width    float32 // 0 is 560
}

const dialogWidth float32 = 560

// NewDialog returns a dialog that is not shown yet.
func NewDialog(spec DialogSpec) *Dialog {
	d := &Dialog{spec: spec, layer: newTipLayer()}
	head := []fyne.CanvasObject{NewHeading(spec.Title, theme.Section)}
	if spec.Lead != "" {
		head = append(head, NewParagraph(spec.Lead, theme.Body, theme.Soft))
	}
	body := spec.Body
	if body == nil {
		body = Column(0)
	}
	d.body = NewFocusScroll(Pad(theme.Large, theme.Wide, theme.Tiny, theme.Wide, body))
	buttons := []fyne.CanvasObject{Space()}
	for _, b := range spec.Buttons {
		buttons = append(buttons, b)
	}
	paper := func(o fyne.CanvasObject) fyne.CanvasObject {
		return Stack(NewSurface(theme.Overlay, theme.None, theme.CardRadius), newBackdrop(), o)
	}
	panel := container.New(frame{}, d.body, paper(Pad(20, theme.Wide, 0, theme.Wide, Column(theme.Tiny, head...))),
		paper(Pad(18, theme.Wide, 20, theme.Wide, Row(theme.Small, buttons...))))
	d.compose(d, container.New(dialogLayout{width: spec.Width}, NewSurface(theme.Scrim, theme.None, 0), newBackdrop(),
		newRaised(theme.Overlay, theme.CardRadius), newBackdrop(), panel, d.layer))
	return d
}

// Open shows the dialog above a canvas.
func (d *Dialog) Open(c fyne.Canvas) {
	d.canvas = c
	openOverlay(c, d)
	switch {
	case d.spec.First != nil:
		c.Focus(d.spec.First)
	case FocusFirst(d.body):
	case d.spec.Default != nil:
		c.Focus(d.spec.Default)
	default:
		FocusFirst(d)
	}
}

// Close takes the dialog away.
func (d *Dialog) Close() {
	if d.canvas != nil {
		closeOverlay(d.canvas, d)
		d.canvas = nil
	}
}

// Settle lays the dialog out again after its body has changed.
func (d *Dialog) Settle() {
	relayout(d.root)
	d.body.settle()
	d.Refresh()
}

// TakeKey implements KeyTaker.
func (d *Dialog) TakeKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		d.Close()
		call(d.spec.OnCancel)
	case fyne.KeyReturn, fyne.KeyEnter:
		if d.spec.Default != nil {
			d.spec.Default.Press()
		}
	default:
		d.body.TakeKey(e)
	}
	return true // nothing goes on to what lies behind
}

// TakeShortcut implements ShortcutTaker: those of the window do nothing here.
func (d *Dialog) TakeShortcut(fyne.Shortcut) bool { return true }

func (d *Dialog) tips() *tipLayer { return d.layer }

// Semantics implements Described.
func (d *Dialog) Semantics() Semantics {
	return Semantics{Role: RoleDialog, Name: d.spec.Title, Value: d.spec.Lead}
}

// dialogLayout covers the canvas with the scrim and centres the panel: as high
// as it needs to be, and no higher than the window.
type dialogLayout struct{ width float32 }

// MinSize implements fyne.Layout.
func (dialogLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (l dialogLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	scrim, behind, paper, backdrop, panel, tips := objects[0], objects[1], objects[2], objects[3], objects[4], objects[5]
	for _, o := range []fyne.CanvasObject{scrim, behind, tips} {
		o.Resize(size)
	}
	width := l.width
	if width == 0 {
		width = dialogWidth
	}
	const margin = 24
	width = min(width, size.Width-2*margin)
	box := fyne.NewSize(width, min(heightAt(panel.(*fyne.Container), width), size.Height-2*margin))
	at := fyne.NewPos((size.Width-box.Width)/2, (size.Height-box.Height)/2)
	for _, o := range []fyne.CanvasObject{paper, backdrop, panel} {
		o.Resize(box)
		o.Move(at)
	}
}

// heightAt returns how high a framed panel would be with all of its body shown.
func heightAt(panel *fyne.Container, width float32) float32 {
	body, head, foot := panel.Objects[0].(*FocusScroll), panel.Objects[1], panel.Objects[2]
	return settle(head, width) + settle(body.content, width) + settle(foot, width)
}
