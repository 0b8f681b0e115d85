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

// showDocuments shows them in a dialog: a single one as it is, several behind
// lines that open.
func (d *Desk) showDocuments(title, lead check.Text, list ...document) {
	if len(list) == 1 {
		doc := list[0]
		body := widgets.Column(theme.Small, append([]fyne.CanvasObject{widgets.NewParagraph(d.say(doc.who), theme.Caption, theme.Soft)}, d.partsOf(doc)...)...)
		d.showText(textSheet{title: d.say(title), lead: d.say(lead), body: body, text: doc.text, file: doc.name})
		return
	}
	var lines []*widgets.Expander
	for _, doc := range list {
		lines = append(lines, widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconFile, Title: d.say(doc.title), Hint: d.say(doc.who), Body: d.drawDocument(doc)}))
	}
	d.showDialog(title, lead, widgets.NewExpanders(lines...), 760)
}

// drawDocument is one of several documents, with its buttons.
func (d *Desk) drawDocument(doc document) fyne.CanvasObject {
	said := widgets.Column(0)
	save := widgets.NewButton(d.say(check.T("text.save", "Save as…")), func() {
		d.SaveFile(doc.name, doc.text, func(path string, err error) {
			said.Objects = []fyne.CanvasObject{d.savedAt(path, err)}
			widgets.Grown(said)
		})
	}).WithIcon(theme.IconSave)
	copying := widgets.NewFramedCopyButton(d.Kit, func() string { return doc.text })
	parts := append([]fyne.CanvasObject{widgets.Wrap(theme.Small, copying, save), said}, d.partsOf(doc)...)
	return widgets.Column(theme.Small, parts...)
}

// partsOf is what a document is good for, and its text.
func (d *Desk) partsOf(doc document) []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, about := range doc.about {
		parts = append(parts, d.plain(about))
	}
	if doc.prose {
		return append(parts, widgets.NewInset(widgets.NewParagraph(doc.text, theme.Code, theme.Text)))
	}
	return append(parts, widgets.NewCodeBox(d.Kit, doc.text))
}

// showDialog shows content with a button that closes it.
func (d *Desk) showDialog(title, lead check.Text, content fyne.CanvasObject, width float32) {
	var show *widgets.Dialog
	closing := widgets.NewPrimary(d.say(check.T("close", "Close")), func() { show.Close() })
	show = widgets.NewDialog(widgets.DialogSpec{Title: d.say(title), Lead: d.say(lead), Body: content,
		Buttons: []*widgets.Button{closing}, Default: closing, Width: width})
	show.Open(d.Window.Canvas())
}
