package terminal

import (
	"context"
	"net"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// defaultPort stands in while hosts are judged before their port is asked for.
const defaultPort = "636"

// connection asks for the name, the domain controllers and what to trust, and
// looks at every host.
func (f *face) connection(ctx context.Context) error {
	ask := func(fd field) func(context.Context) error { return f.asking(setup.Connection, fd) }
	if err := f.fill(ctx, ask(nameField), f.hosts, ask(portField), ask(intervalField), f.authorities); err != nil {
		return err
	}
	f.understood()
	f.notices(setup.Connection)
	return f.checked(ctx, stepChecks{step: setup.Connection, more: f.waysOfConnection, run: func(ctx context.Context, _ bool) (bool, error) {
		return f.verify(ctx, run{step: setup.Connection})
	}})
}

// understood shows what a pasted list was taken for, where that is not what
// stands there.
func (f *face) understood() {
	a := f.flow.Answers()
	preview, _ := f.flow.Preview()
	s := f.sheet()
	s.blank()
	s.para(f.say(check.T("terminal.hosts.understood", "Understood as:")))
	var names []string
	for _, h := range preview.Hosts() {
		name := hostWithPort(h.Name, h.Port, preview.Hosts()[0].Port)
		names = append(names, name)
		s.asIs("  " + name)
	}
	if strings.Join(names, "\n") != hostList(a) {
		f.print(s)
	}
}

// waysOfConnection are what else can be done when the hosts were looked at.
func (f *face) waysOfConnection() []way {
	return append(f.waysToTrust(), way{label: check.T("terminal.find.instead", "Find domain controllers by the name of the domain"),
		do: func(ctx context.Context) error {
			if err := f.findByDomain(ctx); err != nil {
				return err
			}
			return errAgain
		}})
}

var nameField = field{name: setup.FieldName, label: check.T("connection.name", "Connection name"),
	help: check.T("connection.name.help", "Any name you like. Hire2Retire shows it."),
	get:  func(a setup.Answers) string { return a.Name },
	set:  func(a *setup.Answers, text string) { a.Name = text }}

var intervalField = field{name: setup.FieldInterval, label: check.T("connection.interval", "Entra ID sync interval in minutes (optional)"),
	help: check.T("connection.interval.help", "How often Entra Connect synchronizes with this directory; 30 unless somebody changed it."),
	get:  func(a setup.Answers) string { return a.SyncInterval },
	set:  func(a *setup.Answers, text string) { a.SyncInterval = text }}

var portField = field{name: setup.FieldPort, label: check.T("kit.port", "Port"),
	help: check.T("terminal.port.help", "The LDAPS port of all hosts that were typed without one, usually 636."),
	get:  port, set: setPort}

// hosts asks for the host list. The port has not been asked for yet, so the
// list is judged with the usual one, and nobody is sent from the port back here.
func (f *face) hosts(ctx context.Context) error {
	if err := f.find(ctx); err != nil {
		return err
	}
	return f.asking(setup.Connection, field{name: setup.FieldHosts, also: []string{setup.FieldPort}, lines: true,
		label: check.T("connection.hosts", "Domain controllers"),
		help:  check.T("terminal.hosts.help", "One host on each line, in the order in which they are tried. A second one keeps the connection working while the first is down. Write host:port where the port differs."),
		get:   hostList, set: setHosts,
		prepare: func(a *setup.Answers) { setPort(a, defaultPort) }})(ctx)
}

// port is what hosts without a port of their own use.
func port(a setup.Answers) string {
	if len(a.Hosts) == 0 {
		return defaultPort
	}
	return a.Hosts[0].Port
}

func setPort(a *setup.Answers, text string) {
	before := port(*a)
	hosts := make([]setup.HostAnswer, len(a.Hosts))
	for i, h := range a.Hosts {
		if h.Port == before {
			h.Port = text
		}
		hosts[i] = h
	}
	a.Hosts = hosts
}

// hostList is one host on each line, with its port where that is another one.
func hostList(a setup.Answers) string {
	var list []string
	for _, h := range a.Hosts {
		name := h.Name
		if h.Port != port(a) && name != "" {
			name = net.JoinHostPort(strings.Trim(name, "[]"), h.Port)
		}
		list = append(list, name)
	}
	return strings.Join(list, "\n")
}

// setHosts takes one host from each line or between commas. What was chosen for
// a host stays with its name.
func setHosts(a *setup.Answers, text string) {
	usual := port(*a)
	var hosts []setup.HostAnswer
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n,;", r) }) {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		h := setup.HostAnswer{Name: name, Port: usual}
		for _, old := range a.Hosts {
			if setup.SameHost(old.Name, name) {
				h.VerifyAs, h.Pin = old.VerifyAs, old.Pin
			}
		}
		hosts = append(hosts, h)
	}
	if len(hosts) == 0 {
		hosts = []setup.HostAnswer{{Port: usual}}
	}
	a.Hosts = hosts
}
