package ntsd

import (
	"fmt"
	"strings"
)

// Mask is a set of access rights, MS-ADTS 5.1.3.2.
type Mask uint32

// The rights on an object of the directory.
const (
	CreateChild   Mask = 0x1
	DeleteChild   Mask = 0x2
	ListChildren  Mask = 0x4
	WriteSelf     Mask = 0x8 // validated writes
	ReadProperty  Mask = 0x10
	WriteProperty Mask = 0x20
	DeleteTree    Mask = 0x40
	ListObject    Mask = 0x80
	ControlAccess Mask = 0x100 // extended rights, such as reset password
	Delete        Mask = 0x10000
	ReadControl   Mask = 0x20000
	WriteDAC      Mask = 0x40000
	WriteOwner    Mask = 0x80000

	GenericAll     Mask = 0x10000000
	GenericExecute Mask = 0x20000000
	GenericWrite   Mask = 0x40000000
	GenericRead    Mask = 0x80000000

	// FullControl is every right above that is not generic.
	FullControl Mask = 0xF01FF
)

const genericBits = GenericAll | GenericExecute | GenericWrite | GenericRead

// right is one bit: how SDDL writes it (MS-DTYP 2.5.1.1), what it means for
// the directory when it is generic, and how an admin would call it.
type right struct {
	mask   Mask
	letter string
	means  Mask
	name   string
}

// rights is in the order in which Windows writes SDDL.
var rights = []right{
	{CreateChild, "CC", 0, "create child objects"},
	{DeleteChild, "DC", 0, "delete child objects"},
	{ListChildren, "LC", 0, "list contents"},
	{WriteSelf, "SW", 0, "validated write"},
	{ReadProperty, "RP", 0, "read property"},
	{WriteProperty, "WP", 0, "write property"},
	{DeleteTree, "DT", 0, "delete subtree"},
	{ListObject, "LO", 0, "list object"},
	{ControlAccess, "CR", 0, "extended right"},
	{Delete, "SD", 0, "delete"},
	{ReadControl, "RC", 0, "read permissions"},
	{WriteDAC, "WD", 0, "modify permissions"},
	{WriteOwner, "WO", 0, "modify owner"},
	{GenericAll, "GA", FullControl, "full control"},
	{GenericExecute, "GX", ReadControl | ListChildren, "execute"},
	{GenericWrite, "GW", ReadControl | WriteSelf | WriteProperty, "write"},
	{GenericRead, "GR", ReadControl | ListChildren | ReadProperty | ListObject, "read"},
}

// Mapped replaces the generic rights by what they mean for an object of the
// directory.
func (m Mask) Mapped() Mask {
	out := m &^ genericBits
	for _, r := range rights {
		if m&r.mask != 0 {
			out |= r.means
		}
	}
	return out
}

// SDDL returns the rights as SDDL writes them: "CCDC", or hexadecimal when a
// bit has no letters.
func (m Mask) SDDL() string {
	var text strings.Builder
	known := Mask(0)
	for _, r := range rights {
		if m&r.mask != 0 {
			text.WriteString(r.letter)
			known |= r.mask
		}
	}
	if known != m {
		return fmt.Sprintf("0x%x", uint32(m))
	}
	return text.String()
}

// Names returns what an admin would call the rights, one phrase each; "full
// control" alone when that is what they add up to.
func (m Mask) Names() []string {
	if m.Mapped()&FullControl == FullControl {
		return []string{"full control"}
	}
	var names []string
	for _, r := range rights {
		if m&r.mask != 0 {
			names = append(names, r.name)
		}
	}
	return names
}

// String returns the names in one line.
func (m Mask) String() string {
	if names := m.Names(); names != nil {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("0x%x", uint32(m))
}
