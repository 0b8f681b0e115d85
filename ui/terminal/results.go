package terminal

import (
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// belongs reports whether a result is shown on a step. The page of the account
// shows the Base DN too, which only a signed-in account can look up; Review
// shows everything.
func belongs(step setup.StepID, id check.ID) bool {
	of := setup.StepOf(id)
	return step == of || step == setup.Review || step == setup.ServiceAccount && of == setup.BaseDN
}

// hinders reports whether a result keeps what comes after it from running.
func hinders(r check.Result) bool {
	return !r.Excused && (r.Status == check.Failed || r.Status == check.Unknown)
}

// shown returns the results of a run that belong on a step, or are in its way.
func shown(step setup.StepID, report check.Report) check.Report {
	report.Results = slices.DeleteFunc(slices.Clone(report.Results), func(r check.Result) bool { return !belongs(step, r.ID) && !hinders(r) })
	return report
}

// row adds a result: what was claimed, where, and what was seen.
func (f *face) row(s *sheet, r check.Result) {
	draw := s.style.of(r.Status)
	lead := ""
	if s.style.symbols {
		lead = draw(sign(r.Status)) + " "
	}
	head := f.headed(r.Status, r.Title)
	if r.Status == check.Skipped {
		s.hang(lead, head+f.where(r), s.style.faint)
		s.hang("  ", f.say(r.Found), s.style.faint)
		return
	}
	s.hang(lead, head+f.where(r), same)
	if !r.Found.IsZero() {
		s.hang("  ", f.say(r.Found), s.style.faint)
	}
}

// headed is a claim with its status.
func (f *face) headed(st check.Status, title check.Text) string {
	return f.say(check.T("terminal.row", "{{.status}}: {{.what}}", "status", setup.StatusText(st), "what", title))
}

// where is the host of a result and how long it took. Its target, if it has one,
// stands in its title.
func (f *face) where(r check.Result) string {
	var parts []string
	if r.Host != "" {
		parts = append(parts, r.Host)
	}
	if r.Took >= time.Millisecond {
		parts = append(parts, f.say(setup.ElapsedText(r.Took)))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// named is a result as long as it runs.
func (f *face) named(r check.Result) string {
	r.Took = 0
	return f.say(r.Title) + f.where(r)
}

// faults adds every problem of a report with all there is to know of it, gravest
// first. What is wrong with several hosts in the same way is said once.
func (f *face) faults(s *sheet, report check.Report) {
	for _, st := range []check.Status{check.Failed, check.Unknown, check.Warned} {
		for _, g := range f.grouped(report, st) {
			lead := ""
			if s.style.symbols {
				lead = s.style.of(st)(sign(st)) + " "
			}
			title := f.headed(st, g.title)
			if len(g.hosts) > 0 {
				title += " (" + strings.Join(g.hosts, ", ") + ")"
			}
			s.blank()
			s.hang(lead, title, s.style.strong)
			f.problem(s, g.problem)
			if g.accepted != nil {
				s.hang("  ", f.say(setup.AcceptedText(*g.accepted)), same)
			}
		}
	}
}

// group is a problem of one check with the hosts that have it.
type group struct {
	title   check.Text
	problem *check.Problem
	hosts   []string
	// accepted is set where somebody decided to live with it.
	accepted *check.Acceptance
}

func (f *face) grouped(report check.Report, st check.Status) []group {
	var groups []group
	for _, r := range report.Results {
		if r.Status != st {
			continue
		}
		for _, p := range r.Problems {
			i := slices.IndexFunc(groups, func(g group) bool { return f.alike(g, r, p) })
			if i < 0 {
				i = len(groups)
				groups = append(groups, group{title: r.Title, problem: p, accepted: r.Accepted})
			}
			if r.Host != "" {
				groups[i].hosts = append(groups[i].hosts, r.Host)
			}
		}
	}
	return groups
}

func (f *face) alike(g group, r check.Result, p *check.Problem) bool {
	q := g.problem
	return f.say(g.title) == f.say(r.Title) && q.Code == p.Code && f.say(wrong(q)) == f.say(wrong(p)) && q.Advice.Command == p.Advice.Command && q.Cause == p.Cause
}

// problem adds what is wrong, who has to do what about it, and what to copy.
func (f *face) problem(s *sheet, p *check.Problem) {
	s.hang("  ", f.say(p.Detail), same)
	if !p.Advice.Do.IsZero() {
		do := p.Advice.Do
		if p.Advice.Who != "" {
			do = check.T("terminal.who-does", "{{.who}}: {{.do}}", "who", setup.WhoText(p.Advice.Who), "do", p.Advice.Do)
		}
		s.hang("  ", f.say(do), same)
	}
	if p.Advice.Command != "" {
		s.hang("  ", f.say(check.T("terminal.command", "Command to copy:")), same)
		s.asIs(p.Advice.Command)
	}
	if p.Cause != "" && p.Cause != f.say(p.Detail) {
		s.hang("  ", f.say(check.T("terminal.original", "Original text: {{.text}}", "text", p.Cause)), s.style.faint)
	}
	s.hang("  ", f.say(check.T("terminal.code", "Code: {{.code}}", "code", string(p.Code))), s.style.faint)
}

// summary is how many results have which status, in one line.
func (f *face) summary(report check.Report) string {
	var parts []string
	for _, st := range []check.Status{check.Passed, check.Warned, check.Failed, check.Unknown} {
		if n := report.Count(st); n > 0 {
			parts = append(parts, f.say(setup.CountText(st, n)))
		}
	}
	return strings.Join(parts, ", ")
}
