package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hire2retire-setup/ui/theme"
)

// Field is a label above a control, with one line below it: a helper, or what
// is wrong.
type Field struct {
	assembly
	label   *Text
	helper  string
	control fyne.CanvasObject
	note    *note

	fault   string // told from outside, until the content changes
	tone    theme.Tone
	message string // a notice from outside
}

// checked is a control that judges what is typed into it.
type checked interface {
	// complaint returns what is wrong, as far as it may be shown by now.
	complaint() string
	// inspect allows the complaint from now on, as if the control had been left.
	inspect()
	// belong tells the control what it is called and whom to tell of changes.
	belong(name string, changed, judged func())
	// markInvalid shows that the field complains.
	markInvalid(bool)
}

// NewField returns a field around a control, which is called like its label.
func NewField(label, helper string, control fyne.CanvasObject) *Field {
	f := &Field{label: NewText(label, theme.Strong, theme.Text), helper: helper, control: control, note: newNote(theme.Caption)}
	f.compose(f, Column(6, f.label, control, f.note))
	if c, ok := control.(checked); ok {
		c.belong(label, f.contentChanged, f.update)
	}
	f.update()
	return f
}

// SetError shows a fault that was found elsewhere: by a check. It goes when the
// content changes. An empty one takes it away.
func (f *Field) SetError(fault string) {
	f.fault = fault
	f.update()
}

// SetNotice shows a message that is no fault, until the next one; an empty one
// brings the helper back.
func (f *Field) SetNotice(tone theme.Tone, message string) {
	f.tone, f.message = tone, message
	f.update()
}

// SetHelper changes the line below the control.
func (f *Field) SetHelper(helper string) {
	f.helper = helper
	f.update()
}

// Problem returns what is wrong with the content, whether it is shown or not
// yet; it is shown from now on.
func (f *Field) Problem() string {
	if c, ok := f.control.(checked); ok {
		c.inspect()
	}
	f.update()
	return f.complaint()
}

// FocusError gives the focus to the control if the field has a problem, and
// reports whether it has.
func (f *Field) FocusError() bool {
	if f.Problem() == "" {
		return false
	}
	if c, ok := f.control.(fyne.Focusable); ok {
		focus(c)
	} else {
		FocusFirst(f.control)
	}
	return true
}

// FocusFirstError gives the focus to the first field that has a problem, shows
// the problems of all, and reports whether there is one.
func FocusFirstError(fields ...*Field) bool {
	found := false
	for _, f := range fields {
		if found {
			f.Problem()
			continue
		}
		found = f.FocusError()
	}
	return found
}

func (f *Field) contentChanged() {
	f.fault = ""
	f.update()
}

func (f *Field) complaint() string {
	if f.fault != "" {
		return f.fault
	}
	if c, ok := f.control.(checked); ok {
		return c.complaint()
	}
	return ""
}

func (f *Field) update() {
	fault := f.complaint()
	if c, ok := f.control.(checked); ok {
		c.markInvalid(fault != "")
	}
	switch {
	case fault != "":
		f.note.set(theme.Bad, fault)
	case f.message != "":
		f.note.set(f.tone, f.message)
	default:
		f.note.set(theme.Neutral, f.helper)
	}
	f.root.Refresh()
}

// Semantics implements Described.
func (f *Field) Semantics() Semantics {
	return Semantics{Role: RoleGroup, Name: f.label.Text(), State: stateIf(f.complaint() != "", Invalid)}
}

// note is the line below a control: plain for a helper, with an icon for all
// else.
type note struct {
	composite
	tone  theme.Tone
	icon  *Glyph
	text  *Paragraph
	plain bool
}

func newNote(typ theme.Type) *note {
	n := &note{icon: NewGlyph(theme.IconInfo, theme.Soft, typ.Line-2), text: NewParagraph("", typ, theme.Soft)}
	n.compose(n, TopRow(6, Pad(1, 0, 1, 0, n.icon), Grow(n.text)))
	n.Hide()
	return n
}

func (n *note) set(tone theme.Tone, text string) {
	n.tone = tone
	n.plain = tone == theme.Neutral
	c := tone.Colors()
	n.icon.Set(c.Icon, c.Ink)
	n.root.Objects[0].(*fyne.Container).Hidden = n.plain
	n.text.SetInk(text, c.Ink)
	n.Hidden = text == ""
	n.root.Refresh()
	n.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (n *note) MouseIn(*desktop.MouseEvent) {
	if n.text.isCut() {
		tipSoon(n, n.text.Text())
	}
}

// MouseMoved implements desktop.Hoverable.
func (n *note) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (n *note) MouseOut() { hideTip(n) }

// Semantics implements Described.
func (n *note) Semantics() Semantics {
	role := RoleStatus
	if n.tone == theme.Bad {
		role = RoleAlert
	}
	return Semantics{Role: role, Name: n.text.Text()}
}
