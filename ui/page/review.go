package page

import (
	"context"
	"net"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// review shows exactly what will be saved, and what was not proved.
type review struct {
	*checks
	content *fyne.Container
	top     *fyne.Container // banners
	saved   *fyne.Container
	keyring check.Report // whether the password can be kept
	failure fyne.CanvasObject
}

func newReview(d *Desk) *review {
	r := &review{checks: newChecks(d, setup.Review, check.T("review.before", "Nothing was checked yet.")),
		top: widgets.Column(theme.Medium), saved: widgets.Column(theme.Large)}
	r.only = func(res check.Result) bool { return res.Status == check.Warned || hinders(res) }
	r.content = widgets.Column(theme.Large, r.top, r.saved, r.card)
	return r
}

// Content implements Page.
func (r *review) Content() fyne.CanvasObject { return r.content }

// Shown implements Page.
func (r *review) Shown() {
	r.failure = nil
	r.redraw()
	if _, keeps := r.desk.Flow.Preview(); keeps {
		r.tryKeyring()
	}
}

// tryKeyring finds out whether the password can be kept, before it is promised.
func (r *review) tryKeyring() {
	d := r.desk
	r.desk.Background(func(ctx context.Context) func() {
		report := check.Run(ctx, []check.Check{setup.KeyringCheck(d.Flow.Deps())}, nil)
		return func() {
			r.keyring = report
			r.redraw()
		}
	})
}

func (r *review) redraw() {
	r.drawTop()
	r.saved.Objects = []fyne.CanvasObject{r.directory(), r.microsoft()}
	r.draw()
	r.content.Refresh()
}

// Failed shows why the connection could not be saved.
func (r *review) Failed(err error) {
	r.failure = r.desk.failed(check.T("review.failed", "The connection was not saved"), err)
	r.redraw()
}

// Missing shows which step has something that cannot be used.
func (r *review) Missing(step setup.Step, bad check.Problems) {
	d := r.desk
	var lines []check.Text
	for _, p := range bad {
		lines = append(lines, p.Detail)
	}
	goThere := widgets.NewButton(d.say(check.T("review.go-to", "Go to {{.step}}", "step", step.Nav)), func() { d.Goto(step.ID) })
	r.failure = widgets.NewBanner(theme.Bad, d.say(check.T("review.missing", "{{.step}}: something is missing", "step", step.Nav)), d.sayAll(lines), goThere)
	r.redraw()
	widgets.FocusFirst(r.top)
}

func (r *review) drawTop() {
	d := r.desk
	r.top.Objects = nil
	if r.failure != nil {
		r.top.Objects = append(r.top.Objects, r.failure)
	}
	p, _ := d.Flow.Preview()
	if p.Verified {
		r.top.Objects = append(r.top.Objects, widgets.NewBanner(theme.Good, d.say(check.T("review.verified", "Everything that was asked for is proved")),
			d.say(check.T("review.verified.text", "Saving checks it one last time. The connection is then saved as verified."))))
		return
	}
	var points []fyne.CanvasObject
	for _, reason := range p.Reasons {
		points = append(points, widgets.Point(theme.IconWarning, theme.Warn, d.say(reason)))
	}
	r.top.Objects = append(r.top.Objects, widgets.NewBanner(theme.Caution, d.say(check.T("review.not-verified", "This will be saved as not verified")),
		d.say(check.N("review.not-verified.text", len(p.Reasons), "One thing is not proved. You can save now and verify later: open the saved connection on the first page.",
			"{{.n}} things are not proved. You can save now and verify later: open the saved connection on the first page."))),
		widgets.NewSection(widgets.Section{Title: d.say(check.T("review.reasons", "What is not proved")), Body: widgets.Column(theme.Small, points...)}))
}

// edit is the link of a card to its step.
func (r *review) edit(name check.Text, step setup.StepID) fyne.CanvasObject {
	d := r.desk
	return widgets.NewLinkButton(d.say(check.T("review.edit", "Edit")), func() { d.Goto(step) }).WithIcon(theme.IconEdit).
		WithTip(d.say(check.T("review.edit.tip", "Edit {{.what}}", "what", name)))
}

func (r *review) line(key check.Text, value string) widgets.KeyValue {
	return widgets.KeyValue{Key: r.desk.say(key), Value: value}
}

func (r *review) mono(key check.Text, value string) widgets.KeyValue {
	return widgets.KeyValue{Key: r.desk.say(key), Value: value, Mono: true}
}

// directory is the Active Directory half, as it will be saved.
func (r *review) directory() fyne.CanvasObject {
	d := r.desk
	p, keeps := d.Flow.Preview()
	lines := []widgets.KeyValue{r.line(check.T("connection.name", "Connection name"), p.Name)}
	key := d.say(check.T("review.hosts", "Domain controllers"))
	for _, h := range p.Hosts() {
		text := net.JoinHostPort(h.Name, strconv.Itoa(int(h.Port)))
		chip := r.chipOf(h.Name, text)
		if h.VerifyAs != "" {
			text = d.say(check.T("review.host-as", "{{.host}}, verified as {{.name}}", "host", text, "name", h.VerifyAs))
		}
		lines = append(lines, widgets.KeyValue{Key: key, Value: text, Aside: chip})
		key = ""
	}
	none := d.say(check.T("review.none", "none"))
	or := func(s string) string {
		if s == "" {
			return none
		}
		return s
	}
	base, ca := "", 0
	if len(p.Directories) > 0 {
		base, ca = p.Directories[0].BaseDN, len(d.Flow.Answers().Authorities())
	}
	lines = append(lines, r.mono(check.T("base-dn.field", "Base DN"), or(base)), r.line(check.T("account.username", "Username"), or(p.Username)),
		r.line(check.T("account.password", "Password"), r.password(keeps)),
		r.mono(check.T("account.user-ous", "OUs for users"), or(strings.Join(p.UserOUs, "\n"))),
		r.mono(check.T("account.group-ous", "OUs for groups"), or(strings.Join(p.GroupOUs, "\n"))),
		r.line(check.T("review.trust", "Added CA certificates"), or(numberOrNothing(ca))),
		r.line(check.T("review.interval", "Entra ID sync interval"), d.say(elapsedMinutes(time.Duration(p.SyncInterval)))))
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("track.directory", "Active Directory")),
		Aside: r.edit(check.T("track.directory", "Active Directory"), setup.Connection), Body: widgets.NewKeyValues(lines...)})
}

func numberOrNothing(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func elapsedMinutes(d time.Duration) check.Text {
	return check.N("elapsed.minutes", int(d/time.Minute), "{{.n}} minute", "{{.n}} minutes")
}

// chipOf says what is known of a host, which results call by its name, or by its
// name and port; stale results say nothing.
func (r *review) chipOf(name, withPort string) fyne.CanvasObject {
	report, stale := r.desk.Flow.Results(setup.Connection)
	results := append(of(report, setup.HostKey{Label: name}), of(report, setup.HostKey{Label: withPort})...)
	tone, text := standing(results)
	if stale || text.IsZero() {
		tone, text = theme.Neutral, check.T("review.unchecked", "Not checked")
	}
	return widgets.NewChip(tone, r.desk.say(text))
}

// password says what becomes of the password.
func (r *review) password(keeps bool) string {
	keyring := setup.KeyringName(r.desk.Flow.Deps())
	problem, _ := r.keyring.Find("profile.keyring", "")
	switch {
	case !keeps:
		return r.desk.say(check.T("review.password.not-kept", "Not kept; it has to be typed again"))
	case problem.Problem() != nil:
		return r.desk.say(check.T("review.password.cannot", "Cannot be kept: {{.why}}", "why", problem.Problem().Detail))
	}
	return r.desk.say(check.T("review.password.kept", "Kept in {{.keyring}}, never in a file", "keyring", keyring))
}

// microsoft is the Exchange Online half, as it will be saved.
func (r *review) microsoft() fyne.CanvasObject {
	d := r.desk
	preview, _ := d.Flow.Preview()
	p := preview.Exchange
	var names []string
	for _, f := range setup.Features() {
		for _, id := range p.Features {
			if id == f.ID {
				names = append(names, d.say(f.Name))
			}
		}
	}
	account, tenant, signed := d.Flow.SignedIn()
	if !signed {
		account, tenant = p.Account, p.TenantID
	}
	lines := []widgets.KeyValue{r.line(check.T("review.features", "Manages"), strings.Join(names, ", "))}
	if account != "" {
		lines = append(lines, r.line(check.T("review.account", "Account"), account))
	}
	if tenant != "" {
		lines = append(lines, r.mono(check.T("exchange.tenant-id", "Tenant ID"), tenant))
	}
	if p.ClientID != "" {
		lines = append(lines, r.mono(check.T("exchange.client", "Application (client) ID"), p.ClientID))
	}
	chip := widgets.NewChip(theme.Left, d.say(check.T("review.not-signed-in", "Not signed in")))
	if signed {
		chip.Set(theme.Good, d.say(check.T("review.signed-in", "Signed in")))
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("review.exchange", "Exchange Online")),
		Aside: widgets.Row(theme.Small, chip, r.edit(check.T("review.exchange", "Exchange Online"), setup.Exchange)), Body: widgets.NewKeyValues(lines...)})
}

// Ended implements Page.
func (r *review) Ended(cancelled *check.Report) {
	r.checks.Ended(cancelled)
	if cancelled == nil {
		r.redraw()
	}
}
