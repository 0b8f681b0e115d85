package page

import (
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

// The cards of the review: what will be saved, half by half.

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
		if a := r.answered(h.Name); a.Pin != "" {
			text = d.say(check.T("review.host-pinned", "{{.host}}, its key trusted by a pin", "host", text))
		}
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
	lines = append(lines, r.options()...)
	chip := widgets.NewChip(theme.Left, d.say(check.T("review.not-signed-in", "Not signed in")))
	if signed {
		chip.Set(theme.Good, d.say(check.T("review.signed-in", "Signed in")))
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.T("review.exchange", "Exchange Online")),
		Aside: widgets.Row(theme.Small, chip, r.edit(check.T("review.exchange", "Exchange Online"), setup.Exchange)), Body: widgets.NewKeyValues(lines...)})
}

// options are the choices of the Exchange Online half that are not the usual ones.
func (r *review) options() []widgets.KeyValue {
	d := r.desk
	a := d.Flow.Answers()
	var lines []widgets.KeyValue
	if a.WriteScope != "" {
		lines = append(lines, r.line(check.T("review.write-scope", "Write scope"), a.WriteScope))
	}
	if a.ReadRoles {
		lines = append(lines, r.line(check.T("review.read-roles", "Entra roles"), d.say(check.T("review.read-roles.yes", "Read with the optional permission"))))
	}
	kept := check.T("review.sign-in.not-kept", "Not kept; it ends with this program")
	if a.KeepSignIn {
		kept = check.T("review.sign-in.kept", "Kept on this computer, encrypted; its key in {{.keyring}}", "keyring", setup.KeyringName(d.Flow.Deps()))
	}
	return append(lines, r.line(check.T("review.sign-in", "Sign-in"), d.say(kept)))
}

// answered is the row of the host list that a host came from.
func (r *review) answered(host string) setup.HostAnswer {
	for _, h := range r.desk.Flow.Answers().Hosts {
		if setup.SameHost(h.Name, host) {
			return h
		}
	}
	return setup.HostAnswer{}
}
