package widgets_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// block is something of a fixed size.
func block(w, h float32) fyne.CanvasObject {
	return Fixed(w, Tall(h, NewSurface(theme.Card, theme.None, 0)))
}

// boxes returns where the objects of a container lie: "x,y wxh".
func boxes(c *fyne.Container) string {
	var out []string
	for _, o := range c.Objects {
		if o.Visible() {
			out = append(out, fmt.Sprintf("%v,%v %vx%v", o.Position().X, o.Position().Y, o.Size().Width, o.Size().Height))
		}
	}
	return strings.Join(out, " | ")
}

func TestLayouts(t *testing.T) {
	hidden := block(50, 50)
	hidden.Hide()
	for _, c := range []struct {
		name string
		c    *fyne.Container
		size fyne.Size
		min  fyne.Size
		want string
	}{
		{"column", Column(8, block(10, 20), hidden, block(30, 10)), fyne.NewSize(100, 100), fyne.NewSize(30, 38), "0,0 100x20 | 0,28 100x10"},
		{"column with a grower", Column(8, block(10, 20), Grow(block(10, 10))), fyne.NewSize(100, 100), fyne.NewSize(10, 38), "0,0 100x20 | 0,28 100x72"},
		{"row", Row(8, block(10, 20), hidden, block(30, 10)), fyne.NewSize(100, 40), fyne.NewSize(48, 20), "0,10 10x20 | 18,15 30x10"},
		{"row with a space", Row(8, block(10, 20), Space(), block(30, 10)), fyne.NewSize(100, 20), fyne.NewSize(56, 20), "0,0 10x20 | 18,10 44x0 | 70,5 30x10"},
		{"row at the top", TopRow(8, block(10, 20), block(30, 10)), fyne.NewSize(100, 40), fyne.NewSize(48, 20), "0,0 10x20 | 18,0 30x10"},
		{"columns", Columns(10, []float32{.25, .75}, block(10, 20), block(10, 10)), fyne.NewSize(110, 40), fyne.NewSize(10, 20), "0,0 25x20 | 35,0 75x10"},
		{"wrap in one line", Wrap(8, block(40, 20), block(40, 10)), fyne.NewSize(100, 40), fyne.NewSize(40, 20), "0,0 40x20 | 48,0 40x10"},
		{"wrap in two lines", Wrap(8, block(40, 20), hidden, block(60, 10)), fyne.NewSize(100, 40), fyne.NewSize(60, 38), "0,0 40x20 | 0,28 60x10"},
		{"padded", Pad(1, 2, 3, 4, block(10, 10)), fyne.NewSize(100, 50), fyne.NewSize(16, 14), "4,1 94x46"},
		{"wide", Wide(60, block(10, 10)), fyne.NewSize(100, 10), fyne.NewSize(10, 10), "0,0 60x10"},
	} {
		c.c.Resize(c.size)
		if got := boxes(c.c); got != c.want {
			t.Errorf("%s: the objects lie at %s, want %s", c.name, got, c.want)
		}
		if got := c.c.MinSize(); got != c.min {
			t.Errorf("%s: MinSize() = %v, want %v", c.name, got, c.min)
		}
	}
}

func TestScrollFollowsTheFocus(t *testing.T) {
	var fields []fyne.CanvasObject
	for i := range 30 {
		fields = append(fields, NewField(fmt.Sprint("Field ", i), "", NewInput("")))
	}
	s := NewFocusScroll(Column(10, fields...))
	w := widgettest.Window(t, fyne.NewSize(300, 200), s)
	widgettest.Settle(w)
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { s.TakeKey(e) })
	last := float32(-1)
	for i := range 30 {
		widgettest.Tab(w, 1)
		o := w.Canvas().Focused().(fyne.CanvasObject)
		if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y; y < 0 || y+o.Size().Height > 200 {
			t.Errorf("field %d has the focus at %v in a scroll of 200", i, y)
		}
		if s.Offset() < last {
			t.Errorf("at field %d the scroll went back from %v to %v", i, last, s.Offset())
		}
		last = s.Offset()
	}
	widgettest.Tab(w, 1) // around to the first
	if s.Offset() != 0 {
		t.Errorf("at the first field the scroll stands at %v, want 0", s.Offset())
	}
	for _, c := range []struct {
		key   fyne.KeyName
		moves func(before, after float32) bool
	}{
		{fyne.KeyPageDown, func(b, a float32) bool { return a == b+180 }},
		{fyne.KeyPageUp, func(b, a float32) bool { return a == 0 }},
	} {
		before := s.Offset()
		widgettest.Key(w, c.key)
		if after := s.Offset(); !c.moves(before, after) {
			t.Errorf("%s moves from %v to %v", c.key, before, after)
		}
	}
	w.Canvas().Unfocus()
	widgettest.Key(w, fyne.KeyEnd, fyne.KeyDown)
	if want := s.Offset(); want < 1000 {
		t.Errorf("End goes to %v, want the end", want)
	}
	widgettest.Key(w, fyne.KeyHome)
	if s.Offset() != 0 {
		t.Errorf("Home goes to %v, want 0", s.Offset())
	}
}

// A page that gets longer can be scrolled to its new end; one that is replaced
// begins at the top.
// What a field says below its control is shown with it.
func TestScrollShowsTheWholeField(t *testing.T) {
	in := NewInput("")
	field := NewField("Account", strings.Repeat("A long helper in several lines. ", 20), in)
	s := NewFocusScroll(Column(10, block(10, 400), field, block(10, 600)))
	w := widgettest.Window(t, fyne.NewSize(400, 300), s)
	widgettest.Settle(w)
	w.Canvas().Focus(in)
	if bottom := field.Position().Y + field.Size().Height; field.Size().Height < 80 || s.Offset()+s.Size().Height < bottom {
		t.Errorf("the field ends at %v, in sight is up to %v", bottom, s.Offset()+s.Size().Height)
	}
}

func TestScrollKnowsItsContent(t *testing.T) {
	p := NewParagraph("short", theme.Body, theme.Text)
	s := NewFocusScroll(Column(0, p))
	w := widgettest.Window(t, fyne.NewSize(300, 100), s)
	p.SetText(strings.Repeat("now it is a long text ", 50))
	widgettest.Settle(w)
	s.TakeKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if s.Offset() == 0 {
		t.Error("the longer text cannot be scrolled")
	}
	s.SetContent(Column(0, NewParagraph("another page", theme.Body, theme.Text)))
	if s.Offset() != 0 {
		t.Errorf("another page begins at %v", s.Offset())
	}
	test.Scroll(w.Canvas(), fyne.NewPos(10, 10), 0, -50)
	if s.Offset() != 0 {
		t.Errorf("a page that is not longer than the window was scrolled to %v", s.Offset())
	}
}

// FocusFirst leaves out what is disabled or hidden.
func TestFocusFirst(t *testing.T) {
	off, gone, b := NewButton("Off", nil), NewButton("Gone", nil), NewButton("B", nil)
	off.Disable()
	gone.Hide()
	root := Column(8, off, gone, b)
	w := widgettest.Window(t, fyne.NewSize(200, 200), root)
	if !FocusFirst(root) || widgettest.Focused(w).Name != "B" {
		t.Errorf("the focus is on %q, want B", widgettest.Focused(w).Name)
	}
	b.Disable()
	if FocusFirst(root) {
		t.Error("FocusFirst() = true where nothing can have the focus")
	}
}
