package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Input is one line of text to type into. Unlike the entry it is made of, it
// lets the keys and shortcuts of the window through.
type Input struct {
	widget.Entry
	// OnChange is called at every change, OnLeave when the focus goes, OnEnter
	// before Enter goes on to the window. Each may be nil.
	OnChange func(text string)
	OnLeave  func(text string)
	OnEnter  func(text string)

	self      fyne.Widget // an Input that another widget is made of is that widget
	name      string
	check     func(string) string
	inspected bool
	invalid   bool
	clicked   bool // the focus is coming from a click
	changed   func()
	judged    func()
}

// NewInput returns an empty line with a placeholder.
func NewInput(placeholder string) *Input {
	i := &Input{}
	i.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	i.setUp(i, placeholder)
	return i
}

func (i *Input) setUp(self fyne.Widget, placeholder string) {
	i.self = self
	i.ExtendBaseWidget(self)
	i.SetPlaceHolder(placeholder)
	i.Entry.OnChanged = i.onChanged
}

// Judge sets what is said about a text: a sentence, or nothing when it is fine.
// It is shown once the field was left for the first time, and from then on
// while typing; it returns i.
func (i *Input) Judge(check func(text string) string) *Input {
	i.check = check
	return i
}

// Mono sets the text in the face for DNs and commands; it returns i.
func (i *Input) Mono() *Input {
	i.TextStyle = fyne.TextStyle{Monospace: true}
	return i
}

// Named says what an input is called that stands in no Field; it returns i.
func (i *Input) Named(name string) *Input {
	i.name = name
	return i
}

func (i *Input) onChanged(text string) {
	if i.changed != nil {
		i.changed()
	}
	if i.OnChange != nil {
		i.OnChange(text)
	}
}

// TypedKey implements fyne.Focusable.
func (i *Input) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if i.OnEnter != nil {
			i.OnEnter(i.Text)
		}
	case fyne.KeyEscape, fyne.KeyPageUp, fyne.KeyPageDown:
	default:
		if !isFunctionKey(e.Name) {
			i.Entry.TypedKey(e)
			return
		}
	}
	bubbleKey(i.self, e)
}

func isFunctionKey(k fyne.KeyName) bool {
	return len(k) >= 2 && k[0] == 'F' && k[1] >= '1' && k[1] <= '9'
}

// TypedShortcut implements fyne.Shortcutable.
func (i *Input) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && !editsText(c) {
		bubbleShortcut(i.self, s)
		return
	}
	i.Entry.TypedShortcut(s)
}

// editsText reports whether a shortcut moves or deletes by words.
func editsText(c *desktop.CustomShortcut) bool {
	if c.Modifier&fyne.KeyModifierAlt != 0 || c.Modifier&fyne.KeyModifierControl == 0 {
		return false
	}
	switch c.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// MouseDown implements desktop.Mouseable.
func (i *Input) MouseDown(e *desktop.MouseEvent) {
	i.clicked = true
	i.Entry.MouseDown(e)
	i.clicked = false
}

// FocusGained implements fyne.Focusable. As everywhere in Windows, what comes by
// the keyboard selects all.
func (i *Input) FocusGained() {
	i.Entry.FocusGained()
	reveal(i.self)
	if !i.clicked && !restoring {
		i.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// FocusLost implements fyne.Focusable.
func (i *Input) FocusLost() {
	i.Entry.FocusLost()
	i.inspect()
	if i.judged != nil {
		i.judged()
	}
	if i.OnLeave != nil {
		i.OnLeave(i.Text)
	}
}

func (i *Input) complaint() string {
	if !i.inspected || i.check == nil {
		return ""
	}
	return i.check(i.Text)
}

func (i *Input) inspect() { i.inspected = true }

func (i *Input) belong(name string, changed, judged func()) {
	i.name, i.changed, i.judged = name, changed, judged
}

func (i *Input) markInvalid(on bool) {
	if i.invalid != on {
		i.invalid = on
		i.Refresh()
	}
}

// Semantics implements Described.
func (i *Input) Semantics() Semantics {
	return Semantics{Role: RoleTextBox, Name: i.name, Value: i.Text,
		State: stateIf(i.Disabled(), Disabled) | stateIf(i.invalid, Invalid) | stateIf(i.hasFocus(), Focused)}
}

func (i *Input) hasFocus() bool {
	c := canvasOf(i.self)
	return c != nil && c.Focused() == i.self.(fyne.Focusable)
}

// CreateRenderer implements fyne.Widget.
func (i *Input) CreateRenderer() fyne.WidgetRenderer {
	r := &inputRenderer{WidgetRenderer: i.Entry.CreateRenderer(), input: i, lid: canvas.NewRectangle(color.Transparent), edge: newEdge()}
	r.lid.Hidden = i.MultiLine
	return r
}

// inputRenderer draws an edge over that of the entry: its own is one pixel at
// all times.
type inputRenderer struct {
	fyne.WidgetRenderer
	input *Input
	lid   *canvas.Rectangle
	edge  edge
}

// Objects implements fyne.WidgetRenderer.
func (r *inputRenderer) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.lid, r.edge.Rectangle)
}

// MinSize implements fyne.WidgetRenderer.
func (r *inputRenderer) MinSize() fyne.Size {
	m := r.WidgetRenderer.MinSize()
	if r.input.MultiLine {
		return m
	}
	return fyne.NewSize(m.Width, theme.ControlHeight)
}

// Layout implements fyne.WidgetRenderer. The entry knows one padding for both
// directions and puts its text at the top; ours stands further in, and centred.
// Under a line that is too long the entry shows a scroll bar, which nobody needs
// who has a cursor; the lid covers it.
func (r *inputRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.edge.place(size)
	const lid = 5
	r.lid.Move(fyne.NewPos(theme.ControlRadius, size.Height-1-lid))
	r.lid.Resize(fyne.NewSize(size.Width-2*theme.ControlRadius, lid))
	for _, o := range r.WidgetRenderer.Objects() {
		if _, ok := o.(fyne.Scrollable); ok {
			const in = 3
			down := float32(0)
			if !r.input.MultiLine {
				down = max(0, (size.Height-r.WidgetRenderer.MinSize().Height)/2)
			}
			o.Move(o.Position().AddXY(in, down))
			o.Resize(o.Size().SubtractWidthHeight(2*in, down))
		}
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *inputRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	paper := theme.Field
	if r.input.Disabled() {
		paper = theme.ButtonOff
	}
	r.lid.FillColor = theme.Color(paper)
	r.lid.Refresh()
	if box, ok := r.WidgetRenderer.Objects()[0].(*canvas.Rectangle); ok {
		box.FillColor = theme.Color(paper)
		box.Refresh()
	}
	r.edge.show(r.input.hasFocus(), r.input.invalid)
}

// edge is the line of a field that is typed into: two pixels when it has the
// focus or something is wrong.
type edge struct{ *canvas.Rectangle }

func newEdge() edge {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius, r.StrokeWidth = theme.ControlRadius, theme.RingWidth
	r.Hide()
	return edge{r}
}

// place lays the edge over the border of a field; a line is drawn on both sides
// of its bounds.
func (e edge) place(size fyne.Size) {
	e.Move(fyne.NewSquareOffsetPos(theme.RingWidth / 2))
	e.Resize(size.SubtractWidthHeight(theme.RingWidth, theme.RingWidth))
}

func (e edge) show(focused, invalid bool) {
	e.StrokeColor = theme.Color(theme.Accent)
	if invalid {
		e.StrokeColor = theme.Color(theme.Error)
	}
	e.Hidden = !focused && !invalid
	e.Refresh()
}
