package terminal

import (
	"errors"
	"runtime"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// status is the word for a status, the same as in the window.
func status(s check.Status) check.Text {
	switch s {
	case check.Running:
		return check.T("status.running", "checking")
	case check.Passed:
		return check.T("status.passed", "passed")
	case check.Warned:
		return check.T("status.warned", "warning")
	case check.Failed:
		return check.T("status.failed", "failed")
	case check.Skipped:
		return check.T("status.skipped", "not checked")
	case check.Unknown:
		return check.T("status.unknown", "could not check")
	}
	return check.T("status.pending", "waiting")
}

// counted is how many results have a status.
func counted(s check.Status, n int) check.Text {
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

func who(w check.Who) check.Text {
	switch w {
	case check.AD:
		return check.T("who.ad", "Active Directory administrator")
	case check.PKI:
		return check.T("who.pki", "Whoever issues the certificates")
	case check.Network:
		return check.T("who.network", "Network or firewall administrator")
	case check.Entra:
		return check.T("who.entra", "Entra ID administrator")
	case check.Exchange:
		return check.T("who.exchange", "Exchange Online administrator")
	}
	return check.T("who.you", "You, here in this wizard")
}

// elapsed draws a duration as short as it can be read.
func elapsed(d time.Duration) check.Text {
	switch {
	case d < time.Second:
		return check.T("elapsed.ms", "{{.n}} ms", "n", d.Milliseconds())
	case d < time.Minute:
		return check.T("elapsed.s", "{{.s}} s", "s", float64(d.Round(time.Second/10).Milliseconds())/1000)
	}
	return check.T("elapsed.min", "{{.min}} min {{.s}} s", "min", int(d/time.Minute), "s", int(d%time.Minute/time.Second))
}

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
