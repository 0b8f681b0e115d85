package setup

import (
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
)

// CloudChoice is one of the Microsoft clouds, to choose from.
type CloudChoice struct {
	ID cloud.ID
	// Name is Microsoft's own, the same in every language.
	Name string
}

// Clouds returns the clouds to choose from: in practice mode the built-in one
// alone.
func (f *Flow) Clouds() []CloudChoice {
	if f.deps.Practice {
		return []CloudChoice{{ID: cloud.Practice, Name: f.cloudName(cloud.Practice)}}
	}
	var list []CloudChoice
	for _, c := range cloud.All() {
		list = append(list, CloudChoice{ID: c.ID, Name: c.Name})
	}
	return list
}

func (f *Flow) cloudName(id cloud.ID) string {
	c, err := f.deps.Cloud(id)
	if err != nil {
		return string(id)
	}
	return c.Name
}

// CloudName is what the chosen cloud is called.
func (f *Flow) CloudName() string { return f.cloudName(f.answers.Cloud) }

// MicrosoftHosts are the hosts of the chosen cloud that have to be reached: for
// the sign-in, for Exchange Online and for Graph.
func (f *Flow) MicrosoftHosts() []string {
	c, err := f.deps.Cloud(f.answers.Cloud)
	if err != nil {
		return nil
	}
	var hosts []string
	for _, origin := range []string{c.Authority, c.Exchange, c.Graph} {
		hosts = append(hosts, strings.TrimPrefix(origin, "https://"))
	}
	return hosts
}

// Roles returns every role of the permission table with what it really allows.
func Roles() []exchange.Role { return exchange.Table().Roles }

// ConsentURL is the page on which an administrator approves the application for
// the whole tenant; empty while there is no application to approve.
func (f *Flow) ConsentURL() string {
	m, _ := f.answers.Microsoft(f.deps)
	if m.ClientID == "" {
		return ""
	}
	client, err := f.client.use(m, f.deps, f.tokens)
	if err != nil {
		return ""
	}
	return client.AdminConsentURL()
}

// tenantName names the tenant as it will be found: by what was typed, else by
// the domain of the account.
func (m Microsoft) tenantName() string {
	if m.Tenant != "" {
		return m.Tenant
	}
	_, domain, _ := strings.Cut(m.Account, "@")
	return domain
}

// MissingRoles are the names of the roles that the last check found missing.
func (f *Flow) MissingRoles() []string {
	var names []string
	plan, report := f.Plan(), f.proved[Exchange].report
	for _, n := range append(plan.Exchange, plan.Entra...) {
		if res, looked := report.Find(exchange.RoleCheck(n.Role), ""); looked && res.Status == check.Failed {
			names = append(names, n.Role.Name)
		}
	}
	return names
}

// RequestText is the page of ConsentRequest as a text to send, drawn in the
// language of the face.
func RequestText(page []exchange.Section, draw func(check.Text) string) string {
	var b strings.Builder
	for i, section := range page {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(draw(section.Title) + "\n")
		for _, line := range section.Lines {
			b.WriteString("- " + draw(line) + "\n")
		}
		for line := range strings.Lines(section.Copy) {
			b.WriteString("    " + strings.TrimRight(line, "\r\n") + "\n")
		}
	}
	return b.String()
}
