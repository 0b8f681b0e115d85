package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hire2retire-setup/ui/theme"
)

// picture is an icon that is drawn again only when it has become another one:
// Fyne reads the whole SVG each time an image is refreshed, half a millisecond
// for every icon of a page.
type picture struct {
	*canvas.Image
	shown string
}

func newPicture() *picture {
	p := &picture{Image: canvas.NewImageFromResource(nil)}
	p.FillMode = canvas.ImageFillContain
	return p
}

// set shows an icon in an ink, in the colour that the theme gives it now.
func (p *picture) set(icon theme.Icon, ink fyne.ThemeColorName) {
	r := icon.Colored(ink)
	if name := r.Name(); name != p.shown {
		p.Resource, p.shown = r, name
		p.Image.Refresh()
	}
}

// Refresh does nothing: set does what is needed.
func (p *picture) Refresh() {}
