package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// control is what everything that can be pressed has in common: focus that
// stays where it was, a ring that shows it, the pointer, keys that go on to
// what it lies in, and a tip.
type control struct {
	widget.DisableableWidget
	self  fyne.Widget
	press func() // what a click, Enter and Space do
	tip   string

	drawn                     bool // there is a renderer
	focused, hovered, pressed bool
	byPointer                 bool // the focus came from a click: no ring
	hadByPointer              bool // so it was when the focus was lost last
}

// init has to be called by the constructor of every widget with a control.
func (c *control) init(self fyne.Widget, press func()) {
	c.self, c.press = self, press
	c.ExtendBaseWidget(self)
}

// Refresh implements fyne.CanvasObject. What was never shown has nothing to draw
// again; Fyne would make it ready to be drawn.
func (c *control) Refresh() {
	if c.drawn {
		c.DisableableWidget.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (c *control) Tapped(*fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	c.byPointer = true
	if cv := canvasOf(c.self); cv != nil {
		cv.Focus(c.self.(fyne.Focusable))
	}
	c.fire()
}

// Disable implements fyne.Disableable. Fyne goes on with the first control of the
// window when the one with the focus is not there any more; ours is the next.
func (c *control) Disable() {
	c.passFocus()
	c.DisableableWidget.Disable()
}

// Hide implements fyne.CanvasObject.
func (c *control) Hide() {
	c.passFocus()
	c.DisableableWidget.Hide()
}

func (c *control) passFocus() {
	if !c.focused {
		return
	}
	if cv := canvasOf(c.self); cv != nil {
		cv.FocusNext()
	}
}

// fire does what the control is for.
func (c *control) fire() {
	hideTip(c.self)
	if !c.Disabled() && c.press != nil {
		c.press()
	}
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.focused = true
	c.byPointer = c.byPointer || restoring && c.hadByPointer
	c.self.Refresh()
	reveal(c.self)
	if c.tip != "" && !c.byPointer && !restoring {
		showTip(c.self, c.tip)
	}
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() {
	c.hadByPointer = c.byPointer
	c.focused, c.byPointer = false, false
	hideTip(c.self)
	c.self.Refresh()
}

// TypedRune implements fyne.Focusable.
func (c *control) TypedRune(rune) { newStroke() }

// TypedKey implements fyne.Focusable.
func (c *control) TypedKey(e *fyne.KeyEvent) {
	c.seen()
	if pressesButton(e) {
		spend(e)
		c.fire()
		return
	}
	bubbleKey(c.self, e)
}

// TypedShortcut implements fyne.Shortcutable.
func (c *control) TypedShortcut(s fyne.Shortcut) { bubbleShortcut(c.self, s) }

// seen shows the ring as soon as the keyboard is used.
func (c *control) seen() {
	if c.byPointer {
		c.byPointer = false
		c.self.Refresh()
	}
}

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.self.Refresh()
	if c.tip != "" {
		tipSoon(c.self, c.tip)
	}
}

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() {
	c.hovered, c.pressed = false, false
	hideTip(c.self)
	c.self.Refresh()
}

// MouseDown implements desktop.Mouseable.
func (c *control) MouseDown(*desktop.MouseEvent) {
	c.pressed = true
	c.self.Refresh()
}

// MouseUp implements desktop.Mouseable.
func (c *control) MouseUp(*desktop.MouseEvent) {
	c.pressed = false
	c.self.Refresh()
}

// state is the part of the semantics that every control has.
func (c *control) state() State {
	return stateIf(c.Disabled(), Disabled) | stateIf(c.focused, Focused)
}

// veil is the colour that hover and press lay over a face.
func (c *control) veil() color.Color {
	switch {
	case c.Disabled():
		return color.Transparent
	case c.pressed:
		return theme.Color(theme.Pressed)
	case c.hovered:
		return theme.Color(theme.Hover)
	}
	return color.Transparent
}

// ring is the line around what has the keyboard focus. It lies outside the
// control, so that nothing moves when the focus comes.
type ring struct{ *canvas.Rectangle }

// ringGap is the paper between a control and its ring.
const ringGap float32 = 1

func newRing() ring {
	r := canvas.NewRectangle(color.Transparent)
	r.StrokeWidth = theme.RingWidth
	r.Hide()
	return ring{r}
}

// place lays the ring around a face with rounded corners.
func (r ring) place(pos fyne.Position, size fyne.Size, radius float32) {
	out := ringGap + theme.RingWidth
	r.Move(pos.SubtractXY(out, out))
	r.Resize(size.AddWidthHeight(2*out, 2*out))
	r.CornerRadius = radius + out
}

// within lays the ring just inside, for rows that fill what they lie in.
func (r ring) within(size fyne.Size, radius float32) {
	r.Move(fyne.NewPos(0, 0))
	r.Resize(size)
	r.CornerRadius = radius
}

// show draws the ring when on is true.
func (r ring) show(on bool) { r.showIn(theme.Ring, on) }

// showIn draws the ring in an ink.
func (r ring) showIn(ink fyne.ThemeColorName, on bool) {
	r.StrokeColor = theme.Color(ink)
	r.Hidden = !on
	r.Refresh()
}

// ringed reports whether the ring of a control is to be seen.
func (c *control) ringed() bool { return c.focused && !c.byPointer }
