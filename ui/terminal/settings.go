package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

var writeScopeField = field{name: setup.FieldWriteScope, label: check.T("terminal.write-scope", "Write scope of the Exchange roles"),
	help: check.T("terminal.write-scope.help", "The name of a custom recipient write scope, as Get-ManagementScope shows it. Left empty, the roles reach the whole organization."),
	get:  func(a setup.Answers) string { return a.WriteScope },
	set:  func(a *setup.Answers, text string) { a.WriteScope = text }}

var scopeFilterField = field{name: setup.FieldScopeFilter, label: check.T("terminal.scope-filter", "Filter of the write scope (optional)"),
	help: check.T("terminal.scope-filter.help", "Only where the scope does not exist yet: the script creates it with this filter, such as CustomAttribute1 -eq 'Berlin'."),
	get:  func(a setup.Answers) string { return a.ScopeFilter },
	set:  func(a *setup.Answers, text string) { a.ScopeFilter = text }}

// microsoftSettings shows what most organizations leave as it is, and lets it be
// changed.
func (f *face) microsoftSettings(ctx context.Context) error {
	for {
		err := f.choose(ctx, check.T("terminal.settings.which", "What do you want to change?"), append(f.waysOfSettings(), wayBack()), 0)
		if !errors.Is(err, errAnew) {
			return err
		}
	}
}

func (f *face) waysOfSettings() []way {
	a := f.flow.Answers()
	changing := func(fields ...field) func(context.Context) error {
		return func(ctx context.Context) error {
			var asks []func(context.Context) error
			for _, fd := range fields {
				asks = append(asks, f.asking(setup.Exchange, fd))
			}
			return anewIfDone(f.fill(ctx, asks...))
		}
	}
	var ways []way
	if !f.flow.Deps().Practice {
		ways = append(ways, f.setting(check.T("terminal.sign-in.cloud", "Microsoft cloud"), f.cloudName(), func(ctx context.Context) error { return anewIfDone(f.cloud(ctx)) }))
	}
	return append(ways,
		f.setting(tenantField.label, orElse(a.Tenant, f.say(check.T("terminal.settings.tenant", "that of the account"))), changing(tenantField)),
		f.setting(clientField.label, orElse(a.ClientID, f.say(check.T("terminal.settings.client", "built in"))), changing(clientField)),
		f.setting(writeScopeField.label, orElse(a.WriteScope, f.say(check.T("terminal.settings.scope", "whole organization"))), changing(writeScopeField, scopeFilterField)),
		f.setting(check.T("terminal.read-roles", "Ask to read Entra roles, too"), f.yesOrNo(a.ReadRoles), f.changeReadRoles))
}

// setting is a way to change a value, which it shows.
func (f *face) setting(label check.Text, value string, do func(context.Context) error) way {
	return way{label: check.T("terminal.setting", "{{.label}}: {{.value}}", "label", label, "value", value), do: do}
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (f *face) yesOrNo(on bool) string {
	if on {
		return f.say(check.T("terminal.yes", "Yes"))
	}
	return f.say(check.T("terminal.no", "No"))
}

func (f *face) cloudName() string {
	if c, err := f.flow.Deps().Cloud(f.flow.Answers().Cloud); err == nil {
		return c.Name
	}
	return ""
}

// changeReadRoles says what one more permission is good for, and asks.
func (f *face) changeReadRoles(ctx context.Context) error {
	f.tell(check.T("terminal.read-roles.help", "With this permission the wizard tells a role that is active from one that is only eligible (PIM), given through a group, or limited to an administrative unit. It needs an administrator's consent. Without it, the role is read from the sign-in alone."))
	return anewIfDone(f.decideYes(ctx, check.T("terminal.read-roles.ask", "Ask for it?"), f.flow.Answers().ReadRoles, func(a *setup.Answers, on bool) { a.ReadRoles = on }))
}

// decideYes asks for one yes or no of the answers.
func (f *face) decideYes(ctx context.Context, title check.Text, now bool, set func(*setup.Answers, bool)) error {
	put := func(on bool) func(context.Context) error {
		return func(context.Context) error {
			f.edit(func(a *setup.Answers) { set(a, on) })
			return nil
		}
	}
	at := 1
	if now {
		at = 0
	}
	return f.choose(ctx, title, []way{{label: check.T("terminal.yes", "Yes"), do: put(true)}, {label: check.T("terminal.no", "No"), do: put(false)}}, at)
}

// anewIfDone shows what was changed; going back shows what there was.
func anewIfDone(err error) error {
	if err == nil || errors.Is(err, errBack) {
		return errAnew
	}
	return err
}
