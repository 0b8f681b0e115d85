package tenant

import (
	"slices"
	"strings"
)

// role is a management role of Exchange: what it lets its holder run.
type role struct {
	name string
	// endUser roles come from the role assignment policy of the mailbox, not
	// from a role group.
	endUser bool
	// parent is set of custom roles.
	parent string
	// entries are "Cmdlet Parameter Parameter …".
	entries []string
}

// roleGroup is a role group of Exchange.
type roleGroup struct {
	name, description string
	// members are accounts and other groups.
	members []string
}

// assignment gives a role to a role group, an account or a policy.
type assignment struct {
	role, to string
	// scope is the custom recipient write scope, if any; exclusive keeps others
	// out of what it names. relative is a scope without a name, such as "Self".
	scope     string
	exclusive bool
	relative  string
	// off is switched off; delegating lets the role be passed on, not used.
	off, delegating bool
}

// writeScope is the kind of scope, as Exchange names it.
func (a assignment) writeScope() string {
	switch {
	case a.relative != "":
		return a.relative
	case a.exclusive:
		return "ExclusiveRecipientScope"
	case a.scope != "":
		return "CustomRecipientScope"
	}
	return "Organization"
}

// defaultPolicy is the role assignment policy that every mailbox has.
const defaultPolicy = "Default Role Assignment Policy"

// cmdlets are what somebody may run: parameter names by cmdlet name.
type cmdlets map[string][]string

// add joins the entries of a role in, as Exchange does: parameter by parameter.
func (c cmdlets) add(entries []string) {
	for _, entry := range entries {
		words := strings.Fields(entry)
		if _, ok := c[words[0]]; !ok {
			c[words[0]] = nil // some cmdlets have no parameters
		}
		for _, parameter := range words[1:] {
			if !slices.Contains(c[words[0]], parameter) {
				c[words[0]] = append(c[words[0]], parameter)
			}
		}
	}
}

// find returns the cmdlet as it is spelled, with its parameters.
func (c cmdlets) find(name string) (string, []string, bool) {
	for cmdlet, parameters := range c {
		if strings.EqualFold(cmdlet, name) {
			return cmdlet, parameters, true
		}
	}
	return "", nil, false
}

// effective returns what the account may run: the roles assigned to it, to its
// role groups and to the policy of its mailbox. Global and Exchange
// Administrators are in Organization Management.
func (w *world) effective(a *account) cmdlets {
	out := cmdlets{}
	for _, as := range w.assignmentsOf(a) {
		if r := w.role(as.role); r != nil && !as.off && !as.delegating {
			out.add(r.entries)
		}
	}
	return out
}

// assignmentsOf returns the role assignments that reach the account, in force or
// not.
func (w *world) assignmentsOf(a *account) []assignment {
	var out []assignment
	for _, as := range w.assignments {
		policy := as.to == defaultPolicy && !a.unlicensed
		if policy || a.alike(as.to) || w.inGroup(a, as.to) {
			out = append(out, as)
		}
	}
	return out
}

func (w *world) inGroup(a *account, group string) bool {
	i := slices.IndexFunc(w.roleGroups, func(g roleGroup) bool { return g.name == group })
	if i < 0 {
		return false
	}
	if slices.ContainsFunc(w.roleGroups[i].members, func(m string) bool { return a.alike(m) || w.inGroup(a, m) }) {
		return true
	}
	wids := a.wids()
	return group == "Organization Management" && (slices.Contains(wids, globalAdministrator) || slices.Contains(wids, exchangeAdministrator))
}

// role returns the role of that name, or nil.
func (w *world) role(name string) *role {
	for _, list := range [][]role{w.custom, roles} {
		if i := slices.IndexFunc(list, func(r role) bool { return strings.EqualFold(r.name, name) }); i >= 0 {
			return &list[i]
		}
	}
	return nil
}

// unassign takes a role from an assignee.
func (w *world) unassign(role, from string) {
	w.assignments = slices.DeleteFunc(slices.Clone(w.assignments), func(a assignment) bool { return a.role == role && a.to == from })
}

// assign gives a role.
func (w *world) assign(a assignment) { w.assignments = append(w.assignments, a) }
