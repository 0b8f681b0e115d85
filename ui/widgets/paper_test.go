package widgets_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets/widgettest"
)

// Every text that any widget draws stands on a paper with enough contrast, and
// the two are a pair of the table that the theme's own test goes through: the
// table is complete.
func TestEveryTextStandsOnAPaperOfTheTable(t *testing.T) {
	for look, name := range lookNames {
		t.Run(name, func(t *testing.T) { texts(t, look) })
	}
}

func texts(t *testing.T, look theme.Look) {
	th := theme.New(look)
	known := map[[2]color.NRGBA]bool{}
	for _, p := range theme.Pairs() {
		known[[2]color.NRGBA{solid(th.Color(p.Ink, 0)), solid(th.Color(p.Paper, 0))}] = true
	}
	off := solid(th.Color(theme.Disabled, 0))
	seen := 0
	widgettest.Look(t, look)
	for sheetName, s := range gallery {
		w := showSheet(t, s)
		for _, text := range paintOrder(w) {
			if text.ink == off { // exempt: WCAG 1.4.3 and 1.4.11 leave inactive controls out
				continue
			}
			seen++
			if got := ratio(text.ink, text.paper); got < 4.5 {
				t.Errorf("%s: %q has contrast %.2f: %v on %v", sheetName, text.text, got, text.ink, text.paper)
			}
			if !known[[2]color.NRGBA{text.ink, text.paper}] {
				t.Errorf("%s: %q is drawn in %v on %v, which is no pair of the table", sheetName, text.text, text.ink, text.paper)
			}
		}
	}
	if seen < 300 {
		t.Errorf("saw %d texts; the gallery has more", seen)
	}
}

type drawnText struct {
	text       string
	ink, paper color.NRGBA
}

// paintOrder walks a window as a painter does and returns every text with what
// lies under its middle.
func paintOrder(w fyne.Window) []drawnText {
	p := &painter{}
	p.fill(fyne.NewPos(0, 0), w.Canvas().Size(), solid(theme.Color(theme.Page)), 0)
	p.walk(w.Content(), fyne.NewPos(0, 0))
	for _, o := range w.Canvas().Overlays().List() {
		p.walk(o, fyne.NewPos(0, 0))
	}
	return p.texts
}

type painter struct {
	papers []paper
	texts  []drawnText
}

type paper struct {
	pos   fyne.Position
	size  fyne.Size
	color color.NRGBA
}

func (p *painter) walk(o fyne.CanvasObject, at fyne.Position) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			p.walk(child, at)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			p.walk(child, at)
		}
	case *canvas.Rectangle:
		p.fill(at, o.Size(), solid(o.FillColor), alpha(o.FillColor))
	case *canvas.Circle:
		p.fill(at, o.Size(), solid(o.FillColor), alpha(o.FillColor))
	case *canvas.Text:
		if o.Text != "" {
			p.texts = append(p.texts, drawnText{o.Text, solid(o.Color), p.under(at.AddXY(o.MinSize().Width/2, o.Size().Height/2))})
		}
	}
}

func alpha(c color.Color) uint8 {
	if c == nil {
		return 0
	}
	_, _, _, a := c.RGBA()
	return uint8(a >> 8)
}

// fill lays a colour over what is there. Veils of hover and selection change a
// paper a little; they are left out, and Scrim lies under what matters.
func (p *painter) fill(at fyne.Position, size fyne.Size, c color.NRGBA, a uint8) {
	if a == 0xFF || len(p.papers) == 0 {
		p.papers = append(p.papers, paper{at, size, c})
	}
}

func (p *painter) under(at fyne.Position) color.NRGBA {
	for i := len(p.papers) - 1; i >= 0; i-- {
		q := p.papers[i]
		if at.X >= q.pos.X && at.Y >= q.pos.Y && at.X <= q.pos.X+q.size.Width && at.Y <= q.pos.Y+q.size.Height {
			return q.color
		}
	}
	return color.NRGBA{}
}

func solid(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0xFF
	return n
}

func ratio(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 0xFF
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
