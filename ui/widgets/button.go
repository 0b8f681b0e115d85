package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"hire2retire-setup/ui/theme"
)

// Button is pressed by a click, Enter or Space, and keeps the focus.
type Button struct {
	control
	label string
	name  string // what a button without a label is called
	icon  theme.Icon
	kind  theme.Kind
	// iconLast puts the icon behind the label: an arrow that says where it goes.
	iconLast bool
}

// NewButton returns an ordinary button.
func NewButton(label string, press func()) *Button { return newButton(theme.Normal, label, press) }

// NewPrimary returns the button that goes on: one on a page.
func NewPrimary(label string, press func()) *Button { return newButton(theme.Primary, label, press) }

// NewSubtle returns a button without a face.
func NewSubtle(label string, press func()) *Button { return newButton(theme.Subtle, label, press) }

// NewDanger returns a button that takes something away.
func NewDanger(label string, press func()) *Button { return newButton(theme.Danger, label, press) }

// NewLinkButton returns a button that looks like a link.
func NewLinkButton(label string, press func()) *Button {
	return newButton(theme.LinkLike, label, press)
}

// NewIconButton returns a square button; name is what it is called, and its tip.
func NewIconButton(icon theme.Icon, name string, press func()) *Button {
	b := newButton(theme.Subtle, "", press)
	b.icon, b.name, b.tip = icon, name, name
	return b
}

func newButton(kind theme.Kind, label string, press func()) *Button {
	b := &Button{label: label, kind: kind}
	b.init(b, press)
	return b
}

// WithIcon puts an icon before the label; it returns b.
func (b *Button) WithIcon(icon theme.Icon) *Button {
	b.icon = icon
	b.Refresh()
	return b
}

// WithTip sets what is shown when the pointer rests on the button; it returns b.
func (b *Button) WithTip(tip string) *Button {
	b.tip = tip
	return b
}

// SetLabel changes the label.
func (b *Button) SetLabel(label string) {
	if b.label != label {
		b.label = label
		b.Refresh()
	}
}

// SetPress changes what the button does.
func (b *Button) SetPress(press func()) { b.press = press }

// SetEnabled enables or disables the button.
func (b *Button) SetEnabled(on bool) {
	if on {
		b.Enable()
		return
	}
	b.Disable()
}

// Press does what the button does, unless it is disabled.
func (b *Button) Press() { b.fire() }

// Label returns the label.
func (b *Button) Label() string { return b.label }

// Semantics implements Described.
func (b *Button) Semantics() Semantics {
	s := Semantics{Role: RoleButton, Name: b.label, State: b.state()}
	if b.kind == theme.LinkLike {
		s.Role = RoleLink
	}
	if b.label == "" {
		s.Name = b.name
	}
	return s
}

// AccessibilityLabel implements fyne.Accessible.
func (b *Button) AccessibilityLabel() string { return b.Semantics().Name }

// AccessibilityRole implements fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor {
	if b.kind == theme.LinkLike && !b.Disabled() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.drawn = true
	r := &buttonRenderer{
		b: b, face: canvas.NewRectangle(color.Transparent), veil: canvas.NewRectangle(color.Transparent),
		ring: newRing(), icon: newPicture(), label: canvas.NewText("", color.Transparent),
	}
	r.Refresh()
	return r
}

const (
	buttonIcon float32 = 16
	iconGap    float32 = 8
	// linkPad is small, so that a link button can stand at the left edge of text.
	linkPad float32 = 4
)

type buttonRenderer struct {
	renderer
	b          *Button
	face, veil *canvas.Rectangle
	ring       ring
	icon       *picture
	label      *canvas.Text
}

// Objects implements fyne.WidgetRenderer.
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.face, r.veil, r.icon.Image, r.label, r.ring.Rectangle}
}

// MinSize implements fyne.WidgetRenderer.
func (r *buttonRenderer) MinSize() fyne.Size {
	if r.b.label == "" {
		return fyne.NewSquareSize(theme.ControlHeight)
	}
	// The whole label: what is drawn may be cut to an earlier width.
	label := fyne.MeasureText(r.b.label, theme.Body.Pixels(), r.label.TextStyle)
	return fyne.NewSize(label.Width+r.beside()+2*r.pad(), theme.ControlHeight)
}

func (r *buttonRenderer) pad() float32 {
	if r.b.kind == theme.LinkLike {
		return linkPad
	}
	return theme.Medium
}

// beside is the width of what stands beside the label.
func (r *buttonRenderer) beside() float32 {
	switch {
	case r.b.icon == "":
		return 0
	case r.b.label == "":
		return buttonIcon
	}
	return buttonIcon + iconGap
}

// Layout implements fyne.WidgetRenderer.
func (r *buttonRenderer) Layout(size fyne.Size) {
	r.face.Resize(size)
	r.veil.Resize(size)
	r.ring.place(fyne.NewPos(0, 0), size, theme.ControlRadius)
	r.label.Text = fit(r.b.label, theme.Type{Size: theme.Body.Size, Style: r.label.TextStyle}, size.Width-r.beside()-2*linkPad)
	m := r.label.MinSize()
	if r.b.label == "" {
		m.Width = 0
	}
	x := max(0, (size.Width-m.Width-r.beside())/2)
	iconX := x
	switch {
	case r.b.icon != "" && r.b.iconLast:
		iconX += m.Width + iconGap
	case r.b.icon != "":
		x += buttonIcon + iconGap
	}
	r.icon.Move(fyne.NewPos(iconX, (size.Height-buttonIcon)/2))
	r.icon.Resize(fyne.NewSquareSize(buttonIcon))
	r.label.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
	r.label.Resize(m)
}

// Refresh implements fyne.WidgetRenderer.
func (r *buttonRenderer) Refresh() {
	f := r.b.kind.Face(!r.b.Disabled())
	paint(r.face, f.Paper, f.Stroke)
	r.face.CornerRadius, r.veil.CornerRadius = theme.ControlRadius, theme.ControlRadius
	r.veil.FillColor = r.b.veil()
	r.label.Text, r.label.Color = r.b.label, theme.Color(f.Ink)
	r.label.TextSize, r.label.TextStyle = theme.Body.Pixels(), fyne.TextStyle{Bold: f.Bold}
	r.icon.Hidden = r.b.icon == ""
	if r.b.icon != "" {
		r.icon.set(r.b.icon, f.Ink)
	}
	r.ring.show(r.b.ringed())
	r.Layout(r.b.Size())
	for _, o := range []fyne.CanvasObject{r.face, r.veil, r.label, r.ring} {
		o.Refresh()
	}
}
