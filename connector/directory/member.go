package directory

import (
	"context"
	"maps"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// domainAdmin looks whether the account is a Domain Admin, by SID: however the
// group is called, wherever it is, and whichever way the account came into it.
// Who is none passes the other way when delegated control of every target OU is
// proved.
func (e *examination) domainAdmin(ctx context.Context) (check.Finding, error) {
	d, err := e.domain()
	if err != nil {
		return check.Finding{}, err
	}
	who := e.in.account.name()
	group := e.in.trustee(ctx, d.SID.With(ntsd.RIDDomainAdmins))
	facts := check.Facts{"group": group, "groupSid": string(d.SID.With(ntsd.RIDDomainAdmins))}
	if e.in.account.Token.Has(d.SID.With(ntsd.RIDDomainAdmins)) {
		return check.Finding{Facts: facts, Found: check.T("account.domain-admin.found", "{{.account}} is a member of {{.group}}.", "account", who, "group", group)}, nil
	}
	if e.allSuffice() {
		return check.Finding{Facts: facts}, check.Skip{Why: check.T("account.domain-admin.not-needed", "Not needed: delegated control of every target OU is proved.")}
	}
	return check.Finding{Facts: facts}, e.notMember(d, group)
}

// notMember is an account without either right. Delegation is the smaller one:
// where target OUs are known it is what is advised, and the commands for it are
// in Inspection.Missing; Domain Admins is offered only where nothing says which
// OUs to delegate.
func (e *examination) notMember(d domain, group string) *check.Problem {
	who := e.in.account.name()
	p := &check.Problem{Code: "account.not-member",
		Detail: check.T("account.not-member", "{{.account}} is not a member of {{.group}}, and delegated control of the target OUs is not proved.", "account", who, "group", group),
		Advice: check.Advice{Who: check.AD, Field: FieldUsername,
			Do: check.T("account.not-member.delegate", "Delegate control of the target OUs, as told with each of them. Membership in {{.group}} is not needed then.", "group", group)}}
	if len(e.targets) == 0 {
		p.Advice.Command = "Add-ADGroupMember -Identity " + psLiteral(string(d.SID.With(ntsd.RIDDomainAdmins))) + " -Members " + psLiteral(string(e.in.account.SID))
		p.Advice.Do = check.T("account.not-member.either", "The smaller right is delegated control: name the target OUs and check again, then the commands for it are shown. Or add the account to {{.group}}, which may do everything in the domain; the command does that. Groups count from the next sign-in.", "group", group)
	}
	if other := e.adminElsewhere(d); other {
		p.Detail = check.T("account.not-member.elsewhere", "{{.account}} is a Domain Admin of another domain, not of this one, whose group is {{.group}}.", "account", who, "group", group)
	}
	return p
}

// adminElsewhere reports membership in the Domain Admins of another domain.
func (e *examination) adminElsewhere(d domain) bool {
	for sid := range e.in.account.Token {
		if sid.RID() == ntsd.RIDDomainAdmins && sid.Domain() != d.SID && sid.Domain() != "" {
			return true
		}
	}
	return false
}

// allSuffice reports whether there are target OUs and everything needed is
// proved in each.
func (e *examination) allSuffice() bool {
	for _, m := range e.matrices {
		if found, err := m(); err != nil || !found.suffices() {
			return false
		}
	}
	return len(e.matrices) > 0
}

// leastPrivilege looks for more rights than the set-up needs. A Domain Admin is
// warned only where it is proved that the account would do without: the OUs are
// judged again as if it were in no administrators' group.
func (e *examination) leastPrivilege(ctx context.Context) (check.Finding, error) {
	d, err := e.domain()
	if err != nil {
		return check.Finding{}, err
	}
	who := e.in.account.name()
	var groups []string
	for _, sid := range slices.Sorted(maps.Keys(e.in.account.Token)) {
		if privileged(sid) {
			groups = append(groups, e.in.trustee(ctx, sid))
		}
	}
	facts := check.Facts{"groups": groups}
	switch {
	case len(groups) == 0:
		return check.Finding{Facts: facts, Found: check.T("account.least-privilege.found", "{{.account}} is in no group of administrators.", "account", who)}, nil
	case e.sufficesWithout(d):
		return check.Finding{Facts: facts}, check.Warn(overPrivileged(
			check.T("account.over-privileged", "{{.account}} is in {{.groups}}, although delegated control of the target OUs is enough.", "account", who, "groups", listed(groups)),
			check.T("account.over-privileged.do", "Take the account out of these groups: the delegated rights that were proved stay.")))
	case !e.in.account.Token.Has(d.SID.With(ntsd.RIDDomainAdmins)):
		return check.Finding{Facts: facts}, check.Warn(overPrivileged(
			check.T("account.over-privileged.other", "{{.account}} is in {{.groups}}, which give more than this connection ever needs.", "account", who, "groups", listed(groups)),
			check.T("account.over-privileged.other.do", "Delegate control of the target OUs and take the account out of these groups.")))
	}
	return check.Finding{Facts: facts}, check.Skip{Why: check.T("account.least-privilege.needed", "The rights of {{.account}} come from {{.groups}}. Delegated control of the target OUs would make that unnecessary.", "account", who, "groups", listed(groups))}
}

// sufficesWithout judges the target OUs for the account without its
// administrators' groups.
func (e *examination) sufficesWithout(d domain) bool {
	plain := maps.Clone(e.in.account.Token)
	maps.DeleteFunc(plain, func(sid ntsd.SID, _ struct{}) bool { return privileged(sid) })
	for n, m := range e.matrices {
		if _, err := m(); err != nil || !e.targets[n].judge(d, plain, false).suffices() {
			return false
		}
	}
	return len(e.matrices) > 0
}

func overPrivileged(detail, do check.Text) *check.Problem {
	return &check.Problem{Code: "account.over-privileged", Detail: detail, Advice: check.Advice{Who: check.AD, Field: FieldUsername, Do: do}}
}

// protectedUsers warns of a group whose members Windows does not let sign in
// this way.
func (e *examination) protectedUsers(context.Context) (check.Finding, error) {
	d, err := e.domain()
	if err != nil {
		return check.Finding{}, err
	}
	who := e.in.account.name()
	if !e.in.account.Token.Has(d.SID.With(ntsd.RIDProtectedUsers)) {
		return check.Finding{Found: check.T("account.protected-users.found", "{{.account}} is not in Protected Users.", "account", who)}, nil
	}
	return check.Finding{}, check.Warn(&check.Problem{Code: "account.protected-users",
		Detail: check.T("account.protected-users.member", "{{.account}} is in Protected Users. Domain controllers may refuse its sign-ins at any time.", "account", who),
		Advice: check.Advice{Who: check.AD, Field: FieldUsername, Do: check.T("account.protected-users.do", "Use another account for this connection: Protected Users is not meant for service accounts.")}})
}

// privileged are the groups whose members can do more than any set-up needs.
func privileged(sid ntsd.SID) bool {
	switch sid {
	case ntsd.Administrators, ntsd.AccountOperators, "S-1-5-32-549", "S-1-5-32-551":
		return true
	}
	rid := sid.RID()
	return strings.HasPrefix(string(sid), "S-1-5-21-") && (rid == ntsd.RIDDomainAdmins || rid == ntsd.RIDSchemaAdmins || rid == ntsd.RIDEnterpriseAdmins)
}
