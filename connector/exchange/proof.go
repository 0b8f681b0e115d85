package exchange

import (
	"slices"

	"hire2retire-setup/connector/check"
)

// proof is what the commands of the caller say about one role.
type proof struct {
	Role Role
	// Features are those that need the role.
	Features []FeatureID
	// Lost are the features that do not work, with what they lack.
	Lost    []FeatureID
	Missing []Command
	// Partly are commands without which a feature works in part.
	Partly []Command
	// By are commands of the role that only administrators have. If there are
	// none, all the others may come from the roles of an ordinary user.
	By []Command
	// NotTold are commands whose parameters Exchange did not tell.
	NotTold []Command
	// Assigned is set if the role assignments may be read and give what is
	// needed, in force or not; Reach is how far they let the role reach.
	Assigned bool
	Reach    reach

	musts, should []Command
}

// Holds reports whether the role, or something that does the same, is proved.
func (p proof) Holds() bool { return len(p.Missing) == 0 && len(p.By) > 0 && len(p.NotTold) == 0 }

// prove looks for the commands for which the features need the role. The name
// of the role does not matter: a customer's own role that has them serves.
func prove(n Needed, may Capabilities) proof {
	p := proof{Role: n.Role, Features: n.Features}
	for _, f := range chosen(n.Features) {
		for _, need := range f.Needs {
			if need.Role == n.Role.ID {
				p.must(f.ID, need.Must, may)
				p.should = append(p.should, need.Should...)
			}
		}
	}
	p.Partly = without(p.should, may)
	for _, c := range n.Role.AdminOnly {
		if may.Has(c) == Yes {
			p.By = append(p.By, c)
		}
	}
	return p
}

func (p *proof) must(f FeatureID, commands []Command, may Capabilities) {
	p.musts = append(p.musts, commands...)
	for _, c := range commands {
		switch may.Has(c) {
		case No:
			p.Missing = add(p.Missing, c)
			p.Lost = add(p.Lost, f)
		case NotTold:
			p.NotTold = add(p.NotTold, c)
		}
	}
}

// without returns the commands that none of them has.
func without(commands []Command, may ...Capabilities) []Command {
	var out []Command
	for _, c := range commands {
		if !slices.ContainsFunc(may, func(m Capabilities) bool { return m.Has(c) != No }) {
			out = add(out, c)
		}
	}
	return out
}

// enrich adds what the role assignments tell, if they may be read.
//
// The commands that Exchange allows are the sum of all roles. So what a
// customer's own role leaves out may be hidden by the end-user role that every
// mailbox has, and only its entries show it.
func (p *proof) enrich(list []Assignment) {
	p.Reach = reachOf(p.Role, list)
	everything, own := given(p.Role, list)
	p.Assigned = everything
	if !everything && len(own) > 0 {
		p.Partly = without(p.should, own...)
		p.Assigned = len(without(p.musts, own...)) == 0
	}
}

func add[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// facts are the proof for machines.
func (p proof) facts() check.Facts {
	f := check.Facts{"role": p.Role.Name, "features": ids(p.Features)}
	for name, list := range map[string][]Command{"missing": p.Missing, "partly": p.Partly, "provedBy": p.By, "notTold": p.NotTold} {
		if len(list) > 0 {
			f[name] = written(list)
		}
	}
	if len(p.Reach.Scopes) > 0 {
		f["writeScopes"] = p.Reach.Scopes
	}
	return f
}

// written returns the commands as they are written.
func written(list []Command) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.String()
	}
	return out
}

// ids returns the features as they stand in facts.
func ids(list []FeatureID) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return out
}
