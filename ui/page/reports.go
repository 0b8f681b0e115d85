package page

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// reports offers what can be handed on: the report in its forms, the archive for
// support and the notice for the security team.
type reports struct {
	desk *Desk
	said *fyne.Container // what became of the last file
	card fyne.CanvasObject
}

func newReports(d *Desk) *reports {
	r := &reports{desk: d, said: widgets.Column(0)}
	r.said.Hide()
	save := func(label check.Text, name string, write func(*strings.Builder) error) *widgets.Button {
		return widgets.NewButton(d.say(label), func() { r.save(name, write) })
	}
	as := func(f setup.Format) func(*strings.Builder) error {
		return func(b *strings.Builder) error { return d.Flow.WriteReport(b, f) }
	}
	buttons := widgets.Wrap(theme.Small,
		save(check.T("reports.html", "Report to read (HTML)"), "report.html", as(setup.AsHTML)).WithIcon(theme.IconSave),
		save(check.T("reports.text", "Text"), "report.txt", as(setup.AsText)),
		save(check.T("reports.json", "JSON"), "report.json", as(setup.AsJSON)),
		widgets.NewButton(d.say(check.T("reports.bundle", "Archive for support (ZIP)")), r.bundle).WithIcon(theme.IconDownload),
		widgets.NewLinkButton(d.say(check.T("reports.notice", "Copy the notice for the security team")), r.copyNotice))
	r.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("reports", "Reports")),
		Lead: d.say(check.T("reports.lead", "What was checked, found and not proved, for a ticket or for support. No password is in any of them.")),
		Body: widgets.Column(theme.Medium, buttons, r.said)})
	return r
}

// save writes a report; drawing one takes milliseconds.
func (r *reports) save(name string, write func(*strings.Builder) error) {
	var b strings.Builder
	if err := write(&b); err != nil {
		r.done("", err)
		return
	}
	r.desk.SaveFile(r.named(name), b.String(), r.done)
}

// named puts the name of the connection before that of the file.
func (r *reports) named(file string) string {
	safe := func(c rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, c) || c < ' ' {
			return '-'
		}
		return c
	}
	p, _ := r.desk.Flow.Preview()
	name := strings.Trim(strings.Map(safe, p.Name), " .")
	if name == "" {
		return file
	}
	return name + " " + file
}

// bundle packs the archive, which reads the log.
func (r *reports) bundle() {
	write := r.desk.Flow.Bundling()
	r.desk.Background(func(context.Context) func() {
		var b strings.Builder
		err := write(&b)
		return func() {
			if err != nil {
				r.done("", err)
				return
			}
			r.desk.SaveFile(r.named("support.zip"), b.String(), r.done)
		}
	})
}

func (r *reports) copyNotice() {
	fyne.CurrentApp().Clipboard().SetContent(r.desk.Flow.SecurityNotice())
	r.tell(theme.Good, check.T("reports.notice.copied", "The notice is on the clipboard."))
}

func (r *reports) done(path string, err error) {
	if err != nil {
		r.tell(theme.Bad, check.T("reports.failed", "Not written: {{.why}}", "why", Why(err)))
		return
	}
	r.tell(theme.Good, check.T("reports.saved", "Saved as {{.path}}", "path", path))
}

func (r *reports) tell(tone theme.Tone, text check.Text) {
	c := tone.Colors()
	r.said.Show()
	r.said.Objects = []fyne.CanvasObject{widgets.Point(c.Icon, c.Ink, r.desk.say(text))}
	r.card.Refresh()
	r.desk.Reveal(r.card)
}
