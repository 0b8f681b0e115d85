package terminal

import (
	"context"
	"net"
	"strconv"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// done says what was saved, what it is worth, and what is not done yet.
func (f *face) done(ctx context.Context) error {
	s := f.sheet()
	f.worth(s)
	f.values(s)
	f.left(s)
	if err := f.read(ctx, s); err != nil {
		return err
	}
	return f.choose(ctx, check.T("terminal.what-next", "What next?"), []way{
		{label: check.T("terminal.finish", "Finish"), do: func(context.Context) error { return errLeave }},
		{label: check.T("terminal.start", "Back to the first page"), do: f.to(setup.Welcome)}}, 0)
}

// worth says what the saved connection is worth.
func (f *face) worth(s *sheet) {
	c := f.flow.Connection()
	if c.Verified {
		s.title(f.say(check.T("done.verified", "“{{.name}}” is saved and verified", "name", c.Name)))
		s.para(f.say(check.T("done.verified.text", "You can open it on the first page at any time and verify it again, for example after a change of password or rights.")))
		return
	}
	s.title(f.say(check.T("done.not-verified", "“{{.name}}” is saved, not verified", "name", c.Name)))
	for _, reason := range c.Reasons {
		s.point(f.say(reason))
	}
	s.para(f.say(check.T("done.not-verified.text", "Open it on the first page when what is missing has been put right, and verify it again.")))
}

// left says what is not done yet. Saving here tells nobody: Hire2Retire learns
// of the connection only by what a person does there.
func (f *face) left(s *sheet) {
	say := f.say
	s.title(say(check.T("done.left", "What is not done yet")))
	s.hang("1. ", say(check.T("done.enter", "Enter the connection in Hire2Retire")), s.style.strong)
	s.hang("   ", say(check.T("done.enter.text", "Nothing was sent there. Create the connection with these values, and type the password of the service account there.")), same)
	s.hang("2. ", say(check.T("done.link", "Press “Link account” in Hire2Retire and sign in there")), s.style.strong)
	s.hang("   ", say(check.T("done.link.text", "Sign in with the same Exchange Online account. Hire2Retire is another application: the sign-in in this wizard does not count there.")), same)
	if account, _, signedIn := f.flow.SignedIn(); signedIn {
		s.hang("3. ", say(check.T("done.remove", "Remove what signing in here has added, if you like")), s.style.strong)
		s.hang("   ", say(check.T("done.remove.text", "In the Entra admin center, under Enterprise applications, delete the application with the ID {{.client}}, or only the permission that {{.account}} granted to it. Verifying again later asks for it again.",
			"client", f.flow.ClientID(), "account", account)), same)
	}
}

// values adds the answers to be copied somewhere else, one on each line. The
// password is not among them.
func (f *face) values(s *sheet) {
	c := f.flow.Connection()
	line := func(name check.Text, value string) { s.asIs(f.say(name) + ": " + value) }
	s.title(f.say(check.T("done.copy", "All values, without the password")))
	line(check.T("connection.name", "Connection name"), c.Name)
	for _, d := range c.Directories {
		var hosts []string
		for _, h := range d.Hosts {
			hosts = append(hosts, hostWithPort(h.Name, h.Port, d.Hosts[0].Port))
		}
		line(check.T("done.host", "Host"), strings.Join(hosts, ","))
		if len(d.Hosts) > 0 {
			line(check.T("kit.port", "Port"), strconv.Itoa(int(d.Hosts[0].Port)))
		}
		line(check.T("base-dn.field", "Base DN"), d.BaseDN)
	}
	line(check.T("account.username", "Username"), c.Username)
	line(check.T("done.exchange-account", "Exchange Online account"), c.Exchange.Account)
}

// hostWithPort is a host with its port where that is not the usual one.
func hostWithPort(name string, port, usual uint16) string {
	if port == usual {
		return name
	}
	return net.JoinHostPort(name, strconv.Itoa(int(port)))
}
