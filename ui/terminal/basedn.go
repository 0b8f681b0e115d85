package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

var baseDNField = field{name: setup.FieldBaseDN, label: check.T("base-dn.field", "Base DN"),
	help: check.T("base-dn.field.help", "The whole domain, or one OU: then users and groups outside of it cannot be managed."),
	get:  func(a setup.Answers) string { return a.BaseDN },
	set:  func(a *setup.Answers, text string) { a.BaseDN = text }}

// baseDN asks for the Base DN, which the domain controllers propose. It cannot
// be looked up without a password, so it is checked with the service account.
func (f *face) baseDN(ctx context.Context) error {
	f.propose()
	if err := f.asking(setup.BaseDN, baseDNField)(ctx); err != nil {
		return err
	}
	for {
		f.showBaseDN()
		err := f.choose(ctx, check.T("terminal.what-next", "What next?"), f.onEveryStep(f.wayOn(),
			way{label: check.T("terminal.base-dn.pick", "Choose it in the directory"), do: f.pickBaseDN},
			way{label: check.T("terminal.change", "Change the answers of this step"), do: stay}), 0)
		if !errors.Is(err, errAnew) {
			return err
		}
	}
}

// showBaseDN shows the Base DN taken apart, and what is known of it.
func (f *face) showBaseDN() {
	f.notices(setup.BaseDN)
	s := f.sheet()
	for _, part := range setup.BaseDNParts(f.flow.Answers().BaseDN) {
		s.value(f.say(part.Kind), part.Value)
	}
	if report, stale := f.flow.Results(setup.BaseDN); len(report.Results) > 0 && !stale {
		for _, r := range report.Results {
			f.row(s, r)
		}
	}
	f.print(s)
}

// pickBaseDN takes the Base DN from the directory, which only tells those who
// sign in.
func (f *face) pickBaseDN(ctx context.Context) error {
	if f.flow.Answers().Password.Empty() {
		f.tell(check.T("terminal.base-dn.sign-in", "The directory shows its OUs to those who sign in: the service account is asked for now instead of on the next step."))
		if err := f.fill(ctx, f.asking(setup.ServiceAccount, usernameField), f.password); err != nil {
			return errMenuIfBack(err)
		}
	}
	node, err := f.pickOU(ctx)
	if err != nil {
		return errMenuIfBack(err)
	}
	f.edit(func(a *setup.Answers) { a.BaseDN = node.DN.String() })
	return errAnew
}

// propose fills in the Base DN that the domain controllers told, unless there is
// one.
func (f *face) propose() {
	proposed := f.flow.ProposedBaseDN()
	s := f.sheet()
	switch typed := f.flow.Answers().BaseDN; {
	case proposed == "":
		s.para(f.say(check.T("base-dn.no-proposal", "No domain controller has told its Base DN yet")) + ".")
	case typed == "":
		f.edit(func(a *setup.Answers) { a.BaseDN = proposed })
		fallthrough
	default:
		s.para(f.say(check.T("base-dn.proposal", "The domain controllers serve {{.dn}}", "dn", proposed)) + ".")
	}
	f.print(s)
}
