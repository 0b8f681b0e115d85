package report

import (
	"time"

	"hire2retire-setup/connector/check"
)

// The words that every face and every report has for the same things.

// StatusText is what a status is called.
func StatusText(s check.Status) check.Text {
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

// WhoText names the one who has to act.
func WhoText(w check.Who) check.Text {
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

// ElapsedText draws a duration as short as it can be read.
func ElapsedText(d time.Duration) check.Text {
	switch {
	case d < time.Millisecond:
		return check.T("elapsed.none", "< 1 ms")
	case d < time.Second:
		return check.T("elapsed.ms", "{{.n}} ms", "n", d.Milliseconds())
	case d < time.Minute:
		return check.T("elapsed.s", "{{.s}} s", "s", float64(d.Round(time.Second/10).Milliseconds())/1000)
	}
	return check.T("elapsed.min", "{{.min}} min {{.s}} s", "min", int(d/time.Minute), "s", int(d%time.Minute/time.Second))
}

// AcceptedText says who decided to live with a warning, where and when.
func AcceptedText(a check.Acceptance) check.Text {
	when := a.At.Format("2006-01-02 15:04 -07:00")
	switch {
	case a.By != "" && a.On != "":
		return check.T("report.accepted", "Accepted by {{.by}} on {{.computer}}, {{.at}}.", "by", a.By, "computer", a.On, "at", when)
	case a.By != "" || a.On != "":
		return check.T("report.accepted.one", "Accepted: {{.by}}, {{.at}}.", "by", a.By+a.On, "at", when)
	}
	return check.T("report.accepted.nobody", "Accepted, {{.at}}.", "at", when)
}
