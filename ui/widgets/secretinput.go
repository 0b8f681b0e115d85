package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/connector/secret"
)

// SecretInput is a password field. What is typed lies in one buffer that Clear
// wipes: there is no undo, nothing can be copied out of it, and the eye shows
// it only while the button is held or until the button loses the focus.
//
// What it cannot do: the clipboard hands a pasted password over as a string,
// and the signs that the eye has shown stay in the glyph cache of the painter,
// one by one.
type SecretInput struct {
	widget.BaseWidget
	// OnChange, OnLeave and OnEnter are those of Input, without the text.
	OnChange, OnLeave, OnEnter func()

	face *secretFace
	eye  *eyeButton
	root *fyne.Container
}

// NewSecretInput returns an empty password field.
func NewSecretInput(w Words, placeholder string) *SecretInput {
	s := &SecretInput{}
	s.face = newSecretFace(s, w, placeholder)
	s.eye = newEyeButton(s.face, w)
	s.root = container.New(eyeInside{}, s.face, s.eye)
	s.ExtendBaseWidget(s)
	return s
}

// Judge sets what is said when the field is left; empty tells whether nothing
// was typed. It returns s.
func (s *SecretInput) Judge(check func(empty bool) string) *SecretInput {
	s.face.check = check
	return s
}

// Secret returns a copy of what was typed. The caller owns it and wipes it.
func (s *SecretInput) Secret() secret.Text { return secret.FromBytes(s.face.buffer.copied()) }

// Empty reports whether nothing was typed.
func (s *SecretInput) Empty() bool { return s.face.buffer.n == 0 }

// Clear wipes what was typed. A page calls it when it is left for good.
func (s *SecretInput) Clear() {
	s.face.buffer.clear()
	s.face.tooLong = false
	s.face.Refresh()
}

// Fill puts a text in the place of what was typed, as a button of the page does.
func (s *SecretInput) Fill(text secret.Text) {
	s.Clear()
	changed := false
	for _, r := range text.Reveal() {
		changed = s.face.buffer.insertRune(r) || changed
	}
	s.face.edited(changed)
}

// SetPlaceholder changes what stands in the empty field: "Kept in Windows
// Credential Manager".
func (s *SecretInput) SetPlaceholder(text string) {
	s.face.placeholder = text
	s.face.Refresh()
}

// SetEnabled enables or disables the field.
func (s *SecretInput) SetEnabled(on bool) {
	if on {
		s.face.Enable()
	} else {
		s.face.Disable()
	}
	s.eye.SetEnabled(on)
}

// Parts implements Parent.
func (s *SecretInput) Parts() []fyne.CanvasObject { return s.root.Objects }

// CreateRenderer implements fyne.Widget.
func (s *SecretInput) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.root) }

func (s *SecretInput) belong(name string, changed, judged func()) {
	s.face.name, s.face.changed, s.face.judged = name, changed, judged
}

func (s *SecretInput) complaint() string   { return s.face.complaint() }
func (s *SecretInput) inspect()            { s.face.inspected = true }
func (s *SecretInput) markInvalid(on bool) { s.face.markInvalid(on) }

// secretFace is the part of a SecretInput that has the focus.
type secretFace struct {
	control
	owner       *SecretInput
	words       Words
	name        string
	placeholder string
	buffer      secretBuffer
	shown       bool // by the eye

	check     func(empty bool) string
	inspected bool
	invalid   bool
	tooLong   bool
	changed   func()
	judged    func()
}

func newSecretFace(owner *SecretInput, w Words, placeholder string) *secretFace {
	f := &secretFace{owner: owner, words: w, placeholder: placeholder}
	f.init(f, nil)
	return f
}

// Tapped implements fyne.Tappable.
func (f *secretFace) Tapped(e *fyne.PointEvent) {
	f.control.Tapped(e)
	f.buffer.moveTo(f.signAt(e.Position.X))
	f.Refresh()
}

// Cursor implements desktop.Cursorable.
func (f *secretFace) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained implements fyne.Focusable. What comes by the keyboard selects all.
func (f *secretFace) FocusGained() {
	f.buffer.all = !f.byPointer && !restoring && f.buffer.n > 0
	f.control.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (f *secretFace) FocusLost() {
	f.buffer.all, f.inspected = false, true
	f.control.FocusLost()
	call(f.judged)
	call(f.owner.OnLeave)
}

// TypedRune implements fyne.Focusable.
func (f *secretFace) TypedRune(r rune) {
	if !f.Disabled() && !spent(r) {
		f.edited(f.buffer.insertRune(r))
	}
}

// TypedKey implements fyne.Focusable.
func (f *secretFace) TypedKey(e *fyne.KeyEvent) {
	newStroke()
	b := &f.buffer
	switch e.Name {
	case fyne.KeyBackspace:
		f.edited(!f.Disabled() && b.back())
	case fyne.KeyDelete:
		f.edited(!f.Disabled() && b.forward())
	case fyne.KeyLeft:
		b.left()
	case fyne.KeyRight:
		b.right()
	case fyne.KeyHome:
		b.moveTo(0)
	case fyne.KeyEnd:
		b.moveTo(b.signs())
	case fyne.KeyReturn, fyne.KeyEnter:
		call(f.owner.OnEnter)
		bubbleKey(f, e)
	default:
		bubbleKey(f, e)
	}
	f.Refresh()
}

// TypedShortcut implements fyne.Shortcutable: paste and select all, and never
// copy, cut or undo.
func (f *secretFace) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		f.paste(s.Clipboard.Content())
	case *fyne.ShortcutSelectAll:
		f.buffer.all = f.buffer.n > 0
		f.Refresh()
	case *desktop.CustomShortcut:
		bubbleShortcut(f, s)
	}
}

// paste takes a text as it is, but for one line break at its end that copying
// from a list or a terminal leaves there.
func (f *secretFace) paste(text string) {
	text = trimLineBreak(text)
	if f.Disabled() || text == "" {
		return
	}
	pasted := []byte(text)
	ok := f.buffer.insert(pasted)
	clear(pasted)
	f.edited(ok)
	if !ok {
		f.tooLong = true
		call(f.judged)
	}
}

func trimLineBreak(s string) string {
	if n := len(s); n > 0 && s[n-1] == '\n' {
		s = s[:n-1]
	}
	if n := len(s); n > 0 && s[n-1] == '\r' {
		s = s[:n-1]
	}
	return s
}

func (f *secretFace) edited(changed bool) {
	if !changed {
		return
	}
	f.tooLong = false
	f.Refresh()
	call(f.changed)
	call(f.owner.OnChange)
}

func (f *secretFace) show(on bool) {
	if f.shown != on {
		f.shown = on
		f.Refresh()
	}
}

func (f *secretFace) complaint() string {
	switch {
	case f.tooLong:
		return f.words.SecretTooLong
	case !f.inspected || f.check == nil:
		return ""
	}
	return f.check(f.buffer.n == 0)
}

func (f *secretFace) markInvalid(on bool) {
	if f.invalid != on {
		f.invalid = on
		f.Refresh()
	}
}

// Semantics implements Described. The value is never told.
func (f *secretFace) Semantics() Semantics {
	return Semantics{Role: RoleTextBox, Name: f.name, State: f.state() | Protected | stateIf(f.invalid, Invalid)}
}

// call calls f if there is one.
func call(f func()) {
	if f != nil {
		f()
	}
}
