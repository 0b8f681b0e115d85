package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// application is where the sign-in goes: the cloud, the application that asks,
// and its tenant. Most organizations leave all of it as it is.
type application struct {
	e      *exchange
	clouds []setup.CloudChoice
	cloud  *widgets.SelectBox
	kind   *widgets.RadioGroup
	client *widgets.Input
	tenant *widgets.Input
	own    *fyne.Container
	line   *widgets.Expander
}

// The kinds of applications, in the order of the choice.
const (
	builtIn = iota
	ownApplication
)

func newApplication(e *exchange) *application {
	d := e.desk
	p := &application{e: e, clouds: d.Flow.Clouds()}
	var names []string
	for _, c := range p.clouds {
		names = append(names, c.Name)
	}
	p.cloud = widgets.NewSelectBox(d.say(check.T("application.cloud", "Microsoft cloud")), names, p.onCloud)
	p.kind = widgets.NewRadioGroup(d.say(check.T("application.kind", "Application that asks for the permissions")), []widgets.Option{
		{Label: d.say(check.T("application.built-in", "The application of this wizard")), Hint: d.say(check.T("application.built-in.hint", "Nothing to register. An administrator approves it once, or the account itself where your tenant allows that."))},
		{Label: d.say(check.T("application.own", "An application of your own")), Hint: d.say(check.T("application.own.hint", "Registered in your tenant, for this account alone. National clouds need one."))}}, p.onKind)
	p.client = e.input(setup.FieldClientID, "00000000-0000-0000-0000-000000000000", func(a *setup.Answers, text string) { a.ClientID = text })
	p.tenant = e.input(setup.FieldTenant, "example.onmicrosoft.com", func(a *setup.Answers, text string) { a.Tenant = text })
	client := e.form.add(setup.FieldClientID, check.T("exchange.client", "Application (client) ID"), check.T("exchange.client.help", "Of an app registration of yours."), p.client)
	tenant := e.form.add(setup.FieldTenant, check.T("exchange.tenant", "Tenant"), check.T("exchange.tenant.help", "A domain of the tenant, or its ID. Left empty, that of the account."), p.tenant)
	script := widgets.NewButton(d.say(check.T("application.script", "Script that registers it…")), p.showScript).WithIcon(theme.IconFile)
	half := func(o fyne.CanvasObject) fyne.CanvasObject { return widgets.Wide(420, o) }
	p.own = widgets.Pad(0, 0, 0, theme.Wide+theme.Tiny, half(widgets.Column(theme.Medium, client, widgets.Wrap(theme.Small, script))))
	cloud := e.form.addField(setup.FieldCloud, widgets.NewField(d.say(check.T("application.cloud", "Microsoft cloud")), "", p.cloud))
	p.line = widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconGlobe, Title: d.say(check.T("application", "Cloud and application")),
		Hint: d.say(check.T("application.hint", "Where the account is, and in whose name is asked.")),
		Body: widgets.Column(theme.Large, half(cloud), half(tenant), widgets.Column(theme.Tiny, widgets.NewParagraph(d.say(check.T("application.kind", "Application that asks for the permissions")), theme.Strong, theme.Text),
			p.kind, p.own))})
	return p
}

func (p *application) onCloud(index int) {
	p.e.edit(func(a *setup.Answers) { a.Cloud = p.clouds[index].ID })
}

// onKind takes the client ID out of the answers, or puts it back as it was typed.
func (p *application) onKind(index int) {
	id := ""
	if index == ownApplication {
		id = p.client.Text
	}
	p.e.edit(func(a *setup.Answers) { a.ClientID = id })
	p.show(index)
}

func (p *application) show(kind int) {
	p.own.Hidden = kind != ownApplication
	p.line.SetValue(p.value(kind))
	p.e.resize()
}

func (p *application) value(kind int) string {
	d := p.e.desk
	text := check.T("application.value", "{{.cloud}}, application of this wizard", "cloud", d.Flow.CloudName())
	if kind == ownApplication {
		text = check.T("application.value.own", "{{.cloud}}, application of your own", "cloud", d.Flow.CloudName())
	}
	return d.say(text)
}

// draw shows the answers. Without a built-in application there is no choice.
func (p *application) draw() {
	a := p.e.desk.Flow.Answers()
	setText(p.tenant, a.Tenant)
	p.cloud.Choose(slices.IndexFunc(p.clouds, func(c setup.CloudChoice) bool { return c.ID == a.Cloud }))
	kind, none := p.kind.Chosen(), p.e.desk.Flow.Deps().ClientID == ""
	switch {
	case a.ClientID != "" || none:
		kind = ownApplication
		setText(p.client, a.ClientID)
	case kind < 0:
		kind = builtIn
	}
	p.kind.Choose(kind)
	p.kind.Hidden = none
	if none {
		p.line.Open(true)
	}
	p.show(kind)
}

// showScript shows what registers an application.
func (p *application) showScript() {
	d := p.e.desk
	d.showDocuments(check.T("application.script.title", "Register an application of your own"),
		check.T("application.script.lead", "The script registers it, and grants its permissions to the service account alone. It writes down the client ID to enter here."),
		d.scriptOf(d.Flow.Scripts().Registration, check.T("application.script.name", "Registration of the application"),
			check.T("application.script.who", "For an Application Administrator, in Windows PowerShell or PowerShell 7 with the module Microsoft.Graph")))
}

// scriptOf is a script of PowerShell as a document.
func (d *Desk) scriptOf(s setup.Script, title, who check.Text, about ...check.Text) document {
	usual := check.T("script.usual", "As it is, it only says what it would do. With -Apply it does it and writes a record; with -Undo it takes back exactly what the record lists.")
	return document{title: title, who: who, about: append([]check.Text{usual}, about...), name: s.Name, text: s.Text}
}
