package setup

import (
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// Right is one cell of the matrix of operations and target OUs: whether the
// service account may do something in one OU.
type Right struct {
	// What says it in lower case, as part of a sentence: "reset passwords".
	What check.Text
	// Attribute is set when the cell is about one attribute of an update.
	Attribute string
	// Status is Passed where it is proved, Failed where it is denied, and
	// Unknown where it is not certain.
	Status check.Status
	// Required means that the set-up needs it; others are only shown.
	Required bool
	// Why says in one sentence which access control entry decided.
	Why check.Text
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

// Matrix returns the rights in every target OU that a report looked at, in its
// order.
func Matrix(report check.Report) []Rights {
	var all []Rights
	for _, r := range report.All(directory.CheckDelegation) {
		cells := directory.Cells(r.Facts)
		if len(cells) == 0 {
			continue
		}
		ou, _ := r.Facts["ou"].(string)
		rights := Rights{OU: ou, Sealed: texts(r.Facts["inheritanceBlocked"]),
			Protected: append(texts(r.Facts["protectedByAdminSDHolder"]), texts(r.Facts["orphansOfAdminSDHolder"])...)}
		for _, c := range cells {
			list := &rights.Operations
			if c.Attribute != "" {
				list = &rights.Attributes
			}
			*list = append(*list, Right{What: c.What(), Attribute: c.Attribute, Status: statusOf(c.State), Required: c.Required, Why: c.Why()})
		}
		all = append(all, rights)
	}
	return all
}

// statusOf is a state of a cell as a status.
func statusOf(s directory.State) check.Status {
	switch s {
	case directory.Proved:
		return check.Passed
	case directory.DeniedState:
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
