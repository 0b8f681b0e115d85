package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// permissions shows what the two accounts must be allowed, before anything is
// asked.
type permissions struct{ quiet }

func newPermissions(d *Desk) *permissions {
	p := &permissions{}
	p.content = widgets.Column(theme.Large, inDirectory(d), inExchange(d), oneRoleGroup(d))
	return p
}

// inDirectory shows the two ways in Active Directory. They are equal: the
// documents ask for both in one place and for either in another, and either is
// enough.
func inDirectory(d *Desk) fyne.CanvasObject {
	way := func(icon theme.Icon, title, text check.Text) fyne.CanvasObject {
		return widgets.TopRow(theme.Medium, widgets.NewBadge(icon), widgets.Grow(widgets.Column(theme.Hair,
			widgets.NewParagraph(d.say(title), theme.Strong, theme.Text), widgets.NewParagraph(d.say(text), theme.Body, theme.Soft))))
	}
	return widgets.NewSection(widgets.Section{
		Title: d.say(check.T("permissions.directory", "In Active Directory: one of these two")),
		Lead:  d.say(check.T("permissions.directory.lead", "Either is enough, and the wizard proves which one the account has.")),
		Body: widgets.Columns(theme.Wide, []float32{0.5, 0.5},
			way(theme.IconShieldCheck, check.T("permissions.delegated", "Delegated control on the target OUs"),
				check.T("permissions.delegated.text", "Recommended: the account can change nothing else. On OUs for users it creates, updates, enables, disables, moves, renames and deletes users and resets their passwords; on OUs for groups it changes the members.")),
			way(theme.IconPersonKey, check.T("permissions.admin", "Membership in Domain Admins"),
				check.T("permissions.admin.text", "Directly or through other groups. The account can then change everything in the domain, so its password deserves the same care as that of an administrator.")))})
}

// featureIcons are the icons of the permission table.
var featureIcons = map[string]theme.Icon{
	"dl": theme.IconInbox, "m365": theme.IconCommunity, "mesg": theme.IconShield, "shared": theme.IconPeople, "shared-create": theme.IconMail,
}

// inExchange is the permission table.
func inExchange(d *Desk) fyne.CanvasObject {
	var rows [][]fyne.CanvasObject
	for _, f := range setup.Features() {
		if f.Extra == "" {
			rows = append(rows, featureRow(d, f))
		}
	}
	table := widgets.NewTable(widgets.TableSpec{
		Name: d.say(check.T("permissions.exchange", "In Exchange Online and Entra ID")),
		Heads: []string{d.say(check.T("permissions.manages", "What is managed")), d.say(check.T("permissions.exchange-roles", "Exchange role")),
			d.say(check.T("permissions.entra-role", "Entra role")), d.say(check.T("permissions.for", "What for"))},
		Fractions: []float32{0.25, 0.25, 0.17, 0.33}, Rows: rows})
	return widgets.Column(theme.Small, widgets.NewHeading(d.say(check.T("permissions.exchange", "In Exchange Online and Entra ID")), theme.Strong), table)
}

func featureRow(d *Desk, f setup.Feature) []fyne.CanvasObject {
	none := d.say(check.T("permissions.none", "none"))
	roles := func(names []string) fyne.CanvasObject {
		if len(names) == 0 {
			return widgets.NewParagraph(none, theme.Body, theme.Soft)
		}
		return widgets.NewParagraph(strings.Join(names, "\n"), theme.Strong, theme.Text)
	}
	return []fyne.CanvasObject{widgets.IconCell(featureIcons[f.ID], d.say(f.Name)), roles(f.ExchangeRoles), roles(f.EntraRoles),
		widgets.NewParagraph(d.say(f.Explains), theme.Body, theme.Soft)}
}

func oneRoleGroup(d *Desk) fyne.CanvasObject {
	return widgets.NewBanner(theme.Info, d.say(check.T("permissions.role-group", "Exchange roles belong in one role group, the Entra role is separate")),
		d.say(check.T("permissions.role-group.text", "An Exchange administrator puts the roles in one role group and adds the account to it. The Entra role is assigned to the account in the Entra admin center. New roles can take up to an hour to arrive. You choose what is managed, and see the exact list, on the Exchange Online page.")))
}
