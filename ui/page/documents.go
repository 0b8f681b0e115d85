package page

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// document is a text for somebody else, to be read, copied and saved: a script, a
// request, a sheet.
type document struct {
	title check.Text
	who   check.Text   // who runs it, or reads it
	about []check.Text // what it does, and how it is taken back
	name  string       // of the file
	text  string
	prose bool // to be read, not run: long lines wrap
}

// showDocuments shows them in a dialog, each behind a line that opens. The only
// one is open at once.
func (d *Desk) showDocuments(title, lead check.Text, list ...document) {
	var lines []*widgets.Expander
	for _, doc := range list {
		lines = append(lines, widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconFile, Title: d.say(doc.title), Hint: d.say(doc.who), Body: d.drawDocument(doc)}))
	}
	if len(lines) == 1 {
		lines[0].Open(true)
	}
	d.showDialog(title, lead, widgets.NewExpanders(lines...), 760)
}

// drawDocument is what a document is good for, its buttons, and its text.
func (d *Desk) drawDocument(doc document) fyne.CanvasObject {
	saved := widgets.Column(0)
	save := widgets.NewButton(d.say(check.T("document.save", "Save…")), nil).WithIcon(theme.IconSave)
	save.SetPress(func() {
		d.SaveFile(doc.name, doc.text, func(path string, err error) {
			saved.Objects = []fyne.CanvasObject{widgets.Point(theme.IconPassed, theme.OK, d.say(check.T("document.saved", "Saved as {{.path}}", "path", path)))}
			if err != nil {
				saved.Objects = []fyne.CanvasObject{d.failed(check.T("document.not-saved", "The file was not saved"), err)}
			}
			saved.Refresh()
		})
	})
	parts := []fyne.CanvasObject{}
	for _, about := range doc.about {
		parts = append(parts, widgets.NewParagraph(d.say(about), theme.Body, theme.Text))
	}
	copying := widgets.NewFramedCopyButton(d.Kit, func() string { return doc.text })
	var text fyne.CanvasObject = widgets.NewCodeBox(d.Kit, doc.text)
	if doc.prose {
		text = widgets.NewInset(widgets.NewParagraph(doc.text, theme.Code, theme.Text))
	}
	parts = append(parts, widgets.Wrap(theme.Small, copying, save), saved, text)
	return widgets.Column(theme.Small, parts...)
}

// showDialog shows content with a button that closes it.
func (d *Desk) showDialog(title, lead check.Text, content fyne.CanvasObject, width float32) *widgets.Dialog {
	var show *widgets.Dialog
	closing := widgets.NewPrimary(d.say(check.T("close", "Close")), func() { show.Close() })
	show = widgets.NewDialog(widgets.DialogSpec{Title: d.say(title), Lead: d.say(lead), Body: content,
		Buttons: []*widgets.Button{closing}, Default: closing, Width: width})
	show.Open(d.Window.Canvas())
	return show
}
