package directory

import (
	"context"
	"errors"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// Attributes that tell rights (MS-ADTS section 3.1.1.4.5).
const (
	attrDescriptor      = "nTSecurityDescriptor"
	attrChildClasses    = "allowedChildClassesEffective"
	attrWritable        = "allowedAttributesEffective"
	attrSDRights        = "sDRightsEffective"
	attrDefaultSD       = "defaultSecurityDescriptor"
	attrLDAPDisplayName = "lDAPDisplayName"
)

// sampleSize is how many real objects of an OU are looked at beside the
// prediction for new ones.
const sampleSize = 10

// targetOU is an OU in which the platform will work, and what was read of it.
type targetOU struct {
	typed         string
	users, groups bool
	dn            DN
	sd            descriptor
	children      []string // classes that the server says may be created
	computes      bool     // the server computes such attributes at all
	sample        []realObject
	more          bool // the OU has more objects than the sample
	sealed        []DN // OUs below that inherit nothing
	unseenBelow   bool // not all OUs below were looked at
}

// realObject is an object of the sample.
type realObject struct {
	dn       DN
	sid      ntsd.SID
	class    ntsd.GUID
	sd       *ntsd.Descriptor
	writable []string // attributes that the server says may be written
	// guarded means adminCount=1: the AdminSDHolder task took the place of
	// delegation (MS-ADTS section 3.1.1.6.1.2).
	guarded bool
	// orphan means guarded, but a member of no protected group any more.
	orphan bool
}

// readTarget reads an OU, its descriptor and a sample of its objects.
func (i *Inspection) readTarget(ctx context.Context, t *targetOU) error {
	field := FieldUserOUs
	if !t.users {
		field = FieldGroupOUs
	}
	typed, _, err := parseDN(t.typed, field)
	if err != nil {
		return err
	}
	e, err := i.findContainer(ctx, typed, field, query{descriptor: true, attrs: []string{attrDescriptor, attrChildClasses, attrSDRights}})
	if err != nil {
		return err
	}
	t.dn = fromServer(value(e, attrDN))
	t.children = values(e, attrChildClasses)
	_, t.computes = number(e, attrSDRights)
	if t.sd.Descriptor, err = descriptorOf(e); err != nil {
		return i.unreadable(t.dn, err)
	}
	for _, kind := range []struct {
		wanted bool
		filter filter
		class  ntsd.GUID
	}{
		{t.users, people, ntsd.ClassUser},
		{t.groups, equals(attrObjectClass, "group"), ntsd.ClassGroup},
	} {
		if kind.wanted {
			if err := i.readSample(ctx, t, kind.filter, kind.class); err != nil {
				return i.bound.unread(err)
			}
		}
	}
	return i.readSealed(ctx, t)
}

const (
	// maxBelow is how many OUs below a target are looked at for blocked
	// inheritance.
	maxBelow = 500
	// descriptorPage is how many descriptors are asked for at once: they may have
	// 64 KB each, and one operation may read 8 MiB.
	descriptorPage = 100
)

// readSealed finds the OUs below that do not inherit: what is proved for the
// target does not hold there.
func (i *Inspection) readSealed(ctx context.Context, t *targetOU) error {
	seen := 0
	return i.stream(ctx, query{base: t.dn.String(), scope: subtree, paged: descriptorPage, descriptor: true,
		filter: equals(attrObjectClass, "organizationalUnit"), attrs: []string{attrDescriptor}}, func(page []*ldap.Entry) bool {
		for _, e := range page {
			dn := fromServer(e.DN)
			if sd, err := descriptorOf(e); err == nil && sd.Protected && !dn.Equal(t.dn) {
				t.sealed = append(t.sealed, dn)
			}
		}
		seen += len(page)
		t.unseenBelow = seen >= maxBelow
		return !t.unseenBelow
	})
}

// descriptorOf reads nTSecurityDescriptor of an object that was asked for it.
func descriptorOf(e *ldap.Entry) (*ntsd.Descriptor, error) {
	raw := e.GetEqualFoldRawAttributeValue(attrDescriptor)
	if len(raw) == 0 {
		return nil, errors.New("the answer holds no nTSecurityDescriptor")
	}
	return ntsd.Parse(raw)
}

// unreadable is an OU whose descriptor was not given, which is no proof of
// anything.
func (i *Inspection) unreadable(dn DN, err error) error {
	return check.CouldNot(&check.Problem{Code: "account.cannot-read", Err: err,
		Detail: check.T("account.cannot-read", "{{.account}} may not read the permissions of {{.ou}}.", "account", i.account.name(), "ou", dn.String()),
		Advice: check.Advice{Who: check.AD, Do: check.T("account.cannot-read.do", "Let the account read the permissions of this OU (“Read permissions”), as every domain account may by default.")}})
}

// readSample reads some objects directly in the OU. Those deeper down are in
// OUs of their own.
func (i *Inspection) readSample(ctx context.Context, t *targetOU, f filter, class ntsd.GUID) error {
	entries, more, err := i.bound.session.search(ctx, query{base: t.dn.String(), scope: oneLevel, filter: f, limit: sampleSize, descriptor: true,
		attrs: []string{attrDN, attrSID, attrAdminCount, attrDescriptor, attrWritable}})
	if err != nil {
		return err
	}
	t.more = t.more || more
	for _, e := range entries {
		o := realObject{dn: fromServer(e.DN), class: class, sid: oneSID(e), guarded: value(e, attrAdminCount) == "1", writable: values(e, attrWritable)}
		if o.sd, err = descriptorOf(e); err != nil {
			continue // hidden from this account: it proves nothing either way
		}
		if o.guarded {
			o.orphan = i.isOrphan(ctx, o)
		}
		t.sample = append(t.sample, o)
	}
	return nil
}

// protectedGroups are the groups whose members the AdminSDHolder task guards,
// by RID: those of the domain and those of Builtin.
// https://learn.microsoft.com/windows-server/identity/ad-ds/plan/security-best-practices/appendix-c--protected-accounts-and-groups-in-active-directory
var (
	protectedRIDs = []uint32{ntsd.RIDDomainAdmins, ntsd.RIDSchemaAdmins, ntsd.RIDEnterpriseAdmins, ntsd.RIDDomainControllers, ntsd.RIDReadOnlyDCs}
	protectedSIDs = []ntsd.SID{ntsd.Administrators, ntsd.AccountOperators, "S-1-5-32-549", ntsd.PrintOperators, "S-1-5-32-551", "S-1-5-32-552"}
)

// isOrphan reports whether a guarded object is in no protected group any more:
// nobody gave its inheritance back. What cannot be read is taken for a member.
func (i *Inspection) isOrphan(ctx context.Context, o realObject) bool {
	e, err := i.bound.session.read(ctx, o.dn.String(), attrTokenGroups)
	if err != nil || o.sid == "" {
		return false
	}
	groups := ntsd.NewToken(sidsOf(e, attrTokenGroups)...)
	for _, s := range protectedSIDs {
		if groups.Has(s) {
			return false
		}
	}
	for _, rid := range protectedRIDs {
		if groups.Has(o.sid.Domain().With(rid)) {
			return false
		}
	}
	return len(groups) > 0 && o.sid.RID() != ntsd.RIDAdministrator
}

// mayCreate reports what the server says about creating children of a class.
func (t *targetOU) mayCreate(class string) bool {
	for _, c := range t.children {
		if strings.EqualFold(c, class) {
			return true
		}
	}
	return false
}
