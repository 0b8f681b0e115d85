package page

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// baseDN takes the Base DN: proposed by the domain controllers, typed, or chosen
// in the tree.
type baseDN struct {
	*checks
	content  fyne.CanvasObject
	form     form
	input    *widgets.Input
	proposal *fyne.Container
	fault    *widgets.FaultMark
	instead  *fyne.Container // what is offered in place of a typed value
	offered  []string        // the DNs of the buttons in it
	parts    *fyne.Container
	tree     *ouTree
	below    *belowDN
}

func newBaseDN(d *Desk) *baseDN {
	b := &baseDN{checks: newChecks(d, setup.BaseDN, check.Text{}), form: form{desk: d, step: setup.BaseDN},
		proposal: widgets.Column(0), instead: widgets.Wrap(theme.Small), parts: widgets.Column(6),
		fault: widgets.NewFaultMark(d.say(check.T("base-dn.fault", "Where it cannot be read")))}
	b.instead.Hide()
	b.onField = func(string) { widgets.FocusFirst(b.input) }
	b.input = widgets.NewInput("DC=corp,DC=example,DC=com").Mono().Judge(b.form.judge(setup.FieldBaseDN, func(a *setup.Answers, text string) { a.BaseDN = text }))
	b.input.OnChange = b.onChange
	b.input.OnLeave = func(string) { b.draw() }
	field := b.form.add(setup.FieldBaseDN, check.T("base-dn.field", "Base DN"),
		check.T("base-dn.field.help", "The whole domain, or one OU: then users and groups outside of it cannot be managed."), b.input)
	b.tree = newOUTree(d, false)
	b.tree.mark = func(n setup.TreeNode, _ bool) { b.pick(n) }
	b.tree.opened = func() { b.below.count() }
	b.below = newBelowDN(d, b.tree)
	built := widgets.NewSection(widgets.Section{Title: d.say(check.T("base-dn.parts", "How it is built")),
		Lead: d.say(check.T("base-dn.parts.lead", "From the innermost part to the root of the domain.")), Body: widgets.Column(theme.Large, b.parts, b.below.root)})
	choose := widgets.NewSection(widgets.Section{Title: d.say(check.T("base-dn.choose", "Choose it in the directory")), Body: b.tree.root})
	b.content = widgets.Column(theme.Large,
		widgets.NewCard(widgets.Column(theme.Small, field, b.fault, b.instead)), b.proposal,
		widgets.Columns(theme.Large, []float32{0.55, 0.45}, choose, built), b.card)
	return b
}

// Content implements Page.
func (b *baseDN) Content() fyne.CanvasObject { return b.content }

// First implements Page: the proposal where one waits for an answer, else the
// field.
func (b *baseDN) First() fyne.CanvasObject {
	if b.proposal.Visible() && b.desk.Flow.ProposedBaseDN() != "" {
		return b.proposal
	}
	return b.input
}

// Shown implements Page. The tree opens by itself where the account is proved:
// then its password is known to be good.
func (b *baseDN) Shown() {
	setText(b.input, b.desk.Flow.Answers().BaseDN)
	b.drawChecks()
	b.draw()
	b.tree.reset()
	if report, stale := b.desk.Flow.Results(setup.ServiceAccount); !stale && signedIn(report) {
		b.tree.open()
	}
}

// Left implements Page.
func (b *baseDN) Left() {
	b.checks.Left()
	b.tree.close()
}

func (b *baseDN) onChange(text string) {
	b.desk.edit(func(a *setup.Answers) { a.BaseDN = text })
	b.draw()
	b.tree.draw()
	b.below.forget()
}

// pick takes over a line of the tree.
func (b *baseDN) pick(n setup.TreeNode) {
	b.input.SetText(n.DN.String())
	b.form.field(setup.FieldBaseDN).SetError("")
	b.draw()
	b.below.count()
}

// use takes over a proposal.
func (b *baseDN) use(dn string) {
	b.input.SetText(dn)
	b.form.field(setup.FieldBaseDN).SetError("")
	b.draw()
	b.below.count()
	widgets.FocusFirst(b.input)
}

func (b *baseDN) draw() {
	b.tree.marks = newDNSet(setup.OUs(b.desk.Flow.Answers().BaseDN))
	b.drawProposal()
	b.drawFault()
	b.drawInstead()
	b.drawNotice()
	b.drawParts()
	b.content.Refresh()
}

// drawProposal says what the domain controllers told, while nothing is typed. It
// stands below the field, which so never moves under what is typed.
func (b *baseDN) drawProposal() {
	d := b.desk
	proposed := d.Flow.ProposedBaseDN()
	var banner *widgets.Banner
	switch {
	case proposed == "":
		goThere := widgets.NewButton(d.say(check.T("base-dn.check-hosts", "Check the domain controllers")), func() { d.Goto(setup.Connection) })
		banner = widgets.NewBanner(theme.Info, d.say(check.T("base-dn.no-proposal", "No domain controller has told its Base DN yet")),
			d.say(check.T("base-dn.no-proposal.text", "Once the domain controllers are checked, theirs is offered here. You can also type it.")), goThere)
	case strings.TrimSpace(b.input.Text) == "":
		banner = widgets.NewBanner(theme.Info, d.say(check.T("base-dn.proposal", "The domain controllers serve {{.dn}}", "dn", proposed)),
			d.say(check.T("base-dn.proposal.text", "That is the whole domain, and right for most connections.")), b.useButton(proposed))
	}
	shown := len(b.proposal.Objects) > 0
	if shown && banner != nil && widgets.Told(b.proposal)[0].Name == banner.Semantics().Name {
		return // the keyboard may be on its button
	}
	b.proposal.Objects = nil
	if banner != nil {
		b.proposal.Objects = []fyne.CanvasObject{banner}
	}
	b.proposal.Hidden = banner == nil
}

func (b *baseDN) useButton(dn string) *widgets.Button {
	return widgets.NewButton(b.desk.say(check.T("base-dn.use", "Use {{.dn}}", "dn", dn)), func() { b.use(dn) })
}

// drawFault marks the sign that cannot be read.
func (b *baseDN) drawFault() {
	b.fault.Set("", 0)
	if b.input.Text == "" {
		return
	}
	for _, p := range b.desk.Flow.Faults(setup.BaseDN) {
		if text, at := setup.FaultAt(p); at > 0 {
			b.fault.Set(text, at)
		}
	}
}

// drawInstead offers what was probably meant. Buttons stay while they offer the
// same: the keyboard may be on one.
func (b *baseDN) drawInstead() {
	offers := b.offers()
	if slices.Equal(offers, b.offered) {
		return
	}
	b.offered = offers
	b.instead.Objects = nil
	for _, dn := range offers {
		b.instead.Objects = append(b.instead.Objects, b.useButton(dn))
	}
	b.instead.Hidden = len(offers) == 0
}

// offers are the corrections of what is typed; where there is none for what
// cannot be read, or is in another domain, the DN that the domain controllers
// told.
func (b *baseDN) offers() []string {
	if strings.TrimSpace(b.input.Text) == "" {
		return nil
	}
	bad := b.desk.Flow.Faults(setup.BaseDN)
	for _, p := range bad {
		if dn := setup.Correction(p); dn != "" {
			return []string{dn}
		}
	}
	proposed, errProposed := setup.NodeAt(b.desk.Flow.ProposedBaseDN())
	typed, errTyped := setup.NodeAt(b.input.Text)
	if errProposed != nil || errTyped == nil && typed.DN.Under(proposed.DN) {
		return nil
	}
	return []string{proposed.DN.String()}
}

// drawNotice says below the field what is known of a DN that can be used.
func (b *baseDN) drawNotice() {
	d, field := b.desk, b.form.field(setup.FieldBaseDN)
	proposed, typed := d.Flow.ProposedBaseDN(), d.Flow.Answers().BaseDN
	notices := d.Flow.Notices(setup.BaseDN)
	switch {
	case len(notices) > 0:
		field.SetNotice(theme.Info, d.say(notices[0]))
	case proposed != "" && setup.SameDN(proposed, typed):
		field.SetNotice(theme.Good, d.say(check.T("base-dn.served", "This is the domain that the domain controllers serve.")))
	default:
		field.SetNotice(theme.Neutral, "")
	}
}

// drawParts takes the DN apart.
func (b *baseDN) drawParts() {
	d := b.desk
	b.parts.Objects = nil
	for _, p := range setup.BaseDNParts(d.Flow.Answers().BaseDN) {
		b.parts.Objects = append(b.parts.Objects, widgets.Columns(theme.Small, []float32{0.58, 0.42},
			widgets.NewParagraph(d.say(p.Kind), theme.Caption, theme.Soft), widgets.NewParagraph(p.Value, theme.Code, theme.Text)))
	}
	if len(b.parts.Objects) == 0 {
		b.parts.Objects = []fyne.CanvasObject{widgets.NewParagraph(d.say(check.T("base-dn.parts.none", "Nothing to take apart yet. A domain name such as corp.example.com can be typed too.")), theme.Body, theme.Soft)}
	}
}

// drawChecks shows what the signed-in account found, once it did. Before, there
// is nothing to check here: a Base DN cannot be looked up without a password.
func (b *baseDN) drawChecks() {
	report, _ := b.desk.Flow.Results(setup.BaseDN)
	if b.card.Hide(); len(report.Results) > 0 {
		b.card.Show()
	}
	b.checks.draw()
}

// Faults implements Page.
func (b *baseDN) Faults(bad check.Problems) { b.form.faults(bad) }

// Began implements Page.
func (b *baseDN) Began(name string) {
	b.card.Show()
	b.checks.Began(name)
}

// Ended implements Page.
func (b *baseDN) Ended(cancelled *check.Report) {
	b.checks.Ended(cancelled)
	b.draw()
}
