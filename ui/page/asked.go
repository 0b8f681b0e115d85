package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// identity is the resource of the scopes that every sign-in has.
const identity = "identity"

// drawAsked draws the two lists that limit one another: what the application
// asks Microsoft for, and what the account must hold.
func (e *exchange) drawAsked() {
	d := e.desk
	plan := d.Flow.Plan()
	var scopes, roles, traps []fyne.CanvasObject
	var basics []string
	for _, s := range plan.Scopes {
		if s.Resource == identity {
			basics = append(basics, s.Title)
			continue
		}
		scopes = append(scopes, entry(s.Title, d.say(s.Why.T())))
	}
	scopes = append(scopes, entry(strings.Join(basics, "\n"),
		d.say(check.T("asked.basics", "Part of every sign-in. Tokens stay in memory and are gone when the wizard is closed."))))
	for _, n := range plan.Exchange {
		kind := check.T("asked.exchange-role", "Exchange role {{.name}}", "name", n.Role.Name)
		if n.Advised {
			kind = check.T("asked.exchange-role.advised", "Exchange role {{.name}} (advised)", "name", n.Role.Name)
		}
		roles = append(roles, entry(d.say(kind), d.say(n.Role.Allows.T())))
	}
	for _, n := range plan.Entra {
		roles = append(roles, entry(d.say(check.T("asked.entra-role", "Entra role {{.name}}", "name", n.Role.Name)), d.say(n.Role.Allows.T())))
	}
	for _, t := range plan.Traps {
		traps = append(traps, widgets.Point(theme.IconInfo, theme.Accent, d.say(t)))
	}
	e.asked.Objects = []fyne.CanvasObject{widgets.Columns(theme.Large, []float32{0.5, 0.5},
		widgets.NewSection(widgets.Section{Title: d.say(check.T("asked.scopes", "The application asks Microsoft for")),
			Lead: d.say(check.T("asked.scopes.lead", "Microsoft shows these lines when you sign in.")), Body: widgets.Column(theme.Medium, scopes...)}),
		widgets.NewSection(widgets.Section{Title: d.say(check.T("asked.roles", "The account must hold")),
			Lead: d.say(check.T("asked.roles.lead", "The Exchange roles in one role group; the Entra role beside it.")), Body: widgets.Column(theme.Medium, roles...)}))}
	if len(traps) > 0 {
		e.asked.Objects = append(e.asked.Objects, newDisclosure(d.say(check.N("asked.traps", len(traps), "Good to know: one thing that often surprises", "Good to know: {{.n}} things that often surprise")),
			widgets.NewCard(widgets.Column(theme.Small, traps...))).root)
	}
	e.asked.Refresh()
}

func entry(title, text string) fyne.CanvasObject {
	return widgets.Column(theme.Hair, widgets.NewParagraph(title, theme.Strong, theme.Text), widgets.NewParagraph(text, theme.Caption, theme.Soft))
}
