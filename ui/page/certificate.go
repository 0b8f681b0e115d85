package page

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// certificates draws the certificate of every host that showed one.
func (c *connection) certificates() []fyne.CanvasObject {
	d := c.desk
	var out []fyne.CanvasObject
	for _, h := range d.Flow.Seen().Directory.Hosts {
		leaf := h.Verdict.Leaf
		if leaf.SHA256 == "" {
			continue
		}
		line := func(key check.Text, value string) widgets.KeyValue {
			return widgets.KeyValue{Key: d.say(key), Value: value}
		}
		mono := func(key check.Text, value string) widgets.KeyValue {
			return widgets.KeyValue{Key: d.say(key), Value: value, Mono: true}
		}
		list := widgets.NewKeyValues(
			line(check.T("certificate.subject", "Issued to"), leaf.Subject),
			line(check.T("certificate.names", "Valid for"), strings.Join(leaf.Names, ", ")),
			line(check.T("certificate.issuer", "Issued by"), leaf.Issuer),
			line(check.T("certificate.dates", "Valid"), d.say(check.T("certificate.from-to", "{{.from}} to {{.to}}", "from", leaf.NotBefore.Format(time.DateOnly), "to", leaf.NotAfter.Format(time.DateOnly)))),
			line(check.T("certificate.key", "Key"), leaf.Key),
			line(check.T("certificate.session", "Session"), strings.TrimSpace(h.Verdict.Version+" "+h.Verdict.Cipher)),
			mono(check.T("trust.sha256", "SHA-256"), leaf.SHA256),
			mono(check.T("certificate.pin", "Public key"), leaf.Pin.String()))
		out = append(out, widgets.Column(theme.Small, widgets.NewHeading(h.Host.Name, theme.Strong), list,
			widgets.NewParagraph(d.say(h.Verdict.Trusted()), theme.Body, theme.Text), widgets.NewParagraph(d.say(h.Verdict.Needed()), theme.Body, theme.Text)))
	}
	return out
}

// showCertificates shows them in a dialog, to be compared and copied.
func (c *connection) showCertificates() {
	d := c.desk
	var rows []fyne.CanvasObject
	for i, o := range c.certificates() {
		if i > 0 {
			rows = append(rows, widgets.NewLine())
		}
		rows = append(rows, o)
	}
	var show *widgets.Dialog
	closing := widgets.NewPrimary(d.say(check.T("close", "Close")), func() { show.Close() })
	show = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("certificate.title", "Certificates of the domain controllers")),
		Body: widgets.Column(theme.Large, rows...), Buttons: []*widgets.Button{closing}, Default: closing, First: closing, Width: 720})
	show.Open(d.Window.Canvas())
}
