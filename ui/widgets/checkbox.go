package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// CheckBox is a choice of yes or no. Space changes it; Enter is left to the
// window and goes on, as in every Windows dialog.
type CheckBox struct {
	control
	mark        *mark
	label, hint *Paragraph
	root        *fyne.Container
	onChange    func(bool)
}

// NewCheckBox returns an unchecked box; hint is a second, smaller line, or
// empty, and onChange may be nil.
func NewCheckBox(label, hint string, onChange func(checked bool)) *CheckBox {
	c := &CheckBox{
		mark: newMark(false), label: NewParagraph(label, theme.Body, theme.Text),
		hint: NewParagraph(hint, theme.Caption, theme.Soft), onChange: onChange,
	}
	c.root = marked(c.mark, c.label, c.hint)
	c.init(c, c.toggle)
	return c
}

// SetChecked changes the box without calling back.
func (c *CheckBox) SetChecked(on bool) {
	c.mark.checked = on
	c.Refresh()
}

// Checked reports whether the box is checked.
func (c *CheckBox) Checked() bool { return c.mark.checked }

func (c *CheckBox) toggle() {
	c.SetChecked(!c.Checked())
	if c.onChange != nil {
		c.onChange(c.Checked())
	}
}

// TypedKey implements fyne.Focusable.
func (c *CheckBox) TypedKey(e *fyne.KeyEvent) {
	c.seen()
	if e.Name == fyne.KeySpace {
		spend(e)
		c.fire()
		return
	}
	bubbleKey(c, e)
}

// Semantics implements Described.
func (c *CheckBox) Semantics() Semantics {
	return Semantics{Role: RoleCheckBox, Name: c.label.Text(), Value: c.hint.Text(), State: c.state() | stateIf(c.Checked(), Checked)}
}

// CreateRenderer implements fyne.Widget.
func (c *CheckBox) CreateRenderer() fyne.WidgetRenderer {
	c.drawn = true
	r := &checkRenderer{WidgetRenderer: widget.NewSimpleRenderer(c.root), c: c}
	r.Refresh()
	return r
}

type checkRenderer struct {
	fyne.WidgetRenderer
	c *CheckBox
}

// Refresh implements fyne.WidgetRenderer.
func (r *checkRenderer) Refresh() {
	c := r.c
	c.mark.off, c.mark.ringed, c.mark.veil = c.Disabled(), c.ringed(), c.veil()
	ink := theme.Text
	if c.Disabled() {
		ink = theme.Disabled
	}
	c.label.SetInk(c.label.Text(), ink)
	r.WidgetRenderer.Refresh()
}
