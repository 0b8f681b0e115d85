package ntsd

// Token is the set of SIDs that an account carries: itself, all its groups and
// the well-known ones, Everyone and Authenticated Users included. The values
// of rootDSE tokenGroups are exactly that.
type Token map[SID]struct{}

// NewToken returns the token of these SIDs.
func NewToken(sids ...SID) Token {
	t := make(Token, len(sids))
	for _, s := range sids {
		t[s] = struct{}{}
	}
	return t
}

// Has reports whether the account carries s.
func (t Token) Has(s SID) bool {
	_, ok := t[s]
	return ok
}

// Access is what somebody wants to do with one object. The functions Create,
// Write, Control and their neighbours make the ones the directory asks about.
type Access struct {
	Rights Mask
	// Types is the branch of the tree of object types that the rights are
	// for, MS-ADTS 5.1.3.3.1: class, property set, property. An entry with an
	// object type counts when it names one of them. Empty asks for the object
	// as a whole, for which such entries never count.
	Types []GUID
	// Self is the SID of the object itself, which PRINCIPAL SELF in an entry
	// stands for; empty when it has none.
	Self SID
}

// Create asks for creating children of a class.
func Create(class GUID) Access { return Access{Rights: CreateChild, Types: []GUID{class}} }

// DeleteChildOf asks for deleting any child of a class. Deleting one object
// needs this on its parent or Delete on itself, MS-ADTS 3.1.1.5.5.
func DeleteChildOf(class GUID) Access { return Access{Rights: DeleteChild, Types: []GUID{class}} }

// Write asks for changing an attribute of an object of a class.
func Write(class GUID, a Attribute) Access {
	return Access{Rights: WriteProperty, Types: a.branch(class)}
}

// Read asks for reading an attribute of an object of a class.
func Read(class GUID, a Attribute) Access {
	return Access{Rights: ReadProperty, Types: a.branch(class)}
}

// Control asks for an extended right on an object of a class.
func Control(class, extendedRight GUID) Access {
	return Access{Rights: ControlAccess, Types: []GUID{class, extendedRight}}
}

// Whole asks for rights on the object as a whole, such as Delete or WriteDAC.
func Whole(rights Mask) Access { return Access{Rights: rights} }

func (a Attribute) branch(class GUID) []GUID {
	branch := []GUID{class}
	if !a.Set.IsZero() {
		branch = append(branch, a.Set)
	}
	return append(branch, a.GUID)
}

// Outcome is what an access check says.
type Outcome int

// The outcomes. Uncertain is the zero value, so that a verdict that was never
// computed grants nothing.
const (
	Uncertain Outcome = iota
	Granted
	Denied
)

// String returns "uncertain", "granted" or "denied".
func (o Outcome) String() string {
	switch o {
	case Granted:
		return "granted"
	case Denied:
		return "denied"
	}
	return "uncertain"
}

// Verdict is the answer of an access check.
type Verdict struct {
	Outcome Outcome
	// By is the entry that decided: the last one that was needed to grant, the
	// one that denies, or the one that makes it uncertain. It is nil when
	// nothing grants what is missing, and when the owner or a missing list
	// decided.
	By *ACE
	// Missing are the rights that are not granted for certain.
	Missing Mask
}

// Check says whether the account may do what it wants to, by the rules of
// MS-ADTS 5.1.3.3. Entries whose effect cannot be known here are counted both
// ways; if that changes the answer, it is Uncertain.
func (d *Descriptor) Check(t Token, want Access) Verdict {
	rights := want.Rights.Mapped()
	switch d.Presence {
	case Null:
		return Verdict{Outcome: Granted}
	case Absent:
		return Verdict{Outcome: Uncertain, Missing: rights}
	}
	best := walk{d: d, token: t, want: want, left: rights, hopeful: true}
	worst := walk{d: d, token: t, want: want, left: rights}
	hopeful, doubtful := best.verdict(), worst.verdict()
	if hopeful.Outcome == doubtful.Outcome {
		return doubtful
	}
	doubt := worst.doubt
	if doubt == nil {
		doubt = best.doubt
	}
	return Verdict{Outcome: Uncertain, By: doubt, Missing: doubtful.Missing}
}

// walk is one pass over the entries. A hopeful one takes every entry of
// unknown effect in the favor of the account, the other against it.
type walk struct {
	d       *Descriptor
	token   Token
	want    Access
	left    Mask
	hopeful bool
	doubt   *ACE // the first entry of unknown effect that mattered
}

func (w *walk) verdict() Verdict {
	w.owner()
	if w.left == 0 {
		return Verdict{Outcome: Granted}
	}
	for i := range w.d.DACL {
		a := &w.d.DACL[i]
		if a.Mask.Mapped()&w.left == 0 || !w.applies(a) {
			continue
		}
		if w.denies(a) {
			return Verdict{Outcome: Denied, By: a, Missing: w.left}
		}
		if w.allows(a) {
			w.left &^= a.Mask.Mapped()
		}
		if w.left == 0 {
			return Verdict{Outcome: Granted, By: a}
		}
	}
	return Verdict{Outcome: Denied, Missing: w.left}
}

// owner grants what an owner has without any entry, MS-DTYP 2.5.3.2, unless an
// OWNER RIGHTS entry takes its place: whether it does depends on the domain
// controller, so it is counted both ways.
func (w *walk) owner() {
	const implicit = ReadControl | WriteDAC
	if w.left&implicit == 0 || !w.token.Has(w.d.Owner) {
		return
	}
	for i := range w.d.DACL {
		a := &w.d.DACL[i]
		if a.SID == OwnerRights && a.Flags&InheritOnly == 0 {
			w.note(a)
			break
		}
	}
	if w.doubt == nil || w.hopeful {
		w.left &^= implicit
	}
}

// applies reports whether the entry is about this object, this account and
// this branch of object types.
func (w *walk) applies(a *ACE) bool {
	if a.Flags&InheritOnly != 0 {
		return false
	}
	if !a.Type.kind().known {
		return true
	}
	return w.carries(a.SID) && w.covers(a.ObjectType)
}

func (w *walk) carries(s SID) bool {
	switch s {
	case PrincipalSelf:
		return w.want.Self != "" && w.token.Has(w.want.Self)
	case OwnerRights:
		return w.token.Has(w.d.Owner)
	}
	return w.token.Has(s)
}

func (w *walk) covers(g GUID) bool {
	if g.IsZero() {
		return true
	}
	for _, t := range w.want.Types {
		if t == g {
			return true
		}
	}
	return false
}

func (w *walk) denies(a *ACE) bool {
	k := a.Type.kind()
	if unsure(a) {
		w.note(a)
		return !w.hopeful && (k.deny || !k.known)
	}
	return k.deny
}

func (w *walk) allows(a *ACE) bool {
	k := a.Type.kind()
	if unsure(a) {
		return w.hopeful && (k.allow || !k.known)
	}
	return k.allow
}

// unsure reports whether only a domain controller knows the effect of a.
func unsure(a *ACE) bool { return a.Conditional() || a.SID == OwnerRights }

func (w *walk) note(a *ACE) {
	if w.doubt == nil {
		w.doubt = a
	}
}
