package page

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// maxCA is far above any CA file; a file chosen by mistake stops here.
const maxCA = 1 << 20

// trust is the part of the connection page that adds a CA to those that this
// computer trusts. There is no way to trust without one.
type trust struct {
	desk *Desk
	body *fyne.Container
	card fyne.CanvasObject
}

func newTrust(d *Desk) *trust {
	t := &trust{desk: d, body: widgets.Column(theme.Medium)}
	t.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("trust", "Certificate authority (optional)")),
		Lead: d.say(check.T("trust.lead", "Add the CA that issued the certificates of the domain controllers if this computer does not trust it already. It is used for this connection only.")),
		Body: t.body})
	return t
}

// draw shows what is trusted in addition.
func (t *trust) draw() {
	d := t.desk
	var lines []widgets.KeyValue
	for _, a := range d.Flow.Answers().Authorities() {
		lines = append(lines, widgets.KeyValue{Key: d.say(check.T("trust.ca", "Trusted CA")), Value: a.Subject},
			widgets.KeyValue{Key: d.say(check.T("trust.sha256", "SHA-256")), Value: a.SHA256, Mono: true})
	}
	buttons := []fyne.CanvasObject{
		widgets.NewButton(d.say(check.T("trust.file", "Choose CA file…")), t.choose).WithIcon(theme.IconOpenFile),
		widgets.NewButton(d.say(check.T("trust.paste", "Paste CA certificate…")), t.askPaste)}
	t.body.Objects = nil
	if len(lines) > 0 {
		t.body.Objects = append(t.body.Objects, widgets.NewKeyValues(lines...))
		buttons = append(buttons, widgets.NewSubtle(d.say(check.T("trust.remove", "Remove")), func() { t.set("") }).WithIcon(theme.IconDelete))
	}
	t.body.Objects = append(t.body.Objects, widgets.Wrap(theme.Small, buttons...))
	t.body.Refresh()
	t.card.Refresh()
}

func (t *trust) set(pem string) {
	t.desk.edit(func(a *setup.Answers) { a.CA = pem })
	t.draw()
	t.desk.Check(setup.Connection)
}

func (t *trust) choose() {
	t.desk.ChooseFile(t.desk.say(check.T("trust.file.title", "Choose a CA file")), []string{".cer", ".crt", ".pem", ".der"}, t.Read)
}

// Read takes over a file. Files can be slow, on a network share.
func (t *trust) Read(path string) {
	t.desk.Background(func(context.Context) func() {
		data, err := readLimited(path)
		if err != nil {
			return func() { t.refused(err) }
		}
		return func() { t.take(filepath.Base(path), data) }
	})
}

func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxCA))
}

func (t *trust) take(name string, data []byte) {
	pem, _, err := setup.ReadAuthorities(name, data)
	if err != nil {
		t.refused(err)
		return
	}
	t.set(pem)
}

func (t *trust) refused(err error) {
	t.draw()
	t.body.Objects = append([]fyne.CanvasObject{t.desk.failed(check.T("trust.refused", "This file adds no CA"), err)}, t.body.Objects...)
	t.body.Refresh()
	t.card.Refresh()
}

// askPaste takes the text of a certificate, as it comes by mail.
func (t *trust) askPaste() {
	d := t.desk
	text := widgets.NewMultilineInput("-----BEGIN CERTIFICATE-----", 8)
	text.Mono().WithMenu(d.Kit)
	field := widgets.NewField(d.say(check.T("trust.paste.field", "Certificate, as text (PEM)")), "", text)
	var ask *widgets.Dialog
	cancel := widgets.NewButton(d.Kit.Cancel, func() { ask.Close() })
	add := widgets.NewPrimary(d.say(check.T("trust.paste.add", "Add")), func() {
		pem, _, err := setup.ReadAuthorities(d.say(check.T("trust.pasted", "pasted text")), []byte(text.Text))
		if err != nil {
			field.SetError(d.say(Why(err)))
			widgets.FocusFirst(text)
			return
		}
		ask.Close()
		t.set(pem)
	})
	ask = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("trust.paste.title", "Paste a CA certificate")),
		Lead: d.say(check.T("trust.paste.lead", "Compare its fingerprint with the one that whoever runs the CA tells you.")),
		Body: field, Buttons: []*widgets.Button{cancel, add}, Default: add, Width: 640})
	ask.Open(d.Window.Canvas())
}
