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
type permissions struct {
	quiet
	desk *Desk
	// needs changes with the cloud.
	needs *fyne.Container
}

func newPermissions(d *Desk) *permissions {
	p := &permissions{desk: d, needs: widgets.Column(0)}
	p.content = widgets.Column(theme.Large, inDirectory(d), inExchange(d), oneRoleGroup(d), p.needs, whatRolesAllow(d))
	return p
}

// Shown implements Page.
func (p *permissions) Shown() {
	p.needs.Objects = []fyne.CanvasObject{besides(p.desk)}
	p.needs.Refresh()
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

// whatRolesAllow says it plainly: the names of the roles sound smaller than they
// are.
func whatRolesAllow(d *Desk) fyne.CanvasObject {
	var columns [2][]fyne.CanvasObject
	for i, r := range setup.Roles() {
		columns[i%2] = append(columns[i%2], widgets.Column(theme.Hair, widgets.NewParagraph(r.Name, theme.Strong, theme.Text), d.quoted(r.Allows.T())))
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("permissions.allow", "What these roles really allow")),
		Lead: d.say(check.T("permissions.allow.lead", "Whoever has the password of the account can do all of this. A write scope keeps the Exchange roles to a part of the organization.")),
		Body: widgets.Columns(theme.Wide, []float32{0.5, 0.5}, widgets.Column(theme.Medium, columns[0]...), widgets.Column(theme.Medium, columns[1]...))})
}

// besides is what each half needs besides rights. The halves can be done on two
// computers, so each has a list of its own.
func besides(d *Desk) fyne.CanvasObject {
	half := func(title check.Text, points ...fyne.CanvasObject) fyne.CanvasObject {
		return widgets.Column(theme.Small, append([]fyne.CanvasObject{widgets.NewParagraph(d.say(title), theme.Strong, theme.Text)}, points...)...)
	}
	hosts := strings.Join(d.Flow.MicrosoftHosts(), ", ")
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("permissions.besides", "What the two halves need besides")),
		Lead: d.say(check.T("permissions.besides.lead", "They may be done by two people, on two computers, in any order.")),
		Body: widgets.Columns(theme.Wide, []float32{0.5, 0.5},
			half(check.T("permissions.half.directory", "Active Directory"),
				widgets.IconCell(theme.IconServer, d.say(check.T("permissions.besides.port", "Port 636 (LDAPS) of at least one domain controller, from this computer"))),
				widgets.IconCell(theme.IconCertificate, d.say(check.T("permissions.besides.ca", "The CA of its certificate, where this computer does not trust it yet"))),
				widgets.IconCell(theme.IconKey, d.say(check.T("permissions.besides.password", "Name and password of the service account; without the password, an account of your own")))),
			half(check.T("permissions.half.microsoft", "Microsoft 365"),
				widgets.IconCell(theme.IconGlobe, d.say(check.T("permissions.besides.hosts", "HTTPS to {{.hosts}}", "hosts", hosts))),
				widgets.IconCell(theme.IconComputer, d.say(check.T("permissions.besides.browser", "A browser, on this computer or on another device"))),
				widgets.IconCell(theme.IconPeople, d.say(check.T("permissions.besides.people", "Somebody who may approve an application, and an Exchange administrator for the roles")))))})
}
