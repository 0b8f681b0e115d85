package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Glyph is an icon of one colour that follows the theme. It says nothing by
// itself: words stand beside it.
type Glyph struct {
	widget.BaseWidget
	icon   theme.Icon
	ink    fyne.ThemeColorName
	pixels float32
	drawn  bool // there is a renderer
}

// NewGlyph returns an icon of the given width and height.
func NewGlyph(icon theme.Icon, ink fyne.ThemeColorName, pixels float32) *Glyph {
	g := &Glyph{icon: icon, ink: ink, pixels: pixels}
	g.ExtendBaseWidget(g)
	return g
}

// Set changes the icon and its colour.
func (g *Glyph) Set(icon theme.Icon, ink fyne.ThemeColorName) {
	if g.icon != icon || g.ink != ink {
		g.icon, g.ink = icon, ink
		if g.drawn { // else there is nothing to draw again
			g.Refresh()
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	g.drawn = true
	r := &glyphRenderer{glyph: g, image: newPicture()}
	r.Refresh()
	return r
}

type glyphRenderer struct {
	renderer
	glyph *Glyph
	image *picture
}

// Objects implements fyne.WidgetRenderer.
func (r *glyphRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image.Image} }

// MinSize implements fyne.WidgetRenderer.
func (r *glyphRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.glyph.pixels) }

// Layout implements fyne.WidgetRenderer.
func (r *glyphRenderer) Layout(size fyne.Size) {
	px := r.glyph.pixels
	r.image.Resize(fyne.NewSquareSize(px))
	r.image.Move(fyne.NewPos((size.Width-px)/2, (size.Height-px)/2))
}

// Refresh implements fyne.WidgetRenderer.
func (r *glyphRenderer) Refresh() {
	r.image.set(r.glyph.icon, r.glyph.ink)
}

// NewBadge returns an icon on a tinted square, the mark of an item in a list.
func NewBadge(icon theme.Icon) fyne.CanvasObject {
	return Stack(NewSurface(theme.AccentSoft, theme.ToneStroke, theme.CardRadius),
		PadAll(9, NewGlyph(icon, theme.Accent, 20)))
}
