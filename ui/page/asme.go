package page

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// askAsMe lets an admin who does not hold the password of the service account
// check it with an account of their own. Their password is used for this one
// check and wiped.
func (a *account) askAsMe() {
	d := a.desk
	user := widgets.NewInput("admin@corp.example.com").WithMenu(d.Kit)
	name := widgets.NewField(d.say(check.T("as-me.username", "Your username")), d.say(check.T("account.username.help", `As user@domain, DOMAIN\user or a full DN.`)), user)
	password := widgets.NewSecretInput(d.Kit, "")
	secretField := widgets.NewField(d.say(check.T("as-me.password", "Your password")),
		d.say(check.T("as-me.password.help", "Sent to one domain controller with a proved certificate, and kept nowhere.")), password)
	password.OnChange = func() { secretField.SetError("") }
	note := widgets.NewBanner(theme.Info, d.say(check.T("as-me.note", "What stays open")),
		d.say(check.T("as-me.note.text", "Membership and rights of the service account are proved. Whether it can sign in itself stays unproved until somebody checks with its password.")))
	var ask *widgets.Dialog
	end := func() {
		password.Clear()
		ask.Close()
	}
	leave := widgets.NewButton(d.Kit.Cancel, end)
	run := widgets.NewPrimary(d.say(check.T("as-me.run", "Check")), func() {
		work, bad := a.workAsMe(user.Text, password)
		for _, p := range bad {
			switch p.Advice.Field {
			case setup.FieldMyUsername:
				name.SetError(d.say(wrong(p)))
			case setup.FieldMyPassword:
				secretField.SetError(d.say(wrong(p)))
			}
		}
		if len(bad) > 0 {
			if !widgets.FocusFirstError(name, secretField) {
				end()
				d.complain(a, bad)
			}
			return
		}
		end()
		d.Run(work)
	})
	ask = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("as-me.title", "Check the service account as yourself")),
		Lead: d.say(check.T("as-me.lead", "For when you do not hold its password: you sign in, and its rights are read. Nothing is changed.")),
		Body: widgets.Column(theme.Medium, name, secretField, note), Buttons: []*widgets.Button{leave, run}, Default: run, OnCancel: password.Clear, Width: 560})
	ask.Open(d.Window.Canvas())
}

// workAsMe returns the checks, or what cannot be used: in the dialog, or on the
// page.
func (a *account) workAsMe(username string, password *widgets.SecretInput) (setup.Work, check.Problems) {
	typed := password.Secret()
	defer typed.Wipe()
	if bad := setup.MyFaults(username, typed); len(bad) > 0 {
		return setup.Work{}, bad
	}
	return a.desk.Flow.CheckAsMe(username, typed)
}

// complain shows faults of the fields of the page.
func (d *Desk) complain(p Page, bad check.Problems) { p.Faults(bad) }
