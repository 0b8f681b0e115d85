package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// The measures of the window.
const (
	railWidth   float32 = 252
	bodyWidth   float32 = 900 // longer lines are hard to read
	leadWidth   float32 = 720
	buttonWidth float32 = 92
	shellWidth  float32 = 930 // 1920 x 1080 at 200 %, less the borders of the window
	shellHeight float32 = 500
	pageMargin          = theme.Broad
)

// shellLayout places the page, the divider, the rail, the strip and the tips, in
// this order, which is that of the Tab key.
type shellLayout struct{}

// MinSize implements fyne.Layout.
func (shellLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(shellWidth, shellHeight)
}

// Layout implements fyne.Layout.
func (shellLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	page, divider, rail, strip, tips := objects[0], objects[1], objects[2], objects[3], objects[4]
	top := settle(strip, size.Width)
	put := func(o fyne.CanvasObject, x, width float32) {
		o.Move(fyne.NewPos(x, top))
		o.Resize(fyne.NewSize(width, size.Height-top))
	}
	put(rail, 0, railWidth)
	put(divider, railWidth, 1)
	put(page, railWidth+1, size.Width-railWidth-1)
	tips.Resize(size)
}

// frame places a body between a head above it and a foot below it. The body comes
// first, so that the other two are drawn over what sticks out of it: the painter
// of pictures clips a field at its own edge and forgets the edge of the scroll.
type frame struct{}

// MinSize implements fyne.Layout.
func (frame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return column{}.MinSize(objects)
}

// Layout implements fyne.Layout.
func (frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, head, foot := objects[0], objects[1], objects[2]
	top, bottom := settle(head, size.Width), settle(foot, size.Width)
	body.Move(fyne.NewPos(0, top))
	body.Resize(fyne.NewSize(size.Width, max(0, size.Height-top-bottom)))
	foot.Move(fyne.NewPos(0, size.Height-bottom))
}

// backdrop lies behind everything. Fyne takes the focus away when the pointer
// clicks beside the controls; Windows does not, and so the backdrop gives it
// back.
type backdrop struct {
	widget.BaseWidget
	had fyne.Focusable
}

func newBackdrop() *backdrop {
	b := &backdrop{}
	b.ExtendBaseWidget(b)
	return b
}

// MouseDown implements desktop.Mouseable. It comes before the focus is lost.
func (b *backdrop) MouseDown(*desktop.MouseEvent) {
	if c := canvasOf(b); c != nil {
		b.had = c.Focused()
	}
}

// MouseUp implements desktop.Mouseable.
func (b *backdrop) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable. It comes when the focus has been lost.
func (b *backdrop) Tapped(*fyne.PointEvent) {
	restoring = true
	focus(b.had)
	restoring = false
	b.had = nil
}

// restoring is true while the focus comes back to where it was: nobody went
// there by keyboard, and so nothing is selected. It is touched on the Fyne
// goroutine only.
var restoring bool

// CreateRenderer implements fyne.Widget.
func (b *backdrop) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
