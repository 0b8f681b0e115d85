package setup

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/netproblem"
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
	// KeepSignIn keeps the tokens on this computer when saving: encrypted, with
	// the key in the keyring.
	KeepSignIn bool
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

// hosts reads the rows of the host list; a row may be a pasted list. Empty rows
// do not count.
func (a Answers) hosts() hostList {
	l := hostList{pins: map[string]netproblem.Pin{}}
	for _, row := range a.Hosts {
		if strings.TrimSpace(row.Name) != "" {
			l.add(row)
		}
	}
	if len(l.hosts) == 0 && len(l.bad) == 0 {
		_, _, err := directory.ParseHost("", directory.DefaultPort)
		l.bad.add(directory.FieldHosts, err)
	}
	return l
}

// hostList is the host list, understood.
type hostList struct {
	hosts   []directory.Host
	pins    map[string]netproblem.Pin
	notices Notices
	bad     faults
}

func (l *hostList) add(row HostAnswer) {
	port, seen, err := directory.ParsePort(row.Port)
	l.notices = append(l.notices, seen...)
	if !l.bad.add(directory.FieldPort, err) {
		return
	}
	hosts, seen, err := directory.ParseHosts(row.Name, port)
	l.notices = append(l.notices, seen...)
	l.bad.add(directory.FieldHosts, err)
	verifyAs := l.verifyAs(row.VerifyAs)
	for _, h := range hosts {
		h.VerifyAs = verifyAs
		if slices.ContainsFunc(l.hosts, func(o directory.Host) bool { return o.String() == h.String() }) {
			l.notices = append(l.notices, check.T("hosts.duplicate", "{{.host}} was listed more than once; it is used once.", "host", h.Name))
			continue
		}
		l.hosts = append(l.hosts, h)
		l.pin(h, row.Pin)
	}
}

// verifyAs reads the name in the certificate that was picked for a host.
func (l *hostList) verifyAs(typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return ""
	}
	h, _, err := directory.ParseHost(typed, directory.DefaultPort)
	if err == nil && strings.ContainsAny(typed, "/:*") {
		err = &check.Problem{Code: "verify-as.syntax",
			Detail: check.T("verify-as.syntax", "“{{.typed}}” is not a name that a certificate can carry.", "typed", check.Clean(typed)),
			Advice: check.Advice{Who: check.You, Do: check.T("verify-as.syntax.do", "Give the DNS name in the certificate of the host, such as dc1.corp.example.com.")}}
	}
	if err != nil {
		l.bad.addAt(FieldVerifyAs, err)
		return ""
	}
	return h.Name
}

func (l *hostList) pin(h directory.Host, typed string) {
	if typed == "" {
		return
	}
	pin, err := netproblem.ParsePin(typed)
	if err == nil {
		l.pins[h.Name] = pin
		return
	}
	l.bad.add(FieldPin, &check.Problem{Code: "pin.syntax", Err: err,
		Detail: check.T("pin.syntax", "“{{.typed}}” is not a pin.", "typed", check.Clean(typed)),
		Advice: check.Advice{Who: check.You, Do: check.T("pin.syntax.do", "A pin is sha256// and the SHA-256 of the key in base64, as the certificate check shows it.")}})
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

// Microsoft returns what the Microsoft half needs, and what cannot be used. A
// missing application is not judged here: SignedOut says so where it matters.
func (a Answers) Microsoft(d Deps) (Microsoft, check.Problems) {
	var bad faults
	m := Microsoft{Account: strings.TrimSpace(a.Account), ClientID: strings.TrimSpace(a.ClientID)}
	if m.ClientID == "" {
		m.ClientID = d.ClientID
	}
	var err error
	m.Cloud, err = d.Cloud(a.Cloud)
	bad.add(FieldCloud, err)
	m.Features, err = exchange.ParseFeatures(strings.Join(a.Features, ","))
	if err != nil {
		bad.add(FieldFeatures, unknownFeature(a.Features, err))
	} else if len(m.Features) == 0 {
		bad.add(FieldFeatures, noFeatures())
	}
	bad.add(FieldAccount, validAccount(m.Account))
	bad.add(FieldClientID, validClientID(m.ClientID))
	if t := strings.TrimSpace(a.Tenant); t != "" {
		if m.Tenant, err = entra.ParseTenant(t); err != nil {
			bad.add(FieldTenant, badTenant(t, err))
		}
	}
	return m, check.Problems(bad)
}

func unknownFeature(typed []string, err error) *check.Problem {
	var known []string
	for _, f := range exchange.Table().Features {
		known = append(known, string(f.ID))
	}
	return &check.Problem{Code: "features.unknown", Err: err,
		Detail: check.T("features.unknown", "“{{.typed}}” names something that is not known.", "typed", check.Clean(strings.Join(typed, ","))),
		Advice: check.Advice{Who: check.You, Do: check.T("features.unknown.do", "Choose among {{.known}}.", "known", strings.Join(known, ", "))}}
}

func badTenant(typed string, err error) *check.Problem {
	p := &check.Problem{Code: "tenant.syntax", Err: err,
		Detail: check.T("tenant.syntax", "“{{.typed}}” is neither a tenant ID nor a domain.", "typed", check.Clean(typed)),
		Advice: check.Advice{Who: check.You, Do: check.T("tenant.syntax.do", "Give the tenant ID, or a domain of the tenant such as example.onmicrosoft.com.")}}
	if errors.Is(err, entra.ErrSharedTenant) {
		p.Code, p.Detail = "tenant.shared", check.T("tenant.shared", "“{{.typed}}” stands for many tenants; the connection belongs to one.", "typed", check.Clean(typed))
	}
	return p
}

func noFeatures() *check.Problem {
	return &check.Problem{Code: "features.none",
		Detail: check.T("features.none", "Nothing is ticked."),
		Advice: check.Advice{Who: check.You, Do: check.T("features.none.do", "Tick at least one thing that Hire2Retire will manage in Exchange Online.")}}
}

// validAccount wants a UPN, or nothing: then the browser asks.
func validAccount(upn string) error {
	user, domain, ok := strings.Cut(upn, "@")
	if upn == "" || ok && user != "" && strings.Contains(domain, ".") && !strings.ContainsAny(upn, " \t\r\n/\\") && strings.Count(upn, "@") == 1 {
		return nil
	}
	return &check.Problem{Code: "account.syntax",
		Detail: check.T("account.syntax", "“{{.typed}}” is not the name of a Microsoft 365 account.", "typed", check.Clean(upn)),
		Advice: check.Advice{Who: check.You, Do: check.T("account.syntax.do", "Type it as svc-h2r@example.com, or leave it empty and choose the account in the browser.")}}
}

// validClientID wants a GUID, or nothing.
func validClientID(id string) error {
	if _, err := uuid.Parse(id); id == "" || err == nil && len(id) == 36 {
		return nil
	}
	return &check.Problem{Code: "client-id.syntax",
		Detail: check.T("client-id.syntax", "“{{.typed}}” is not an application (client) ID.", "typed", check.Clean(id)),
		Advice: check.Advice{Who: check.Entra, Do: check.T("client-id.syntax.do", "Copy the Application (client) ID from the app registration: 36 characters with hyphens.")}}
}

// SameHost reports whether two spellings name the same host.
func SameHost(a, b string) bool {
	x, _, errX := directory.ParseHost(a, directory.DefaultPort)
	y, _, errY := directory.ParseHost(b, directory.DefaultPort)
	return errX == nil && errY == nil && x.Name == y.Name
}

// CheckPassword refuses a password that cannot be sent and returns what is odd
// about it.
func CheckPassword(password secret.Text, username string) (Notices, error) {
	name, _, _ := directory.ParseUsername(username, directory.DomainNames{})
	return directory.CheckPassword(password, name)
}
