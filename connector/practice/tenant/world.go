package tenant

import (
	"slices"
	"strings"
	"time"
)

// world is everything that faults may change. A world is never changed once it
// is in force.
type world struct {
	accounts []*account
	// known is the account that the sign-in page offers whatever the login
	// hint says; empty means that the hint is honoured.
	known       string
	roleGroups  []roleGroup
	assignments []assignment
	custom      []role
	conditions
}

// Entra roles by template ID.
// learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	globalAdministrator   = "62e90394-69f5-4237-9190-012177145e10"
	exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	userAdministrator     = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	helpdeskAdministrator = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	// ordinaryUser is in the wids of every member.
	ordinaryUser = "b79fbf4d-3ef9-4689-8143-76b194e85509"
)

var entraRoleNames = map[string]string{
	globalAdministrator: "Global Administrator", exchangeAdministrator: "Exchange Administrator",
	userAdministrator: "User Administrator", helpdeskAdministrator: "Helpdesk Administrator",
}

// account is somebody who can sign in.
type account struct {
	upn, oid, name string
	// tenant is the tenant ID; another one than ID for strangers.
	tenant string
	// identityProvider is set of guests and personal accounts.
	identityProvider string
	guest, synced    bool
	unlicensed       bool
	entra            []entraRole
}

// entraRole is one Entra role of an account.
type entraRole struct {
	template string
	// through is the role-assignable group that gives the role, if any.
	through string
	// scope is "/" or "/administrativeUnits/<id>".
	scope string
	// eligible roles have to be activated in Privileged Identity Management;
	// until is when one that was activated ends.
	eligible bool
	until    time.Time
}

// active reports whether the role is in force in the whole tenant.
func (r entraRole) active() bool { return !r.eligible && r.scope == "/" }

// wids returns the value of the wids claim: active roles of the whole tenant.
func (a *account) wids() []string {
	var out []string
	for _, r := range a.entra {
		if r.active() && !slices.Contains(out, r.template) {
			out = append(out, r.template)
		}
	}
	if !a.guest {
		out = append(out, ordinaryUser)
	}
	return out
}

// admin reports whether the account may consent for everybody.
func (a *account) admin() bool { return slices.Contains(a.wids(), globalAdministrator) }

// alike reports whether name is the account's.
func (a *account) alike(name string) bool {
	return strings.EqualFold(a.upn, name) || strings.EqualFold(a.oid, name) || strings.EqualFold(a.name, name)
}

// find returns the account of that UPN, object ID or display name, or nil.
func (w *world) find(name string) *account {
	for _, a := range w.accounts {
		if name != "" && a.alike(name) {
			return a
		}
	}
	return nil
}

// service returns the service account.
func (w *world) service() *account { return w.find(Account) }

// newWorld returns the healthy world with the faults put in.
func newWorld(faults []string) (*world, error) {
	w := &world{
		accounts: []*account{
			{upn: Account, oid: "0c6b1f2e-58a4-4c1d-9e73-4d2f8a1b6c05", name: "Hire2Retire service account", tenant: ID,
				entra: []entraRole{{template: userAdministrator, scope: "/"}}},
			{upn: Admin, oid: "e1d2c3b4-a596-4877-8f60-1a2b3c4d5e6f", name: "Practice Admin", tenant: ID,
				entra: []entraRole{{template: globalAdministrator, scope: "/"}}},
			{upn: "helpdesk@practice.example", oid: "7f3e5d1c-2b4a-4968-8796-a5b4c3d2e1f0", name: "Practice Helpdesk", tenant: ID,
				entra: []entraRole{{template: helpdeskAdministrator, scope: "/"}}},
		},
		roleGroups: []roleGroup{
			{name: "Hire2Retire", description: "Hire2Retire service account", members: []string{Account}},
			{name: "Organization Management", description: "Members of this management role group have permissions to manage Exchange objects and their properties in the Exchange organization.", members: []string{Admin}},
		},
		assignments: []assignment{
			{role: "Distribution Groups", to: "Hire2Retire"},
			{role: "Mail Recipients", to: "Hire2Retire"},
			{role: "Security Group Creation and Membership", to: "Hire2Retire"},
			{role: "View-Only Configuration", to: "Hire2Retire"},
		},
	}
	for _, r := range roles {
		switch {
		case r.endUser:
			w.assignments = append(w.assignments, assignment{role: r.name, to: defaultPolicy})
		default:
			w.assignments = append(w.assignments, assignment{role: r.name, to: "Organization Management"})
		}
	}
	return w, w.put(faults)
}
