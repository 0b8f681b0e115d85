package directory

import (
	"context"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// delegation returns the look at one target OU: denied operations fail it, and
// what is not certain makes it unknown.
func (e *examination) delegation(n int) func(context.Context) (check.Finding, error) {
	return func(ctx context.Context) (check.Finding, error) {
		m, err := e.matrices[n]()
		if err != nil {
			return check.Finding{Facts: check.Facts{"ou": e.targets[n].typed}}, err
		}
		f := check.Finding{Facts: m.facts(), Found: m.found(e.in.account.name())}
		var ps check.Problems
		ps = append(ps, e.missing(m)...)
		if p := e.notCertain(m); p != nil {
			ps = append(ps, p)
		}
		return f, ps.Err()
	}
}

// found says what the account may do, and whom delegation does not reach.
func (m matrix) found(who string) check.Text {
	var proved []check.Text
	for _, c := range m.with(Proved) {
		proved = append(proved, c.op.Text())
	}
	out := check.T("account.delegation.nothing", "{{.account}} may do nothing of what is needed in {{.ou}}.", "account", who, "ou", m.target.dn.String())
	if len(proved) > 0 {
		out = check.T("account.delegation.found", "In {{.ou}} {{.account}} may {{.operations}}.", "account", who, "ou", m.target.dn.String(), "operations", series(proved))
	}
	for _, more := range []struct {
		about []string
		text  func(n int, names string) check.Text
	}{
		{m.target.guarded(false), func(n int, names string) check.Text {
			return check.N("account.delegation.guarded", n, "One user there is in a protected group, which delegation does not reach: {{.names}}.", "{{.n}} users there are in protected groups, which delegation does not reach: {{.names}}.", "names", names)
		}},
		{m.target.guarded(true), func(n int, names string) check.Text {
			return check.N("account.delegation.orphan", n, "One user was in a protected group once and still has no inherited permissions: {{.names}}.", "{{.n}} users were in protected groups once and still have no inherited permissions: {{.names}}.", "names", names)
		}},
		{m.target.undeletableOU(), func(_ int, names string) check.Text {
			return check.T("account.delegation.undeletable", "What is in {{.names}} is protected from accidental deletion, which takes no right away that is given on the users themselves.", "names", names)
		}},
		{m.target.undeletableObjects(), func(n int, names string) check.Text {
			return check.N("account.delegation.undeletable.objects", n, "One user or group there is itself protected from accidental deletion: {{.names}}.", "{{.n}} users or groups there are themselves protected from accidental deletion: {{.names}}.", "names", names)
		}},
		{m.target.sealedBelow(), func(n int, names string) check.Text {
			return check.N("account.delegation.sealed", n, "One OU below inherits nothing, so that this does not hold there: {{.names}}.", "{{.n}} OUs below inherit nothing, so that this does not hold there: {{.names}}.", "names", names)
		}},
	} {
		if n := len(more.about); n > 0 {
			out = check.T("account.delegation.and", "{{.first}} {{.second}}", "first", out, "second", more.text(n, listed(more.about)))
		}
	}
	if m.target.unseenBelow {
		out = check.T("account.delegation.and", "{{.first}} {{.second}}", "first", out,
			"second", check.T("account.delegation.many-below", "It has so many OUs below it that only the first {{.n}} were looked at for blocked inheritance.", "n", maxBelow))
	}
	return out
}

// series joins parts of a sentence.
func series(parts []check.Text) check.Text {
	out := parts[0]
	for _, p := range parts[1:] {
		out = check.T("series", "{{.first}}, {{.next}}", "first", out, "next", p)
	}
	return out
}

// missing names what is denied, one problem for each cause: the advice follows
// the entry that decided.
func (e *examination) missing(m matrix) check.Problems {
	byEntry := map[ntsd.ACE][]cell{}
	var deciding []ntsd.ACE
	for _, c := range m.with(DeniedState) {
		if c.by == nil {
			continue
		}
		if len(byEntry[*c.by]) == 0 {
			deciding = append(deciding, *c.by)
		}
		byEntry[*c.by] = append(byEntry[*c.by], c)
	}
	var ps check.Problems
	if ungranted := m.ungranted(); len(ungranted) > 0 {
		ps = append(ps, e.ungranted(m, ungranted))
	}
	for _, a := range deciding {
		ps = append(ps, e.denied(m, byEntry[a]))
	}
	return ps
}

func names(cells []cell) check.Text {
	parts := make([]check.Text, len(cells))
	for i, c := range cells {
		parts[i] = c.op.Text()
	}
	return series(parts)
}

// field is the form field of the OU.
func (t *targetOU) field() string {
	if t.users {
		return FieldUserOUs
	}
	return FieldGroupOUs
}

// ungranted is what no entry allows: it has to be delegated.
func (e *examination) ungranted(m matrix, cells []cell) *check.Problem {
	p := &check.Problem{Code: "rights.missing",
		Detail: check.T("rights.missing", "In {{.ou}} nothing allows {{.account}} to {{.operations}}.", "ou", m.target.dn.String(), "account", e.in.account.name(), "operations", names(cells)),
		Advice: check.Advice{Who: check.AD, Field: m.target.field(), Command: Delegation{Account: e.in.account.trusteeName(), OUs: []Grant{m.grant(m.toGrant(), e.in.account.SID)}}.Commands(),
			Do: check.T("rights.missing.do", "Delegate this on the OU: the command grants exactly what is missing. Or make the account a member of Domain Admins. Then check again.")}}
	if !slices.ContainsFunc(cells, func(c cell) bool { return c.op == Membership }) {
		return p
	}
	p.Advice.Do = check.T("rights.missing.groups.do", "Delegate this on the OU: the command grants exactly what is missing. In the Delegation of Control Wizard the task for groups is “Modify the membership of a group”. The task “Create, delete and manage user accounts”, which the documentation of Hire2Retire names for groups too, does not give it. Then check again.")
	if m.usersInstead {
		p.Detail = check.T("rights.missing.users-instead", "{{.first}} The account may manage users there, so the wrong task was delegated.", "first", p.Detail)
	}
	return p
}

// denied is what one entry takes away: delegating again would not help. It has
// to be changed where it was set.
func (e *examination) denied(m matrix, cells []cell) *check.Problem {
	by := cells[0]
	at := m.target.dn
	if !by.at.IsZero() {
		at = by.at
	}
	args := []any{"ou", m.target.dn.String(), "account", e.in.account.name(), "operations", names(cells), "trustee", by.who, "at", at.String()}
	p := &check.Problem{Code: "rights.missing", Cause: by.by.String(), Advice: check.Advice{Who: check.AD, Field: m.target.field(), Command: showDenies(at)}}
	switch {
	case by.by.SID == ntsd.Everyone:
		p.Detail = check.T("rights.denied.everyone", "In {{.ou}} everyone is denied to {{.operations}}: this is the protection from accidental deletion, or an entry like it. The entry is on {{.at}}.", args...)
		p.Advice.Do = check.T("rights.denied.everyone.do", "Take the protection from the objects that shall be deleted or moved (“Protect object from accidental deletion”), or remove the Deny entry for Everyone from {{.at}}. Delegating again does not help.", args...)
	case by.by.SID == e.in.account.SID && by.place == Above && by.at.IsZero():
		p.Detail = check.T("rights.denied.self.inherited", "An entry that {{.ou}} inherits denies {{.account}} itself to {{.operations}}.", args...)
		p.Advice.Do = check.T("rights.denied.self.inherited.do", "Look for the Deny entry for {{.account}} on the OUs above and on the domain, and remove it. Delegating again does not help.", args...)
	case by.by.SID == e.in.account.SID:
		p.Detail = check.T("rights.denied.self", "In {{.ou}} an entry on {{.at}} denies {{.account}} itself to {{.operations}}.", args...)
		p.Advice.Do = check.T("rights.denied.self.do", "Remove the Deny entry for {{.account}} from {{.at}}. Delegating again does not help.", args...)
	case by.place == Above && by.at.IsZero():
		p.Detail = check.T("rights.denied.inherited", "An entry that {{.ou}} inherits denies {{.trustee}} to {{.operations}}, and {{.account}} is one of them.", args...)
		p.Advice.Do = check.T("rights.denied.inherited.do", "Look for the Deny entry for {{.trustee}} on the OUs above and on the domain, and remove it, or take the account out of {{.trustee}}. Delegating again does not help.", args...)
	case by.place == Above:
		p.Detail = check.T("rights.denied.above", "An entry that {{.ou}} inherits from {{.at}} denies {{.trustee}} to {{.operations}}, and {{.account}} is one of them.", args...)
		p.Advice.Do = deniedOn(args)
	default:
		p.Detail = check.T("rights.denied", "An entry on {{.at}} denies {{.trustee}} to {{.operations}}, and {{.account}} is one of them.", args...)
		p.Advice.Do = deniedOn(args)
	}
	return p
}

func deniedOn(args []any) check.Text {
	return check.T("rights.denied.do", "Remove the Deny entry for {{.trustee}} from {{.at}}, or take the account out of {{.trustee}}. Delegating again does not help.", args...)
}

// notCertain names what could not be decided.
func (e *examination) notCertain(m matrix) *check.Problem {
	cells := m.with(NotCertain)
	if len(cells) == 0 {
		return nil
	}
	args := []any{"ou", m.target.dn.String(), "account", e.in.account.name(), "operations", names(cells), "object", cells[0].on.String()}
	p := &check.Problem{Code: "rights.not-certain", Advice: check.Advice{Who: check.AD, Field: m.target.field(),
		Do: check.T("rights.not-certain.do", "Look at the permissions of this OU with the AD team. A delegation of its own, without conditions, makes it certain.")}}
	switch c := cells[0]; {
	case c.disputed:
		p.Detail = check.T("rights.disputed", "Whether {{.account}} may {{.operations}} in {{.ou}} is not certain: the domain controller computes another result than this program.", args...)
	case !c.on.IsZero():
		p.Detail = check.T("rights.differs", "Whether {{.account}} may {{.operations}} everywhere in {{.ou}} is not certain: for {{.object}} it may not.", args...)
		p.Advice.Do, p.Advice.Command = m.target.differs(c)
	default:
		p.Detail = check.T("rights.not-certain", "Whether {{.account}} may {{.operations}} in {{.ou}} is not certain: an entry with a condition or for the owner decides.", args...)
	}
	if by := cells[0].by; by != nil {
		p.Cause = by.String()
	}
	return check.CouldNot(p)
}

// differs advises what to do with the object that decided against the
// prediction, and with which command.
func (t *targetOU) differs(c cell) (do check.Text, command string) {
	n := slices.IndexFunc(t.sample, func(o realObject) bool { return o.dn.Equal(c.on) })
	switch deletes := c.op == Delete || c.op == MoveOut; {
	case n >= 0 && deletes && deniesEveryone(t.sample[n].sd.DACL, ntsd.Delete):
		return check.T("rights.differs.protected.do", "This object is protected from accidental deletion. Take the protection from it if it shall be moved or deleted; the command does that."),
			"Set-ADObject -Identity " + psLiteral(plainDN(c.on)) + " -ProtectedFromAccidentalDeletion $false"
	case n >= 0 && t.sample[n].sd.Protected:
		return check.T("rights.differs.sealed.do", "This object inherits nothing, so that what is delegated on the OU does not reach it. Switch its inheritance on, unless it is in a group of administrators; the command does that."),
			"dsacls.exe " + psLiteral(plainDN(c.on)) + " /P:N"
	}
	return check.T("rights.differs.do", "Look at the permissions of this object: its inheritance may be switched off, or it has an entry of its own."), ""
}

// trustee is the name of who an entry is for; the SID when it cannot be read.
func (i *Inspection) trustee(ctx context.Context, sid ntsd.SID) string {
	if name := wellKnown[sid]; name != "" {
		return name
	}
	e, err := i.bound.session.read(ctx, "<SID="+string(sid)+">", attrSAM)
	if err != nil || value(e, attrSAM) == "" {
		return string(sid)
	}
	return check.Clean(value(e, attrSAM))
}

// wellKnown names SIDs that have no object to read.
var wellKnown = map[ntsd.SID]string{
	ntsd.Everyone: "Everyone", ntsd.AuthenticatedUsers: "Authenticated Users", ntsd.PrincipalSelf: "SELF", ntsd.OwnerRights: "OWNER RIGHTS",
}
