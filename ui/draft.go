package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/page"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// draftEnding is what drafts are called.
const draftEnding = ".h2rdraft"

// exportDraft saves the set-up as it stands for another computer.
func (w *Window) exportDraft() {
	data, err := w.flow.ExportDraft()
	if err != nil {
		w.tell(check.T("draft.export.failed", "The draft was not saved"), err)
		return
	}
	w.SaveFile("setup"+draftEnding, string(data), func(_ string, err error) {
		if err != nil {
			w.tell(check.T("draft.export.failed", "The draft was not saved"), err)
		}
	})
}

// importDraft asks for a draft from another computer.
func (w *Window) importDraft() {
	w.chooseFile(w.say(check.T("draft.choose", "Choose a draft")), []string{draftEnding, ".json"}, w.readDraft)
}

// readDraft reads a draft and takes over what it knows. A connection of the same
// ID that is saved on this computer is opened for it.
func (w *Window) readDraft(path string) {
	deps, open := w.flow.Deps(), w.flow.Connection().ID
	w.run(w.life.window, func(ctx context.Context) func() {
		draft, err := setup.ReadDraftFile(path)
		var saved *setup.Opened
		if err == nil && draft.ID != open {
			saved = savedAs(ctx, deps, draft)
		}
		return func() {
			if err != nil {
				w.tell(check.T("draft.import.failed", "The draft was not read"), err)
				return
			}
			w.takeDraft(draft, saved)
		}
	})
}

// savedAs returns the saved connection that a draft is of, or nil.
func savedAs(ctx context.Context, deps setup.Deps, d setup.Draft) *setup.Opened {
	o, err := setup.OpenSaved(ctx, deps, d.ID)
	if err != nil {
		return nil // there is none: the draft is a beginning
	}
	return &o
}

// takeDraft merges a draft into the set-up that it is of. Another one that is not
// saved is not replaced without a question.
func (w *Window) takeDraft(d setup.Draft, saved *setup.Opened) {
	if d.Practice != w.flow.Deps().Practice {
		w.merge(d) // which says why not
		return
	}
	begun := w.unsaved() || w.flow.Connection().Revision > 0
	take := func() {
		switch {
		case saved != nil:
			w.flow.Answers().Password.Wipe()
			w.flow.Open(saved.Profile, saved.Password)
			w.desk.Unkept, w.desk.NotKept = saved.Unkept, nil
		case d.ID != w.flow.Connection().ID && begun:
			w.startAnew()
		}
		w.merge(d)
	}
	if d.ID == w.flow.Connection().ID || !w.unsaved() {
		take()
		return
	}
	w.askKeeping(check.T("draft.replace", "Read “{{.name}}” in place of what is open?", "name", d.Name), check.T("draft.replace.yes", "Read the draft"), take)
}

// merge takes over what a draft knows better, and says what came from where and
// what was not the same.
func (w *Window) merge(d setup.Draft) {
	m, err := w.flow.Merge(d)
	if err != nil {
		w.tell(check.T("draft.import.failed", "The draft was not read"), err)
		return
	}
	w.edits++
	w.forgetPages()
	if w.flow.Current().ID == setup.Welcome {
		w.flow.Goto(setup.Review)
	}
	w.show()
	w.showMerged(d, m)
}

func (w *Window) showMerged(d setup.Draft, m setup.Merged) {
	var parts []fyne.CanvasObject
	for _, half := range m.Halves {
		icon, ink := theme.IconInfo, theme.Accent
		if half.Taken {
			icon, ink = theme.IconPassed, theme.OK
		}
		parts = append(parts, widgets.Point(icon, ink, w.say(half.Says)))
	}
	for _, notice := range m.Notices {
		parts = append(parts, widgets.Point(theme.IconWarning, theme.Warn, w.say(notice)))
	}
	if len(m.Differences) > 0 {
		parts = append(parts, w.differences(m.Differences))
	}
	var dialog *widgets.Dialog
	closing := widgets.NewPrimary(w.say(check.T("close", "Close")), func() { dialog.Close() })
	dialog = widgets.NewDialog(widgets.DialogSpec{Title: w.say(check.T("merge.title", "Read “{{.name}}”", "name", d.Name)),
		Lead: w.say(check.T("merge.lead", "From {{.person}} on {{.computer}}.", "person", d.Person, "computer", d.Computer)),
		Body: widgets.Column(theme.Medium, parts...), Buttons: []*widgets.Button{closing}, Default: closing, First: closing, Width: 760})
	dialog.Open(w.win.Canvas())
}

// differences shows the answers that were not the same; what stands now is strong.
func (w *Window) differences(list []setup.Difference) fyne.CanvasObject {
	var rows [][]fyne.CanvasObject
	for _, x := range list {
		ours, theirs := theme.Strong, theme.Body
		if x.Taken {
			ours, theirs = theirs, ours
		}
		rows = append(rows, []fyne.CanvasObject{widgets.NewParagraph(w.say(x.Label), theme.Body, theme.Soft),
			widgets.NewParagraph(x.Ours, ours, theme.Text), widgets.NewParagraph(x.Theirs, theirs, theme.Text)})
	}
	name := w.say(check.T("merge.differences", "What was not the same; what stands now is strong"))
	return widgets.Column(theme.Small, widgets.NewHeading(name, theme.Strong), widgets.NewTable(widgets.TableSpec{Name: name,
		Heads:     []string{"", w.say(check.T("merge.ours", "Here")), w.say(check.T("merge.theirs", "In the draft"))},
		Fractions: []float32{0.26, 0.37, 0.37}, Rows: rows}))
}

// resume continues with what was not finished on this computer.
func (w *Window) resume(d setup.Draft, password secret.Text) {
	w.flow.Answers().Password.Wipe()
	w.flow.Resume(d, password)
	w.desk.Unkept, w.desk.NotKept = nil, nil
	w.edits++
	w.forgetPages()
	w.baseline = w.flow.Answers()
	w.show()
}

// autosave keeps the set-up as it stands, so that a crash loses nothing but
// passwords.
func (w *Window) autosave() {
	if save := w.flow.Autosave(); save.Worth() {
		w.run(w.life.window, func(ctx context.Context) func() {
			_ = save.Run(ctx) // the next page that is shown tries again
			return nil
		})
	}
}

// keepThen keeps the set-up as it stands and goes on; where it cannot be kept,
// it asks before.
func (w *Window) keepThen(then func()) {
	save := w.flow.Autosave()
	w.run(w.life.window, func(ctx context.Context) func() {
		err := save.Run(ctx)
		return func() {
			if err == nil {
				then()
				return
			}
			w.ask(question{Title: check.T("keep.failed", "The unfinished work cannot be kept"), Lead: page.Why(err),
				No: check.T("closing.stay", "Keep working"), Yes: check.T("keep.failed.yes", "Lose it")}, then)
		}
	})
}
