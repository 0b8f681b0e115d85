package widgets

import "fyne.io/fyne/v2"

// Role is what a thing on the screen is.
type Role string

// The roles, named as in UI Automation and ARIA.
const (
	RoleButton   Role = "button"
	RoleLink     Role = "link"
	RoleText     Role = "text"
	RoleHeading  Role = "heading"
	RoleImage    Role = "image"
	RoleTextBox  Role = "textbox"
	RoleCheckBox Role = "checkbox"
	RoleRadio    Role = "radio"
	RoleRadios   Role = "radiogroup"
	RoleComboBox Role = "combobox"
	RoleStatus   Role = "status"
	RoleAlert    Role = "alert"
	RoleTable    Role = "table"
	RoleRow      Role = "row"
	RoleList     Role = "list"
	RoleListItem Role = "listitem"
	RoleMenu     Role = "menu"
	RoleGroup    Role = "group"
	RoleProgress Role = "progressbar"
	RoleDialog   Role = "dialog"
	RoleDocument Role = "document"
	RoleTree     Role = "tree"
	RoleTreeItem Role = "treeitem"
	RoleGrid     Role = "grid"
	RoleCell     Role = "gridcell"
)

// State is a set of things that hold of a widget now.
type State uint

// The states.
const (
	Disabled State = 1 << iota
	Focused
	Checked
	Expanded
	Collapsed
	Invalid
	Busy
	Current
	Protected // what is typed is not shown
)

// Semantics is what somebody who cannot see the screen has to be told about a
// widget. Tests read the screen by it, and so can an accessibility provider.
type Semantics struct {
	Role  Role
	Name  string
	Value string
	State State
}

// Described is a widget that can be told.
type Described interface {
	fyne.CanvasObject
	Semantics() Semantics
}

// Has reports whether all states of t are in s.
func (s State) Has(t State) bool { return s&t == t }

// stateIf returns s when it holds.
func stateIf(holds bool, s State) State {
	if holds {
		return s
	}
	return 0
}

// Told returns the semantics of everything visible below root, in the order of
// the Tab key.
func Told(root fyne.CanvasObject) []Semantics {
	var told []Semantics
	Walk(root, func(o fyne.CanvasObject) bool {
		if d, ok := o.(Described); ok {
			told = append(told, d.Semantics())
		}
		return true
	})
	return told
}
