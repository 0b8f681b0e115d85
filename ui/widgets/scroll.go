package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// FocusScroll scrolls its content vertically and follows the keyboard: what
// gets the focus comes into view, and the arrows, Page Up, Page Down, Home and End
// scroll when the focused control has no use for them. Its content is always as wide
// as the scroll.
type FocusScroll struct {
	widget.BaseWidget
	content fyne.CanvasObject
	scroll  *container.Scroll
}

// NewFocusScroll returns a scroll around content.
func NewFocusScroll(content fyne.CanvasObject) *FocusScroll {
	s := &FocusScroll{content: content}
	s.scroll = container.NewVScroll(container.New(scrolled{}, content))
	s.scroll.OnScrolled = func(fyne.Position) { hideTip(tip.owner) } // it would stay where it was
	s.ExtendBaseWidget(s)
	return s
}

// scrolled asks for no width, so that the scroll never makes its content wider
// than itself.
type scrolled struct{}

// MinSize implements fyne.Layout.
func (scrolled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (scrolled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := settle(objects[0], size.Width)
	objects[0].Resize(fyne.NewSize(size.Width, max(h, size.Height)))
}

// SetContent replaces the content and goes to its top.
func (s *FocusScroll) SetContent(content fyne.CanvasObject) {
	s.content = content
	s.scroll.Content.(*fyne.Container).Objects = []fyne.CanvasObject{content}
	s.scroll.Offset = fyne.Position{}
	s.Refresh()
	s.settle()
}

// Offset returns how far the content is scrolled.
func (s *FocusScroll) Offset() float32 { return s.scroll.Offset.Y }

// Parts implements Parent.
func (s *FocusScroll) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{s.scroll} }

// Resize implements fyne.CanvasObject.
func (s *FocusScroll) Resize(size fyne.Size) {
	s.BaseWidget.Resize(size)
	s.settle()
}

// settle lays the content out again: the first time it did not know its width
// and asked for the wrong height.
func (s *FocusScroll) settle() {
	size := s.Size()
	if size.IsZero() {
		return
	}
	inner := s.scroll.Content
	inner.Resize(fyne.NewSize(size.Width, inner.Size().Height))
	inner.Resize(fyne.NewSize(size.Width, max(size.Height, inner.MinSize().Height)))
	s.scroll.Refresh()
}

// What is left between that which has the focus and the edge: above it, room for
// the label of a field.
const (
	revealAbove float32 = 40
	revealBelow         = theme.Wide
)

// Reveal scrolls as little as it takes to show o, which lies in the content, and
// what its field says below it.
func (s *FocusScroll) Reveal(o fyne.CanvasObject) {
	path := pathTo(s.content, o)
	if path == nil {
		return
	}
	top, bottom := float32(0), float32(0)
	for _, p := range path {
		top += p.Position().Y
		if _, ok := p.(*Field); ok || p == o {
			bottom = max(bottom, top+p.Size().Height+revealBelow)
		}
	}
	top -= revealAbove
	switch {
	case top < s.Offset() || bottom-top > s.Size().Height:
		s.scrollTo(top)
	case bottom > s.Offset()+s.Size().Height:
		s.scrollTo(bottom - s.Size().Height)
	}
}

func (s *FocusScroll) scrollTo(y float32) {
	most := max(0, s.scroll.Content.MinSize().Height-s.Size().Height)
	hideTip(tip.owner)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(max(0, y), most)))
}

// pageShare of the height is scrolled by a page key, so that a line stays.
const pageShare = 0.9

// arrowStep is two lines of text.
const arrowStep float32 = 40

// TakeKey implements KeyTaker.
func (s *FocusScroll) TakeKey(e *fyne.KeyEvent) bool {
	page := s.Size().Height * pageShare
	switch e.Name {
	case fyne.KeyDown:
		s.scrollTo(s.Offset() + arrowStep)
	case fyne.KeyUp:
		s.scrollTo(s.Offset() - arrowStep)
	case fyne.KeyPageDown:
		s.scrollTo(s.Offset() + page)
	case fyne.KeyPageUp:
		s.scrollTo(s.Offset() - page)
	case fyne.KeyHome:
		s.scrollTo(0)
	case fyne.KeyEnd:
		s.scrollTo(s.scroll.Content.MinSize().Height)
	default:
		return false
	}
	return true
}

// CreateRenderer implements fyne.Widget.
func (s *FocusScroll) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.scroll) }

// Reveal scrolls everything that o lies in so that o can be seen.
func Reveal(o fyne.CanvasObject) { reveal(o) }

// reveal scrolls everything that o lies in so that o can be seen.
func reveal(o fyne.CanvasObject) {
	for _, a := range around(o) {
		if s, ok := a.(*FocusScroll); ok {
			s.Reveal(o)
		}
	}
}
