package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/ui/theme"
)

// CodeBox shows a command or the text of another system sign by sign, with its
// line breaks. Long lines are scrolled, by the arrow keys too when the focus is
// on its Copy button.
type CodeBox struct {
	assembly
	text   string
	lines  *Paragraph
	scroll *container.Scroll
}

// NewCodeBox returns a box around a text.
func NewCodeBox(w Words, text string) *CodeBox {
	b := &CodeBox{text: text, lines: NewParagraph(text, theme.Code, theme.Text)}
	b.lines.unwrapped = true
	b.scroll = container.NewHScroll(Pad(theme.Small, theme.Medium, theme.Small, theme.Medium, b.lines))
	b.compose(b, Stack(NewSurface(theme.Inset, theme.Stroke, theme.ControlRadius),
		TopRow(0, Grow(b.scroll), Pad(1, 1, 1, 0, NewCopyButton(w, func() string { return b.text })))))
	return b
}

// TakeKey implements KeyTaker.
func (b *CodeBox) TakeKey(e *fyne.KeyEvent) bool {
	const step = 48
	at := b.scroll.Offset
	switch e.Name {
	case fyne.KeyLeft:
		at.X -= step
	case fyne.KeyRight:
		at.X += step
	default:
		return false
	}
	most := max(0, b.scroll.Content.MinSize().Width-b.scroll.Size().Width)
	at.X = min(max(0, at.X), most)
	b.scroll.ScrollToOffset(at)
	return true
}

// Semantics implements Described.
func (b *CodeBox) Semantics() Semantics { return Semantics{Role: RoleDocument, Value: b.text} }

// copiedFor is how long a copy button says that it copied.
const copiedFor = 2 * time.Second

// NewCopyButton returns a button that puts a text on the clipboard and says so
// for a moment.
func NewCopyButton(w Words, text func() string) *Button {
	return copying(NewSubtle(w.Copy, nil), w, text)
}

// NewFramedCopyButton returns one with the face of an ordinary button, to stand
// among others.
func NewFramedCopyButton(w Words, text func() string) *Button {
	return copying(NewButton(w.Copy, nil), w, text)
}

func copying(b *Button, w Words, text func() string) *Button {
	b.WithIcon(theme.IconCopy)
	b.SetPress(func() {
		fyne.CurrentApp().Clipboard().SetContent(text())
		b.icon = theme.IconCheck
		b.SetLabel(w.Copied)
		time.AfterFunc(copiedFor, func() {
			fyne.Do(func() {
				b.icon = theme.IconCopy
				b.SetLabel(w.Copy)
			})
		})
	})
	return b
}
