package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// SelectBox is a choice of one of many, shown when it is asked for. Enter, Space
// and Alt+Down open it, the arrows choose without opening.
type SelectBox struct {
	control
	name     string
	options  []string
	chosen   int
	onChange func(int)
	label    *line
	root     *fyne.Container
}

// NewSelectBox returns a box with nothing chosen; onChange gets the index and may
// be nil.
func NewSelectBox(name string, options []string, onChange func(index int)) *SelectBox {
	s := &SelectBox{name: name, options: options, chosen: -1, onChange: onChange, label: newLine("", theme.Body, theme.Text)}
	s.label.narrow = true
	s.root = Pad(0, theme.Small, 0, theme.Medium, Row(theme.Small, Grow(s.label), NewGlyph(theme.IconChevronDown, theme.Soft, 16)))
	s.init(s, s.open)
	return s
}

// Choose chooses an option without calling back; -1 chooses none.
func (s *SelectBox) Choose(index int) {
	s.chosen = index
	s.Refresh()
}

// Chosen returns the index of the option that is chosen, or -1.
func (s *SelectBox) Chosen() int { return s.chosen }

func (s *SelectBox) choose(index int) {
	index = min(max(0, index), len(s.options)-1)
	if s.chosen == index || s.Disabled() {
		return
	}
	s.Choose(index)
	if s.onChange != nil {
		s.onChange(index)
	}
}

func (s *SelectBox) open() {
	var items []MenuItem
	for i, o := range s.options {
		items = append(items, MenuItem{Label: o, Checked: i == s.chosen, Press: func() { s.choose(i) }})
	}
	ShowMenu(s, items)
}

// TypedKey implements fyne.Focusable.
func (s *SelectBox) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		s.seen()
		s.choose(s.chosen + 1)
	case fyne.KeyUp:
		s.seen()
		s.choose(s.chosen - 1)
	default:
		s.control.TypedKey(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (s *SelectBox) TypedShortcut(sc fyne.Shortcut) {
	if isShortcut(sc, fyne.KeyDown, fyne.KeyModifierAlt) {
		s.fire()
		return
	}
	s.control.TypedShortcut(sc)
}

func (s *SelectBox) text() string {
	if s.chosen < 0 {
		return ""
	}
	return s.options[s.chosen]
}

// Semantics implements Described.
func (s *SelectBox) Semantics() Semantics {
	return Semantics{Role: RoleComboBox, Name: s.name, Value: s.text(), State: s.state()}
}

// CreateRenderer implements fyne.Widget.
func (s *SelectBox) CreateRenderer() fyne.WidgetRenderer {
	s.drawn = true
	r := &selectRenderer{
		WidgetRenderer: widget.NewSimpleRenderer(s.root), s: s,
		face: canvas.NewRectangle(color.Transparent), veil: canvas.NewRectangle(color.Transparent), ring: newRing(),
	}
	r.Refresh()
	return r
}

type selectRenderer struct {
	fyne.WidgetRenderer
	s          *SelectBox
	face, veil *canvas.Rectangle
	ring       ring
}

// Objects implements fyne.WidgetRenderer.
func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.face, r.veil, r.s.root, r.ring.Rectangle}
}

// MinSize implements fyne.WidgetRenderer.
func (r *selectRenderer) MinSize() fyne.Size {
	w := float32(0)
	for _, o := range r.s.options {
		w = max(w, theme.Body.Measure(o).Width)
	}
	return fyne.NewSize(w+theme.Medium+theme.Small+theme.Wide, theme.ControlHeight)
}

// Layout implements fyne.WidgetRenderer.
func (r *selectRenderer) Layout(size fyne.Size) {
	r.face.Resize(size)
	r.veil.Resize(size)
	r.ring.place(fyne.NewPos(0, 0), size, theme.ControlRadius)
	r.WidgetRenderer.Layout(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *selectRenderer) Refresh() {
	f := theme.Normal.Face(!r.s.Disabled())
	paint(r.face, f.Paper, f.Stroke)
	r.face.CornerRadius, r.veil.CornerRadius = theme.ControlRadius, theme.ControlRadius
	r.veil.FillColor = r.s.veil()
	r.s.label.set(r.s.text(), f.Ink)
	r.ring.show(r.s.ringed())
	r.face.Refresh()
	r.veil.Refresh()
	r.s.root.Refresh()
}
