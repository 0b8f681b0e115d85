package directory

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// Bind signs the account in. The password goes to one host first: the first of
// the list whose certificate was accepted and that serves the domain. Only when
// that host has accepted it the others get it, together; after a refusal they
// are Skipped, because every refusal counts for the lock-out of the account. A
// password that Config.Guard knows to be refused is not sent at all. Probe has
// to come first. progress may be nil; it is never called concurrently.
func (i *Inspection) Bind(ctx context.Context, password secret.Text, progress func(check.Result)) check.Report {
	s := &signIn{in: i, username: i.conf.Username, password: password, tried: map[*dc]bool{}, died: map[string]bool{}}
	return s.run(ctx, s.on, progress)
}

// run signs in on the first host that can be reached, then on the others. on
// signs in on one host.
func (s *signIn) run(ctx context.Context, on look, progress func(check.Result)) check.Report {
	i, began := s.in, len(s.in.report.Results)
	ready := i.candidates()
	for len(ready) > 0 && !s.decided {
		first := ready[0]
		ready, s.tried[first] = ready[1:], true
		i.run(ctx, []check.Check{first.bindCheck(func(ctx context.Context, d *dc) (check.Finding, error) { return s.first(ctx, d, on) })}, progress)
	}
	var rest []check.Check
	for _, d := range i.dcs {
		if s.tried[d] {
			continue
		}
		rest = append(rest, d.bindCheck(func(ctx context.Context, d *dc) (check.Finding, error) { return s.next(ctx, d, on) }))
	}
	i.run(ctx, rest, progress)
	return i.inListOrder(began, s.excused(progress))
}

// candidates are the hosts to which a password may go.
func (i *Inspection) candidates() []*dc {
	return slices.DeleteFunc(slices.Clone(i.dcs), func(d *dc) bool { return !d.serves || d.stranger })
}

// bindCheck is the check of one host; run gets the host.
func (d *dc) bindCheck(run look) check.Check {
	return check.Check{ID: CheckBind, Host: d.label, After: []check.ID{CheckKind},
		Title: check.T("ldaps.bind", "The account can sign in"),
		Run:   func(ctx context.Context) (check.Finding, error) { return run(ctx, d) }}
}

// inListOrder sorts the results of this stage, which began at that index, by
// the list of hosts, whichever was tried first.
func (i *Inspection) inListOrder(began int, excused func(*check.Result)) check.Report {
	results := i.report.Results[began:]
	for n := range results {
		excused(&results[n])
	}
	place := func(r check.Result) int {
		return slices.IndexFunc(i.dcs, func(d *dc) bool { return d.label == r.Host })
	}
	slices.SortStableFunc(results, func(a, b check.Result) int { return place(a) - place(b) })
	report := check.Report{FinishedAt: time.Now(), Results: slices.Clone(results)}
	for _, r := range results {
		if report.StartedAt.IsZero() || r.At.Before(report.StartedAt) {
			report.StartedAt = r.At
		}
	}
	return report
}

// look is one look at one host.
type look func(context.Context, *dc) (check.Finding, error)

// signIn is one attempt to sign in on all hosts.
type signIn struct {
	in       *Inspection
	username string // as typed
	password secret.Text
	sent     string // the name as it goes over the wire
	name     Name
	tried    map[*dc]bool
	// died are the hosts, by label, that were gone before the password went out.
	died map[string]bool
	// decided means that a host has accepted or refused, so that no other host
	// may be the first any more.
	decided bool
	// refused is why the other hosts are left out.
	refused check.Text
}

// excused marks a host that died between the stages when another one serves, as
// Probe does.
func (s *signIn) excused(progress func(check.Result)) func(*check.Result) {
	return func(r *check.Result) {
		if s.in.bound == nil || !s.died[r.Host] {
			return
		}
		r.Excused = true
		if progress != nil {
			progress(*r)
		}
	}
}

// errUnsent marks failures from before the password went out.
type errUnsent struct{ error }

// Unwrap returns what it marks.
func (e errUnsent) Unwrap() error { return e.error }

// first signs in on the first host. A host that died since the probe has not
// seen the password, and the next one may be the first.
func (s *signIn) first(ctx context.Context, d *dc, on look) (check.Finding, error) {
	if err := s.prepare(d); err != nil {
		s.decided, s.refused = true, check.T("ldaps.bind.not-sent", "Not tried: no password was sent.")
		return check.Finding{}, err
	}
	found, err := on(ctx, d)
	if unsent, ok := errors.AsType[errUnsent](err); ok {
		s.died[d.label] = true
		return found, unsent.error
	}
	s.decided = true
	if err != nil && !d.signedIn {
		s.refused = check.T("ldaps.bind.lockout", "Not tried, so that the account is not locked: {{.host}} did not accept the sign-in.", "host", d.label)
	}
	return found, err
}

// next signs in on a further host, if the first one has accepted.
func (s *signIn) next(ctx context.Context, d *dc, on look) (check.Finding, error) {
	switch {
	case d.stranger:
		return check.Finding{}, check.Skip{Why: check.T("ldaps.bind.stranger", "Not tried: {{.host}} serves another domain, {{.domain}}.", "host", d.label, "domain", d.domain().DNS)}
	case !s.refused.IsZero():
		return check.Finding{}, check.Skip{Why: s.refused}
	case s.in.bound == nil:
		return check.Finding{}, check.Skip{Why: check.T("ldaps.bind.not-sent", "Not tried: no password was sent.")}
	}
	return on(ctx, d)
}

// prepare judges name and password once more before anything is sent.
func (s *signIn) prepare(d *dc) error {
	name, _, err := ParseUsername(s.username, d.domain())
	if err != nil {
		return err
	}
	if _, err := CheckPassword(s.password, name); err != nil {
		return err
	}
	s.name, s.sent = name, name.Sent(d.domain())
	if at, refused := s.in.conf.Guard.Refused(s.sent, s.password); refused {
		return &check.Problem{Code: "ldap.known-refused",
			Detail: check.T("ldap.known-refused", "This password was refused for {{.name}} at {{.time}}. It is not sent again, so that the account is not locked.", "name", s.sent, "time", at.Format("15:04:05")),
			Advice: check.Advice{Who: check.You, Field: FieldPassword, Do: check.T("ldap.known-refused.do", "Type the right password. Check the user name as well.")}}
	}
	return nil
}

// on signs in on one host and has the server prove who signed in.
func (s *signIn) on(ctx context.Context, d *dc) (check.Finding, error) {
	if err := d.ensure(ctx); d.tlsFault != nil {
		return check.Finding{}, d.tlsFault
	} else if _, moved := errors.AsType[*check.Problem](err); moved {
		return check.Finding{}, err
	} else if err != nil {
		return check.Finding{}, errUnsent{d.explain(err)}
	}
	err := d.session.do(ctx, func() error { return d.session.conn.Bind(s.sent, s.password.Reveal()) })
	if err != nil {
		return s.refusal(d, err)
	}
	who, err := d.identify(ctx, s.name)
	if err != nil {
		return check.Finding{}, err
	}
	if first := s.in.bound; first != nil && s.in.account.SID != who.SID {
		return check.Finding{}, notProved(d, s.sent)
	}
	d.signedIn = true
	if s.in.bound == nil {
		s.in.bound, s.in.account = d, who
	}
	return check.Finding{Found: check.T("ldaps.bind.found", "{{.account}} signed in.", "account", who.name()),
		Facts: check.Facts{"account": who.name(), "dn": who.DN.String(), "sid": string(who.SID), "sentAs": s.sent}}, nil
}

// ensure makes sure that there is an unused connection: domain controllers end
// idle ones, and the groups of an account are computed when it signs in.
func (d *dc) ensure(ctx context.Context) error {
	if d.session != nil && !d.session.spent() && !d.signedIn {
		return nil
	}
	d.close()
	d.signedIn = false
	ctx, cancel := context.WithTimeout(ctx, d.in.conf.Timeout)
	defer cancel()
	if err := d.open(ctx); err != nil {
		return err
	}
	return d.stillServes(ctx)
}

// stillServes makes sure that a new connection leads into the domain that was
// looked at. Another domain controller of it will do: a name may stand for
// several. The error is a *check.Problem when it does not.
func (d *dc) stillServes(ctx context.Context) error {
	root, err := readRootDSE(ctx, d.session, d.in.conf.Now)
	if err != nil {
		return err
	}
	now := &dc{root: root, ping: readPing(ctx, d.session, root.DefaultNC.Domain())}
	if sameDomain(now, d) {
		return nil
	}
	d.close()
	return &check.Problem{Code: "hosts.other-domain",
		Detail: check.T("hosts.moved", "{{.host}} served {{.domain}} a moment ago and serves another domain now, {{.other}}. It gets no password.", "host", d.label, "domain", d.domain().DNS, "other", now.domain().DNS),
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("hosts.moved.do", "Check the hosts again. If it stays, find out which machine answers for {{.host}}.", "host", d.label)}}
}

// refusal names why the bind failed, and remembers a password that is wrong.
func (s *signIn) refusal(d *dc, err error) (check.Finding, error) {
	answer, ok := errors.AsType[*ldap.Error](err)
	if !ok || answer.ResultCode != ldap.LDAPResultInvalidCredentials {
		return check.Finding{}, d.bindFault(err)
	}
	code := subCode(answer.Err.Error())
	r := refusal{dc: d, name: s.name, sent: s.sent, code: code, err: err}
	if wrongSecret(code) && s.in.bound == nil { // a host that lags behind does not make an accepted password wrong
		r.count = s.in.conf.Guard.remember(s.sent, s.password, s.in.conf.Now())
	}
	return check.Finding{Facts: check.Facts{"subCode": code, "sentAs": s.sent}}, r.problem()
}

// wrongSecret reports whether the refusal was about name and password, and not
// about the state of an account whose password may be right.
func wrongSecret(code string) bool {
	_, isState := accountStates[strings.ToLower(code)]
	return !isState
}
