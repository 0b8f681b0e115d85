package widgets_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestShellAtItsSizes(t *testing.T) {
	for _, c := range []struct {
		name   string
		size   fyne.Size
		scroll bool
	}{
		{"smallest", fyne.NewSize(930, 500), true},
		{"usual", fyne.NewSize(1100, 720), true},
		{"full HD", fyne.NewSize(1920, 1080), false},
	} {
		s := sampleShell("Practice mode")
		w := widgettest.Window(t, c.size, s)
		s.Bind(w.Canvas())
		widgettest.Settle(w)
		if m := s.MinSize(); m.Width > 930 || m.Height > 500 {
			t.Errorf("the shell asks for %v, want at most 930 x 500", m)
		}
		for _, name := range []string{"Back", "Next", "Cancel"} {
			b := widgettest.Button(t, s, name)
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
			if right, bottom := at.X+b.Size().Width, at.Y+b.Size().Height; right > c.size.Width || bottom > c.size.Height || b.Size().Width < 92 {
				t.Errorf("%s: %s ends at %v,%v in %v and is %v wide", c.name, name, right, bottom, c.size, b.Size().Width)
			}
		}
		widgettest.Key(w, fyne.KeyEnd)
		if scrolled := s.Body().Offset() > 0; scrolled != c.scroll {
			t.Errorf("%s: the body scrolls: %v, want %v", c.name, scrolled, c.scroll)
		}
	}
}

// The page scrolls while the focus is on a button of the foot: a page may have
// nothing else that takes it.
func TestKeysInTheFootScrollThePage(t *testing.T) {
	s := sampleShell("")
	w := widgettest.Window(t, fyne.NewSize(930, 500), s)
	s.Bind(w.Canvas())
	got := []fyne.KeyName{}
	s.OnKey = func(e *fyne.KeyEvent) { got = append(got, e.Name) }
	widgettest.Settle(w)
	w.Canvas().Focus(widgettest.Button(t, s, "Next"))
	widgettest.Key(w, fyne.KeyPageDown, fyne.KeyF1)
	if s.Body().Offset() == 0 || !slices.Equal(got, []fyne.KeyName{fyne.KeyF1}) {
		t.Errorf("Page Down scrolls by %v; the window got %v", s.Body().Offset(), got)
	}
}

// A tip does not stay behind when the page scrolls under it.
func TestTipGoesWithTheScroll(t *testing.T) {
	s := sampleShell("")
	w := widgettest.Window(t, fyne.NewSize(930, 500), s)
	s.Bind(w.Canvas())
	widgettest.Settle(w)
	openTip(t, w)
	const tip = "Remove"
	if drawn := test.RenderToMarkup(w.Canvas()); !strings.Contains(drawn, tip) {
		t.Fatalf("%+v has no tip", widgettest.Focused(w))
	}
	widgettest.Key(w, fyne.KeyPageDown)
	if drawn := test.RenderToMarkup(w.Canvas()); strings.Contains(drawn, tip) {
		t.Error("the tip is still there")
	}
}

func TestShellMarkup(t *testing.T) {
	w := widgettest.Window(t, fyne.NewSize(930, 500), sampleShell("Practice mode"))
	widgettest.Golden(t, "shell/smallest.xml", w)
}

// Tab goes through the page, the foot and then the rail, and comes back; each
// stop comes once, and none of them is cut off by the scroll.
func TestTabGoesThroughThePageFirst(t *testing.T) {
	s := sampleShell("")
	w := widgettest.Window(t, fyne.NewSize(930, 500), s)
	widgettest.Settle(w)
	var order []string
	for range 60 {
		widgettest.Tab(w, 1)
		name := widgettest.Focused(w).Name
		if len(order) > 0 && name == order[0] {
			break
		}
		order = append(order, name)
		requireVisible(t, w, name)
	}
	at := func(name string) int { return slices.Index(order, name) }
	for _, pair := range [][2]string{
		{"Connection name", "Host name or IP address 1"},
		{"Port 4", "Add host"},
		{"Check all again", "Back"},
		{"Back", "Next"},
		{"Next", "Cancel"},
		{"Cancel", "Welcome"},
		{"Welcome", "Review and save"},
		{"Review and save", "Help for this step"},
	} {
		if at(pair[0]) < 0 || at(pair[1]) < at(pair[0]) {
			t.Errorf("%q is not before %q in %q", pair[0], pair[1], order)
		}
	}
	if seen := slices.Compact(slices.Sorted(slices.Values(order))); len(seen) != len(order) {
		t.Errorf("a stop came twice: %q", order)
	}
}

// requireVisible fails when what has the focus lies outside the window or under
// the foot.
func requireVisible(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	o := w.Canvas().Focused().(fyne.CanvasObject)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	shell := w.Content().(*Shell)
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(shell.Body())
	inBody := false
	Walk(shell.Body(), func(p fyne.CanvasObject) bool { inBody = inBody || p == o; return true })
	if !inBody {
		return
	}
	if at.Y < top.Y || at.Y+o.Size().Height > top.Y+shell.Body().Size().Height {
		t.Errorf("%q has the focus at %v (height %v), outside the body %v + %v", name, at.Y, o.Size().Height, top.Y, shell.Body().Size().Height)
	}
}

func TestShellKeys(t *testing.T) {
	s := sampleShell("")
	w := widgettest.Window(t, fyne.NewSize(930, 500), s)
	s.Bind(w.Canvas())
	var keys []fyne.KeyName
	s.OnKey = func(e *fyne.KeyEvent) { keys = append(keys, e.Name) }
	back := 0
	s.AddShortcut(fyne.KeyLeft, fyne.KeyModifierAlt, func() { back++ })

	widgettest.Key(w, fyne.KeyReturn) // nothing has the focus
	widgettest.Tab(w, 1)              // a field has it
	widgettest.Key(w, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1)
	if want := []fyne.KeyName{fyne.KeyReturn, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1}; !equal(keys, want) {
		t.Errorf("the shell got %v, want %v", keys, want)
	}
	widgettest.Press(w, fyne.KeyLeft, fyne.KeyModifierAlt)
	if back != 1 {
		t.Errorf("Alt+Left in a field worked %d times, want once", back)
	}
	w.Canvas().Unfocus()
	widgettest.Key(w, fyne.KeyPageDown)
	if s.Body().Offset() == 0 {
		t.Error("Page Down without a focus does not scroll")
	}
	dialog := NewDialog(DialogSpec{Title: "Sure?", Buttons: []*Button{NewButton("No", nil)}})
	dialog.Open(w.Canvas())
	keys = nil
	widgettest.Key(w, fyne.KeyF1, fyne.KeyTab)
	widgettest.Press(w, fyne.KeyLeft, fyne.KeyModifierAlt)
	if len(keys) != 0 || back != 1 {
		t.Errorf("behind a dialog the shell got %v and Alt+Left %d times", keys, back-1)
	}
}

// A click beside the controls takes the focus away in Fyne; the backdrop brings
// it back.
func TestClickBesideKeepsTheFocus(t *testing.T) {
	s := sampleShell("")
	w := widgettest.Window(t, fyne.NewSize(1100, 720), s)
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyEnd) // nothing is selected any more
	had := w.Canvas().Focused()
	backdrop := widgettest.Find(t, s, func(o fyne.CanvasObject) bool {
		_, mouse := o.(desktop.Mouseable)
		_, tap := o.(fyne.Tappable)
		_, focusable := o.(fyne.Focusable)
		return mouse && tap && !focusable
	})
	// What the driver of Fyne does, in its order.
	backdrop.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{})
	w.Canvas().Unfocus()
	backdrop.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{})
	backdrop.(fyne.Tappable).Tapped(&fyne.PointEvent{})
	if w.Canvas().Focused() != had {
		t.Errorf("the focus is on %T, want the field that had it", w.Canvas().Focused())
	}
	if in, ok := had.(*Input); !ok || in.SelectedText() != "" {
		t.Error("the text was selected although nobody came by the keyboard")
	}
}

func TestStepRail(t *testing.T) {
	var chosen []string
	r := NewStepRail(widgettest.English(), func(id string) { chosen = append(chosen, id) })
	groups := []StepGroup{
		{Steps: []Step{{"welcome", "Welcome", "", StepDone}}},
		{Title: "Directory", Note: "on JUMP01", Steps: []Step{{"hosts", "Hosts", "2 of 4 need attention", StepAttention}, {"account", "Account", "", StepTodo}}},
	}
	r.SetSteps(groups, "hosts")
	w := widgettest.Window(t, fyne.NewSize(240, 300), r)
	var told []string
	for _, s := range Told(r) {
		line := string(s.Role) + " " + s.Name + ": " + s.Value
		if s.State.Has(Current) {
			line += " (current)"
		}
		told = append(told, line)
	}
	want := []string{
		"list : ", "listitem Welcome: done", "heading Directory: on JUMP01",
		"listitem Hosts: needs attention, 2 of 4 need attention (current)", "listitem Account: to do",
	}
	if !equal(told, want) {
		t.Errorf("the rail tells\n%q, want\n%q", told, want)
	}
	widgettest.Golden(t, "steprail/tracks.xml", w)
	widgettest.Tab(w, 3)
	widgettest.Key(w, fyne.KeyReturn)
	groups[1].Steps[0].State = StepRecheck
	r.SetSteps(groups, "account")
	if got := widgettest.Focused(w).Name; got != "Account" || !equal(chosen, []string{"account"}) {
		t.Errorf("after Enter on Account %v was chosen and the focus is on %q", chosen, got)
	}
	w.Resize(fyne.NewSize(240, 140))
	widgettest.Golden(t, "steprail/low.xml", w)
}
