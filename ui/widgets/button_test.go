package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestMain(m *testing.M) { widgettest.Main(m) }

func TestButtonIsPressed(t *testing.T) {
	pressed := 0
	b := NewButton("Next", func() { pressed++ })
	w := widgettest.Window(t, fyne.NewSize(200, 60), PadAll(10, b))
	for _, c := range []struct {
		how  string
		do   func()
		want int
	}{
		{"click", func() { test.Tap(b) }, 1},
		{"Enter", func() { widgettest.Key(w, fyne.KeyReturn) }, 2},
		{"Enter of the number pad", func() { widgettest.Key(w, fyne.KeyEnter) }, 3},
		{"Space", func() { widgettest.Key(w, fyne.KeySpace) }, 4},
		{"another key", func() { widgettest.Key(w, fyne.KeyA) }, 4},
	} {
		c.do()
		if pressed != c.want {
			t.Errorf("after %s the button was pressed %d times, want %d", c.how, pressed, c.want)
		}
		if w.Canvas().Focused() != fyne.Focusable(b) {
			t.Errorf("after %s the focus is on %T, want the button", c.how, w.Canvas().Focused())
		}
	}
	b.Disable()
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if pressed != 4 {
		t.Errorf("a disabled button was pressed %d times", pressed-4)
	}
}

// What is disabled or hidden while it has the focus hands it on: without that,
// the next Tab would begin at the top of the window.
func TestFocusIsHandedOn(t *testing.T) {
	for name, leave := range map[string]func(*Button){"disabled": (*Button).Disable, "hidden": (*Button).Hide} {
		a, b, c := NewButton("A", nil), NewButton("B", nil), NewButton("C", nil)
		w := widgettest.Window(t, fyne.NewSize(200, 160), Column(10, a, b, c))
		widgettest.Tab(w, 2)
		leave(b)
		if got := widgettest.Focused(w).Name; got != "C" {
			t.Errorf("when B is %s the focus goes to %q, want C", name, got)
		}
	}
}

func TestButtonTells(t *testing.T) {
	off := NewPrimary("Next", nil)
	off.Disable()
	for _, c := range []struct {
		b    *Button
		want Semantics
	}{
		{NewButton("Back", nil), Semantics{Role: RoleButton, Name: "Back"}},
		{off, Semantics{Role: RoleButton, Name: "Next", State: Disabled}},
		{NewLinkButton("Edit", nil), Semantics{Role: RoleLink, Name: "Edit"}},
		{NewIconButton(theme.IconDelete, "Remove dc1", nil), Semantics{Role: RoleButton, Name: "Remove dc1"}},
	} {
		if got := c.b.Semantics(); got != c.want {
			t.Errorf("Semantics() = %+v, want %+v", got, c.want)
		}
	}
}

// A key that a button has no use for goes on to the window, so that Esc and F1
// work wherever the focus is.
func TestKeysGoOnToTheWindow(t *testing.T) {
	b := NewButton("Next", nil)
	around := newCatcher(b)
	w := widgettest.Window(t, fyne.NewSize(200, 60), around)
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageDown)
	widgettest.Press(w, fyne.KeyLeft, fyne.KeyModifierAlt)
	if want := []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageDown}; !equal(got, want) {
		t.Errorf("the window got %v, want %v", got, want)
	}
	if want := []string{"CustomDesktop:Alt+Left"}; !equal(around.shortcuts, want) {
		t.Errorf("what the button lies in got %v, want %v", around.shortcuts, want)
	}
}

// catcher is something that controls lie in and that wants every shortcut.
type catcher struct {
	widget.BaseWidget
	content   fyne.CanvasObject
	shortcuts []string
}

func newCatcher(content fyne.CanvasObject) *catcher {
	c := &catcher{content: content}
	c.ExtendBaseWidget(c)
	return c
}

func (c *catcher) Parts() []fyne.CanvasObject          { return []fyne.CanvasObject{c.content} }
func (c *catcher) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.content) }

func (c *catcher) TakeShortcut(s fyne.Shortcut) bool {
	c.shortcuts = append(c.shortcuts, s.ShortcutName())
	return true
}

func TestButtonMarkup(t *testing.T) {
	b := NewPrimary("Sign in with Microsoft", nil)
	icon := NewButton("Copy", nil).WithIcon(theme.IconCopy)
	w := widgettest.Window(t, fyne.NewSize(340, 60), PadAll(10, Row(theme.Small, b, icon)))
	widgettest.Golden(t, "button/normal.xml", w)
	widgettest.Tab(w, 1)
	widgettest.Golden(t, "button/focused.xml", w)
	b.Disable()
	b.MouseIn(nil)
	icon.MouseIn(nil)
	widgettest.Golden(t, "button/disabled-hovered.xml", w)
}

// A ring is for the keyboard: a click shows none.
func TestRingComesWithTheKeyboard(t *testing.T) {
	b := NewButton("Next", nil)
	w := widgettest.Window(t, fyne.NewSize(120, 60), PadAll(10, b))
	test.Tap(b)
	widgettest.Golden(t, "button/clicked.xml", w)
	widgettest.Key(w, fyne.KeyEscape)
	widgettest.Golden(t, "button/clicked-then-key.xml", w)
}

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
