package directory

import (
	"errors"
	"regexp"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// subCodePattern finds the Windows error that Active Directory puts into the
// message of invalidCredentials: "… AcceptSecurityContext error, data 52e,
// v4f7c". The protocol has no other place for it.
var subCodePattern = regexp.MustCompile(`(?i)\bdata ([0-9a-f]+)\b`)

// subCode returns the sub-code in lower case, or nothing.
func subCode(message string) string {
	m := subCodePattern.FindStringSubmatch(message)
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1])
}

// refusal is one refused bind.
type refusal struct {
	dc         *dc
	name       Name
	sent, code string
	err        error
	// count is how many passwords were refused for this name so far.
	count int
}

// accountState is why an account may not sign in although its password may be
// right. The sentences are about {{.name}} and {{.dc}}.
type accountState struct {
	code       check.Code
	detail, do check.Text
	// cmdlet is what the account is piped into; empty for none.
	cmdlet string
	// field is the one to look at; empty is the user name.
	field string
}

// accountStates are the sub-codes that say something else than a wrong name or
// password (Windows error codes in hexadecimal, winerror.h). Active Directory
// tells them, except for 775, only to who knows the password.
var accountStates = map[string]accountState{
	"51f": {code: "ldap.rodc-no-password", field: FieldHosts,
		detail: check.T("ldap.rodc-no-password", "{{.dc}} is read-only, does not keep the password of {{.name}} and reaches no writable domain controller that does.", blank...),
		do:     check.T("ldap.rodc-no-password.do", "Use a writable domain controller.")},
	"52f": {code: "ldap.account-restricted", cmdlet: "Get-ADPrincipalGroupMembership",
		detail: check.T("ldap.account-restricted", "The password is right, but a restriction forbids {{.name}} this kind of sign-in. Protected Users is the usual reason.", blank...),
		do:     check.T("ldap.account-restricted.do", "Use another account for this connection: a service account that is not in Protected Users and under no authentication policy.")},
	"530": {code: "ldap.logon-hours", cmdlet: "Set-ADUser -Clear logonHours",
		detail: check.T("ldap.logon-hours", "The password is right, but {{.name}} may not sign in at this hour.", blank...),
		do:     check.T("ldap.logon-hours.do", "Allow the account to sign in at all hours. The command removes the limit.")},
	"531": {code: "ldap.workstation", cmdlet: "Set-ADUser -Clear userWorkstations",
		detail: check.T("ldap.workstation", "The password is right, but {{.name}} may sign in on certain computers only.", blank...),
		do:     check.T("ldap.workstation.do", "Remove the limit (“Log On To…”), or add the domain controllers to it. The command removes it.")},
	"532": {code: "ldap.password-expired", cmdlet: "Set-ADAccountPassword -Reset",
		detail: check.T("ldap.password-expired", "The password of {{.name}} is right, but has expired.", blank...),
		do:     check.T("ldap.password-expired.do", "Set a new password, type it here, and plan its renewal.")},
	"533": {code: "ldap.account-disabled", cmdlet: "Enable-ADAccount",
		detail: check.T("ldap.account-disabled", "The password is right, but the account {{.name}} is disabled.", blank...),
		do:     check.T("ldap.account-disabled.do", "Enable the account.")},
	"568": {code: "ldap.too-many-groups", cmdlet: "Get-ADPrincipalGroupMembership",
		detail: check.T("ldap.too-many-groups", "{{.name}} is in more groups than Windows can handle at a sign-in, about 1,010.", blank...),
		do:     check.T("ldap.too-many-groups.do", "Use a service account with few groups, or take this one out of groups.")},
	"569": {code: "ldap.logon-type",
		detail: check.T("ldap.logon-type", "The password is right, but a policy of the domain controllers does not grant {{.name}} this kind of sign-in.", blank...),
		do:     check.T("ldap.logon-type.do", "Look for the account in “Deny access to this computer from the network” in the policy of the domain controllers.")},
	"701": {code: "ldap.account-expired", cmdlet: "Clear-ADAccountExpiration",
		detail: check.T("ldap.account-expired", "The password is right, but the account {{.name}} has expired.", blank...),
		do:     check.T("ldap.account-expired.do", "Move the end date of the account, or remove it. The command removes it.")},
	"773": {code: "ldap.must-change-password", cmdlet: "Set-ADUser -ChangePasswordAtLogon $false",
		detail: check.T("ldap.must-change-password", "The password is right, but {{.name}} must change it at the first sign-in. This program cannot change passwords.", blank...),
		do:     check.T("ldap.must-change-password.do", "Set a password without “User must change password at next logon”.")},
	"775": {code: "ldap.account-locked", cmdlet: "Unlock-ADAccount",
		detail: check.T("ldap.account-locked", "The account {{.name}} is locked out on {{.dc}}. Whether the password is right is not told.", blank...),
		do:     check.T("ldap.account-locked.do", "Find out what uses a wrong password, then unlock the account.")},
}

// of makes the problem of one account.
func (s accountState) of(r refusal) check.Problem {
	p := check.Problem{Code: s.code, Detail: about(s.detail, r.args()...), Advice: check.Advice{Who: check.AD, Field: FieldUsername, Do: s.do}}
	if s.field != "" {
		p.Advice.Who, p.Advice.Field = check.You, s.field
	}
	if s.cmdlet != "" {
		p.Advice.Command = r.name.find() + " | " + s.cmdlet
	}
	return p
}

// blank are the values of a sentence in a table, which about fills in.
var blank = []any{"name", "", "dc", ""}

// about gives a sentence of a table its values, as check.T does.
func about(t check.Text, args ...any) check.Text {
	t.Args = map[string]any{}
	for n := 0; n < len(args); n += 2 {
		t.Args[args[n].(string)] = args[n+1]
	}
	return t
}

// problem names the refusal.
func (r refusal) problem() error {
	p := r.wrong()
	if state, ok := accountStates[r.code]; ok {
		p = state.of(r)
	}
	p.Err = r.err
	return &p
}

// wrong names the refusals of name or password.
func (r refusal) wrong() check.Problem {
	p := check.Problem{Code: "ldap.wrong-password", Advice: check.Advice{Who: check.You, Field: FieldPassword}}
	switch r.code {
	case "525":
		p.Code, p.Advice.Field = "ldap.no-such-user", FieldUsername
		p.Detail = check.T("ldap.no-such-user", "{{.dc}} knows no account {{.name}}.", r.args()...)
	case "57":
		p.Code, p.Advice.Field = "ldap.name-ambiguous", FieldUsername
		p.Detail = check.T("ldap.name-ambiguous", "{{.dc}} could not tell which account {{.name}} is: several have this name, or none.", r.args()...)
	case "52e":
		p.Detail = check.T("ldap.wrong-password", "{{.dc}} refused {{.name}}: the password or the user name is wrong. A domain controller does not tell which.", r.args()...)
	default:
		p.Code = "ldap.sign-in-refused"
		p.Detail = check.T("ldap.sign-in-refused", "{{.dc}} refused {{.name}} for a reason that this program does not know.", r.args()...)
	}
	p.Advice.Do = check.T("ldap.wrong-password.do", "Check the user name and type the password again. No other host was tried, so that the account is not locked.")
	if r.count > 1 {
		p.Advice.Do = check.N("ldap.wrong-password.again", r.count, "One password was refused.", "{{.n}} passwords were refused for this account by now. Find the right one elsewhere before you try again: most domains lock an account after a few.")
	}
	return p
}

func (r refusal) args() []any { return []any{"dc", r.dc.name(), "name", r.sent} }

// find returns the PowerShell command that finds the account, whichever form
// its name was typed in.
func (n Name) find() string {
	switch n.Form {
	case ByDN:
		return "Get-ADUser -Identity " + psLiteral(n.User)
	case Canonical:
		return "Get-ADUser -Identity " + psLiteral(lastPart(n.User))
	}
	f := equals("sAMAccountName", n.User)
	if n.Form == UPN {
		f = anyOf(equals("userPrincipalName", n.String()), f)
	}
	return "Get-ADUser -LDAPFilter " + psLiteral(string(f))
}

// lastPart is the name at the end of a canonical name.
func lastPart(canonical string) string { return canonical[strings.LastIndexByte(canonical, '/')+1:] }

// bindFault names a bind that failed for another reason than the credentials.
func (d *dc) bindFault(err error) error {
	answer, ok := errors.AsType[*ldap.Error](err)
	if ok && answer.ResultCode == ldap.LDAPResultStrongAuthRequired {
		return &check.Problem{Code: "ldap.strong-auth", Err: err,
			Detail: check.T("ldap.strong-auth", "{{.dc}} refuses this kind of sign-in and asks for a stronger one.", "dc", d.name()),
			Advice: check.Advice{Who: check.AD, Do: check.T("ldap.strong-auth.do", "A user name and a password over LDAPS are allowed by default, with signing and channel binding required too. Look for a proxy that ends TLS before the domain controller, or for a policy that forbids simple binds.")}}
	}
	p := explain(d.peer(), err)
	if p.Code == netproblem.Interrupted || p.Code == netproblem.Timeout {
		p = check.CouldNot(p) // whether the password is right was not told
	}
	return p
}
