package page

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// doctor is the dialog about one host: what its certificate says and what is
// wrong with it, what can be done here, and what happened line by line. It
// changes nothing without being asked to.
type doctor struct {
	c      *connection
	desk   *Desk
	body   *fyne.Container
	dialog *widgets.Dialog
	hosts  []int // lines with something to show
}

// showCertificates opens the dialog on the first host in trouble.
func (c *connection) showCertificates() {
	for i, key := range c.keys {
		if results := of(c.latest(), key); hindered(results) {
			c.showHost(i)
			return
		}
	}
	c.showHost(0)
}

// showHost opens the dialog on the host of a line.
func (c *connection) showHost(line int) {
	d := c.desk
	x := &doctor{c: c, desk: d, body: widgets.Column(theme.Large)}
	for i, key := range c.keys {
		if len(of(c.latest(), key)) > 0 {
			x.hosts = append(x.hosts, i)
		}
	}
	content := []fyne.CanvasObject{}
	if len(x.hosts) > 1 {
		var names []string
		at := 0
		for n, i := range x.hosts {
			names = append(names, c.keys[i].Label)
			if i == line {
				at = n
			}
		}
		choice := widgets.NewSelectBox(d.say(check.T("doctor.host", "Domain controller")), names, func(n int) { x.draw(x.hosts[n]) })
		choice.Choose(at)
		content = append(content, choice)
	}
	closing := widgets.NewPrimary(d.say(check.T("close", "Close")), func() { x.dialog.Close() })
	x.dialog = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("doctor.title", "Domain controller and certificate")),
		Body: widgets.Column(theme.Large, append(content, x.body)...), Buttons: []*widgets.Button{closing}, Default: closing, First: closing, Width: 760})
	x.draw(line)
	x.dialog.Open(d.Window.Canvas())
}

// latest is the report that the lines show.
func (c *connection) latest() check.Report {
	report, stale := c.desk.Flow.Results(setup.Connection)
	if stale {
		return check.Report{}
	}
	return report
}

// draw shows the host of a line.
func (x *doctor) draw(line int) {
	d, key := x.desk, x.c.keys[line]
	x.body.Objects = nil
	if len(x.hosts) <= 1 { // else the choice above names it
		x.body.Objects = append(x.body.Objects, widgets.NewHeading(key.Label, theme.Strong))
	}
	results := of(x.c.latest(), key)
	for _, r := range results {
		for _, p := range r.Problems {
			x.body.Objects = append(x.body.Objects, x.problem(r, p))
		}
	}
	if seen, ok := d.seenHost(key.Name); ok && seen.Verdict.Leaf.SHA256 != "" {
		x.body.Objects = append(x.body.Objects, x.trust(seen), x.remedies(line, seen), x.chain(seen))
	}
	for _, s := range d.Flow.Story() {
		if s.Host != key.Label || s.Text == "" {
			continue
		}
		x.body.Objects = append(x.body.Objects, widgets.Column(theme.Tiny,
			widgets.NewHeading(d.say(check.T("doctor.story", "What happened, step by step")), theme.Strong), widgets.NewCodeBox(d.Kit, s.Text)))
	}
	x.body.Refresh()
	x.dialog.Settle()
}

// problem is one thing that is wrong. A key that changed is a stop: it comes
// first, with both keys in its text.
func (x *doctor) problem(r check.Result, p *check.Problem) fyne.CanvasObject {
	tone := widgets.ToneOf(r.Status)
	if p.Severity == check.Warning {
		tone = theme.Caution
	}
	return widgets.NewBanner(tone, x.desk.say(p.Detail), x.desk.say(p.Advice.Do))
}

// seenHost returns what a host told of itself in the last run.
func (d *Desk) seenHost(name string) (setup.SeenHost, bool) {
	for _, h := range d.Flow.Seen().Directory.Hosts {
		if h.Host.Name == name && name != "" {
			return h, true
		}
	}
	return setup.SeenHost{}, false
}

// trust are the two lines that are always there: who trusts the certificate here,
// and what the platform will need.
func (x *doctor) trust(h setup.SeenHost) fyne.CanvasObject {
	icon, ink := theme.IconFailed, theme.Error
	if h.Verdict.Vouched() {
		icon, ink = theme.IconPassed, theme.OK
	}
	return widgets.NewInset(widgets.Column(theme.Small,
		widgets.Point(icon, ink, x.desk.say(h.Verdict.Trusted())),
		widgets.Point(theme.IconInfo, theme.Accent, x.desk.say(h.Verdict.Needed()))))
}

// remedies are what can be done here, and the recipe for the other side.
func (x *doctor) remedies(line int, h setup.SeenHost) fyne.CanvasObject {
	d, c := x.desk, x.c
	then := func(do func()) func() {
		return func() {
			x.dialog.Close()
			do()
		}
	}
	answer := d.Flow.Answers().Hosts[line]
	var out []fyne.CanvasObject
	if answer.VerifyAs != "" {
		out = append(out, widgets.NewButton(d.say(check.T("host.verify-as.undo", "Use the typed name again")), then(func() { c.verifyAs(line, "") })))
	}
	for _, name := range h.Verdict.OfferNames[:min(offered, len(h.Verdict.OfferNames))] {
		out = append(out, widgets.NewButton(d.say(check.T("host.verify-as.use", "Verify it as {{.name}}", "name", name)), then(func() { c.verifyAs(line, name) })))
	}
	if !h.Verdict.Vouched() {
		out = append(out, widgets.NewButton(d.say(check.T("trust.file", "Choose CA file…")), then(c.trust.choose)).WithIcon(theme.IconOpenFile),
			widgets.NewButton(d.say(check.T("trust.paste", "Paste CA certificate…")), then(c.trust.askPaste)))
	}
	if !h.Verdict.OK() {
		out = append(out, widgets.NewButton(d.say(check.T("doctor.pin", "Trust this key…")), func() { x.askPin(line, h) }).WithIcon(theme.IconSeal))
	}
	if answer.Pin != "" {
		out = append(out, widgets.NewButton(d.say(check.T("doctor.pin.undo", "Do not trust its key by itself any more")), then(func() { c.pin(line, "") })))
	}
	if recipe, ok := recipeOf(h); ok {
		out = append(out, widgets.NewButton(d.say(check.T("doctor.recipe", "What to do on the other side…")), func() { d.showRecipe(recipe) }).WithIcon(theme.IconDocument))
	}
	return widgets.Wrap(theme.Small, out...)
}

func recipeOf(h setup.SeenHost) (setup.Recipe, bool) {
	for _, p := range h.Verdict.Problems {
		if r, ok := setup.RecipeFor(p, h.Host); ok {
			return r, true
		}
	}
	return setup.Recipe{}, false
}

// chain is what the host sent, its own certificate first.
func (x *doctor) chain(h setup.SeenHost) fyne.CanvasObject {
	d := x.desk
	rows := []fyne.CanvasObject{widgets.NewHeading(d.say(check.T("doctor.chain", "Certificates that it sent")), theme.Strong)}
	for i, cert := range h.Verdict.Chain {
		if i > 0 {
			rows = append(rows, widgets.NewLine())
		}
		lines := []widgets.KeyValue{
			{Key: d.say(check.T("certificate.subject", "Issued to")), Value: cert.Subject},
			{Key: d.say(check.T("certificate.issuer", "Issued by")), Value: cert.Issuer},
			{Key: d.say(check.T("certificate.dates", "Valid")), Value: d.say(check.T("certificate.from-to", "{{.from}} to {{.to}}", "from", cert.NotBefore.Format(time.DateOnly), "to", cert.NotAfter.Format(time.DateOnly)))},
			{Key: d.say(check.T("trust.sha256", "SHA-256")), Value: cert.SHA256, Mono: true}}
		if i == 0 {
			lines = append(lines, widgets.KeyValue{Key: d.say(check.T("certificate.names", "Valid for")), Value: strings.Join(cert.Names, ", ")},
				widgets.KeyValue{Key: d.say(check.T("certificate.key", "Key")), Value: cert.Key},
				widgets.KeyValue{Key: d.say(check.T("certificate.pin", "Public key")), Value: cert.Pin.String(), Mono: true},
				widgets.KeyValue{Key: d.say(check.T("certificate.session", "Session")), Value: strings.TrimSpace(h.Verdict.Version + " " + h.Verdict.Cipher)})
		}
		rows = append(rows, widgets.NewKeyValues(lines...))
	}
	return widgets.Column(theme.Small, rows...)
}
