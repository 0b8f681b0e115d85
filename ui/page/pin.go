package page

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// askPin asks before the key of a host is trusted in place of its chain and its
// name. The safe answer has the focus.
func (x *doctor) askPin(line int, h setup.SeenHost) {
	d := x.desk
	leaf := h.Verdict.Leaf
	lines := []widgets.KeyValue{
		{Key: d.say(check.T("certificate.subject", "Issued to")), Value: leaf.Subject},
		{Key: d.say(check.T("certificate.issuer", "Issued by")), Value: leaf.Issuer},
		{Key: d.say(check.T("trust.sha256", "SHA-256")), Value: leaf.SHA256, Mono: true},
		{Key: d.say(check.T("certificate.pin", "Public key")), Value: leaf.Pin.String(), Mono: true}}
	if old := d.Flow.Answers().Hosts[line].Pin; old != "" {
		lines = append([]widgets.KeyValue{{Key: d.say(check.T("pin.old", "Accepted before")), Value: old, Mono: true}}, lines...)
	}
	compare := widgets.NewBanner(theme.Caution, d.say(check.T("pin.compare", "Compare the fingerprint")),
		d.say(check.T("pin.compare.text", "Let the team of the domain controller read it to you. On the domain controller, this shows it:")))
	command := widgets.NewCodeBox(d.Kit, `Get-ChildItem Cert:\LocalMachine\My | ForEach-Object { $_.Subject; $_.GetCertHashString('SHA256') }`)
	var ask *widgets.Dialog
	no := widgets.NewButton(d.Kit.Cancel, func() { ask.Close() })
	yes := widgets.NewDanger(d.say(check.T("pin.yes", "Trust this key")), func() {
		ask.Close()
		x.dialog.Close()
		x.c.pin(line, leaf.Pin.String())
	})
	ask = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("pin.title", "Trust the key of {{.host}}?", "host", h.Host.Name)),
		Lead: d.say(check.T("pin.lead", "Then this one key counts, whoever issued the certificate and whatever name it carries. Its dates and the encryption are still verified. Another key will be refused.")),
		Body: widgets.Column(theme.Medium, widgets.NewKeyValues(lines...), compare, command), Buttons: []*widgets.Button{no, yes}, First: no, Width: 680})
	ask.Open(d.Window.Canvas())
}

// pin has the host of a line verified by its key, or no longer.
func (c *connection) pin(line int, pin string) {
	c.desk.edit(func(a *setup.Answers) { a.Hosts[line].Pin = pin })
	c.desk.Check(setup.Connection)
}

// showRecipe shows what the team of the domain controllers has to do, to be
// copied or saved.
func (d *Desk) showRecipe(r setup.Recipe) {
	body := []fyne.CanvasObject{}
	for i, step := range r.Steps {
		parts := []fyne.CanvasObject{widgets.NewParagraph(d.say(check.T("recipe.step", "{{.n}}. {{.do}}", "n", i+1, "do", step.Do)), theme.Body, theme.Text)}
		if step.Command != "" {
			parts = append(parts, widgets.NewCodeBox(d.Kit, step.Command))
		}
		if !step.Expect.IsZero() {
			parts = append(parts, widgets.NewParagraph(d.say(step.Expect), theme.Caption, theme.Soft))
		}
		body = append(body, widgets.Column(theme.Tiny, parts...))
	}
	d.showText(textSheet{title: d.say(r.Title), lead: d.say(r.Why), body: widgets.Column(theme.Medium, body...), text: setup.RecipeText(r, d.say), file: "domain-controller.txt"})
}

// textSheet is something to hand to somebody else.
type textSheet struct {
	title, lead string
	// body is how it is shown; nil shows the text itself: prose in lines that fit,
	// else sign by sign.
	body  fyne.CanvasObject
	prose bool
	text  string
	file  string // the name that is proposed
}

// showText shows a text with buttons to copy and to save it.
func (d *Desk) showText(t textSheet) {
	said := widgets.Column(0)
	body := t.body
	buttons := []*widgets.Button{widgets.NewCopyButton(d.Kit, func() string { return t.text })}
	switch {
	case body == nil && t.prose:
		body = widgets.NewInset(widgets.NewParagraph(t.text, theme.Code, theme.Text))
	case body == nil:
		body, buttons = widgets.NewCodeBox(d.Kit, t.text), nil // it has its own
	}
	var show *widgets.Dialog
	save := widgets.NewButton(d.say(check.T("text.save", "Save as…")), func() {
		d.SaveFile(t.file, t.text, func(path string, err error) {
			said.Objects = []fyne.CanvasObject{d.savedAt(path, err)}
			said.Refresh()
			show.Settle()
		})
	}).WithIcon(theme.IconSave)
	closing := widgets.NewPrimary(d.say(check.T("close", "Close")), func() { show.Close() })
	show = widgets.NewDialog(widgets.DialogSpec{Title: t.title, Lead: t.lead, Body: widgets.Column(theme.Medium, said, body),
		Buttons: append(buttons, save, closing), Default: closing, First: closing, Width: 760})
	show.Open(d.Window.Canvas())
}

// savedAt says where a text was saved, or why not.
func (d *Desk) savedAt(path string, err error) fyne.CanvasObject {
	if err != nil {
		return d.failed(check.T("text.not-saved", "It could not be saved"), err)
	}
	return widgets.NewBanner(theme.Good, d.say(check.T("text.saved", "Saved as {{.path}}", "path", path)), "")
}
