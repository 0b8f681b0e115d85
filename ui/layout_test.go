package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// sizes are those of the window that people have: the smallest (1920 x 1080 at
// 200 %), the first, and a whole screen.
var sizes = []fyne.Size{small, large, fyne.NewSize(1920, 1080)}

// swollen makes every answer as long as it may be, and the list of hosts too.
func swollen(a *setup.Answers) {
	long := strings.Repeat("very-long-name-of-a-site.", 4)
	a.Name = "Connection of " + strings.Repeat("the headquarters ", 3)
	for n := len(a.Hosts); n < 64; n++ {
		a.Hosts = append(a.Hosts, setup.HostAnswer{Name: fmt.Sprintf("dc%02d.%spractice.example", n, long), Port: "636"})
	}
	ou := "OU=" + strings.Repeat("Wide ", 12) + "Unit,"
	a.BaseDN = ou + ou + a.BaseDN
	a.UserOUs += "\n" + ou + ou + "DC=practice,DC=example"
	a.Account = strings.Repeat("service-account-", 3) + "@" + strings.Repeat("sub.", 8) + "example.com"
	a.Username = a.Account
}

// At every size nothing sticks out of a page, with ordinary and with very long
// answers.
func TestNothingSticksOut(t *testing.T) {
	for name, edit := range map[string]func(*setup.Answers){"ordinary": func(*setup.Answers) {}, "long": swollen} {
		s := newScreen(t)
		s.flow.Edit(edit)
		for _, size := range sizes {
			for _, step := range setup.Steps()[:7] {
				s.win.Resize(size)
				s.window.Goto(step.ID)
				widgettest.Settle(s.win)
				s.fits(fmt.Sprintf("%s, %s at %v", name, step.ID, size), size)
			}
		}
	}
}

// fits reports what is drawn outside of the width of the window. What scrolls
// sideways, such as commands, may be longer.
func (s *screen) fits(where string, size fyne.Size) {
	s.Helper()
	looked := 0
	var look func(o fyne.CanvasObject, at fyne.Position)
	look = func(o fyne.CanvasObject, at fyne.Position) {
		if !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		looked++
		switch o := o.(type) {
		case *canvas.Text:
			if right := at.X + o.MinSize().Width; o.Text != "" && o.Alignment == fyne.TextAlignLeading && right > size.Width+1 {
				s.Errorf("%s: %q ends at %v", where, o.Text, right)
			}
		case *container.Scroll:
			if o.Direction != container.ScrollHorizontalOnly {
				look(o.Content, at.SubtractXY(o.Offset.X, o.Offset.Y))
			}
		case *fyne.Container:
			for _, part := range o.Objects {
				look(part, at)
			}
		case widgets.Parent:
			for _, part := range o.Parts() {
				look(part, at)
			}
		case fyne.Widget:
			if right := at.X + o.Size().Width; right > size.Width+1 {
				s.Errorf("%s: a %T ends at %v", where, o, right)
			}
		}
	}
	look(s.win.Canvas().Content(), fyne.NewPos(0, 0))
	if looked < 100 {
		s.Errorf("%s: only %d objects were looked at", where, looked)
	}
}

// In the smallest window the Tab key reaches everything, and what it reaches is
// on the screen.
func TestTheFocusIsAlwaysSeen(t *testing.T) {
	s := newScreen(t)
	s.win.Resize(small)
	s.walk(setup.Review)
	for _, step := range setup.Steps()[:7] {
		s.window.Goto(step.ID)
		widgettest.Settle(s.win)
		seen := map[fyne.Focusable]bool{}
		for range 80 {
			s.win.Canvas().FocusNext()
			f := s.win.Canvas().Focused()
			if f == nil {
				t.Fatalf("%s: the focus is nowhere after %d stops", step.ID, len(seen))
			}
			if seen[f] {
				break
			}
			seen[f] = true
			s.inView(string(step.ID), f)
		}
		if len(seen) < 8 { // the page, two or three buttons, eight steps, help
			t.Errorf("%s: Tab reaches %d controls only", step.ID, len(seen))
		}
	}
}

// inView reports a focused control that is not, or not all, in the window.
func (s *screen) inView(step string, f fyne.Focusable) {
	s.Helper()
	o := f.(fyne.CanvasObject)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	size := s.win.Canvas().Size()
	const strip, foot = 26, 57
	inside := at.X >= 0 && at.Y >= 0 && at.X+o.Size().Width <= size.Width+1 && at.Y+o.Size().Height <= size.Height+1
	if at.X > 253 && at.Y > strip && at.Y+o.Size().Height < size.Height-foot {
		inside = inside && at.Y > 90 // below the head
	}
	if !inside {
		s.Errorf("%s: %q lies at %v with size %v, outside of %v", step, f.(widgets.Described).Semantics().Name, at, o.Size(), size)
	}
}

// Sixty-four hosts are checked and shown, each on a line of its own.
func TestSixtyFourHosts(t *testing.T) {
	s := newScreen(t)
	s.flow.Edit(func(a *setup.Answers) {
		for n := len(a.Hosts); n < 64; n++ {
			a.Hosts = append(a.Hosts, setup.HostAnswer{Name: fmt.Sprintf("dc%d.practice.example", n+1), Port: "636"})
		}
	})
	s.window.Goto(setup.Connection)
	s.window.Next()
	s.idle()
	s.window.Goto(setup.Connection)
	chips := 0
	for _, told := range widgets.Told(s.page()) {
		if told.Role == widgets.RoleStatus && told.Name == "Name not found" {
			chips++
		}
	}
	if chips != 62 {
		t.Errorf("%d hosts are shown as not found, want 62", chips)
	}
	s.says("62 of 64 hosts cannot be used", "Proved, with 1 warning.")
	open := 0
	for _, told := range widgets.Told(s.page()) {
		if told.State.Has(widgets.Expanded) {
			open++
		}
	}
	if open > 1 {
		t.Errorf("%d remedies are open at once, want at most one", open)
	}
}

// What changes on a page keeps the focus where it was.
func TestTheFocusStays(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.Connection)
	s.tabTo("Host name or IP address 2")
	widgettest.Press(s.win, fyne.KeyR, fyne.KeyModifierControl)
	s.idle()
	if got := widgettest.Focused(s.win).Name; got != "Host name or IP address 2" {
		t.Errorf("after checking the focus is on %q", got)
	}
	s.tabTo("Show all 9 results")
	s.key(fyne.KeySpace)
	if got := widgettest.Focused(s.win).Name; got != "Show fewer results" {
		t.Errorf("after showing all results the focus is on %q", got)
	}
	s.says("The name has an address")
	s.key(fyne.KeySpace)
	if contains(s.text(), "The name has an address") {
		t.Error("the results are still shown after hiding them")
	}
}
