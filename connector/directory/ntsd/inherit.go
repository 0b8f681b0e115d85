package ntsd

// ForChild returns the descriptor that a new object of a class will get below
// the object of d: the entries of the default security descriptor of the class
// first (see Defaults), then what it inherits, MS-DTYP 2.5.3.4 and MS-ADTS
// 6.1.3. owner is the SID that will own it: the account that creates it, or
// Domain Admins when that is a member. Ask the result again for a grandchild.
//
// The order matters: an explicit entry that allows comes before an inherited
// one that denies, so that Domain Admins keep full control of new users where
// an OU denies them something.
func (d *Descriptor) ForChild(class GUID, defaults []ACE, owner SID) *Descriptor {
	child := &Descriptor{Owner: owner}
	if d.Presence == Absent {
		child.Presence = Absent
		return child
	}
	for _, a := range defaults {
		child.DACL = append(child.DACL, a.effectiveFor(owner))
	}
	for _, a := range d.DACL {
		child.DACL = append(child.DACL, a.passedOn(class, owner)...)
	}
	return child
}

// passedOn returns the entries that a child of a class gets out of a: none,
// one, or two when the one that applies differs from the one for its children.
func (a ACE) passedOn(class GUID, owner SID) []ACE {
	if a.Flags&(ContainerInherit|ObjectInherit) == 0 {
		return nil
	}
	goesOn := a.Flags&NoPropagate == 0
	below := a
	below.Flags |= Inherited
	if !a.appliesTo(class) {
		if !goesOn {
			return nil
		}
		below.Flags |= InheritOnly
		return []ACE{below}
	}
	below.Flags &^= InheritOnly
	here := below.effectiveFor(owner)
	if goesOn && here == below {
		return []ACE{below}
	}
	here = here.withoutInheritance()
	if !goesOn {
		return []ACE{here}
	}
	below.Flags |= InheritOnly
	return []ACE{here, below}
}

// appliesTo reports whether a child of a class feels an inheritable entry.
// Every object of the directory can have children, so that one for
// non-containers (OI alone) is handed down and never felt.
func (a ACE) appliesTo(class GUID) bool {
	return a.Flags&ContainerInherit != 0 && (a.InheritedObjectType.IsZero() || a.InheritedObjectType == class)
}

// effectiveFor resolves what cannot stand in an entry that applies: generic
// rights, and CREATOR OWNER.
func (a ACE) effectiveFor(owner SID) ACE {
	a.Mask = a.Mask.Mapped()
	if a.SID == CreatorOwner && owner != "" {
		a.SID = owner
	}
	return a
}

// withoutInheritance keeps what applies to the object itself.
func (a ACE) withoutInheritance() ACE {
	a.Flags &^= ObjectInherit | ContainerInherit | NoPropagate
	a.InheritedObjectType = GUID{}
	if a.ObjectType.IsZero() {
		switch a.Type {
		case AllowObject:
			a.Type = Allow
		case DenyObject:
			a.Type = Deny
		}
	}
	return a
}
