package exchange

import (
	"context"
	"slices"
	"time"

	"hire2retire-setup/connector/check"
)

// checkEntraRole looks for a directory role: first in the token, which lists
// what is active in the whole tenant, then in Graph, if that is allowed. Graph
// also tells how the role came to the account.
func (s *Session) checkEntraRole(ctx context.Context, n Needed) (check.Finding, error) {
	caller, err := s.Caller(ctx)
	if err != nil {
		return check.Finding{}, s.explain(err)
	}
	seen, graphErr := s.rolesInGraph(ctx, caller, n.Role)
	if ctx.Err() != nil {
		return check.Finding{}, ctx.Err()
	}
	f := check.Finding{Facts: check.Facts{"role": n.Role.Name, "features": ids(n.Features), "rolesInToken": caller.RolesKnown}}
	if graphErr == nil {
		f.Facts["graph"] = seen.standing.String()
	}
	more, greater := instead(n.Role, caller)
	if !caller.HasRole(n.Role.Template) && !(more && greater.More) {
		return f, s.entraVerdict(n.Role, caller, seen, graphErr)
	}
	if caller.HasRole(n.Role.Template) {
		f.Found = seen.found(n.Role, caller)
	}
	var ps check.Problems
	if seen.standing == activated && caller.HasRole(n.Role.Template) {
		ps = append(ps, s.activatedOnly(n.Role, caller, seen.until))
	}
	if more && greater.More {
		ps = append(ps, overPrivileged(caller, greater))
	}
	return f, ps.Err()
}

// found says that the token lists the role, and whence it comes where that is
// known.
func (h held) found(r Role, c Caller) check.Text {
	args := []any{"role", r.Name, "account", c.UPN}
	switch {
	case h.group:
		return check.T("entra.role.found.group", "{{.role}} is active: the token of {{.account}} lists it. It comes through a group.", args...)
	case h.direct:
		return check.T("entra.role.found.direct", "{{.role}} is active: the token of {{.account}} lists it. It is assigned to the account itself.", args...)
	}
	return check.T("entra.role.found", "{{.role}} is active: the token of {{.account}} lists it.", args...)
}

// instead returns the first role of the caller that serves in place of r.
func instead(r Role, c Caller) (bool, Instead) {
	i := slices.IndexFunc(r.Instead, func(in Instead) bool { return c.HasRole(in.Template) })
	if i < 0 {
		return false, Instead{}
	}
	return true, r.Instead[i]
}

// entraVerdict weighs what the token does not list against what Graph says.
func (s *Session) entraVerdict(r Role, caller Caller, seen held, err error) *check.Problem {
	advice := s.assignAdvice(r, caller)
	args := []any{"role", r.Name, "account", caller.UPN}
	serves, other := instead(r, caller)
	switch {
	case err == nil && seen.standing == active:
		return check.Warn(&check.Problem{Code: "role.likely",
			Detail: check.T("role.likely.entra", "{{.role}} is assigned to {{.account}}, but the token does not list it yet.", args...),
			Advice: check.Advice{Who: check.You, Do: check.T("role.likely.entra.do", "Check again in some minutes, which gets a new token.")}})
	case err == nil && seen.standing == activated:
		return s.activatedOnly(r, caller, seen.until)
	case serves:
		return check.Warn(&check.Problem{Code: "role.likely", Advice: advice,
			Detail: check.T("role.likely.instead", "{{.account}} holds {{.other}}, which can manage Microsoft 365 groups too. The documented role is {{.role}}.", append(args, "other", other.Name)...)})
	case err == nil && seen.standing == eligible:
		advice.Do = check.T("role.pim-eligible.do", "Make the assignment active and permanent: a service account cannot activate roles by itself.")
		return &check.Problem{Code: "role.pim-eligible", Advice: advice,
			Detail: check.T("role.pim-eligible", "{{.account}} is eligible for {{.role}} in Privileged Identity Management, but the role is not active.", args...)}
	case err == nil && seen.standing == inUnit:
		return &check.Problem{Code: "role.in-unit", Advice: advice,
			Detail: check.T("role.in-unit", "{{.account}} holds {{.role}} for an administrative unit only, not for the tenant.", args...)}
	case err == nil:
		return &check.Problem{Code: "role.missing", Advice: advice,
			Detail: check.T("role.missing.entra", "The Entra role {{.role}} is not active for {{.account}}.", args...)}
	case caller.RolesKnown:
		return notActive(r, caller, advice)
	}
	return roleNotVisible(r, advice)
}

func (s *Session) assignAdvice(r Role, caller Caller) check.Advice {
	return check.Advice{Who: check.Entra, Command: EntraRoleCommand(s.opts.Cloud, caller.UPN, r),
		Do: check.T("entra.role.do", "A Privileged Role Administrator assigns {{.role}} to {{.account}} in the Entra admin center, under Roles and administrators. Then check again, which gets a new token.", "role", r.Name, "account", caller.UPN)}
}

// notActive is what the token alone can tell: that the role is not in force in
// the whole tenant, and not why. An eligible role and one of an administrative
// unit look the same in it.
func notActive(r Role, caller Caller, advice check.Advice) *check.Problem {
	args := []any{"role", r.Name, "account", caller.UPN, "scope", seesRoles[0]}
	advice.Do = check.T("role.not-active.do", "A Privileged Role Administrator opens the account in the Entra admin center, under Assigned roles. If {{.role}} stands under Eligible assignments, make it active and permanent. If it is limited to an administrative unit, or not there, assign it for the directory. Then check again, which gets a new token. To have this program tell which it is, sign in again with the optional permission {{.scope}}.", args...)
	return &check.Problem{Code: "role.not-active", Advice: advice,
		Detail: check.T("role.not-active", "The token of {{.account}} proves that {{.role}} is not active in the whole tenant. Whether the account is eligible for it, or holds it for an administrative unit only, cannot be seen without the permission {{.scope}}.", args...)}
}

// activatedOnly warns of a role that was activated and will end.
func (s *Session) activatedOnly(r Role, caller Caller, until time.Time) *check.Problem {
	advice := s.assignAdvice(r, caller)
	advice.Do = check.T("role.pim-eligible.do", "Make the assignment active and permanent: a service account cannot activate roles by itself.")
	when := check.T("role.pim-activated.soon", "in some hours")
	if !until.IsZero() {
		when = check.T("role.pim-activated.at", "at {{.at}}", "at", until.UTC().Format("2006-01-02 15:04 UTC"))
	}
	return check.Warn(&check.Problem{Code: "role.pim-activated", Advice: advice,
		Detail: check.T("role.pim-activated", "{{.role}} was activated for {{.account}} in Privileged Identity Management and ends {{.when}}. Hire2Retire would work until then only.", "role", r.Name, "account", caller.UPN, "when", when)})
}

func roleNotVisible(r Role, advice check.Advice) *check.Problem {
	advice.Do = check.T("role.not-visible.do", "Let an administrator look in the Entra admin center, or sign in again with the optional permission RoleManagement.Read.Directory. An application of your own can also put roles into its tokens: set groupMembershipClaims to DirectoryRole.")
	return check.CouldNot(&check.Problem{Code: "role.not-visible", Advice: advice,
		Detail: check.T("role.not-visible", "The token does not say which Entra roles are active, so nothing is known about {{.role}}.", "role", r.Name)})
}

func overPrivileged(c Caller, more Instead) *check.Problem {
	return check.Warn(&check.Problem{Code: "role.over-privileged",
		Detail: check.T("role.over-privileged", "{{.account}} is {{.role}}, which includes what is needed and very much besides.", "account", c.UPN, "role", more.Name),
		Advice: check.Advice{Who: check.Entra, Do: check.T("role.over-privileged.do", "Give the account the roles listed here, check that they suffice, and then take {{.role}} away.", "role", more.Name)}})
}
