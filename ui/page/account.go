package page

import (
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
	users    *widgets.MultilineInput
	groups   *widgets.MultilineInput
	decided  bool // somebody ticked or unticked keep
}

func newAccount(d *Desk) *account {
	a := &account{checks: newChecks(d, setup.ServiceAccount, check.T("account.before",
		"Next signs in on one domain controller first, and on the others only if that one accepts the password. Then it reads which rights the account has. Nothing is changed.")),
		form: form{desk: d, step: setup.ServiceAccount}, notices: widgets.Column(theme.Medium)}
	a.onField = a.focusField
	a.fill = widgets.NewButton(d.say(check.T("practice.fill-in", "Fill in")), a.fillIn)
	a.content = widgets.Column(theme.Large, a.notices, a.credentials(), a.targets(), a.card)
	return a
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
	return widgets.NewCard(widgets.Column(theme.Small, widgets.Columns(theme.Wide, []float32{0.5, 0.5}, user, pass), a.keep))
}

func (a *account) targets() fyne.CanvasObject {
	d := a.desk
	lines := func(set func(*setup.Answers, string)) *widgets.MultilineInput {
		m := widgets.NewMultilineInput(d.say(check.T("account.ou.placeholder", "One DN per line")), 3)
		m.OnChange = func(text string) { d.edit(func(s *setup.Answers) { set(s, text) }) }
		m.Mono().WithMenu(d.Kit)
		return m
	}
	setUsers := func(s *setup.Answers, text string) { s.UserOUs = text }
	setGroups := func(s *setup.Answers, text string) { s.GroupOUs = text }
	a.users, a.groups = lines(setUsers), lines(setGroups)
	a.users.Judge(a.form.judge(setup.FieldUserOUs, setUsers))
	a.groups.Judge(a.form.judge(setup.FieldGroupOUs, setGroups))
	users := a.form.addField(setup.FieldUserOUs, widgets.NewField(d.say(check.T("account.user-ous", "OUs for users")),
		d.say(check.T("account.user-ous.help", "Where users are created, moved and disabled. Do not forget the OU for leavers.")), a.users))
	groups := a.form.addField(setup.FieldGroupOUs, widgets.NewField(d.say(check.T("account.group-ous", "OUs for groups")),
		d.say(check.T("account.group-ous.help", "Where the groups are whose members change.")), a.groups))
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("account.targets", "Target OUs")),
		Lead: d.say(check.T("account.targets.lead", "The rights are proved on each of them. Without any, only membership in Domain Admins can be proved.")),
		Body: widgets.Columns(theme.Wide, []float32{0.5, 0.5}, users, groups)})
}

// Typed returns a copy of the password as it was typed; the caller wipes it.
func (a *account) Typed() secret.Text { return a.password.Secret() }

// Retype types a password that was typed into an earlier page.
func (a *account) Retype(p secret.Text) {
	if !p.Empty() {
		a.password.Fill(p)
	}
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
	setText(&a.users.Input, s.UserOUs)
	setText(&a.groups.Input, s.GroupOUs)
	a.keep.SetChecked(s.KeepPassword)
	a.passwordShown(s.Password)
	a.drawNotices()
	a.preview()
	a.draw()
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
// one of a saved connection has to be typed.
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
func (a *account) Faults(bad check.Problems) { a.form.faults(bad) }

// Ended implements Page.
func (a *account) Ended(cancelled *check.Report) {
	a.checks.Ended(cancelled)
	if report, _ := Results(a.desk.Flow, a.step); !a.decided && cancelled == nil && ok(report) && setup.ProposeKeeping(report) {
		a.keep.SetChecked(true)
		a.desk.edit(func(s *setup.Answers) { s.KeepPassword = true })
	}
	a.drawNotices()
	a.preview()
}

func (a *account) focusField(name string) {
	if f := a.form.field(name); f != nil {
		widgets.FocusFirst(f)
	}
}
