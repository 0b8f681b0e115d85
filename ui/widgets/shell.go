package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"hire2retire-setup/ui/theme"
)

// Shell is the frame of the window: the rail, a head, a body that scrolls and a
// foot that stays. The body comes before the rail in the order of the Tab key.
type Shell struct {
	assembly
	// OnKey gets the keys that nothing else wants: Enter, Esc, F1. It may be nil.
	OnKey func(*fyne.KeyEvent)

	caption     *Text
	title, lead *Paragraph
	body        *FocusScroll
	status      *note
	buttons     *fyne.Container
	strip       *fyne.Container
	layer       *tipLayer
	frame       *fyne.Container // the page
	canvas      fyne.Canvas
	shortcuts   map[string]func()
}

// Brand stands above the steps.
type Brand struct{ Name, Line string }

// NewShell returns a frame around the steps; actions stand at the foot of the
// rail.
func NewShell(brand Brand, steps *StepRail, actions ...fyne.CanvasObject) *Shell {
	s := &Shell{
		caption: NewText("", theme.Caption, theme.Soft).Cut(), title: NewHeading("", theme.Title),
		lead: NewParagraph("", theme.Body, theme.Soft), body: NewFocusScroll(Column(0)), status: newNote(theme.Body),
		buttons: Row(theme.Small), strip: Column(0), layer: newTipLayer(), shortcuts: map[string]func(){},
	}
	s.status.text.most = 2 // the foot stays low
	s.frame = container.New(frame{}, s.body, s.head(), s.foot())
	s.compose(s, container.New(shellLayout{},
		Stack(NewSurface(theme.Page, theme.None, 0), newBackdrop(), s.frame),
		NewSurface(theme.Stroke, theme.None, 0),
		Stack(NewSurface(theme.Rail, theme.None, 0), newBackdrop(), railOf(brand, steps, actions)),
		s.strip, s.layer))
	return s
}

func (s *Shell) head() fyne.CanvasObject {
	return Stack(NewSurface(theme.Page, theme.None, 0), newBackdrop(),
		Pad(20, pageMargin, theme.Medium, pageMargin, Column(theme.Hair, s.caption, s.title, Wide(leadWidth, s.lead))))
}

func (s *Shell) foot() fyne.CanvasObject {
	bar := Pad(theme.Medium, pageMargin, theme.Medium, pageMargin, Row(theme.Large, Grow(s.status), s.buttons))
	return Column(0, NewLine(), Stack(NewSurface(theme.Rail, theme.None, 0), newBackdrop(), bar))
}

func railOf(brand Brand, steps *StepRail, actions []fyne.CanvasObject) fyne.CanvasObject {
	mark := Stack(NewSurface(theme.AccentFace, theme.None, theme.CardRadius), PadAll(7, NewGlyph(theme.IconPlug, theme.OnAccent, 20)))
	name := Column(0, NewText(brand.Name, theme.Strong, theme.Text).Cut(), NewText(brand.Line, theme.Caption, theme.Soft).Cut())
	return Pad(20, theme.Medium, theme.Medium, theme.Medium, container.New(frame{},
		Pad(0, -railEdge, 0, -railEdge, steps),
		Pad(0, 0, theme.Medium, theme.Small, Row(11, mark, Grow(name))),
		Pad(theme.Small, 0, 0, 0, Column(theme.Hair, actions...))))
}

// Head is what stands above the body.
type Head struct {
	Caption string // "Step 2 of 8"
	Title   string
	Lead    string // one sentence, or empty
}

// SetHead changes what stands above the body.
func (s *Shell) SetHead(h Head) {
	s.caption.SetText(h.Caption)
	s.title.SetText(h.Title)
	s.lead.SetText(h.Lead)
	s.lead.Hidden = h.Lead == ""
	s.replace()
}

// replace places the frame again; what changed in it has drawn itself.
func (s *Shell) replace() {
	relayout(s.root)
	Replace(s.frame)
}

// SetBody shows a page from its top. The focus does not move: FocusFirst does
// that when the page is there.
func (s *Shell) SetBody(content fyne.CanvasObject) {
	hideTip(tip.owner)
	if content == nil {
		content = Column(0)
	}
	s.body.SetContent(Pad(theme.Tiny, pageMargin, theme.Wide, pageMargin, Wide(bodyWidth, content)))
}

// Body returns the scroll around the page.
func (s *Shell) Body() *FocusScroll { return s.body }

// SetStatus says in the foot how the page stands; an empty text says nothing.
func (s *Shell) SetStatus(tone theme.Tone, text string) {
	s.status.set(tone, text)
	s.replace()
}

// SetButtons shows the buttons of the foot, from the left to the right.
func (s *Shell) SetButtons(buttons ...*Button) {
	s.buttons.Objects = nil
	for _, b := range buttons {
		s.buttons.Objects = append(s.buttons.Objects, container.New(bounds{least: buttonWidth}, b))
	}
	s.replace()
}

// SetStrip marks the whole window, for the practice mode; an empty text takes
// the mark away. Actions are made by NewStripAction.
func (s *Shell) SetStrip(text string, actions ...fyne.CanvasObject) {
	s.strip.Objects = nil
	if text != "" {
		line := Row(theme.Small, append([]fyne.CanvasObject{NewGlyph(theme.IconPractice, theme.OnMark, 16),
			Grow(NewText(text, theme.CaptionStrong, theme.OnMark).Cut())}, actions...)...)
		s.strip.Objects = []fyne.CanvasObject{Stack(NewSurface(theme.Mark, theme.None, 0), Pad(5, pageMargin, 5, 18, line))}
	}
	s.replace()
}

// Bind gives the shell the keys of a canvas that nothing has the focus for.
func (s *Shell) Bind(c fyne.Canvas) {
	s.canvas = c
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !TakeOverlayKey(c, e) {
			s.TakeKey(e)
		}
	})
}

// AddShortcut has a shortcut do something wherever the focus is, except while a
// dialog is open. It needs Bind before.
func (s *Shell) AddShortcut(key fyne.KeyName, m fyne.KeyModifier, do func()) {
	sc := &desktop.CustomShortcut{KeyName: key, Modifier: m}
	s.shortcuts[sc.ShortcutName()] = do
	s.canvas.AddShortcut(sc, func(fyne.Shortcut) {
		if s.canvas.Overlays().Top() == nil {
			do()
		}
	})
}

// TakeKey implements KeyTaker. The page scrolls from the rail and the foot, too:
// some have nothing in them that could have the focus.
func (s *Shell) TakeKey(e *fyne.KeyEvent) bool {
	if !s.body.TakeKey(e) && s.OnKey != nil {
		s.OnKey(e)
	}
	return true // there is nothing around the shell
}

// TakeShortcut implements ShortcutTaker.
func (s *Shell) TakeShortcut(sc fyne.Shortcut) bool {
	do := s.shortcuts[sc.ShortcutName()]
	call(do)
	return do != nil
}

func (s *Shell) tips() *tipLayer { return s.layer }

// MinSize implements fyne.CanvasObject.
func (s *Shell) MinSize() fyne.Size { return fyne.NewSize(shellWidth, shellHeight) }
