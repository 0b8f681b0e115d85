package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestInputLetsTheWindowHaveItsKeys(t *testing.T) {
	in := NewInput("")
	in.SetText("dc1.corp.example.com")
	around := newCatcher(in)
	w := widgettest.Window(t, fyne.NewSize(300, 60), around)
	var keys []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { keys = append(keys, e.Name) })
	entered := ""
	in.OnEnter = func(text string) { entered = text }
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageDown, fyne.KeyLeft, fyne.KeyHome)
	if want := []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageDown}; !equal(keys, want) {
		t.Errorf("the window got %v, want %v", keys, want)
	}
	if entered != in.Text {
		t.Errorf("OnEnter got %q, want %q", entered, in.Text)
	}
	widgettest.Press(w, fyne.KeyLeft, fyne.KeyModifierAlt)
	widgettest.Press(w, fyne.KeyS, fyne.KeyModifierControl)
	widgettest.Press(w, fyne.KeyLeft, fyne.KeyModifierControl) // a word back: stays in the field
	if want := []string{"CustomDesktop:Alt+Left", "CustomDesktop:Control+S"}; !equal(around.shortcuts, want) {
		t.Errorf("what the field lies in got %v, want %v", around.shortcuts, want)
	}
}

func TestInputSelectsAllWhenTheKeyboardComes(t *testing.T) {
	in := NewInput("")
	in.SetText("Connection-Directory Service")
	w := widgettest.Window(t, fyne.NewSize(300, 60), PadAll(10, in))
	widgettest.Tab(w, 1)
	widgettest.Type(w, "Prod")
	if in.Text != "Prod" {
		t.Errorf("typing over gives %q, want %q", in.Text, "Prod")
	}
	in.FocusLost()
	in.MouseDown(&desktop.MouseEvent{})
	if got := in.SelectedText(); got != "" {
		t.Errorf("a click selects %q, want nothing", got)
	}
}

// What is wrong is said when the field is left, and then while typing.
func TestInputComplainsAfterTheFirstLook(t *testing.T) {
	port := NewInput("").Judge(func(text string) string {
		if text == "636" {
			return ""
		}
		return "Type 636, not “" + text + "”."
	})
	f := NewField("Port", "LDAPS uses 636.", port)
	other := NewButton("Next", nil)
	w := widgettest.Window(t, fyne.NewSize(300, 160), Column(10, f, other))
	var left []string
	port.OnLeave = func(text string) { left = append(left, text) }
	says := func(want string) {
		t.Helper()
		if got := lastText(f); got != want {
			t.Errorf("below %q stands %q, want %q", port.Text, got, want)
		}
	}
	says("LDAPS uses 636.")
	widgettest.Tab(w, 1)
	widgettest.Type(w, "3")
	says("LDAPS uses 636.")
	widgettest.Tab(w, 1)
	says("Type 636, not “3”.")
	if !port.Semantics().State.Has(Invalid) {
		t.Error("the field does not tell that it is invalid")
	}
	widgettest.Golden(t, "field/invalid.xml", w)
	widgettest.Tab(w, 1)
	widgettest.Type(w, "63") // the old text was selected
	says("Type 636, not “63”.")
	widgettest.Type(w, "6")
	widgettest.Key(w, fyne.KeyEnd)
	port.SetText("636")
	says("LDAPS uses 636.")
	if want := []string{"3"}; !equal(left, want) {
		t.Errorf("OnLeave got %v, want %v", left, want)
	}
}

func lastText(f *Field) string {
	last := ""
	for _, s := range Told(f) {
		if s.Role == RoleStatus || s.Role == RoleAlert {
			last = s.Name
		}
	}
	return last
}

func TestFieldShowsTheGravestFirst(t *testing.T) {
	in := NewInput("")
	f := NewField("Username", "DOMAIN\\user or user@domain", in)
	widgettest.Window(t, fyne.NewSize(300, 100), f)
	f.SetNotice(theme.Info, "Sent as svc-h2r@corp.example.com.")
	f.SetError("The password is wrong.")
	if got := lastText(f); got != "The password is wrong." {
		t.Errorf("an error and a notice show %q, want the error", got)
	}
	in.SetText("svc-h2r")
	if got := lastText(f); got != "Sent as svc-h2r@corp.example.com." {
		t.Errorf("after typing %q stands there, want the notice: the error was about what stood there before", got)
	}
	f.SetNotice(theme.Neutral, "")
	if got := lastText(f); got != "DOMAIN\\user or user@domain" {
		t.Errorf("without a notice %q stands there, want the helper", got)
	}
}

func TestFocusFirstError(t *testing.T) {
	need := func(text string) string {
		if text == "" {
			return "Type something."
		}
		return ""
	}
	a, b, c := NewInput("").Judge(need), NewInput("").Judge(need), NewInput("").Judge(need)
	fa, fb, fc := NewField("A", "", a), NewField("B", "", b), NewField("C", "", c)
	w := widgettest.Window(t, fyne.NewSize(300, 300), Column(10, fa, fb, fc))
	a.SetText("filled")
	if !FocusFirstError(fa, fb, fc) {
		t.Error("FocusFirstError() = false, want true: two fields are empty")
	}
	if got := widgettest.Focused(w).Name; got != "B" {
		t.Errorf("the focus is on %q, want B", got)
	}
	if lastText(fc) == "" {
		t.Error("the second faulty field says nothing")
	}
	b.SetText("filled")
	c.SetText("filled")
	if FocusFirstError(fa, fb, fc) {
		t.Error("FocusFirstError() = true, want false: all fields are filled")
	}
}

func TestMultilineInput(t *testing.T) {
	m := NewMultilineInput("", 3)
	after := NewButton("Next", nil)
	w := widgettest.Window(t, fyne.NewSize(300, 160), Column(10, m, after))
	entered := 0
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyReturn {
			entered++
		}
	})
	widgettest.Tab(w, 1)
	widgettest.Type(w, "OU=A")
	widgettest.Key(w, fyne.KeyReturn)
	widgettest.Type(w, "OU=B")
	if m.Text != "OU=A\nOU=B" || entered != 0 {
		t.Errorf("the text is %q and Enter reached the window %d times, want two lines and none", m.Text, entered)
	}
	widgettest.Press(w, fyne.KeyReturn, fyne.KeyModifierControl)
	if entered != 1 {
		t.Errorf("Ctrl+Enter reached the window as Enter %d times, want once", entered)
	}
	if m.AcceptsTab() {
		t.Error("the field keeps Tab to itself: nobody gets out by keyboard")
	}
	widgettest.Tab(w, 1)
	if got := widgettest.Focused(w).Name; got != "Next" {
		t.Errorf("Tab goes to %q, want Next", got)
	}
}
