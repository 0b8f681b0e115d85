package ui_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func (s *screen) tree() *widgets.TreeView {
	s.Helper()
	return widgettest.Find[*widgets.TreeView](s.T, s.page(), nil)
}

// lines are the lines of the tree: "Staff", with what stands beside it, and + for
// an open one.
func (s *screen) lines() []string {
	var out []string
	for _, l := range s.tree().Lines() {
		name := l.Name
		if l.Fold == widgets.Open {
			name = "+" + name
		}
		if l.Marked {
			name = "*" + name
		}
		out = append(out, name)
	}
	return out
}

// counted waits until the tree is there and what is below the Base DN is counted.
func (s *screen) counted() {
	s.Helper()
	events.wait(s.T, "the counts", func() bool {
		for _, busy := range []string{"…", "counting"} {
			for _, l := range s.lines() {
				if contains(l, busy) {
					return false
				}
			}
		}
		text := s.text()
		return contains(text, "63 ") && !contains(text, "ounting") && !contains(text, "gezählt")
	})
}

// TestPicturesOfTree draws the page of the Base DN with the tree.
func TestPicturesOfTree(t *testing.T) {
	if os.Getenv("SCREENS") == "" {
		t.Skip("pictures are drawn by make screens")
	}
	for _, tag := range words.Languages() {
		s := newScreenIn(t, tag.String())
		s.window.Goto(setup.BaseDN)
		s.shoot("base-dn-needs")
		s.fill()
		s.window.Goto(setup.BaseDN)
		s.shoot("base-dn-closed")
		s.window.Goto(setup.ServiceAccount)
		s.window.Next()
		s.idle()
		s.window.Goto(setup.BaseDN)
		events.wait(t, "the tree", func() bool { return len(s.lines()) > 5 })
		s.win.Canvas().Focus(s.tree())
		s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
		events.wait(t, "the counts", func() bool {
			return contains(s.text(), "employeeID") && !contains(s.text(), "Still") && !contains(s.text(), "noch")
		})
		s.shoot("base-dn-tree")
		s.win.Canvas().Focus(widgettest.Find(t, s.page(), func(i *widgets.Input) bool { return i.Semantics().Name == "Base DN" }))
		widgettest.Type(s.win, "DC=practice/DC=example")
		s.win.Canvas().FocusNext()
		s.shoot("base-dn-fault")
	}
}

// TestPicturesOfAccount draws the page of the service account with what rests on
// its results.
func TestPicturesOfAccount(t *testing.T) {
	if os.Getenv("SCREENS") == "" {
		t.Skip("pictures are drawn by make screens")
	}
	for _, tag := range words.Languages() {
		s := newScreenIn(t, tag.String(), "rights.missing")
		s.fill()
		s.window.Next()
		s.idle()
		s.shoot("account-missing")
		s.pressKey("targets.choose", "Choose…")
		events.wait(t, "the tree", func() bool { return len(s.lines()) > 5 })
		s.shoot("targets")
		s.key(fyne.KeyEscape)
		s.pressKey("as-me", "You do not have its password? Check as yourself…")
		s.shoot("as-me")
		s.key(fyne.KeyEscape)
		s.pressKey("handover.script", "Script that grants what is missing…")
		s.shoot("script")
	}
}
