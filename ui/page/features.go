package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// features is what can be ticked. An extra stands below what it adds to.
type features struct {
	desk     *Desk
	onChange func()
	boxes    []*widgets.CheckBox
	ids      []string
	nothing  *fyne.Container // complaint that nothing is ticked
	card     fyne.CanvasObject
}

func newFeatures(d *Desk, onChange func()) *features {
	f := &features{desk: d, onChange: onChange, nothing: widgets.Column(0)}
	f.nothing.Hide()
	columns := [2][]fyne.CanvasObject{}
	all := setup.Features()
	for i, row := range all {
		box := widgets.NewCheckBox(d.say(row.Name), d.say(row.Explains), func(on bool) { f.tick(row.ID, on) })
		f.boxes, f.ids = append(f.boxes, box), append(f.ids, row.ID)
		at := &columns[0]
		if i >= (len(all)+1)/2 {
			at = &columns[1]
		}
		if row.Extra == "" {
			*at = append(*at, box)
			continue
		}
		*at = append(*at, widgets.Pad(0, 0, 0, extraIndent, box))
	}
	f.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("exchange.features", "What Hire2Retire will manage")),
		Lead: d.say(check.T("exchange.features.lead", "Tick only what you use: the account then needs fewer roles.")),
		Body: widgets.Column(theme.Small, f.nothing, widgets.Columns(theme.Wide, []float32{0.5, 0.5}, widgets.Column(0, columns[0]...), widgets.Column(0, columns[1]...)))})
	return f
}

// extraIndent puts the box of an extra below the label of what it adds to.
const extraIndent = theme.Wide + theme.Tiny

func (f *features) tick(id string, on bool) {
	f.desk.edit(func(a *setup.Answers) {
		a.Features = slices.DeleteFunc(a.Features, func(f string) bool { return f == id })
		if on {
			a.Features = append(a.Features, id)
		}
	})
	f.nothing.Hide()
	f.onChange()
}

// draw shows what is ticked.
func (f *features) draw() {
	ticked := f.desk.Flow.Answers().Features
	for i, id := range f.ids {
		f.boxes[i].SetChecked(slices.Contains(ticked, id))
	}
}

// fault complains that nothing is ticked.
func (f *features) fault(text string) {
	f.nothing.Objects = []fyne.CanvasObject{widgets.NewBanner(theme.Bad, text, "")}
	f.nothing.Show()
	f.focus()
}

func (f *features) focus() { widgets.FocusFirst(f.boxes[0]) }
