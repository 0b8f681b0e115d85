package widgets

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
)

// LiveText is a sentence with a time in it that goes on by itself: how long ago
// something was checked, how long something still waits.
type LiveText struct {
	assembly
	line    *Paragraph
	draw    func() string
	ticking ticking
}

// NewLiveText returns a sentence that stands still until Start.
func NewLiveText(typ theme.Type, ink fyne.ThemeColorName) *LiveText {
	t := &LiveText{line: NewParagraph("", typ, ink)}
	t.compose(t, Stack(t.line))
	return t
}

// Start draws the sentence now, and again as the time goes on.
func (t *LiveText) Start(draw func() string) {
	t.draw = draw
	t.tick()
	t.ticking.set(true, t.tick)
}

// Stop lets the sentence stand as it is. A page that is left calls it.
func (t *LiveText) Stop() { t.ticking.set(false, nil) }

func (t *LiveText) tick() { t.line.SetText(t.draw()) }

// Text returns what it says now.
func (t *LiveText) Text() string { return t.line.Text() }

// Semantics implements Described.
func (t *LiveText) Semantics() Semantics { return Semantics{Role: RoleStatus, Name: t.line.Text()} }
