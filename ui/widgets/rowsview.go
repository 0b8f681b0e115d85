package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// rowsView shows rows of one height, of which only those in sight exist: a list
// of 20,000 costs as much as one of 20. It listens to the pointer for them; the
// keyboard belongs to the widget around it.
type rowsView struct {
	widget.BaseWidget
	height float32
	count  int
	// make makes an empty row, fill puts the content of a line into it.
	make func() fyne.CanvasObject
	fill func(line int, row fyne.CanvasObject)
	// onTap and onHover get the line and how far from the left; onHover gets -1
	// when the pointer left.
	onTap   func(line int, x float32)
	onHover func(line int, x float32)

	hovered int
	rows    []fyne.CanvasObject
	veil    *canvas.Rectangle
	body    *rowsBody
	scroll  *container.Scroll
}

func newRowsView(height float32, make func() fyne.CanvasObject, fill func(int, fyne.CanvasObject)) *rowsView {
	v := &rowsView{height: height, make: make, fill: fill, hovered: -1, veil: canvas.NewRectangle(color.Transparent)}
	v.veil.CornerRadius = theme.ControlRadius
	v.body = &rowsBody{view: v}
	v.body.ExtendBaseWidget(v.body)
	v.scroll = container.NewVScroll(v.body)
	v.scroll.OnScrolled = func(fyne.Position) { v.draw() }
	v.ExtendBaseWidget(v)
	return v
}

// setCount changes the number of lines and draws those in sight again.
func (v *rowsView) setCount(n int) {
	grown := v.count != n
	v.count = n
	v.hovered = -1
	if grown {
		v.scroll.Refresh()
	}
	v.draw()
}

// draw fills the rows that are in sight.
func (v *rowsView) draw() {
	first, n := v.inSight()
	for len(v.rows) < n {
		v.rows = append(v.rows, v.make())
	}
	for i, row := range v.rows {
		line := first + i
		if i >= n || line >= v.count {
			row.Hide()
			continue
		}
		row.Move(fyne.NewPos(rowsPad, v.topOf(line)))
		row.Resize(fyne.NewSize(v.width(), v.height))
		v.fill(line, row)
		row.Show()
	}
	v.drawVeil()
	canvas.Refresh(v.body)
}

// inSight returns the first line that can be seen and how many can.
func (v *rowsView) inSight() (first, n int) {
	size := v.scroll.Size()
	if size.Height <= 0 {
		return 0, 0
	}
	first = max(0, int((v.scroll.Offset.Y-rowsPad)/v.height))
	return first, min(int(size.Height/v.height)+2, v.count-first)
}

// scrollBar is the room of the bar of a scroll.
const scrollBar float32 = 10

// width is how wide the rows are: they leave room for the bar, where there is
// one.
func (v *rowsView) width() float32 {
	size := v.scroll.Size()
	width := size.Width - 2*rowsPad
	if v.topOf(v.count)+rowsPad > size.Height {
		width -= scrollBar - rowsPad
	}
	return max(0, width)
}

// rowsPad is the room around all rows: for the ring of one at the edge.
const rowsPad = theme.Tiny

func (v *rowsView) topOf(line int) float32 { return rowsPad + float32(line)*v.height }

// heightOf is how high a view of so many lines is.
func heightOf(lines int, each float32) float32 { return float32(lines)*each + 2*rowsPad }

// page is how many whole lines are in sight.
func (v *rowsView) page() int { return max(1, int(v.scroll.Size().Height/v.height)) }

// reveal scrolls as little as it takes to show a line.
func (v *rowsView) reveal(line int) {
	top, bottom := v.topOf(line)-rowsPad, v.topOf(line+1)+rowsPad
	switch at, high := v.scroll.Offset.Y, v.scroll.Size().Height; {
	case top < at:
		v.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > at+high:
		v.scroll.ScrollToOffset(fyne.NewPos(0, bottom-high))
	}
}

func (v *rowsView) drawVeil() {
	v.veil.Hidden = v.hovered < 0 || v.hovered >= v.count
	v.veil.FillColor = theme.Color(theme.Hover)
	v.veil.Move(fyne.NewPos(rowsPad, v.topOf(v.hovered)))
	v.veil.Resize(fyne.NewSize(v.width(), v.height))
}

// shown are the rows in sight, in their order.
func (v *rowsView) shown() []fyne.CanvasObject {
	_, n := v.inSight()
	return v.rows[:min(max(n, 0), len(v.rows))]
}

// Resize implements fyne.CanvasObject.
func (v *rowsView) Resize(size fyne.Size) {
	v.BaseWidget.Resize(size)
	v.draw()
}

// Refresh implements fyne.CanvasObject.
func (v *rowsView) Refresh() {
	v.draw()
	v.BaseWidget.Refresh()
}

// Parts implements Parent.
func (v *rowsView) Parts() []fyne.CanvasObject { return v.shown() }

// CreateRenderer implements fyne.Widget.
func (v *rowsView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.scroll) }

// rowsBody is what scrolls: as high as all lines, with the rows in sight.
type rowsBody struct {
	widget.BaseWidget
	view *rowsView
}

func (b *rowsBody) lineAt(y float32) int {
	line := int((y - rowsPad) / b.view.height)
	if y < rowsPad || line >= b.view.count {
		return -1
	}
	return line
}

// Tapped implements fyne.Tappable.
func (b *rowsBody) Tapped(e *fyne.PointEvent) {
	if line := b.lineAt(e.Position.Y); line >= 0 && b.view.onTap != nil {
		b.view.onTap(line, e.Position.X-rowsPad)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *rowsBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *rowsBody) MouseMoved(e *desktop.MouseEvent) { b.hover(b.lineAt(e.Position.Y), e.Position.X) }

// MouseOut implements desktop.Hoverable.
func (b *rowsBody) MouseOut() { b.hover(-1, 0) }

func (b *rowsBody) hover(line int, x float32) {
	v := b.view
	if v.hovered != line {
		v.hovered = line
		v.drawVeil()
		v.veil.Refresh()
	}
	if v.onHover != nil {
		v.onHover(line, x-rowsPad)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *rowsBody) CreateRenderer() fyne.WidgetRenderer { return &rowsRenderer{b: b} }

type rowsRenderer struct {
	renderer
	b *rowsBody
}

// Objects implements fyne.WidgetRenderer.
func (r *rowsRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.b.view.veil}, r.b.view.rows...)
}

// MinSize implements fyne.WidgetRenderer.
func (r *rowsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, heightOf(r.b.view.count, r.b.view.height))
}

// Layout implements fyne.WidgetRenderer.
func (r *rowsRenderer) Layout(fyne.Size) {}

// Refresh implements fyne.WidgetRenderer.
func (r *rowsRenderer) Refresh() {
	for _, o := range r.b.view.rows {
		o.Refresh()
	}
}
