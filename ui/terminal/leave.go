package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// askToLeave returns how when somebody really wants to leave, and nil when not.
func (f *face) askToLeave(ctx context.Context, how error) error {
	if !f.touched {
		return how
	}
	choices := []choice{
		{label: f.say(check.T("terminal.leave.stay", "Stay"))},
		{label: f.say(check.T("terminal.leave.draft", "Leave, and go on another time")), note: f.say(check.T("terminal.leave.draft.note", "kept as a draft, without the password"))},
		{label: f.say(check.T("terminal.leave.forget", "Leave, and forget what was typed"))},
	}
	i, err := f.asker.asker.pick(ctx, f.say(check.T("terminal.leave.ask", "Leave? The connection is not saved yet.")), choices, 0)
	switch {
	case err != nil && !errors.Is(err, errBack):
		return err
	case err != nil || i == 0:
		return nil
	}
	f.forgets = i == 2
	return how
}

// patient asks a question again when somebody pressed Ctrl+C and then wants to
// stay after all.
type patient struct {
	asker
	face *face
}

// ask asks until there is an answer, or a reason to have none.
func (p patient) ask(ctx context.Context, question func() error) error {
	for {
		err := question()
		if !errors.Is(err, ErrInterrupted) {
			return err
		}
		if err := p.face.askToLeave(ctx, ErrInterrupted); err != nil {
			return err
		}
	}
}

func (p patient) read(ctx context.Context, text string) error {
	return p.ask(ctx, func() error {
		err := p.asker.read(ctx, text)
		text = "" // what is left of it is not worth a second look
		return err
	})
}

func (p patient) line(ctx context.Context, q question) (typed string, err error) {
	err = p.ask(ctx, func() error {
		typed, err = p.asker.line(ctx, q)
		p.face.touched = p.face.touched || typed != q.value && !q.apart
		q.value = typed
		return err
	})
	return typed, err
}

func (p patient) secret(ctx context.Context, q question) (typed secret.Text, err error) {
	err = p.ask(ctx, func() error {
		typed, err = p.asker.secret(ctx, q)
		return err
	})
	return typed, err
}

func (p patient) pick(ctx context.Context, title string, choices []choice, at int) (picked int, err error) {
	err = p.ask(ctx, func() error {
		picked, err = p.asker.pick(ctx, title, choices, at)
		return err
	})
	return picked, err
}

func (p patient) tick(ctx context.Context, q question, choices []choice, judge func([]choice) string) error {
	return p.ask(ctx, func() error { return p.asker.tick(ctx, q, choices, judge) })
}
