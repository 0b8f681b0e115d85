package page

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// identity is about the account: the card with who is to sign in, and above the
// results, once somebody has, who that is: it is seen before anything is saved.
type identity struct {
	e       *exchange
	account *widgets.Input
	signIn  *widgets.Button
	keep    *widgets.CheckBox
	who     *fyne.Container // who is signed in
	refused *fyne.Container // why signing out failed
	card    fyne.CanvasObject
	// seen is who was shown before the window went on; look asks for one more
	// look, after somebody chose another account.
	seen string
	look bool
	// trouble leads to what the browser said, where a run ended without a sign-in.
	trouble *fyne.Container
	ended   bool
}

func newIdentity(e *exchange) *identity {
	d := e.desk
	n := &identity{e: e, who: widgets.Column(theme.Medium), refused: widgets.Column(0)}
	n.refused.Hide()
	n.account = e.input(setup.FieldAccount, "svc-h2r@example.com", func(a *setup.Answers, text string) { a.Account = text })
	n.signIn = widgets.NewButton(d.say(check.T("exchange.sign-in", "Sign in with Microsoft")), d.Next).WithIcon(theme.IconOpen)
	field := e.form.add(setup.FieldAccount, check.T("exchange.account", "Exchange Online service account (optional)"),
		check.T("exchange.account.help", "Microsoft then proposes this account. Left empty, you choose one in the browser."), n.account)
	n.keep = widgets.NewCheckBox(d.say(check.T("exchange.keep", "Keep the sign-in on this computer")),
		d.say(check.T("exchange.keep.hint", "Encrypted, with the key in {{.keyring}}, for checks without the browser. Otherwise it is gone when the wizard is closed.", "keyring", setup.KeyringName(d.Flow.Deps()))),
		func(on bool) { d.edit(func(a *setup.Answers) { a.KeepSignIn = on }) })
	n.trouble = widgets.Row(0, widgets.NewLinkButton(d.say(check.T("sign-in.error-page.then", "The browser showed an error…")), e.askErrorPage))
	n.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("exchange.sign-in.title", "Sign in as the service account")),
		Lead: d.say(check.T("exchange.sign-in.lead", "Microsoft's page opens in your browser. This wizard never sees that password.")),
		Body: widgets.Column(theme.Medium, widgets.TopRow(theme.Medium, widgets.Grow(widgets.Wide(420, field)), widgets.Pad(26, 0, 0, 0, n.signIn)), n.keep, n.trouble)})
	return n
}

// draw says who is signed in.
func (n *identity) draw() {
	d := n.e.desk
	setText(n.account, d.Flow.Answers().Account)
	n.keep.SetChecked(d.Flow.Answers().KeepSignIn)
	account, tenant, ok := d.Flow.SignedIn()
	n.who.Objects = []fyne.CanvasObject{n.refused}
	n.who.Hidden, n.signIn.Hidden, n.trouble.Hidden = !ok, ok, ok || !n.ended
	if ok {
		n.who.Objects = append(n.who.Objects, n.signedIn(account, tenant))
	}
	n.who.Refresh()
}

// signedIn shows the account as Microsoft names it, where it is, and what is odd
// about it.
func (n *identity) signedIn(account, tenant string) fyne.CanvasObject {
	d := n.e.desk
	lines := widgets.Column(theme.Hair, widgets.NewParagraph(d.say(check.T("exchange.signed-in-as", "Signed in as {{.account}}", "account", account)), theme.Strong, theme.Text),
		widgets.NewParagraph(d.say(check.T("exchange.signed-in-where", "Tenant {{.tenant}}, {{.cloud}}", "tenant", tenant, "cloud", d.Flow.CloudName())), theme.Caption, theme.Soft))
	parts := []fyne.CanvasObject{widgets.TopRow(theme.Medium, widgets.NewBadge(theme.IconPersonKey), widgets.Grow(lines))}
	if tenant := n.tenant(); tenant != "" {
		parts = append(parts, widgets.Pad(0, 0, 0, badgeIndent, widgets.NewParagraph(tenant, theme.Caption, theme.Soft)))
	}
	for _, p := range n.doubts() {
		parts = append(parts, widgets.Pad(0, 0, 0, badgeIndent, widgets.Point(theme.IconWarning, theme.Warn, d.say(p.Detail))))
	}
	buttons := widgets.Wrap(theme.Small, widgets.NewButton(d.say(check.T("exchange.sign-in.other", "Sign in with another account")), n.other),
		widgets.NewSubtle(d.say(check.T("exchange.sign-out", "Sign out and forget")), n.signOut))
	return widgets.NewCard(widgets.Column(theme.Medium, append(parts, widgets.Pad(0, 0, 0, badgeIndent, buttons))...))
}

// tenant is what the tenant said of itself: its name and its domains.
func (n *identity) tenant() string {
	report, stale := n.e.desk.Flow.Results(setup.Exchange)
	if res, looked := report.Find("entra.organization", ""); looked && !stale {
		return n.e.desk.say(res.Found)
	}
	return ""
}

// badgeIndent is where text begins beside a badge.
const badgeIndent = 38 + theme.Medium

// doubts are what the results say about the account itself: a guest, another one
// than was typed, one that is kept in Active Directory.
func (n *identity) doubts() check.Problems {
	report, stale := n.e.desk.Flow.Results(setup.Exchange)
	var list check.Problems
	if stale {
		return nil
	}
	for _, id := range []check.ID{"entra.sign-in", "entra.account", "entra.organization"} {
		for _, r := range report.All(id) {
			if r.Status == check.Warned {
				list = append(list, r.Problems...)
			}
		}
	}
	return list
}

// doubted reports whether another account signed in than the one that is wanted:
// then its roles are not what is missing.
func (n *identity) doubted() bool {
	report, stale := n.e.desk.Flow.Results(setup.Exchange)
	res, looked := report.Find("entra.sign-in", "")
	return looked && !stale && res.Status == check.Warned
}

// hold reports whether somebody has to look at the account before the window goes
// on: nobody typed it, or there is something odd about it. It asks once.
func (n *identity) hold() bool {
	d := n.e.desk
	account, tenant, ok := d.Flow.SignedIn()
	who := account + "\n" + tenant
	if ok && n.look {
		n.look, n.seen = false, who
		return true
	}
	if !ok || n.seen == who || d.Flow.Answers().Account != "" && len(n.doubts()) == 0 {
		return false
	}
	n.seen = who
	return true
}

// other forgets who is signed in and asks for an account in the browser.
func (n *identity) other() {
	n.forget()
	n.look = true
	n.e.desk.SignIn(setup.Browser)
}

// signOut forgets who is signed in, and what was proved with that account.
func (n *identity) signOut() {
	n.forget()
	n.e.Shown()
	widgets.FocusFirst(n.account)
}

// forget forgets the account at once, and what is kept of it on the way: a
// keyring may ask the person.
func (n *identity) forget() {
	d := n.e.desk
	n.seen, n.ended = "", false
	n.refused.Hide()
	finish := d.Flow.BeginSignOut()
	d.Background(func(ctx context.Context) func() {
		err := finish(ctx)
		return func() {
			if err != nil {
				n.refused.Objects = []fyne.CanvasObject{d.failed(check.T("exchange.sign-out.error", "The account could not be signed out"), err)}
				n.refused.Show()
				n.who.Show()
				n.e.resize()
			}
		}
	})
	n.draw()
	n.e.resize()
	d.Changed()
}
