package terminal

import (
	"context"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// wayOfAccount offers the other one of the two accounts to look with.
func (f *face) wayOfAccount() way {
	own := !f.asMe
	label := check.T("terminal.as-me", "Check with my own account: I do not have the password")
	if !own {
		label = check.T("terminal.as-service", "Check with the password of the service account")
	}
	return way{label: label, do: func(ctx context.Context) error {
		f.asMe = own
		if !own && f.flow.Answers().Password.Empty() {
			if err := f.password(ctx); err != nil {
				return errMenuIfBack(err)
			}
		}
		return errAgain
	}}
}

// checkAccount proves what the service account may do: with its own password, or
// with the account of somebody who does not have it.
func (f *face) checkAccount(ctx context.Context, _ bool) (bool, error) {
	if !f.asMe {
		return f.verify(ctx, run{step: setup.ServiceAccount})
	}
	s := f.sheet()
	s.blank()
	s.para(f.say(check.T("terminal.as-me.lead", "You sign in with your own account, and the rights of {{.account}} are computed from the directory. All is proved but that the service account itself can sign in.", "account", f.flow.Answers().Username)))
	f.print(s)
	name, err := f.asker.line(ctx, question{label: f.say(check.T("terminal.as-me.name", "Your own account")), value: f.myName, apart: true,
		help: f.say(check.T("account.username.help", `As user@domain, DOMAIN\user or a full DN.`))})
	if err != nil {
		return false, err
	}
	f.myName = name
	typed, err := f.asker.secret(ctx, question{label: f.say(check.T("terminal.as-me.password", "Password of {{.account}}", "account", name)),
		help: f.say(check.T("terminal.as-me.password.help", "It is used for this check only and never kept."))})
	if err != nil {
		return false, err
	}
	defer typed.Wipe()
	return f.verify(ctx, run{step: setup.ServiceAccount, me: &setup.Me{Username: name, Password: typed}})
}
