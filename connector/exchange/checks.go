package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/web"
)

// The IDs of the checks. The checks of Exchange roles are named after the role:
// "exchange.role.mail-recipients".
const (
	Connect      check.ID = "exchange.connect"
	Read         check.ID = "exchange.read"
	OneRoleGroup check.ID = "exchange.one-role-group"
	AccountKind  check.ID = "entra.account"
	Tenant       check.ID = "entra.organization"
	signIn       check.ID = "entra.sign-in" // of package entra
)

// RoleCheck is the ID of the check of a role.
func RoleCheck(r Role) check.ID {
	if r.Kind == EntraRole {
		return check.ID("entra.role." + r.ID)
	}
	return check.ID("exchange.role." + r.ID)
}

// Checks are the checks of the features, to be run after "entra.sign-in".
func Checks(s *Session, features []FeatureID) []check.Check {
	plan := PlanFor(features, false)
	list := []check.Check{
		{ID: AccountKind, Title: check.T("entra.account", "The account is kept in the cloud"), After: []check.ID{signIn}, Run: s.checkAccount},
		{ID: Tenant, Title: check.T("entra.organization", "The domains of the tenant are known"), After: []check.ID{signIn}, Run: s.checkOrganization},
		{ID: Connect, Title: check.T("exchange.connect", "Exchange Online answers"), After: []check.ID{signIn},
			Run: func(ctx context.Context) (check.Finding, error) { return s.checkConnect(ctx, plan) }},
	}
	for _, n := range plan.Exchange {
		if !n.Advised {
			list = append(list, s.roleCheck(n, features))
		}
	}
	for _, n := range plan.Entra {
		list = append(list, check.Check{ID: RoleCheck(n.Role), After: []check.ID{signIn},
			Title: check.T("entra.role", "The account holds the Entra role {{.role}}", "role", n.Role.Name),
			Run:   func(ctx context.Context) (check.Finding, error) { return s.checkEntraRole(ctx, n) }})
	}
	if len(plan.Exchange) > 0 {
		list = append(list, check.Check{ID: OneRoleGroup, Title: check.T("exchange.one-role-group", "The Exchange roles come from one role group"), After: []check.ID{Connect},
			Run: func(ctx context.Context) (check.Finding, error) { return s.checkOneRoleGroup(ctx, plan) }})
	}
	for _, f := range chosen(features) {
		if f.Read != nil {
			list = append(list, check.Check{ID: Read, Target: string(f.ID), After: []check.ID{Connect},
				Title: check.T("exchange.read", "Exchange Online shows the account: {{.feature}}", "feature", f.Name.T()),
				Run:   func(ctx context.Context) (check.Finding, error) { return s.checkRead(ctx, f) }})
		}
	}
	return list
}

// checkConnect reads the module file, on which all role checks rest.
func (s *Session) checkConnect(ctx context.Context, plan Plan) (check.Finding, error) {
	may, err := s.Capabilities(ctx)
	if err != nil {
		return check.Finding{Facts: check.Facts{"host": web.Peer(s.region()).Host}}, s.withoutModuleFile(ctx, err, plan)
	}
	caller, err := s.Caller(ctx)
	if err != nil {
		return check.Finding{}, s.explain(err)
	}
	return check.Finding{
		Found: check.N("exchange.connect.found", may.Len(), "Exchange Online knows {{.account}} and allows the account {{.n}} command.", "Exchange Online knows {{.account}} and allows the account {{.n}} commands.", "account", caller.UPN),
		Facts: check.Facts{"host": web.Peer(s.region()).Host, "commands": may.Len(), "account": caller.UPN, "tenantId": caller.Tenant, "scopes": caller.Scopes},
	}, nil
}

// withoutModuleFile decides whether Exchange answers although its module file
// cannot be used. Then the role checks say themselves what they know without it.
func (s *Session) withoutModuleFile(ctx context.Context, err error, plan Plan) error {
	err = s.explain(err)
	p, ok := errors.AsType[*check.Problem](err)
	switch {
	case ok && p.Code == codeNoRoles:
		p.Advice.Command = s.grant(plan.RoleNames(true)...)
		return p
	case !ok || p.Code != codeChanged:
		return err
	}
	if _, err := s.Assignments(ctx); err == nil || errors.Is(err, errMayNotList) {
		return check.Warn(p)
	}
	return p
}

func (s *Session) roleCheck(n Needed, features []FeatureID) check.Check {
	return check.Check{ID: RoleCheck(n.Role), After: []check.ID{Connect},
		Title: check.T("exchange.role", "The account has what the Exchange role {{.role}} gives", "role", n.Role.Name),
		Run: func(ctx context.Context) (check.Finding, error) {
			may, err := s.Capabilities(ctx)
			assigned, _ := s.Assignments(ctx) // enriches; without it the commands decide
			switch {
			case ctx.Err() != nil:
				return check.Finding{}, ctx.Err()
			case err != nil:
				return check.Finding{Facts: proof{Role: n.Role, Features: n.Features}.facts()}, s.byName(n.Role, assigned, err)
			}
			p := prove(n, may)
			p.enrich(assigned)
			more := s.ownerOnly(p, may)
			if !p.Holds() {
				more = s.notCustomized(ctx, may)
			}
			return check.Finding{Found: p.found(s.opts.WriteScope), Facts: p.facts()}, s.judge(p, more)
		}}
}

// byName is all that can be said without the module file: a role that is
// assigned is likely in force, and one that is not may still come another way.
func (s *Session) byName(r Role, assigned []Assignment, err error) error {
	if slices.ContainsFunc(assigned, func(a Assignment) bool { return a.of(r) }) {
		return roleByName(r)
	}
	return s.explain(err)
}

// found says what was seen, whatever it is worth, and how far it reaches.
func (p proof) found(writeScope string) check.Text {
	commands := strings.Join(written(p.By), ", ")
	switch {
	case !p.Holds(), p.Reach.Relative:
		return check.Text{}
	case p.Reach.limited() != "":
		return check.T("exchange.role.found.limited", "Proved, limited to the write scope {{.scope}}, by commands that only this role gives: {{.commands}}.", "scope", p.Reach.limited(), "commands", commands)
	case writeScope == "" && !p.Reach.Told:
		return check.T("exchange.role.found.reach", "Proved by commands that only this role gives: {{.commands}}. How far it reaches was not seen: the account may not list its role assignments, as is usual.", "commands", commands)
	case !p.Reach.Told:
		return check.T("exchange.role.found.unseen", "Proved by commands that only this role gives: {{.commands}}. Whether it is limited to the write scope {{.scope}} was not proved: the account may not list its role assignments. The evidence script can report it.", "scope", writeScope, "commands", commands)
	}
	return check.T("exchange.role.found", "Proved by commands that only this role gives: {{.commands}}.", "commands", commands)
}

// judge turns a proof into problems: Missing fails, Likely and "only in part"
// warn, and what Exchange did not tell is unknown. more are further
// warnings.
func (s *Session) judge(p proof, more check.Problems) error {
	switch {
	case len(p.NotTold) > 0:
		return changed(errors.New("the parameters of " + p.NotTold[0].Cmdlet + " are not in the module file"))
	case !p.Holds() && p.Assigned:
		return roleOnItsWay(p)
	case !p.Holds():
		return append(check.Problems{s.roleMissing(p)}, more...).Err()
	}
	var ps check.Problems
	if len(p.Partly) > 0 {
		limited := roleInPart(p)
		limited.Advice.Command = s.grant(p.Role.Name)
		ps = append(ps, limited)
	}
	if limit := p.Reach.against(p.Role, s.opts.WriteScope); limit != nil {
		limit.Advice.Command = s.regrant(p)
		ps = append(ps, limit)
	}
	return append(ps, more...).Err()
}

// ownerOnly warns of features that need another role to be whole. It does so
// even where another feature fails for want of that role: what the account can do
// to its own groups must not look like what it can do to all.
func (s *Session) ownerOnly(p proof, may Capabilities) check.Problems {
	var ps check.Problems
	for _, f := range chosen(p.Features) {
		for _, a := range f.Advises {
			role, _ := table.Role(a.Role)
			if len(without(a.Gives, may)) == 0 {
				continue
			}
			ps = append(ps, check.Warn(&check.Problem{Code: "role.owner-only",
				Detail: check.T("role.owner-only", "{{.feature}}: the account does not have what the role {{.role}} gives. {{.because}}", "feature", f.Name.T(), "role", role.Name, "because", a.Because.T()),
				Advice: check.Advice{Who: check.Exchange, Command: s.grant(role.Name), Do: check.T("role.owner-only.do", "Add the role {{.role}} to the role group, or make the account an owner of every group that Hire2Retire manages.", "role", role.Name)}}))
		}
	}
	return ps
}
