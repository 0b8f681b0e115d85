package directory

import (
	"context"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// Attributes of an account (MS-ADA1 to MS-ADA3).
const (
	attrDN             = "distinguishedName"
	attrSID            = "objectSid"
	attrSAM            = "sAMAccountName"
	attrUPN            = "userPrincipalName"
	attrCanonical      = "canonicalName"
	attrObjectClass    = "objectClass"
	attrAdminCount     = "adminCount"
	attrExpires        = "accountExpires"
	attrPasswordExpiry = "msDS-UserPasswordExpiryTimeComputed"
)

// account is who signed in, as the domain controller knows it.
type account struct {
	DN    DN
	SID   ntsd.SID
	SAM   string
	UPN   string
	names DomainNames
	// Token holds the SIDs of the sign-in: the account, its groups nested ones
	// included, and the well-known ones.
	Token ntsd.Token
	// entry is the object of the account; nil when it is in another domain.
	entry *ldap.Entry
}

// name is what people call the account: CORP\svc-h2r.
func (a account) name() string {
	switch {
	case a.SAM == "":
		return string(a.SID)
	case a.names.NetBIOS != "":
		return a.names.NetBIOS + `\` + check.Clean(a.SAM)
	}
	return check.Clean(a.SAM) + "@" + a.names.DNS
}

// accountAttributes are what is read of the object of an account.
func accountAttributes() []string {
	return append([]string{attrDN, attrSID, attrSAM, attrUPN, attrCanonical, attrExpires, attrPasswordExpiry}, purposeAttributes...)
}

// read takes what the object of the account says.
func (a *account) read(e *ldap.Entry) {
	a.entry, a.SID, a.DN = e, oneSID(e), fromServer(value(e, attrDN))
	a.SAM, a.UPN = value(e, attrSAM), value(e, attrUPN)
}

// identify has the server prove who signed in: the SIDs of the connection's own
// token, and the object that the first of them belongs to (MS-ADTS section
// 3.1.1.3.2.24). A server that says yes to anything cannot do that.
func (d *dc) identify(ctx context.Context, typed Name) (account, error) {
	root, err := d.session.read(ctx, "", attrTokenGroups, attrPrincipal)
	if err != nil {
		return account{}, d.unread(err)
	}
	sids := sidsOf(root, attrTokenGroups)
	if len(sids) == 0 || ntsd.NewToken(sids...).Has(ntsd.Anonymous) {
		return account{}, notProved(d, typed.Sent(d.domain()))
	}
	d.learnNetBIOS(ctx)
	who := account{SID: sids[0], Token: ntsd.NewToken(sids...), names: d.domain()}
	e, err := d.session.read(ctx, "<SID="+string(who.SID)+">", accountAttributes()...)
	if ldap.IsErrorWithCode(err, ldap.LDAPResultNoSuchObject) {
		return d.foreigner(who, root, typed)
	}
	if err != nil {
		return account{}, d.unread(err)
	}
	if sids := sidsOf(e, attrSID); len(sids) != 1 || sids[0] != who.SID {
		return account{}, notProved(d, typed.Sent(d.domain()))
	}
	who.read(e)
	if !d.answersTo(ctx, who, typed) {
		return account{}, notProved(d, typed.Sent(d.domain()))
	}
	return who, nil
}

// learnNetBIOS reads the short name of the domain where the ping did not tell
// it (MS-ADTS section 6.1.1.2.1.1.2). Without it the account is called by its
// UPN.
func (d *dc) learnNetBIOS(ctx context.Context) {
	if d.ping.Names.NetBIOS != "" || d.root.ConfigNC.IsZero() {
		return
	}
	found, _, err := d.session.search(ctx, query{base: d.root.ConfigNC.Child("CN", "Partitions").String(), scope: oneLevel, limit: 1,
		filter: equals("nCName", d.root.DefaultNC.String()), attrs: []string{"nETBIOSName"}})
	if err == nil && len(found) == 1 {
		d.ping.Names.NetBIOS = check.Clean(value(found[0], "nETBIOSName"))
	}
}

// foreigner is an account whose object is not in this domain: one of another
// domain of the forest or of a trusted one. Its name is known only from
// msDS-PrincipalName.
func (d *dc) foreigner(who account, root *ldap.Entry, typed Name) (account, error) {
	domain, user, _ := strings.Cut(value(root, attrPrincipal), `\`)
	if user == "" || !strings.EqualFold(user, typed.User) {
		return account{}, check.CouldNot(notProved(d, typed.Sent(d.domain())))
	}
	who.SAM, who.names = user, DomainNames{NetBIOS: check.Clean(domain)}
	return who, nil
}

// answersTo reports whether the name that was typed is one of the account's.
// The text decides where it is the same; else the server does, because only it
// knows how it compares accents.
func (d *dc) answersTo(ctx context.Context, who account, typed Name) bool {
	same := func(a, b string) bool { return strings.EqualFold(nfc(a), nfc(b)) }
	switch typed.Form {
	case ByDN:
		e, err := d.session.read(ctx, typed.User, attrSID)
		return err == nil && oneSID(e) == who.SID
	case Canonical:
		// Windows escapes the slash in a canonical name, Samba the comma too.
		return same(strings.ReplaceAll(value(who.entry, attrCanonical), `\`, ""), strings.ReplaceAll(typed.User, `\`, ""))
	}
	if same(who.SAM, typed.User) || typed.Form == UPN && same(who.UPN, typed.String()) {
		return true
	}
	named, _, err := d.session.search(ctx, query{base: d.root.DefaultNC.String(), scope: subtree, limit: 3, attrs: []string{attrSID},
		filter: anyOf(equals(attrSAM, typed.User), equals(attrUPN, typed.Sent(d.domain())))})
	for _, e := range named {
		if oneSID(e) == who.SID {
			return err == nil
		}
	}
	return false
}

// notProved is a server that accepted the password and could not say whose it
// was.
func notProved(d *dc, sent string) *check.Problem {
	return &check.Problem{Code: "ldap.identity-not-proved",
		Detail: check.T("ldap.identity-not-proved", "{{.host}} accepted the password, but did not prove that {{.name}} is signed in.", "host", d.label, "name", sent),
		Advice: check.Advice{Who: check.You, Field: FieldHosts,
			Do: check.T("ldap.identity-not-proved.do", "Make sure that {{.host}} is a domain controller of your domain. If it is not, change the password of this account.", "host", d.label)}}
}

// sidsOf reads the SIDs of an attribute; values that are none are left out.
func sidsOf(e *ldap.Entry, attr string) []ntsd.SID {
	var sids []ntsd.SID
	for _, raw := range e.GetEqualFoldRawAttributeValues(attr) {
		if s, err := ntsd.SIDFromBytes(raw); err == nil {
			sids = append(sids, s)
		}
	}
	return sids
}

// oneSID returns the SID of an object, or none.
func oneSID(e *ldap.Entry) ntsd.SID {
	if sids := sidsOf(e, attrSID); len(sids) == 1 {
		return sids[0]
	}
	return ""
}
