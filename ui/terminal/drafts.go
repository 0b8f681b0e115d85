package terminal

import (
	"context"
	"errors"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// autosave keeps what was typed and proved, so that nothing is lost with the
// connection to this computer. Not being able to is said once.
func (f *face) autosave(ctx context.Context) {
	if f.forgets {
		f.forget(ctx)
		return
	}
	err := f.flow.Autosave().Run(ctx)
	if err != nil && !f.unsaved {
		f.unsaved = true
		f.tell(check.T("terminal.draft.unsaved", "What you type cannot be kept as a draft: it is lost when the wizard ends before you save."))
		f.explain(err)
	}
}

// forget drops the draft of the set-up that is open.
func (f *face) forget(ctx context.Context) {
	d := f.flow.Deps()
	if d.Store == nil {
		return
	}
	if err := setup.DropDraft(ctx, d, f.flow.Connection().ID); err != nil {
		f.explain(err)
	}
}

// waysOfDrafts offer what was not finished, the latest first.
func (f *face) waysOfDrafts(ctx context.Context) []way {
	drafts, err := setup.Drafts(ctx, f.flow.Deps())
	if err != nil {
		f.explain(err)
		return nil
	}
	var ways []way
	for _, d := range drafts {
		if f.touched && d.ID == f.flow.Connection().ID {
			continue // it is open
		}
		ways = append(ways, way{label: check.T("terminal.draft", "Not finished: {{.name}}", "name", d.Name),
			note: f.say(check.T("terminal.draft.left", "left on {{.when}} at “{{.step}}”", "when", moment(d.At), "step", f.nav(d.Step))), do: f.manageDraft(d)})
	}
	return ways
}

func (f *face) nav(id setup.StepID) check.Text {
	steps := f.flow.Steps()
	i := slices.IndexFunc(steps, func(s setup.Step) bool { return s.ID == id })
	return steps[max(i, 0)].Nav
}

func (f *face) manageDraft(d setup.Draft) func(context.Context) error {
	return func(ctx context.Context) error {
		err := f.choose(ctx, check.T("terminal.saved.what", "What do you want to do with {{.name}}?", "name", d.Name), []way{
			{label: check.T("terminal.draft.resume", "Go on with it"), do: func(ctx context.Context) error {
				f.resume(ctx, d)
				return f.goOn(ctx)
			}},
			{label: check.T("terminal.draft.drop", "Forget it"), do: func(ctx context.Context) error {
				if err := setup.DropDraft(ctx, f.flow.Deps(), d.ID); err != nil {
					f.explain(err)
				}
				return nil
			}}, wayBack()}, 0)
		return errMenuIfBack(err)
	}
}

func (f *face) resume(ctx context.Context, d setup.Draft) {
	f.flow.Resume(d, d.KeptPassword(ctx, f.flow.Deps()))
	f.begin(nil)
	f.touched = true
	f.tellAll(d.Notices)
}

// goOn shows where a draft stands before anything is asked: whoever takes it over
// may have come for the other half.
func (f *face) goOn(ctx context.Context) error {
	f.tracks()
	here := way{label: check.T("terminal.draft.go-on", "Go on at: {{.step}}", "step", f.flow.Current().Nav), do: stay}
	err := f.choose(ctx, check.T("terminal.what-next", "What next?"), f.onEveryStep(here), 0)
	if errors.Is(err, errBack) {
		return nil
	}
	return err
}

// tracks says where both halves stand, on which computer they were proved, and
// what is open.
func (f *face) tracks() {
	s := f.sheet()
	for _, track := range []setup.Track{setup.DirectoryTrack, setup.MicrosoftTrack} {
		s.title(f.say(setup.TrackText(track)))
		f.track(s, track)
	}
	f.print(s)
}

func (f *face) track(s *sheet, track setup.Track) {
	f.checkedAt(s, track)
	open := f.flow.TrackState(track).Open
	if len(open) == 0 {
		s.hang("  ", f.say(check.T("terminal.track.done", "Nothing is open.")), same)
	}
	for _, one := range open {
		s.hang("  - ", f.say(one), same)
	}
}

// checkedAt says where and by whom a half was checked last.
func (f *face) checkedAt(s *sheet, track setup.Track) {
	if state := f.flow.TrackState(track); !state.At.IsZero() {
		s.hang("  ", f.say(check.T("terminal.track.checked", "Last checked on {{.computer}} by {{.person}}, {{.when}}", "computer", state.Computer, "person", state.Person, "when", moment(state.At))), same)
	}
}

// wayOfHalves is for set-ups that two people do on two computers.
func (f *face) wayOfHalves() way {
	return way{label: check.T("terminal.halves", "Work with another person or computer"), do: func(ctx context.Context) error {
		for {
			f.tracks()
			err := f.choose(ctx, check.T("terminal.halves.which", "The two halves can be done on two computers. What do you want to do?"), f.waysOfHalves(), 0)
			if !errors.Is(err, errAnew) {
				return errMenuIfBack(err)
			}
		}
	}}
}

func (f *face) waysOfHalves() []way {
	ways := []way{
		{label: check.T("terminal.draft.export", "Write this set-up to a file for the other computer"), do: aside(f.exportDraft)},
		{label: check.T("terminal.draft.import", "Bring in the file of the other computer"), do: f.importDraft},
	}
	for _, track := range []setup.Track{setup.DirectoryTrack, setup.MicrosoftTrack} {
		label, on := check.T("terminal.halves.leave", "Leave {{.half}} to another computer", "half", setup.TrackText(track)), true
		if f.flow.TrackState(track).Elsewhere {
			label, on = check.T("terminal.halves.take", "Do {{.half}} on this computer", "half", setup.TrackText(track)), false
		}
		ways = append(ways, way{label: label, do: func(context.Context) error {
			f.flow.DoElsewhere(track, on)
			f.touched = true
			return errAnew
		}})
	}
	return append(ways, wayBack())
}

// exportDraft writes the set-up for another computer.
func (f *face) exportDraft(ctx context.Context) error {
	data, err := f.flow.ExportDraft()
	if err != nil {
		f.explain(err)
		return nil
	}
	f.tell(check.T("terminal.draft.export.lead", "The file holds the answers and what was proved, and no password. Bring it in on the other computer, do the other half there, and bring the result back the same way."))
	return f.keepFiles(ctx, file{"hire2retire-draft.json", data})
}

// importDraft brings in what was done on another computer.
func (f *face) importDraft(ctx context.Context) error {
	var draft setup.Draft
	typed, err := f.asker.line(ctx, question{apart: true, label: f.say(check.T("terminal.draft.file", "File of the other computer")),
		help: f.say(check.T("terminal.draft.file.help", "Nothing that you typed is replaced without being named.")),
		judge: func(path string) string {
			var err error
			if path != "" {
				draft, err = setup.ReadDraftFile(expanded(path))
			}
			if err != nil {
				return f.say(why(err))
			}
			return ""
		}})
	if err != nil || typed == "" {
		return errMenuIfBack(errMenuIfNil(err))
	}
	return f.bringIn(ctx, draft)
}

// bringIn merges a draft into the connection that it belongs to: the one that is
// open, or the one that was begun or saved here. Where there is none, the draft
// is gone on with.
func (f *face) bringIn(ctx context.Context, draft setup.Draft) error {
	if draft.ID != f.flow.Connection().ID && !f.touched && !f.openSame(ctx, draft) && draft.Practice == f.flow.Deps().Practice {
		f.resume(ctx, draft)
		return f.goOn(ctx)
	}
	merged, err := f.flow.Merge(draft)
	if err != nil {
		f.explain(err)
		return errMenu
	}
	f.touched = true
	if err := f.showMerged(ctx, merged); err != nil {
		return errMenuIfBack(err)
	}
	f.flow.Goto(setup.Review)
	return nil
}

// openSame opens what is on this computer of the connection of a draft.
func (f *face) openSame(ctx context.Context, draft setup.Draft) bool {
	d := f.flow.Deps()
	begun, _ := setup.Drafts(ctx, d)
	for _, own := range begun {
		if own.ID == draft.ID {
			f.resume(ctx, own)
			return true
		}
	}
	o, err := setup.OpenSaved(ctx, d, draft.ID)
	if err != nil {
		return false
	}
	f.flow.Open(o.Profile, o.Password)
	f.begin(o.Unkept)
	return true
}

// showMerged says what was taken from where, and every answer that differs.
func (f *face) showMerged(ctx context.Context, m setup.Merged) error {
	s := f.sheet()
	s.title(f.say(check.T("terminal.merged", "What was brought in")))
	for _, half := range m.Halves {
		s.point(f.say(half.Says))
	}
	for _, notice := range m.Notices {
		s.point(f.say(notice))
	}
	for _, x := range m.Differences {
		f.difference(s, x)
	}
	return f.read(ctx, s)
}

func (f *face) difference(s *sheet, x setup.Difference) {
	stands, gone := x.Ours, x.Theirs
	if x.Taken {
		stands, gone = x.Theirs, x.Ours
	}
	none := f.say(check.T("review.none", "none"))
	s.hang("- ", f.say(check.T("terminal.merged.differs", "{{.label}} differs. Now: {{.now}}. Not taken: {{.other}}.", "label", x.Label, "now", orElse(stands, none), "other", orElse(gone, none))), same)
}
