package terminal

import (
	"context"
	"time"

	"hire2retire-setup/connector/secret"
)

// asker asks a person. All texts it gets are drawn in the language of the
// person. A question that was not answered returns errBack, ErrInterrupted, or
// what ended the conversation. Its methods are called on one goroutine.
type asker interface {
	// print prints lines for good; the last one ends with a line break.
	print(text string)
	// read prints more than may fit on the screen, so that all of it is seen.
	read(ctx context.Context, text string) error
	// line asks for a text. With an error comes what was typed so far, so that
	// it is not lost.
	line(ctx context.Context, q question) (string, error)
	// secret asks for a password, without echo. Nothing typed gives an empty
	// one.
	secret(ctx context.Context, q question) (secret.Text, error)
	// pick lets one of the choices be chosen and returns its index; at is what
	// is offered first.
	pick(ctx context.Context, title string, choices []choice, at int) (int, error)
	// tick lets any number of the choices be ticked. It sets their field on.
	tick(ctx context.Context, q question, choices []choice, judge func([]choice) string) error
	// watch runs work, which is called what, on a goroutine of its own and shows
	// what it tells until it has ended. The first Ctrl+C ends the context of work; the second one
	// returns ErrInterrupted at once.
	watch(ctx context.Context, what string, work func(ctx context.Context, tell func(news))) error
}

// question is what to type a text for.
type question struct {
	label, help string
	// value is what stands there already.
	value string
	// lines is set when each line is an answer of its own.
	lines bool
	// judge says what is wrong with a text, or nothing.
	judge func(string) string
	// field is what Advice.Field calls it; often empty.
	field string
	// paste is set where whole texts are pasted, which may have empty lines.
	paste bool
	// apart is set where the answer is none that would be saved.
	apart bool
}

// wrong is what is wrong with a text.
func (q question) wrong(text string) string {
	if q.judge == nil {
		return ""
	}
	return q.judge(text)
}

// choice is one line to choose.
type choice struct {
	label string
	// note says more about it.
	note string
	on   bool
}

// String is the choice on one line.
func (c choice) String() string {
	if c.note == "" {
		return c.label
	}
	return c.label + " (" + c.note + ")"
}

// news is something that a work tells while it goes on.
type news struct {
	// say is to be printed for good.
	say string
	// key names something that takes time, and busy is what it is called as
	// long as it goes on; then it is empty.
	key, busy string
	// until is when it ends by itself; often zero.
	until time.Time
}
