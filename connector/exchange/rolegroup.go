package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

// checkOneRoleGroup looks where the roles come from. It enriches only: an
// account that may not look is the usual case.
func (s *Session) checkOneRoleGroup(ctx context.Context, plan Plan) (check.Finding, error) {
	list, err := s.Assignments(ctx)
	if errors.Is(err, errMayNotList) {
		return check.Finding{}, check.Skip{Why: check.T("exchange.one-role-group.may-not", "Not needed: the account may not list its role assignments, as is usual. What it may do is proved by its commands.")}
	}
	if err != nil {
		return check.Finding{}, s.explain(err)
	}
	return oneRoleGroup(plan, list)
}

func oneRoleGroup(plan Plan, list []Assignment) (check.Finding, error) {
	sources, groups := sourcesOf(plan, list)
	facts := check.Facts{"sources": sources}
	switch {
	case len(sources) == 0:
		return check.Finding{Facts: facts}, check.Skip{Why: check.T("exchange.one-role-group.none", "None of the roles is assigned to the account, so there is no role group to look at.")}
	case len(groups) == 0:
		return check.Finding{Facts: facts}, scattered(sources)
	}
	return check.Finding{Facts: facts,
		Found: check.T("exchange.one-role-group.found", "All assigned roles come from the role group {{.group}}.", "group", groups[0])}, nil
}

// sourcesOf returns where the roles of the plan come from, and the role groups
// that give all of those that are assigned.
func sourcesOf(plan Plan, list []Assignment) (sources, groups []string) {
	first := true
	for _, n := range plan.Exchange {
		var here []string
		assigned := false
		for _, a := range list {
			if !a.of(n.Role) {
				continue
			}
			to := check.Clean(a.To)
			sources, assigned = add(sources, to), true
			if !a.direct() {
				here = add(here, to)
			}
		}
		switch {
		case !assigned:
		case first:
			groups, first = here, false
		default:
			groups = slices.DeleteFunc(groups, func(g string) bool { return !slices.Contains(here, g) })
		}
	}
	return sources, groups
}

func scattered(sources []string) *check.Problem {
	return check.Warn(&check.Problem{Code: "role-group.scattered",
		Detail: check.T("role-group.scattered", "The roles come from several places: {{.sources}}. They work, but nobody sees in one place what the account may do.", "sources", strings.Join(sources, ", ")),
		Advice: check.Advice{Who: check.Exchange, Do: check.T("role-group.scattered.do", "Put the roles into one role group with this account as its only member. The script of this program does it.")}})
}
