package tenant

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// exchangeFaults are about Exchange as a service.
var exchangeFaults = []Fault{
	{"exo.throttled", check.T("practice.tenant.throttled", "Exchange Online throttles every call."),
		func(w *world) { w.exchangeStatus = http.StatusTooManyRequests }},
	{"throttled-briefly", check.T("practice.tenant.throttled-briefly", "Exchange Online asks to wait twice, then answers."),
		func(w *world) { w.exchangeStatus, w.exchangeTimes = http.StatusTooManyRequests, 2 }},
	{"exchange-unavailable", check.T("practice.tenant.exchange-unavailable", "Exchange Online answers every call with an error."),
		func(w *world) { w.exchangeStatus = http.StatusServiceUnavailable }},
	{"exo.foreign-redirect", check.T("practice.tenant.foreign-redirect", "Exchange Online redirects calls to an address that is not Microsoft's."),
		func(w *world) { w.foreignRedirect = true }},
	{"foreign-next-link", check.T("practice.tenant.foreign-next-link", "The link to the next page of a list leads to an address that is not Microsoft's."),
		func(w *world) { w.foreignNextLink = true }},
	{"tokens-revoked", check.T("practice.tenant.tokens-revoked", "Exchange Online refuses the token until the account signs in again."),
		func(w *world) { w.revokedTokens = true }},
	{"module-file-gone", check.T("practice.tenant.module-file-gone", "Exchange Online no longer says what the account may do."),
		func(w *world) { w.moduleFileStatus = http.StatusNotFound }},
	{"module-file-changed", check.T("practice.tenant.module-file-changed", "Exchange Online says in another form what the account may do."),
		func(w *world) { w.moduleFileChanged = true }},
	{"exchange-powershell-off", check.T("practice.tenant.exchange-powershell-off", "Exchange Online PowerShell is switched off for the account."),
		func(w *world) { w.moduleDisabled = true }},
	{"not-customized", check.T("practice.tenant.not-customized", "The organization was never customized, so Exchange Online refuses new role groups."),
		func(w *world) { w.dehydrated = true }},
}

const ourGroup = "Hire2Retire"

// reading is the role that lets the account list its own roles.
const reading = "View-Only Configuration"

// WriteScope is the custom write scope of the fault write-scope-limited.
const WriteScope = "Berlin only"

// roleFaults are about what the account may do.
var roleFaults = []Fault{
	{"role.missing", check.T("practice.tenant.role-missing", "The account has only the end-user roles of its mailbox."),
		func(w *world) { w.empty(ourGroup) }},
	{"no-roles", check.T("practice.tenant.no-roles", "The account has no mailbox and no role."),
		func(w *world) { w.empty(ourGroup); w.service().unlicensed = true }},
	{"role.missing.distribution-groups", check.T("practice.tenant.no-distribution-groups", "The role Distribution Groups is missing."),
		func(w *world) { w.unassign("Distribution Groups", ourGroup) }},
	{"role.missing.mail-recipients", check.T("practice.tenant.no-mail-recipients", "The role Mail Recipients is missing."),
		func(w *world) { w.unassign("Mail Recipients", ourGroup) }},
	{"role.missing.security-group-creation-and-membership", check.T("practice.tenant.no-security-groups", "The role Security Group Creation and Membership is missing."),
		func(w *world) { w.unassign("Security Group Creation and Membership", ourGroup) }},
	{"role.missing.user-administrator", check.T("practice.tenant.no-user-administrator", "The Entra role User Administrator is missing."),
		func(w *world) { w.service().entra = nil }},
	{"role.pim-eligible", check.T("practice.tenant.pim-eligible", "The Entra role User Administrator is eligible, but not activated."),
		func(w *world) {
			w.service().entra = []entraRole{{template: userAdministrator, scope: "/", eligible: true}}
		}},
	{"role.pim-activated", check.T("practice.tenant.pim-activated", "The Entra role User Administrator was activated for eight hours. Only the optional permission shows that."),
		func(w *world) {
			w.service().entra = []entraRole{{template: userAdministrator, scope: "/", until: time.Now().Add(8 * time.Hour)}}
		}},
	{"role-in-unit", check.T("practice.tenant.role-in-unit", "The Entra role User Administrator is limited to an administrative unit."),
		func(w *world) {
			w.service().entra = []entraRole{{template: userAdministrator, scope: "/administrativeUnits/" + objectID("Berlin")}}
		}},
	{"role-by-group", check.T("practice.tenant.role-by-group", "The Entra role User Administrator comes through a group. This suffices."),
		func(w *world) {
			w.service().entra = []entraRole{{template: userAdministrator, scope: "/", through: "Account Admins"}}
		}},
	{"parameter-missing", check.T("practice.tenant.parameter-missing", "A custom role has the cmdlets, but not the parameters that count."),
		func(w *world) {
			w.trim("Security Group Creation and Membership", func(string) bool { return true }, "BypassSecurityGroupManagerCheck", "Type")
		}},
	{"custom-child-role", check.T("practice.tenant.custom-child-role", "Custom roles stand in for the documented ones. They suffice."),
		func(w *world) {
			for _, name := range []string{"Distribution Groups", "Mail Recipients", "Security Group Creation and Membership"} {
				w.trim(name, func(string) bool { return true }, "Anr")
			}
		}},
	{"restricted-child-role", check.T("practice.tenant.restricted-child-role", "Custom roles allow adding members and nothing else."),
		func(w *world) {
			for _, name := range []string{"Distribution Groups", "Security Group Creation and Membership"} {
				w.trim(name, func(cmdlet string) bool { return slices.Contains(addOnly, cmdlet) })
			}
		}},
	{"role-group-delay", check.T("practice.tenant.role-group-delay", "The roles were just assigned and take effect after two calls."),
		func(w *world) {
			before := *w
			before.empty(ourGroup)
			w.late, w.lateCalls = &before, 2
		}},
	{"role-group.scattered", check.T("practice.tenant.scattered", "The roles come from two role groups and a direct assignment."), scatter},
	{"write-scope-limited", check.T("practice.tenant.write-scope-limited", "The roles reach only the recipients of a custom write scope."),
		func(w *world) { w.reassign(ourGroup, func(a *assignment) { a.scope = WriteScope }) }},
	{"write-scope-exclusive", check.T("practice.tenant.exclusive", "The roles have an exclusive write scope."),
		func(w *world) { w.reassign(ourGroup, func(a *assignment) { a.scope, a.exclusive = WriteScope, true }) }},
	{"write-scope-self", check.T("practice.tenant.self", "The roles let the account change itself and nobody else."),
		func(w *world) { w.reassign(ourGroup, func(a *assignment) { a.relative = "Self" }) }},
	{"role-assignment-disabled", check.T("practice.tenant.assignment-disabled", "The assignments of the roles are switched off."),
		func(w *world) { w.reassign(ourGroup, func(a *assignment) { a.off = a.role != reading }) }},
	{"role-delegating-only", check.T("practice.tenant.delegating", "The account may pass the roles on to others, and not use them."),
		func(w *world) { w.reassign(ourGroup, func(a *assignment) { a.delegating = a.role != reading }) }},
	{"role-by-nested-group", check.T("practice.tenant.nested", "The account is in a group that is in the role group. This suffices."),
		func(w *world) {
			w.empty(ourGroup)
			w.join(ourGroup, "Service Accounts")
			w.roleGroups = append(w.roleGroups, roleGroup{name: "Service Accounts", description: "Accounts of programs", members: []string{Account}})
		}},
	{"role-looks-sufficient", check.T("practice.tenant.looks-sufficient", "A custom role is for dynamic lists only. For other lists the account has what every user has."),
		func(w *world) {
			w.trim("Distribution Groups", func(cmdlet string) bool { return strings.Contains(cmdlet, "Dynamic") })
			w.unassign("Security Group Creation and Membership", ourGroup)
		}},
	{"too-many-roles", check.T("practice.tenant.too-many-roles", "The account is a Global Administrator, far more than is needed."),
		func(w *world) {
			w.service().entra = append(w.service().entra, entraRole{template: globalAdministrator, scope: "/"})
		}},
	{"roles-not-readable", check.T("practice.tenant.roles-not-readable", "The account may not list its role assignments, as is usual."),
		func(w *world) { w.unassign(reading, ourGroup) }},
}

// addOnly is what is left of a role that may add members and look.
var addOnly = []string{"Add-DistributionGroupMember", "Get-DistributionGroupMember", "Get-Group", "Get-User", "Get-DistributionGroup", "Get-DynamicDistributionGroup"}

// empty takes every member out of a role group.
func (w *world) empty(group string) {
	w.roleGroups = slices.Clone(w.roleGroups)
	for i := range w.roleGroups {
		if w.roleGroups[i].name == group {
			w.roleGroups[i].members = nil
		}
	}
}

// join puts a member into a role group.
func (w *world) join(group, member string) {
	w.roleGroups = slices.Clone(w.roleGroups)
	for i := range w.roleGroups {
		if w.roleGroups[i].name == group {
			w.roleGroups[i].members = append(slices.Clone(w.roleGroups[i].members), member)
		}
	}
}

// reassign changes every assignment of an assignee.
func (w *world) reassign(to string, change func(*assignment)) {
	w.assignments = slices.Clone(w.assignments)
	for i := range w.assignments {
		if w.assignments[i].to == to {
			change(&w.assignments[i])
		}
	}
}

// trim replaces a role by a custom child that has only the cmdlets for which
// keep is true, without the parameters.
func (w *world) trim(parent string, keep func(string) bool, without ...string) {
	child := role{name: ourGroup + " " + parent, parent: parent}
	for _, entry := range w.role(parent).entries {
		words := strings.Fields(entry)
		if keep(words[0]) {
			words = slices.DeleteFunc(words, func(s string) bool { return slices.Contains(without, s) })
			child.entries = append(child.entries, strings.Join(words, " "))
		}
	}
	w.custom = append(w.custom, child)
	w.unassign(parent, ourGroup)
	w.assign(assignment{role: child.name, to: ourGroup})
}

// scatter moves one role to another role group and one to the account itself.
func scatter(w *world) {
	w.unassign("Mail Recipients", ourGroup)
	w.unassign("Security Group Creation and Membership", ourGroup)
	w.roleGroups = append(w.roleGroups, roleGroup{name: "Mailbox Helpers", description: "Looks after shared mailboxes", members: []string{Account}})
	w.assign(assignment{role: "Mail Recipients", to: "Mailbox Helpers"})
	w.assign(assignment{role: "Security Group Creation and Membership", to: Account})
}
