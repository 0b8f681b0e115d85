package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// exchange shows what is asked of Microsoft and of the account, signs in, and
// shows what the account may do. What most people never need stands behind lines
// that open.
type exchange struct {
	*checks
	form     form
	content  *fyne.Container
	features *features
	asked    *asked
	identity *identity
	signIn   *signIn
	after    *afterwards

	application *application
	scope       *writeScope
	handout     *handout
	evidence    *evidence
	traps       *widgets.Expander
}

func newExchange(d *Desk) *exchange {
	e := &exchange{checks: newChecks(d, setup.Exchange, check.T("exchange.before",
		"Next opens Microsoft's sign-in page in your browser; this wizard never sees that password. Then it reads what the account may do. Nothing is changed.")),
		form: form{desk: d, step: setup.Exchange}}
	e.onField, e.only = e.focusField, e.shown
	e.features, e.asked = newFeatures(d, e.ticked), newAsked(d, e.ticked)
	e.identity, e.signIn, e.after = newIdentity(e), newSignIn(e), newAfterwards(e)
	e.application, e.scope, e.handout, e.evidence = newApplication(e), newWriteScope(e), newHandout(e), newEvidence(e)
	e.traps = widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconHelp, Title: d.say(check.T("asked.traps.title", "Good to know")), Body: widgets.Column(0)})
	e.content = widgets.Column(theme.Large, e.features.card, e.asked.root, e.identity.card,
		widgets.NewExpanders(e.application.line, e.scope.line, e.handout.line, e.evidence.line, e.traps), e.signIn.root, e.identity.who, e.after.root, e.card)
	return e
}

// input makes a control whose text is an answer.
func (e *exchange) input(name, placeholder string, set func(*setup.Answers, string)) *widgets.Input {
	in := widgets.NewInput(placeholder).Judge(e.form.judge(name, set))
	in.OnChange = func(text string) { e.edit(func(a *setup.Answers) { set(a, text) }) }
	return in
}

// edit changes the answers and draws what depends on them.
func (e *exchange) edit(change func(*setup.Answers)) {
	e.desk.edit(change)
	e.scope.tell()
	e.draw()
	e.after.draw()
}

// ticked draws what depends on the features.
func (e *exchange) ticked() {
	e.drawPlan()
	e.draw()
	e.after.draw()
	e.resize()
}

// drawPlan shows what the ticked features ask for.
func (e *exchange) drawPlan() {
	d := e.desk
	e.asked.draw()
	var points []fyne.CanvasObject
	traps := d.Flow.Plan().Traps
	for _, t := range traps {
		points = append(points, d.point(theme.IconInfo, theme.Accent, t))
	}
	e.traps.SetBody(widgets.Column(theme.Small, points...))
	e.traps.SetValue(d.say(check.N("asked.traps.count", len(traps), "One thing that often surprises", "{{.n}} things that often surprise")))
}

// resize lays the page out again after a part of it became higher or lower.
func (e *exchange) resize() { widgets.Grown(e.content) }

// Content implements Page.
func (e *exchange) Content() fyne.CanvasObject { return e.content }

// Shown implements Page.
func (e *exchange) Shown() {
	e.features.draw()
	e.drawPlan()
	e.identity.draw()
	e.application.draw()
	e.scope.draw()
	e.draw()
	e.after.draw()
	e.content.Refresh()
}

// Left implements Page.
func (e *exchange) Left() {
	e.idle()
	e.after.live.Stop()
	e.checks.Left()
}

// TakeFile takes a report that was dropped on the window.
func (e *exchange) TakeFile(path string) { e.evidence.read(path) }

// Hold keeps the window on the page where somebody has to look first at who
// signed in.
func (e *exchange) Hold() bool { return e.identity.hold() }

// Faults implements Page.
func (e *exchange) Faults(bad check.Problems) {
	if text := e.desk.faultAt(bad, setup.FieldFeatures); text != "" {
		e.features.fault(text)
		e.resize()
		return
	}
	for _, p := range bad {
		e.openFor(p.Advice.Field)
	}
	e.form.faults(bad)
}

// openFor opens the line that a field stands behind.
func (e *exchange) openFor(field string) {
	switch field {
	case setup.FieldCloud, setup.FieldTenant, setup.FieldClientID:
		e.application.line.Open(true)
	case setup.FieldWriteScope, setup.FieldScopeFilter:
		e.scope.line.Open(true)
	}
	if field == setup.FieldClientID {
		e.application.kind.Choose(ownApplication)
		e.application.show(ownApplication)
	}
}

func (e *exchange) focusField(name string) {
	f := e.form.field(name)
	if f == nil {
		e.features.focus()
		return
	}
	e.openFor(name)
	widgets.FocusFirst(f)
}

// Began implements Page.
func (e *exchange) Began(name string) {
	e.signIn.begin()
	e.after.hide()
	e.identity.who.Hide()
	e.identity.signIn.Disable()
	e.checks.Began(name)
}

// shown leaves out what only proves the road, once something further on has to be
// looked at: it would stand above that.
func (e *exchange) shown(r check.Result) bool {
	report, _ := e.desk.Flow.Results(setup.Exchange)
	road := r.ID == "microsoft.reach" || r.ID == "entra.tenant"
	return !road || r.Status != check.Passed || e.signIn.busy || !slices.ContainsFunc(report.Results, hinders)
}

// SignIn implements Page. It shows where to sign in while a person does so.
func (e *exchange) SignIn(s setup.SignInState) { e.signIn.show(s) }

// Ended implements Page.
func (e *exchange) Ended(cancelled *check.Report) {
	e.idle()
	e.identity.ended = true
	e.identity.draw()
	e.after.draw()
	e.checks.Ended(cancelled)
	e.revealRemedy()
}

// idle takes away what belongs to a run: it ended, or the page is left, which
// ends it.
func (e *exchange) idle() {
	e.signIn.end()
	e.identity.signIn.Enable()
}

// revealRemedy shows who signed in, or else what to do, above the results.
func (e *exchange) revealRemedy() {
	for _, o := range []fyne.CanvasObject{e.identity.who, e.after.root} {
		if o.Visible() {
			e.desk.Reveal(o)
			return
		}
	}
}
