package widgets

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
)

// Banner says something about the page that it stands on, and offers what to do
// about it.
type Banner struct {
	assembly
	tone        theme.Tone
	title, text string
}

// NewBanner returns a banner; text may be empty, and there may be no actions.
func NewBanner(tone theme.Tone, title, text string, actions ...fyne.CanvasObject) *Banner {
	if len(actions) == 0 {
		return NewNotice(tone, title, text, nil)
	}
	return NewNotice(tone, title, text, Pad(6, 0, 2, 0, Wrap(theme.Small, actions...)))
}

// NewNotice returns a banner with more than buttons below its text; text may be
// empty and more nil.
func NewNotice(tone theme.Tone, title, text string, more fyne.CanvasObject) *Banner {
	b := &Banner{tone: tone, title: title, text: text}
	t := tone.Colors()
	body := []fyne.CanvasObject{NewParagraph(title, theme.Strong, theme.Text)}
	if text != "" {
		body = append(body, NewParagraph(text, theme.Body, theme.Text))
	}
	if more != nil {
		body = append(body, more)
	}
	b.compose(b, Stack(NewSurface(t.Paper, theme.ToneStroke, theme.BoxRadius),
		Pad(theme.Medium, theme.Large, theme.Medium, 14,
			TopRow(10, Pad(1, 0, 0, 0, NewGlyph(t.Icon, t.Ink, 18)), Grow(Column(theme.Hair, body...))))))
	return b
}

// Semantics implements Described.
func (b *Banner) Semantics() Semantics {
	role := RoleStatus
	if b.tone == theme.Bad || b.tone == theme.Caution {
		role = RoleAlert
	}
	return Semantics{Role: role, Name: b.title, Value: b.text}
}
