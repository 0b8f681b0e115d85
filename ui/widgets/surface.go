package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Surface is a rectangle of paper. Bare canvas objects keep the colour they
// were made with; a Surface follows the theme.
type Surface struct {
	widget.BaseWidget
	paper, stroke fyne.ThemeColorName
	radius        float32
	raised        bool
}

// NewSurface returns paper with a line around it; theme.None draws none.
func NewSurface(paper, stroke fyne.ThemeColorName, radius float32) *Surface {
	s := &Surface{paper: paper, stroke: stroke, radius: radius}
	s.ExtendBaseWidget(s)
	return s
}

// newRaised returns paper that floats above the window.
func newRaised(paper fyne.ThemeColorName, radius float32) *Surface {
	s := NewSurface(paper, theme.Stroke, radius)
	s.raised = true
	return s
}

// SetPaper changes the colours.
func (s *Surface) SetPaper(paper, stroke fyne.ThemeColorName) {
	if s.paper != paper || s.stroke != stroke {
		s.paper, s.stroke = paper, stroke
		s.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{surface: s, rect: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	renderer
	surface *Surface
	rect    *canvas.Rectangle
}

// Objects implements fyne.WidgetRenderer.
func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }

// MinSize implements fyne.WidgetRenderer.
func (r *surfaceRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout implements fyne.WidgetRenderer.
func (r *surfaceRenderer) Layout(size fyne.Size) { r.rect.Resize(size) }

// Refresh implements fyne.WidgetRenderer.
func (r *surfaceRenderer) Refresh() {
	paint(r.rect, r.surface.paper, r.surface.stroke)
	r.rect.CornerRadius = r.surface.radius
	if r.surface.raised {
		r.rect.Shadow = canvas.Shadow{Color: theme.Color(theme.Drop), BlurRadius: 16, Offset: fyne.NewPos(0, 4)}
	}
	r.rect.Refresh()
}

// paint gives a rectangle its paper and its line of one pixel.
func paint(r *canvas.Rectangle, paper, stroke fyne.ThemeColorName) {
	r.FillColor, r.StrokeColor, r.StrokeWidth = theme.Color(paper), color.Transparent, 0
	if stroke != theme.None {
		r.StrokeColor, r.StrokeWidth = theme.Color(stroke), 1
	}
}

// NewCard returns a padded panel.
func NewCard(content fyne.CanvasObject) *fyne.Container {
	return Stack(NewSurface(theme.Card, theme.Stroke, theme.CardRadius), PadAll(theme.Large, content))
}

// NewInset returns a padded box of the kind that lies in a card.
func NewInset(content fyne.CanvasObject) *fyne.Container {
	return Stack(NewSurface(theme.Inset, theme.Stroke, theme.BoxRadius),
		Pad(theme.Medium, theme.Large, theme.Medium, theme.Large, content))
}

// Section is the content of a titled card.
type Section struct {
	Title string
	Lead  string            // a sentence below the title, or empty
	Aside fyne.CanvasObject // at the right end of the title, or nil
	Body  fyne.CanvasObject
}

// NewSection returns a card with a title.
func NewSection(s Section) *fyne.Container {
	title := NewText(s.Title, theme.Strong, theme.Text).Cut()
	title.heading = true
	head := []fyne.CanvasObject{Grow(title)}
	if s.Aside != nil {
		head = append(head, Pad(-6, 0, -6, 0, s.Aside)) // no higher than the title
	}
	top := []fyne.CanvasObject{Row(theme.Small, head...)}
	if s.Lead != "" {
		top = append(top, NewParagraph(s.Lead, theme.Caption, theme.Soft))
	}
	return NewCard(Column(theme.Medium, Column(theme.Hair, top...), s.Body))
}

// NewLine returns a horizontal line of one pixel.
func NewLine() fyne.CanvasObject {
	return Tall(1, NewSurface(theme.Stroke, theme.None, 0))
}
