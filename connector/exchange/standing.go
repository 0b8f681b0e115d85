package exchange

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/cloud/claims"
)

// standing is how an account stands to an Entra role, as Graph tells it.
type standing int

const (
	notHeld standing = iota
	active
	activated // for some hours, in Privileged Identity Management
	inUnit    // limited to an administrative unit
	eligible  // has to be activated in Privileged Identity Management
)

var standingNames = [...]string{notHeld: "not held", active: "active", activated: "activated for a time", inUnit: "in an administrative unit", eligible: "eligible"}

// String returns the standing for facts.
func (s standing) String() string { return standingNames[s] }

// held is what Graph tells of one role of the account.
type held struct {
	standing standing
	// group is set if a role-assignable group gives the role, direct if the
	// account itself has it; neither if that was not told.
	group, direct bool
	// until is when an activated role ends.
	until time.Time
}

// better keeps the standing that says most for the account: any that is in
// force for good before one that ends, and that before one that is not.
func (h *held) better(other held) {
	rank := [...]int{notHeld: 0, eligible: 1, inUnit: 2, activated: 3, active: 4}
	if rank[other.standing] > rank[h.standing] {
		*h = other
	}
}

// seesRoles are the permissions of which one shows every kind of assignment.
var seesRoles = []string{"RoleManagement.Read.Directory", "Directory.Read.All"}

// rolesInGraph asks Graph, which needs a permission that is optional. Without it
// Graph lists that there are roles, but names none.
func (s *Session) rolesInGraph(ctx context.Context, caller Caller, r Role) (held, error) {
	token, err := s.graphScopes(ctx)
	if err != nil {
		return held{}, err
	}
	if !slices.ContainsFunc(seesRoles, token.HasScope) {
		return held{}, errNoGraph
	}
	var found held
	var failed error
	for _, look := range []func(context.Context, claims.Token, Role) (held, error){s.lookSchedule, s.lookAssigned, s.lookActive, s.lookEligible} {
		seen, err := look(ctx, caller, r)
		found.better(seen)
		if found.inForce() {
			return found, nil // the questions to come cannot tell assigned from activated
		}
		failed = errors.Join(failed, err)
	}
	return found, failed
}

// inForce reports whether the role works in the whole tenant now.
func (h held) inForce() bool { return h.standing == active || h.standing == activated }

// directoryRoles is a list of roles as any of the four questions answers.
type directoryRoles struct {
	Value []struct {
		Template   string    `json:"roleTemplateId"`
		Definition string    `json:"roleDefinitionId"`
		Scope      string    `json:"directoryScopeId"`
		Assignment string    `json:"assignmentType"`
		Member     string    `json:"memberType"`
		Ends       time.Time `json:"endDateTime"`
	} `json:"value"`
}

// lookSchedule asks how the role came to be in force: assigned or activated,
// to the account itself or to a group.
// learn.microsoft.com/graph/api/resources/unifiedroleassignmentscheduleinstance
func (s *Session) lookSchedule(ctx context.Context, _ claims.Token, r Role) (held, error) {
	list, err := s.instances(ctx, "roleAssignmentScheduleInstances")
	var found held
	for _, one := range list.Value {
		if !strings.EqualFold(one.Definition, r.Template) {
			continue
		}
		seen := held{standing: active, group: strings.EqualFold(one.Member, "Group"), direct: strings.EqualFold(one.Member, "Direct")}
		switch {
		case one.Scope != "/":
			seen = held{standing: inUnit}
		case strings.EqualFold(one.Assignment, "Activated"):
			seen.standing, seen.until = activated, one.Ends
		}
		found.better(seen)
	}
	return found, err
}

// instances lists what Privileged Identity Management knows of the account. It
// needs a licence; who has none has neither eligible nor activated roles.
func (s *Session) instances(ctx context.Context, kind string) (directoryRoles, error) {
	var list directoryRoles
	err := s.fromGraph(ctx, "/v1.0/roleManagement/directory/"+kind+"/filterByCurrentUser(on='principal')", nil, &list)
	if e, ok := errors.AsType[*wireError](err); ok && e.Status < 500 {
		return directoryRoles{}, nil
	}
	return list, err
}

// lookActive sees roles of the whole tenant, those that come through a group
// included.
func (s *Session) lookActive(ctx context.Context, _ claims.Token, r Role) (held, error) {
	var list directoryRoles
	err := s.fromGraph(ctx, "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole", url.Values{"$count": {"true"}, "$select": {"displayName,roleTemplateId"}}, &list)
	for _, one := range list.Value {
		if strings.EqualFold(one.Template, r.Template) {
			return held{standing: active, group: true}, err // not assigned to the account itself, or lookAssigned had seen it
		}
	}
	return held{}, err
}

// lookAssigned finds what is assigned to the account itself, roles of an
// administrative unit included, which are no memberships.
func (s *Session) lookAssigned(ctx context.Context, caller claims.Token, r Role) (held, error) {
	var list directoryRoles
	err := s.fromGraph(ctx, "/v1.0/roleManagement/directory/roleAssignments", url.Values{"$filter": {"principalId eq '" + caller.Object + "'"}}, &list)
	var found held
	for _, one := range list.Value {
		switch {
		case !strings.EqualFold(one.Definition, r.Template):
		case one.Scope == "/":
			found.better(held{standing: active, direct: true})
		default:
			found.better(held{standing: inUnit})
		}
	}
	return found, err
}

func (s *Session) lookEligible(ctx context.Context, _ claims.Token, r Role) (held, error) {
	list, err := s.instances(ctx, "roleEligibilityScheduleInstances")
	for _, one := range list.Value {
		if strings.EqualFold(one.Definition, r.Template) {
			return held{standing: eligible}, err
		}
	}
	return held{}, err
}
