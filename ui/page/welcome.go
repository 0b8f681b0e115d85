package page

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// welcome says what is needed and what will happen, and lists what is saved.
type welcome struct {
	quiet
	desk  *Desk
	saved *fyne.Container
	list  fyne.CanvasObject // of saved connections, or nil
	// unfinished is what was not saved, one banner for each.
	unfinished []fyne.CanvasObject
}

func newWelcome(d *Desk) *welcome {
	w := &welcome{desk: d, saved: widgets.Column(theme.Medium)}
	w.saved.Hide()
	w.content = widgets.Column(theme.Large, w.saved, w.ready(), w.does())
	return w
}

// Shown implements Page.
func (w *welcome) Shown() { w.load() }

func (w *welcome) ready() fyne.CanvasObject {
	say := w.desk.say
	item := func(icon theme.Icon, title, text check.Text) fyne.CanvasObject {
		return widgets.Row(theme.Large, widgets.NewBadge(icon), widgets.Grow(widgets.Column(theme.Hair,
			widgets.NewParagraph(say(title), theme.Strong, theme.Text), widgets.NewParagraph(say(text), theme.Body, theme.Soft))))
	}
	return widgets.NewSection(widgets.Section{Title: say(check.T("welcome.ready", "Have these ready")), Body: widgets.Column(theme.Medium,
		item(theme.IconServer, check.T("welcome.ready.host", "The name of at least one domain controller"),
			check.T("welcome.ready.host.text", "It must offer LDAPS, usually on port 636. A second one keeps the connection working.")),
		item(theme.IconPersonKey, check.T("welcome.ready.account", "A service account in Active Directory"),
			check.T("welcome.ready.account.text", "It has delegated control of the target OUs, or is in Domain Admins. Either is enough.")),
		item(theme.IconMail, check.T("welcome.ready.exchange", "A service account for Exchange Online"),
			check.T("welcome.ready.exchange.text", "It signs in with Microsoft in your browser. Its roles are shown before anything is asked.")))})
}

func (w *welcome) does() fyne.CanvasObject {
	say := w.desk.say
	yes := func(t check.Text) fyne.CanvasObject { return widgets.Point(theme.IconPassed, theme.OK, say(t)) }
	note := func(t check.Text) fyne.CanvasObject { return widgets.Point(theme.IconInfo, theme.Accent, say(t)) }
	return widgets.NewSection(widgets.Section{Title: say(check.T("welcome.does", "What this wizard does, and what it does not")), Body: widgets.Column(theme.Small,
		yes(check.T("welcome.does.reads", "It reads your directory and the roles of the two accounts, and says what is proved and what is not.")),
		yes(check.T("welcome.does.writes-nothing", "It writes nothing to Active Directory and grants no rights. Commands that do are shown for you to run.")),
		yes(check.T("welcome.does.password", "A password is kept only if you say so, in {{.keyring}}, and never in a file.", "keyring", setup.KeyringName(w.desk.Flow.Deps()))),
		note(check.T("welcome.does.grant", "Signing in with Microsoft may add an application and a permission to your tenant. The last page names them and says how to remove them.")),
		note(check.T("welcome.does.two", "The two halves, Active Directory and Microsoft 365, can be done in any order, also by two people on two computers.")),
		widgets.Pad(0, 0, 0, 22, widgets.Row(0, widgets.NewLinkButton(say(check.T("welcome.read-draft", "Read a draft from another computer")), w.desk.ImportDraft))))})
}

// load lists the saved connections.
func (w *welcome) load() {
	d := w.desk
	d.Background(func(ctx context.Context) func() {
		list, err := setup.SavedConnections(ctx, d.Flow.Deps())
		drafts, _ := setup.Drafts(ctx, d.Flow.Deps()) // those that can be read
		return func() {
			w.offer(drafts)
			if err != nil {
				w.show(d.failed(check.T("welcome.saved.error", "The saved connections cannot be listed"), err))
				return
			}
			w.list = nil
			if len(list) > 0 {
				w.list = w.section(list)
			}
			w.show(nil)
		}
	})
}

// show draws the list and, above it, what went wrong, if anything did.
func (w *welcome) show(failure fyne.CanvasObject) {
	w.saved.Objects = nil
	for _, o := range append([]fyne.CanvasObject{failure}, append(w.unfinished, w.list)...) {
		if o != nil {
			w.saved.Objects = append(w.saved.Objects, o)
		}
	}
	w.saved.Hidden = len(w.saved.Objects) == 0
	w.content.Refresh()
}

// offer shows what was not finished, but not what is open now.
func (w *welcome) offer(drafts []setup.Draft) {
	d := w.desk
	w.unfinished = nil
	for _, draft := range drafts {
		if draft.ID == d.Flow.Connection().ID && d.Flow.Autosave().Worth() {
			continue
		}
		w.unfinished = append(w.unfinished, widgets.NewBanner(theme.Info,
			d.say(check.T("draft.unfinished", "“{{.name}}” is not finished, since {{.when}}", "name", draft.Name, "when", moment(draft.At))),
			d.say(check.T("draft.unfinished.text", "Everything except passwords was kept. Continue where you stopped, or begin anew.")),
			widgets.NewButton(d.say(check.T("draft.continue", "Continue")), func() { w.resume(draft) }),
			widgets.NewLinkButton(d.say(check.T("draft.drop", "Delete the unfinished work")), func() { w.drop(draft) })))
	}
}

// resume continues with unfinished work, and with its password if that is kept.
func (w *welcome) resume(draft setup.Draft) {
	d := w.desk
	d.Background(func(ctx context.Context) func() {
		password := draft.KeptPassword(ctx, d.Flow.Deps())
		return func() { d.Resume(draft, password) }
	})
}

func (w *welcome) drop(draft setup.Draft) {
	d := w.desk
	d.Background(func(ctx context.Context) func() {
		err := setup.DropDraft(ctx, d.Flow.Deps(), draft.ID)
		return func() {
			if err != nil {
				w.show(d.failed(check.T("draft.drop.error", "The unfinished work cannot be deleted"), err))
				return
			}
			w.load()
		}
	})
}

// failed is a banner about something that did not work.
func (d *Desk) failed(title check.Text, err error) fyne.CanvasObject {
	return widgets.NewBanner(theme.Bad, d.say(title), d.say(Why(err)))
}

func (w *welcome) section(list []setup.SavedConnection) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, c := range list {
		if i > 0 {
			rows = append(rows, widgets.NewLine())
		}
		rows = append(rows, w.row(c))
	}
	say := w.desk.say
	section := widgets.Section{Title: say(check.T("welcome.saved", "Saved connections")),
		Lead: say(check.T("welcome.saved.lead", "Continue with one of these, or press Start for a new one.")), Body: widgets.Column(theme.Small, rows...)}
	if w.desk.Flow.Connection().Revision > 0 {
		section.Lead = say(check.T("welcome.saved.lead-open", "“{{.name}}” is open. Continue with it, or with another one.", "name", w.desk.Flow.Connection().Name))
		section.Aside = widgets.NewLinkButton(say(check.T("welcome.new", "New connection")), w.desk.NewConnection).WithIcon(theme.IconAdd)
	}
	return widgets.NewSection(section)
}

func (w *welcome) row(c setup.SavedConnection) fyne.CanvasObject {
	say := w.desk.say
	tone, standing := theme.Good, check.T("saved.verified", "Verified")
	detail := check.T("saved.at", "Saved on {{.when}}", "when", moment(c.UpdatedAt))
	switch {
	case c.Problem != nil:
		tone, standing, detail = theme.Bad, check.T("saved.unreadable", "Cannot be opened"), c.Problem.Detail
	case !c.Verified:
		tone, standing = theme.Caution, check.T("saved.not-verified", "Saved, not verified")
	}
	open := widgets.NewButton(say(check.T("saved.open", "Open")), func() { w.open(c, false) })
	verify := widgets.NewButton(say(check.T("saved.verify", "Verify again")), func() { w.open(c, true) })
	open.SetEnabled(c.Problem == nil)
	verify.SetEnabled(c.Problem == nil)
	remove := widgets.NewIconButton(theme.IconDelete, say(check.T("saved.delete", "Delete {{.name}}", "name", c.Name)), func() { w.askDelete(c) })
	return widgets.Row(theme.Small, widgets.Grow(widgets.Column(theme.Hair, widgets.NewText(c.Name, theme.Strong, theme.Text).Cut(),
		widgets.NewText(say(detail), theme.Caption, theme.Soft).Cut())), widgets.NewChip(tone, say(standing)), open, verify, remove)
}

func (w *welcome) open(c setup.SavedConnection, verify bool) {
	d := w.desk
	d.Background(func(ctx context.Context) func() {
		o, err := setup.OpenSaved(ctx, d.Flow.Deps(), c.ID)
		return func() {
			if err != nil {
				w.show(d.failed(check.T("saved.open.error", "“{{.name}}” cannot be opened", "name", c.Name), err))
				return
			}
			d.Open(o, verify)
		}
	})
}

func (w *welcome) askDelete(c setup.SavedConnection) {
	d := w.desk
	var dialog *widgets.Dialog
	cancel := widgets.NewButton(d.Kit.Cancel, func() { dialog.Close() })
	remove := widgets.NewDanger(d.say(check.T("saved.delete.yes", "Delete connection")), func() {
		dialog.Close()
		w.delete(c)
	})
	dialog = widgets.NewDialog(widgets.DialogSpec{
		Title:   d.say(check.T("saved.delete.ask", "Delete “{{.name}}”?", "name", c.Name)),
		Lead:    d.say(check.T("saved.delete.lead", "The saved connection and its kept password are removed from this computer. Nothing changes in Active Directory, in Microsoft 365 or in Hire2Retire.")),
		Buttons: []*widgets.Button{cancel, remove}, First: cancel})
	dialog.Open(d.Window.Canvas())
}

func (w *welcome) delete(c setup.SavedConnection) {
	d := w.desk
	d.Background(func(ctx context.Context) func() {
		err := setup.DeleteSaved(ctx, d.Flow.Deps(), c.ID)
		return func() {
			if err != nil {
				w.show(d.failed(check.T("saved.delete.error", "“{{.name}}” cannot be deleted", "name", c.Name), err))
				return
			}
			w.load()
		}
	})
}
