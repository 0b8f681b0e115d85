package ui_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestScreensOfFinding(t *testing.T) {
	for _, tag := range words.Languages() {
		s := withoutHosts(t, tag.String())
		s.shoot("connection-joined")
		s.pressKey("joined.use", "Use its domain controllers…")
		events.wait(t, "the domain controllers", func() bool { return s.boxes() == 2 && !contains(told(s.page()), "ooking for") })
		s.shoot("find")
		s.key(fyne.KeyEscape)
		s.tabTo(s.words.Draw(hostName) + " 1")
		s.paste("dc1.practice.example, dc2.practice.example:3269; ldaps://dc3.practice.example\nbad_host!name 10.0.0.300")
		s.shoot("paste")
		s.key(fyne.KeyEscape)
	}
}

func TestScreensOfDoctor(t *testing.T) {
	for _, tag := range words.Languages() {
		s := newScreenIn(t, tag.String(), "tls.unknown-ca")
		s.window.Goto(setup.Connection)
		s.window.Next()
		s.idle()
		s.shoot("connection-trouble")
		s.pressKey("connection.certificates", "Certificates")
		s.shoot("doctor")
		s.pressKey("doctor.pin", "Trust this key…")
		s.shoot("pin")
		s.key(fyne.KeyEscape)
		s.pressKey("doctor.recipe", "What to do on the other side…")
		s.shoot("recipe")
	}
}

// TestPicturesOfTree draws the page of the Base DN with the tree.
func TestScreensOfTree(t *testing.T) {
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
func TestScreensOfAccount(t *testing.T) {
	for _, tag := range words.Languages() {
		s := newScreenIn(t, tag.String(), "rights.missing")
		s.fill()
		s.window.Next()
		s.idle()
		s.shoot("account-missing")
		s.win.Canvas().Focus(widgettest.Find[*widgets.Matrix](t, s.page(), nil))
		s.shoot("rights")
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

// TestPicturesOfMany draws 64 hosts, and 64 OUs with long names.
func TestScreensOfMany(t *testing.T) {
	s := newScreenIn(t, "de")
	s.flow.Edit(func(a *setup.Answers) {
		for n := range 62 {
			a.Hosts = append(a.Hosts, setup.HostAnswer{Name: fmt.Sprintf("domain-controller-%02d.berlin.practice.example", n), Port: "636"})
			a.UserOUs += fmt.Sprintf("\nOU=Abteilung für Angelegenheiten Nummer %02d,OU=Staff,DC=practice,DC=example", n)
		}
	})
	s.fill()
	s.window.Next()
	s.idle()
	s.shoot("many-account")
	s.window.Goto(setup.Connection)
	s.shoot("many-hosts")
}
