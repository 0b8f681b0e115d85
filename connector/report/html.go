package report

import (
	_ "embed"
	"html/template"
	"io"

	"hire2retire-setup/connector/check"
)

var (
	//go:embed page.html
	pageSource string
	//go:embed page.css
	pageStyle template.CSS
)

// The symbol is decoration beside the status in words; it is hidden from screen
// readers.
var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"symbol": func(s check.Status) string { return symbols[s] },
}).Parse(pageSource))

// page is all that the template draws. Words are the fixed sentences.
type page struct {
	Style                          template.CSS
	Lang, Title, Product, Practice string
	Outcome                        check.Status
	Verdict, Counts                string
	Lines                          []pageLine
	Groups                         []group
	Proved, NotProved              []string
	Limits                         []string
	Stories                        []story
	Words                          words
}

type pageLine struct{ Label, Value string }

type words struct {
	Summary, Results, Status, Check, Found, Took, Code, Command, Cause, Proved, NotProved, Limits, Nothing, Stories string
}

// HTML writes d as one page that needs nothing else: no script, no font, no
// picture from elsewhere. It follows the reader's light or dark setting.
func HTML(w io.Writer, d Document) error {
	r := d.report()
	p := page{Style: pageStyle, Lang: d.Lang, Product: visible(d.product()), Outcome: r.Outcome(), Groups: d.groups(), Words: d.words(),
		Verdict: d.say(outcome(r.Outcome())), Counts: d.say(counts(r)),
		Title: d.say(check.T("report.title", "Connection report: {{.connection}}", "connection", d.Connection))}
	if p.Lang == "" {
		p.Lang = "en"
	}
	if d.Connection == "" {
		p.Title = d.say(check.T("report.title.none", "Connection report"))
	}
	if d.Practice {
		p.Practice = d.say(practiceMark())
	}
	for _, l := range d.lines() {
		p.Lines = append(p.Lines, pageLine{d.say(l.Label), visible(l.Value)})
	}
	p.Proved, p.NotProved = claims(p.Groups)
	for _, l := range limits() {
		p.Limits = append(p.Limits, d.say(l))
	}
	p.Stories = d.stories()
	return pageTemplate.Execute(w, p)
}

// claims divides the titles into what was proved and what was not.
func claims(groups []group) (proved, not []string) {
	for _, g := range groups {
		for _, r := range g.Rows {
			claim := g.Name + ": " + r.Title
			switch r.Status {
			case check.Passed:
				proved = append(proved, claim)
			case check.Warned:
				proved = append(proved, claim+" ("+r.Word+")")
			default:
				not = append(not, claim+" ("+r.Word+")")
			}
		}
	}
	return proved, not
}

func (d Document) words() words {
	return words{
		Summary:   d.say(check.T("report.word.summary", "Summary")),
		Results:   d.say(check.T("report.word.results", "All results")),
		Status:    d.say(check.T("report.word.status", "Status")),
		Check:     d.say(check.T("report.word.check", "Check")),
		Found:     d.say(check.T("report.word.found", "What was found")),
		Took:      d.say(check.T("report.word.took", "Time")),
		Code:      d.say(check.T("report.word.code", "Code")),
		Command:   d.say(check.T("report.word.command", "Command to run")),
		Cause:     d.say(check.T("report.word.cause", "Original text")),
		Proved:    d.say(check.T("report.word.proved", "What was proved")),
		NotProved: d.say(check.T("report.word.not-proved", "What was not proved")),
		Limits:    d.say(check.T("report.word.limits", "How far this goes")),
		Stories:   d.say(check.T("report.word.stories", "What happened, step by step")),
		Nothing:   d.say(check.T("report.word.nothing", "Nothing.")),
	}
}
