package page

import (
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// afterwards is what to do where roles are missing: scripts for exactly these,
// sheets to hand over, and patience, because new roles take their time.
type afterwards struct {
	e    *exchange
	root *fyne.Container
	live *widgets.LiveText
}

func newAfterwards(e *exchange) *afterwards {
	a := &afterwards{e: e, root: widgets.Column(0), live: widgets.NewLiveText(theme.Caption, theme.Soft)}
	a.root.Hide()
	return a
}

// draw shows it after results in which something is missing.
func (a *afterwards) draw() {
	d := a.e.desk
	a.hide()
	report, stale := d.Flow.Results(setup.Exchange)
	missing := d.Flow.MissingRoles()
	if stale || len(missing) == 0 || a.e.identity.doubted() {
		return
	}
	at := report.FinishedAt
	a.live.Start(func() string { return d.say(lastChecked(at)) })
	again := widgets.NewButton(d.Kit.CheckAgain, func() { d.Check(setup.Exchange) }).WithIcon(theme.IconAgain)
	scripts := widgets.NewButton(d.say(check.T("afterwards.scripts", "Scripts for what is missing…")), a.e.handout.showScripts).WithIcon(theme.IconFile)
	sheets := widgets.NewButton(d.say(check.T("afterwards.sheets", "Hand over…")), a.e.handout.showSheets).WithIcon(theme.IconShare)
	a.root.Objects = []fyne.CanvasObject{widgets.NewNotice(theme.Info,
		d.say(check.N("afterwards.title", len(missing), "One role is missing, as far as can be seen", "{{.n}} roles are missing, as far as can be seen")),
		d.say(check.T("afterwards.text", "If they were given just now, that is no fault: Exchange Online takes up to an hour to act on new roles. Every check gets a new token.")),
		widgets.Column(theme.Small, a.live, widgets.Wrap(theme.Small, scripts, sheets, again)))}
	a.root.Show()
}

func (a *afterwards) hide() {
	a.live.Stop()
	a.root.Hide()
	a.root.Objects = nil
}

// lastChecked says how long ago the last check was.
func lastChecked(at time.Time) check.Text {
	ago := time.Since(at)
	if ago < time.Minute {
		return check.T("afterwards.just-now", "Checked just now.")
	}
	return check.N("afterwards.ago", int(ago/time.Minute), "Checked one minute ago.", "Checked {{.n}} minutes ago.")
}
