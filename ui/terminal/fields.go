package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// field is a text of the answers and how to ask for it.
type field struct {
	// name is what Advice.Field calls it.
	name        string
	label, help check.Text
	lines       bool
	get         func(setup.Answers) string
	set         func(*setup.Answers, string)
	// also are names of fields whose problems can come from here.
	also []string
	// prepare makes the answers fit to be judged by this field alone.
	prepare func(*setup.Answers)
}

// fill asks for the fields of a step one after the other; going back leads to
// the field before, and from the first one out of the step.
func (f *face) fill(ctx context.Context, asks ...func(context.Context) error) error {
	for i := 0; i < len(asks); {
		err := asks[i](ctx)
		switch {
		case errors.Is(err, errBack) && i > 0:
			i--
		case err != nil:
			return err
		default:
			i++
		}
	}
	return nil
}

// asking returns what asks for a field of a step. What was typed stays in the
// answers, whatever the step is left for.
func (f *face) asking(step setup.StepID, fd field) func(context.Context) error {
	return func(ctx context.Context) error {
		before := fd.get(f.flow.Answers())
		typed, err := f.asker.line(ctx, question{label: f.say(fd.label), help: f.say(fd.help), value: before, lines: fd.lines,
			judge: func(text string) string {
				a := f.flow.Answers()
				fd.set(&a, text)
				if fd.prepare != nil {
					fd.prepare(&a)
				}
				return f.faultAt(a.Faults(step, f.flow.Deps()), append(fd.also, fd.name)...)
			}})
		if typed != before {
			f.edit(func(a *setup.Answers) { fd.set(a, typed) })
		}
		return err
	}
}

// faultAt is what is wrong with a field, and what was probably meant.
func (f *face) faultAt(bad check.Problems, names ...string) string {
	for _, name := range names {
		for _, p := range bad {
			if p.Advice.Field == name {
				return f.faulty(p)
			}
		}
	}
	return ""
}

func (f *face) faulty(p *check.Problem) string {
	text := f.say(wrong(p))
	if meant := setup.Correction(p); meant != "" {
		text += " " + f.say(check.T("terminal.meant", "Perhaps you meant {{.text}}", "text", meant))
	}
	return text
}

// notices prints what was understood differently from how it was typed.
func (f *face) notices(step setup.StepID) {
	f.tellAll(f.flow.Notices(step))
}

func (f *face) tellAll(notices []check.Text) {
	if len(notices) == 0 {
		return
	}
	s := f.sheet()
	for _, n := range notices {
		s.point(f.say(n))
	}
	f.print(s)
}
