package ntsd

import (
	"fmt"
	"strings"
)

// ACEType says what an entry does, MS-DTYP 2.4.4.1.
type ACEType byte

// The types that decide about access. Audit and label types are kept when a
// descriptor is read, and ignored when access is checked.
const (
	Allow               ACEType = 0x00
	Deny                ACEType = 0x01
	AllowObject         ACEType = 0x05
	DenyObject          ACEType = 0x06
	AllowCallback       ACEType = 0x09
	DenyCallback        ACEType = 0x0A
	AllowCallbackObject ACEType = 0x0B
	DenyCallbackObject  ACEType = 0x0C
)

// aceKind is what the type of an entry means.
type aceKind struct {
	known       bool // the layout is known: mask, [object types], SID
	allow, deny bool
	object      bool // has the flags and the two object types
	callback    bool // holds only if a condition does
	sddl        string
}

// kind looks the type up. Types that are not in MS-DTYP 2.4.4.1, and the
// compound type that Windows never wrote, are not known: they might do anything.
func (t ACEType) kind() aceKind {
	switch t {
	case Allow:
		return aceKind{known: true, allow: true, sddl: "A"}
	case Deny:
		return aceKind{known: true, deny: true, sddl: "D"}
	case AllowObject:
		return aceKind{known: true, allow: true, object: true, sddl: "OA"}
	case DenyObject:
		return aceKind{known: true, deny: true, object: true, sddl: "OD"}
	case AllowCallback:
		return aceKind{known: true, allow: true, callback: true}
	case DenyCallback:
		return aceKind{known: true, deny: true, callback: true}
	case AllowCallbackObject:
		return aceKind{known: true, allow: true, object: true, callback: true}
	case DenyCallbackObject:
		return aceKind{known: true, deny: true, object: true, callback: true}
	case 0x02, 0x03, 0x0D, 0x0E, 0x11, 0x12, 0x13, 0x14: // audit, alarm, label, attribute, policy, trust
		return aceKind{known: true}
	case 0x07, 0x08, 0x0F, 0x10: // audit and alarm with object types
		return aceKind{known: true, object: true}
	}
	return aceKind{}
}

// ACEFlags say how an entry is inherited, MS-DTYP 2.4.4.1.
type ACEFlags byte

// The inheritance flags.
const (
	ObjectInherit    ACEFlags = 0x01
	ContainerInherit ACEFlags = 0x02 // objects below get it
	NoPropagate      ACEFlags = 0x04 // children get it, grandchildren do not
	InheritOnly      ACEFlags = 0x08 // it does not apply to the object itself
	Inherited        ACEFlags = 0x10 // it came from above
)

// aceFlagLetters are the letters of SDDL, in its order.
var aceFlagLetters = []struct {
	flag   ACEFlags
	letter string
}{{ObjectInherit, "OI"}, {ContainerInherit, "CI"}, {NoPropagate, "NP"}, {InheritOnly, "IO"}, {Inherited, "ID"}}

// SDDL returns the flags as SDDL writes them: "CIIO".
func (f ACEFlags) SDDL() string {
	var text strings.Builder
	for _, l := range aceFlagLetters {
		if f&l.flag != 0 {
			text.WriteString(l.letter)
		}
	}
	return text.String()
}

// ACE is one access control entry. It is comparable: two entries are the same
// when they are ==.
type ACE struct {
	Type  ACEType
	Flags ACEFlags
	// Mask is as it was written; Mask.Mapped resolves generic rights.
	Mask Mask
	// ObjectType narrows the entry to a property, a property set, an extended
	// right or a class of children; zero is no limit.
	ObjectType GUID
	// InheritedObjectType is the class of objects that inherit the entry; zero
	// is all. It does not matter for the object that carries the entry.
	InheritedObjectType GUID
	SID                 SID
	// Data is what follows the SID: the condition of a callback entry. Of a
	// type that is not known it is everything after the mask, the SID included.
	Data string
}

// Inherited reports whether the entry came from a parent: it has to be changed
// there, not here.
func (a ACE) Inherited() bool { return a.Flags&Inherited != 0 }

// Denies reports whether the entry takes rights away.
func (a ACE) Denies() bool { return a.Type.kind().deny }

// Conditional reports whether only a domain controller can say if the entry
// applies: it has a condition, or is of a type that this package does not know.
func (a ACE) Conditional() bool {
	k := a.Type.kind()
	return k.callback || !k.known
}

// SDDL returns the entry as Windows tools take it, with the SID in full
// (MS-DTYP 2.5.1.1); empty for entries with conditions or of other types.
func (a ACE) SDDL() string {
	k := a.Type.kind()
	if k.sddl == "" {
		return ""
	}
	return fmt.Sprintf("(%s;%s;%s;%s;%s;%s)", k.sddl, a.Flags.SDDL(), a.Mask.SDDL(), orNothing(a.ObjectType), orNothing(a.InheritedObjectType), a.SID)
}

func orNothing(g GUID) string {
	if g.IsZero() {
		return ""
	}
	return g.String()
}

// String returns a line for a log or a report, in English:
// "deny create child objects (user) to S-1-5-21-…-1104, inherited".
func (a ACE) String() string {
	var line strings.Builder
	k := a.Type.kind()
	switch {
	case k.allow:
		line.WriteString("allow ")
	case k.deny:
		line.WriteString("deny ")
	default:
		fmt.Fprintf(&line, "type 0x%02x ", byte(a.Type))
	}
	line.WriteString(a.Right())
	if a.SID != "" {
		fmt.Fprintf(&line, " to %s", a.SID)
	}
	if a.Conditional() {
		line.WriteString(", under a condition")
	}
	if a.Inherited() {
		line.WriteString(", inherited")
	}
	return line.String() + a.scope()
}

// Right returns the rights and what they are narrowed to, in English: "create
// child objects (user)".
func (a ACE) Right() string {
	if a.ObjectType.IsZero() {
		return a.Mask.String()
	}
	return fmt.Sprintf("%s (%s)", a.Mask, NameOf(a.ObjectType))
}

// scope says in words what the entry applies to, when it is not this object
// and everything of every class below it.
func (a ACE) scope() string {
	text := ""
	if a.Flags&InheritOnly != 0 {
		text = ", only below"
	}
	if !a.InheritedObjectType.IsZero() {
		text += fmt.Sprintf(", for %s objects", NameOf(a.InheritedObjectType))
	}
	return text
}
