package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/page"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// drawStrip marks the practice mode, on every page, and says what is rehearsed.
func (w *Window) drawStrip() {
	d := w.flow.Deps()
	if !d.Practice {
		return
	}
	text := w.say(check.T("practice.strip", "Practice mode: a built-in directory and a built-in Microsoft tenant. Nothing here is real, and nothing leaves this computer."))
	if d.Rehearsal == nil {
		w.shell.SetStrip(text)
		return
	}
	actions := []fyne.CanvasObject{widgets.NewStripAction(w.say(check.T("rehearsal.open", "What if…")), w.chooseFault)}
	if says := w.rehearsed(); says != "" {
		text = w.say(check.T("rehearsal.strip", "Practice mode, rehearsing: {{.fault}} Check again to see it.", "fault", says))
		actions = append(actions, widgets.NewStripAction(w.say(check.T("rehearsal.heal", "Heal")), func() { w.rehearse() }))
	}
	w.shell.SetStrip(text, actions...)
}

// rehearsed says which faults are put, or nothing.
func (w *Window) rehearsed() string {
	r := w.flow.Deps().Rehearsal
	active := map[string]bool{}
	for _, name := range r.Active() {
		active[name] = true
	}
	var says []string
	for _, f := range r.Faults() {
		if active[f.Name] {
			says = append(says, w.say(f.Says))
		}
	}
	return strings.Join(says, " ")
}

// rehearse replaces the faults of the practice; none heals it. What was proved
// under other ones is stale then.
func (w *Window) rehearse(names ...string) {
	if w.storing {
		return
	}
	w.cancelWork()
	w.run(w.life.window, func(context.Context) func() {
		err := w.flow.Deps().Rehearsal.Set(names...)
		return func() {
			if err != nil {
				w.tell(check.T("rehearsal.failed", "This cannot be rehearsed"), err)
				return
			}
			w.flow.Rehearse()
			w.edits++
			w.drawStrip()
			w.show()
		}
	})
}

// chooseFault shows the faults that can be rehearsed.
func (w *Window) chooseFault() {
	if w.win.Canvas().Overlays().Top() == nil {
		newFaultPicker(w).open()
	}
}

// faultPicker is the dialog with all faults: by half, and searched by their
// sentence and their code.
type faultPicker struct {
	window *Window
	search *widgets.Input
	list   *fyne.Container
	dialog *widgets.Dialog
	groups []*widgets.RadioGroup
	chosen string
}

func newFaultPicker(w *Window) *faultPicker {
	p := &faultPicker{window: w, search: widgets.NewInput(""), list: widgets.Column(theme.Large)}
	if active := w.flow.Deps().Rehearsal.Active(); len(active) > 0 {
		p.chosen = active[0]
	}
	p.search.OnChange = func(string) { p.fill() }
	cancel := widgets.NewButton(w.desk.Kit.Cancel, func() { p.dialog.Close() })
	use := widgets.NewPrimary(w.say(check.T("rehearsal.use", "Rehearse it")), p.use)
	p.dialog = widgets.NewDialog(widgets.DialogSpec{Title: w.say(check.T("rehearsal.title", "What if…")),
		Lead:    w.say(check.T("rehearsal.lead", "Choose what goes wrong in the practice, and check again: the page shows how it looks and what helps. Nothing real changes.")),
		Body:    widgets.Column(theme.Large, widgets.NewField(w.say(check.T("rehearsal.search", "Search")), "", p.search.WithMenu(w.desk.Kit)), p.list),
		Buttons: []*widgets.Button{cancel, use}, Default: use, First: p.search, Width: 720})
	p.fill()
	return p
}

func (p *faultPicker) open() { p.dialog.Open(p.window.win.Canvas()) }

// fill lists what the search finds.
func (p *faultPicker) fill() {
	w := p.window
	p.groups, p.list.Objects = nil, nil
	var all []string
	for _, track := range []setup.Track{setup.DirectoryTrack, setup.MicrosoftTrack} {
		var names []string
		var options []widgets.Option
		for _, f := range w.flow.Deps().Rehearsal.Faults() {
			says := w.say(f.Says)
			if f.Track == track && matches(p.search.Text, says+" "+f.Name) {
				names = append(names, f.Name)
				options = append(options, widgets.Option{Label: says, Hint: f.Name})
			}
		}
		all = append(all, names...)
		if len(options) > 0 {
			p.list.Objects = append(p.list.Objects, p.section(w.trackName(track), names, options))
		}
	}
	p.keepOnly(all)
	if len(p.groups) == 0 {
		p.list.Objects = []fyne.CanvasObject{widgets.NewParagraph(w.say(check.T("rehearsal.none", "No fault has these words.")), theme.Body, theme.Soft)}
	}
	p.list.Refresh()
}

// keepOnly forgets a choice that the search hides, and takes the only one that
// is left, so that typing and Enter are enough.
func (p *faultPicker) keepOnly(shown []string) {
	switch {
	case len(shown) == 1:
		p.chosen = shown[0]
		p.groups[0].Choose(0)
	case !slices.Contains(shown, p.chosen):
		p.chosen = ""
	}
}

func (p *faultPicker) section(title string, names []string, options []widgets.Option) fyne.CanvasObject {
	var group *widgets.RadioGroup
	group = widgets.NewRadioGroup(title, options, func(i int) {
		p.chosen = names[i]
		for _, other := range p.groups {
			if other != group {
				other.Choose(-1)
			}
		}
	})
	for i, name := range names {
		if name == p.chosen {
			group.Choose(i)
		}
	}
	p.groups = append(p.groups, group)
	return widgets.Column(theme.Small, widgets.NewHeading(title, theme.Strong), group)
}

// matches reports whether a text has all words of a search.
func matches(search, text string) bool {
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(search)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// use rehearses what is chosen; with nothing chosen, Enter goes on searching.
func (p *faultPicker) use() {
	if p.chosen == "" {
		return
	}
	p.dialog.Close()
	p.window.rehearse(p.chosen)
}

// tell shows what went wrong where no page can.
func (w *Window) tell(title check.Text, err error) {
	var dialog *widgets.Dialog
	closing := widgets.NewPrimary(w.say(check.T("close", "Close")), func() { dialog.Close() })
	dialog = widgets.NewDialog(widgets.DialogSpec{Title: w.say(title), Lead: w.say(page.Why(err)),
		Buttons: []*widgets.Button{closing}, Default: closing, First: closing})
	dialog.Open(w.win.Canvas())
}
