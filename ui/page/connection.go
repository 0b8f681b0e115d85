package page

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// connection takes the name, the domain controllers and what to trust.
type connection struct {
	*checks
	form     form
	content  *fyne.Container
	name     *widgets.Input
	hosts    *widgets.HostEditor
	notices  *widgets.Paragraph
	interval *widgets.Input
	trust    *trust
	// wanted is set when Next found no host: from then on an empty line is
	// complained about.
	wanted bool
	certs  *widgets.Button
	joined *fyne.Container // the proposal of the computer's own domain
	noted  map[int]bool    // lines with a note
	keys   []setup.HostKey
	// hostCard is the card around the hosts.
	hostCard fyne.CanvasObject
}

const defaultPort = "636"

func newConnection(d *Desk) *connection {
	c := &connection{checks: newChecks(d, setup.Connection, check.T("connection.before",
		"Each host is looked up, connected to over LDAPS, and its certificate is verified as soon as you leave its line. No password is needed, and none is sent.")),
		form: form{desk: d, step: setup.Connection}, noted: map[int]bool{}}
	c.onField = c.focusField
	c.only = func(r check.Result) bool { return r.Host == "" }
	c.name = widgets.NewInput("").Judge(c.form.judge(setup.FieldName, func(a *setup.Answers, text string) { a.Name = text }))
	c.name.OnChange = func(text string) { d.edit(func(a *setup.Answers) { a.Name = text }) }
	c.interval = widgets.NewInput("30").Judge(c.form.judge(setup.FieldInterval, func(a *setup.Answers, text string) { a.SyncInterval = text }))
	c.interval.OnChange = func(text string) { d.edit(func(a *setup.Answers) { a.SyncInterval = text }) }
	c.trust = newTrust(d)
	name := c.form.add(setup.FieldName, check.T("connection.name", "Connection name"), check.T("connection.name.help", "Any name you like. Hire2Retire shows it."), c.name)
	hosts := c.hostsCard()
	interval := c.form.add(setup.FieldInterval, check.T("connection.interval", "Entra ID sync interval in minutes (optional)"),
		check.T("connection.interval.help", "How often Entra Connect synchronizes with this directory; 30 unless somebody changed it."), c.interval)
	c.content = widgets.Column(theme.Large, c.joined, widgets.Wide(420, name), hosts, c.card, c.trust.card, widgets.NewCard(widgets.Wide(420, interval)))
	return c
}

func (c *connection) hostsCard() fyne.CanvasObject {
	d := c.desk
	c.certs = widgets.NewSubtle(d.say(check.T("connection.certificates", "Certificates")), c.showCertificates).WithIcon(theme.IconSeal)
	find := widgets.NewButton(d.say(check.T("connection.find", "Find domain controllers…")), c.find).WithIcon(theme.IconFind)
	c.joined = widgets.Column(0)
	c.joined.Hide()
	c.hosts = widgets.NewHostEditor(d.Kit, defaultPort, find, c.certs)
	c.hosts.OnChange, c.hosts.OnLeave, c.hosts.OnPaste = c.onHosts, c.onLeave, c.onPaste
	c.hosts.JudgeHost, c.hosts.JudgePort = c.judgeHost, c.judgePort
	c.notices = widgets.NewParagraph("", theme.Caption, theme.Soft)
	c.notices.Hide()
	c.hostCard = widgets.NewSection(widgets.Section{Title: d.say(check.T("connection.hosts", "Domain controllers")),
		Lead: d.say(check.T("connection.hosts.lead", "In the order in which they are tried. A second one keeps the connection working while the first is down. A list can be pasted.")),
		Body: widgets.Column(theme.Medium, c.hosts, c.notices)})
	return c.hostCard
}

// Content implements Page.
func (c *connection) Content() fyne.CanvasObject { return c.content }

// Shown implements Page.
func (c *connection) Shown() {
	a := c.desk.Flow.Answers()
	setText(c.name, a.Name)
	setText(c.interval, a.SyncInterval)
	c.showHosts(a.Hosts)
	c.trust.draw()
	c.drawJoined()
	c.redraw()
	c.desk.lookForOwnDomain(c.drawJoined)
}

// TakeFile takes a file that was dropped on the window.
func (c *connection) TakeFile(path string) { c.trust.Read(path) }

// showHosts puts the answers into the lines, unless they are there.
func (c *connection) showHosts(hosts []setup.HostAnswer) {
	var lines []widgets.Host
	for _, h := range hosts {
		lines = append(lines, widgets.Host{Name: h.Name, Port: h.Port})
	}
	if !slices.Equal(lines, c.hosts.Hosts()) {
		c.setLines(lines)
	}
}

func (c *connection) setLines(lines []widgets.Host) {
	c.hosts.SetHosts(lines)
	c.noted = map[int]bool{}
}

// forgetNotes has every note taken away when it is not wanted any more: lines
// may have moved.
func (c *connection) forgetNotes() {
	if !slices.Contains(slices.Collect(maps.Values(c.noted)), true) {
		return
	}
	for i := range c.hosts.Hosts() {
		c.noted[i] = true
	}
}

// onHosts takes over the lines. What was chosen for a host stays with its name.
func (c *connection) onHosts() {
	c.forgetNotes()
	old := c.desk.Flow.Answers().Hosts
	c.desk.edit(func(a *setup.Answers) {
		a.Hosts = nil
		for _, h := range c.hosts.Hosts() {
			answer := setup.HostAnswer{Name: h.Name, Port: h.Port}
			for _, o := range old {
				if o.Name == h.Name {
					answer.VerifyAs, answer.Pin = o.VerifyAs, o.Pin
				}
			}
			a.Hosts = append(a.Hosts, answer)
		}
	})
	c.drawJoined()
	c.redraw()
}

// onLeave looks at the hosts, if all lines can be used and something is new.
func (c *connection) onLeave(int) {
	d := c.desk
	_, _, bad := d.Flow.Answers().Directory(setup.Probe)
	report, stale := d.Flow.Results(setup.Connection)
	if len(bad) == 0 && (stale || len(report.Results) == 0) {
		d.Check(setup.Connection)
	}
}

func (c *connection) judgeHost(text string) string {
	if strings.TrimSpace(text) == "" && !c.wanted {
		return ""
	}
	return c.judge(setup.HostAnswer{Name: text, Port: defaultPort}, setup.FieldHosts)
}

func (c *connection) judgePort(text string) string {
	return c.judge(setup.HostAnswer{Name: "dc.example.com", Port: text}, setup.FieldPort)
}

func (c *connection) judge(row setup.HostAnswer, field string) string {
	_, _, bad := setup.Answers{Hosts: []setup.HostAnswer{row}}.Directory(setup.Probe)
	return c.desk.faultAt(bad, field)
}

// Faults implements Page.
func (c *connection) Faults(bad check.Problems) {
	c.wanted = slices.ContainsFunc(bad, func(p *check.Problem) bool { return p.Advice.Field == setup.FieldHosts }) && c.noHost()
	c.form.faults(bad)
	if c.desk.faultAt(bad, setup.FieldName) == "" {
		c.hosts.FocusError()
	}
}

func (c *connection) noHost() bool {
	return !slices.ContainsFunc(c.hosts.Hosts(), func(h widgets.Host) bool { return strings.TrimSpace(h.Name) != "" })
}

func (c *connection) focusField(name string) {
	switch name {
	case setup.FieldHosts, setup.FieldPort:
		widgets.FocusFirst(c.hosts)
	case setup.FieldCA:
		widgets.FocusFirst(c.trust.card)
	default:
		if f := c.form.field(name); f != nil {
			widgets.FocusFirst(f)
		}
	}
}
