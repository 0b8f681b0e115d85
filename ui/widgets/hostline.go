package widgets

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/ui/theme"
)

// hostLine is one host of a HostEditor.
type hostLine struct {
	assembly
	editor           *HostEditor
	host, port       *hostInput
	chip             *Chip
	up, down, remove *Button
	fault            *note
	extra            *fyne.Container
}

func newHostLine(e *HostEditor, h Host) *hostLine {
	l := &hostLine{editor: e, chip: NewChip(theme.Neutral, ""), fault: newNote(theme.Caption), extra: container.NewStack()}
	l.chip.Hide()
	l.host, l.port = newHostInput(l, h.Name), newHostInput(l, h.Port)
	l.host.Judge(func(text string) string { return judgeWith(e.JudgeHost, text) })
	l.port.Judge(func(text string) string { return judgeWith(e.JudgePort, text) })
	l.up = NewIconButton(theme.IconUp, e.words.MoveUp, func() { e.move(l, -1) })
	l.down = NewIconButton(theme.IconDown, e.words.MoveDown, func() { e.move(l, 1) })
	l.remove = NewIconButton(theme.IconDelete, e.words.RemoveHost, func() { e.remove(l) })
	status := Tall(theme.ControlHeight, l.chip)
	l.compose(l, Column(6,
		Row(theme.Small, Grow(Columns(theme.Medium, hostShares, l.host, l.port, status)), Row(0, l.up, l.down, l.remove)),
		l.fault, l.extra))
	l.extra.Hide()
	return l
}

func judgeWith(judge func(string) string, text string) string {
	if judge == nil {
		return ""
	}
	return judge(text)
}

// number tells the line where it stands.
func (l *hostLine) number(i, of int) {
	n := " " + strconv.Itoa(i+1)
	l.host.belong(l.editor.words.Host+n, l.changed, l.judge)
	l.port.belong(l.editor.words.Port+n, l.changed, l.judge)
	name := l.host.Text
	for b, word := range map[*Button]string{l.up: l.editor.words.MoveUp, l.down: l.editor.words.MoveDown, l.remove: l.editor.words.RemoveHost} {
		b.name = strings.TrimSpace(word + " " + name)
	}
	l.allow(i > 0, i < of-1)
}

// allow enables the buttons that move the line. The keyboard goes from one that
// ends to the other: the next control would remove the host, at the next Enter.
func (l *hostLine) allow(up, down bool) {
	moves := []*Button{l.up, l.down}
	for i, on := range []bool{up, down} {
		if on {
			moves[i].Enable()
		}
	}
	for i, on := range []bool{up, down} {
		if other := moves[1-i]; !on && moves[i].focused && (other.Disabled() || !focus(other)) {
			focus(l.host)
		}
	}
	l.up.SetEnabled(up)
	l.down.SetEnabled(down)
}

func (l *hostLine) changed() {
	l.judge()
	l.editor.changed()
}

// judge shows what is wrong with the host, or else with the port.
func (l *hostLine) judge() {
	fault := ""
	for _, in := range []*hostInput{l.port, l.host} {
		c := in.complaint()
		in.markInvalid(c != "")
		if c != "" {
			fault = c
		}
	}
	l.fault.set(theme.Bad, fault)
	relayout(l.root)
	l.editor.relayout()
}

func (l *hostLine) setStatus(tone theme.Tone, text string) {
	if l.chip.Hidden == (text == "") && l.chip.tone == tone && l.chip.text.Text() == text {
		return
	}
	l.chip.Hidden = text == ""
	l.chip.Set(tone, text)
	relayout(l.root)
}

func (l *hostLine) setNote(o fyne.CanvasObject) {
	l.extra.Objects = nil
	if o != nil {
		l.extra.Objects = []fyne.CanvasObject{o}
	}
	l.extra.Hidden = o == nil
	relayout(l.root)
}

// TakeShortcut implements ShortcutTaker.
func (l *hostLine) TakeShortcut(s fyne.Shortcut) bool {
	switch {
	case isShortcut(s, fyne.KeyUp, fyne.KeyModifierAlt):
		l.editor.move(l, -1)
	case isShortcut(s, fyne.KeyDown, fyne.KeyModifierAlt):
		l.editor.move(l, 1)
	default:
		return false
	}
	return true
}

// Semantics implements Described.
func (l *hostLine) Semantics() Semantics {
	s := Semantics{Role: RoleRow, Name: l.host.Text}
	if l.chip.Visible() {
		s.Value = l.chip.text.Text()
	}
	return s
}

// hostInput is a field of a host line.
type hostInput struct {
	Input
	line *hostLine
}

func newHostInput(l *hostLine, text string) *hostInput {
	in := &hostInput{line: l}
	in.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	in.setUp(in, "")
	in.SetText(text)
	in.OnLeave = func(string) { l.editor.left(l) }
	in.OnEnter = in.OnLeave
	return in
}

// TypedShortcut implements fyne.Shortcutable: a pasted list is more than a name.
func (in *hostInput) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok {
		text := strings.TrimSpace(p.Clipboard.Content())
		if take := in.line.editor.OnPaste; take != nil && isList(text) && take(text) {
			return
		}
	}
	in.Input.TypedShortcut(s)
}

// isList reports whether a text holds more than one host.
func isList(text string) bool { return strings.ContainsAny(text, "\n,; \t") }
