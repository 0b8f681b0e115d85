package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// Assignment is a management role that reaches the account.
type Assignment struct {
	// Role is the name of the role, Type its built-in kind without spaces, which
	// a customer's own role inherits: "MailRecipients".
	Role, Type string
	// To is who it is assigned to: the account itself, a role group or a policy.
	To, ToType string
	// Scope is what limits the assignment, if anything does: a custom recipient
	// write scope, an administrative unit or a group.
	Scope string
	// Relative is set if Scope is no scope of a name but a relation to the
	// account, such as "Self": then the role reaches nobody else.
	Relative bool
	// Entries are the commands of a role with a name of its own; nil if they
	// could not be read.
	Entries *Capabilities
}

// direct reports that the role is assigned to the account itself.
func (a Assignment) direct() bool { return strings.EqualFold(a.ToType, "User") }

// ofPolicy reports that the role comes from the policy of the mailbox, as those
// of ordinary users do.
func (a Assignment) ofPolicy() bool { return strings.EqualFold(a.ToType, "RoleAssignmentPolicy") }

// of reports whether this is the role, or a child of it.
func (a Assignment) of(r Role) bool {
	return strings.EqualFold(a.Role, r.Name) || strings.EqualFold(a.Type, strings.ReplaceAll(r.Name, " ", ""))
}

// errMayNotList is the usual case: the service account may not read RBAC.
var errMayNotList = errors.New("the account may not list role assignments")

// Assignments returns the roles that reach the account, if it may list them:
// that takes Role Management or View-Only Configuration, which a service
// account seldom has. The roles of ordinary users are left out.
func (s *Session) Assignments(ctx context.Context) ([]Assignment, error) {
	return s.roles.get(ctx, func(ctx context.Context) ([]Assignment, error) {
		may, err := s.Capabilities(ctx)
		if err == nil && may.Has(Command{"Get-ManagementRoleAssignment", "RoleAssignee"}) == No {
			return nil, errMayNotList
		}
		caller, err := s.Caller(ctx)
		if err != nil {
			return nil, err
		}
		list, err := s.Invoke(ctx, "Get-ManagementRoleAssignment", map[string]any{"RoleAssignee": caller.UPN, "Delegating": false})
		if e, ok := errors.AsType[*wireError](err); ok && e.denied() {
			return nil, errMayNotList
		}
		if err != nil {
			return nil, err
		}
		out := readAssignments(list)
		return out, s.addOwnRoles(ctx, out)
	})
}

// writeScopes are the properties of an assignment that limit it: a scope with a
// filter, an administrative unit, or the members of a group. At most one is set
// (New-ManagementRoleAssignment).
var writeScopes = []string{"CustomRecipientWriteScope", "RecipientAdministrativeUnitScope", "RecipientGroupScope", "RecipientOrganizationalUnitScope"}

// unlimited are the write scopes that leave nobody out.
var unlimited = []string{"", "Organization", "NotApplicable"}

// writeScope returns what limits an assignment, empty if nothing does. A scope
// that is relative to the account, such as "Self", has no name of its own
// (New-ManagementRoleAssignment, -RecipientRelativeWriteScope).
func writeScope(o Object) (scope string, relative bool) {
	if named := o.Text(writeScopes...); named != "" {
		return named, false
	}
	if kind := o.Text("RecipientWriteScope"); !slices.Contains(unlimited, kind) {
		return kind, true
	}
	return "", false
}

// readAssignments leaves out what gives the account nothing, or nothing that an
// administrator has: assignments that are switched off or only let the role be
// passed on, and those of the policy of every mailbox.
func readAssignments(list []Object) []Assignment {
	var out []Assignment
	for _, o := range list {
		a := Assignment{Role: o.Text("Role"), To: o.Text("RoleAssigneeName", "RoleAssignee"), ToType: o.Text("RoleAssigneeType")}
		a.Scope, a.Relative = writeScope(o)
		if enabled, told := o["Enabled"].(bool); told && !enabled {
			continue
		}
		if strings.HasPrefix(o.Text("RoleAssignmentDelegationType"), "Delegating") {
			continue
		}
		if a.Role != "" && !a.ofPolicy() {
			out = append(out, a)
		}
	}
	return out
}

// addOwnRoles asks what is behind the roles that have names of their own. What
// cannot be read stays unknown, which is no error.
func (s *Session) addOwnRoles(ctx context.Context, list []Assignment) error {
	for i, a := range list {
		if slices.ContainsFunc(table.Roles, a.of) {
			continue
		}
		roles, err := s.Invoke(ctx, "Get-ManagementRole", map[string]any{"Identity": a.Role}, "Name", "RoleType")
		if err == nil && len(roles) == 1 {
			list[i].Type = roles[0].Text("RoleType")
		}
		if !slices.ContainsFunc(table.Roles, list[i].of) {
			continue
		}
		entries, err := s.Invoke(ctx, "Get-ManagementRoleEntry", map[string]any{"Identity": a.Role + `\*`}, "Name", "Parameters")
		if err == nil {
			list[i].Entries = readRoleEntries(entries)
		}
	}
	return ctx.Err()
}

func readRoleEntries(list []Object) *Capabilities {
	c := newCapabilities()
	for _, o := range list {
		c.allow(o.Text("Name"), o.list("Parameters"))
	}
	return &c
}

// given returns what assignments give of a role: everything, if the role itself
// is among them, else the entries of the customer's own roles.
func given(r Role, list []Assignment) (everything bool, entries []Capabilities) {
	for _, a := range list {
		switch {
		case strings.EqualFold(a.Role, r.Name):
			everything = true
		case a.of(r) && a.Entries != nil:
			entries = append(entries, *a.Entries)
		}
	}
	return everything, entries
}
