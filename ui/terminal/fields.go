package terminal

import (
	"context"
	"errors"
	"strings"

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
		typed, err := f.fieldText(ctx, step, fd, before)
		if typed != before {
			f.edit(func(a *setup.Answers) { fd.set(a, typed) })
		}
		return err
	}
}

// fieldText asks for the text of a field until it can be used. Where it is known
// what was meant, one choice takes that.
func (f *face) fieldText(ctx context.Context, step setup.StepID, fd field, value string) (string, error) {
	for {
		typed, err := f.asker.line(ctx, question{label: f.say(fd.label), help: f.say(fd.help), value: value, lines: fd.lines,
			judge: func(text string) string {
				p := f.faultOf(step, fd, text)
				if p == nil || fd.meant(p, text) != "" {
					return "" // what was meant is offered next
				}
				return f.faulty(p)
			}})
		p := f.faultOf(step, fd, typed)
		if err != nil || p == nil {
			return typed, err
		}
		if value, err = f.correct(ctx, p, typed, fd.meant(p, typed)); err != nil && !errors.Is(err, errBack) {
			return typed, err
		}
		if f.faultOf(step, fd, value) == nil {
			return value, nil
		}
	}
}

// correct offers what was meant, and returns it or, if it was not, what was
// typed.
func (f *face) correct(ctx context.Context, p *check.Problem, typed, meant string) (string, error) {
	s := f.sheet()
	s.blank()
	s.hang("", f.say(wrong(p)), s.style.fail)
	f.print(s)
	value := typed
	err := f.choose(ctx, check.T("terminal.meant.ask", "What did you mean?"), []way{
		{label: check.T("terminal.meant.take", "Take {{.text}}", "text", meant), do: func(context.Context) error {
			value = meant
			return nil
		}},
		{label: check.T("terminal.meant.change", "Change what was typed"), do: stay}}, 0)
	return value, err
}

// meant is the text of a field with what a problem offers in place of what is
// wrong, or nothing. In a list it must be clear what is to be replaced.
func (fd field) meant(p *check.Problem, typed string) string {
	part, _ := setup.FaultAt(p)
	correction := setup.Correction(p)
	switch {
	case correction == "" || !fd.lines:
		return correction
	case part == "" || strings.Count(typed, part) != 1:
		return ""
	}
	return strings.Replace(typed, part, correction, 1)
}

// faultOf is what is wrong with a text for a field, or nil.
func (f *face) faultOf(step setup.StepID, fd field, text string) *check.Problem {
	a := f.flow.Answers()
	fd.set(&a, text)
	if fd.prepare != nil {
		fd.prepare(&a)
	}
	return faultAt(a.Faults(step, f.flow.Deps()), append(fd.also, fd.name)...)
}

// faultAt is the problem that is about one of the fields, or nil.
func faultAt(bad check.Problems, names ...string) *check.Problem {
	for _, name := range names {
		for _, p := range bad {
			if p.Advice.Field == name {
				return p
			}
		}
	}
	return nil
}

// faulty is what is wrong with a field, and what was probably meant; nothing is
// wrong without a problem.
func (f *face) faulty(p *check.Problem) string {
	if p == nil {
		return ""
	}
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
