package page

import (
	"context"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// lookForOwnDomain asks this computer once which domain it is in. It may take
// seconds, away from the company network.
func (d *Desk) lookForOwnDomain(then func()) {
	if d.own != nil {
		return
	}
	d.own = &setup.OwnDomain{}
	deps := d.Flow.Deps()
	d.Background(func(context.Context) func() {
		own, member := setup.JoinedDomain(deps)
		if !member {
			return nil
		}
		return func() {
			d.own = &own
			then()
		}
	})
}

// ownDomain is what is known by now.
func (d *Desk) ownDomain() setup.OwnDomain {
	if d.own == nil {
		return setup.OwnDomain{}
	}
	return *d.own
}

// drawJoined proposes the domain of this computer while there is no host.
func (c *connection) drawJoined() {
	d, own := c.desk, c.desk.ownDomain()
	c.joined.Hidden = own.DNSDomain == "" || !c.noHost()
	if c.joined.Objects = nil; !c.joined.Hidden {
		use := widgets.NewButton(d.say(check.T("joined.use", "Use its domain controllers…")), c.find).WithIcon(theme.IconFind)
		c.joined.Objects = append(c.joined.Objects, widgets.NewBanner(theme.Info, d.say(check.T("joined", "This computer is in {{.domain}}", "domain", own.DNSDomain)),
			d.say(check.T("joined.text", "Its domain controllers can be looked up, and the Base DN {{.dn}} is filled in with them.", "dn", fromDomain(own.DNSDomain))), use))
	}
	c.joined.Refresh()
}

func fromDomain(domain string) string {
	dn, _ := setup.FromDomain(domain)
	return dn
}

// find opens the dialog that finds domain controllers: of the domain of this
// computer, or of the one that is known from the answers.
func (c *connection) find() {
	own := c.desk.ownDomain()
	domain := own.DNSDomain
	if base := c.desk.Flow.Answers().BaseDN; base != "" {
		if n, err := setup.NodeAt(base); err == nil && n.DN.Domain() != "" {
			domain = n.DN.Domain()
		}
	}
	c.desk.findHosts(own, domain, c.takeFound)
}

// takeFound adds the chosen domain controllers, and proposes the Base DN where
// there is none.
func (c *connection) takeFound(hosts []setup.HostAnswer, domain string) {
	c.desk.edit(func(a *setup.Answers) {
		if strings.TrimSpace(a.BaseDN) == "" {
			a.BaseDN = fromDomain(domain)
		}
	})
	lines := slices.DeleteFunc(c.hosts.Hosts(), func(h widgets.Host) bool { return strings.TrimSpace(h.Name) == "" })
	for _, h := range hosts {
		if line := (widgets.Host{Name: h.Name, Port: h.Port}); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	c.takeHosts(lines)
}
