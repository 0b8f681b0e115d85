package directory

import (
	"context"
	"sync"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// Place is where an access control entry was set: that is where it has to be
// changed.
type Place string

// The places. Zero means that no entry decided.
const (
	OnOU       Place = "ou"     // the target OU itself
	Above      Place = "above"  // an OU above it, or the domain
	OnObject   Place = "object" // one user or group in it
	FromSchema Place = "schema" // what every new object of a class is given
)

// origin is who an entry is for and where it was set.
type origin struct {
	who   string
	place Place
	// at is the DN of the place; zero when it is the schema, or an OU above
	// that the account may not read.
	at DN
}

// trace notes of every cell where the entry that decided was set.
func (e *examination) trace(ctx context.Context, m *matrix) {
	for n := range m.cells {
		m.cells[n].origin = e.originOf(ctx, m.target, m.cells[n])
	}
	for attr, c := range m.attributes {
		c.origin = e.originOf(ctx, m.target, c)
		m.attributes[attr] = c
	}
}

func (e *examination) originOf(ctx context.Context, t *targetOU, c cell) origin {
	if c.by == nil {
		return origin{}
	}
	o := origin{who: e.known.trustee(ctx, c.by.SID), place: Above}
	switch {
	case !c.by.Inherited() && !t.sd.holds(c.by):
		o.place, o.at = OnObject, c.on
		if c.on.IsZero() {
			o.place = FromSchema
		}
	case t.sd.sets(*c.by):
		o.place, o.at = OnOU, t.dn
	default:
		o.at = e.known.setAbove(ctx, t.dn, *c.by)
	}
	return o
}

// descriptor is a security descriptor with what this package asks of it.
type descriptor struct{ *ntsd.Descriptor }

// holds reports whether the entry is one of this very list, and not of a
// predicted object's.
func (d descriptor) holds(a *ntsd.ACE) bool {
	for n := range d.DACL {
		if &d.DACL[n] == a {
			return true
		}
	}
	return false
}

// sets reports whether an entry of this kind was set here and not inherited.
func (d descriptor) sets(a ntsd.ACE) bool {
	for _, own := range d.DACL {
		if !own.Inherited() && sameRight(own, a) {
			return true
		}
	}
	return false
}

// sameRight reports whether an entry may have become the other one by
// inheritance, which changes flags and resolves generic rights (MS-DTYP section
// 2.5.3.4.2).
func sameRight(set, got ntsd.ACE) bool {
	return set.Denies() == got.Denies() && set.Conditional() == got.Conditional() && set.Mask.Mapped() == got.Mask.Mapped() &&
		set.ObjectType == got.ObjectType && (set.SID == got.SID || set.SID == ntsd.CreatorOwner)
}

// knowledge is what was read once beside the target OUs: names of trustees and
// descriptors of the OUs above. The looks at several OUs share it.
type knowledge struct {
	in    *Inspection
	mu    sync.Mutex
	names map[ntsd.SID]string
	above map[string]descriptor
}

func (k *knowledge) trustee(ctx context.Context, sid ntsd.SID) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if name, known := k.names[sid]; known {
		return name
	}
	name := k.in.trustee(ctx, sid)
	k.names[sid] = name
	return name
}

// setAbove returns the nearest OU above dn on which the entry was set; zero when
// one on the way may not be read.
func (k *knowledge) setAbove(ctx context.Context, dn DN, a ntsd.ACE) DN {
	for p := dn.Parent(); p.Under(k.in.bound.root.DefaultNC); p = p.Parent() {
		sd, read := k.descriptor(ctx, p)
		if !read {
			return DN{}
		}
		if sd.sets(a) {
			return p
		}
	}
	return DN{}
}

func (k *knowledge) descriptor(ctx context.Context, dn DN) (descriptor, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if sd, known := k.above[dn.String()]; known {
		return sd, sd.Descriptor != nil
	}
	var sd descriptor
	if e, err := k.in.bound.session.readOne(ctx, query{base: dn.String(), descriptor: true, attrs: []string{attrDescriptor}}); err == nil {
		sd.Descriptor, _ = descriptorOf(e)
	}
	k.above[dn.String()] = sd
	return sd, sd.Descriptor != nil
}

// text says where, as the end of a sentence.
func (o origin) text() check.Text {
	switch {
	case o.place == OnOU:
		return check.T("origin.ou", "set on this OU")
	case o.place == Above && o.at.IsZero():
		return check.T("origin.above.unknown", "inherited from an OU above")
	case o.place == Above:
		return check.T("origin.above", "inherited from {{.dn}}", "dn", o.at.String())
	case o.place == OnObject:
		return check.T("origin.object", "set on {{.dn}}", "dn", o.at.String())
	}
	return check.T("origin.schema", "which the schema gives to every new object")
}
