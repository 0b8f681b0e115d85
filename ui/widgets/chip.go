package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Chip is a status in a few words: an icon, words and a colour. It is as wide as
// its words, and cuts them where it has less room.
type Chip struct {
	widget.BaseWidget
	tone    theme.Tone
	surface *Surface
	icon    *Glyph
	text    *Text
	root    *fyne.Container
}

// NewChip returns a chip.
func NewChip(tone theme.Tone, text string) *Chip {
	c := &Chip{surface: NewSurface(theme.NeutralSoft, theme.ToneStroke, 11), icon: NewGlyph(theme.IconCircle, theme.Soft, 14),
		text: NewText(text, theme.CaptionStrong, theme.Soft)}
	c.root = container.New(hug{}, Stack(c.surface, Pad(3, 10, 3, 7, Row(5, c.icon, Grow(c.text)))))
	c.ExtendBaseWidget(c)
	c.Set(tone, text)
	return c
}

// Set changes what the chip says.
func (c *Chip) Set(tone theme.Tone, text string) {
	c.tone = tone
	t := tone.Colors()
	c.surface.SetPaper(t.Paper, theme.ToneStroke)
	c.icon.Set(t.Icon, t.Ink)
	c.text.SetInk(text, t.Ink)
	c.root.Refresh()
}

// Semantics implements Described.
func (c *Chip) Semantics() Semantics {
	return Semantics{Role: RoleStatus, Name: c.text.Text(), State: stateIf(c.tone == theme.Busy, Busy)}
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.root) }

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
