package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestLinkButtonIsALink(t *testing.T) {
	link, button := NewLinkButton("Edit", nil), NewButton("Next", nil)
	if link.Cursor() != desktop.PointerCursor || button.Cursor() != desktop.DefaultCursor {
		t.Errorf("the pointer over a link is %v and over a button %v", link.Cursor(), button.Cursor())
	}
	link.SetEnabled(false)
	if link.Cursor() != desktop.DefaultCursor {
		t.Error("the pointer over a disabled link is that of a link")
	}
	if got := link.AccessibilityLabel(); got != "Edit" || link.AccessibilityRole() != fyne.AccessibleRoleButton {
		t.Errorf("Fyne is told %q, %v", got, link.AccessibilityRole())
	}
}

func TestButtonChanges(t *testing.T) {
	b := NewButton("Next", nil)
	w := widgettest.Window(t, fyne.NewSize(300, 40), Row(8, b))
	narrow := b.MinSize().Width
	b.SetLabel("Save connection")
	b.SetEnabled(true)
	pressed := false
	b.SetPress(func() { pressed = true })
	b.Press()
	if b.Label() != "Save connection" || b.MinSize().Width <= narrow || !pressed {
		t.Errorf("the button is %q, %v wide (was %v), pressed: %v", b.Label(), b.MinSize().Width, narrow, pressed)
	}
	b.Resize(fyne.NewSize(60, 32))
	cut := false
	for _, text := range paintOrder(w) {
		cut = cut || strings.HasSuffix(text.text, "…")
	}
	if !cut {
		t.Error("a label that has no room is not cut")
	}
}

func TestSecretInputDetails(t *testing.T) {
	s := NewSecretInput(widgettest.English(), "Kept in the keyring")
	w := widgettest.Window(t, fyne.NewSize(200, 60), Column(0, s))
	if got := drawn(w); got != "Kept in the keyring" {
		t.Errorf("the empty field shows %q", got)
	}
	s.SetPlaceholder("Type it again")
	if got := drawn(w); got != "Type it again" {
		t.Errorf("the empty field shows %q, want the new text", got)
	}
	face := widgettest.Find(t, s, func(o fyne.CanvasObject) bool {
		d, ok := o.(Described)
		return ok && d.Semantics().Role == RoleTextBox
	})
	changes, left, entered := 0, 0, 0
	s.OnChange, s.OnLeave, s.OnEnter = func() { changes++ }, func() { left++ }, func() { entered++ }
	test.TapAt(face.(fyne.Tappable), fyne.NewPos(2, 10))
	widgettest.Type(w, "ac")
	test.TapAt(face.(fyne.Tappable), fyne.NewPos(16, 10)) // between the two bullets
	widgettest.Type(w, "b")
	test.TapAt(face.(fyne.Tappable), fyne.NewPos(150, 10)) // behind the last
	widgettest.Type(w, "d")
	widgettest.Key(w, fyne.KeyReturn)
	w.Canvas().Unfocus()
	if got := s.Secret().Reveal(); got != "abcd" || changes != 4 || left != 1 || entered != 1 {
		t.Errorf("clicks and keys give %q, %d changes, left %d times, entered %d times", got, changes, left, entered)
	}
	if c := face.(desktop.Cursorable).Cursor(); c != desktop.TextCursor {
		t.Errorf("the pointer over the field is %v", c)
	}
	s.SetEnabled(false)
	w.Canvas().Focus(face.(fyne.Focusable))
	face.(fyne.Focusable).TypedRune('x')
	face.(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if got := s.Secret().Reveal(); got != "abcd" {
		t.Errorf("a disabled field became %q", got)
	}
	s.SetEnabled(true)
	w.Canvas().Focus(face.(fyne.Focusable))
	widgettest.Key(w, fyne.KeyEnd)
	widgettest.Type(w, strings.Repeat("long", 30))
	if got := drawn(w); len(got) == 0 || len(got) > len(strings.Repeat("•", 30)) {
		t.Errorf("a password longer than the field shows %d bytes of bullets", len(got))
	}
}

func TestFieldHelperAndName(t *testing.T) {
	f := NewField("Port", "LDAPS uses 636.", NewInput(""))
	w := widgettest.Window(t, fyne.NewSize(300, 100), Column(0, f, NewInput("").Named("Filter")))
	f.SetHelper("Set by your organization.")
	if got := lastText(f); got != "Set by your organization." {
		t.Errorf("below the field stands %q", got)
	}
	widgettest.Tab(w, 2)
	if got := widgettest.Focused(w).Name; got != "Filter" {
		t.Errorf("a field without a label is called %q, want Filter", got)
	}
}

// A problem told from outside has no control that could say it; the field still
// finds something to focus.
func TestFieldAroundSomethingElse(t *testing.T) {
	where := NewRadioGroup("Password", []Option{{"Keep", ""}, {"Hand over", ""}}, nil)
	f := NewField("Password", "", Column(0, where))
	w := widgettest.Window(t, fyne.NewSize(300, 160), Column(0, NewButton("A", nil), f))
	if f.FocusError() {
		t.Error("FocusError() = true for a field without a problem")
	}
	f.SetError("Choose one.")
	if !f.FocusError() || widgettest.Focused(w).Name != "Password" || !f.Semantics().State.Has(Invalid) {
		t.Errorf("the focus is on %q and the field tells %+v", widgettest.Focused(w).Name, f.Semantics())
	}
}

// The foot stays low: a long status is cut after two lines, and told whole.
func TestLongStatusIsCut(t *testing.T) {
	s := sampleShell("")
	w := widgettest.Window(t, fyne.NewSize(930, 500), s)
	long := strings.Repeat("Two hosts need attention. ", 12)
	s.SetStatus(theme.Bad, long)
	widgettest.Settle(w)
	lines, cut := 0, false
	for _, text := range paintOrder(w) {
		if strings.HasPrefix(text.text, "Two hosts") || strings.HasSuffix(text.text, "…") && strings.Contains(long, strings.TrimSuffix(text.text, "…")) {
			lines++
			cut = cut || strings.HasSuffix(text.text, "…")
		}
	}
	if lines != 2 || !cut {
		t.Errorf("the status has %d lines, the last cut: %v; want 2 and cut", lines, cut)
	}
	told := widgettest.Find(t, s, func(o fyne.CanvasObject) bool {
		d, ok := o.(Described)
		return ok && d.Semantics().Name == long
	})
	told.(desktop.Hoverable).MouseIn(nil)
	told.(desktop.Hoverable).MouseOut()
	s.SetStatus(theme.Neutral, "")
	if strings.Contains(transcript(s), long) {
		t.Error("an empty status still tells the old one")
	}
}

// Hover is drawn on what the pointer is over, and only there.
func TestHover(t *testing.T) {
	group := NewRadioGroup("Where", []Option{{"Here", ""}, {"There", ""}}, nil)
	p := NewPressable(NewPlain("Row", theme.Body, theme.Text), Semantics{Name: "Row"}, nil).WithTip("A row")
	cloud := NewSelectBox("Cloud", []string{"Worldwide"}, nil)
	check := NewCheckBox("Keep", "", nil)
	w := widgettest.Window(t, fyne.NewSize(300, 300), Column(8, group, p, cloud, check))
	veils := func() int {
		n := 0
		shapes(w.Content(), box{0, 0, 1e6, 1e6}, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ box) {
			if r, ok := o.(*canvas.Rectangle); ok && r.FillColor == theme.Color(theme.Hover) {
				n++
			}
		})
		return n
	}
	for _, o := range []fyne.CanvasObject{group, p, cloud, check} {
		target := o
		if o == fyne.CanvasObject(group) {
			target = widgettest.Find(t, group, func(o fyne.CanvasObject) bool {
				d, ok := o.(Described)
				return ok && d.Semantics().Role == RoleRadio
			})
		}
		center := fyne.CurrentApp().Driver().AbsolutePositionForObject(target).AddXY(20, 12)
		test.MoveMouse(w.Canvas(), center)
		if got := veils(); got != 1 {
			t.Errorf("over %T %d things are drawn as hovered, want 1", o, got)
		}
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(299, 299))
	if got := veils(); got != 0 {
		t.Errorf("beside everything %d things are drawn as hovered", got)
	}
}

// A key that reaches the window while a menu is open goes no further.
func TestKeysBehindAMenu(t *testing.T) {
	b := NewButton("More", nil)
	w := widgettest.Window(t, fyne.NewSize(300, 200), Column(0, b))
	got := 0
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !TakeOverlayKey(w.Canvas(), e) {
			got++
		}
	})
	ShowMenu(b, nil)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a menu without items opened")
	}
	ShowMenu(b, []MenuItem{{Label: "Rehearse a locked account"}, {Label: "Rehearse an expired certificate"}})
	menu := w.Canvas().Overlays().Top()
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
	test.MoveMouse(w.Canvas(), fyne.NewPos(30, 90)) // over the second line
	if got != 0 || menu.(Described).Semantics().Value != "Rehearse an expired certificate" {
		t.Errorf("%d keys went through, and the pointer marks %q", got, menu.(Described).Semantics().Value)
	}
	if !menu.(fyne.Tabbable).AcceptsTab() {
		t.Error("Tab would leave the open menu")
	}
	widgettest.Key(w, fyne.KeyTab)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("Tab leaves the menu open")
	}
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
	if got != 1 {
		t.Errorf("without a menu %d keys reached the window, want 1", got)
	}
}
