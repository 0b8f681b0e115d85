package directory

import (
	"context"
	"slices"
	"sync"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// Account looks at the Base DN and at what the account may do, on the host that
// signed it in first. It reads only. Bind has to come first; without a sign-in
// every result is Skipped. progress may be nil; it is never called
// concurrently.
func (i *Inspection) Account(ctx context.Context, progress func(check.Result)) check.Report {
	e := &examination{in: i, targets: i.targets(), known: &knowledge{in: i, names: map[ntsd.SID]string{}, above: map[string]descriptor{}}}
	e.domain = sync.OnceValues(func() (domain, error) { return i.readDomain(ctx) })
	for _, t := range e.targets {
		e.matrices = append(e.matrices, sync.OnceValues(func() (matrix, error) { return e.examine(ctx, t) }))
	}
	i.examined = e
	report := i.run(ctx, append(e.checks(), e.purpose(ctx)...), untilNoted(progress))
	i.note(ctx, report, progress)
	return report
}

// examination is one run of Account: what was read, once, for all its checks.
type examination struct {
	in       *Inspection
	targets  []*targetOU
	domain   func() (domain, error)
	matrices []func() (matrix, error)
	known    *knowledge
}

// targets merges the two lists: an OU may hold users and groups.
func (i *Inspection) targets() []*targetOU {
	var all []*targetOU
	at := func(typed string) *targetOU {
		d, _, err := ParseDN(typed)
		n := slices.IndexFunc(all, func(t *targetOU) bool {
			o, _, oErr := ParseDN(t.typed)
			return t.typed == typed || err == nil && oErr == nil && d.Equal(o)
		})
		if n < 0 {
			n, all = len(all), append(all, &targetOU{typed: typed})
		}
		return all[n]
	}
	for _, ou := range i.conf.UserOUs {
		at(ou).users = true
	}
	for _, ou := range i.conf.GroupOUs {
		at(ou).groups = true
	}
	return all
}

func (e *examination) checks() []check.Check {
	checks := []check.Check{
		{ID: CheckBaseDN, Run: e.baseDN, Title: check.T("directory.base-dn", "The Base DN exists in this domain")},
		{ID: CheckDomainAdmin, Run: e.signedIn(e.domainAdmin), Title: check.T("account.domain-admin", "The account is a Domain Admin")},
	}
	for n, t := range e.targets {
		checks = append(checks, check.Check{ID: CheckDelegation, Target: t.typed, Run: e.signedIn(e.delegation(n)),
			Title: check.T("account.delegation.ou", "The account has control of {{.ou}}", "ou", t.typed)})
	}
	if len(e.targets) == 0 {
		checks = append(checks, check.Check{ID: CheckDelegation, Run: e.signedIn(e.noTarget),
			Title: check.T("account.delegation", "The account has control of the target OUs")})
	}
	return append(checks,
		check.Check{ID: CheckLeast, Run: e.signedIn(e.leastPrivilege), Title: check.T("account.least-privilege", "The account has no more rights than it needs")},
		check.Check{ID: CheckProtected, Run: e.signedIn(e.protectedUsers), Title: check.T("account.protected-users", "The account is not in Protected Users")},
		check.Check{ID: CheckExpiry, Run: e.signedIn(e.expiry), Title: check.T("account.expiry", "The account and its password stay valid")})
}

// signedIn skips a look as long as nobody is signed in, and notes on which host
// it was taken.
func (e *examination) signedIn(look func(context.Context) (check.Finding, error)) func(context.Context) (check.Finding, error) {
	return func(ctx context.Context) (check.Finding, error) {
		if e.in.bound == nil {
			return check.Finding{}, check.Skip{Why: check.T("account.not-signed-in", "Not checked, because the account is not signed in.")}
		}
		f, err := look(ctx)
		if f.Facts == nil {
			f.Facts = check.Facts{}
		}
		f.Facts["via"] = e.in.bound.label
		return f, err
	}
}

// baseDN can tell one fault before anybody signed in.
func (e *examination) baseDN(ctx context.Context) (check.Finding, error) {
	if err := e.in.baseDNAway(); e.in.bound == nil && err != nil {
		return check.Finding{}, err
	}
	return e.signedIn(e.in.baseDN)(ctx)
}

func (e *examination) noTarget(context.Context) (check.Finding, error) {
	return check.Finding{}, check.Skip{Why: check.T("account.delegation.none", "No target OU was given.")}
}

// domain is what has to be known of the domain to judge rights.
type domain struct {
	ntsd.Domain
	// defaults are the entries that new objects get from the schema, by class.
	defaults map[ntsd.GUID][]ntsd.ACE
}

// readDomain reads the SIDs of domain and forest root and the default
// descriptors of the classes that the platform makes.
func (i *Inspection) readDomain(ctx context.Context) (domain, error) {
	home := i.bound
	e, err := home.session.read(ctx, home.root.DefaultNC.String(), attrSID)
	if err != nil {
		return domain{}, home.unread(err)
	}
	d := domain{Domain: ntsd.Domain{SID: oneSID(e)}, defaults: map[ntsd.GUID][]ntsd.ACE{}}
	if d.SID == "" {
		return domain{}, check.CouldNot(&check.Problem{Code: "account.cannot-read",
			Detail: check.T("account.cannot-read.domain", "{{.account}} may not read the SID of the domain {{.domain}}.", "account", i.account.name(), "domain", home.domain().DNS),
			Advice: check.Advice{Who: check.AD, Do: check.T("account.cannot-read.domain.do", "Let the account read the domain object, as every domain account may by default.")}})
	}
	if !home.root.RootDomainNC.Equal(home.root.DefaultNC) {
		if e, err := home.session.read(ctx, home.root.RootDomainNC.String(), attrSID); err == nil {
			d.Root = oneSID(e)
		}
	}
	for class, name := range createdClasses {
		d.defaults[class] = i.defaultsOf(ctx, class, name, d.Domain)
	}
	return d, nil
}

// createdClasses are the classes of new objects, by their name in the schema.
var createdClasses = map[ntsd.GUID]string{ntsd.ClassUser: "user", ntsd.ClassContact: "contact", ntsd.ClassGroup: "group"}

// defaultsOf prefers the schema of this forest, which may have been changed, to
// the one that Microsoft ships.
func (i *Inspection) defaultsOf(ctx context.Context, class ntsd.GUID, name string, d ntsd.Domain) []ntsd.ACE {
	found, _, err := i.bound.session.search(ctx, query{base: i.bound.root.SchemaNC.String(), scope: oneLevel, limit: 1,
		filter: equals(attrLDAPDisplayName, name), attrs: []string{attrDefaultSD}})
	if err == nil && len(found) == 1 {
		if sd, err := ntsd.ParseSDDL(value(found[0], attrDefaultSD), d); err == nil {
			return sd.DACL
		}
	}
	shipped, _ := ntsd.Defaults(class, d)
	return shipped
}
