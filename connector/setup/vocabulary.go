package setup

import (
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/report"
)

// The words that every face has for the same things; the reports say the same.

// StatusText is what a status is called.
func StatusText(s check.Status) check.Text { return report.StatusText(s) }

// WhoText names the one who has to act.
func WhoText(w check.Who) check.Text { return report.WhoText(w) }

// ElapsedText draws a duration as short as it can be read.
func ElapsedText(d time.Duration) check.Text { return report.ElapsedText(d) }

// AcceptedText says who decided to live with a warning, where and when.
func AcceptedText(a check.Acceptance) check.Text { return report.AcceptedText(a) }

// CountText says how many results have a status: passed, warned, failed or
// unknown.
func CountText(s check.Status, n int) check.Text {
	switch s {
	case check.Passed:
		return check.N("count.passed", n, "{{.n}} passed", "{{.n}} passed")
	case check.Warned:
		return check.N("count.warned", n, "{{.n}} warning", "{{.n}} warnings")
	case check.Failed:
		return check.N("count.failed", n, "{{.n}} problem", "{{.n}} problems")
	}
	return check.N("count.unknown", n, "{{.n}} could not be checked", "{{.n}} could not be checked")
}
