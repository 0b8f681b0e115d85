package page

import (
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// account takes the service account and the target OUs, and shows what it may
// do there.
type account struct {
	*checks
	form     form
	content  fyne.CanvasObject
	notices  *fyne.Container
	fill     *widgets.Button // types the offered password
	username *widgets.Input
	password *widgets.SecretInput
	keep     *widgets.CheckBox
	targets  *targets
	rights   *rights
	handover *handover
	forecast *fyne.Container
	decided  bool // somebody ticked or unticked keep
}

func newAccount(d *Desk) *account {
	a := &account{checks: newChecks(d, setup.ServiceAccount, check.T("account.before",
		"Next signs in on one domain controller first, and on the others only if that one accepts the password. Then it reads which rights the account has. Nothing is changed.")),
		form: form{desk: d, step: setup.ServiceAccount}, notices: widgets.Column(theme.Medium)}
	a.onField = a.focusField
	a.fill = widgets.NewButton(d.say(check.T("practice.fill-in", "Fill in")), a.fillIn)
	a.only = worthARow
	credentials := a.credentials()
	a.targets, a.rights, a.handover, a.forecast = newTargets(d, &a.form), newRights(d), newHandover(d), widgets.Column(0)
	a.content = widgets.Column(theme.Large, a.notices, credentials, a.targets.card, a.card, a.rights.card, a.forecast, a.handover.card)
	return a
}

// worthARow leaves out what the table of rights shows as well, and the hosts that
// nobody signed in on: with 64 of them nothing else would be seen.
func worthARow(r check.Result) bool {
	switch r.ID {
	case "account.delegation":
		return r.Status != check.Passed
	case "ldaps.bind":
		return r.Status != check.Skipped
	}
	return true
}

func (a *account) credentials() fyne.CanvasObject {
	d := a.desk
	a.username = widgets.NewInput(`svc-h2r@corp.example.com`).Judge(a.form.judge(setup.FieldUsername, func(s *setup.Answers, text string) { s.Username = text }))
	a.username.OnChange = func(text string) { d.edit(func(s *setup.Answers) { s.Username = text }) }
	a.username.OnLeave = func(string) { a.preview() }
	a.password = widgets.NewSecretInput(d.Kit, "")
	a.password.OnChange = a.onPassword
	a.keep = widgets.NewCheckBox(d.say(check.T("account.keep", "Keep the password in {{.keyring}} on this computer", "keyring", setup.KeyringName(d.Flow.Deps()))),
		d.say(check.T("account.keep.hint", "Proposed for an account with delegated control. For a privileged account it is safer to type the password each time.")), a.onKeep)
	user := a.form.add(setup.FieldUsername, check.T("account.username", "Username"),
		check.T("account.username.help", `As user@domain, DOMAIN\user or a full DN.`), a.username)
	pass := a.form.addField(setup.FieldPassword, widgets.NewField(d.say(check.T("account.password", "Password")),
		d.say(check.T("account.password.help", "Sent to domain controllers with a proved certificate only.")), a.password))
	asMe := widgets.NewLinkButton(d.say(check.T("as-me", "You do not have its password? Check as yourself…")), a.askAsMe)
	return widgets.NewCard(widgets.Column(theme.Small, widgets.Columns(theme.Wide, []float32{0.5, 0.5}, user, pass), a.keep, widgets.Row(0, asMe)))
}

// Content implements Page.
func (a *account) Content() fyne.CanvasObject { return a.content }

// First implements Page: what is offered while there is no password, else the
// first field.
func (a *account) First() fyne.CanvasObject {
	switch {
	case a.notices.Visible() && a.desk.Flow.Deps().Offer != "" && a.password.Empty():
		return a.notices
	case a.username.Text != "" && a.desk.Flow.Answers().Password.Empty():
		return a.password
	}
	return a.username
}

// Shown implements Page.
func (a *account) Shown() {
	s := a.desk.Flow.Answers()
	setText(a.username, s.Username)
	a.keep.SetChecked(s.KeepPassword)
	a.passwordShown(s.Password)
	a.drawNotices()
	a.preview()
	a.draw()
	a.drawProof()
	a.desk.lookForOwnDomain(a.proposeSuffix)
	a.proposeSuffix()
}

// proposeSuffix shows in the empty field how the name of an account of the
// computer's own domain is written.
func (a *account) proposeSuffix() {
	if suffix := a.desk.ownDomain().UPNSuffix; suffix != "" {
		a.username.SetPlaceHolder("svc-h2r@" + suffix)
	}
}

// drawProof shows what rests on the results: the table of rights, what will end,
// and what goes to other teams.
func (a *account) drawProof() {
	d := a.desk
	a.targets.draw()
	report, stale := Results(d.Flow, a.step)
	a.rights.draw(report, stale)
	a.drawForecast(stale)
	if stale {
		report = check.Report{}
	}
	a.handover.draw(report)
	a.content.Refresh()
}

// drawForecast lists what will end, with dates.
func (a *account) drawForecast(stale bool) {
	d := a.desk
	a.forecast.Objects = nil
	var lines []fyne.CanvasObject
	for i, f := range d.Flow.Forecast() {
		if i == mostForecast {
			break
		}
		icon, ink := theme.IconClock, theme.Soft
		if f.Days < soon {
			icon, ink = theme.IconWarning, theme.Warn
		}
		lines = append(lines, widgets.Point(icon, ink, d.say(forecastText(f))))
	}
	if len(lines) > 0 && !stale {
		a.forecast.Objects = []fyne.CanvasObject{widgets.NewSection(widgets.Section{Title: d.say(check.T("forecast", "What will end")), Body: widgets.Column(theme.Small, lines...)})}
	}
	a.forecast.Hidden = len(a.forecast.Objects) == 0
}

const (
	// mostForecast is how many ends are listed; 64 hosts have 64 certificates.
	mostForecast = 5
	// soon is how many days before an end it is marked.
	soon = 30
)

func forecastText(f setup.Forecast) check.Text {
	args := []any{"what", f.What, "date", f.At.Local().Format(time.DateOnly)}
	if f.Days < 0 {
		return check.T("forecast.past", "{{.what}}: ended on {{.date}}", args...)
	}
	return check.N("forecast.line", f.Days, "{{.what}}: {{.date}}, in one day", "{{.what}}: {{.date}}, in {{.n}} days", args...)
}

// passwordShown tells in the empty field that there is a password, which came
// from the keyring and not from the keys.
func (a *account) passwordShown(p secret.Text) {
	text := ""
	if a.password.Empty() && !p.Empty() {
		text = a.desk.say(check.T("account.password.kept", "Kept in {{.keyring}}", "keyring", setup.KeyringName(a.desk.Flow.Deps())))
	}
	a.password.SetPlaceholder(text)
}

// drawNotices offers the password of the practice account, and says why the kept
// one of a saved connection has to be typed, and what to compare before.
func (a *account) drawNotices() {
	d := a.desk
	a.notices.Objects = nil
	report, stale := Results(d.Flow, a.step)
	if offer := d.Flow.Deps().Offer; offer != "" && (stale || !ok(report)) {
		a.notices.Objects = append(a.notices.Objects, widgets.NewBanner(theme.Info,
			d.say(check.T("practice.password", "Practice: the password of this account is {{.password}}", "password", offer)), "", a.fill))
	}
	if d.Flow.Connection().Revision > 0 && d.Flow.Answers().Password.Empty() {
		text := check.T("account.not-kept", "The password of this connection is not kept on this computer.")
		if d.Unkept != nil {
			text = wrong(d.Unkept)
		}
		a.notices.Objects = append(a.notices.Objects, widgets.NewBanner(theme.Info, d.say(check.T("account.unkept", "Type the password to verify the connection again")), d.say(text)))
	}
	for _, one := range d.Flow.ToCompare() {
		a.notices.Objects = append(a.notices.Objects, widgets.NewBanner(theme.Caution, d.say(check.T("account.compare", "From a draft: compare before you type the password")), d.say(one)))
	}
	a.notices.Hidden = len(a.notices.Objects) == 0
	a.notices.Refresh()
}

// fillIn puts the practice password into its field.
func (a *account) fillIn() {
	a.password.Fill(secret.New(a.desk.Flow.Deps().Offer))
	widgets.FocusFirst(a.password)
}

func (a *account) onPassword() {
	old := a.desk.Flow.Answers().Password
	a.desk.edit(func(s *setup.Answers) { s.Password = a.password.Secret() })
	old.Wipe()
	a.passwordShown(a.desk.Flow.Answers().Password)
	a.form.field(setup.FieldPassword).SetNotice(theme.Neutral, "")
}

// Typed returns a copy of the password that was typed.
func (a *account) Typed() secret.Text { return a.password.Secret() }

// Retype puts a password into the field that was typed before the page was drawn
// in another language. The answers have it.
func (a *account) Retype(p secret.Text) {
	a.password.OnChange = nil
	a.password.Fill(p)
	a.password.OnChange = a.onPassword
}

// Forget wipes what was typed; the page is gone for good.
func (a *account) Forget() { a.password.Clear() }

func (a *account) onKeep(on bool) {
	a.decided = true
	a.desk.edit(func(s *setup.Answers) { s.KeepPassword = on })
}

// preview shows the name that will be sent, and what was understood in another
// way than it was typed.
func (a *account) preview() {
	field := a.form.field(setup.FieldUsername)
	sent, notices := a.desk.Flow.SignsInAs()
	switch {
	case len(notices) > 0:
		field.SetNotice(theme.Info, a.desk.say(notices[0]))
	case sent != "":
		field.SetNotice(theme.Neutral, a.desk.say(check.T("account.signs-in-as", "Signs in as {{.name}}", "name", sent)))
	default:
		field.SetNotice(theme.Neutral, "")
	}
}

// Faults implements Page.
func (a *account) Faults(bad check.Problems) {
	a.form.reveal(bad, map[string]*ouList{setup.FieldUserOUs: a.targets.users, setup.FieldGroupOUs: a.targets.groups})
	a.form.faults(bad)
}

// Left implements Page.
func (a *account) Left() {
	a.checks.Left()
	a.targets.left()
}

// Began implements Page.
func (a *account) Began(name string) {
	a.rights.card.Hide()
	a.handover.card.Hide()
	a.forecast.Hide()
	a.checks.Began(name)
	a.content.Refresh()
}

// Ended implements Page.
func (a *account) Ended(cancelled *check.Report) {
	a.checks.Ended(cancelled)
	if report, _ := Results(a.desk.Flow, a.step); !a.decided && cancelled == nil && ok(report) && setup.ProposeKeeping(report) {
		a.keep.SetChecked(true)
		a.desk.edit(func(s *setup.Answers) { s.KeepPassword = true })
	}
	a.drawNotices()
	a.preview()
	a.drawProof()
	a.revealOutcome()
}

func (a *account) focusField(name string) {
	for field, list := range map[string]*ouList{setup.FieldUserOUs: a.targets.users, setup.FieldGroupOUs: a.targets.groups} {
		if field == name {
			list.showText()
		}
	}
	if f := a.form.field(name); f != nil {
		widgets.FocusFirst(f)
	}
}
