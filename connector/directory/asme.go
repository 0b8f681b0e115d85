package directory

import (
	"context"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/secret"
)

// WithoutPassword takes the place of Bind when nobody is to sign in: the binds
// are Skipped, and so is all of Account. progress may be nil.
func (i *Inspection) WithoutPassword(ctx context.Context, progress func(check.Result)) check.Report {
	var checks []check.Check
	for _, d := range i.dcs {
		checks = append(checks, d.bindCheck(func(context.Context, *dc) (check.Finding, error) {
			return check.Finding{}, check.Skip{Why: check.T("ldaps.bind.without-password", "Not tried: no password was given.")}
		}))
	}
	return i.run(ctx, checks, progress)
}

// BindAs takes the place of Bind when the admin does not hold the password of
// the service account and signs in as somebody else. Account then judges the
// service account by its object and the descriptors, so that all is proved but
// that it can sign in: its ldaps.bind is Unknown. The rules of Bind hold for
// the admin's password too.
func (i *Inspection) BindAs(ctx context.Context, username string, password secret.Text, progress func(check.Result)) check.Report {
	s := &signIn{in: i, username: username, password: password, tried: map[*dc]bool{}, died: map[string]bool{}}
	return s.run(ctx, s.forService, progress)
}

// forService signs the admin in on the first host and looks the service account
// up there. The other hosts are not asked.
func (s *signIn) forService(ctx context.Context, d *dc) (check.Finding, error) {
	if s.in.bound != nil {
		return check.Finding{}, check.Skip{Why: check.T("ldaps.bind.as-me", "Not needed: the service account itself does not sign in.")}
	}
	found, err := s.on(ctx, d)
	if err != nil {
		return found, err
	}
	admin := s.in.account
	service, err := d.lookUp(ctx, s.in.conf.Username)
	if err != nil {
		s.in.bound = nil
		return found, err
	}
	s.in.account, s.in.asMe = service, true
	found.Facts["as"], found.Facts["account"], found.Facts["dn"], found.Facts["sid"] = admin.name(), service.name(), service.DN.String(), string(service.SID)
	delete(found.Facts, "sentAs")
	found.Found = check.T("ldaps.bind.as-me.found", "{{.admin}} signed in and looks at {{.account}}.", "admin", admin.name(), "account", service.name())
	if ps := s.standing(d, service); len(ps) > 0 {
		return found, ps
	}
	return found, check.CouldNot(&check.Problem{Code: "ldap.not-tried",
		Detail: check.T("ldap.not-tried", "Whether {{.account}} can sign in was not tried: {{.admin}} signed in instead.", "account", service.name(), "admin", admin.name()),
		Advice: check.Advice{Who: check.You, Field: FieldPassword, Do: check.T("ldap.not-tried.do", "Let whoever holds the password of the service account check once more with it.")}})
}

// lookUp finds an account by the name that was typed for it, and computes the
// token that it would get.
func (d *dc) lookUp(ctx context.Context, typed string) (account, error) {
	name, _, err := ParseUsername(typed, d.domain())
	if err != nil {
		return account{}, err
	}
	found, err := d.named(ctx, name)
	if err != nil {
		return account{}, d.unread(err)
	}
	if len(found) != 1 {
		r := refusal{dc: d, name: name, sent: name.Sent(d.domain()), code: map[bool]string{true: "57", false: "525"}[len(found) > 1]}
		return account{}, r.problem()
	}
	sid := oneSID(found[0])
	e, err := d.session.read(ctx, "<SID="+string(sid)+">", append(accountAttributes(), attrTokenGroups, attrUAC, attrComputed, attrPwdLastSet)...)
	if err != nil {
		return account{}, d.unread(err)
	}
	who := account{names: d.domain(), Token: ntsd.NewToken(append(sidsOf(e, attrTokenGroups), everybody...)...)}
	who.read(e)
	who.Token[who.SID] = struct{}{}
	return who, nil
}

// Attributes that tell whether an account may sign in at all.
const (
	attrComputed   = "msDS-User-Account-Control-Computed"
	attrPwdLastSet = "pwdLastSet"
)

// Flags of them (MS-ADTS section 2.2.16 and MS-ADA2 section 2.474).
const (
	flagDisabled        = 0x2
	flagSmartCard       = 0x40000
	flagLockedOut       = 0x10
	flagPasswordExpired = 0x800000
)

// standing names why an account cannot sign in whatever its password is, as far
// as its object tells.
func (s *signIn) standing(d *dc, who account) check.Problems {
	control, _ := number(who.entry, attrUAC)
	computed, _ := number(who.entry, attrComputed)
	set, known := number(who.entry, attrPwdLastSet)
	ends, limited := fileTime(who.entry, attrExpires)
	name, _, _ := ParseUsername(s.in.conf.Username, d.domain())
	r := refusal{dc: d, name: name, sent: name.Sent(d.domain())}
	var ps check.Problems
	for _, c := range []struct {
		is     bool
		code   string // the sub-code with which the sign-in would be refused
		detail check.Text
	}{
		{control&flagDisabled != 0, "533", check.T("standing.disabled", "The account {{.name}} is disabled, so that it cannot sign in.", r.args()...)},
		{limited && !ends.IsZero() && ends.Before(s.in.conf.Now()), "701", check.T("standing.expired", "The account {{.name}} has expired, so that it cannot sign in.", r.args()...)},
		{computed&flagLockedOut != 0, "775", check.T("standing.locked", "The account {{.name}} is locked out on {{.dc}}, so that it cannot sign in now.", r.args()...)},
		{known && set == 0, "773", check.T("standing.must-change", "{{.name}} must change its password at the first sign-in, which this connection cannot do.", r.args()...)},
		{computed&flagPasswordExpired != 0 && (!known || set != 0), "532", check.T("standing.password-expired", "The password of {{.name}} has expired, so that it cannot sign in.", r.args()...)},
	} {
		if c.is {
			p := accountStates[c.code].of(r)
			p.Detail = c.detail
			ps = append(ps, &p)
		}
	}
	if control&flagSmartCard != 0 {
		ps = append(ps, smartCard(r))
	}
	return ps
}

// smartCard is an account that Windows refuses every password of, with the
// sub-code of a wrong one.
func smartCard(r refusal) *check.Problem {
	return &check.Problem{Code: "ldap.smart-card",
		Detail: check.T("ldap.smart-card", "{{.name}} may sign in with a smart card only, so that no password of it is accepted.", "name", r.sent),
		Advice: check.Advice{Who: check.AD, Field: FieldUsername, Command: r.name.find() + " | Set-ADUser -SmartcardLogonRequired $false",
			Do: check.T("ldap.smart-card.do", "Use an account that signs in with a password, or take the requirement off and set a new password. The command takes it off.")}}
}

// everybody are the SIDs that a sign-in over the network adds to the groups of
// the object (MS-DTYP section 2.4.2.4).
var everybody = []ntsd.SID{ntsd.Everyone, ntsd.AuthenticatedUsers, ntsd.Network, ntsd.ThisOrganization}

// named searches the accounts that a name stands for.
func (d *dc) named(ctx context.Context, name Name) ([]*ldap.Entry, error) {
	q := query{base: d.root.DefaultNC.String(), scope: subtree, limit: 3, attrs: []string{attrSID}}
	switch name.Form {
	case ByDN:
		q.base, q.scope, q.filter = name.User, object, equals(attrObjectClass, "user")
	case UPN:
		q.filter = allOf(equals(attrObjectClass, "user"), anyOf(equals(attrUPN, name.String()), equals(attrSAM, name.User)))
	case Canonical:
		q.filter = allOf(equals(attrObjectClass, "user"), equals("cn", lastPart(name.User)))
	default:
		q.filter = allOf(equals(attrObjectClass, "user"), equals(attrSAM, name.User))
	}
	found, _, err := d.session.search(ctx, q)
	if ldap.IsErrorWithCode(err, ldap.LDAPResultNoSuchObject) {
		return nil, nil
	}
	return found, err
}
