package directory

import (
	"context"
	"slices"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// The checks, in the order in which they run. Those of a host carry its name,
// the others run once.
const (
	CheckResolve     check.ID = "host.resolve"
	CheckConnect     check.ID = "ldaps.connect"
	CheckCertificate check.ID = "ldaps.certificate"
	CheckKind        check.ID = "directory.kind"
	CheckHostsAgree  check.ID = "directory.hosts-agree"
	CheckBind        check.ID = "ldaps.bind"
	CheckBaseDN      check.ID = "directory.base-dn"
	CheckDomainAdmin check.ID = "account.domain-admin"
	CheckDelegation  check.ID = "account.delegation"
	CheckLeast       check.ID = "account.least-privilege"
	CheckProtected   check.ID = "account.protected-users"
	CheckExpiry      check.ID = "account.expiry"
)

// Inspection is one look at a directory. It goes through stages: Probe, then
// Bind or WithoutPassword, then Account; each returns a Report of its own
// results. It holds a connection to every host from Probe on, so that a
// password goes to the peer whose certificate was judged; Close ends them all.
//
// The stages must not run at the same time. An Inspection is not used again
// after a stage was cancelled.
type Inspection struct {
	conf  Config
	added []netproblem.CA
	// caFault is why Trust.CA cannot be used; nothing is dialled then.
	caFault error
	dcs     []*dc
	// report holds the results of all stages so far.
	report check.Report
	// bound is the host on which the account was proved; nil before.
	bound   *dc
	account account
	// base is the Base DN as the server spells it, once it was found.
	base DN
	// asMe means that somebody else is signed in: account was looked up.
	asMe bool
	// examined is the last run of Account; nil before.
	examined *examination
}

// Inspect begins a look at a directory. It sends nothing yet. What
// Config.Validate refuses makes checks fail.
func Inspect(c Config) *Inspection {
	i := &Inspection{conf: c.withDefaults()}
	i.added, i.caFault = c.addedCAs()
	for _, h := range c.Hosts {
		i.dcs = append(i.dcs, &dc{in: i, host: h, label: label(h, c.Hosts)})
	}
	return i
}

// label is what the results of a host carry: its name, and its port too where
// the list has the name twice.
func label(h Host, all []Host) string {
	twice := slices.ContainsFunc(all, func(o Host) bool { return o.Name == h.Name && o.Port != h.Port })
	if twice {
		return h.String()
	}
	return h.Name
}

// Close ends every connection. It may be called again.
func (i *Inspection) Close() {
	for _, d := range i.dcs {
		d.close()
	}
}

// run runs the checks of a stage after those of the earlier ones and returns
// only the new results.
func (i *Inspection) run(ctx context.Context, checks []check.Check, progress func(check.Result)) check.Report {
	before, began := len(i.report.Results), time.Now()
	i.report = i.report.Then(ctx, checks, progress)
	return check.Report{StartedAt: began, FinishedAt: i.report.FinishedAt, Results: slices.Clone(i.report.Results[before:])}
}

// dc is one host of an Inspection and what was learned of it.
type dc struct {
	in    *Inspection
	host  Host
	label string

	deadline time.Time // of the probe
	addrs    []string  // that the name resolves to
	addr     string    // the one that answered
	verdict  netproblem.Verdict
	// tcpTook and tlsTook are how long connecting and the handshake took.
	tcpTook, tlsTook time.Duration
	// tlsFault is what the handshake ended with although the peer speaks TLS:
	// found while connecting, told by the look at the certificate.
	tlsFault error
	session  *session
	root     rootDSE
	ping     ping
	// serves means that directory.kind passed or warned.
	serves bool
	// stranger means that the host serves another domain than the first.
	stranger bool
	signedIn bool
}

func (d *dc) close() {
	if d.session != nil {
		d.session.Close()
	}
}

func (d *dc) peer() netproblem.Peer {
	return netproblem.Peer{Host: d.host.Name, Port: d.host.Port, System: netproblem.LDAPS, Wait: d.in.conf.Timeout}
}

// expect is what the certificate of the host has to satisfy.
func (d *dc) expect() netproblem.Expect {
	e := netproblem.Expect{Name: d.host.ServerName(), Extra: d.in.added, Now: d.in.conf.Now()}
	if pin, ok := d.in.conf.Trust.Pins[d.host.Name]; ok {
		e.Pin = &pin
	}
	return e
}

// unread names an error that kept something from being read: it says nothing
// about what was to be read.
func (d *dc) unread(err error) error {
	if p := explain(d.peer(), err); p != nil {
		return check.CouldNot(p)
	}
	return nil
}

// explain names an error of this host for the screen.
func (d *dc) explain(err error) error {
	if p := explain(d.peer(), err); p != nil {
		return p
	}
	return nil
}
