package page

import (
	"errors"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// moment draws a time of the past with its zone left out: people read it on the
// computer where it happened.
func moment(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// Why says what err says, and what to do about it.
func Why(err error) check.Text {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return wrong(p)
	}
	return setup.Detail(err)
}

// accepted says by whom and when a warning was accepted, or nothing.
func (d *Desk) accepted(r check.Result) string {
	if r.Accepted == nil {
		return ""
	}
	return d.say(setup.AcceptedText(*r.Accepted))
}

// sayAll draws several sentences as one text.
func (d *Desk) sayAll(texts []check.Text) string {
	var lines []string
	for _, t := range texts {
		lines = append(lines, d.say(t))
	}
	return strings.Join(lines, "\n")
}
