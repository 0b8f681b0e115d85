package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// rehearse asks which failure to practise.
func (f *face) rehearse(ctx context.Context) error {
	r := f.flow.Deps().Rehearsal
	s := f.sheet()
	s.blank()
	s.para(f.say(check.T("terminal.rehearse.lead", "Choose what goes wrong in the practice, then check again to see what the wizard says and how it is cured.")))
	for _, fault := range r.Faults() {
		for _, name := range r.Active() {
			if fault.Name == name {
				s.para(f.say(check.T("terminal.rehearse.active", "Now: {{.what}}", "what", fault.Says)))
			}
		}
	}
	f.print(s)
	ways := []way{f.wayOfFaults(check.T("terminal.rehearse.directory", "A failure of Active Directory"), setup.DirectoryTrack),
		f.wayOfFaults(check.T("terminal.rehearse.microsoft", "A failure of Exchange Online or Entra ID"), setup.MicrosoftTrack)}
	if len(r.Active()) > 0 {
		ways = append(ways, way{label: check.T("terminal.rehearse.heal", "Nothing goes wrong"), do: f.puts()})
	}
	return f.choose(ctx, check.T("terminal.rehearse.which", "What if?"), append(ways, wayBack()), 0)
}

func (f *face) wayOfFaults(label check.Text, track setup.Track) way {
	return way{label: label, do: func(ctx context.Context) error {
		var ways []way
		for _, fault := range f.flow.Deps().Rehearsal.Faults() {
			if fault.Track == track {
				ways = append(ways, way{label: fault.Says, do: f.puts(fault.Name)})
			}
		}
		return errMenuIfBack(f.chooseLong(ctx, check.T("terminal.rehearse.which", "What if?"), ways))
	}}
}

// puts makes the practice fail in one way, or heals it.
func (f *face) puts(names ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		putting := f.say(check.T("terminal.rehearse.putting", "Changing the practice"))
		var failed error
		err := f.asker.watch(ctx, putting, func(_ context.Context, tell func(news)) {
			tell(news{key: "fault", busy: putting})
			failed = f.flow.Deps().Rehearsal.Set(names...)
		})
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if failed != nil {
			f.explain(failed)
			return nil
		}
		f.tell(check.T("terminal.rehearse.put", "The practice was changed. Check again to see the difference."))
		return nil
	}
}

// chooseLong lets one of many ways be chosen, a part of them at a time.
func (f *face) chooseLong(ctx context.Context, title check.Text, ways []way) error {
	for from := 0; ; {
		shown := append([]way(nil), ways[from:min(from+shownLines, len(ways))]...)
		if left := len(ways) - from - shownLines; left > 0 {
			shown = append(shown, way{label: check.N("terminal.tree.next", left, "Show the last one", "Show the next ones, {{.n}} are left"), do: func(context.Context) error { return errAnew }})
		}
		err := f.choose(ctx, title, append(shown, wayBack()), 0)
		switch {
		case errors.Is(err, errAnew):
			from += shownLines
		case errors.Is(err, errBack) && from > 0:
			from -= shownLines
		default:
			return err
		}
	}
}
