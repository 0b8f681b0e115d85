package ldapsim

import (
	"slices"

	"hire2retire-setup/connector/directory/ntsd"
)

// accessOf builds the security descriptor of a new object: denials, grants,
// the entries of its class, and what it inherits.
func (d *Directory) accessOf(e *entry, o Object) (*ntsd.Descriptor, error) {
	owner := d.domain.SID.With(ntsd.RIDDomainAdmins)
	parent := &ntsd.Descriptor{}
	protected := o.Protected || o.Guarded
	if e.parent != nil && !protected {
		parent = e.parent.access
	}
	defaults, err := d.defaultsOf(o)
	if err != nil {
		return nil, err
	}
	sd := parent.ForChild(classes[o.Class].guid, defaults, owner)
	sd.Group, sd.Protected = owner, protected
	own := slices.SortedStableFunc(slices.Values(o.Grants), func(a, b ntsd.ACE) int { return order(a) - order(b) })
	sd.DACL = append(own, sd.DACL...)
	_, err = sd.Marshal() // or clients would miss it
	return sd, err
}

// order is that of Windows: denials first.
func order(a ntsd.ACE) int {
	if a.Denies() {
		return 0
	}
	return 1
}

const (
	// containerSDDL is defaultSecurityDescriptor of containers and most other
	// classes, and what AdminSDHolder has.
	containerSDDL = "D:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DA)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)(A;;RPLCLORC;;;AU)"
	// domainSDDL is what a new domain has, without the rights to replicate:
	// Administrators and Enterprise Admins everywhere, and reading for Pre-Windows
	// 2000 Compatible Access, which holds Authenticated Users by default.
	domainSDDL = "D:(A;;RP;;;WD)(A;;LCRPLORC;;;AU)(A;;CCLCSWRPWPLOCRRCWDWO;;;DA)(A;CI;CCLCSWRPWPLOCRSDRCWDWO;;;BA)" +
		"(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;EA)(A;CI;LC;;;RU)(A;;RPRC;;;RU)" +
		"(OA;CIIO;LCRPLORC;;bf967a9c-0de6-11d0-a285-00aa003049e2;RU)(OA;CIIO;LCRPLORC;;bf967aba-0de6-11d0-a285-00aa003049e2;RU)" +
		"(OA;CIIO;LCRPLORC;;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)(A;;LCRPLORC;;;ED)" +
		"(OA;CI;RPWPCR;91e647de-d96f-4b70-9557-d63ff4f3ccd8;;PS)"
)

func (d *Directory) defaultsOf(o Object) ([]ntsd.ACE, error) {
	domain := ntsd.Domain{SID: d.domain.SID}
	if list, ok := ntsd.Defaults(classes[o.Class].guid, domain); ok && !o.Guarded {
		return list, nil
	}
	text := containerSDDL
	if o.Class == "domainDNS" {
		text = domainSDDL
	}
	sd, err := ntsd.ParseSDDL(text, domain)
	if err != nil {
		return nil, err
	}
	return sd.DACL, nil
}
