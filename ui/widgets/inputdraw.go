package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hire2retire-setup/ui/theme"
)

// CreateRenderer implements fyne.Widget.
func (i *Input) CreateRenderer() fyne.WidgetRenderer {
	r := &inputRenderer{WidgetRenderer: i.Entry.CreateRenderer(), input: i, lid: canvas.NewRectangle(color.Transparent), edge: newEdge()}
	r.lid.Hidden = i.MultiLine
	return r
}

// inputRenderer draws an edge over that of the entry: its own is one pixel at
// all times.
type inputRenderer struct {
	fyne.WidgetRenderer
	input *Input
	lid   *canvas.Rectangle
	edge  edge
}

// Objects implements fyne.WidgetRenderer.
func (r *inputRenderer) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.lid, r.edge.Rectangle)
}

// MinSize implements fyne.WidgetRenderer.
func (r *inputRenderer) MinSize() fyne.Size {
	m := r.WidgetRenderer.MinSize()
	if r.input.MultiLine {
		return m
	}
	return fyne.NewSize(m.Width, theme.ControlHeight)
}

// Layout implements fyne.WidgetRenderer. The entry knows one padding for both
// directions and puts its text at the top; ours stands further in, and centred.
// Under a line that is too long the entry shows a scroll bar, which nobody needs
// who has a cursor; the lid covers it.
func (r *inputRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.edge.place(size)
	const lid = 5
	r.lid.Move(fyne.NewPos(theme.ControlRadius, size.Height-1-lid))
	r.lid.Resize(fyne.NewSize(size.Width-2*theme.ControlRadius, lid))
	for _, o := range r.WidgetRenderer.Objects() {
		if _, ok := o.(fyne.Scrollable); ok {
			const in = 3
			down := float32(0)
			if !r.input.MultiLine {
				down = max(0, (size.Height-r.WidgetRenderer.MinSize().Height)/2)
			}
			o.Move(o.Position().AddXY(in, down))
			o.Resize(o.Size().SubtractWidthHeight(2*in, down))
		}
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *inputRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	paper := theme.Field
	if r.input.Disabled() {
		paper = theme.ButtonOff
	}
	r.lid.FillColor = theme.Color(paper)
	r.lid.Refresh()
	if box, ok := r.WidgetRenderer.Objects()[0].(*canvas.Rectangle); ok {
		box.FillColor = theme.Color(paper)
		box.Refresh()
	}
	r.edge.show(r.input.hasFocus(), r.input.invalid)
}

// edge is the line of a field that is typed into: two pixels when it has the
// focus or something is wrong.
type edge struct{ *canvas.Rectangle }

func newEdge() edge {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius, r.StrokeWidth = theme.ControlRadius, theme.RingWidth
	r.Hide()
	return edge{r}
}

// place lays the edge over the border of a field; a line is drawn on both sides
// of its bounds.
func (e edge) place(size fyne.Size) {
	e.Move(fyne.NewSquareOffsetPos(theme.RingWidth / 2))
	e.Resize(size.SubtractWidthHeight(theme.RingWidth, theme.RingWidth))
}

func (e edge) show(focused, invalid bool) {
	e.StrokeColor = theme.Color(theme.Accent)
	if invalid {
		e.StrokeColor = theme.Color(theme.Error)
	}
	e.Hidden = !focused && !invalid
	e.Refresh()
}
