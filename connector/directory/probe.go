package directory

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// Probe looks at every host at the same time, without credentials: its name,
// the connection, the certificate and what it says of itself. Whatever happens
// to one host, it is done with it within Config.Timeout. progress may be nil;
// it is never called concurrently.
func (i *Inspection) Probe(ctx context.Context, progress func(check.Result)) check.Report {
	var checks []check.Check
	for _, d := range i.dcs {
		checks = append(checks, d.checks()...)
	}
	hosts := i.run(ctx, checks, progress)
	i.excuse(hosts.Results, progress)
	agree := i.run(ctx, []check.Check{{ID: CheckHostsAgree, Run: i.agree,
		Title: check.T("directory.hosts-agree", "All hosts serve the same domain")}}, progress)
	return check.Join(hosts, agree)
}

// checks are the looks at one host, in order.
func (d *dc) checks() []check.Check {
	return []check.Check{
		{ID: CheckResolve, Host: d.label, Run: d.resolve,
			Title: check.T("host.resolve", "The name has an address")},
		{ID: CheckConnect, Host: d.label, After: []check.ID{CheckResolve}, Run: d.timed(d.connect),
			Title: check.T("ldaps.connect", "The domain controller answers over LDAPS")},
		{ID: CheckCertificate, Host: d.label, After: []check.ID{CheckConnect}, Run: d.certificate,
			Title: check.T("ldaps.certificate", "Its certificate is valid for this name")},
		{ID: CheckKind, Host: d.label, After: []check.ID{CheckCertificate}, Run: d.timed(d.kind),
			Title: check.T("directory.kind", "This is a writable domain controller of Active Directory")},
	}
}

// timed gives a look what is left of the host's time.
func (d *dc) timed(look func(context.Context) (check.Finding, error)) func(context.Context) (check.Finding, error) {
	return func(ctx context.Context) (check.Finding, error) {
		ctx, cancel := context.WithDeadline(ctx, d.deadline)
		defer cancel()
		return look(ctx)
	}
}

// dnsWait is how long DNS may take: a resolver that is there answers in
// milliseconds, and asks the next server after a second or two.
const dnsWait = 3 * time.Second

// resolve begins the probe of the host: its time runs from here.
func (d *dc) resolve(ctx context.Context) (check.Finding, error) {
	d.deadline = time.Now().Add(d.in.conf.Timeout)
	if _, err := netip.ParseAddr(d.host.Name); err == nil {
		d.addrs = []string{d.host.Name}
		return check.Finding{Found: check.T("host.resolve.address", "{{.host}} is an address; there is no name to look up.", "host", d.host.Name)}, nil
	}
	limited, cancel := context.WithTimeout(ctx, min(dnsWait, d.in.conf.Timeout))
	defer cancel()
	addrs, err := d.in.conf.LookupHost(limited, d.host.Name)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = &net.DNSError{Err: "no answer in time", Name: d.host.Name, IsTimeout: true, UnwrapErr: os.ErrDeadlineExceeded}
	}
	if err == nil && len(addrs) == 0 {
		err = &net.DNSError{Err: "no addresses", Name: d.host.Name, IsNotFound: true}
	}
	if err != nil {
		return check.Finding{}, d.explain(err)
	}
	d.addrs = addrs
	return check.Finding{Facts: check.Facts{"addresses": addrs},
		Found: check.T("host.resolve.found", "{{.host}} is {{.addresses}}.", "host", d.host.Name, "addresses", listed(addrs))}, nil
}

// connect opens the connection and speaks TLS on it. That the peer speaks TLS
// is this check; what its certificate is worth is the next one.
func (d *dc) connect(ctx context.Context) (check.Finding, error) {
	if d.in.caFault != nil {
		return check.Finding{}, d.in.caFault
	}
	if p := d.host.judgeServerName(); p != nil {
		return check.Finding{}, p
	}
	err := d.open(ctx)
	if broken, ok := errors.AsType[*netproblem.HandshakeError](err); ok {
		err = d.diagnose(ctx, broken)
	} else if err != nil && d.tlsFault == nil {
		return check.Finding{Facts: d.tcpFacts()}, d.explain(err)
	}
	if d.tlsFault == nil && err != nil {
		return check.Finding{Facts: d.tcpFacts()}, err
	}
	found := check.T("ldaps.connect.found", "{{.address}} answers on port {{.port}} with TLS.", "address", d.addr, "port", int(d.host.Port))
	return check.Finding{Found: found, Facts: d.tcpFacts()}, nil
}

// tcpFacts tell where the connection was opened and how fast; nil when it was
// not.
func (d *dc) tcpFacts() check.Facts {
	if d.addr == "" {
		return nil
	}
	return check.Facts{"address": d.addr, "port": int(d.host.Port), "tcpMs": millis(d.tcpTook)}
}

// open dials, shakes hands and leaves a session. An error from before the
// handshake was judged is returned; a refused certificate is kept in tlsFault
// as well.
func (d *dc) open(ctx context.Context) error {
	began := time.Now()
	raw, addr, err := dialAny(ctx, d.in.conf.Dial, d.addrs, d.host.Port)
	if err != nil {
		return err
	}
	d.addr, d.tcpTook = addr, time.Since(began)
	began = time.Now()
	secure, verdict, err := netproblem.Handshake(ctx, raw, d.expect())
	d.verdict, d.tlsTook = verdict, time.Since(began)
	if err != nil {
		if _, broken := errors.AsType[*netproblem.HandshakeError](err); !broken {
			d.tlsFault = err
		}
		return err
	}
	d.session, d.tlsFault = newSession(raw, secure, d.in.conf.Timeout), nil
	return nil
}

// diagnose takes a second look at a peer that broke off the handshake. A peer
// that speaks TLS nevertheless has its fault kept for the certificate.
func (d *dc) diagnose(ctx context.Context, first error) error {
	again := func(ctx context.Context) (conn net.Conn, err error) {
		conn, _, err = dialAny(ctx, d.in.conf.Dial, []string{d.addr}, d.host.Port)
		return conn, err
	}
	p, chain := netproblem.Diagnose(ctx, again, d.peer(), first)
	if !netproblem.SpeaksTLS(p) {
		return p
	}
	if len(chain) > 0 {
		d.verdict = netproblem.Judge(chain, d.expect())
	}
	d.tlsFault = append(check.Problems{p}, d.verdict.Problems...)
	return d.tlsFault
}

// certificate tells what the handshake showed.
func (d *dc) certificate(context.Context) (check.Finding, error) {
	f := check.Finding{}
	if d.verdict.Leaf.SHA256 != "" {
		f.Facts = d.verdict.Facts()
		f.Facts["tlsMs"] = millis(d.tlsTook)
		f.Found = check.T("ldaps.certificate.found", "{{.subject}}, valid until {{.until}}, over {{.version}}. {{.trusted}} {{.needed}}",
			"subject", d.verdict.Leaf.Subject, "version", cmp.Or(d.verdict.Version, "TLS"), "until", d.verdict.Leaf.NotAfter.Format(time.DateOnly),
			"trusted", d.verdict.Trusted(), "needed", d.verdict.Needed())
	}
	if d.tlsFault != nil {
		return f, d.tlsFault
	}
	return f, d.verdict.Err()
}
