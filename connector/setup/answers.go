package setup

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// The fields of the pages that Advice.Field names, beside those of package
// directory.
const (
	FieldName     = "connection-name"
	FieldInterval = "sync-interval"
	FieldAccount  = "account"
	FieldCloud    = "cloud"
	FieldVerifyAs = "verify-as"
	FieldPin      = "pin"
	FieldTenant   = "tenant"
	FieldClientID = "client-id"
	FieldFeatures = "features"

	FieldWriteScope  = "write-scope"
	FieldScopeFilter = "scope-filter"
)

// Answers is what the admin typed or picked, as it was typed. Turning it into
// something that can be used is Directory and Microsoft; what cannot be used
// comes back as problems with the field to look at.
type Answers struct {
	Name string
	// SyncInterval is in minutes; empty means 30.
	SyncInterval string

	Hosts []HostAnswer
	// CA is a PEM file of roots to trust in addition, CAFile its name as it is
	// shown.
	CA, CAFile string

	BaseDN   string
	Username string
	Password secret.Text
	// KeepPassword puts the password into the keyring when saving.
	KeepPassword bool
	// UserOUs and GroupOUs are the target OUs, one DN per line.
	UserOUs, GroupOUs string

	// Features are IDs of the permission table.
	Features []string
	Cloud    cloud.ID
	// Account is the UPN of the Exchange Online service account.
	Account string
	// Tenant and ClientID are empty for the account's own tenant and the
	// built-in application.
	Tenant, ClientID string
	// WriteScope is the name of the custom recipient write scope that limits
	// the Exchange roles; empty means the whole organization. ScopeFilter
	// (OPATH) is what the script makes it with where it does not exist.
	WriteScope, ScopeFilter string
	// ReadRoles asks for the optional permission to read Entra roles, which
	// tells direct, through a group, and eligible (PIM) apart.
	ReadRoles bool
	// KeepSignIn keeps the tokens on this computer when saving: encrypted, with
	// the key in the keyring.
	KeepSignIn bool

	// rehearsed are the practice faults that are put: what was proved under
	// others is stale.
	rehearsed string
}

// HostAnswer is one row of the host list. Name may be "name:port".
type HostAnswer struct{ Name, Port, VerifyAs, Pin string }

// DefaultAnswers is what a new connection begins with.
func DefaultAnswers() Answers {
	return Answers{
		Name:     profile.Hybrid.DefaultName(),
		Hosts:    []HostAnswer{{Port: strconv.Itoa(int(directory.DefaultPort))}},
		Cloud:    cloud.Worldwide,
		Features: []string{string(exchange.DistributionLists), string(exchange.Microsoft365Groups), string(exchange.MailSecurityGroups), string(exchange.SharedMailboxes)},
	}
}

// faults collects the problems of several fields.
type faults check.Problems

// add keeps err, if it is one, at the field when it names none, and reports
// whether there was none.
func (f *faults) add(field string, err error) bool {
	if err == nil {
		return true
	}
	if several, ok := errors.AsType[check.Problems](err); ok {
		for _, p := range several {
			f.add(field, p)
		}
		return len(several) == 0
	}
	p, ok := errors.AsType[*check.Problem](err)
	if !ok {
		p = &check.Problem{Code: check.Unexpected, Detail: check.Verbatim(err.Error()), Err: err}
	}
	if p.Advice.Field == "" {
		q := *p
		q.Advice.Field = field
		p = &q
	}
	*f = append(*f, p)
	return false
}

// Directory returns the directory part of the answers, what was understood
// differently from how it was typed, and what cannot be used. Fields that no
// stage up to until needs may be empty.
func (a Answers) Directory(until Stage) (directory.Config, Notices, check.Problems) {
	var (
		conf    directory.Config
		notices Notices
		bad     faults
	)
	hosts := a.hosts()
	conf.Hosts, notices, bad = hosts.hosts, hosts.notices, hosts.bad
	conf.Trust = directory.Trust{CA: []byte(a.CA), CAFile: a.CAFile, Pins: hosts.pins}
	if until == Probe {
		return conf, notices, check.Problems(bad)
	}
	dn, seen, err := directory.ParseDN(a.BaseDN)
	if bad.add(directory.FieldBaseDN, err) {
		conf.BaseDN, notices = dn.String(), append(notices, seen...)
	}
	name, seen, err := directory.ParseUsername(a.Username, directory.DomainNames{})
	if bad.add(directory.FieldUsername, err) {
		conf.Username, notices = name.String(), append(notices, seen...)
	}
	conf.UserOUs = bad.lines(directory.FieldUserOUs, a.UserOUs, &notices)
	conf.GroupOUs = bad.lines(directory.FieldGroupOUs, a.GroupOUs, &notices)
	return conf, notices, check.Problems(bad)
}

// lines reads one DN per line.
func (f *faults) lines(field, text string, notices *Notices) []string {
	var dns []string
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		dn, seen, err := directory.ParseDN(strings.TrimRight(line, "\r\n"))
		if err != nil {
			f.addAt(field, err)
			continue
		}
		*notices = append(*notices, seen...)
		dns = append(dns, dn.String())
	}
	return dns
}

// addAt keeps err at the field, whatever field it names itself.
func (f *faults) addAt(field string, err error) {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		q := *p
		q.Advice.Field = field
		err = &q
	}
	f.add(field, err)
}

// Interval returns the sync interval.
func (a Answers) Interval() (profile.Interval, error) {
	s := strings.TrimSpace(a.SyncInterval)
	if s == "" {
		return profile.DefaultSyncInterval, nil
	}
	minutes, err := strconv.Atoi(s)
	if err != nil || minutes < 1 || minutes > 7*24*60 {
		return 0, &check.Problem{Code: "sync-interval.invalid",
			Detail: check.T("sync-interval.invalid", "“{{.typed}}” is not a number of minutes between 1 and 10080.", "typed", check.Clean(s)),
			Advice: check.Advice{Who: check.You, Field: FieldInterval, Do: check.T("sync-interval.invalid.do", "Type how often Entra Connect synchronises, in minutes. Its own default is 30.")}}
	}
	return profile.Interval(time.Duration(minutes) * time.Minute), nil
}

// CheckPassword refuses a password that cannot be sent and returns what is odd
// about it.
func CheckPassword(password secret.Text, username string) (Notices, error) {
	name, _, _ := directory.ParseUsername(username, directory.DomainNames{})
	return directory.CheckPassword(password, name)
}
