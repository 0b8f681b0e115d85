package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
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
	words     *Words      // of the menu; nil leaves Fyne's
	name      string
	check     func(string) string
	inspected bool
	invalid   bool
	clicked   bool // the focus is coming from a click
	focused   bool
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

// WithMenu has the menu of the right button speak the words of the product;
// without it, Fyne's own menu comes, in the language of the system. It returns
// i.
func (i *Input) WithMenu(w Words) *Input {
	i.words = &w
	return i
}

// TappedSecondary implements fyne.SecondaryTappable.
func (i *Input) TappedSecondary(e *fyne.PointEvent) {
	if i.words == nil {
		i.Entry.TappedSecondary(e)
		return
	}
	clip, w := fyne.CurrentApp().Clipboard(), i.words
	do := func(label string, s fyne.Shortcut) MenuItem {
		return MenuItem{Label: label, Press: func() { i.self.(fyne.Shortcutable).TypedShortcut(s) }}
	}
	items := []MenuItem{do(w.Copy, &fyne.ShortcutCopy{Clipboard: clip}), do(w.SelectAll, &fyne.ShortcutSelectAll{})}
	if !i.Disabled() {
		items = append([]MenuItem{do(w.Cut, &fyne.ShortcutCut{Clipboard: clip}), do(w.Paste, &fyne.ShortcutPaste{Clipboard: clip})}, items...)
	}
	ShowMenu(i.self, items)
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
	newStroke()
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
	i.focused = true
	i.Entry.FocusGained()
	reveal(i.self)
	if !i.clicked && !restoring {
		i.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// FocusLost implements fyne.Focusable.
func (i *Input) FocusLost() {
	i.focused = false // the canvas still names this field while it tells it
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
	return Semantics{
		Role: RoleTextBox, Name: i.name, Value: i.Text,
		State: stateIf(i.Disabled(), Disabled) | stateIf(i.invalid, Invalid) | stateIf(i.hasFocus(), Focused),
	}
}

func (i *Input) hasFocus() bool { return i.focused }

// TypedRune implements fyne.Focusable.
func (i *Input) TypedRune(r rune) {
	if !spent(r) {
		i.Entry.TypedRune(r)
	}
}
