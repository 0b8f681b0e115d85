package terminal

import (
	"errors"
	"runtime"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// moment draws a time of the past without its zone: people read it on the
// computer where it happened.
func moment(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// wrong is what is wrong and what to do about it, in one line.
func wrong(p *check.Problem) check.Text {
	if p.Advice.Do.IsZero() {
		return p.Detail
	}
	return check.T("fault", "{{.detail}} {{.do}}", "detail", p.Detail, "do", p.Advice.Do)
}

// why says what err says, and what to do about it.
func why(err error) check.Text {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return wrong(p)
	}
	return setup.Detail(err)
}

// sign is a symbol for a status, never without its word. The fonts of the older
// Windows consoles have no check mark.
func sign(s check.Status) string {
	old := runtime.GOOS == "windows"
	switch {
	case s == check.Passed && old:
		return "√"
	case s == check.Passed:
		return "✓"
	case s == check.Warned:
		return "!"
	case s == check.Failed && old:
		return "×"
	case s == check.Failed:
		return "✗"
	case s == check.Unknown:
		return "?"
	}
	return "-"
}
