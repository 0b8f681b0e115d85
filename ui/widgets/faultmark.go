package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// FaultMark repeats a text that cannot be used and underlines the sign at fault,
// with as much around it as there is room for.
type FaultMark struct {
	widget.BaseWidget
	told, text string
	at         int // the sign at fault, from 0
}

// NewFaultMark returns a mark that shows nothing; told says what it is, for those
// who cannot see it.
func NewFaultMark(told string) *FaultMark {
	m := &FaultMark{told: told}
	m.ExtendBaseWidget(m)
	m.Hide()
	return m
}

// Set marks a sign, counted from 1; 0 marks nothing. The end of the text can be
// marked too: something is missing there.
func (m *FaultMark) Set(text string, at int) {
	m.text, m.at = text, at-1
	m.Hidden = at < 1 || at > len([]rune(text))+1
	m.Refresh()
}

// Semantics implements Described.
func (m *FaultMark) Semantics() Semantics {
	before, fault, _ := m.parts()
	return Semantics{Role: RoleStatus, Name: m.told, Value: before + "⟦" + fault + "⟧"}
}

// parts returns what stands before the fault, the fault, and what follows.
func (m *FaultMark) parts() (before, fault, after string) {
	signs := []rune(m.text)
	switch at := min(max(0, m.at), len(signs)); {
	case at == len(signs):
		return m.text, " ", ""
	default:
		return string(signs[:at]), string(signs[at]), string(signs[at+1:])
	}
}

// CreateRenderer implements fyne.Widget.
func (m *FaultMark) CreateRenderer() fyne.WidgetRenderer {
	r := &faultRenderer{m: m, paper: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent)}
	for i := range r.texts {
		r.texts[i] = canvas.NewText("", color.Transparent)
	}
	r.Refresh()
	return r
}

type faultRenderer struct {
	renderer
	m           *FaultMark
	texts       [3]*canvas.Text
	paper, line *canvas.Rectangle
}

// Objects implements fyne.WidgetRenderer.
func (r *faultRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.paper, r.texts[0], r.texts[1], r.texts[2], r.line}
}

// MinSize implements fyne.WidgetRenderer.
func (r *faultRenderer) MinSize() fyne.Size { return fyne.NewSize(0, theme.Code.Line+2) }

// Layout implements fyne.WidgetRenderer. Where the room ends, the beginning and
// the end are left out, never the fault.
func (r *faultRenderer) Layout(size fyne.Size) {
	before, fault, after := r.m.parts()
	each := theme.Code.Measure("x").Width
	room := max(8, int(size.Width/each)-2)
	if lead := []rune(before); len(lead) > room*2/3 {
		before = "…" + string(lead[len(lead)-room*2/3+1:])
	}
	if tail, left := []rune(after), room-len([]rune(before)); len(tail) > max(0, left-1) {
		after = string(tail[:max(0, left-2)]) + "…"
	}
	x := float32(0)
	for i, text := range []string{before, fault, after} {
		t := r.texts[i]
		t.Text = text
		width := theme.Code.Measure(text).Width
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(width, theme.Code.Line))
		if i == 1 {
			r.paper.Move(fyne.NewPos(x-1, 0))
			r.paper.Resize(fyne.NewSize(width+2, theme.Code.Line))
			r.line.Move(fyne.NewPos(x-1, theme.Code.Line-1))
			r.line.Resize(fyne.NewSize(width+2, theme.RingWidth))
		}
		x += width
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *faultRenderer) Refresh() {
	for i, t := range r.texts {
		t.TextSize, t.TextStyle, t.Color = theme.Code.Pixels(), theme.Code.Style, theme.Color(theme.Soft)
		if i == 1 {
			t.Color = theme.Color(theme.Error)
		}
	}
	r.paper.FillColor, r.line.FillColor = theme.Color(theme.ErrorSoft), theme.Color(theme.Error)
	r.Layout(r.m.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
