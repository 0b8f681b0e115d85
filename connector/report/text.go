package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// width is how many columns the text takes; commands and single words may be
// longer, because a cut one cannot be copied.
const width = 80

// minHang is where the text of a row begins at least.
const minHang = 17

var symbols = map[check.Status]string{check.Passed: "✓", check.Warned: "!", check.Failed: "✗", check.Skipped: "-", check.Unknown: "?"}

// Text writes d for a terminal or a mail: UTF-8, no colours, 80 columns.
func Text(w io.Writer, d Document) error {
	t := &text{doc: d, hang: minHang}
	groups := d.groups()
	for _, g := range groups {
		for _, r := range g.Rows {
			t.hang = max(t.hang, utf8.RuneCountInString(r.Word)+5)
		}
	}
	t.head()
	for _, g := range groups {
		t.line("")
		t.line(g.Name)
		for _, r := range g.Rows {
			t.row(r)
		}
	}
	t.foot()
	t.stories()
	_, err := io.WriteString(w, t.out.String())
	return err
}

type text struct {
	doc  Document
	hang int // the column at which the text of a result stands
	out  strings.Builder
}

func (t *text) line(s string) {
	t.out.WriteString(strings.TrimRight(s, " "))
	t.out.WriteByte('\n')
}

// wrapped writes a sentence from a column on; first stands before it.
func (t *text) wrapped(first string, column int, s string) {
	for i, part := range wrap(s, width-column) {
		if i > 0 {
			first = ""
		}
		t.line(pad(first, column) + part)
	}
}

func (t *text) say(s check.Text) string { return t.doc.say(s) }

func (t *text) head() {
	t.line(visible(t.doc.product()))
	if t.doc.Practice {
		t.wrapped("", 0, t.say(practiceMark()))
	}
	lines := t.doc.lines()
	column := 0
	for _, l := range lines {
		column = max(column, utf8.RuneCountInString(t.say(l.Label))+2)
	}
	for _, l := range lines {
		t.wrapped(t.say(l.Label), column, visible(l.Value))
	}
}

func (t *text) row(r row) {
	first := "  " + symbols[r.Status] + " " + r.Word
	if symbols[r.Status] == "" {
		first = "  ? " + r.Word
	}
	title := r.Title
	if r.Took != "" {
		title += " (" + r.Took + ")"
	}
	t.wrapped(first+" ", t.hang, title)
	for _, s := range []string{r.Found, r.Note, r.Origin} {
		if s != "" {
			t.wrapped("", t.hang, s)
		}
	}
	for _, p := range r.Problems {
		t.problem(p)
	}
	if r.Accepted != "" {
		t.wrapped("", t.hang, r.Accepted)
	}
}

func (t *text) problem(p problem) {
	t.wrapped("", t.hang, p.Detail+" ["+p.Code+"]")
	if p.Do != "" {
		t.wrapped(pad("", t.hang)+"> ", t.hang+2, p.Who+": "+p.Do)
	}
	if p.Command != "" {
		for line := range strings.SplitSeq(p.Command, "\n") {
			t.line(pad("", t.hang+4) + line)
		}
	}
	if p.Cause != "" {
		t.wrapped("", t.hang, t.say(check.T("report.cause", "Original text: {{.cause}}", "cause", p.Cause)))
	}
}

// stories are the ways to the domain controllers: the results stand above, so
// the rest of the transcripts would say them twice.
func (t *text) stories() {
	heading := t.say(check.T("report.ways", "The way to each domain controller"))
	for _, s := range t.doc.Stories {
		if s.Way == "" {
			continue
		}
		if heading != "" {
			t.line("")
			t.line(heading)
			heading = ""
		}
		t.wrapped("", 2, visible(s.Host)+": "+visible(s.Way))
	}
}

func (t *text) foot() {
	r := t.doc.report()
	t.line("")
	t.wrapped("", 0, t.say(outcome(r.Outcome())))
	t.wrapped("", 0, t.say(counts(r)))
	for _, l := range limits() {
		t.wrapped("* ", 2, t.say(l))
	}
}

func practiceMark() check.Text {
	return check.T("report.practice", "Practice: this is a built-in directory and tenant, not a real one.")
}

// counts says how many results there are of each status.
func counts(r check.Report) check.Text {
	return check.T("report.counts", "{{.passed}} passed, {{.warned}} with a warning, {{.failed}} failed, {{.unknown}} could not be checked, {{.skipped}} not checked.",
		"passed", r.Count(check.Passed), "warned", r.Count(check.Warned), "failed", r.Count(check.Failed), "unknown", r.Count(check.Unknown), "skipped", r.Count(check.Skipped))
}

// lines are what stands at the top of a report: what, when, where.
func (d Document) lines() []Line {
	var lines []Line
	add := func(label check.Text, value string) {
		if value != "" {
			lines = append(lines, Line{label, value})
		}
	}
	add(check.T("report.line.connection", "Connection"), d.Connection)
	for _, l := range d.Subject {
		add(l.Label, l.Value)
	}
	for _, p := range d.Parts {
		if start := p.Report.StartedAt; !start.IsZero() {
			add(check.T("report.line.checked", "Checked"), stamp(start)+", "+d.say(ElapsedText(max(0, p.Report.FinishedAt.Sub(start)))))
		}
		add(check.T("report.line.from", "From"), p.origin())
	}
	return lines
}

// wrap breaks a text into lines of at most n characters, at spaces only.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= n:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	return append(lines, line)
}

func pad(s string, n int) string { return fmt.Sprintf("%-*s", n, s) }
