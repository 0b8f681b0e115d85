package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// matrixHead draws the heads of the columns. Where they are wider than their
// columns they stand on two or three lines by turns, each with a stem that leads
// to its column.
type matrixHead struct {
	widget.BaseWidget
	m *Matrix
}

func newMatrixHead(m *Matrix) *matrixHead {
	h := &matrixHead{m: m}
	h.ExtendBaseWidget(h)
	return h
}

// matrixStages is the most lines that heads stand on.
const matrixStages = 3

// stages returns how many lines the heads take in columns so wide.
func (h *matrixHead) stages(each float32) int {
	widest := float32(0)
	for _, head := range h.m.spec.Heads {
		widest = max(widest, theme.CaptionStrong.Measure(head.Short).Width)
	}
	n := 1
	for n < matrixStages && widest+theme.Small > each*float32(n) {
		n++
	}
	return n
}

// CreateRenderer implements fyne.Widget.
func (h *matrixHead) CreateRenderer() fyne.WidgetRenderer {
	r := &matrixHeadRenderer{h: h, corner: newLine(h.m.spec.Corner, theme.CaptionStrong, theme.Soft)}
	for _, head := range h.m.spec.Heads {
		l := newLine(head.Short, theme.CaptionStrong, theme.Soft)
		l.align = fyne.TextAlignCenter
		r.heads = append(r.heads, l)
		r.stems = append(r.stems, NewSurface(theme.Stroke, theme.None, 0))
	}
	return r
}

type matrixHeadRenderer struct {
	renderer
	h      *matrixHead
	corner *line
	heads  []*line
	stems  []*Surface
}

// Objects implements fyne.WidgetRenderer.
func (r *matrixHeadRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.corner}
	for i := range r.heads {
		out = append(out, r.stems[i], r.heads[i])
	}
	return out
}

// MinSize implements fyne.WidgetRenderer.
func (r *matrixHeadRenderer) MinSize() fyne.Size {
	_, each := r.h.m.columns(r.h.Size().Width - r.h.m.bar())
	return fyne.NewSize(0, float32(r.h.stages(each))*theme.CaptionStrong.Line+theme.Tiny)
}

// Layout implements fyne.WidgetRenderer.
func (r *matrixHeadRenderer) Layout(size fyne.Size) {
	left, each := r.h.m.columns(size.Width - r.h.m.bar())
	stages, high := r.h.stages(each), theme.CaptionStrong.Line
	r.corner.Move(fyne.NewPos(theme.Small, size.Height-high-theme.Tiny))
	r.corner.Resize(fyne.NewSize(left-theme.Small, high))
	for i, l := range r.heads {
		centre, top := left+each*(float32(i)+0.5), float32(i%stages)*high
		wide := min(each*float32(stages), theme.CaptionStrong.Measure(l.text).Width+1)
		l.Move(fyne.NewPos(min(max(0, centre-wide/2), size.Width-wide), top))
		l.Resize(fyne.NewSize(wide, high))
		r.stems[i].Move(fyne.NewPos(centre, top+high))
		r.stems[i].Resize(fyne.NewSize(1, max(0, size.Height-top-high)))
		r.stems[i].Hidden = i%stages == stages-1
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *matrixHeadRenderer) Refresh() {
	for i, l := range r.heads {
		ink := theme.Soft
		if i == r.h.m.col {
			ink = theme.Text
		}
		l.set(l.text, ink)
	}
	r.Layout(r.h.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// matrixLine draws one row and listens to nothing.
type matrixLine struct {
	widget.BaseWidget
	m *Matrix
	lineState
}

// lineState is what a line looks like; drawing nine icons again for nothing is
// felt with 64 rows.
type lineState struct {
	row, col     int // col is -1 where another row is looked at
	ringed, made bool
}

func newMatrixLine(m *Matrix) *matrixLine {
	l := &matrixLine{m: m}
	l.ExtendBaseWidget(l)
	return l
}

func (l *matrixLine) set(row int) {
	now := lineState{row: row, col: -1, made: true}
	if row == l.m.row {
		now.col, now.ringed = l.m.col, l.m.ringed()
	}
	if l.lineState != now {
		l.lineState = now
		l.Refresh()
	}
}

// Semantics implements Described.
func (l *matrixLine) Semantics() Semantics {
	row := l.m.spec.Rows[l.row]
	var says []string
	for i, c := range row.Cells {
		if c.Says != "" {
			says = append(says, l.m.spec.Heads[i].Full+": "+c.Says)
		}
	}
	return Semantics{Role: RoleRow, Name: row.Name, Value: strings.Join(says, ", ")}
}

// CreateRenderer implements fyne.Widget.
func (l *matrixLine) CreateRenderer() fyne.WidgetRenderer {
	r := &matrixLineRenderer{l: l, name: newLine("", theme.Body, theme.Text), here: canvas.NewRectangle(color.Transparent), ring: newRing()}
	r.name.narrow = true
	for range l.m.spec.Heads {
		r.cells = append(r.cells, NewGlyph(theme.IconCircle, theme.Soft, matrixIcon))
	}
	r.Refresh()
	return r
}

const matrixIcon float32 = 18

type matrixLineRenderer struct {
	renderer
	l     *matrixLine
	name  *line
	cells []*Glyph
	here  *canvas.Rectangle
	ring  ring
}

// Objects implements fyne.WidgetRenderer.
func (r *matrixLineRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.here, r.name}
	for _, c := range r.cells {
		out = append(out, c)
	}
	return append(out, r.ring.Rectangle)
}

// MinSize implements fyne.WidgetRenderer.
func (r *matrixLineRenderer) MinSize() fyne.Size { return fyne.NewSize(0, matrixRowHeight) }

// Layout implements fyne.WidgetRenderer.
func (r *matrixLineRenderer) Layout(size fyne.Size) {
	m := r.l.m
	left, each := m.columns(size.Width)
	r.name.Move(fyne.NewPos(theme.Small, 0))
	r.name.Resize(fyne.NewSize(left-2*theme.Small, size.Height))
	for i, c := range r.cells {
		c.Move(fyne.NewPos(left+each*(float32(i)+0.5)-matrixIcon/2, (size.Height-matrixIcon)/2))
		c.Resize(fyne.NewSquareSize(matrixIcon))
	}
	side := min(each-2, size.Height-2)
	at := fyne.NewPos(left+each*(float32(m.col)+0.5)-side/2, (size.Height-side)/2)
	for _, o := range []*canvas.Rectangle{r.here, r.ring.Rectangle} {
		o.Move(at)
		o.Resize(fyne.NewSquareSize(side))
		o.CornerRadius = theme.ControlRadius
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *matrixLineRenderer) Refresh() {
	m := r.l.m
	row := m.spec.Rows[r.l.row]
	r.name.set(row.Name, theme.Text)
	for i, c := range r.cells {
		cell := row.Cells[i]
		tone := cell.Tone.Colors()
		c.Hidden = cell.Says == ""
		c.Set(tone.Icon, tone.Ink)
	}
	r.here.FillColor = theme.Color(theme.Pressed)
	r.here.Hidden = r.l.row != m.row || m.ringed()
	r.ring.show(r.l.row == m.row && m.ringed())
	r.Layout(r.l.Size())
	r.here.Refresh()
}
