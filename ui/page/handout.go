package page

import (
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// handout is what goes to the administrators of the tenant: one page to send,
// the scripts, and the link that approves for everybody.
type handout struct {
	e    *exchange
	line *widgets.Expander
}

func newHandout(e *exchange) *handout {
	d := e.desk
	h := &handout{e: e}
	row := func(title, text check.Text, button fyne.CanvasObject) fyne.CanvasObject {
		return widgets.Row(theme.Large, widgets.Grow(widgets.Column(theme.Hair, widgets.NewParagraph(d.say(title), theme.Body, theme.Text),
			widgets.NewParagraph(d.say(text), theme.Caption, theme.Soft))), button)
	}
	show := func(label check.Text, press func()) fyne.CanvasObject { return widgets.NewButton(d.say(label), press) }
	h.line = widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconShare, Title: d.say(check.T("handout", "For your administrators")),
		Hint: d.say(check.T("handout.hint", "Whoever approves applications and assigns roles may be somebody else.")),
		Body: widgets.Column(theme.Medium,
			row(check.T("handout.request", "Request, one page"), check.T("handout.request.text", "What is asked for and why, which roles the account needs, the commands, and the link."),
				show(check.T("handout.request.show", "Show request…"), h.showRequest)),
			row(check.T("handout.scripts", "Scripts for the roles"), check.T("handout.scripts.text", "One role group with exactly the roles that are missing, and the Entra role. Each can be undone."),
				show(check.T("handout.scripts.show", "Show scripts…"), h.showScripts)),
			row(check.T("handout.consent", "Link that approves the application"), check.T("handout.consent.text", "Whoever opens it as an administrator and accepts approves the permissions for every user of the tenant. An application of your own, registered by the script, is for the service account alone."),
				h.consentButton()))})
	return h
}

func (h *handout) consentButton() fyne.CanvasObject {
	w := h.e.desk.Kit
	w.Copy = h.e.desk.say(check.T("sign-in.copy", "Copy link"))
	return widgets.NewFramedCopyButton(w, h.e.desk.Flow.ConsentURL)
}

// showRequest shows the page to send.
func (h *handout) showRequest() {
	d := h.e.desk
	d.showDocuments(check.T("handout.request.title", "Request to the administrators of the tenant"),
		check.T("handout.request.lead", "Send it as it is. It names the account and holds no secret."),
		document{title: check.T("handout.request", "Request, one page"), who: check.T("handout.request.who", "For Application, Exchange and Privileged Role Administrators"),
			name: "hire2retire-request.txt", text: setup.RequestText(d.Flow.ConsentRequest(), d.say), prose: true})
}

// showScripts shows the scripts for what is missing; before anything was looked
// at, for all that is needed.
func (h *handout) showScripts() {
	d := h.e.desk
	lead := check.T("handout.scripts.lead", "For all roles that the ticked features need: nothing was looked at yet.")
	if report, stale := d.Flow.Results(setup.Exchange); len(report.Results) > 0 && !stale {
		lead = check.T("handout.scripts.lead.missing", "For exactly what the last check found missing.")
	}
	docs := h.scripts()
	if len(docs) == 0 {
		d.showDialog(check.T("handout.scripts.title", "Scripts for the roles"), check.Text{},
			widgets.Point(theme.IconPassed, theme.OK, d.say(check.T("handout.scripts.none", "Nothing is missing, so there is nothing to run."))), 0)
		return
	}
	d.showDocuments(check.T("handout.scripts.title", "Scripts for the roles"), lead, docs...)
}

func (h *handout) scripts() []document {
	d := h.e.desk
	scripts := d.Flow.Scripts()
	var docs []document
	for _, s := range scripts.Roles {
		docs = append(docs, d.scriptOf(s, check.T("handout.script.exchange", "Exchange roles, in one role group"),
			check.T("handout.script.exchange.who", "For a member of Organization Management, with the module ExchangeOnlineManagement"),
			check.T("handout.script.exchange.customize", "A tenant that never had a role group of its own needs Enable-OrganizationCustomization once. It cannot be undone, so the script refuses to do it unless it is run with -AllowCustomization."),
			check.T("handout.script.exchange.member", "It looks first whether the account can be a member of a role group. One without a mailbox cannot: -Direct assigns the roles to it alone.")))
	}
	for _, s := range scripts.Entra {
		docs = append(docs, d.scriptOf(s, check.T("handout.script.entra", "Role in Entra ID"),
			check.T("handout.script.entra.who", "For a Privileged Role Administrator, with the module Microsoft.Graph")))
	}
	return docs
}

// showSheets shows what each team has to do about the last results.
func (h *handout) showSheets() {
	d := h.e.desk
	report, _ := d.Flow.Results(setup.Exchange)
	deps := d.Flow.Deps()
	preview, _ := d.Flow.Preview()
	hand := setup.Handover{Product: deps.Page.Product, Connection: preview.Name, Practice: deps.Practice, Computer: deps.Computer, At: time.Now(), Report: report, Draw: d.say}
	var docs []document
	for _, sheet := range hand.Sheets() {
		docs = append(docs, document{title: check.T("handout.sheet", "For {{.team}}", "team", setup.TeamName(sheet.Who)), who: check.T("handout.sheet.who", "What is wrong, what to do, what to expect"),
			name: "hire2retire-" + string(sheet.Who) + ".txt", text: sheet.Text, prose: true})
	}
	d.showDocuments(check.T("handout.sheets.title", "Hand over"), check.T("handout.sheets.lead", "One sheet for every team that has something to do. No sheet holds a secret."), docs...)
}
