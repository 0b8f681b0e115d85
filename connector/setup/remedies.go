package setup

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
)

// Script is a PowerShell file for an administrator: fixed logic that only shows
// what it would do until it is started with -Apply, and data.
type Script = exchange.Script

// Scripts are what administrators of Exchange and Entra can run for the ticked
// features.
type Scripts struct {
	// Roles puts the missing Exchange roles into one role group, Entra assigns
	// the Entra role. They are empty when nothing is missing.
	Roles, Entra []Script
	// Registration registers an application of the customer's own.
	Registration Script
	// Evidence only reads; its file is what ImportEvidence takes.
	Evidence Script
}

// Scripts returns the scripts for what the last results found missing; before
// there are results, for all that the ticked features need.
func (f *Flow) Scripts() Scripts {
	m, _ := f.answers.Microsoft(f.deps)
	plan, who := m.plan(), m.subject()
	s := Scripts{Registration: exchange.RegistrationScript(who, plan, false), Evidence: exchange.EvidenceScript(who)}
	var roles []string
	for _, n := range plan.Exchange {
		if !n.Advised && f.missing(n.Role) {
			roles = append(roles, n.Role.Name)
		}
	}
	if len(roles) > 0 {
		s.Roles = []Script{exchange.RolesScript(who, m.grant(roles))}
	}
	for _, n := range plan.Entra {
		if !n.Advised && f.missing(n.Role) {
			s.Entra = append(s.Entra, exchange.EntraRoleScript(who, n.Role))
		}
	}
	return s
}

// missing reports whether a role is not proved.
func (f *Flow) missing(r exchange.Role) bool {
	res, looked := f.proved[Exchange].report.Find(exchange.RoleCheck(r), "")
	return !looked || res.Status != check.Passed
}

// ConsentRequest is the one page for the administrators of the tenant: what is
// asked for, what it means, the link to approve it and the commands.
func (f *Flow) ConsentRequest() []exchange.Section {
	m, _ := f.answers.Microsoft(f.deps)
	r := exchange.Request{Subject: m.subject(), Plan: m.plan(), Tenant: m.tenantName(), ClientID: m.ClientID}
	if client, err := f.client.use(m, f.deps, f.tokens); err == nil {
		r.ConsentURL = client.AdminConsentURL()
	}
	return r.Page()
}

// tenantID returns the tenant of the account as far as it is known: by a sign-in
// as that account, or because its ID was typed.
func (f *Flow) tenantID(m Microsoft) string {
	if f.seen.SignedIn && strings.EqualFold(f.seen.Account.UPN, m.Account) {
		return f.seen.Account.TenantID
	}
	if id, err := uuid.Parse(m.Tenant); err == nil {
		return id.String()
	}
	return ""
}

// ImportEvidence reads what the evidence script wrote in an administrator's own
// session and judges it by the same table. Such results are likely, never
// proved, and say who reported them and when.
func (f *Flow) ImportEvidence(ctx context.Context, data []byte) error {
	e, err := exchange.ParseEvidence(data)
	if err != nil {
		return badEvidence(err)
	}
	m, bad := f.answers.Microsoft(f.deps)
	if len(bad) > 0 {
		return bad
	}
	if m.Account == "" {
		m.Account = e.Account
		f.Edit(func(a *Answers) { a.Account = e.Account })
	}
	report := check.Run(ctx, exchange.EvidenceChecks(e, exchange.Wanted{Account: m.Account, Features: m.Features, WriteScope: m.WriteScope, TenantID: f.tenantID(m), Now: f.deps.now()}), nil)
	f.proved[Exchange] = proof{report.WithAccepted(f.accepted), f.answers, f.deps.Computer, f.deps.Person}
	return nil
}
