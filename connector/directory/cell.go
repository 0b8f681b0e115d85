package directory

import (
	"slices"

	"hire2retire-setup/connector/check"
)

// Cell is one cell of the matrix of operations and target OUs, as it stands in
// the facts of "account.delegation": whether the account may do something in
// one OU, and what decided.
type Cell struct {
	Operation Operation
	// Attribute is set when the cell is about one attribute of Update.
	Attribute string
	State     State
	// Required means that the set-up needs it; others are only shown.
	Required bool
	// Denies, Right, Who and SID tell the access control entry that decided;
	// Right is empty when none did, which is what most denials come from.
	Denies     bool
	Right, Who string
	SID        string
	// Place and At tell where that entry was set.
	Place Place
	At    string
	// Object is the user or group that decided against the prediction.
	Object string
	// Disputed means that the domain controller computes another result.
	Disputed bool
}

// lifeCycle is the order in which operations are shown.
var lifeCycle = []Operation{Create, Update, EnableDisable, ResetPassword, ForceChange, Unlock, MoveOut, MoveIn, Rename, Delete, Membership, ContactCreate, ContactUpdate, ContactDelete}

// Cells reads the facts of one result of "account.delegation", also those of a
// report that was saved: the operations in the order of a life cycle, then the
// attributes of Update one by one.
func Cells(f check.Facts) []Cell {
	var cells []Cell
	states, _ := f["cells"].(map[string]any)
	decisions, _ := f["decisions"].(map[string]any)
	for _, op := range lifeCycle {
		if state, looked := states[string(op)]; looked {
			cells = append(cells, readCell(Cell{Operation: op, Required: op.required()}, state, decisions[string(op)]))
		}
	}
	states, _ = f["attributes"].(map[string]any)
	decisions, _ = f["attributeDecisions"].(map[string]any)
	for _, attr := range UpdateAttributes {
		if state, looked := states[attr]; looked {
			cells = append(cells, readCell(Cell{Operation: Update, Attribute: attr, Required: true}, state, decisions[attr]))
		}
	}
	return cells
}

func (o Operation) required() bool {
	return slices.Contains(requiredForUsers, o) || slices.Contains(requiredForGroups, o)
}

func readCell(c Cell, state, decision any) Cell {
	for _, s := range []State{Proved, DeniedState} {
		if state == s.String() {
			c.State = s
		}
	}
	d, _ := decision.(map[string]any)
	text := func(key string) string { s, _ := d[key].(string); return s }
	c.Denies, c.Disputed = d["denies"] == true, d["disputed"] == true
	c.Right, c.Who, c.SID, c.At, c.Object = text("right"), text("who"), text("sid"), text("at"), text("object")
	c.Place = Place(text("place"))
	return c
}

// decision is what decided a cell, for machines; empty when nothing did.
func (c cell) decision() map[string]any {
	d := map[string]any{}
	if c.by != nil {
		d["denies"], d["right"], d["sid"], d["who"], d["place"] = c.by.Denies(), c.by.Right(), string(c.by.SID), c.who, string(c.place)
		if !c.at.IsZero() {
			d["at"] = c.at.String()
		}
	}
	if c.state != Proved && !c.on.IsZero() {
		d["object"] = c.on.String()
	}
	if c.disputed {
		d["disputed"] = true
	}
	return d
}

// What says what the cell is about, in lower case, as part of a sentence.
func (c Cell) What() check.Text {
	if c.Attribute != "" {
		return check.T("cell.attribute", "write {{.attribute}}", "attribute", c.Attribute)
	}
	return c.Operation.Text()
}

// Why says in one sentence what decided.
func (c Cell) Why() check.Text {
	by := []any{"who", c.Who, "where", origin{place: c.Place, at: fromServer(c.At)}.text(), "object", c.Object}
	switch {
	case c.Disputed:
		return check.T("cell.disputed", "The domain controller computes another result than this program.")
	case c.State == NotCertain && c.Object != "":
		return check.T("cell.differs", "For {{.object}} the answer is another one.", by...)
	case c.State == NotCertain && c.Right != "":
		return check.T("cell.condition", "An entry for {{.who}} decides whose effect only a domain controller knows, {{.where}}.", by...)
	case c.State == NotCertain:
		return check.T("cell.unknown", "The permissions could not be read.")
	case c.State == DeniedState && c.Right == "":
		return check.T("cell.nothing", "No entry allows it.")
	case c.State == DeniedState:
		return check.T("cell.denied", "An entry denies it to {{.who}}, {{.where}}.", by...)
	case c.Right == "":
		return check.T("cell.unlimited", "There is no access list, so that everybody may.")
	}
	return check.T("cell.allowed", "An entry allows it to {{.who}}, {{.where}}.", by...)
}
