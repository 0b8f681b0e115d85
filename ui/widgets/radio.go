package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// RadioGroup is a choice of one. The group has the focus, not its options: it is
// one stop of the Tab key, and the arrows choose, as everywhere in Windows.
type RadioGroup struct {
	control
	name     string
	options  []*radio
	chosen   int
	onChange func(int)
	root     *fyne.Container
}

// Option is one of the things that can be chosen. Hint is a second, smaller
// line, or empty.
type Option struct{ Label, Hint string }

// NewRadioGroup returns a group with nothing chosen; onChange gets the index and
// may be nil.
func NewRadioGroup(name string, options []Option, onChange func(index int)) *RadioGroup {
	g := &RadioGroup{name: name, chosen: -1, onChange: onChange}
	var rows []fyne.CanvasObject
	for i, o := range options {
		r := newRadio(o, func() {
			g.byPointer = true
			focus(g)
			g.choose(i)
		})
		g.options = append(g.options, r)
		rows = append(rows, r)
	}
	g.root = Column(0, rows...)
	g.init(g, nil)
	return g
}

// Choose chooses an option without calling back; -1 chooses none.
func (g *RadioGroup) Choose(index int) {
	g.chosen = index
	g.Refresh()
}

// Chosen returns the index of the option that is chosen, or -1.
func (g *RadioGroup) Chosen() int { return g.chosen }

func (g *RadioGroup) choose(index int) {
	if g.chosen == index || g.Disabled() {
		return
	}
	g.Choose(index)
	if g.onChange != nil {
		g.onChange(index)
	}
}

// TypedKey implements fyne.Focusable.
func (g *RadioGroup) TypedKey(e *fyne.KeyEvent) {
	g.seen()
	n := len(g.options)
	switch e.Name {
	case fyne.KeyDown, fyne.KeyRight:
		g.choose((g.chosen + 1) % n)
	case fyne.KeyUp, fyne.KeyLeft:
		g.choose((max(g.chosen, 0) + n - 1) % n)
	case fyne.KeySpace:
		spend(e)
		g.choose(max(g.chosen, 0))
	default:
		bubbleKey(g, e)
	}
}

// Semantics implements Described.
func (g *RadioGroup) Semantics() Semantics {
	s := Semantics{Role: RoleRadios, Name: g.name, State: g.state()}
	if g.chosen >= 0 {
		s.Value = g.options[g.chosen].label.Text()
	}
	return s
}

// Parts implements Parent.
func (g *RadioGroup) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{g.root} }

// CreateRenderer implements fyne.Widget.
func (g *RadioGroup) CreateRenderer() fyne.WidgetRenderer {
	g.drawn = true
	r := &radioRenderer{WidgetRenderer: widget.NewSimpleRenderer(g.root), g: g}
	r.Refresh()
	return r
}

type radioRenderer struct {
	fyne.WidgetRenderer
	g *RadioGroup
}

// Refresh implements fyne.WidgetRenderer.
func (r *radioRenderer) Refresh() {
	for i, o := range r.g.options {
		o.mark.checked = i == r.g.chosen
		o.mark.ringed = r.g.ringed() && i == max(r.g.chosen, 0)
		o.mark.off = r.g.Disabled()
		o.mark.Refresh()
	}
	r.WidgetRenderer.Refresh()
}

// radio is one option of a group.
type radio struct {
	composite
	mark        *mark
	label, hint *Paragraph
	press       func()
}

func newRadio(o Option, press func()) *radio {
	r := &radio{
		mark: newMark(true), label: NewParagraph(o.Label, theme.Body, theme.Text),
		hint: NewParagraph(o.Hint, theme.Caption, theme.Soft), press: press,
	}
	r.compose(r, marked(r.mark, r.label, r.hint))
	return r
}

// Tapped implements fyne.Tappable.
func (r *radio) Tapped(*fyne.PointEvent) { r.press() }

// MouseIn implements desktop.Hoverable.
func (r *radio) MouseIn(*desktop.MouseEvent) {
	r.mark.veil = theme.Color(theme.Hover)
	r.mark.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (r *radio) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *radio) MouseOut() {
	r.mark.veil = theme.Color(theme.None)
	r.mark.Refresh()
}

// Semantics implements Described.
func (r *radio) Semantics() Semantics {
	return Semantics{Role: RoleRadio, Name: r.label.Text(), Value: r.hint.Text(), State: stateIf(r.mark.checked, Checked)}
}
