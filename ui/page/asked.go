package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// everySignIn is the resource of the scopes that every sign-in has.
const everySignIn = "identity"

// asked is the two lists that limit one another: what the application asks
// Microsoft for, and what the account must hold. Each line opens for whoever
// wants to know exactly.
type asked struct {
	desk *Desk
	// opened are the lines that somebody opened, by their titles: a tick draws
	// the lists anew and must not close them.
	opened map[string]bool
	// readRoles asks for the permission that only some want.
	readRoles *widgets.CheckBox
	root      *fyne.Container
}

func newAsked(d *Desk, onChange func()) *asked {
	k := &asked{desk: d, opened: map[string]bool{}, root: widgets.Column(theme.Large)}
	k.readRoles = widgets.NewCheckBox(d.say(check.T("asked.read-roles", "Ask to read the Entra roles, too")),
		d.say(check.T("asked.read-roles.hint", "Tells a role that is missing from one that only may be activated. An administrator has to approve it.")), func(on bool) {
			d.edit(func(a *setup.Answers) { a.ReadRoles = on })
			onChange()
		})
	return k
}

// draw shows the lists for what is ticked now.
func (k *asked) draw() {
	d := k.desk
	plan := d.Flow.Plan()
	k.readRoles.SetChecked(d.Flow.Answers().ReadRoles)
	k.root.Objects = []fyne.CanvasObject{widgets.Columns(theme.Large, []float32{0.5, 0.5},
		d.listCard(check.T("asked.scopes", "The application asks Microsoft for"), check.T("asked.scopes.lead", "Microsoft shows these lines when you sign in."), k.scopes(plan), widgets.Pad(theme.Tiny, theme.Large, theme.Tiny, theme.Large, k.readRoles)),
		d.listCard(check.T("asked.roles", "The account must hold"), check.T("asked.roles.lead", "The Exchange roles in one role group; the Entra role beside it."), k.roles(plan)))}
	k.root.Refresh()
}

// listCard is a card with a title and lines that open.
func (d *Desk) listCard(title, lead check.Text, lines []*widgets.Expander, more ...fyne.CanvasObject) fyne.CanvasObject {
	rows := []fyne.CanvasObject{widgets.Pad(theme.Large, theme.Large, theme.Medium, theme.Large, widgets.Column(theme.Hair,
		widgets.NewHeading(d.say(title), theme.Strong), widgets.NewParagraph(d.say(lead), theme.Caption, theme.Soft)))}
	for _, x := range lines {
		rows = append(rows, widgets.NewLine(), x)
	}
	for _, o := range more {
		rows = append(rows, widgets.NewLine(), o)
	}
	return widgets.Stack(widgets.NewSurface(theme.Card, theme.Stroke, theme.CardRadius), widgets.PadAll(1, widgets.Column(0, rows...)))
}

// line is one line of a list; it stays open when the list is drawn anew.
func (k *asked) line(title, hint string, parts ...fyne.CanvasObject) *widgets.Expander {
	x := widgets.NewExpander(widgets.ExpanderSpec{Title: title, Hint: hint, Body: widgets.Column(theme.Small, parts...),
		OnOpen: func(open bool) { k.opened[title] = open }})
	x.Open(k.opened[title])
	return x
}

func (k *asked) scopes(plan setup.Plan) []*widgets.Expander {
	d := k.desk
	var lines []*widgets.Expander
	var names []string
	var basics []fyne.CanvasObject
	for _, s := range plan.Scopes {
		words := d.quoted(check.T("asked.words", "Microsoft's words: “{{.words}}”", "words", s.Wording))
		if s.Resource == everySignIn {
			names = append(names, s.Name)
			basics = append(basics, widgets.Column(theme.Hair, widgets.NewParagraph(s.Title, theme.CaptionStrong, theme.Text), words))
			continue
		}
		lines = append(lines, k.line(s.Title, d.say(scopeOf(string(s.Resource), s.Name)), d.plain(s.Why.T()), words))
	}
	lines = append(lines, k.line(d.say(check.T("asked.basics.title", "What every sign-in asks for")), strings.Join(names, ", "), basics...))
	return append(lines, k.token())
}

// scopeOf names the permission and the API it belongs to, as both are called in
// an app registration.
func scopeOf(resource, name string) check.Text {
	api := "Microsoft Graph"
	if resource == "exchange" {
		api = "Office 365 Exchange Online"
	}
	return check.T("asked.scope", "{{.name}}, delegated, of {{.api}}", "name", name, "api", api)
}

// token says what is done with what Microsoft grants.
func (k *asked) token() *widgets.Expander {
	d := k.desk
	yes := func(t check.Text) fyne.CanvasObject { return d.point(theme.IconPassed, theme.OK, t) }
	no := func(t check.Text) fyne.CanvasObject { return d.point(theme.IconSkipped, theme.Soft, t) }
	return k.line(d.say(check.T("asked.token", "What this wizard does with it")), d.say(check.T("asked.token.hint", "It reads. The permission allows more than that.")),
		yes(check.T("asked.token.reads", "It asks which commands the account may run, looks at one object of each kind that is ticked, and reads who signed in.")),
		no(check.T("asked.token.writes", "It runs no command that changes anything, not even to try it.")),
		no(check.T("asked.token.mail", "It opens no mailbox and reads no message.")),
		no(check.T("asked.token.keeps", "It sends the token to Microsoft alone. It is gone when the wizard is closed, unless you choose to keep the sign-in.")))
}

func (k *asked) roles(plan setup.Plan) []*widgets.Expander {
	d := k.desk
	var lines []*widgets.Expander
	for _, n := range plan.Exchange {
		kind := check.T("asked.exchange-role", "Exchange role {{.name}}", "name", n.Role.Name)
		if n.Advised {
			kind = check.T("asked.exchange-role.advised", "Exchange role {{.name}} (advised)", "name", n.Role.Name)
		}
		parts := []fyne.CanvasObject{d.plain(n.Role.Allows.T())}
		if n.Advised {
			parts = append([]fyne.CanvasObject{d.plain(n.Because)}, parts...)
		}
		lines = append(lines, k.line(d.say(kind), d.neededFor(ids(n.Features)), parts...))
	}
	for _, n := range plan.Entra {
		lines = append(lines, k.line(d.say(check.T("asked.entra-role", "Entra role {{.name}}", "name", n.Role.Name)), d.neededFor(ids(n.Features)), d.plain(n.Role.Allows.T())))
	}
	return lines
}

// ids are the names of features as the page knows them.
func ids[T ~string](features []T) []string {
	var list []string
	for _, f := range features {
		list = append(list, string(f))
	}
	return list
}

// neededFor names the features that need a role.
func (d *Desk) neededFor(features []string) string {
	var names []string
	for _, f := range setup.Features() {
		for _, id := range features {
			if id == f.ID {
				names = append(names, d.say(f.Name))
			}
		}
	}
	return d.say(check.T("asked.for", "For {{.features}}", "features", strings.Join(names, ", ")))
}

// plain and quoted are paragraphs of the lines; point is one of a list.
func (d *Desk) plain(t check.Text) fyne.CanvasObject {
	return widgets.NewParagraph(d.say(t), theme.Body, theme.Text)
}

func (d *Desk) quoted(t check.Text) fyne.CanvasObject {
	return widgets.NewParagraph(d.say(t), theme.Caption, theme.Soft)
}

func (d *Desk) point(icon theme.Icon, ink fyne.ThemeColorName, t check.Text) fyne.CanvasObject {
	return widgets.Point(icon, ink, d.say(t))
}
