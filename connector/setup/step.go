package setup

import (
	"reflect"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// Track is one of the two halves of a set-up, which may be done by two people
// on two computers in any order.
type Track string

// The tracks. Common steps belong to both.
const (
	Common         Track = ""
	DirectoryTrack Track = "directory"
	MicrosoftTrack Track = "microsoft"
)

// StepID names a step.
type StepID string

// The steps in the order of the documented pages.
const (
	Welcome        StepID = "welcome"
	Permissions    StepID = "permissions"
	Connection     StepID = "connection"
	BaseDN         StepID = "base-dn"
	ServiceAccount StepID = "service-account"
	Exchange       StepID = "exchange"
	Review         StepID = "review"
	Done           StepID = "done"
)

// Step is one page of the flow.
type Step struct {
	ID    StepID
	Track Track
	// Title heads the page, Nav names it in the step list, Help is one
	// sentence below the title.
	Title, Nav, Help check.Text
}

// Steps returns all steps in order.
func Steps() []Step {
	return []Step{
		{Welcome, Common, check.T("step.welcome", "Connect Active Directory and Exchange Online"), check.T("step.welcome.nav", "Welcome"),
			check.T("step.welcome.help", "You will name your domain controllers and two service accounts. Every answer is checked as you go, and nothing is written.")},
		{Permissions, Common, check.T("step.permissions", "What Hire2Retire needs"), check.T("step.permissions.nav", "Permissions"),
			check.T("step.permissions.help", "These are the rights that the two accounts must have. The wizard proves them; it does not grant them.")},
		{Connection, DirectoryTrack, check.T("step.connection", "Hybrid connection"), check.T("step.connection.nav", "Hybrid connection"),
			check.T("step.connection.help", "Name the connection and the domain controllers it may use. Each is checked over LDAPS, without a password.")},
		{BaseDN, DirectoryTrack, check.T("step.base-dn", "Base DN"), check.T("step.base-dn.nav", "Base DN"),
			check.T("step.base-dn.help", "Choose the part of the directory that Hire2Retire works in; everything below it is included.")},
		{ServiceAccount, DirectoryTrack, check.T("step.account", "Service account"), check.T("step.account.nav", "Service account"),
			check.T("step.account.help", "This account does the work in Active Directory. The wizard signs in with it and reads which rights it has.")},
		{Exchange, MicrosoftTrack, check.T("step.exchange", "Exchange Online connection"), check.T("step.exchange.nav", "Exchange Online"),
			check.T("step.exchange.help", "See what is requested and which roles the account must hold, before you sign in with Microsoft.")},
		{Review, Common, check.T("step.review", "Review and save"), check.T("step.review.nav", "Review and save"),
			check.T("step.review.help", "This is exactly what will be saved on this computer, and what was and was not proved.")},
		{Done, Common, check.T("step.done", "Connection saved"), check.T("step.done.nav", "Done"),
			check.T("step.done.help", "What was proved, and what is left to do in Hire2Retire.")},
	}
}

// stepOf says on which step a result is shown.
func stepOf(id check.ID) StepID {
	switch id {
	case "host.resolve", "ldaps.connect", "ldaps.certificate", "directory.kind", "directory.hosts-agree":
		return Connection
	case "directory.base-dn":
		return BaseDN
	case "ldaps.bind", "account.domain-admin", "account.delegation", "account.least-privilege", "account.protected-users", "account.expiry", "account.purpose":
		return ServiceAccount
	case "profile.keyring":
		return Review
	}
	return Exchange
}

// relevant returns the part of the answers that the results of a step rest on;
// when it changes, they have to be checked again.
func (a Answers) relevant(id StepID) any {
	type network struct {
		hosts []HostAnswer
		ca    string
	}
	dir := struct {
		network
		baseDN, username, userOUs, groupOUs string
		password                            string
	}{network: network{a.Hosts, a.CA}}
	switch id {
	case Connection:
		return dir.network
	case BaseDN:
		dir.baseDN, dir.username, dir.password = a.BaseDN, a.Username, mark(a.Password)
		return dir
	case ServiceAccount:
		dir.baseDN, dir.username, dir.userOUs, dir.groupOUs, dir.password = a.BaseDN, a.Username, a.UserOUs, a.GroupOUs, mark(a.Password)
		return dir
	case Exchange:
		return []any{a.Features, a.Cloud, a.Account, a.Tenant, a.ClientID, strings.TrimSpace(a.WriteScope), a.ReadRoles}
	}
	return nil
}

func (a Answers) sameFor(id StepID, b Answers) bool {
	return a.rehearsed == b.rehearsed && reflect.DeepEqual(a.relevant(id), b.relevant(id))
}

// Faults returns what cannot be used in the fields of a step; it is pure and
// quick. Next is blocked by these only, never by a failed check.
func (a Answers) Faults(id StepID, d Deps) check.Problems {
	switch id {
	case Connection:
		return a.connectionFaults()
	case BaseDN:
		_, _, bad := a.Directory(Account)
		return only(bad, directory.FieldBaseDN)
	case ServiceAccount:
		return a.accountFaults()
	case Exchange:
		_, bad := a.Microsoft(d)
		return bad
	}
	return nil
}

func (a Answers) connectionFaults() check.Problems {
	var bad faults
	_, err := parseName(a.Name)
	if err != nil {
		bad.addAt(FieldName, err)
	}
	bad = append(bad, a.hosts().bad...)
	_, err = a.Interval()
	bad.add(FieldInterval, err)
	return check.Problems(bad)
}

func (a Answers) accountFaults() check.Problems {
	_, _, all := a.Directory(Account)
	bad := faults(only(all, directory.FieldUsername, directory.FieldUserOUs, directory.FieldGroupOUs))
	name, _, _ := directory.ParseUsername(a.Username, directory.DomainNames{})
	_, err := directory.CheckPassword(a.Password, name)
	bad.add(directory.FieldPassword, err)
	return check.Problems(bad)
}

func only(all check.Problems, fields ...string) check.Problems {
	var out check.Problems
	for _, p := range all {
		for _, f := range fields {
			if p.Advice.Field == f {
				out = append(out, p)
			}
		}
	}
	return out
}
