package page

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// finder is the dialog that asks DNS for the domain controllers of a domain.
// They are listed as they answer; what is ticked is taken over, nothing else.
type finder struct {
	desk *Desk
	own  setup.OwnDomain
	take func([]setup.HostAnswer, string)

	domain   *widgets.Input
	field    *widgets.Field
	progress *widgets.ProgressLine
	lead     *widgets.Paragraph
	list     *fyne.Container
	body     *fyne.Container
	add      *widgets.Button
	dialog   *widgets.Dialog

	cancel  context.CancelFunc
	asked   string // the domain that was asked for last
	rows    []foundRow
	touched bool // somebody ticked or unticked
}

type foundRow struct {
	host setup.FoundHost
	box  *widgets.CheckBox
}

// usual is how many of the domain controllers that were found are proposed: one,
// and another while it is down.
const usual = 2

// findHosts opens the dialog for a domain, which may be empty. take gets what was
// chosen and the domain.
func (d *Desk) findHosts(own setup.OwnDomain, domain string, take func([]setup.HostAnswer, string)) {
	f := &finder{desk: d, own: own, take: take}
	f.build(domain)
	f.dialog.Open(d.Window.Canvas())
	if domain != "" {
		f.find()
	}
}

func (f *finder) build(domain string) {
	d := f.desk
	f.domain = widgets.NewInput("corp.example.com").WithMenu(d.Kit)
	f.domain.SetText(domain)
	f.field = widgets.NewField(d.say(check.T("find.domain", "Domain")),
		d.say(check.T("find.domain.help", "Its DNS name. DNS is asked for it, and each domain controller whether it answers. No password is sent.")), f.domain)
	find := widgets.NewButton(d.say(check.T("find.find", "Find")), f.find).WithIcon(theme.IconFind)
	f.progress = widgets.NewProgressLine(d.Kit, f.stop)
	f.lead = widgets.NewParagraph("", theme.Body, theme.Soft)
	f.lead.Hide()
	f.list = widgets.Column(0)
	f.body = widgets.Column(theme.Medium,
		widgets.TopRow(theme.Small, widgets.Grow(f.field), widgets.Pad(theme.Strong.Line+6, 0, 0, 0, find)), f.progress, f.lead, f.list)
	leave := widgets.NewButton(d.Kit.Cancel, func() { f.close() })
	f.add = widgets.NewPrimary(d.say(check.T("find.add", "Use these")), f.onAdd)
	f.add.Disable()
	enter := widgets.NewPrimary("", f.onEnter) // is not shown: what Enter does depends
	f.dialog = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("find.title", "Find domain controllers")),
		Body: f.body, Buttons: []*widgets.Button{leave, f.add}, Default: enter, First: f.domain, OnCancel: f.stop, Width: 620})
}

// onEnter asks DNS for a domain that was just typed, and else takes over.
func (f *finder) onEnter() {
	if strings.TrimSpace(f.domain.Text) != f.asked {
		f.find()
		return
	}
	f.onAdd()
}

func (f *finder) stop() {
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
	f.progress.Stop()
	f.relayout()
}

func (f *finder) close() {
	f.stop()
	f.dialog.Close()
}

// find looks for the domain controllers of the domain in the field.
func (f *finder) find() {
	d := f.desk
	f.stop()
	f.asked, f.rows, f.touched = strings.TrimSpace(f.domain.Text), nil, false
	f.lead.Hide()
	f.draw() // what another domain has must not be taken for this one's
	if _, err := setup.FromDomain(f.asked); err != nil {
		f.field.SetError(d.say(Why(err)))
		widgets.FocusFirst(f.domain)
		return
	}
	f.progress.Start(d.say(check.T("find.running", "Looking for the domain controllers of {{.domain}}", "domain", f.asked)))
	f.relayout()
	f.search()
}

// search asks on another goroutine until it is stopped or the page is left.
func (f *finder) search() {
	until, cancel := context.WithCancel(context.Background())
	f.cancel = cancel
	site := ""
	if strings.EqualFold(f.asked, f.own.DNSDomain) {
		site = f.own.Site
	}
	search := f.desk.Flow.Search(f.asked, site)
	search.Each = func(h setup.FoundHost) {
		fyne.Do(func() {
			if until.Err() == nil {
				f.found(h)
			}
		})
	}
	f.desk.Background(func(page context.Context) func() {
		ctx, end := context.WithCancel(page)
		defer end()
		defer context.AfterFunc(until, end)()
		all, err := search.Run(ctx)
		return func() {
			if until.Err() == nil {
				f.ended(all, err)
			}
		}
	})
}

// found lists one domain controller, at the end: nothing moves below the pointer
// while the others answer.
func (f *finder) found(h setup.FoundHost) {
	f.rows = append(f.rows, f.newRow(h, false))
	f.draw()
}

func (f *finder) newRow(h setup.FoundHost, on bool) foundRow {
	box := widgets.NewCheckBox(h.Host.Name, f.desk.say(standingOf(h)), func(bool) {
		f.touched = true
		f.count()
	})
	box.SetChecked(on)
	return foundRow{h, box}
}

// ended puts the best choice first. What somebody ticked meanwhile stays; else
// the first two that fit are proposed.
func (f *finder) ended(all setup.Discovery, err error) {
	d := f.desk
	f.cancel = nil
	f.progress.Stop()
	if err != nil {
		f.field.SetError(d.say(Why(err)))
		widgets.FocusFirst(f.domain)
		f.relayout()
		return
	}
	ticked := f.ticked()
	f.rows = nil
	for _, h := range all.Hosts {
		on := slices.Contains(ticked, h.Host.Name)
		if !f.touched {
			on = h.Reachable && !h.ReadOnly && len(f.ticked()) < usual
		}
		f.rows = append(f.rows, f.newRow(h, on))
	}
	f.lead.SetText(d.say(check.N("find.found", len(all.Hosts), "{{.n}} domain controller found.", "{{.n}} domain controllers found. The best choice stands first; two are enough for most connections.")))
	if all.LeftOut > 0 {
		f.lead.SetText(f.lead.Text() + " " + d.say(check.N("terminal.find.left-out", all.LeftOut, "{{.n}} more was not looked at.", "{{.n}} more were not looked at.")))
	}
	f.lead.Show()
	f.draw()
	if len(f.rows) > 0 && !f.touched {
		f.desk.Window.Canvas().Focus(f.rows[0].box)
	}
}

func (f *finder) ticked() []string {
	var names []string
	for _, r := range f.rows {
		if r.box.Checked() {
			names = append(names, r.host.Host.Name)
		}
	}
	return names
}

func (f *finder) draw() {
	f.list.Objects = nil
	for _, r := range f.rows {
		f.list.Objects = append(f.list.Objects, r.box)
	}
	f.count()
	f.relayout()
}

func (f *finder) relayout() {
	f.body.Refresh()
	f.dialog.Settle()
}

// count says on the button how many are ticked.
func (f *finder) count() {
	n := len(f.ticked())
	f.add.SetEnabled(n > 0)
	f.add.SetLabel(f.desk.say(check.N("find.add.n", n, "Use {{.n}} domain controller", "Use {{.n}} domain controllers")))
	if n == 0 {
		f.add.SetLabel(f.desk.say(check.T("find.add", "Use these")))
	}
}

func (f *finder) onAdd() {
	var hosts []setup.HostAnswer
	for _, r := range f.rows {
		if r.box.Checked() {
			hosts = append(hosts, setup.HostAnswer{Name: r.host.Host.Name, Port: strconv.Itoa(int(r.host.Host.Port))})
		}
	}
	if len(hosts) == 0 {
		return
	}
	f.close()
	f.take(hosts, f.asked)
}

// standingOf is what speaks for or against a domain controller.
func standingOf(h setup.FoundHost) check.Text {
	if !h.Reachable && h.Latency == 0 {
		return check.T("found.silent", "Does not answer on port {{.port}}", "port", h.Host.Port)
	}
	text := setup.ElapsedText(h.Latency)
	and := func(more check.Text) {
		text = check.T("found.and", "{{.first}} · {{.next}}", "first", text, "next", more)
	}
	switch {
	case h.Near && h.Site != "":
		and(check.T("found.near", "site {{.site}}, that of this computer", "site", h.Site))
	case h.Near:
		and(check.T("found.own-site", "in the site of this computer"))
	case h.Site != "":
		and(check.T("found.site", "site {{.site}}", "site", h.Site))
	}
	if h.ReadOnly {
		and(check.T("found.read-only", "read-only: cannot be used to change anything"))
	}
	if h.GlobalCatalog {
		and(check.T("found.global-catalog", "Global Catalog"))
	}
	if !h.Reachable {
		and(check.T("found.no-ldaps", "no answer on port {{.port}}", "port", h.Host.Port))
	}
	return text
}
