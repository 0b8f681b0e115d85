package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// What differs from run to run: the practice has a CA of its own every time, and
// a computer its own speed.
var changing = []struct {
	what *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`Practice CA [a-z0-9]+`), "Practice CA #"},
	{regexp.MustCompile(`([0-9A-F]{2}:){5,}[0-9A-F]{0,2}`), "#"},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:#"},
	{regexp.MustCompile(`sha256//[A-Za-z0-9+/]+=`), "sha256//#"},
	{regexp.MustCompile(`\b20\d\d-\d\d-\d\d(T[\d:]+Z| \d\d:\d\d)?`), "#"},
	{regexp.MustCompile(`(< )?\b\d+(\.\d)? (ms|s)\b`), "# ms"},
	{regexp.MustCompile(`Verified( · # ms)?`), "Verified"},
}

func steady(text string) string {
	for _, c := range changing {
		text = c.what.ReplaceAllString(text, c.to)
	}
	return text
}

// golden compares a text with testdata/name. A new or changed one is written to
// testdata/failed, to be looked at and moved.
func golden(t *testing.T, name, got string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name))
	if err == nil && string(want) == got {
		return
	}
	failed := filepath.Join("testdata", "failed", name)
	if err := os.MkdirAll(filepath.Dir(failed), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(failed, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Errorf("testdata/%s differs from what is drawn now: see %s", name, failed)
}

// drawn compares the markup of the page; the frame around it is the same on
// every one and compared once.
func (s *screen) drawn(name string) {
	s.Helper()
	widgettest.Settle(s.win)
	golden(s.T, name+".xml", steady(test.RenderObjectToMarkup(s.body())))
}

// body is the page, without the frame around it.
func (s *screen) body() fyne.CanvasObject {
	return s.win.Canvas().Content().(*widgets.Shell).Body()
}

// told compares what somebody who cannot see the page is told of it: less than
// the markup, and independent of pixels.
func (s *screen) told(name string) {
	s.Helper()
	var b strings.Builder
	var said widgets.Semantics // what a text below it repeats
	for _, told := range widgets.Told(s.above(s.body())) {
		repeats := told.Role == widgets.RoleText && (told.Name == said.Name || told.Name == said.Value)
		if told.Role == widgets.RoleGroup || told.Name+told.Value == "" || repeats {
			continue
		}
		if told.Role != widgets.RoleText {
			said = told
		}
		line := fmt.Sprintf("%s: %s", told.Role, told.Name)
		if told.Value != "" {
			line += " = " + told.Value
		}
		b.WriteString(line + states(told.State) + "\n")
	}
	golden(s.T, name+".txt", steady(b.String()))
}

func states(s widgets.State) string {
	text := ""
	for _, n := range []struct {
		state widgets.State
		name  string
	}{{widgets.Disabled, "disabled"}, {widgets.Checked, "checked"}, {widgets.Expanded, "expanded"},
		{widgets.Collapsed, "collapsed"}, {widgets.Invalid, "invalid"}, {widgets.Busy, "busy"}, {widgets.Focused, "focused"}} {
		if s.Has(n.state) {
			text += " (" + n.name + ")"
		}
	}
	return text
}

// page is everything on the screen, or the dialog above it.
func (s *screen) page() fyne.CanvasObject { return s.above(s.win.Canvas().Content()) }

// above is the dialog, if there is one, else o.
func (s *screen) above(o fyne.CanvasObject) fyne.CanvasObject {
	if top := s.win.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return o
}

// Every page as it is first met.
func TestPages(t *testing.T) {
	s := newScreen(t)
	widgettest.Settle(s.win)
	golden(t, "window.xml", steady(test.RenderToMarkup(s.win.Canvas())))
	for _, step := range s.flow.Steps() {
		if step.ID == setup.Done {
			continue // only saving leads there
		}
		s.window.Goto(step.ID)
		events.drain()
		s.drawn(string(step.ID))
	}
}

// Every page with its results, when all is well.
func TestPagesProved(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Review)
	for _, id := range []setup.StepID{setup.Connection, setup.BaseDN, setup.ServiceAccount, setup.Exchange, setup.Review} {
		s.window.Goto(id)
		events.drain()
		if id == setup.BaseDN {
			s.counted()
		}
		s.told(string(id) + "-proved")
	}
	s.key(fyne.KeyReturn)
	s.at(setup.Done)
	s.told("done-verified")
}

// Pages with a fault: one cause is open with its remedy, what follows from it is
// not checked.
func TestPagesWithFaults(t *testing.T) {
	for _, c := range []struct {
		fault string
		at    setup.StepID
	}{
		{"tls.wrong-name", setup.Connection},
		{"hosts.some-down", setup.Connection},
		{"ldap.account-locked", setup.ServiceAccount},
		{"rights.missing", setup.ServiceAccount},
		{"role.missing", setup.Exchange},
		{"entra.cancelled", setup.Exchange},
	} {
		t.Run(c.fault, func(t *testing.T) {
			s := newScreen(t, c.fault)
			s.fill()
			s.window.Goto(c.at)
			s.window.Next()
			s.idle()
			if got := s.flow.Current().ID; got != c.at && c.fault != "hosts.some-down" {
				t.Fatalf("went on to %s in spite of %s", got, c.fault)
			}
			s.window.Goto(c.at)
			s.told(string(c.at) + "-" + c.fault)
		})
	}
}
