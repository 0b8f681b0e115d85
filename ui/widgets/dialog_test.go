package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestDialogByKeyboard(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []fyne.KeyName
		want string
	}{
		{"Enter presses the default", []fyne.KeyName{fyne.KeyReturn}, "trusted"},
		{"Esc cancels", []fyne.KeyName{fyne.KeyEscape}, "cancelled"},
		{"other keys do nothing", []fyne.KeyName{fyne.KeyF1, fyne.KeyPageDown}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			opener := NewButton("Review certificate", nil)
			w := widgettest.Window(t, fyne.NewSize(800, 500), Column(0, opener))
			widgettest.Tab(w, 1)
			said := ""
			trust := NewPrimary("Trust this CA", func() { said = "trusted" })
			name := NewInput("")
			d := NewDialog(DialogSpec{
				Title: "Do you recognise it?", Body: NewField("Name", "", name), Default: trust,
				Buttons: []*Button{NewButton("Don't trust", nil), trust}, OnCancel: func() { said = "cancelled" },
			})
			d.Open(w.Canvas())
			if got := widgettest.Focused(w).Name; got != "Name" {
				t.Errorf("the focus is on %q, want the first field", got)
			}
			widgettest.Key(w, c.keys...)
			if said != c.want {
				t.Errorf("after %v the dialog said %q, want %q", c.keys, said, c.want)
			}
			d.Close()
			if got := widgettest.Focused(w); got.Name != "Review certificate" || !got.State.Has(Focused) || !ringed(opener) {
				t.Errorf("when the dialog is closed the focus is on %+v, with a ring: %v; want the button that opened it", got, ringed(opener))
			}
		})
	}
}

// A dialog that was opened with the pointer leaves no ring behind.
func TestDialogByPointer(t *testing.T) {
	d := NewDialog(DialogSpec{Title: "Title"})
	opener := NewButton("Open", nil)
	w := widgettest.Window(t, fyne.NewSize(800, 500), Column(0, opener))
	opener.SetPress(func() { d.Open(w.Canvas()) })
	test.Tap(opener)
	d.Close()
	if ringed(opener) {
		t.Error("the button has a ring although nobody used the keyboard")
	}
}

func TestDialogMarkup(t *testing.T) {
	w := widgettest.Window(t, fyne.NewSize(800, 500), Column(0, NewButton("Open", nil)))
	trust := NewPrimary("Trust this CA", nil)
	d := NewDialog(DialogSpec{
		Title: "Do you recognise this certificate?", Lead: "dc2.corp.example.com showed one that this computer does not trust.",
		Body: NewKeyValues(KeyValue{Key: "Issued by", Value: "CORP-ISSUING-CA"}), Buttons: []*Button{NewButton("Don't trust", nil), trust}, Default: trust,
	})
	d.Open(w.Canvas())
	widgettest.Golden(t, "dialog/open.xml", w)
}

// A dialog that is longer than the window scrolls; its buttons stay.
func TestLongDialogScrolls(t *testing.T) {
	w := widgettest.Window(t, fyne.NewSize(930, 500), Column(0, NewButton("Open", nil)))
	ok := NewPrimary("Close", nil)
	d := NewDialog(DialogSpec{Title: "Help", Body: NewParagraph(strings.Repeat("A long text. ", 400), theme.Body, theme.Text), Buttons: []*Button{ok}, Default: ok})
	d.Open(w.Canvas())
	widgettest.Settle(w)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(ok)
	if at.Y+ok.Size().Height > 500 {
		t.Errorf("the button ends at %v in a window of 500", at.Y+ok.Size().Height)
	}
	scroll := widgettest.Find[*FocusScroll](t, d, nil)
	widgettest.Key(w, fyne.KeyPageDown)
	if scroll.Offset() == 0 {
		t.Error("Page Down does not scroll the dialog")
	}
}

func TestSelectBox(t *testing.T) {
	var got []int
	s := NewSelectBox("Cloud", []string{"Worldwide", "GCC High", "DoD"}, func(i int) { got = append(got, i) })
	w := widgettest.Window(t, fyne.NewSize(400, 300), Column(0, s))
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp)
	if want := []int{0, 1, 0}; !equal(got, want) || s.Semantics().Value != "Worldwide" {
		t.Errorf("the arrows chose %v and the box tells %q, want %v and Worldwide", got, s.Semantics().Value, want)
	}
	open := func() bool { return w.Canvas().Overlays().Top() != nil }
	widgettest.Press(w, fyne.KeyDown, fyne.KeyModifierAlt)
	if !open() {
		t.Fatal("Alt+Down does not open the list")
	}
	widgettest.Golden(t, "select/open.xml", w)
	widgettest.Key(w, fyne.KeyEnd, fyne.KeyUp)
	widgettest.Type(w, "d")
	widgettest.Key(w, fyne.KeyReturn)
	if open() || s.Chosen() != 2 {
		t.Errorf("after the letter d and Enter the list is open: %v, chosen %d, want DoD", open(), s.Chosen())
	}
	if f := widgettest.Focused(w); f.Name != "Cloud" {
		t.Errorf("when the list is closed the focus is on %q", f.Name)
	}
	widgettest.Key(w, fyne.KeySpace, fyne.KeyHome, fyne.KeyEscape)
	if open() || s.Chosen() != 2 {
		t.Errorf("Esc leaves the list open: %v, or chooses %d", open(), s.Chosen())
	}
	widgettest.Key(w, fyne.KeySpace)
	test.TapCanvas(w.Canvas(), fyne.NewPos(390, 290))
	if open() {
		t.Error("a click beside the list leaves it open")
	}
	widgettest.Key(w, fyne.KeySpace)
	test.TapCanvas(w.Canvas(), fyne.NewPos(60, 58))
	if open() || s.Chosen() != 0 {
		t.Errorf("a click on the first line leaves the list open: %v, chosen %d", open(), s.Chosen())
	}
}

func TestChoices(t *testing.T) {
	var kept []bool
	keep := NewCheckBox("Keep the password", "On this computer.", func(on bool) { kept = append(kept, on) })
	var chosen []int
	where := NewRadioGroup("Where", []Option{{"Here", ""}, {"There", "In a file."}, {"Nowhere", ""}}, func(i int) { chosen = append(chosen, i) })
	after := NewButton("Next", nil)
	w := widgettest.Window(t, fyne.NewSize(300, 300), Column(8, keep, where, after))
	entered := 0
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { entered++ })

	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeySpace, fyne.KeySpace, fyne.KeySpace, fyne.KeyReturn)
	if want := []bool{true, false, true}; !equal(kept, want) || !keep.Semantics().State.Has(Checked|Focused) || entered != 1 {
		t.Errorf("Space gave %v (%+v) and Enter reached the window %d times, want %v and once", kept, keep.Semantics(), entered, want)
	}
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp)
	if want := []int{0, 1, 0, 2}; !equal(chosen, want) || where.Semantics().Value != "Nowhere" {
		t.Errorf("the arrows chose %v, %q, want %v", chosen, where.Semantics().Value, want)
	}
	widgettest.Golden(t, "choice/focused.xml", w)
	widgettest.Tab(w, 1)
	if got := widgettest.Focused(w).Name; got != "Next" {
		t.Errorf("Tab goes from the group to %q, want Next: the group is one stop", got)
	}
	second := widgettest.Find(t, where, func(o fyne.CanvasObject) bool {
		d, ok := o.(Described)
		return ok && d.Semantics().Name == "There"
	})
	test.Tap(second.(fyne.Tappable))
	if where.Chosen() != 1 || widgettest.Focused(w).Name != "Where" {
		t.Errorf("a click chose %d and the focus is on %q", where.Chosen(), widgettest.Focused(w).Name)
	}
	where.Disable()
	keep.Disable()
	where.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	test.Tap(keep)
	if where.Chosen() != 1 || !keep.Checked() {
		t.Error("a disabled choice changed")
	}
	widgettest.Golden(t, "choice/disabled.xml", w)
}
