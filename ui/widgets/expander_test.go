package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func sampleExpanders() (cloud, scope *Expander, card fyne.CanvasObject) {
	cloud = NewExpander(ExpanderSpec{Icon: theme.IconGlobe, Title: "Cloud and application", Hint: "For national clouds and applications of your own.",
		Value: "Worldwide, built in", Body: NewSelectBox("Cloud", []string{"Worldwide", "GCC High"}, nil)})
	scope = NewExpander(ExpanderSpec{Title: "Write scope", Value: strings.Repeat("a very long scope ", 20), Body: NewInput("Berlin only")})
	return cloud, scope, NewExpanders(cloud, scope)
}

// A line opens and closes by Enter, Space and a click, keeps the focus, and tells
// how it stands.
func TestExpanderOpens(t *testing.T) {
	cloud, _, card := sampleExpanders()
	said := ""
	w := widgettest.Window(t, fyne.NewSize(700, 300), Column(0, card))
	told := func() Semantics { return widgettest.Focused(w) }
	widgettest.Tab(w, 1)
	if got := told(); got.Name != "Cloud and application" || got.Value != "Worldwide, built in" || !got.State.Has(Collapsed) {
		t.Fatalf("the first stop is %+v", got)
	}
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace} {
		was := cloud.IsOpen()
		widgettest.Key(w, key)
		if cloud.IsOpen() == was || !told().State.Has(Focused) {
			t.Errorf("after %s the line is open: %v, and told as %+v", key, cloud.IsOpen(), told())
		}
	}
	cloud.Open(true)
	cloud.SetValue("GCC High")
	if got := told(); !got.State.Has(Expanded) || got.Value != "GCC High" {
		t.Errorf("an open line is told as %+v", got)
	}
	for _, s := range Told(card) {
		said += s.Name + "\n"
	}
	if !strings.Contains(said, "Cloud") || strings.Contains(said, "Berlin only") {
		t.Errorf("an open and a closed line tell\n%s", said)
	}
}

// What opens is reached by the next Tab, and comes into view.
func TestExpanderInAScroll(t *testing.T) {
	cloud, scope, card := sampleExpanders()
	opened := 0
	extra := NewExpander(ExpanderSpec{Title: "Last", Body: Column(0, Tall(200, NewParagraph("text", theme.Body, theme.Text)), NewInput("end")), OnOpen: func(bool) { opened++ }})
	scroll := NewFocusScroll(Column(0, card, NewExpanders(extra)))
	w := widgettest.Window(t, fyne.NewSize(700, 160), scroll)
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeySpace)
	widgettest.Tab(w, 1)
	if got := widgettest.Focused(w); got.Role != RoleComboBox {
		t.Errorf("after the open line comes %+v, want what it holds", got)
	}
	cloud.Open(false)
	scope.Open(false)
	extra.Open(true)
	extra.Open(true)
	if opened != 1 || scroll.Offset() == 0 {
		t.Errorf("opened %d times, scrolled by %v; want once, and into view", opened, scroll.Offset())
	}
}

func TestExpanderMarkup(t *testing.T) {
	cloud, _, card := sampleExpanders()
	w := widgettest.Window(t, fyne.NewSize(700, 260), Column(0, card))
	widgettest.Golden(t, "expander/closed.xml", w)
	widgettest.Tab(w, 1)
	cloud.Open(true)
	widgettest.Golden(t, "expander/open.xml", w)
}

// In a dialog, which is as high as it has to be, a line that opens makes it
// higher.
func TestExpanderInADialog(t *testing.T) {
	_, scope, card := sampleExpanders()
	w := widgettest.Window(t, fyne.NewSize(900, 700), Column(0))
	d := NewDialog(DialogSpec{Title: "Scripts", Body: card, Buttons: []*Button{NewButton("Close", nil)}})
	d.Open(w.Canvas())
	in := widgettest.Find(t, d, func(x *FocusScroll) bool { return true })
	low := in.Size().Height
	scope.SetBody(Tall(180, NewParagraph("what it holds", theme.Body, theme.Text)))
	scope.SetTitle("Limits")
	scope.Open(true)
	if high := in.Size().Height; high < low+150 {
		t.Errorf("the body of the dialog is %v high, was %v", high, low)
	}
}
