package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/ui/theme"
)

// Chip is a status in a few words: an icon, words and a colour. It is as wide as
// its words, and cuts them where it has less room.
type Chip struct {
	composite
	tone    theme.Tone
	surface *Surface
	icon    *Glyph
	text    *Text
}

// NewChip returns a chip.
func NewChip(tone theme.Tone, text string) *Chip {
	t := tone.Colors()
	c := &Chip{
		tone: tone, surface: NewSurface(t.Paper, theme.ToneStroke, 11), icon: NewGlyph(t.Icon, t.Ink, 14),
		text: NewText(text, theme.CaptionStrong, t.Ink),
	}
	c.compose(c, container.New(hug{}, Stack(c.surface, Pad(3, 10, 3, 7, Row(5, c.icon, Grow(c.text))))))
	return c
}

// Set changes what the chip says.
func (c *Chip) Set(tone theme.Tone, text string) {
	if c.tone == tone && c.text.Text() == text {
		return
	}
	c.tone = tone
	t := tone.Colors()
	c.surface.SetPaper(t.Paper, theme.ToneStroke)
	c.icon.Set(t.Icon, t.Ink)
	c.text.SetInk(text, t.Ink)
	relayout(c.root)
}

// Semantics implements Described.
func (c *Chip) Semantics() Semantics {
	return Semantics{Role: RoleStatus, Name: c.text.Text(), State: stateIf(c.tone == theme.Busy, Busy)}
}

// hug makes its object no wider than it needs.
type hug struct{}

// MinSize implements fyne.Layout.
func (hug) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (hug) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m := objects[0].MinSize()
	objects[0].Resize(fyne.NewSize(min(m.Width, size.Width), m.Height))
	objects[0].Move(fyne.NewPos(0, (size.Height-m.Height)/2))
}
