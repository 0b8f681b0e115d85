package widgets

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// line is one line of text that ends in an ellipsis where it has no room. It
// does not listen to the pointer, so that it can lie in controls.
type line struct {
	widget.BaseWidget
	text  string
	typ   theme.Type
	ink   fyne.ThemeColorName
	align fyne.TextAlign
	// narrow lines need no room of their own: they live on what they are given.
	narrow bool
	drawn  *canvas.Text
}

func newLine(text string, typ theme.Type, ink fyne.ThemeColorName) *line {
	l := &line{text: text, typ: typ, ink: ink}
	l.ExtendBaseWidget(l)
	return l
}

// set changes the text and its ink.
func (l *line) set(text string, ink fyne.ThemeColorName) {
	if l.text != text || l.ink != ink {
		l.text, l.ink = text, ink
		if l.drawn != nil { // else there is nothing to draw again
			l.Refresh()
		}
	}
}

// isCut reports whether a part of the text is hidden.
func (l *line) isCut() bool { return l.drawn != nil && l.drawn.Text != l.text }

// CreateRenderer implements fyne.Widget.
func (l *line) CreateRenderer() fyne.WidgetRenderer {
	l.drawn = canvas.NewText("", theme.Color(l.ink))
	r := &lineRenderer{line: l}
	r.Refresh()
	return r
}

type lineRenderer struct {
	renderer
	line *line
}

// Objects implements fyne.WidgetRenderer.
func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line.drawn} }

// narrowest is the width that a narrow line asks for: an ellipsis and a sign.
const narrowest float32 = 24

// MinSize implements fyne.WidgetRenderer.
func (r *lineRenderer) MinSize() fyne.Size {
	w := r.line.typ.Measure(r.line.text).Width
	if r.line.narrow {
		w = min(w, narrowest)
	}
	return fyne.NewSize(w, r.line.typ.Line)
}

// Layout implements fyne.WidgetRenderer.
func (r *lineRenderer) Layout(size fyne.Size) {
	l := r.line
	l.drawn.Text = fit(l.text, l.typ, size.Width)
	h := l.drawn.MinSize().Height
	l.drawn.Resize(fyne.NewSize(size.Width, h))
	l.drawn.Move(fyne.NewPos(0, (size.Height-h)/2))
	l.drawn.Refresh()
}

// Refresh implements fyne.WidgetRenderer.
func (r *lineRenderer) Refresh() {
	l := r.line
	l.drawn.TextSize, l.drawn.TextStyle, l.drawn.Alignment = l.typ.Pixels(), l.typ.Style, l.align
	l.drawn.Color = theme.Color(l.ink)
	r.Layout(l.Size())
}

// fit returns the text, or as much of its beginning as has room with an
// ellipsis. Without any room yet it returns the text.
func fit(text string, typ theme.Type, width float32) string {
	const rounding = 0.5 // widths are sums of fractions
	if width <= 0 || typ.Measure(text).Width <= width+rounding {
		return text
	}
	signs := []rune(text)
	n := sort.Search(len(signs), func(n int) bool {
		return typ.Measure(string(signs[:n+1])+"…").Width > width
	})
	return string(signs[:n]) + "…"
}

// Text is one line of text. Where it has no room it is cut, and the pointer
// finds the whole text as a tip.
type Text struct {
	line
	heading bool
}

// NewText returns a line of text.
func NewText(text string, typ theme.Type, ink fyne.ThemeColorName) *Text {
	t := &Text{line: line{text: text, typ: typ, ink: ink}}
	t.ExtendBaseWidget(t)
	return t
}

// NewPlain is a text for content of a Pressable: it is cut where it has no room,
// and does not listen to the pointer.
func NewPlain(text string, typ theme.Type, ink fyne.ThemeColorName) fyne.CanvasObject {
	l := newLine(text, typ, ink)
	l.narrow = true
	return l
}

// Cut lets the text be narrower than it is long; it returns t.
func (t *Text) Cut() *Text {
	t.narrow = true
	return t
}

// Align places the text in its room; it returns t.
func (t *Text) Align(a fyne.TextAlign) *Text {
	t.align = a
	return t
}

// SetText changes the text.
func (t *Text) SetText(text string) { t.set(text, t.ink) }

// SetInk changes the text and its colour.
func (t *Text) SetInk(text string, ink fyne.ThemeColorName) { t.set(text, ink) }

// Text returns the whole text.
func (t *Text) Text() string { return t.text }

// MouseIn implements desktop.Hoverable.
func (t *Text) MouseIn(*desktop.MouseEvent) {
	if t.isCut() {
		tipSoon(t, t.text)
	}
}

// MouseMoved implements desktop.Hoverable.
func (t *Text) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *Text) MouseOut() { hideTip(t) }

// Semantics implements Described.
func (t *Text) Semantics() Semantics {
	if t.heading {
		return Semantics{Role: RoleHeading, Name: t.text}
	}
	return Semantics{Role: RoleText, Name: t.text}
}
