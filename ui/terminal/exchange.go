package terminal

import (
	"context"
	"errors"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

var accountField = field{name: setup.FieldAccount, label: check.T("exchange.account", "Exchange Online service account (optional)"),
	help: check.T("exchange.account.help", "Microsoft then proposes this account. Left empty, you choose one in the browser."),
	get:  func(a setup.Answers) string { return a.Account },
	set:  func(a *setup.Answers, text string) { a.Account = text }}

var tenantField = field{name: setup.FieldTenant, label: check.T("exchange.tenant", "Tenant"),
	help: check.T("exchange.tenant.help", "A domain of the tenant, or its ID. Left empty, that of the account."),
	get:  func(a setup.Answers) string { return a.Tenant },
	set:  func(a *setup.Answers, text string) { a.Tenant = text }}

var clientField = field{name: setup.FieldClientID, label: check.T("exchange.client", "Application (client) ID"),
	help: check.T("exchange.client.help", "Of an app registration of yours."),
	get:  func(a setup.Answers) string { return a.ClientID },
	set:  func(a *setup.Answers, text string) { a.ClientID = text }}

// exchange shows what is asked of Microsoft and of the account, signs in, and
// proves what the account may do.
func (f *face) exchange(ctx context.Context) error {
	ask := func(fd field) func(context.Context) error { return f.asking(setup.Exchange, fd) }
	if err := f.fill(ctx, f.features, ask(accountField)); err != nil {
		return err
	}
	return f.signInStep(ctx)
}

// features asks what Hire2Retire will manage, and shows what that takes.
func (f *face) features(ctx context.Context) error {
	all := setup.Features()
	choices := make([]choice, len(all))
	for i, row := range all {
		choices[i] = choice{label: f.say(row.Name), on: slices.Contains(f.flow.Answers().Features, row.ID)}
	}
	picked := func(choices []choice) []string {
		var ids []string
		for i, c := range choices {
			if c.on {
				ids = append(ids, all[i].ID)
			}
		}
		return ids
	}
	q := question{label: f.say(check.T("exchange.features", "What Hire2Retire will manage")),
		help: f.say(check.T("exchange.features.lead", "Tick only what you use: the account then needs fewer roles."))}
	err := f.asker.tick(ctx, q, choices, func(choices []choice) string {
		a := f.flow.Answers()
		a.Features = picked(choices)
		return f.faulty(faultAt(a.Faults(setup.Exchange, f.flow.Deps()), setup.FieldFeatures))
	})
	if ids := picked(choices); !slices.Equal(ids, f.flow.Answers().Features) {
		f.edit(func(a *setup.Answers) { a.Features = ids })
	}
	if err != nil {
		return err
	}
	if err := f.asked(ctx); !errors.Is(err, errBack) {
		return err
	}
	return f.features(ctx)
}

// asked shows the two lists that limit one another: what the application asks
// Microsoft for, and what the account must hold.
func (f *face) asked(ctx context.Context) error {
	plan := f.flow.Plan()
	s := f.sheet()
	s.title(f.say(check.T("asked.scopes", "The application asks Microsoft for")))
	s.para(f.say(check.T("asked.scopes.lead", "Microsoft shows these lines when you sign in.")))
	for _, scope := range plan.Scopes {
		s.entry(scope.Title, f.say(scope.Why.T()))
	}
	s.title(f.say(check.T("asked.roles", "The account must hold")))
	s.para(f.say(check.T("asked.roles.lead", "The Exchange roles in one role group; the Entra role beside it.")))
	for _, n := range plan.Exchange {
		kind := check.T("asked.exchange-role", "Exchange role {{.name}}", "name", n.Role.Name)
		if n.Advised {
			kind = check.T("asked.exchange-role.advised", "Exchange role {{.name}} (advised)", "name", n.Role.Name)
		}
		s.entry(f.say(kind), f.say(n.Role.Allows.T()))
	}
	s.hang("- ", f.say(plan.Limit()), same)
	for _, n := range plan.Entra {
		s.entry(f.say(check.T("asked.entra-role", "Entra role {{.name}}", "name", n.Role.Name)), f.say(n.Role.Allows.T()))
	}
	return f.read(ctx, s)
}

// traps tells what is known to go wrong.
func (f *face) traps(ctx context.Context) error {
	s := f.sheet()
	s.blank()
	for _, trap := range f.flow.Plan().Traps {
		s.point(f.say(trap))
	}
	return f.read(ctx, s)
}

// cloud lets the Microsoft cloud be chosen.
func (f *face) cloud(ctx context.Context) error {
	var ways []way
	at := 0
	for i, c := range f.flow.Clouds() {
		if c.ID == f.flow.Answers().Cloud {
			at = i
		}
		ways = append(ways, way{label: check.Verbatim(c.Name), do: func(context.Context) error {
			f.edit(func(a *setup.Answers) { a.Cloud = c.ID })
			return nil
		}})
	}
	return f.choose(ctx, check.T("terminal.cloud", "Which Microsoft cloud?"), ways, at)
}
