package setup

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/exchange"
)

// What a face needs to draw a sign-in, by the names of package entra.
type (
	// SignInState is what to show while a person signs in.
	SignInState = entra.State
	// SignInMethod is how a person signs in.
	SignInMethod = entra.Method
	// Plan is what the ticked features ask for.
	Plan = exchange.Plan
)

// The methods and stages of a sign-in.
const (
	StoredTokens = entra.Stored
	Browser      = entra.Browser
	DeviceCode   = entra.DeviceCode

	SignInPreparing = entra.Preparing
	SignInWaiting   = entra.Waiting
	SignInFinishing = entra.Finishing
)

// Feature is one row of the permission table, for the page.
type Feature struct {
	ID       string
	Name     check.Text
	Explains check.Text
	// Extra is set for a feature that adds to another one, of this ID.
	Extra string
	// ExchangeRoles and EntraRoles are what the account needs for it.
	ExchangeRoles, EntraRoles []string
}

// Features returns the permission table in its order.
func Features() []Feature {
	var list []Feature
	for _, f := range exchange.Table().Features {
		row := Feature{ID: string(f.ID), Name: f.Name.T(), Explains: f.Explains.T(), Extra: string(f.Extends)}
		plan := exchange.PlanFor([]exchange.FeatureID{f.ID}, false)
		row.ExchangeRoles = plan.RoleNames(false)
		for _, n := range plan.Entra {
			row.EntraRoles = append(row.EntraRoles, n.Role.Name)
		}
		list = append(list, row)
	}
	return list
}

// Plan returns what the ticked features ask for; the page shows it before
// anybody signs in.
func (f *Flow) Plan() Plan {
	m, _ := f.answers.Microsoft(f.deps)
	if m.Features == nil { // one of them is unknown; the others are shown
		for _, id := range f.answers.Features {
			m.Features = append(m.Features, exchange.FeatureID(id))
		}
	}
	return m.plan()
}

// SignedIn returns the name of the account and the tenant that is signed in.
func (f *Flow) SignedIn() (account, tenant string, ok bool) {
	a, ok := f.client.account()
	return a.UPN, a.TenantID, ok
}
