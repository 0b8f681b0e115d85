package setup

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
)

// Profile puts the answers into p. It is meant for answers that Faults has no
// word about; what is unusable all the same is left out.
func (a Answers) Profile(p profile.Profile) profile.Profile {
	conf, _, _ := a.Directory(Account)
	p.Name, _ = parseName(a.Name)
	p.SyncInterval, _ = a.Interval()
	row := profile.Directory{BaseDN: conf.BaseDN, CA: a.CA}
	for _, h := range conf.Hosts {
		host := profile.Host{Name: h.Name, Port: h.Port, VerifyAs: h.VerifyAs}
		if pin, ok := conf.Trust.Pins[h.Name]; ok {
			host.Pin = pin.String()
		}
		row.Hosts = append(row.Hosts, host)
	}
	p.Directories = []profile.Directory{row}
	p.Username, p.UserOUs, p.GroupOUs = conf.Username, conf.UserOUs, conf.GroupOUs
	before := p.Exchange
	p.Exchange = profile.Exchange{Cloud: a.Cloud, Account: strings.TrimSpace(a.Account), Domain: strings.TrimSpace(a.Tenant),
		ClientID: strings.TrimSpace(a.ClientID), Features: slices.Clone(a.Features), WriteScope: strings.TrimSpace(a.WriteScope), ScopeFilter: strings.TrimSpace(a.ScopeFilter), ReadRoles: a.ReadRoles, KeepSignIn: a.KeepSignIn}
	if strings.EqualFold(before.Account, p.Exchange.Account) && before.Cloud == p.Exchange.Cloud {
		p.Exchange.TenantID, p.Exchange.ObjectID = before.TenantID, before.ObjectID
	}
	return p
}

// AnswersOf returns the answers that a saved connection was made from. The
// password is not among them.
func AnswersOf(p profile.Profile) Answers {
	a := Answers{Name: p.Name, SyncInterval: strconv.Itoa(int(time.Duration(p.SyncInterval) / time.Minute)),
		Username: p.Username, KeepPassword: p.Kept != nil,
		UserOUs: strings.Join(p.UserOUs, "\n"), GroupOUs: strings.Join(p.GroupOUs, "\n"),
		Features: slices.Clone(p.Exchange.Features), Cloud: p.Exchange.Cloud, Account: p.Exchange.Account,
		Tenant: p.Exchange.Domain, ClientID: p.Exchange.ClientID,
		WriteScope: p.Exchange.WriteScope, ScopeFilter: p.Exchange.ScopeFilter, ReadRoles: p.Exchange.ReadRoles, KeepSignIn: p.Exchange.KeepSignIn}
	if len(p.Directories) > 0 { // the pages edit one row
		a.BaseDN, a.CA = p.Directories[0].BaseDN, p.Directories[0].CA
		for _, h := range p.Directories[0].Hosts {
			a.Hosts = append(a.Hosts, HostAnswer{Name: h.Name, Port: strconv.Itoa(int(h.Port)), VerifyAs: h.VerifyAs, Pin: h.Pin})
		}
	}
	return a
}

// judge says whether what was proved makes the connection a verified one, and
// if not, why.
func judge(r check.Report) (verified bool, reasons []check.Text) {
	for _, need := range []struct {
		id  check.ID
		why check.Text
	}{
		{"ldaps.bind", check.T("reason.no-directory", "The service account was not checked in Active Directory.")},
		{"entra.sign-in", check.T("reason.no-microsoft", "The Exchange Online account was not signed in.")},
	} {
		if len(r.All(need.id)) == 0 {
			reasons = append(reasons, need.why)
		}
	}
	reasons = append(reasons, unproved(r)...)
	return len(reasons) == 0, reasons
}

// unproved says what failed or could not be checked, and how much could not run
// because of it.
func unproved(r check.Report) (reasons []check.Text) {
	kept := 0
	for _, res := range r.Results {
		switch {
		case res.Excused:
		case res.Status == check.Failed, res.Status == check.Unknown:
			reasons = append(reasons, reasonOf(res))
		case res.Status == check.Skipped && (res.Found.Key == "check.skipped" || res.Found.Key == "account.not-signed-in"):
			kept++
		}
	}
	if len(reasons) > 0 && kept > 0 {
		reasons = append(reasons, check.N("reason.consequences", kept, "Because of this, one more check could not run.", "Because of this, {{.n}} more checks could not run."))
	}
	return reasons
}

func reasonOf(res check.Result) check.Text {
	what := res.Title
	if res.Host != "" {
		what = check.T("reason.on-host", "{{.title}} ({{.host}})", "title", res.Title, "host", res.Host)
	}
	if p := res.Problem(); p != nil {
		return check.T("reason.problem", "{{.what}}: {{.detail}}", "what", what, "detail", p.Detail)
	}
	return what
}
