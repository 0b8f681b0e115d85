package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Pressable makes a button of any content: a row of a list, a line of the rail.
// The content must not listen to the pointer itself.
type Pressable struct {
	control
	content fyne.CanvasObject
	told    Semantics
	ringInk fyne.ThemeColorName
}

// NewPressable returns a button around content, which is told as said; a role
// of its own is added when there is none.
func NewPressable(content fyne.CanvasObject, told Semantics, press func()) *Pressable {
	p := &Pressable{content: content, told: told, ringInk: theme.Ring}
	if p.told.Role == "" {
		p.told.Role = RoleButton
	}
	p.init(p, press)
	return p
}

// NewRailAction returns a line for the foot of the rail: an icon, a label and
// the key that does the same.
func NewRailAction(icon theme.Icon, label, key string, press func()) *Pressable {
	name := newLine(label, theme.Body, theme.Text)
	name.narrow = true
	row := Row(10, NewGlyph(icon, theme.Soft, 18), Grow(name), newLine(key, theme.Caption, theme.Soft))
	return NewPressable(Pad(6, theme.Small, 6, theme.Medium, row), Semantics{Name: label, Value: key}, press)
}

// NewRailMenu returns a short line for the foot of the rail: an icon and what is
// chosen now; label says what of.
func NewRailMenu(icon theme.Icon, label, chosen string, press func()) *Pressable {
	row := Row(6, NewGlyph(icon, theme.Soft, 18), newLine(chosen, theme.Caption, theme.Soft))
	return NewPressable(Pad(6, theme.Small, 6, theme.Small, row), Semantics{Name: label, Value: chosen}, press).WithTip(label)
}

// NewStripAction returns what can be pressed in the strip above the window.
func NewStripAction(label string, press func()) *Pressable {
	row := Row(2, newLine(label, theme.CaptionStrong, theme.OnMark), NewGlyph(theme.IconChevron, theme.OnMark, 12))
	p := NewPressable(Pad(0, theme.Small, 0, theme.Small, row), Semantics{Name: label}, press)
	p.ringInk = theme.OnMark
	return p
}

// WithTip sets what is shown when the pointer rests on it; it returns p.
func (p *Pressable) WithTip(tip string) *Pressable {
	p.tip = tip
	return p
}

// Semantics implements Described.
func (p *Pressable) Semantics() Semantics {
	told := p.told
	told.State |= p.state()
	return told
}

// Parts implements Parent.
func (p *Pressable) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{p.content} }

// CreateRenderer implements fyne.Widget.
func (p *Pressable) CreateRenderer() fyne.WidgetRenderer {
	p.drawn = true
	r := &pressableRenderer{
		WidgetRenderer: widget.NewSimpleRenderer(p.content), p: p,
		veil: canvas.NewRectangle(color.Transparent), ring: newRing(),
	}
	r.Refresh()
	return r
}

type pressableRenderer struct {
	fyne.WidgetRenderer
	p    *Pressable
	veil *canvas.Rectangle
	ring ring
}

// Objects implements fyne.WidgetRenderer.
func (r *pressableRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.veil, r.p.content, r.ring.Rectangle}
}

// Layout implements fyne.WidgetRenderer.
func (r *pressableRenderer) Layout(size fyne.Size) {
	r.veil.Resize(size)
	r.ring.within(size, theme.ControlRadius)
	r.WidgetRenderer.Layout(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *pressableRenderer) Refresh() {
	r.veil.CornerRadius, r.veil.FillColor = theme.ControlRadius, r.p.veil()
	r.veil.Refresh()
	r.ring.showIn(r.p.ringInk, r.p.ringed())
	r.p.content.Refresh()
}
