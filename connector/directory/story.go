package directory

import (
	"time"

	"hire2retire-setup/connector/check"
)

// Chapter is what happened with one host, or with the domain, in the order in
// which it happened.
type Chapter struct {
	// Host is empty for what was looked at once.
	Host string
	// Way is the whole way to a domain controller in one line: "DNS 3 ms → TCP
	// 1 ms → TLS 1.3 12 ms, issuer CORP CA → rootDSE 2 ms → sign-in 8 ms". It is
	// zero elsewhere.
	Way check.Text
	// Lines are the results one by one, with the original texts of errors and
	// the certificates of a host that were refused.
	Lines []check.Text
}

// Story tells a report, also one that was saved, as a transcript that can be
// mailed to a network team: what was seen and how long it took. It holds names
// and addresses, and no secret: no result has one.
func Story(r check.Report) []Chapter {
	var chapters []Chapter
	at := map[string]int{}
	for _, res := range r.Results {
		lines := told(res)
		if len(lines) == 0 {
			continue
		}
		n, begun := at[res.Host]
		if !begun {
			n = len(chapters)
			at[res.Host], chapters = n, append(chapters, Chapter{Host: res.Host})
		}
		chapters[n].Lines = append(chapters[n].Lines, lines...)
	}
	for n, c := range chapters {
		if c.Host != "" {
			chapters[n].Way = inOneLine(r, c.Host)
		}
	}
	return chapters
}

// inOneLine is the way to a host, step by step with the time of each.
func inOneLine(r check.Report, host string) check.Text {
	var way check.Text
	then := func(next check.Text) {
		switch {
		case next.IsZero():
		case way.IsZero():
			way = next
		default:
			way = check.T("story.then", "{{.first}} → {{.next}}", "first", way, "next", next)
		}
	}
	for _, step := range []struct {
		id   check.ID
		text func(check.Result) check.Text
	}{
		{CheckResolve, dnsStep}, {CheckConnect, tcpStep}, {CheckCertificate, tlsStep}, {CheckKind, rootStep}, {CheckBind, bindStep},
	} {
		res, found := r.Find(step.id, host)
		if !found || !res.Status.Done() || res.Status == check.Skipped {
			continue
		}
		then(step.text(res))
		if p := res.Problem(); p != nil && p.Severity != check.Warning {
			then(check.T("story.stopped", "stopped: {{.code}}", "code", string(p.Code)))
		}
	}
	then(seenStep(r, host))
	return way
}

func dnsStep(res check.Result) check.Text {
	return check.T("story.dns", "DNS {{.ms}} ms", "ms", millis(res.Took))
}

func tcpStep(res check.Result) check.Text {
	ms, opened := res.Facts["tcpMs"].(float64)
	if !opened {
		return check.Text{}
	}
	return check.T("story.tcp", "TCP {{.ms}} ms", "ms", ms)
}

func tlsStep(res check.Result) check.Text {
	version, _ := res.Facts["tls"].(string)
	issuer, _ := res.Facts["issuer"].(string)
	ms, _ := res.Facts["tlsMs"].(float64)
	if version == "" {
		return check.Text{}
	}
	return check.T("story.tls", "{{.version}} {{.ms}} ms, issuer {{.issuer}}", "version", version, "ms", ms, "issuer", issuer)
}

func rootStep(res check.Result) check.Text {
	ms, answered := res.Facts["latencyMs"].(float64)
	if !answered {
		return check.Text{}
	}
	return check.T("story.root", "rootDSE {{.ms}} ms", "ms", ms)
}

func bindStep(res check.Result) check.Text {
	return check.T("story.bind", "sign-in {{.ms}} ms", "ms", millis(res.Took))
}

// seenStep is how many people the account saw through this host.
func seenStep(r check.Report, host string) check.Text {
	base, _ := r.Find(CheckBaseDN, "")
	counted, _ := base.Facts["employeeID"].(map[string]any)
	switch n := counted["enabled"].(type) {
	case int:
		return seen(base, host, n)
	case float64: // of a report that was saved
		return seen(base, host, int(n))
	}
	return check.Text{}
}

func seen(base check.Result, host string, n int) check.Text {
	if base.Facts["via"] != host {
		return check.Text{}
	}
	return check.N("story.users", n, "one enabled user seen", "{{.n}} enabled users seen")
}

// told words one result: what was found, then what was wrong.
func told(res check.Result) []check.Text {
	if !res.Status.Done() {
		return nil
	}
	if res.Status == check.Skipped {
		return []check.Text{check.T("story.skipped", "{{.id}}: {{.why}}", "id", string(res.ID), "why", res.Found)}
	}
	var lines []check.Text
	id, ms := string(res.ID), millis(res.Took)
	if !res.Found.IsZero() {
		lines = append(lines, check.T("story.found", "{{.id}}, {{.ms}} ms: {{.found}}", "id", id, "ms", ms, "found", res.Found))
	}
	for _, p := range res.Problems {
		lines = append(lines, check.T("story.problem", "{{.id}}, {{.ms}} ms: {{.code}}: {{.detail}}", "id", id, "ms", ms, "code", string(p.Code), "detail", p.Detail))
		if p.Cause != "" {
			lines = append(lines, check.T("story.cause", "{{.id}}, original text: {{.cause}}", "id", id, "cause", check.Shorten(check.Clean(p.Cause), 300)))
		}
	}
	if res.ID == CheckCertificate && res.Status == check.Failed {
		lines = append(lines, chainLines(res.Facts["chain"])...)
	}
	return lines
}

// chainLines are the certificates that a host sent, the own one first.
func chainLines(chain any) []check.Text {
	var lines []check.Text
	for n, c := range factsList(chain) {
		lines = append(lines, check.T("story.certificate", "certificate {{.n}}: {{.subject}}, issuer {{.issuer}}, valid from {{.from}} to {{.until}}, SHA-256 {{.sha256}}",
			"n", n+1, "subject", c["subject"], "issuer", c["issuer"], "from", c["notBefore"], "until", c["notAfter"], "sha256", c["sha256"]))
	}
	return lines
}

// factsList reads a list of facts, which is a []any once it was saved.
func factsList(list any) []check.Facts {
	if known, ok := list.([]check.Facts); ok {
		return known
	}
	var out []check.Facts
	all, _ := list.([]any)
	for _, one := range all {
		if f, ok := one.(map[string]any); ok {
			out = append(out, f)
		}
	}
	return out
}

// millis is a duration in milliseconds, to a tenth.
func millis(d time.Duration) float64 {
	return float64(d.Round(100*time.Microsecond).Microseconds()) / 1000
}
