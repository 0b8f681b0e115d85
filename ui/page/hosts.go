package page

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// Began implements Page.
func (c *connection) Began(name string) {
	c.checks.Began(name)
	c.keys = c.desk.Flow.Answers().HostKeys()
	for i := range c.hosts.Hosts() {
		c.hosts.SetStatus(i, theme.Neutral, "")
		c.setNote(i, nil)
	}
}

// Row implements Page.
func (c *connection) Row(r check.Result) {
	c.checks.Row(r)
	for i, key := range c.keys {
		if r.Host != "" && key.Label == r.Host {
			tone, text := standing(of(c.rows, key))
			c.hosts.SetStatus(i, tone, c.desk.say(text))
		}
	}
}

// Ended implements Page.
func (c *connection) Ended(cancelled *check.Report) {
	if cancelled != nil {
		c.checks.Ended(cancelled)
		c.drawHosts(*cancelled)
		return
	}
	c.progress.Stop()
	c.redraw()
	report, _ := c.desk.Flow.Results(setup.Connection)
	for i, key := range c.keys {
		if hindered(of(report, key)) {
			c.desk.Reveal(c.hostCard)
			c.hosts.RevealLine(i) // with what is in the way below it
			return
		}
	}
}

// redraw draws what the flow knows.
func (c *connection) redraw() {
	report, stale := c.desk.Flow.Results(setup.Connection)
	c.draw()
	c.certs.SetEnabled(!stale && slices.ContainsFunc(report.Results, func(r check.Result) bool { return r.Host != "" }))
	if stale {
		report = check.Report{}
	}
	c.drawHosts(report)
	c.drawNotices()
	widgets.Replace(c.content)
}

// drawNotices says what was understood in another way than it was typed.
func (c *connection) drawNotices() {
	notices := c.desk.Flow.Notices(setup.Connection)
	c.notices.SetText(c.desk.sayAll(notices))
	c.notices.Hidden = len(notices) == 0
}

// drawHosts shows at each line how its host stands, and below it what is in the
// way.
func (c *connection) drawHosts(report check.Report) {
	c.keys = c.desk.Flow.Answers().HostKeys()
	first := true // only the first host in trouble shows its remedy at once
	c.hosts.Together(func() {
		for i, key := range c.keys {
			results := of(report, key)
			tone, text := hostStanding(report, key, results)
			c.hosts.SetStatus(i, tone, c.desk.say(text))
			c.setNote(i, c.note(i, results, first))
			first = first && !hindered(results)
		}
	})
}

// hostStanding is standing, and what the hosts have in common.
func hostStanding(report check.Report, key setup.HostKey, results []check.Result) (theme.Tone, check.Text) {
	switch setup.AgreementOf(report, key.Label) {
	case setup.OtherDomain:
		return theme.Bad, check.T("host.other-domain", "Another domain")
	case setup.SameAsAnother:
		return theme.Caution, check.T("host.same-dc", "Listed twice")
	}
	return standing(results)
}

// setNote shows a note below a line. It leaves lines alone that have none and
// get none: each change lays all lines out again.
func (c *connection) setNote(line int, note fyne.CanvasObject) {
	if note != nil || c.noted[line] {
		c.hosts.SetNote(line, note)
	}
	c.noted[line] = note != nil
}

// hindered reports whether something is in the way.
func hindered(results []check.Result) bool { return slices.ContainsFunc(results, hinders) }

// of returns the results of a host.
func of(report check.Report, key setup.HostKey) []check.Result {
	var out []check.Result
	for _, r := range report.Results {
		if r.Host != "" && r.Host == key.Label {
			out = append(out, r)
		}
	}
	return out
}

// standing is what the chip of a host says.
func standing(results []check.Result) (theme.Tone, check.Text) {
	warned := false
	for _, r := range results {
		switch r.Status {
		case check.Failed:
			return theme.Bad, failedAt(r.ID)
		case check.Unknown:
			return theme.Doubt, check.T("host.unknown", "Could not check")
		case check.Running:
			return theme.Busy, check.T("host.running", "Checking…")
		}
		warned = warned || r.Status == check.Warned
	}
	switch last := lastOK(results); {
	case last.ID == "directory.kind" && warned:
		return theme.Caution, check.T("host.warned", "With a warning")
	case last.ID == "directory.kind":
		return theme.Good, verified(last)
	case len(results) > 0:
		return theme.Busy, check.T("host.running", "Checking…")
	}
	return theme.Neutral, check.Text{}
}

func lastOK(results []check.Result) check.Result {
	var last check.Result
	for _, r := range results {
		if r.OK() {
			last = r
		}
	}
	return last
}

// verified says so, and how long the host took to answer one question where that
// can be told.
func verified(r check.Result) check.Text {
	if r.Took < time.Millisecond {
		return check.T("host.verified-at-once", "Verified")
	}
	return check.T("host.verified", "Verified · {{.took}}", "took", setup.ElapsedText(r.Took))
}

func failedAt(id check.ID) check.Text {
	switch id {
	case "host.resolve":
		return check.T("host.no-address", "Name not found")
	case "ldaps.connect":
		return check.T("host.no-answer", "No LDAPS")
	case "ldaps.certificate":
		return check.T("host.not-trusted", "Not trusted")
	}
	return check.T("host.unfit", "Cannot be used")
}

// note is what stands below the line of a host: what is in the way, and what can
// be done about it here; nil when all is well and nothing was chosen.
func (c *connection) note(line int, results []check.Result, open bool) fyne.CanvasObject {
	var rows []check.Result
	for _, r := range results {
		if len(r.Problems) > 0 {
			r.Excused = r.Excused || !open // the list opens what is not excused
			rows = append(rows, r)
		}
	}
	var parts []fyne.CanvasObject
	if len(rows) > 0 {
		list := widgets.NewCheckList(c.desk.Kit)
		list.OnAgain = func(check.Result) { c.desk.Check(setup.Connection) }
		list.OnField = c.field
		list.OnAccept, list.Accepted = c.accept, c.desk.accepted
		list.Set(rows)
		parts = append(parts, list)
	}
	actions := c.nameActions(line)
	if len(rows) > 0 {
		actions = append(actions, widgets.NewButton(c.desk.say(check.T("host.doctor", "Certificate and steps…")), func() { c.showHost(line) }).WithIcon(theme.IconSeal))
	}
	if len(actions) > 0 {
		parts = append(parts, widgets.Wrap(theme.Small, actions...))
	}
	if len(parts) == 0 {
		return nil
	}
	return widgets.NewInset(widgets.Column(theme.Small, parts...))
}

// nameActions offer the names of a certificate that does not carry the host's,
// and say which one was chosen. A name is never adopted silently.
func (c *connection) nameActions(line int) []fyne.CanvasObject {
	d := c.desk
	if name := d.Flow.Answers().Hosts[line].VerifyAs; name != "" {
		undo := widgets.NewLinkButton(d.say(check.T("host.verify-as.undo", "Use the typed name again")), func() { c.verifyAs(line, "") })
		return []fyne.CanvasObject{widgets.NewChip(theme.Info, d.say(check.T("host.verify-as", "The certificate has to be for {{.name}}", "name", name))), undo}
	}
	var out []fyne.CanvasObject
	if seen, ok := d.seenHost(c.keys[line].Name); ok {
		for _, name := range seen.Verdict.OfferNames[:min(offered, len(seen.Verdict.OfferNames))] {
			out = append(out, widgets.NewButton(d.say(check.T("host.verify-as.use", "Verify it as {{.name}}", "name", name)), func() { c.verifyAs(line, name) }))
		}
	}
	return out
}

// offered is how many names of a certificate are offered; the best come first.
const offered = 3

// verifyAs has the certificate of a host verified for another name.
func (c *connection) verifyAs(line int, name string) {
	c.desk.edit(func(a *setup.Answers) { a.Hosts[line].VerifyAs = name })
	c.desk.Check(setup.Connection)
}
