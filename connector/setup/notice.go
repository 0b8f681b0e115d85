package setup

import (
	"fmt"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// SecurityNotice is a short text for the security team, before or after the
// checks: which computer asks what, as whom and when.
func (f *Flow) SecurityNotice() string { return f.handover().Notice(f.answers) }

// Notice is a short text for the security team, so that nobody has to guess.
// Before any result it speaks of the hour to come.
func (h Handover) Notice(a Answers) string {
	var b strings.Builder
	say := func(t check.Text) { fmt.Fprintf(&b, "%s\n", h.Draw(t)) }
	say(check.T("notice.title", "Notice for the security team"))
	say(check.T("notice.what", "{{.product}} on {{.computer}} reads Active Directory and Microsoft 365 to prove the connection “{{.connection}}”. It changes nothing.",
		"product", h.Product, "computer", h.Computer, "connection", h.Connection))
	say(h.window())
	if hosts := hostNames(a); hosts != "" {
		say(check.T("notice.directory", "Towards {{.hosts}}: DNS, one CLDAP ping (UDP 389), LDAPS (TCP 636) with the account {{.account}}.", "hosts", hosts, "account", a.Username))
		say(check.T("notice.queries", "Queries: the rootDSE with tokenGroups, the account itself, the Base DN, the security descriptors of the target OUs and of a few objects in them. One sign-in on one host first, then one on each other host."))
	}
	if a.Account != "" {
		say(check.T("notice.microsoft", "Towards Microsoft 365: one interactive sign-in of {{.account}}, then reading commands of Exchange Online only.", "account", a.Account))
	}
	say(check.T("notice.typical", "Tools that watch for directory reconnaissance may report the reading of security descriptors."))
	if h.Practice {
		say(check.T("handover.practice", "This is practice: the directory and the tenant are not real."))
	}
	return b.String()
}

// window is the time in which it happened, or will.
func (h Handover) window() check.Text {
	const layout = "2006-01-02 15:04 -07:00"
	if len(h.Report.Results) == 0 || h.Report.StartedAt.IsZero() {
		return check.T("notice.planned", "Time: from {{.from}} on, for about an hour.", "from", h.At.Format(layout))
	}
	return check.T("notice.window", "Time: {{.from}} to {{.until}}.", "from", h.Report.StartedAt.Format(layout), "until", h.Report.FinishedAt.Add(time.Minute).Format(layout))
}

func hostNames(a Answers) string {
	var hosts []string
	for _, row := range a.Hosts {
		if name := strings.TrimSpace(row.Name); name != "" {
			hosts = append(hosts, name)
		}
	}
	return strings.Join(hosts, ", ")
}
