package page

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// asMe is the dialog in which an admin who does not hold the password of the
// service account checks it with an account of their own. Their password is used
// for this one check and wiped.
type asMe struct {
	account       *account
	username      *widgets.Input
	password      *widgets.SecretInput
	name, secrets *widgets.Field
	dialog        *widgets.Dialog
}

func (a *account) askAsMe() {
	d := a.desk
	m := &asMe{account: a, username: widgets.NewInput("admin@corp.example.com").WithMenu(d.Kit), password: widgets.NewSecretInput(d.Kit, "")}
	m.name = widgets.NewField(d.say(check.T("as-me.username", "Your username")), d.say(check.T("account.username.help", `As user@domain, DOMAIN\user or a full DN.`)), m.username)
	m.secrets = widgets.NewField(d.say(check.T("as-me.password", "Your password")),
		d.say(check.T("as-me.password.help", "Sent to one domain controller with a proved certificate, and kept nowhere.")), m.password)
	m.password.OnChange = func() { m.secrets.SetError("") }
	note := widgets.NewBanner(theme.Info, d.say(check.T("as-me.note", "What stays open")),
		d.say(check.T("as-me.note.text", "Membership and rights of the service account are proved. Whether it can sign in itself stays unproved until somebody checks with its password.")))
	leave := widgets.NewButton(d.Kit.Cancel, m.end)
	run := widgets.NewPrimary(d.say(check.T("as-me.run", "Check")), m.run)
	m.dialog = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("as-me.title", "Check the service account as yourself")),
		Lead: d.say(check.T("as-me.lead", "For when you do not hold its password: you sign in, and its rights are read. Nothing is changed.")),
		Body: widgets.Column(theme.Medium, m.name, m.secrets, note), Buttons: []*widgets.Button{leave, run}, Default: run, OnCancel: m.password.Clear})
	m.dialog.Open(d.Window.Canvas())
}

// end closes the dialog and forgets what was typed.
func (m *asMe) end() {
	m.password.Clear()
	m.dialog.Close()
}

// run checks, unless something cannot be used: in the dialog, or on the page.
func (m *asMe) run() {
	work, bad := m.work()
	for _, p := range bad {
		switch p.Advice.Field {
		case setup.FieldMyUsername:
			m.name.SetError(m.account.desk.say(wrong(p)))
		case setup.FieldMyPassword:
			m.secrets.SetError(m.account.desk.say(wrong(p)))
		}
	}
	if len(bad) > 0 && widgets.FocusFirstError(m.name, m.secrets) {
		return
	}
	m.end()
	if len(bad) > 0 {
		m.account.Faults(bad)
		return
	}
	m.account.desk.Run(work)
}

func (m *asMe) work() (setup.Work, check.Problems) {
	typed := m.password.Secret()
	defer typed.Wipe()
	if bad := setup.MyFaults(m.username.Text, typed); len(bad) > 0 {
		return setup.Work{}, bad
	}
	return m.account.desk.Flow.CheckAsMe(m.username.Text, typed)
}
