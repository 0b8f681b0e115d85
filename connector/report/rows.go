package report

import (
	"strings"
	"unicode"

	"hire2retire-setup/connector/check"
)

// group is the results of one host, or of one side of the connection.
type group struct {
	Name string
	Rows []row
}

// row is one result with every sentence drawn and safe to show.
type row struct {
	Status   check.Status
	Word     string // the status in words
	Title    string
	Found    string
	Took     string
	Origin   string // set when parts differ
	Note     string // why the result does not count, if so
	Accepted string // who accepted the warning, if somebody did
	Problems []problem
}

// problem is a fault with every sentence drawn.
type problem struct {
	Code, Detail string
	Do, Who      string // both or neither
	Command      string // may have several lines
	Cause        string
}

// groups returns the rows by host in the order of their first result, then
// those that are not about a host, by the system they speak of.
func (d Document) groups() []group {
	var hosts, others []string
	rows := map[string][]row{}
	for _, p := range d.Parts {
		origin := ""
		if len(d.Parts) > 1 {
			origin = p.origin()
		}
		for _, r := range p.Report.Results {
			name, order := visible(r.Host), &hosts
			if r.Host == "" {
				name, order = d.say(side(r.ID)), &others
			}
			if rows[name] == nil {
				*order = append(*order, name)
			}
			rows[name] = append(rows[name], d.row(r, origin))
		}
	}
	var groups []group
	for _, name := range append(hosts, others...) {
		groups = append(groups, group{name, rows[name]})
	}
	return groups
}

// story is a transcript with its heading, safe to show.
type story struct {
	Host  string
	Lines []string
}

func (d Document) stories() []story {
	var all []story
	for _, s := range d.Stories {
		out := story{Host: d.say(check.T("report.story", "What happened: {{.host}}", "host", s.Host))}
		if s.Host == "" {
			out.Host = d.say(check.T("report.story.once", "What happened: domain, account and Microsoft 365"))
		}
		for line := range strings.Lines(s.Text) {
			out.Lines = append(out.Lines, visible(strings.TrimRight(line, "\r\n")))
		}
		all = append(all, out)
	}
	return all
}

// side names what a check without a host is about.
func side(id check.ID) check.Text {
	system, _, _ := strings.Cut(string(id), ".")
	switch system {
	case "entra", "exchange":
		return check.T("report.side.microsoft", "Microsoft 365")
	case "profile", "handoff":
		return check.T("report.side.computer", "This computer")
	}
	return check.T("report.side.directory", "Domain and account")
}

func (d Document) row(r check.Result, origin string) row {
	v := row{Status: r.Status, Word: d.say(StatusText(r.Status)), Title: d.say(r.Title), Found: d.say(r.Found), Origin: origin}
	if r.Target != "" && len(r.Title.Args) == 0 { // a title with a name in it says what it is about
		v.Title += ": " + visible(r.Target)
	}
	if r.Status != check.Skipped {
		v.Took = d.say(ElapsedText(r.Took))
	}
	if r.Excused {
		v.Note = d.say(check.T("report.excused", "This does not count: another host serves."))
	}
	if r.Accepted != nil && r.Status == check.Warned {
		v.Accepted = d.say(AcceptedText(*r.Accepted))
	}
	for _, p := range shown(r) {
		v.Problems = append(v.Problems, d.problem(p))
	}
	return v
}

func (d Document) problem(p *check.Problem) problem {
	q := problem{Code: visible(string(p.Code)), Detail: d.say(p.Detail), Command: visibleLines(p.Advice.Command), Cause: check.Clean(p.Cause)}
	if !p.Advice.Do.IsZero() {
		q.Do, q.Who = d.say(p.Advice.Do), d.say(readerText(p.Advice.Who))
	}
	return q
}

// readerText names the one who has to act, for somebody who may not sit at the
// wizard.
func readerText(w check.Who) check.Text {
	if w == check.You || w == "" {
		return check.T("report.who.you", "You")
	}
	return WhoText(w)
}

// outcome is the sentence at the end.
func outcome(s check.Status) check.Text {
	switch s {
	case check.Passed:
		return check.T("report.outcome.passed", "Verified: every check passed.")
	case check.Warned:
		return check.T("report.outcome.warned", "Verified, with warnings.")
	case check.Failed:
		return check.T("report.outcome.failed", "Not verified: something failed.")
	}
	return check.T("report.outcome.unknown", "Not verified: something could not be checked.")
}

// limits are what a green report does not prove.
func limits() []check.Text {
	return []check.Text{
		check.T("report.limit.workstation", "This was proved from the workstation that ran the checks, not from the vendor cloud. Whether Hire2Retire can reach the domain controllers depends on the network between them."),
		check.T("report.limit.moment", "It was true when the checks ran. Rights, passwords and certificates can change."),
		check.T("report.limit.read-only", "Nothing was written to the directory or to Microsoft 365. Rights were read, not used."),
	}
}

// visible makes a text fit for one line: control and format characters, which
// could steer a terminal or reverse the reading direction, become U+FFFD.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case steers(r):
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

// visibleLines does the same for a command, which may have several lines.
func visibleLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && steers(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), string(unicode.ReplacementChar)))
}

func steers(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
