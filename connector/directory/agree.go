package directory

import (
	"context"
	"slices"

	"hire2retire-setup/connector/check"
)

// excuse marks the failures of dead hosts when another host serves: they stay
// failures, but do not decide the outcome.
func (i *Inspection) excuse(results []check.Result, progress func(check.Result)) {
	if i.first() == nil {
		return
	}
	dead := map[string]bool{}
	for _, r := range results {
		if r.ID == CheckResolve || r.ID == CheckConnect {
			dead[r.Host] = dead[r.Host] || r.Status == check.Failed || r.Status == check.Unknown
		}
	}
	for n, r := range results {
		if !dead[r.Host] || r.Status == check.Skipped {
			continue
		}
		results[n].Excused = true
		i.keep(results[n])
		if progress != nil {
			progress(results[n])
		}
	}
}

// keep puts a result that was changed afterwards among those of all stages.
func (i *Inspection) keep(r check.Result) {
	for n := range i.report.Results {
		if i.report.Results[n].Same(r) {
			i.report.Results[n] = r
		}
	}
}

// first is the first host of the list that serves a domain, or nil.
func (i *Inspection) first() *dc {
	for _, d := range i.dcs {
		if d.serves {
			return d
		}
	}
	return nil
}

// agree compares the hosts that answered. The domain is the one of the Base DN
// if a host serves that, else the one of the first host; the others are
// strangers, to whom no password is sent.
func (i *Inspection) agree(context.Context) (check.Finding, error) {
	home := i.home()
	if home == nil {
		return check.Finding{}, check.Skip{Why: i.noneServes()}
	}
	var strangers, down, serving []*dc
	for _, d := range i.dcs {
		switch {
		case !d.serves:
			down = append(down, d)
		case !sameDomain(d, home):
			d.stranger = true
			strangers = append(strangers, d)
		default:
			serving = append(serving, d)
		}
	}
	var ps check.Problems
	if len(strangers) > 0 {
		ps = append(ps, otherDomain(home, strangers))
	}
	if len(down) > 0 {
		ps = append(ps, check.Warn(someDown(down, len(i.dcs))))
	}
	if p := i.away(home); p != nil {
		for _, d := range serving {
			d.stranger = true
		}
		ps = append(ps, p)
	}
	found := check.N("directory.hosts-agree.found", len(serving), "One host serves {{.domain}}.", "{{.n}} hosts serve {{.domain}}.", "domain", home.domain().DNS)
	facts := check.Facts{"domain": home.domain().DNS, "serving": labels(serving), "down": labels(down), "otherDomain": labels(strangers)}
	for _, t := range twins(serving) {
		if t.catalog() {
			found = check.T("directory.hosts-agree.and", "{{.found}} {{.more}}", "found", found, "more", t.text())
		} else {
			ps = append(ps, check.Warn(t.problem()))
		}
		same, _ := facts["sameDC"].([]string)
		facts["sameDC"] = append(same, t.second.label)
	}
	return check.Finding{Found: found, Facts: facts}, ps.Err()
}

// noneServes says why no host can be used, each cause once: twenty hosts behind
// one firewall are one fault.
func (i *Inspection) noneServes() check.Text {
	counted := map[check.Code]int{}
	var codes []check.Code
	for _, d := range i.dcs {
		n := slices.IndexFunc(i.report.Results, func(r check.Result) bool { return r.Host == d.label && r.Problem() != nil && !r.OK() })
		if n < 0 {
			continue
		}
		code := i.report.Results[n].Problem().Code
		if counted[code]++; counted[code] == 1 {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return check.T("directory.hosts-agree.none", "No host answered.")
	}
	causes := make([]check.Text, len(codes))
	for n, code := range codes {
		causes[n] = check.T("directory.hosts-agree.cause", "{{.hosts}} × {{.code}}", "hosts", counted[code], "code", string(code))
	}
	return check.N("directory.hosts-agree.none-of", len(i.dcs), "The host cannot be used: {{.causes}}.", "None of {{.n}} hosts can be used: {{.causes}}.", "causes", series(causes))
}

// home is the host that says which domain this is about.
func (i *Inspection) home() *dc {
	base, _, err := ParseDN(i.conf.BaseDN)
	for _, d := range i.dcs {
		if err == nil && d.serves && base.DomainDN().Equal(d.root.DefaultNC) {
			return d
		}
	}
	return i.first()
}

// away names a Base DN that is not in the domain of home. No host gets the
// password then: what answers in place of a known host, with another domain,
// would get it too, and nothing could be proved with it.
func (i *Inspection) away(home *dc) *check.Problem {
	base, _, err := ParseDN(i.conf.BaseDN)
	if err != nil || home.holds(base) {
		return nil
	}
	return &check.Problem{Code: "hosts.other-domain", Err: &Typo{Text: base.String(), Suggest: home.root.DefaultNC.String()},
		Detail: check.T("hosts.not-of-base-dn", "{{.host}} serves {{.domain}}, but the Base DN is {{.base}}, which is not in that domain. No password is sent.", "host", home.label, "domain", home.domain().DNS, "base", base.String()),
		Advice: check.Advice{Who: check.You, Field: FieldBaseDN, Do: check.T("hosts.not-of-base-dn.do", "Correct the Base DN, or use the domain controllers of its domain. If {{.host}} served the right domain before, find out which machine answers for it now.", "host", home.label)}}
}

// holds reports whether the object belongs to the domain of this host.
func (d *dc) holds(object DN) bool {
	nc, ok := d.root.context(object)
	return ok && nc.Equal(d.root.DefaultNC)
}

// sameDomain compares by the GUID of the domain where both told it: two domains
// may carry the same name.
func sameDomain(a, b *dc) bool {
	if a.ping.DomainGUID != "" && b.ping.DomainGUID != "" {
		return a.ping.DomainGUID == b.ping.DomainGUID
	}
	return a.root.DefaultNC.Equal(b.root.DefaultNC)
}

func otherDomain(home *dc, strangers []*dc) *check.Problem {
	var theirs []string
	for _, d := range strangers {
		theirs = append(theirs, d.label+" ("+d.domain().DNS+")")
	}
	detail := check.T("hosts.other-domain", "{{.host}} serves {{.domain}}, but these hosts serve another domain: {{.others}}. They get no password.",
		"host", home.label, "domain", home.domain().DNS, "others", listed(theirs))
	return &check.Problem{Code: "hosts.other-domain", Detail: detail,
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("hosts.other-domain.do", "Remove the hosts of the other domain. Another domain is a connection of its own.")}}
}

func someDown(down []*dc, all int) *check.Problem {
	return &check.Problem{Code: "hosts.some-down",
		Detail: check.N("hosts.some-down", len(down), "One of {{.all}} hosts cannot be used: {{.hosts}}.", "{{.n}} of {{.all}} hosts cannot be used: {{.hosts}}.", "all", all, "hosts", listed(labels(down))),
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("hosts.some-down.do", "Repair these hosts or remove them from the list. The others serve meanwhile.")}}
}

// twin is an entry of the list that stands for the same domain controller as
// an earlier one.
type twin struct{ first, second *dc }

// twins finds them, whatever name, address or port they were listed under.
func twins(serving []*dc) []twin {
	var found []twin
	seen := map[string]*dc{}
	for _, d := range serving {
		id := d.root.identity()
		if first := seen[id]; first != nil && id != "" {
			found = append(found, twin{first, d})
			continue
		}
		seen[id] = d
	}
	return found
}

// text says that the two are one.
func (t twin) text() check.Text {
	return check.T("hosts.same-dc", "{{.one}} and {{.other}} are the same domain controller, {{.dc}}.", "one", t.first.label, "other", t.second.label, "dc", t.first.name())
}

// catalog reports whether one of the two is the Global Catalog of the other,
// which has a warning of its own.
func (t twin) catalog() bool {
	return t.first.host.Port != t.second.host.Port && (t.first.host.Port == CatalogPort || t.second.host.Port == CatalogPort)
}

func (t twin) problem() *check.Problem {
	return &check.Problem{Code: "hosts.same-dc", Detail: t.text(),
		Advice: check.Advice{Who: check.You, Field: FieldHosts, Do: check.T("hosts.same-dc.do", "Keep one of the two: a second entry gives no second chance.")}}
}

func labels(dcs []*dc) []string {
	out := make([]string, len(dcs))
	for n, d := range dcs {
		out[n] = d.label
	}
	return out
}
