package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

const (
	treeArrow float32 = 22 // the room of the arrow
	treeStep  float32 = 18 // how much further in a level stands
)

func treeIndent(level int) float32 { return theme.Tiny + float32(level)*treeStep }

// treeRow draws one line of a tree and listens to nothing.
type treeRow struct {
	widget.BaseWidget
	line   TreeLine
	ringed bool
	ticks  bool
}

func newTreeRow(ticks bool) *treeRow {
	r := &treeRow{ticks: ticks}
	r.ExtendBaseWidget(r)
	return r
}

func (r *treeRow) set(l TreeLine, ringed bool) {
	if r.line != l || r.ringed != ringed {
		r.line, r.ringed = l, ringed
		r.Refresh()
	}
}

// Semantics implements Described.
func (r *treeRow) Semantics() Semantics {
	l := r.line
	role := RoleTreeItem
	if l.ID == "" {
		role = RoleStatus
	}
	return Semantics{Role: role, Name: l.Name, Value: l.Aside,
		State: stateIf(l.Fold == Open, Expanded) | stateIf(l.Fold == Closed, Collapsed) | stateIf(l.Marked, Checked) | stateIf(r.ringed, Focused)}
}

// CreateRenderer implements fyne.Widget.
func (r *treeRow) CreateRenderer() fyne.WidgetRenderer {
	d := &treeRowRenderer{row: r, paper: canvas.NewRectangle(color.Transparent), ring: newRing(), arrow: NewGlyph(theme.IconChevron, theme.Soft, 16),
		tick: newMark(false), icon: NewGlyph(theme.IconFolder, theme.Accent, 18), name: newLine("", theme.Body, theme.Text), aside: newLine("", theme.Caption, theme.Soft)}
	d.name.narrow, d.aside.align = true, fyne.TextAlignTrailing
	d.Refresh()
	return d
}

type treeRowRenderer struct {
	renderer
	row         *treeRow
	paper       *canvas.Rectangle
	ring        ring
	arrow, icon *Glyph
	tick        *mark
	name, aside *line
}

// Objects implements fyne.WidgetRenderer.
func (d *treeRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.paper, d.arrow, d.tick, d.icon, d.name, d.aside, d.ring.Rectangle}
}

// MinSize implements fyne.WidgetRenderer.
func (d *treeRowRenderer) MinSize() fyne.Size { return fyne.NewSize(0, treeRowHeight) }

// Layout implements fyne.WidgetRenderer.
func (d *treeRowRenderer) Layout(size fyne.Size) {
	d.paper.Resize(size)
	d.ring.Move(fyne.NewSquareOffsetPos(theme.RingWidth / 2))
	d.ring.Resize(size.SubtractWidthHeight(theme.RingWidth, theme.RingWidth))
	d.ring.CornerRadius = theme.ControlRadius
	x := treeIndent(d.row.line.Level)
	put := func(o fyne.CanvasObject, width, side float32) {
		o.Resize(fyne.NewSquareSize(side))
		o.Move(fyne.NewPos(x, (size.Height-side)/2))
		x += width
	}
	put(d.arrow, treeArrow, 16)
	if !d.tick.Hidden {
		put(d.tick, markSide+theme.Small, markSide)
	}
	if !d.icon.Hidden {
		put(d.icon, 18+theme.Small, 18)
	}
	aside := d.aside.MinSize().Width
	end := size.Width - theme.Small - aside
	d.aside.Move(fyne.NewPos(end, 0))
	d.aside.Resize(fyne.NewSize(aside, size.Height))
	d.name.Move(fyne.NewPos(x, 0))
	d.name.Resize(fyne.NewSize(max(narrowest, end-x-theme.Small), size.Height))
}

// Refresh implements fyne.WidgetRenderer.
func (d *treeRowRenderer) Refresh() {
	r, l := d.row, d.row.line
	paper, ink, icon, soft, ring := theme.None, theme.Text, theme.Accent, theme.Soft, theme.Ring
	if l.ID == "" {
		ink = theme.Soft
	}
	if l.Marked && !r.ticks { // one ink: with high contrast the paper is as bright as the accent
		paper, ink, icon, soft, ring = theme.Selected, theme.OnSelected, theme.OnSelected, theme.OnSelected, theme.OnSelected
	}
	paint(d.paper, paper, theme.None)
	d.paper.CornerRadius = theme.ControlRadius
	d.arrow.Hidden = l.Fold == Leaf
	arrow := theme.IconChevron
	if l.Fold == Open {
		arrow = theme.IconChevronDown
	}
	d.arrow.Set(arrow, soft)
	d.tick.Hidden, d.tick.checked = !r.ticks || l.ID == "", l.Marked
	d.tick.Refresh()
	d.icon.Hidden = l.Icon == ""
	if l.Icon != "" {
		d.icon.Set(l.Icon, icon)
	}
	d.name.set(l.Name, ink)
	d.aside.set(l.Aside, soft)
	d.ring.showIn(ring, r.ringed)
	d.Layout(r.Size())
	d.paper.Refresh()
}
