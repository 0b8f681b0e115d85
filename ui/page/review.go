package page

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// review shows exactly what will be saved, and what was not proved.
type review struct {
	*checks
	content *fyne.Container
	top     *fyne.Container // banners
	saved   *fyne.Container
	halves  *halves
	reports *reports
	keyring check.Report // whether the password can be kept
	failure fyne.CanvasObject
}

func newReview(d *Desk) *review {
	r := &review{checks: newChecks(d, setup.Review, check.T("review.before", "Nothing was checked yet.")),
		top: widgets.Column(theme.Medium), saved: widgets.Column(theme.Large)}
	r.only = func(res check.Result) bool { return res.Status == check.Warned || hinders(res) }
	r.halves, r.reports = newHalves(d), newReports(d)
	r.list.OnAccept = r.acceptRow
	r.content = widgets.Column(theme.Large, r.top, r.saved, r.halves.card, r.card, r.reports.card)
	return r
}

// Content implements Page.
func (r *review) Content() fyne.CanvasObject { return r.content }

// Shown implements Page.
func (r *review) Shown() {
	r.failure = nil
	r.redraw()
	if _, keeps := r.desk.Flow.Preview(); keeps {
		r.tryKeyring()
	}
}

// tryKeyring finds out whether the password can be kept, before it is promised.
func (r *review) tryKeyring() {
	d := r.desk
	r.desk.Background(func(ctx context.Context) func() {
		report := check.Run(ctx, []check.Check{setup.KeyringCheck(d.Flow.Deps())}, nil)
		return func() {
			r.keyring = report
			r.redraw()
		}
	})
}

func (r *review) redraw() {
	r.drawTop()
	r.halves.draw()
	r.saved.Objects = []fyne.CanvasObject{r.directory(), r.microsoft()}
	if accepted := r.desk.acceptedWarnings(); accepted != nil {
		r.saved.Objects = append(r.saved.Objects, accepted)
	}
	r.draw()
	r.content.Refresh()
}

// Failed shows why the connection could not be saved.
func (r *review) Failed(err error) {
	r.failure = r.desk.failed(check.T("review.failed", "The connection was not saved"), err)
	r.redraw()
}

// Missing shows which step has something that cannot be used.
func (r *review) Missing(step setup.Step, bad check.Problems) {
	d := r.desk
	var lines []check.Text
	for _, p := range bad {
		lines = append(lines, p.Detail)
	}
	goThere := widgets.NewButton(d.say(check.T("review.go-to", "Go to {{.step}}", "step", step.Nav)), func() { d.Goto(step.ID) })
	r.failure = widgets.NewBanner(theme.Bad, d.say(check.T("review.missing", "{{.step}}: something is missing", "step", step.Nav)), d.sayAll(lines), goThere)
	r.redraw()
	widgets.FocusFirst(r.top)
}

func (r *review) drawTop() {
	d := r.desk
	r.top.Objects = nil
	if r.failure != nil {
		r.top.Objects = append(r.top.Objects, r.failure)
	}
	p, _ := d.Flow.Preview()
	if p.Verified {
		r.top.Objects = append(r.top.Objects, widgets.NewBanner(theme.Good, d.say(check.T("review.verified", "Everything that was asked for is proved")),
			d.say(r.beforeSaving())))
		return
	}
	var points []fyne.CanvasObject
	for _, reason := range p.Reasons {
		points = append(points, widgets.Point(theme.IconWarning, theme.Warn, d.say(reason)))
	}
	r.top.Objects = append(r.top.Objects, widgets.NewBanner(theme.Caution, d.say(check.T("review.not-verified", "This will be saved as not verified")),
		d.say(check.N("review.not-verified.text", len(p.Reasons), "One thing is not proved. You can save now and verify later: open the saved connection on the first page.",
			"{{.n}} things are not proved. You can save now and verify later: open the saved connection on the first page."))),
		widgets.NewSection(widgets.Section{Title: d.say(check.T("review.reasons", "What is not proved")), Body: widgets.Column(theme.Small, points...)}))
}

// beforeSaving is what to know of a proved connection. A warning does not keep it
// from being verified, but somebody should have read it.
func (r *review) beforeSaving() check.Text {
	report := r.desk.Flow.Report()
	if open := report.Count(check.Warned) - len(report.Acceptances()); open > 0 {
		return check.N("review.verified.warned", open, "One warning stands below: read it, and accept it if it may stay. Saving checks everything one last time. The connection is then saved as verified.",
			"{{.n}} warnings stand below: read them, and accept what may stay. Saving checks everything one last time. The connection is then saved as verified.")
	}
	return check.T("review.verified.text", "Saving checks it one last time. The connection is then saved as verified.")
}

// acceptRow records an acceptance, which stands above, too.
func (r *review) acceptRow(shown check.Result, on bool) {
	r.accept(shown, on)
	r.redraw()
}

// Ended implements Page.
func (r *review) Ended(cancelled *check.Report) {
	r.checks.Ended(cancelled)
	if cancelled == nil {
		r.redraw()
	}
}
