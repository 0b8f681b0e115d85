package directory

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
)

// containerClasses are the classes that hold accounts. A user or a group can
// have children too, but no set-up means that.
var containerClasses = []string{"domainDNS", "organizationalUnit", "container", "builtinDomain", "organization", "country", "locality"}

// baseDN looks whether the Base DN exists and can hold accounts.
func (i *Inspection) baseDN(ctx context.Context) (check.Finding, error) {
	d, _, err := ParseDN(i.conf.BaseDN)
	if err != nil {
		return check.Finding{}, err
	}
	e, err := i.findContainer(ctx, d, FieldBaseDN, query{})
	if err != nil {
		return check.Finding{Facts: check.Facts{"via": i.bound.label}}, err
	}
	dn := fromServer(value(e, attrDN))
	found := check.T("directory.base-dn.found", "{{.dn}} exists. Users, groups and OUs outside of it are not seen.", "dn", dn.String())
	if dn.Equal(i.bound.root.DefaultNC) {
		found = check.T("directory.base-dn.domain", "{{.dn}} is the whole domain {{.domain}}.", "dn", dn.String(), "domain", i.bound.domain().DNS)
	}
	i.base = dn
	return check.Finding{Found: found, Facts: check.Facts{"dn": dn.String(), "via": i.bound.label}}, nil
}

// baseDNAway is what can be told of the Base DN before anybody signed in: that
// it is in another domain than the hosts.
func (i *Inspection) baseDNAway() error {
	base, _, err := ParseDN(i.conf.BaseDN)
	if home := i.home(); err == nil && home != nil && !home.holds(base) {
		return home.elsewhere(base, FieldBaseDN)
	}
	return nil
}

// findContainer reads an OU, container or domain by its DN; q adds what else is
// asked for. What is not there, elsewhere or no container is a problem of the
// form field.
func (i *Inspection) findContainer(ctx context.Context, d DN, field string, q query) (*ldap.Entry, error) {
	if !i.bound.holds(d) {
		return nil, i.bound.elsewhere(d, field)
	}
	q.base, q.attrs = d.String(), append([]string{attrDN, attrObjectClass}, q.attrs...)
	e, err := i.bound.session.readOne(ctx, q)
	if err != nil {
		return nil, i.notFound(ctx, d, field, err)
	}
	for _, class := range values(e, attrObjectClass) {
		if slices.ContainsFunc(containerClasses, func(c string) bool { return strings.EqualFold(c, class) }) {
			return e, nil
		}
	}
	return nil, dnProblem("dn.not-container", d, field, fromServer(value(e, attrDN)).Parent(),
		check.T("dn.not-container", "{{.dn}} exists, but is not an OU, a container or a domain.", "dn", d.String()))
}

// notFound names why a DN could not be read.
func (i *Inspection) notFound(ctx context.Context, d DN, field string, err error) error {
	answer, ok := errors.AsType[*ldap.Error](err)
	if !ok {
		return i.bound.unread(err)
	}
	switch answer.ResultCode {
	case ldap.LDAPResultNoSuchObject:
		if errors.Is(err, errNoObject) {
			return i.unreadable(d, err)
		}
		parent := i.nearest(ctx, d)
		return dnProblem("dn.not-found", d, field, parent, check.T("dn.not-found", "{{.dn}} does not exist. The nearest that does is {{.parent}}", "dn", d.String(), "parent", parent.String()))
	case ldap.LDAPResultReferral:
		return i.bound.elsewhere(d, field)
	case ldap.LDAPResultInvalidDNSyntax:
		return dnProblem("dn.syntax", d, field, DN{}, check.T("dn.refused", "{{.host}} does not understand {{.dn}} as a DN.", "host", i.bound.label, "dn", d.String()))
	}
	return i.bound.unread(err)
}

// nearest is the deepest parent that exists; the domain always does.
func (i *Inspection) nearest(ctx context.Context, d DN) DN {
	for p := d.Parent(); p.Under(i.bound.root.DefaultNC); p = p.Parent() {
		if e, err := i.bound.session.read(ctx, p.String(), attrDN); err == nil {
			return fromServer(value(e, attrDN))
		}
	}
	return i.bound.root.DefaultNC
}

func (d *dc) elsewhere(object DN, field string) error {
	home := d.root.DefaultNC
	return dnProblem("dn.other-domain", object, field, home,
		check.T("dn.other-domain", "{{.dn}} is not in the domain of {{.host}}, which is {{.domain}}", "dn", object.String(), "host", d.label, "domain", home.String()))
}

// dnProblem is a DN that cannot be used in this directory, with what could be
// used instead.
func dnProblem(code check.Code, d DN, field string, instead DN, detail check.Text) *check.Problem {
	p := refuse(code, field, detail, check.T("dn.choose.do", "Choose an existing OU or container of this domain, or the domain itself."))
	p.Err = &Typo{Text: d.String(), Suggest: instead.String()}
	return p
}
