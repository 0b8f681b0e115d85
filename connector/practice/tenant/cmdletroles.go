package tenant

import (
	"slices"
	"strings"
)

func readRoleGroups(w *world, _ *account, p parameters) ([]object, *exoError) {
	var out []object
	for _, g := range w.roleGroups {
		out = append(out, object{"Identity": g.name, "Name": g.name, "DisplayName": g.name, "Description": g.description, "Members": w.names(g.members), "Roles": w.rolesOf(g.name), "ManagedBy": []string{"Organization Management"}})
	}
	return narrowed(out, p)
}

// names returns the display names of members.
func (w *world) names(members []string) []string {
	out := []string{}
	for _, m := range members {
		if a := w.find(m); a != nil {
			out = append(out, a.name)
		}
	}
	return out
}

func (w *world) rolesOf(assignee string) []string {
	out := []string{}
	for _, as := range w.assignments {
		if as.to == assignee {
			out = append(out, as.role)
		}
	}
	return out
}

func readRoleGroupMembers(w *world, _ *account, p parameters) ([]object, *exoError) {
	identity := p.text("Identity")
	i := slices.IndexFunc(w.roleGroups, func(g roleGroup) bool { return strings.EqualFold(g.name, identity) })
	if i < 0 {
		return nil, notFound(identity)
	}
	var out []object
	for _, m := range w.roleGroups[i].members {
		if a := w.find(m); a != nil {
			out = append(out, object{"Identity": a.name, "Name": a.name, "DisplayName": a.name, "PrimarySmtpAddress": a.upn, "WindowsLiveID": a.upn, "ExternalDirectoryObjectId": a.oid, "RecipientType": "UserMailbox"})
		}
	}
	return out, nil
}

// all returns the built-in and the custom roles.
func (w *world) all() []role { return append(slices.Clone(roles), w.custom...) }

func readRoles(w *world, _ *account, p parameters) ([]object, *exoError) {
	var out []object
	for _, r := range w.all() {
		if c := p.text("Cmdlet"); c != "" && !has(r, c, p.text("CmdletParameters")) {
			continue
		}
		out = append(out, object{"Identity": r.name, "Name": r.name, "RoleType": strings.ReplaceAll(root(w, r), " ", ""), "Parent": r.parent, "IsRootRole": r.parent == "", "IsEndUserRole": r.endUser})
	}
	return narrowed(out, p)
}

// root is the built-in role that a role comes from.
func root(w *world, r role) string {
	for r.parent != "" {
		parent := w.role(r.parent)
		if parent == nil {
			return r.parent
		}
		r = *parent
	}
	return r.name
}

// has reports whether the role has the cmdlet with the parameter, if one is
// given.
func has(r role, cmdlet, parameter string) bool {
	c := cmdlets{}
	c.add(r.entries)
	_, parameters, ok := c.find(cmdlet)
	return ok && (parameter == "" || slices.ContainsFunc(parameters, func(s string) bool { return strings.EqualFold(s, parameter) }))
}

func readAssignments(w *world, _ *account, p parameters) ([]object, *exoError) {
	list := w.assignments
	if who := p.text("RoleAssignee"); who != "" {
		a := w.find(who)
		group := slices.ContainsFunc(w.roleGroups, func(g roleGroup) bool { return strings.EqualFold(g.name, who) })
		if a == nil && !group && !strings.EqualFold(who, defaultPolicy) {
			return nil, notFound(who)
		}
		if a != nil {
			list = w.assignmentsOf(a)
		} else {
			list = slices.DeleteFunc(slices.Clone(list), func(as assignment) bool { return !strings.EqualFold(as.to, who) })
		}
	}
	if name := p.text("Role"); name != "" {
		list = slices.DeleteFunc(slices.Clone(list), func(as assignment) bool { return !strings.EqualFold(as.role, name) })
	}
	out := []object{}
	delegating, enabled := p.text("Delegating"), p.text("Enabled")
	for _, as := range list {
		if not(delegating, as.delegating) || not(enabled, !as.off) {
			continue
		}
		out = append(out, w.described(as, p.text("GetEffectiveUsers") != "")...)
	}
	return narrowed(out, p)
}

// not reports whether a switch was given that asks for the opposite.
func not(given string, is bool) bool { return given != "" && strings.EqualFold(given, "true") != is }

// described returns an assignment as Get-ManagementRoleAssignment shows it,
// once, or once for every user who has it.
func (w *world) described(as assignment, users bool) []object {
	kind, effective := "RoleGroup", []string{"All Group Members"}
	switch {
	case as.to == defaultPolicy:
		kind, effective = "RoleAssignmentPolicy", []string{"All Policy Assignees"}
	case w.find(as.to) != nil:
		kind, effective = "User", []string{w.find(as.to).name}
	}
	if i := slices.IndexFunc(w.roleGroups, func(g roleGroup) bool { return g.name == as.to }); i >= 0 && users {
		effective = w.names(w.roleGroups[i].members)
	}
	delegation := "Regular"
	if as.delegating {
		delegation = "DelegatingOrgWide"
	}
	var out []object
	for _, user := range effective {
		out = append(out, object{
			"Identity": as.role + "-" + as.to, "Name": as.role + "-" + as.to, "Role": as.role, "RoleAssignee": as.to, "RoleAssigneeName": as.to, "RoleAssigneeType": kind,
			"EffectiveUserName": user, "AssignmentMethod": map[bool]string{true: "Direct", false: kind}[kind == "User"], "RoleAssignmentDelegationType": delegation, "Enabled": !as.off,
			"RecipientWriteScope": as.writeScope(), "CustomRecipientWriteScope": as.scope, "ConfigWriteScope": "OrganizationConfig",
		})
	}
	return out
}

// readEntries answers for "Role\Cmdlet", where each part may be an asterisk.
func readEntries(w *world, _ *account, p parameters) ([]object, *exoError) {
	wantRole, wantCmdlet, _ := strings.Cut(p.text("Identity"), "\\")
	var out []object
	for _, r := range w.all() {
		if wantRole != "*" && !strings.EqualFold(wantRole, r.name) {
			continue
		}
		for _, entry := range r.entries {
			words := strings.Fields(entry)
			if wantCmdlet == "" || wantCmdlet == "*" || strings.EqualFold(wantCmdlet, words[0]) {
				out = append(out, object{"Identity": r.name + "\\" + words[0], "Name": words[0], "Role": r.name, "Parameters": words[1:], "Type": "Cmdlet"})
			}
		}
	}
	if len(out) == 0 {
		return nil, notFound(p.text("Identity"))
	}
	return out, nil
}
