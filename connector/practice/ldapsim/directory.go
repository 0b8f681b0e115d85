package ldapsim

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/secret"
)

// Domain is what a domain is called and how it treats its accounts.
type Domain struct {
	// BaseDN is the DN of the domain; its DNS name follows from it.
	BaseDN string
	// NetBIOS is the short name.
	NetBIOS string
	SID     ntsd.SID
	// LockoutThreshold is how many wrong passwords lock an account; zero never
	// does. LockoutWindow is how long a wrong password counts, and how long the
	// account stays locked.
	LockoutThreshold int
	LockoutWindow    time.Duration
	// RefuseProtected refuses simple binds of members of Protected Users, as
	// some domain controllers do.
	RefuseProtected bool
	// MaxPasswordAge is how long a password is good; zero is for ever.
	MaxPasswordAge time.Duration
}

// Object is an object to put into a Directory.
type Object struct {
	DN string
	// Class is the structural class, for example "user".
	Class string
	// Attrs are values by the spelling of the schema. What follows from DN and
	// class (name, objectClass, objectGUID, …) is added; membership comes from
	// AddMembers.
	Attrs map[string][]string
	// RID makes the objectSid in the domain of the directory; SID is one of
	// another domain and wins.
	RID uint32
	SID ntsd.SID
	// Grants are entries that the object carries before those of its class:
	// allowances and denials, in any order.
	Grants []ntsd.ACE
	// Protected objects inherit no access. Guarded ones have the list of
	// AdminSDHolder on top of that, in place of the one of their class.
	Protected, Guarded bool
	// Password of an account that can sign in; the bind asks the attributes
	// whether it may.
	Password secret.Text
	// Refuse is the sub-code of a bind with the right password, when the
	// attributes do not give it already.
	Refuse string
}

// Directory is the contents of one domain. Fill it with Add and AddMembers;
// once a Server has it, only binds change it (they count wrong passwords).
type Directory struct {
	domain Domain
	base   dn
	dns    string
	byName map[string]*entry
	bySID  map[ntsd.SID]*entry
	byGUID map[ntsd.GUID]*entry
	// order is the order in which searches return objects.
	order []*entry
	seen  map[string]bool // attributes on any object, lower case

	mu       sync.Mutex
	attempts map[*entry]attempts
}

// entry is one object.
type entry struct {
	name     dn
	class    string
	attrs    map[string]values // by lower-case name
	parent   *entry
	children []*entry
	sid      ntsd.SID
	guid     ntsd.GUID
	access   *ntsd.Descriptor
	members  []*entry
	memberOf []*entry
	password secret.Text
	refuse   string
}

// values are those of one attribute, with its spelling.
type values struct {
	name string
	list []string
}

// NewDirectory returns the directory of a domain that has nothing in it. Add
// the domain itself first.
func NewDirectory(d Domain) (*Directory, error) {
	base, err := parseDN(d.BaseDN)
	if err != nil || len(base) == 0 {
		return nil, fmt.Errorf("base DN %q: %w", d.BaseDN, errBadName)
	}
	_, dns := base.domain()
	return &Directory{domain: d, base: base, dns: dns, byName: map[string]*entry{}, bySID: map[ntsd.SID]*entry{},
		byGUID: map[ntsd.GUID]*entry{}, seen: map[string]bool{}, attempts: map[*entry]attempts{}}, nil
}

// Add puts an object below one that is already there, or at the top of a
// naming context.
func (d *Directory) Add(o Object) error {
	name, err := parseDN(o.DN)
	if err != nil || len(name) == 0 {
		return fmt.Errorf("add %q: %w", o.DN, errBadName)
	}
	kind, known := classes[o.Class]
	if !known {
		return fmt.Errorf("add %q: unknown class %q", o.DN, o.Class)
	}
	if d.byName[name.key()] != nil {
		return fmt.Errorf("add %q: it is there already", o.DN)
	}
	e := &entry{name: name, class: o.Class, attrs: map[string]values{}, password: o.Password, refuse: o.Refuse, guid: guidOf(name)}
	if e.sid = o.SID; e.sid == "" && o.RID != 0 {
		e.sid = d.domain.SID.With(o.RID)
	}
	if !headsContext(o.Class) {
		e.parent = d.byName[name.parent().key()]
	}
	if e.access, err = d.accessOf(e, o); err != nil {
		return fmt.Errorf("add %q: %w", o.DN, err)
	}
	e.fill(kind, d)
	for attr, list := range o.Attrs {
		e.set(attr, list...)
	}
	d.keep(e)
	return nil
}

// headsContext reports whether an object is the head of a naming context: a
// search from above does not enter it, and it inherits nothing.
func headsContext(class string) bool {
	return class == "domainDNS" || class == "configuration" || class == "dMD"
}

func (d *Directory) keep(e *entry) {
	d.order = append(d.order, e)
	d.byName[e.name.key()], d.byGUID[e.guid] = e, e
	if e.sid != "" {
		d.bySID[e.sid] = e
	}
	if e.parent != nil {
		e.parent.children = append(e.parent.children, e)
	}
	for attr := range e.attrs {
		d.seen[attr] = true
	}
}

// AddMembers makes objects members of a group. All of them must be there.
func (d *Directory) AddMembers(group string, members ...string) error {
	g := d.find(group)
	if g == nil {
		return fmt.Errorf("add members: no group %q", group)
	}
	for _, name := range members {
		m := d.find(name)
		if m == nil {
			return fmt.Errorf("add members of %q: no object %q", group, name)
		}
		g.members, m.memberOf = append(g.members, m), append(m.memberOf, g)
	}
	return nil
}

func (d *Directory) find(name string) *entry {
	parsed, err := parseDN(name)
	if err != nil {
		return nil
	}
	return d.byName[parsed.key()]
}

// created is when everything in the practice was made.
const created = "20250106080000.0Z"

// fill sets what follows from the name and the class.
func (e *entry) fill(kind class, d *Directory) {
	e.set("distinguishedName", e.name.String())
	e.set("objectClass", kind.chain...)
	e.set("objectCategory", "CN="+kind.category+",CN=Schema,CN=Configuration,"+d.base.String())
	e.set("name", e.name[0].value)
	e.set(e.name[0].attr, e.name[0].value)
	e.set("objectGUID", string(e.guid[:]))
	e.set("instanceType", "4")
	e.set("whenCreated", created)
	e.set("whenChanged", created)
	usn := strconv.Itoa(8192 + len(d.order))
	e.set("uSNCreated", usn)
	e.set("uSNChanged", usn)
	if e.sid != "" {
		e.set("objectSid", string(e.sid.Bytes()))
	}
}

func (e *entry) set(attr string, list ...string) {
	low := strings.ToLower(attr)
	if kind, ok := attributeKinds[low]; ok {
		attr = kind.name
	}
	e.attrs[low] = values{attr, list}
}

// one returns the first value of an attribute, or nothing.
func (e *entry) one(attr string) string {
	if v := e.attrs[strings.ToLower(attr)].list; len(v) > 0 {
		return v[0]
	}
	return ""
}

// guidOf gives an object the same objectGUID at every start, so that what was
// saved about it stays true.
func guidOf(name dn) ntsd.GUID {
	sum := sha256.Sum256([]byte(name.key()))
	return ntsd.GUID(sum[:16])
}
