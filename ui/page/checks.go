package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// checks is the part of a page that shows results: how many of which kind, what
// runs and for how long, and a row for each.
type checks struct {
	desk *Desk
	step setup.StepID
	// before is said while there are no results.
	before check.Text

	list     *widgets.CheckList
	progress *widgets.ProgressLine
	lead     *widgets.Paragraph
	chips    *fyne.Container
	again    *widgets.Button
	rows     check.Report // while a run goes on
	card     fyne.CanvasObject
	onField  func(field string)
	// only, if not nil, leaves out rows until somebody wants to see every one.
	only  func(check.Result) bool
	every bool
	all   *widgets.Button
	more  *fyne.Container
	last  check.Report           // what is shown
	tally [check.Unknown + 1]int // what the chips say
	// missing is the step that has to be completed before anything can be
	// checked here.
	missing setup.Step
	goThere *widgets.Button
	needs   *fyne.Container
}

func newChecks(d *Desk, step setup.StepID, before check.Text) *checks {
	c := &checks{desk: d, step: step, before: before, list: widgets.NewCheckList(d.Kit), chips: widgets.Row(theme.Small),
		lead: widgets.NewParagraph("", theme.Body, theme.Soft), progress: widgets.NewProgressLine(d.Kit, d.Cancel)}
	c.list.OnAgain = func(check.Result) { d.Check(step) }
	c.list.OnField = func(field string) { c.field(field) }
	c.list.OnAccept, c.list.Accepted = c.accept, d.accepted
	c.again = widgets.NewLinkButton(d.Kit.CheckAgain, func() { d.Check(step) }).WithIcon(theme.IconAgain).WithTip("Ctrl+R")
	c.all = widgets.NewLinkButton("", func() { c.every = !c.every; c.show(c.last) })
	c.more = widgets.Row(0, c.all)
	c.goThere = widgets.NewLinkButton("", func() { d.Goto(c.missing.ID) })
	c.needs = widgets.Row(0, c.goThere)
	c.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("checks", "Checks")),
		Aside: widgets.Row(theme.Small, c.chips, c.again), Body: widgets.Column(theme.Medium, c.progress, c.lead, c.needs, c.list, c.more)})
	return c
}

// field leads to the field that a problem is about, on whichever page it is.
func (c *checks) field(name string) {
	if step := setup.StepOfField(name); step != c.step {
		c.desk.Goto(step)
		return
	}
	if c.onField != nil {
		c.onField(name)
	}
}

// accept records that a warning is accepted, or not any more, and shows that in
// its row.
func (c *checks) accept(shown check.Result, on bool) {
	for _, r := range c.last.Results {
		if row(r).Same(shown) {
			c.desk.Flow.Accept(r, on)
		}
	}
	c.draw()
	c.desk.Changed()
}

// First implements Page.
func (c *checks) First() fyne.CanvasObject { return nil }

// Left implements Page.
func (c *checks) Left() {
	c.progress.Stop()
	c.list.Stop()
}

// Faults implements Page.
func (c *checks) Faults(check.Problems) {}

// SignIn implements Page.
func (c *checks) SignIn(setup.SignInState) {}

// Began implements Page.
func (c *checks) Began(name string) {
	c.rows = check.Report{}
	c.list.Set(nil)
	c.list.Show()
	c.lead.Hide()
	c.again.Hide()
	c.more.Hide()
	c.needs.Hide()
	c.count(check.Report{})
	c.progress.Start(name)
	c.card.Refresh()
	c.desk.Reveal(c.card)
}

// Row implements Page.
func (c *checks) Row(r check.Result) {
	c.rows = with(c.rows, r)
	if c.shows(r) && c.wants(r) {
		c.list.Update(row(r))
	}
	c.count(c.rows)
}

// with returns the report with the result in the place of an earlier one of the
// same look.
func with(report check.Report, r check.Result) check.Report {
	for i := range report.Results {
		if report.Results[i].Same(r) {
			report.Results[i] = r
			return report
		}
	}
	report.Results = append(report.Results, r)
	return report
}

// Ended implements Page.
func (c *checks) Ended(cancelled *check.Report) {
	c.progress.Stop()
	if cancelled == nil {
		c.draw()
	} else {
		c.again.Show()
		c.show(*cancelled)
	}
	c.revealOutcome()
}

// revealOutcome shows the results, and of those what is in the way, which can be
// far down.
func (c *checks) revealOutcome() {
	c.desk.Reveal(c.card)
	if cause := c.list.Cause(); cause != nil && c.list.Visible() {
		c.desk.Reveal(cause)
	}
}

// draw shows what the flow knows.
func (c *checks) draw() {
	report, stale := Results(c.desk.Flow, c.step)
	none := len(report.Results) == 0
	c.again.Hidden = none
	c.lead.Hidden = !none && !stale
	c.lead.SetText(c.desk.say(c.before))
	if stale {
		c.lead.SetText(c.desk.say(check.T("checks.stale", "An answer changed after these results. Next checks again.")))
	}
	c.drawNeeds()
	if stale {
		report = faded(report)
	}
	c.show(report)
}

// faded returns results that rest on older answers: still to be read, but no
// longer green or red, because nothing is proved by them now.
func faded(report check.Report) check.Report {
	old := report.Results
	report.Results = make([]check.Result, len(old))
	for i, r := range old {
		r.Status, r.Problems = check.Pending, nil
		report.Results[i] = r
	}
	return report
}

// drawNeeds leads to the step that has to be completed first, if there is one:
// the steps are open in any order.
func (c *checks) drawNeeds() {
	c.missing = setup.Step{}
	for _, step := range c.desk.Flow.Steps() {
		if c.missing.ID == "" && needed(c.step, step.ID) && len(c.desk.Flow.Faults(step.ID)) > 0 {
			c.missing = step
		}
	}
	c.needs.Hidden = c.missing.ID == ""
	if c.missing.ID != "" {
		c.lead.SetText(c.desk.say(check.T("checks.needs", "This can be checked when “{{.step}}” is filled in.", "step", c.missing.Nav)))
		c.goThere.SetLabel(c.desk.say(check.T("review.go-to", "Go to {{.step}}", "step", c.missing.Nav)))
	}
}

// needed reports whether the checks of a step need the answers of another one.
func needed(step, other setup.StepID) bool {
	return step == setup.ServiceAccount && (other == setup.Connection || other == setup.BaseDN)
}

func (c *checks) show(report check.Report) {
	c.last = report
	var rows []check.Result
	for _, r := range report.Results {
		if c.wants(r) {
			rows = append(rows, row(r))
		}
	}
	c.list.Set(rows)
	c.list.Hidden = len(rows) == 0
	c.count(report)
	c.more.Hidden = !c.every && len(rows) == len(report.Results)
	c.all.SetLabel(c.desk.say(check.N("checks.all", len(report.Results), "Show the result", "Show all {{.n}} results")))
	if c.every {
		c.all.SetLabel(c.desk.say(check.T("checks.fewer", "Show fewer results")))
	}
	c.card.Refresh()
}

func (c *checks) wants(r check.Result) bool { return c.only == nil || c.every || c.only(r) }

// row is a result as the list shows it. The title names the target already; as
// part of the ID it goes on telling rows apart, without a line of its own.
func row(r check.Result) check.Result {
	if r.Target != "" {
		r.ID, r.Target = r.ID+check.ID("/"+r.Target), ""
	}
	return r
}

// shows reports whether a result that just came belongs on the page. What other
// steps show belongs here only if it is in the way.
func (c *checks) shows(r check.Result) bool {
	return belongs(c.step, r.ID) || hinders(r)
}

func belongs(step setup.StepID, id check.ID) bool {
	of := setup.StepOf(id)
	return step == of || step == setup.Review || step == setup.ServiceAccount && of == setup.BaseDN
}

// hinders reports whether a result keeps what comes after it from running.
func hinders(r check.Result) bool {
	return !r.Excused && (r.Status == check.Failed || r.Status == check.Unknown)
}

// count draws the chips.
func (c *checks) count(report check.Report) {
	if shown := tallyOf(report); shown != c.tally || len(c.chips.Objects) == 0 {
		c.tally = shown
		c.drawTally(report)
	}
}

// tallyOf counts results by their status.
func tallyOf(report check.Report) (t [check.Unknown + 1]int) {
	for _, r := range report.Results {
		t[r.Status]++
	}
	return t
}

func (c *checks) drawTally(report check.Report) {
	c.chips.Objects = nil
	for _, s := range []check.Status{check.Passed, check.Warned, check.Failed, check.Unknown} {
		if n := report.Count(s); n > 0 {
			c.chips.Objects = append(c.chips.Objects, widgets.NewChip(widgets.ToneOf(s), c.desk.say(setup.CountText(s, n))))
		}
	}
	c.chips.Refresh()
}

// Results returns what is shown on the page of a step, and whether it rests on
// answers that have changed. The page of the account shows the Base DN too, which
// only a signed-in account can look up, and what kept the account from signing
// in. Review shows everything.
func Results(f *setup.Flow, id setup.StepID) (check.Report, bool) {
	report, stale := f.Results(id)
	switch {
	case id == setup.Review:
		return f.Report(), false
	case id != setup.ServiceAccount || len(report.Results) == 0:
		return report, stale
	}
	base, _ := f.Results(setup.BaseDN)
	report.Results = delegationFirst(report.Results)
	if signedIn(report) {
		return check.Join(base, report), stale
	}
	hosts, _ := f.Results(setup.Connection)
	hosts.Results = slices.DeleteFunc(slices.Clone(hosts.Results), func(r check.Result) bool { return !hinders(r) })
	return check.Join(hosts, base, report), stale
}

// delegationFirst puts membership in Domain Admins after the rights on the target
// OUs. Where both are missing, the smaller right is the one to ask for, and the
// first problem is the one that is open.
func delegationFirst(results []check.Result) []check.Result {
	var member, rest []check.Result
	for _, r := range results {
		if r.ID == "account.domain-admin" {
			member = append(member, r)
			continue
		}
		rest = append(rest, r)
	}
	last := 0
	for i, r := range rest {
		if r.ID == "account.delegation" || r.ID == "ldaps.bind" {
			last = i + 1
		}
	}
	return slices.Insert(rest, last, member...)
}

// signedIn reports whether the account signed in on a host.
func signedIn(report check.Report) bool {
	return slices.ContainsFunc(report.All("ldaps.bind"), check.Result.OK)
}
