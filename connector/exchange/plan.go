package exchange

import (
	"fmt"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
)

// ParseFeatures reads a list with commas, such as "dl,m365". The order of the
// table is kept, duplicates are dropped, and an extra brings what it extends.
func ParseFeatures(list string) ([]FeatureID, error) {
	var ids []FeatureID
	for name := range strings.SplitSeq(list, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		f, ok := table.Feature(FeatureID(name))
		if !ok {
			return nil, fmt.Errorf("feature %q: want %s", name, featureNames())
		}
		ids = append(ids, f.ID, f.Extends)
	}
	var out []FeatureID
	for _, f := range table.Features {
		if slices.Contains(ids, f.ID) {
			out = append(out, f.ID)
		}
	}
	return out, nil
}

func featureNames() string {
	var names []string
	for _, f := range table.Features {
		names = append(names, string(f.ID))
	}
	return strings.Join(names, ", ")
}

// Plan is what the features ask for, to be shown before anybody signs in. A
// permission is what the application may ask; a role is what the account may
// do. Only what both allow can be done.
type Plan struct {
	// Scopes are what the application asks Microsoft for.
	Scopes []Scope
	// Exchange roles belong into one role group; Entra roles are assigned in
	// Entra ID.
	Exchange, Entra []Needed
	// Traps are what is known to go wrong with these features.
	Traps []check.Text
	// WriteScope limits the Exchange roles; empty means the whole organization.
	// See Within.
	WriteScope string
}

// Needed is a role with the features that need it.
type Needed struct {
	Role     Role
	Features []FeatureID
	// Advised is set if the features work without the role, but only in part;
	// Because says why it is advised.
	Advised bool
	Because check.Text
}

// PlanFor returns the plan for features. authoritative asks for the optional
// scopes too.
func PlanFor(features []FeatureID, authoritative bool) Plan {
	var p Plan
	for _, s := range table.Scopes {
		if !s.Optional || authoritative {
			p.Scopes = append(p.Scopes, s)
		}
	}
	for _, role := range table.Roles {
		if n, ok := neededFor(role, features); ok && role.Kind == EntraRole {
			p.Entra = append(p.Entra, n)
		} else if ok {
			p.Exchange = append(p.Exchange, n)
		}
	}
	for _, f := range chosen(features) {
		for _, t := range f.Traps {
			p.Traps = append(p.Traps, t.T())
		}
	}
	return p
}

// neededFor returns whether and for which features the role is needed.
func neededFor(role Role, features []FeatureID) (Needed, bool) {
	n := Needed{Role: role}
	var advised []FeatureID
	for _, f := range chosen(features) {
		if slices.ContainsFunc(f.Needs, func(n Need) bool { return n.Role == role.ID }) {
			n.Features = append(n.Features, f.ID)
		}
		for _, a := range f.Advises {
			if a.Role == role.ID {
				advised, n.Because = append(advised, f.ID), a.Because.T()
			}
		}
	}
	if len(n.Features) > 0 {
		n.Because = check.Text{}
		return n, true
	}
	n.Features, n.Advised = advised, true
	return n, len(advised) > 0
}

// chosen returns the features of these IDs in the order of the table.
func chosen(ids []FeatureID) []Feature {
	return slices.DeleteFunc(slices.Clone(table.Features), func(f Feature) bool { return !slices.Contains(ids, f.ID) })
}

// LongScopes returns what a sign-in in the cloud asks for: the scopes of
// Exchange first, then those of Graph.
func (p Plan) LongScopes(c cloud.Cloud) []string {
	var exo, graph []string
	for _, s := range p.Scopes {
		switch s.Resource {
		case ExchangeOnline:
			exo = append(exo, c.ExchangeScope(s.Name))
		case Graph:
			graph = append(graph, c.GraphScope(s.Name))
		}
	}
	return append(exo, graph...)
}

// RoleNames returns the names of the Exchange roles for one role group, advised
// ones included if wanted.
func (p Plan) RoleNames(advised bool) []string {
	var out []string
	for _, n := range p.Exchange {
		if !n.Advised || advised {
			out = append(out, n.Role.Name)
		}
	}
	return out
}
