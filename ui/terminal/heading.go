package terminal

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// greet says how to answer.
func (f *face) greet() {
	if f.style.symbols {
		return // each question says which keys it takes
	}
	s := f.sheet()
	s.para(f.say(check.T("terminal.plain.how",
		"Answer each question with a line of text. Enter alone keeps what is offered, a single hyphen ( - ) leaves it empty, < goes back, Ctrl+C cancels a check or leaves.")))
	f.print(s)
}

// heading begins a step: where it is, what it is for, and whether any of it is
// real.
func (f *face) heading() {
	step := f.flow.Current()
	number := 1
	for i, other := range f.flow.Steps() {
		if other.ID == step.ID {
			number = i + 1
		}
	}
	title := f.say(check.T("terminal.step", "Step {{.n}} of {{.all}}: {{.title}}",
		"n", strconv.Itoa(number), "all", strconv.Itoa(len(f.flow.Steps())), "title", step.Title))
	s := f.sheet()
	s.blank()
	f.ruled(s, title)
	s.hang("", f.say(step.Help), f.style.faint)
	f.print(s)
}

// ruled adds a title with the mark of practice mode, and a rule to the edge
// where that helps the eye.
func (f *face) ruled(s *sheet, title string) {
	practice := f.flow.Deps().Practice
	if !s.style.symbols {
		s.hang("", title, same)
		if practice {
			s.para(f.say(check.T("terminal.practice.plain", "Practice mode: nothing here is real.")))
		}
		return
	}
	line, end := "── "+title+" ", ""
	if practice {
		end = " " + f.say(check.T("terminal.practice", "Practice mode")) + " ──"
	}
	if ansi.StringWidth(line)+ansi.StringWidth(end) > s.width {
		end = strings.TrimSuffix(end, " ──")
	}
	if over := ansi.StringWidth(line) + ansi.StringWidth(end) - s.width; over > 0 { // the mark is never what is cut
		line = "── " + ansi.Truncate(title, ansi.StringWidth(title)-over, "…") + " "
	}
	fill := strings.Repeat("─", max(0, s.width-ansi.StringWidth(line)-ansi.StringWidth(end)))
	s.b.WriteString(s.style.strong(line) + s.style.faint(fill) + s.style.caution(end) + "\n")
}

// markOf is a step's state in a list of steps.
func (f *face) markOf(p setup.Progress) string {
	if p.Hint.IsZero() {
		return ""
	}
	return f.say(p.Hint)
}
