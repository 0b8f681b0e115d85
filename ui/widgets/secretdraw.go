package widgets

import (
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hire2retire-setup/ui/theme"
)

const (
	secretBullet         = "•"
	secretPad    float32 = 9
	secretEye    float32 = 34 // room for the eye at the right
)

// secretRenderer draws one text for every sign, so that a shown password is
// never put together.
type secretRenderer struct {
	renderer
	f            *secretFace
	face, border *canvas.Rectangle
	edge         edge
	marked       *canvas.Rectangle
	caret        *canvas.Rectangle
	placeholder  *canvas.Text
	signs        []*canvas.Text
}

// CreateRenderer implements fyne.Widget.
func (f *secretFace) CreateRenderer() fyne.WidgetRenderer {
	f.drawn = true
	blank := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	r := &secretRenderer{
		f: f, face: blank(), border: blank(), edge: newEdge(), marked: blank(), caret: blank(),
		placeholder: canvas.NewText("", color.Transparent),
	}
	r.Refresh()
	return r
}

// Objects implements fyne.WidgetRenderer.
func (r *secretRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.face, r.border, r.marked, r.placeholder}
	for _, s := range r.signs {
		objects = append(objects, s)
	}
	return append(objects, r.caret, r.edge.Rectangle)
}

// MinSize implements fyne.WidgetRenderer.
func (r *secretRenderer) MinSize() fyne.Size { return fyne.NewSize(120, theme.ControlHeight) }

// Layout implements fyne.WidgetRenderer.
func (r *secretRenderer) Layout(size fyne.Size) {
	r.face.Resize(size)
	r.border.Move(fyne.NewSquareOffsetPos(0.5))
	r.border.Resize(size.SubtractWidthHeight(1, 1))
	r.edge.place(size)
	h := r.placeholder.MinSize().Height
	r.placeholder.Move(fyne.NewPos(secretPad, (size.Height-h)/2))
	r.placeholder.Resize(fyne.NewSize(size.Width-secretPad-secretEye, h))
	r.placeholder.Text = fit(r.f.placeholder, theme.Body, r.placeholder.Size().Width)
	r.draw(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *secretRenderer) Refresh() {
	f := r.f
	paint(r.face, theme.Field, theme.None)
	if f.Disabled() {
		paint(r.face, theme.ButtonOff, theme.None)
	}
	paint(r.border, theme.None, theme.Border)
	r.face.CornerRadius, r.border.CornerRadius = theme.ControlRadius, theme.ControlRadius
	r.marked.FillColor = theme.Color(theme.Selected)
	r.caret.FillColor = theme.Color(theme.Text)
	r.placeholder.Color, r.placeholder.TextSize = theme.Color(theme.Placeholder), theme.Body.Pixels()
	r.placeholder.Hidden = f.buffer.n > 0
	r.edge.show(f.focused, f.invalid)
	r.Layout(f.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// draw lays the signs out from the left, or from as far as it takes to see the
// caret.
func (r *secretRenderer) draw(size fyne.Size) {
	f := r.f
	ends := f.ends()
	caret := float32(0)
	if n := f.buffer.before(); n > 0 {
		caret = ends[n-1]
	}
	shift := max(0, caret-(size.Width-secretPad-secretEye))
	r.signs = r.signs[:0]
	start := float32(0)
	rest := f.buffer.bytes()
	for _, end := range ends {
		text, n := f.sign(rest)
		if x := secretPad + start - shift; x >= secretPad && secretPad+end-shift <= size.Width-secretEye+1 {
			r.add(text, fyne.NewPos(x, 0), size.Height)
		}
		rest, start = rest[n:], end
	}
	const top = 7
	r.caret.Hidden = !f.focused || f.buffer.all
	r.caret.Move(fyne.NewPos(secretPad+caret-shift, top))
	r.caret.Resize(fyne.NewSize(1, size.Height-2*top))
	r.marked.Hidden = !f.buffer.all
	r.marked.Move(fyne.NewPos(secretPad, top))
	r.marked.Resize(fyne.NewSize(min(start, size.Width-secretPad-secretEye), size.Height-2*top))
}

func (r *secretRenderer) add(text string, at fyne.Position, height float32) {
	ink := theme.Text
	switch {
	case r.f.Disabled():
		ink = theme.Disabled
	case r.f.buffer.all:
		ink = theme.OnSelected
	}
	c := canvas.NewText(text, theme.Color(ink))
	c.TextSize = theme.Body.Pixels()
	m := c.MinSize()
	c.Move(at.AddXY(0, (height-m.Height)/2))
	c.Resize(m)
	r.signs = append(r.signs, c)
}

// sign returns what is drawn for the first sign of rest, and its bytes.
func (f *secretFace) sign(rest []byte) (string, int) {
	_, n := utf8.DecodeRune(rest)
	if !f.shown {
		return secretBullet, n
	}
	return string(rest[:n]), n
}

// ends returns where each sign ends, from the beginning of the first.
func (f *secretFace) ends() []float32 {
	ends := make([]float32, 0, f.buffer.signs())
	x := float32(0)
	for rest := f.buffer.bytes(); len(rest) > 0; {
		text, n := f.sign(rest)
		x += theme.Body.Measure(text).Width
		if !f.shown {
			x++ // bullets stand apart
		}
		ends, rest = append(ends, x), rest[n:]
	}
	return ends
}

// signAt returns the index of the sign that begins nearest to x.
func (f *secretFace) signAt(x float32) int {
	start := float32(0)
	for i, end := range f.ends() {
		if x-secretPad < (start+end)/2 {
			return i
		}
		start = end
	}
	return f.buffer.signs()
}
