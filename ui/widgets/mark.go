package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

const (
	markSide float32 = 18
	markGap  float32 = 10
)

// mark is the square or the circle of something that can be chosen. It draws
// what it is told and listens to nothing.
type mark struct {
	widget.BaseWidget
	round                bool
	checked, off, ringed bool
	veil                 color.Color
}

func newMark(round bool) *mark {
	m := &mark{round: round, veil: color.Transparent}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer implements fyne.Widget.
func (m *mark) CreateRenderer() fyne.WidgetRenderer {
	r := &markRenderer{
		m: m, box: canvas.NewRectangle(color.Transparent), veil: canvas.NewRectangle(color.Transparent),
		dot: canvas.NewRectangle(color.Transparent), check: newPicture(), ring: newRing(),
	}
	r.Refresh()
	return r
}

type markRenderer struct {
	renderer
	m              *mark
	box, veil, dot *canvas.Rectangle
	check          *picture
	ring           ring
}

// Objects implements fyne.WidgetRenderer.
func (r *markRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.veil, r.dot, r.check.Image, r.ring.Rectangle}
}

// MinSize implements fyne.WidgetRenderer.
func (r *markRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(markSide) }

// Layout implements fyne.WidgetRenderer.
func (r *markRenderer) Layout(fyne.Size) {
	side := fyne.NewSquareSize(markSide)
	r.box.Resize(side)
	r.veil.Resize(side)
	r.check.Move(fyne.NewSquareOffsetPos(2))
	r.check.Resize(fyne.NewSquareSize(markSide - 4))
	const dot = 8
	r.dot.Move(fyne.NewSquareOffsetPos((markSide - dot) / 2))
	r.dot.Resize(fyne.NewSquareSize(dot))
	r.dot.CornerRadius = dot / 2
	r.ring.place(fyne.NewPos(0, 0), side, r.radius())
}

func (r *markRenderer) radius() float32 {
	if r.m.round {
		return markSide / 2
	}
	return theme.ControlRadius
}

// Refresh implements fyne.WidgetRenderer.
func (r *markRenderer) Refresh() {
	m, ink := r.m, theme.OnAccent
	paint(r.box, theme.Field, theme.Border)
	switch {
	case m.off:
		ink = theme.Disabled
		paint(r.box, theme.ButtonOff, theme.FaceStroke)
	case m.checked:
		paint(r.box, theme.AccentFace, theme.None)
	}
	r.veil.FillColor, r.dot.FillColor = m.veil, theme.Color(ink)
	r.box.CornerRadius, r.veil.CornerRadius = r.radius(), r.radius()
	r.check.set(theme.IconCheck, ink)
	r.check.Hidden, r.dot.Hidden = !m.checked || m.round, !m.checked || !m.round
	r.ring.show(m.ringed)
	for _, o := range []fyne.CanvasObject{r.box, r.veil, r.dot, r.ring} {
		o.Refresh()
	}
}

// marked puts a mark before a label and a smaller second line, which may be
// empty.
func marked(m *mark, label, hint *Paragraph) *fyne.Container {
	hint.Hidden = hint.Text() == ""
	return Pad(6, 0, 6, 1, TopRow(markGap, Pad(1, 0, 1, 0, m), Grow(Column(theme.Hair, label, hint))))
}
