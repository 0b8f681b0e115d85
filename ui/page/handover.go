package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// handover is the part of a page with what goes to other people: scripts that
// give exactly what is missing, a sheet for each team, and the notice for the
// security team.
type handover struct {
	desk *Desk
	body *fyne.Container
	card *fyne.Container
}

func newHandover(d *Desk) *handover {
	h := &handover{desk: d, body: widgets.Wrap(theme.Small)}
	h.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("handover", "For other teams")),
		Lead: d.say(check.T("handover.lead", "Each text says what is wrong, why it matters, what to run and what to expect. Copy it into a ticket, or save it as a file.")), Body: h.body})
	h.card.Hide()
	return h
}

// draw offers what there is after a check.
func (h *handover) draw(report check.Report) {
	d := h.desk
	h.body.Objects = nil
	if h.card.Hidden = len(report.Results) == 0; h.card.Hidden {
		return
	}
	for i, script := range d.Flow.DelegationScripts() {
		h.offer(scriptWords[min(i, 1)].label, theme.IconDocument, textSheet{title: d.say(scriptWords[min(i, 1)].title),
			lead: d.say(scriptWords[min(i, 1)].lead), text: script.Text, file: script.Name})
	}
	for _, s := range d.Flow.Sheets() {
		h.offer(check.T("handover.sheet", "Sheet for {{.team}}…", "team", setup.TeamName(s.Who)), theme.IconShare, textSheet{
			title: d.say(check.T("handover.title", "For {{.team}}", "team", setup.TeamName(s.Who))), text: s.Text, prose: true, file: "for-" + string(s.Who) + ".txt"})
	}
	h.offer(check.T("handover.notice", "Notice for the security team…"), theme.IconShare, textSheet{
		title: d.say(check.T("notice.title", "Notice for the security team")),
		lead:  d.say(check.T("handover.notice.lead", "Send it before a check, so that nobody has to guess who reads access lists.")),
		text:  d.Flow.SecurityNotice(), prose: true, file: "notice-for-security.txt"})
	h.offer(check.T("handover.story", "What happened, step by step…"), theme.IconDocument, textSheet{
		title: d.say(check.T("doctor.story", "What happened, step by step")),
		lead:  d.say(check.T("handover.story.lead", "For whoever has to find out where it stops: every host, what was asked and how long it took. It holds names and addresses, and no secret.")),
		text:  d.wholeStory(), prose: true, file: "story.txt"})
	h.card.Refresh()
}

// wholeStory is what happened, host by host.
func (d *Desk) wholeStory() string {
	var b strings.Builder
	for _, s := range d.Flow.Story() {
		if s.Host != "" {
			b.WriteString(s.Host + "\n")
		}
		b.WriteString(s.Text + "\n")
	}
	return b.String()
}

// scriptWords introduce the scripts of Flow.DelegationScripts, in their order.
var scriptWords = []struct{ label, title, lead check.Text }{
	{check.T("handover.script", "Script that grants what is missing…"), check.T("handover.script.title", "Grant exactly what is missing"),
		check.T("handover.script.lead", "For PowerShell on a computer with the Active Directory tools. Without a switch it only shows what it would do; -Apply does it, -Undo takes away exactly what it added. The access lists are exported first.")},
	{check.T("handover.dsacls", "The same as dsacls commands…"), check.T("handover.dsacls.title", "The same as dsacls commands"),
		check.T("handover.dsacls.lead", "One line for each permission, for PowerShell. They act at once.")},
}

func (h *handover) offer(label check.Text, icon theme.Icon, sheet textSheet) {
	h.body.Objects = append(h.body.Objects, widgets.NewButton(h.desk.say(label), func() { h.desk.showText(sheet) }).WithIcon(icon))
}
