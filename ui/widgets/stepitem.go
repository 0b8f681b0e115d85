package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hire2retire-setup/ui/theme"
)

// stepItem is one step of the rail.
type stepItem struct {
	control
	words   Words
	step    Step
	number  string
	current bool
}

func newStepItem(w Words, press func()) *stepItem {
	s := &stepItem{words: w}
	s.init(s, press)
	return s
}

func (s *stepItem) set(step Step, number string, current bool) {
	s.step, s.number, s.current = step, number, current
	s.Refresh()
}

// Semantics implements Described.
func (s *stepItem) Semantics() Semantics {
	value := s.words.Steps[s.step.State]
	if s.step.Hint != "" {
		value += ", " + s.step.Hint
	}
	return Semantics{Role: RoleListItem, Name: s.step.Title, Value: value, State: s.state() | stateIf(s.current, Current)}
}

// stepColors is how the states are drawn; a step to do has its number instead of
// an icon.
var stepColors = map[StepState]struct {
	icon      theme.Icon
	ink, hint fyne.ThemeColorName
}{
	StepTodo:      {"", theme.Soft, theme.Soft},
	StepDone:      {theme.IconPassed, theme.OK, theme.Soft},
	StepAttention: {theme.IconWarning, theme.Warn, theme.Warn},
	StepFailed:    {theme.IconFailed, theme.Error, theme.Error},
	StepRecheck:   {theme.IconRecheck, theme.Accent, theme.Soft},
}

// CreateRenderer implements fyne.Widget.
func (s *stepItem) CreateRenderer() fyne.WidgetRenderer {
	s.drawn = true
	r := &stepRenderer{
		s: s, face: canvas.NewRectangle(color.Transparent), veil: canvas.NewRectangle(color.Transparent),
		bar: canvas.NewRectangle(color.Transparent), circle: canvas.NewCircle(color.Transparent), ring: newRing(),
		number: newLine("", theme.CaptionStrong, theme.Soft), icon: NewGlyph(theme.IconPassed, theme.OK, 22),
		title: newLine("", theme.Body, theme.Text), hint: newLine("", theme.Caption, theme.Soft),
	}
	r.number.align = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type stepRenderer struct {
	renderer
	s                   *stepItem
	face, veil, bar     *canvas.Rectangle
	circle              *canvas.Circle
	number, title, hint *line
	icon                *Glyph
	ring                ring
}

// Objects implements fyne.WidgetRenderer.
func (r *stepRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.face, r.veil, r.bar, r.circle, r.number, r.icon, r.title, r.hint, r.ring.Rectangle}
}

// MinSize implements fyne.WidgetRenderer.
func (r *stepRenderer) MinSize() fyne.Size { return fyne.NewSize(180, stepLow) }

// Layout implements fyne.WidgetRenderer.
func (r *stepRenderer) Layout(size fyne.Size) {
	const gap = 1 // between two lines, and to the edge where the scroll clips
	inner := size.SubtractWidthHeight(2*gap, 2*gap)
	for _, o := range []fyne.CanvasObject{r.face, r.veil, r.ring.Rectangle} {
		o.Move(fyne.NewSquareOffsetPos(gap))
		o.Resize(inner)
	}
	r.ring.CornerRadius = theme.BoxRadius
	r.bar.Move(fyne.NewPos(gap, size.Height/2-8))
	r.bar.Resize(fyne.NewSize(3, 16))
	const mark, left = 22, 12
	at := fyne.NewPos(left, (size.Height-mark)/2)
	for _, o := range []fyne.CanvasObject{r.circle, r.number, r.icon} {
		o.Move(at)
		o.Resize(fyne.NewSquareSize(mark))
	}
	r.layoutText(left+mark+theme.Medium, size)
}

func (r *stepRenderer) layoutText(x float32, size fyne.Size) {
	r.hint.Hidden = r.s.step.Hint == "" || size.Height < stepHint
	h := theme.Body.Line
	if !r.hint.Hidden {
		h += theme.Caption.Line
	}
	y := (size.Height - h) / 2
	w := size.Width - x - theme.Small
	r.title.Move(fyne.NewPos(x, y))
	r.title.Resize(fyne.NewSize(w, theme.Body.Line))
	r.hint.Move(fyne.NewPos(x, y+theme.Body.Line))
	r.hint.Resize(fyne.NewSize(w, theme.Caption.Line))
	r.s.tip = ""
	if r.title.isCut() || r.hint.isCut() || (r.hint.Hidden && r.s.step.Hint != "") {
		r.s.tip = strings.TrimSpace(r.s.step.Title + "\n" + r.s.step.Hint)
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *stepRenderer) Refresh() {
	s := r.s
	c := stepColors[s.step.State]
	paint(r.face, theme.None, theme.None)
	r.title.typ = theme.Body
	if s.current {
		paint(r.face, theme.Card, theme.Stroke)
		r.title.typ = theme.Strong
	}
	r.face.CornerRadius, r.veil.CornerRadius, r.bar.CornerRadius = theme.BoxRadius, theme.BoxRadius, 1.5
	r.veil.FillColor = s.veil()
	r.bar.FillColor, r.bar.Hidden = theme.Color(theme.Accent), !s.current
	r.icon.Hidden, r.circle.Hidden, r.number.Hidden = c.icon == "", c.icon != "", c.icon != ""
	if c.icon != "" {
		r.icon.Set(c.icon, c.ink)
	}
	r.paintNumber()
	r.title.set(s.step.Title, theme.Text)
	r.hint.set(s.step.Hint, c.hint)
	r.ring.show(s.ringed())
	r.Layout(s.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *stepRenderer) paintNumber() {
	r.circle.FillColor, r.circle.StrokeColor, r.circle.StrokeWidth = color.Transparent, theme.Color(theme.Border), 1
	ink := theme.Soft
	if r.s.current {
		r.circle.FillColor, r.circle.StrokeWidth = theme.Color(theme.AccentFace), 0
		ink = theme.OnAccent
	}
	r.number.set(r.s.number, ink)
}
