package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// done says what was proved, what was saved, and what is not done yet.
type done struct {
	quiet
	desk    *Desk
	body    *fyne.Container
	reports *reports
}

func newDone(d *Desk) *done {
	p := &done{desk: d, body: widgets.Column(theme.Large), reports: newReports(d)}
	p.content = p.body
	return p
}

// Shown implements Page.
func (p *done) Shown() {
	p.body.Objects = []fyne.CanvasObject{p.standing()}
	if w := p.desk.NotKept; w != nil {
		p.body.Objects = append(p.body.Objects, widgets.NewBanner(theme.Caution, p.desk.say(check.T("done.not-kept", "The password is not kept")), p.desk.say(wrong(w))))
	}
	p.body.Objects = append(p.body.Objects, p.proved(), p.left())
	if accepted := p.desk.acceptedWarnings(); accepted != nil {
		p.body.Objects = append(p.body.Objects, accepted)
	}
	p.body.Objects = append(p.body.Objects, p.reports.card)
	p.body.Refresh()
}

// standing says what the saved connection is worth.
func (p *done) standing() fyne.CanvasObject {
	d := p.desk
	c := d.Flow.Connection()
	if c.Verified {
		return widgets.NewBanner(theme.Good, d.say(check.T("done.verified", "“{{.name}}” is saved and verified", "name", c.Name)),
			d.say(check.T("done.verified.text", "You can open it on the first page at any time and verify it again, for example after a change of password or rights.")))
	}
	return widgets.NewBanner(theme.Caution, d.say(check.T("done.not-verified", "“{{.name}}” is saved, not verified", "name", c.Name)),
		d.say(check.T("done.not-verified.text", "Open it on the first page when what is missing has been put right, and verify it again.")))
}

func (p *done) proved() fyne.CanvasObject {
	d := p.desk
	report := d.Flow.Report()
	var chips, rows []fyne.CanvasObject
	for _, s := range []check.Status{check.Passed, check.Warned, check.Failed, check.Unknown} {
		if n := report.Count(s); n > 0 {
			chips = append(chips, widgets.NewChip(widgets.ToneOf(s), d.say(setup.CountText(s, n))))
		}
	}
	for _, reason := range d.Flow.Connection().Reasons {
		rows = append(rows, widgets.Point(theme.IconWarning, theme.Warn, d.say(reason)))
	}
	for _, track := range []struct {
		name check.Text
		step setup.StepID
	}{{check.T("done.directory", "Active Directory: the account signs in and may do what Hire2Retire needs."), setup.ServiceAccount},
		{check.T("done.microsoft", "Exchange Online: the account signs in and holds the roles."), setup.Exchange}} {
		if results, stale := d.Flow.Results(track.step); !stale && ok(results) {
			rows = append(rows, widgets.Point(theme.IconPassed, theme.OK, d.say(track.name)))
		}
	}
	if len(rows) == 0 {
		rows = []fyne.CanvasObject{widgets.NewParagraph(d.say(check.T("done.nothing", "Nothing was checked in this session.")), theme.Body, theme.Soft)}
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("done.proved", "What was proved")),
		Aside: widgets.Row(theme.Small, chips...), Body: widgets.Column(theme.Small, rows...)})
}

func ok(report check.Report) bool {
	outcome := report.Outcome()
	return len(report.Results) > 0 && (outcome == check.Passed || outcome == check.Warned)
}

// left is what is not done yet. Saving here tells nobody: Hire2Retire learns of
// the connection only by what a person does there.
func (p *done) left() fyne.CanvasObject {
	d := p.desk
	rows := []fyne.CanvasObject{
		p.step("1", check.T("done.enter", "Enter the connection in Hire2Retire"),
			check.T("done.enter.text", "Nothing was sent there. Create the connection with these values, and type the password of the service account there.")),
		widgets.Pad(0, 0, 0, 34, widgets.Row(theme.Small, widgets.NewCopyButton(d.Kit, p.values), widgets.NewText(d.say(check.T("done.copy", "All values, without the password")), theme.Caption, theme.Soft))),
		p.step("2", check.T("done.link", "Press “Link account” in Hire2Retire and sign in there"),
			check.T("done.link.text", "Sign in with the same Exchange Online account. Hire2Retire is another application: the sign-in in this wizard does not count there.")),
	}
	if account, _, signed := d.Flow.SignedIn(); signed {
		rows = append(rows, p.step("3", check.T("done.remove", "Remove what signing in here has added, if you like"),
			check.T("done.remove.text", "In the Entra admin center, under Enterprise applications, delete the application with the ID {{.client}}, or only the permission that {{.account}} granted to it. Verifying again later asks for it again.",
				"client", d.Flow.ClientID(), "account", account)))
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("done.left", "What is not done yet")), Body: widgets.Column(theme.Medium, rows...)})
}

func (p *done) step(number string, title, text check.Text) fyne.CanvasObject {
	mark := widgets.Fixed(22, widgets.Stack(widgets.NewSurface(theme.AccentSoft, theme.ToneStroke, 11),
		widgets.Pad(3, 0, 3, 0, widgets.NewText(number, theme.CaptionStrong, theme.Accent).Align(fyne.TextAlignCenter))))
	return widgets.TopRow(theme.Medium, mark, widgets.Grow(widgets.Column(theme.Hair,
		widgets.NewParagraph(p.desk.say(title), theme.Strong, theme.Text), widgets.NewParagraph(p.desk.say(text), theme.Body, theme.Soft))))
}

// values are the answers as text, to be typed or pasted somewhere else. The
// password is not among them.
func (p *done) values() string {
	d := p.desk
	c := d.Flow.Connection()
	var b strings.Builder
	line := func(key check.Text, value string) { b.WriteString(d.say(key) + ": " + value + "\n") }
	line(check.T("connection.name", "Connection name"), c.Name)
	for _, dir := range c.Directories {
		var hosts []string
		port := uint16(0)
		for _, h := range dir.Hosts {
			hosts, port = append(hosts, h.Name), h.Port
		}
		line(check.T("done.host", "Host"), strings.Join(hosts, ","))
		line(check.T("kit.port", "Port"), d.say(check.T("done.port", "{{.n}}", "n", port)))
		line(check.T("base-dn.field", "Base DN"), dir.BaseDN)
	}
	line(check.T("account.username", "Username"), c.Username)
	line(check.T("done.exchange-account", "Exchange Online account"), c.Exchange.Account)
	return b.String()
}
