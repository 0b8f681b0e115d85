package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/ui/theme"
)

// Expander is a line that opens, like those in the settings of Windows: what it
// is about, how that stands now, and below it, once it is opened, the rest.
type Expander struct {
	assembly
	head    *Pressable
	title   *Paragraph
	hint    *Paragraph
	value   *line
	chevron *Glyph
	body    *fyne.Container
	onOpen  func(open bool)
}

// ExpanderSpec is what an Expander shows.
type ExpanderSpec struct {
	Icon  theme.Icon // of 20 pixels, or empty
	Title string
	Hint  string // a second, smaller line, or empty
	Value string // how it stands, at the right end, or empty
	Body  fyne.CanvasObject
	// OnOpen is called after the line was opened or closed. It may be nil.
	OnOpen func(open bool)
}

// NewExpander returns a closed line.
func NewExpander(spec ExpanderSpec) *Expander {
	x := &Expander{title: NewParagraph(spec.Title, theme.Body, theme.Text), hint: NewParagraph(spec.Hint, theme.Caption, theme.Soft),
		value: newLine(spec.Value, theme.Caption, theme.Soft), chevron: NewGlyph(theme.IconChevron, theme.Soft, 16), body: Column(0, spec.Body), onOpen: spec.OnOpen}
	x.hint.Hidden, x.value.Hidden = spec.Hint == "", spec.Value == ""
	x.body.Hide()
	line := []fyne.CanvasObject{Grow(Column(theme.Hair, x.title, x.hint)), container.New(bounds{most: expanderValue}, x.value), x.chevron}
	indent := float32(0)
	if spec.Icon != "" {
		line = append([]fyne.CanvasObject{NewGlyph(spec.Icon, theme.Accent, 20)}, line...)
		indent = 20 + theme.Medium
	}
	x.head = NewPressable(Pad(10, theme.Large, 10, theme.Large, Row(theme.Medium, line...)), Semantics{}, x.toggle)
	x.tell()
	x.compose(x, Column(0, x.head, Pad(theme.Tiny, theme.Large, theme.Large, theme.Large+indent, x.body)))
	x.root.Objects[1].Hide()
	return x
}

// expanderValue is the most that the value of an expander has of its line.
const expanderValue float32 = 260

// tell keeps what the line is called up to date.
func (x *Expander) tell() {
	x.head.told = Semantics{Role: RoleButton, Name: x.title.Text(), Value: x.value.text,
		State: stateIf(x.IsOpen(), Expanded) | stateIf(!x.IsOpen(), Collapsed)}
}

func (x *Expander) toggle() { x.Open(!x.IsOpen()) }

// IsOpen reports whether the line is open.
func (x *Expander) IsOpen() bool { return x.body.Visible() }

// Open opens or closes the line.
func (x *Expander) Open(on bool) {
	if on == x.IsOpen() {
		return
	}
	icon := theme.IconChevron
	if on {
		icon = theme.IconChevronDown
	}
	x.chevron.Set(icon, theme.Soft)
	x.body.Hidden, x.root.Objects[1].(*fyne.Container).Hidden = !on, !on
	x.tell()
	Grown(x)
	if on {
		reveal(x)
	}
	if x.onOpen != nil {
		x.onOpen(on)
	}
}

// SetValue changes how it stands.
func (x *Expander) SetValue(value string) {
	x.value.set(value, theme.Soft)
	x.value.Hidden = value == ""
	x.tell()
	x.root.Refresh()
}

// SetTitle changes what it is about.
func (x *Expander) SetTitle(title string) {
	x.title.SetText(title)
	x.tell()
}

// SetBody puts something else below the line.
func (x *Expander) SetBody(o fyne.CanvasObject) {
	x.body.Objects = []fyne.CanvasObject{o}
	x.body.Refresh()
}

// Semantics implements Described.
func (x *Expander) Semantics() Semantics { return Semantics{Role: RoleGroup, Name: x.title.Text()} }

// NewExpanders returns a card of lines that open.
func NewExpanders(lines ...*Expander) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, x := range lines {
		if i > 0 {
			rows = append(rows, NewLine())
		}
		rows = append(rows, x)
	}
	return Stack(NewSurface(theme.Card, theme.Stroke, theme.CardRadius), PadAll(1, Column(0, rows...)))
}

// Grown lays out again what o lies in, after it became higher or lower.
func Grown(o fyne.CanvasObject) {
	o.Refresh()
	for _, a := range around(o) {
		switch a := a.(type) {
		case *FocusScroll:
			a.settle()
		case *Dialog:
			relayout(a.root)
		case *fyne.Container:
			if a.Layout != nil {
				relayout(a)
			}
		}
	}
}
