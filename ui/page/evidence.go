package page

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// evidence is the way for those who will not sign in here: an administrator runs
// a script that only reads, in a session of their own, and what it writes is
// imported.
type evidence struct {
	e       *exchange
	outcome *fyne.Container
	line    *widgets.Expander
}

func newEvidence(e *exchange) *evidence {
	d := e.desk
	v := &evidence{e: e, outcome: widgets.Column(0)}
	step := func(text check.Text, button *widgets.Button) fyne.CanvasObject {
		return widgets.Row(theme.Large, widgets.Grow(widgets.NewParagraph(d.say(text), theme.Body, theme.Text)), button)
	}
	v.line = widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconHistory, Title: d.say(check.T("evidence", "Without signing in here")),
		Hint: d.say(check.T("evidence.hint", "An administrator reports what the account may do. Such results are likely, never proved.")),
		Body: widgets.Column(theme.Medium,
			step(check.T("evidence.save", "1. An administrator of Exchange and Entra runs this script, which only reads, in a session of their own."),
				widgets.NewButton(d.say(check.T("evidence.show", "Show script…")), v.showScript)),
			step(check.T("evidence.import", "2. Import the file that it wrote, or drop it on this window."),
				widgets.NewButton(d.say(check.T("evidence.choose", "Import…")), v.choose).WithIcon(theme.IconImport)),
			v.outcome)})
	return v
}

func (v *evidence) showScript() {
	d := v.e.desk
	s := d.Flow.Scripts().Evidence
	d.showDocuments(check.T("evidence.title", "Report what the account may do"), check.T("evidence.lead", "It reads role assignments, role groups and Entra roles of this one account, and writes them to a file."),
		document{title: check.T("evidence.script", "Script that only reads"), who: check.T("evidence.script.who", "For an administrator of Exchange and Entra, with the modules ExchangeOnlineManagement and Microsoft.Graph"),
			about: []check.Text{check.T("evidence.script.about", "It changes nothing, so there is nothing to undo. Import the JSON file that it writes.")}, name: s.Name, text: s.Text})
}

func (v *evidence) choose() {
	d := v.e.desk
	d.ChooseFile(d.say(check.T("evidence.choose.title", "Choose the report of the administrator")), []string{".json"}, v.read)
}

// read takes over a file. Files can be slow, on a network share.
func (v *evidence) read(path string) {
	d := v.e.desk
	d.Background(func(context.Context) func() {
		data, err := readLimited(path)
		return func() { v.take(filepath.Base(path), data, err) }
	})
}

func (v *evidence) take(name string, data []byte, err error) {
	d := v.e.desk
	if err == nil {
		err = d.Flow.ImportEvidence(context.Background(), data)
	}
	if err != nil {
		v.outcome.Objects = []fyne.CanvasObject{d.failed(check.T("evidence.refused", "This file was not taken"), err)}
		v.line.Open(true)
		v.e.resize()
		d.Reveal(v.outcome)
		return
	}
	v.outcome.Objects = []fyne.CanvasObject{d.point(theme.IconPassed, theme.OK, check.T("evidence.taken", "{{.file}} was imported. Its results stand below.", "file", name))}
	d.Changed()
	v.e.Shown()
	d.Reveal(v.e.card)
}
