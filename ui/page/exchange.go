package page

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// exchange shows what is asked of Microsoft and of the account, signs in, and
// shows what the account may do.
type exchange struct {
	*checks
	form     form
	content  *fyne.Container
	features []*widgets.CheckBox
	ids      []string // of the features
	asked    *fyne.Container
	account  *widgets.Input
	tenant   *widgets.Input
	client   *widgets.Input
	own      *disclosure
	signIn   *widgets.Button
	waiting  *fyne.Container
	nothing  *fyne.Container // complaint that nothing is ticked
	commands *fyne.Container
	signed   *fyne.Container
}

func newExchange(d *Desk) *exchange {
	e := &exchange{checks: newChecks(d, setup.Exchange, check.T("exchange.before",
		"Next opens Microsoft's sign-in page in your browser; this wizard never sees that password. Then it reads what the account may do. Nothing is changed.")),
		form: form{desk: d, step: setup.Exchange}, asked: widgets.Column(theme.Large), waiting: widgets.Column(0), nothing: widgets.Column(0),
		commands: widgets.Column(theme.Small), signed: widgets.Column(0)}
	e.onField = e.focusField
	e.waiting.Hide()
	e.nothing.Hide()
	e.content = widgets.Column(theme.Large, e.nothing, e.featureCard(), e.asked, e.signInCard(), e.waiting, e.card)
	return e
}

// featureCard is what can be ticked. An extra stands below what it adds to.
func (e *exchange) featureCard() fyne.CanvasObject {
	d := e.desk
	var left, right []fyne.CanvasObject
	all := setup.Features()
	for i, f := range all {
		box := widgets.NewCheckBox(d.say(f.Name), "", func(on bool) { e.onFeature(f.ID, on) })
		e.features, e.ids = append(e.features, box), append(e.ids, f.ID)
		if i < (len(all)+1)/2 {
			left = append(left, box)
		} else {
			right = append(right, box)
		}
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("exchange.features", "What Hire2Retire will manage")),
		Lead: d.say(check.T("exchange.features.lead", "Tick only what you use: the account then needs fewer roles.")),
		Body: widgets.Columns(theme.Wide, []float32{0.5, 0.5}, widgets.Column(theme.Tiny, left...), widgets.Column(theme.Tiny, right...))})
}

func (e *exchange) onFeature(id string, on bool) {
	e.desk.edit(func(a *setup.Answers) {
		a.Features = slices.DeleteFunc(a.Features, func(f string) bool { return f == id })
		if on {
			a.Features = append(a.Features, id)
		}
	})
	e.nothing.Hide()
	e.drawAsked()
	e.draw()
	e.content.Refresh()
}

func (e *exchange) signInCard() fyne.CanvasObject {
	d := e.desk
	input := func(name, placeholder string, set func(*setup.Answers, string)) *widgets.Input {
		in := widgets.NewInput(placeholder).Judge(e.form.judge(name, set))
		in.OnChange = func(text string) {
			d.edit(func(a *setup.Answers) { set(a, text) })
			e.drawCommands()
		}
		return in
	}
	e.account = input(setup.FieldAccount, "svc-h2r@example.com", func(a *setup.Answers, text string) { a.Account = text })
	e.tenant = input(setup.FieldTenant, "example.onmicrosoft.com", func(a *setup.Answers, text string) { a.Tenant = text })
	e.client = input(setup.FieldClientID, "00000000-0000-0000-0000-000000000000", func(a *setup.Answers, text string) { a.ClientID = text })
	e.signIn = widgets.NewButton(d.say(check.T("exchange.sign-in", "Sign in with Microsoft")), d.Next).WithIcon(theme.IconOpen)
	account := e.form.add(setup.FieldAccount, check.T("exchange.account", "Exchange Online service account (optional)"),
		check.T("exchange.account.help", "Microsoft then proposes this account. Left empty, you choose one in the browser."), e.account)
	tenant := e.form.add(setup.FieldTenant, check.T("exchange.tenant", "Tenant"), check.T("exchange.tenant.help", "A domain of the tenant, or its ID. Left empty, that of the account."), e.tenant)
	client := e.form.add(setup.FieldClientID, check.T("exchange.client", "Application (client) ID"), check.T("exchange.client.help", "Of an app registration of yours."), e.client)
	e.own = newDisclosure(d.say(check.T("exchange.own-application", "Use an application of your own")),
		widgets.Columns(theme.Wide, []float32{0.5, 0.5}, client, tenant))
	command := newDisclosure(d.say(check.T("exchange.commands", "Commands that give the account these roles")), e.commands)
	lock := widgets.Row(theme.Medium, widgets.Grow(widgets.Wide(420, account)), widgets.Pad(0, 0, 0, 0, e.signIn))
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("exchange.sign-in.title", "Sign in as the service account")),
		Body: widgets.Column(theme.Medium, lock, e.signed, e.own.root, command.root)})
}

// Content implements Page.
func (e *exchange) Content() fyne.CanvasObject { return e.content }

// Shown implements Page.
func (e *exchange) Shown() {
	a := e.desk.Flow.Answers()
	for i, id := range e.ids {
		e.features[i].SetChecked(slices.Contains(a.Features, id))
	}
	setText(e.account, a.Account)
	setText(e.tenant, a.Tenant)
	setText(e.client, a.ClientID)
	if e.desk.Flow.Deps().ClientID == "" {
		e.own.open(true)
	}
	e.drawAsked()
	e.drawCommands()
	e.drawSigned()
	e.draw()
	e.content.Refresh()
}

// drawCommands shows what administrators can run.
func (e *exchange) drawCommands() {
	d := e.desk
	e.commands.Objects = nil
	for _, text := range d.Flow.GrantCommands() {
		e.commands.Objects = append(e.commands.Objects, widgets.NewCodeBox(d.Kit, text))
	}
	if len(e.commands.Objects) == 0 {
		e.commands.Objects = []fyne.CanvasObject{widgets.NewParagraph(d.say(check.T("exchange.commands.account", "Type the name of the account first: the commands carry it.")), theme.Body, theme.Soft)}
	}
	e.commands.Refresh()
}

// drawSigned says who is signed in.
func (e *exchange) drawSigned() {
	d := e.desk
	account, tenant, ok := d.Flow.SignedIn()
	e.signed.Objects = nil
	e.signed.Hidden = !ok
	label := check.T("exchange.sign-in", "Sign in with Microsoft")
	if ok {
		label = check.T("exchange.sign-in.other", "Sign in with another account")
		e.signed.Objects = []fyne.CanvasObject{widgets.NewKeyValues(
			widgets.KeyValue{Key: d.say(check.T("exchange.signed-in", "Signed in as")), Value: account},
			widgets.KeyValue{Key: d.say(check.T("exchange.tenant-id", "Tenant ID")), Value: tenant, Mono: true})}
	}
	e.signIn.SetLabel(d.say(label))
	e.signIn.SetPress(func() {
		if ok {
			e.otherAccount()
			return
		}
		d.Next()
	})
}

// otherAccount forgets who is signed in and asks for an account in the browser.
func (e *exchange) otherAccount() {
	if err := e.desk.Flow.SignOut(context.Background()); err != nil {
		e.waiting.Objects = []fyne.CanvasObject{e.desk.failed(check.T("exchange.sign-out.error", "The account could not be signed out"), err)}
		e.waiting.Show()
		e.content.Refresh()
		return
	}
	e.drawSigned()
	e.desk.Check(setup.Exchange)
}

// Faults implements Page.
func (e *exchange) Faults(bad check.Problems) {
	if text := e.desk.faultAt(bad, setup.FieldFeatures); text != "" {
		e.nothing.Objects = []fyne.CanvasObject{widgets.NewBanner(theme.Bad, text, "")}
		e.nothing.Show()
		e.content.Refresh()
		widgets.FocusFirst(e.features[0])
		return
	}
	if e.desk.faultAt(bad, setup.FieldTenant)+e.desk.faultAt(bad, setup.FieldClientID) != "" {
		e.own.open(true)
	}
	e.form.faults(bad)
}

func (e *exchange) focusField(name string) {
	if f := e.form.field(name); f != nil {
		if name != setup.FieldAccount {
			e.own.open(true)
		}
		widgets.FocusFirst(f)
		return
	}
	widgets.FocusFirst(e.features[0])
}

// Ended implements Page.
func (e *exchange) Ended(cancelled *check.Report) {
	e.waiting.Hide()
	e.signIn.Enable()
	e.drawSigned()
	e.checks.Ended(cancelled)
	e.content.Refresh()
}

// Began implements Page.
func (e *exchange) Began(name string) {
	e.signIn.Disable()
	e.checks.Began(name)
}
