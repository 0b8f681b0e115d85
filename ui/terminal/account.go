package terminal

import (
	"context"
	"errors"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

var usernameField = field{name: setup.FieldUsername, label: check.T("account.username", "Username"),
	help: check.T("account.username.help", `As user@domain, DOMAIN\user or a full DN.`),
	get:  func(a setup.Answers) string { return a.Username },
	set:  func(a *setup.Answers, text string) { a.Username = text }}

var userOUsField = field{name: setup.FieldUserOUs, lines: true, label: check.T("account.user-ous", "OUs for users"),
	help: check.T("terminal.user-ous.help", "Where users are created, moved and disabled. Do not forget the OU for leavers."),
	get:  func(a setup.Answers) string { return a.UserOUs },
	set:  func(a *setup.Answers, text string) { a.UserOUs = text }}

var groupOUsField = field{name: setup.FieldGroupOUs, lines: true, label: check.T("account.group-ous", "OUs for groups"),
	help: check.T("terminal.group-ous.help", "Where the groups are whose members change."),
	get:  func(a setup.Answers) string { return a.GroupOUs },
	set:  func(a *setup.Answers, text string) { a.GroupOUs = text }}

// account asks for the service account and the target OUs, and proves what it
// may do there.
func (f *face) account(ctx context.Context) error {
	f.tellAll(f.flow.ToCompare())
	err := f.fill(ctx, f.asking(setup.ServiceAccount, usernameField), f.password, f.targets(userOUsField), f.targets(groupOUsField))
	if err != nil {
		return err
	}
	f.notices(setup.ServiceAccount)
	return f.checked(ctx, stepChecks{step: setup.ServiceAccount, run: f.checkAccount, after: f.keeping,
		idle: f.flow.Answers().Password.Empty() && !f.asMe,
		more: func() []way { return append(f.waysOfRights(), f.wayOfAccount()) }})
}

// password asks for the password until it can be sent. Enter alone keeps the one
// that is there; where there is none, it is asked what to do without.
func (f *face) password(ctx context.Context) error {
	for {
		typed, err := f.asker.secret(ctx, question{label: f.say(check.T("account.password", "Password")), help: f.passwordHelp()})
		if err != nil {
			return err
		}
		old := f.flow.Answers().Password
		switch {
		case typed.Empty() && !old.Empty():
			if f.takesPassword() {
				return nil
			}
			continue
		case typed.Empty() && f.flow.Deps().Offer != "":
			typed = secret.New(f.flow.Deps().Offer)
		case typed.Empty():
			if err := f.withoutPassword(ctx); !errors.Is(err, errAnew) {
				return err
			}
			continue
		}
		if f.takePassword(typed) {
			return nil
		}
	}
}

// withoutPassword asks what to do when nothing was typed; errAnew asks for the
// password again.
func (f *face) withoutPassword(ctx context.Context) error {
	err := f.choose(ctx, check.T("terminal.password.none", "No password was typed. How do you want to go on?"), []way{
		{label: check.T("terminal.password.type", "Type it"), do: func(context.Context) error { return errAnew }},
		{label: check.T("terminal.as-me", "Check with my own account: I do not have the password"), do: func(context.Context) error {
			f.asMe = true
			return nil
		}},
		{label: check.T("terminal.password.later", "Go on without a check"), note: f.say(check.T("terminal.unproved", "it can be saved, but not as verified")), do: func(context.Context) error {
			f.asMe = false
			return nil
		}}}, 0)
	if errors.Is(err, errBack) {
		return errAnew
	}
	return err
}

// takePassword puts a password into the answers and reports whether it can be
// sent.
func (f *face) takePassword(typed secret.Text) bool {
	old := f.flow.Answers().Password
	f.edit(func(a *setup.Answers) { a.Password = typed })
	old.Wipe()
	f.unkept, f.asMe = nil, false
	if !f.takesPassword() {
		return false
	}
	notices, _ := setup.CheckPassword(typed, f.flow.Answers().Username)
	f.tellAll(notices)
	return true
}

// takesPassword reports whether the password that is there can be sent, and says
// why not.
func (f *face) takesPassword() bool {
	wrong := f.faulty(faultAt(f.flow.Faults(setup.ServiceAccount), setup.FieldPassword))
	if wrong == "" {
		return true
	}
	s := f.sheet()
	s.hang("", wrong, s.style.fail)
	f.print(s)
	return false
}

// passwordHelp says what becomes of the password and what Enter alone does.
func (f *face) passwordHelp() string {
	text := f.say(check.T("account.password.help", "Sent to domain controllers with a proved certificate only."))
	if f.unkept != nil {
		text += " " + f.say(wrong(f.unkept))
	}
	switch {
	case !f.flow.Answers().Password.Empty():
		text += " " + f.say(check.T("terminal.password.typed", "There is one already; Enter alone keeps it."))
	case f.flow.Deps().Offer != "":
		text += " " + f.say(check.T("terminal.password.practice", "Enter alone takes the one of the practice account."))
	}
	return text
}

// keeping asks whether the password is kept, once it is known what kind of
// account it is and whether it can be kept here.
func (f *face) keeping(ctx context.Context) error {
	report, _ := f.flow.Results(setup.ServiceAccount)
	if f.asMe || !slices.ContainsFunc(report.All("ldaps.bind"), check.Result.OK) {
		return nil
	}
	d := f.flow.Deps()
	var keyring check.Report
	err := f.asker.watch(ctx, f.say(setup.KeyringCheck(d).Title), func(ctx context.Context, tell func(news)) {
		keyring = check.Run(ctx, []check.Check{setup.KeyringCheck(d)}, func(r check.Result) { tell(f.progress(run{step: setup.Review, briefly: true}, r)) })
	})
	if err != nil || ctx.Err() != nil {
		return err
	}
	f.flow.Keep(setup.Outcome{Step: setup.Review, Report: keyring})
	if keyring.Outcome() != check.Passed {
		s := f.sheet()
		f.faults(s, keyring)
		f.print(s)
		f.flow.Edit(func(a *setup.Answers) { a.KeepPassword = false })
		return nil
	}
	return f.askKeeping(ctx, f.flow.Answers().KeepPassword || setup.ProposeKeeping(report))
}

func (f *face) askKeeping(ctx context.Context, proposed bool) error {
	keep := func(on bool) func(context.Context) error {
		return func(context.Context) error {
			f.edit(func(a *setup.Answers) { a.KeepPassword = on })
			return nil
		}
	}
	ways := []way{
		{label: check.T("account.keep", "Keep the password in {{.keyring}} on this computer", "keyring", setup.KeyringName(f.flow.Deps())), do: keep(true)},
		{label: check.T("terminal.keep.no", "Do not keep it; type it when it is needed"), do: keep(false)}}
	at := 0
	if !proposed {
		at = 1
	}
	s := f.sheet()
	s.blank()
	s.para(f.say(check.T("account.keep.hint", "Proposed for an account with delegated control. For a privileged account it is safer to type the password each time.")))
	f.print(s)
	return f.choose(ctx, check.T("terminal.keep.ask", "Keep the password?"), ways, at)
}
