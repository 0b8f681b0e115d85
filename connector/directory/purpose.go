package directory

import (
	"context"
	"slices"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// CheckPurpose is a row that appears only when there is something to warn of:
// no sign of a person is no proof of a service account.
const CheckPurpose check.ID = "account.purpose"

// Attributes that people have, and service accounts seldom.
const (
	attrGivenName = "givenName"
	attrSurname   = "sn"
	attrSPN       = "servicePrincipalName"
)

// jobAttributes are filled in for employees.
var jobAttributes = []string{"title", "department", "telephoneNumber", "mobile", "physicalDeliveryOfficeName"}

// purposeAttributes are all that the look for a person reads.
var purposeAttributes = slices.Concat([]string{attrEmployeeID, "employeeNumber", attrGivenName, attrSurname, attrSPN, attrAdminCount}, jobAttributes)

// purpose returns the row that warns of the account of a person, or none.
func (e *examination) purpose(ctx context.Context) []check.Check {
	if e.in.bound == nil || e.in.account.entry == nil {
		return nil
	}
	signs, facts := e.signsOfAPerson(ctx)
	if len(signs) == 0 {
		return nil
	}
	warn := check.Warn(&check.Problem{Code: "account.personal",
		Detail: check.T("account.personal", "{{.account}} looks like the account of a person: {{.signs}}.", "account", e.in.account.name(), "signs", series(signs)),
		Advice: check.Advice{Who: check.AD, Field: FieldUsername, Command: NewAccountCommand(e.in.bound.domain()),
			Do: check.T("account.personal.do", "Use an account that belongs to this connection alone: people change their password and leave, and then their account is disabled, by this very connection if it has an employeeID. The command makes such an account, without any rights.")}})
	return []check.Check{{ID: CheckPurpose, Title: check.T("account.purpose", "The account is made for this connection"),
		Run: e.signedIn(func(context.Context) (check.Finding, error) {
			return check.Finding{Facts: check.Facts{"signs": facts}}, warn
		})}}
}

// signsOfAPerson lists what speaks for a person, in words and for machines.
func (e *examination) signsOfAPerson(ctx context.Context) (signs []check.Text, facts []string) {
	a := e.in.account
	for _, s := range []struct {
		fact string
		is   bool
		text check.Text
	}{
		{"built-in-administrator", a.SID.RID() == ntsd.RIDAdministrator, check.T("sign.administrator", "it is the built-in Administrator")},
		{"signed-in-here", e.operatorIs(ctx, a), check.T("sign.operator", "somebody is signed in to this computer with it")},
		{"employee-id", hasAny(a.entry, attrEmployeeID, "employeeNumber"), check.T("sign.employee-id", "it has an employee number")},
		{"names-and-job", isPerson(a), check.T("sign.person", "it has a first name, a last name and a job")},
		{"personal-admin", isPersonalAdmin(a), check.T("sign.admin", "it has a first and a last name and is, or was, in a group of administrators (adminCount)")},
	} {
		if s.is {
			signs, facts = append(signs, s.text), append(facts, s.fact)
		}
	}
	return signs, facts
}

// operatorIs reports whether the person at this computer uses the same account.
func (e *examination) operatorIs(ctx context.Context, a account) bool {
	told := make(chan string, 1)
	go func() { told <- e.in.conf.Operator() }()
	select {
	case operator := <-told:
		return operator != "" && strings.EqualFold(operator, a.UPN)
	case <-ctx.Done():
		return false
	}
}

func hasAny(e *ldap.Entry, attrs ...string) bool {
	return slices.ContainsFunc(attrs, func(attr string) bool { return value(e, attr) != "" })
}

// isPerson reports whether the account is filled in like that of an employee and
// does not call itself a service.
func isPerson(a account) bool {
	return value(a.entry, attrGivenName) != "" && value(a.entry, attrSurname) != "" && hasAny(a.entry, jobAttributes...) && !callsItselfService(a)
}

// isPersonalAdmin reports whether it is the second account of an administrator.
func isPersonalAdmin(a account) bool {
	return value(a.entry, attrAdminCount) == "1" && value(a.entry, attrGivenName) != "" && value(a.entry, attrSurname) != "" && !callsItselfService(a)
}

func callsItselfService(a account) bool {
	name := strings.ToLower(a.SAM)
	for _, mark := range []string{"svc", "service", "srv", "dienst"} {
		if strings.Contains(name, mark) {
			return true
		}
	}
	return value(a.entry, attrSPN) != ""
}

// NewAccountCommand is the PowerShell command that makes an account for this
// connection in a domain. It asks for the password where it runs.
func NewAccountCommand(domain DomainNames) string {
	const name = "svc-hire2retire"
	return "New-ADUser -Name " + psLiteral(name) + " -SamAccountName " + psLiteral(name) + " -UserPrincipalName " + psLiteral(name+"@"+domain.DNS) +
		" -Description 'Hire2Retire' -AccountPassword (Read-Host -AsSecureString 'Password') -Enabled $true"
}
