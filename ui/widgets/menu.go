package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// MenuItem is a line of a menu.
type MenuItem struct {
	Label   string
	Checked bool // the one that holds now
	Press   func()
}

// ShowMenu shows a menu below an object, or above it where there is no room.
// Arrows, Home, End and first letters choose, Enter presses, Esc or a click
// beside it closes it; the focus goes back to where it was.
func ShowMenu(below fyne.CanvasObject, items []MenuItem) {
	c := canvasOf(below)
	if c == nil || len(items) == 0 {
		return
	}
	m := newMenu(c, items)
	m.anchor = fyne.CurrentApp().Driver().AbsolutePositionForObject(below)
	m.anchorSize = below.Size()
	m.show()
}

// menu covers the whole canvas, so that a click beside its list closes it.
type menu struct {
	widget.BaseWidget
	canvas     fyne.Canvas
	anchor     fyne.Position
	anchorSize fyne.Size
	items      []*menuItem
	marked     int
	panel      *fyne.Container
	scroll     *FocusScroll
}

func newMenu(c fyne.Canvas, items []MenuItem) *menu {
	m := &menu{canvas: c}
	var rows []fyne.CanvasObject
	for i, it := range items {
		row := newMenuItem(it, func() { m.press(i) }, func() { m.mark(i) })
		if it.Checked {
			m.marked = i
		}
		m.items = append(m.items, row)
		rows = append(rows, row)
	}
	m.scroll = NewFocusScroll(Column(0, rows...))
	m.panel = Stack(newRaised(theme.Overlay, theme.CardRadius), PadAll(theme.Tiny, m.scroll))
	m.ExtendBaseWidget(m)
	return m
}

func (m *menu) show() {
	openOverlay(m.canvas, m)
	m.canvas.Focus(m)
	m.mark(m.marked)
}

func (m *menu) press(i int) {
	closeOverlay(m.canvas, m)
	call(m.items[i].item.Press)
}

func (m *menu) mark(i int) {
	m.items[m.marked].setMarked(false)
	m.marked = i
	m.items[i].setMarked(true)
	m.scroll.Reveal(m.items[i])
}

// Tapped implements fyne.Tappable: a click beside the list.
func (m *menu) Tapped(*fyne.PointEvent) { closeOverlay(m.canvas, m) }

// FocusGained implements fyne.Focusable.
func (m *menu) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (m *menu) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (m *menu) TypedRune(r rune) {
	for step := range m.items {
		i := (m.marked + 1 + step) % len(m.items)
		if label := strings.ToLower(m.items[i].item.Label); strings.HasPrefix(label, strings.ToLower(string(r))) {
			m.mark(i)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (m *menu) TypedKey(e *fyne.KeyEvent) {
	last := len(m.items) - 1
	switch e.Name {
	case fyne.KeyDown:
		m.mark(min(m.marked+1, last))
	case fyne.KeyUp:
		m.mark(max(m.marked-1, 0))
	case fyne.KeyHome, fyne.KeyPageUp:
		m.mark(0)
	case fyne.KeyEnd, fyne.KeyPageDown:
		m.mark(last)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		spend(e)
		m.press(m.marked)
	case fyne.KeyEscape, fyne.KeyTab:
		closeOverlay(m.canvas, m)
	}
}

// AcceptsTab implements fyne.Tabbable: Tab closes the menu and goes nowhere.
func (m *menu) AcceptsTab() bool { return true }

// Semantics implements Described.
func (m *menu) Semantics() Semantics {
	return Semantics{Role: RoleMenu, Value: m.items[m.marked].item.Label, State: Focused}
}

// Parts implements Parent.
func (m *menu) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{m.panel} }

// CreateRenderer implements fyne.Widget.
func (m *menu) CreateRenderer() fyne.WidgetRenderer {
	return &menuRenderer{WidgetRenderer: widget.NewSimpleRenderer(m.panel), m: m}
}

type menuRenderer struct {
	fyne.WidgetRenderer
	m *menu
}

// MinSize implements fyne.WidgetRenderer.
func (r *menuRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout implements fyne.WidgetRenderer.
func (r *menuRenderer) Layout(size fyne.Size) {
	m := r.m
	const away = 4
	want := m.scroll.content.MinSize().AddWidthHeight(2*theme.Tiny, 2*theme.Tiny)
	below := size.Height - m.anchor.Y - m.anchorSize.Height - 2*away
	above := m.anchor.Y - 2*away
	h, y := min(want.Height, below), m.anchor.Y+m.anchorSize.Height+away
	if want.Height > below && above > below {
		h = min(want.Height, above)
		y = m.anchor.Y - h - away
	}
	w := min(max(want.Width, m.anchorSize.Width), size.Width)
	m.panel.Resize(fyne.NewSize(w, h))
	m.panel.Move(fyne.NewPos(max(0, min(m.anchor.X, size.Width-w)), y))
}

// menuItem is a line of a menu.
type menuItem struct {
	composite
	item    MenuItem
	surface *Surface
	check   *Glyph
	label   *line
	press   func()
	hover   func()
}

func newMenuItem(item MenuItem, press, hover func()) *menuItem {
	i := &menuItem{
		item: item, surface: NewSurface(theme.None, theme.None, theme.ControlRadius),
		check: NewGlyph(theme.IconCheck, theme.Accent, 16), label: newLine(item.Label, theme.Body, theme.Text), press: press, hover: hover,
	}
	var mark fyne.CanvasObject = Fixed(16, Column(0))
	if item.Checked {
		mark = i.check
	}
	i.compose(i, Stack(i.surface, Tall(theme.ControlHeight, Pad(0, theme.Large, 0, theme.Small, Row(theme.Small, mark, Grow(i.label))))))
	return i
}

func (i *menuItem) setMarked(on bool) {
	paper, ink, check := theme.None, theme.Text, theme.Accent
	if on {
		paper, ink, check = theme.Selected, theme.OnSelected, theme.OnSelected
	}
	i.surface.SetPaper(paper, theme.None)
	i.label.set(i.item.Label, ink)
	i.check.Set(theme.IconCheck, check)
}

// Tapped implements fyne.Tappable.
func (i *menuItem) Tapped(*fyne.PointEvent) { i.press() }

// MouseIn implements desktop.Hoverable.
func (i *menuItem) MouseIn(*desktop.MouseEvent) { i.hover() }

// MouseMoved implements desktop.Hoverable.
func (i *menuItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (i *menuItem) MouseOut() {}

// Semantics implements Described.
func (i *menuItem) Semantics() Semantics {
	return Semantics{Role: RoleListItem, Name: i.item.Label, State: stateIf(i.item.Checked, Checked)}
}
