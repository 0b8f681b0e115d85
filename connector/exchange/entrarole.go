package exchange

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/claims"
)

// checkEntraRole looks for a directory role: first in the token, which lists
// what is active in the whole tenant, then in Graph, if that is allowed.
func (s *Session) checkEntraRole(ctx context.Context, n Needed) (check.Finding, error) {
	caller, err := s.Caller(ctx)
	if err != nil {
		return check.Finding{}, s.explain(err)
	}
	facts := check.Facts{"role": n.Role.Name, "features": ids(n.Features), "rolesInToken": caller.RolesKnown}
	more, moreRole := instead(n.Role, caller)
	switch {
	case caller.HasRole(n.Role.Template):
		f := check.Finding{Facts: facts, Found: check.T("entra.role.found", "{{.role}} is active: the token of {{.account}} lists it.", "role", n.Role.Name, "account", caller.UPN)}
		if more && moreRole.More {
			return f, overPrivileged(caller, moreRole)
		}
		return f, nil
	case more && moreRole.More:
		return check.Finding{Facts: facts}, overPrivileged(caller, moreRole)
	}
	seen, err := s.rolesInGraph(ctx, caller, n.Role)
	if ctx.Err() != nil {
		return check.Finding{}, ctx.Err()
	}
	if err == nil {
		facts["graph"] = seen.String()
	}
	return check.Finding{Facts: facts}, s.entraVerdict(n.Role, caller, seen, err)
}

// instead returns the first role of the caller that serves in place of r.
func instead(r Role, c Caller) (bool, Instead) {
	i := slices.IndexFunc(r.Instead, func(in Instead) bool { return c.HasRole(in.Template) })
	if i < 0 {
		return false, Instead{}
	}
	return true, r.Instead[i]
}

// standing is how an account stands to a role, as Graph tells it.
type standing int

const (
	notHeld standing = iota
	active
	inUnit   // limited to an administrative unit
	eligible // has to be activated in Privileged Identity Management
)

var standingNames = [...]string{notHeld: "not held", active: "active", inUnit: "in an administrative unit", eligible: "eligible"}

// String returns the standing for facts.
func (s standing) String() string { return standingNames[s] }

// rolesInGraph asks Graph, which needs a permission that is optional.
func (s *Session) rolesInGraph(ctx context.Context, caller Caller, r Role) (standing, error) {
	token, err := s.graphScopes(ctx)
	if err != nil {
		return notHeld, err
	}
	if !token.HasScope("RoleManagement.Read.Directory") && !token.HasScope("Directory.Read.All") {
		return notHeld, errNoGraph
	}
	for _, look := range []func(context.Context, claims.Token, Role) (standing, error){s.lookActive, s.lookAssigned, s.lookEligible} {
		if seen, err := look(ctx, caller, r); err != nil || seen != notHeld {
			return seen, err
		}
	}
	return notHeld, nil
}

// directoryRoles is a list of roles as any of the three questions answers.
type directoryRoles struct {
	Value []struct {
		Template   string `json:"roleTemplateId"`
		Definition string `json:"roleDefinitionId"`
		Scope      string `json:"directoryScopeId"`
	} `json:"value"`
}

func (s *Session) lookActive(ctx context.Context, _ claims.Token, r Role) (standing, error) {
	var list directoryRoles
	err := s.fromGraph(ctx, "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole", url.Values{"$count": {"true"}, "$select": {"displayName,roleTemplateId"}}, &list)
	for _, one := range list.Value {
		if strings.EqualFold(one.Template, r.Template) {
			return active, err
		}
	}
	return notHeld, err
}

// lookAssigned finds roles of an administrative unit, which are no memberships.
func (s *Session) lookAssigned(ctx context.Context, caller claims.Token, r Role) (standing, error) {
	var list directoryRoles
	err := s.fromGraph(ctx, "/v1.0/roleManagement/directory/roleAssignments", url.Values{"$filter": {"principalId eq '" + caller.Object + "'"}}, &list)
	found := notHeld
	for _, one := range list.Value {
		switch {
		case !strings.EqualFold(one.Definition, r.Template):
		case one.Scope == "/":
			return active, err
		default:
			found = inUnit
		}
	}
	return found, err
}

func (s *Session) lookEligible(ctx context.Context, _ claims.Token, r Role) (standing, error) {
	var list directoryRoles
	err := s.fromGraph(ctx, "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')", nil, &list)
	if e, ok := errors.AsType[*wireError](err); ok && e.Status < 500 {
		return notHeld, nil // Privileged Identity Management needs a licence; who has none has no eligible roles
	}
	for _, one := range list.Value {
		if strings.EqualFold(one.Definition, r.Template) {
			return eligible, err
		}
	}
	return notHeld, err
}

// entraVerdict weighs what the token does not list against what Graph says.
func (s *Session) entraVerdict(r Role, caller Caller, seen standing, err error) *check.Problem {
	advice := check.Advice{Who: check.Entra, Command: EntraRoleCommand(s.opts.Cloud, caller.UPN, r),
		Do: check.T("entra.role.do", "A Privileged Role Administrator assigns {{.role}} to {{.account}} in the Entra admin center, under Roles and administrators. Then check again, which gets a new token.", "role", r.Name, "account", caller.UPN)}
	args := []any{"role", r.Name, "account", caller.UPN}
	serves, other := instead(r, caller)
	switch {
	case err == nil && seen == active:
		return check.Warn(&check.Problem{Code: "role.likely",
			Detail: check.T("role.likely.entra", "{{.role}} is assigned to {{.account}}, but the token does not list it yet.", args...),
			Advice: check.Advice{Who: check.You, Do: check.T("role.likely.entra.do", "Check again in some minutes, which gets a new token.")}})
	case serves:
		return check.Warn(&check.Problem{Code: "role.likely", Advice: advice,
			Detail: check.T("role.likely.instead", "{{.account}} holds {{.other}}, which can manage Microsoft 365 groups too. The documented role is {{.role}}.", append(args, "other", other.Name)...)})
	case err == nil && seen == eligible:
		advice.Do = check.T("role.pim-eligible.do", "Make the assignment active and permanent: a service account cannot activate roles by itself.")
		return &check.Problem{Code: "role.pim-eligible", Advice: advice,
			Detail: check.T("role.pim-eligible", "{{.account}} is eligible for {{.role}} in Privileged Identity Management, but the role is not active.", args...)}
	case err == nil && seen == inUnit:
		return &check.Problem{Code: "role.in-unit", Advice: advice,
			Detail: check.T("role.in-unit", "{{.account}} holds {{.role}} for an administrative unit only, not for the tenant.", args...)}
	case caller.RolesKnown || err == nil:
		return &check.Problem{Code: "role.missing", Advice: advice,
			Detail: check.T("role.missing.entra", "The Entra role {{.role}} is not active for {{.account}}.", args...)}
	}
	return roleNotVisible(r, advice)
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
