package setup

import (
	"cmp"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// Right is one cell of the matrix of operations and target OUs: whether the
// service account may do something in one OU.
type Right struct {
	// Name is the name in the facts ("reset-password"), or that of an attribute;
	// What says it in lower case, as part of a sentence.
	Name string
	What check.Text
	// Status is Passed where it is proved, Failed where it is denied, and
	// Unknown where it is not certain.
	Status check.Status
	// By is the access control entry that decided, in SDDL; empty where none
	// did, which is what most denials come from.
	By string
}

// Rights is what the service account may do in one target OU.
type Rights struct {
	// OU is its DN as the domain controller spells it.
	OU string
	// Operations come in the order of a life cycle; Attributes are those of an
	// update one by one, empty in an OU for groups.
	Operations, Attributes []Right
	// Protected are objects that inherit nothing because they are, or were,
	// members of a protected group; Sealed are OUs below that inherit nothing.
	Protected, Sealed []string
}

// lifeCycle is the order of the operations.
var lifeCycle = []directory.Operation{
	directory.Create, directory.Update, directory.EnableDisable, directory.ResetPassword, directory.ForceChange, directory.Unlock,
	directory.MoveOut, directory.MoveIn, directory.Rename, directory.Delete, directory.Membership,
	directory.ContactCreate, directory.ContactUpdate, directory.ContactDelete,
}

// Matrix returns the rights in every target OU that a report looked at, in its
// order. It is read from the facts of "account.delegation".
func Matrix(report check.Report) []Rights {
	var all []Rights
	for _, r := range report.All(directory.CheckDelegation) {
		cells, _ := r.Facts["cells"].(map[string]any)
		if len(cells) == 0 {
			continue
		}
		ou, _ := r.Facts["ou"].(string)
		by, _ := r.Facts["decidedBy"].(map[string]any)
		all = append(all, Rights{OU: ou, Operations: operations(cells, by), Attributes: attributes(r.Facts),
			Protected: append(texts(r.Facts["protectedByAdminSDHolder"]), texts(r.Facts["orphansOfAdminSDHolder"])...), Sealed: texts(r.Facts["inheritanceBlocked"])})
	}
	return all
}

func operations(cells, by map[string]any) []Right {
	var list []Right
	for _, op := range lifeCycle {
		state, looked := cells[string(op)]
		if !looked {
			continue
		}
		entry, _ := by[string(op)].(string)
		list = append(list, Right{Name: string(op), What: op.Text(), Status: statusOf(state), By: entry})
	}
	return list
}

func attributes(facts check.Facts) []Right {
	states, _ := facts["attributes"].(map[string]any)
	var list []Right
	for name, state := range states {
		list = append(list, Right{Name: name, What: check.Verbatim(name), Status: statusOf(state)})
	}
	slices.SortFunc(list, func(a, b Right) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// statusOf is a state of the facts as a status: what is neither proved nor
// denied is not certain.
func statusOf(state any) check.Status {
	switch state {
	case directory.Proved.String():
		return check.Passed
	case directory.DeniedState.String():
		return check.Failed
	}
	return check.Unknown
}

// texts reads a list of the facts, which is a []any once it was saved.
func texts(list any) []string {
	if known, ok := list.([]string); ok {
		return slices.Clone(known)
	}
	var out []string
	all, _ := list.([]any)
	for _, one := range all {
		if text, ok := one.(string); ok {
			out = append(out, text)
		}
	}
	return out
}
