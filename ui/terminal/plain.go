package terminal

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// What can be typed instead of an answer. None of them is an answer to any
// question of the wizard.
const (
	typedBack  = "<"
	typedEmpty = "-"
)

// plain asks with lines of words: nothing moves, nothing is drawn over, and each
// question says what Enter does. It is for screen readers, for terminals that
// can do no more, and for pipes.
type plain struct {
	lines      *lines
	out        io.Writer
	say        func(check.Text) string
	interrupts <-chan os.Signal
	columns    func() int
}

// print implements asker.
func (p *plain) print(text string) { fmt.Fprint(p.out, text) }

// read implements asker: whoever listens stops and goes back as they like.
func (p *plain) read(_ context.Context, text string) error {
	p.print(text)
	return nil
}

// put prints a paragraph.
func (p *plain) put(text string) {
	for _, l := range wrap(visible(text), p.columns()) {
		fmt.Fprintln(p.out, l)
	}
}

func (p *plain) prompt(text string) { fmt.Fprint(p.out, visible(text)) }

func (p *plain) typed(ctx context.Context, quiet bool) ([]byte, error) {
	b, err := p.lines.next(ctx, p.interrupts, quiet)
	if err != nil || quiet {
		fmt.Fprintln(p.out) // the line that was begun
	}
	return b, err
}

func (p *plain) word(ctx context.Context, prompt string) (string, error) {
	p.prompt(prompt)
	b, err := p.typed(ctx, false)
	return strings.TrimSpace(string(b)), err
}

// line implements asker.
func (p *plain) line(ctx context.Context, q question) (string, error) {
	p.put("")
	if q.help != "" {
		p.put(q.help)
	}
	for {
		typed, err := p.answer(ctx, q)
		if err != nil {
			return typed, err
		}
		wrong := q.wrong(typed)
		if wrong == "" {
			return typed, nil
		}
		p.put(wrong) // Enter still keeps what was there: what is wrong cannot be kept
	}
}

// answer reads one answer, of one line or several.
func (p *plain) answer(ctx context.Context, q question) (string, error) {
	first, err := p.word(ctx, p.asking(q))
	switch {
	case err == nil && q.paste && first != typedBack:
		return p.pasted(ctx, first)
	case err != nil:
		return q.value, err
	case first == typedBack:
		return q.value, errBack
	case first == "":
		return q.value, nil
	case first == typedEmpty:
		return "", nil
	case !q.lines:
		return first, nil
	}
	all := []string{first}
	for {
		next, err := p.word(ctx, p.say(check.T("terminal.plain.more", "Another one, or Enter when there is none: ")))
		if err != nil {
			return "", err
		}
		if next == "" {
			return strings.Join(all, "\n"), nil
		}
		all = append(all, next)
	}
}

// typedEnd ends a text that was pasted: its own lines may be empty, and must not
// answer what is asked next.
const typedEnd = "."

// pasted reads a text of many lines.
func (p *plain) pasted(ctx context.Context, line string) (string, error) {
	var all []string
	for line != typedEnd {
		all = append(all, line)
		b, err := p.typed(ctx, false)
		if err != nil {
			return "", err
		}
		line = strings.TrimSpace(string(b))
	}
	return strings.TrimSpace(strings.Join(all, "\n")), nil
}

// asking is the prompt of a question: its name and what Enter keeps.
func (p *plain) asking(q question) string {
	if q.paste {
		return p.say(check.T("terminal.plain.paste", "{{.label}}, then a line with only a full stop: ", "label", q.label))
	}
	if q.value == "" {
		return p.say(check.T("terminal.plain.prompt", "{{.label}}: ", "label", q.label))
	}
	values := strings.Split(q.value, "\n")
	if len(values) == 1 {
		return p.say(check.T("terminal.plain.prompt-keep", "{{.label}} (Enter keeps {{.value}}): ", "label", q.label, "value", q.value))
	}
	for _, v := range values {
		p.put(v)
	}
	return p.say(check.N("terminal.plain.prompt-keep-all", len(values), "{{.label}} (Enter keeps it): ", "{{.label}} (Enter keeps these {{.n}}): ", "label", q.label))
}

// secret implements asker.
func (p *plain) secret(ctx context.Context, q question) (secret.Text, error) {
	p.put("")
	p.put(q.help)
	p.prompt(p.say(check.T("terminal.plain.prompt", "{{.label}}: ", "label", q.label)))
	b, err := p.typed(ctx, true)
	if err != nil {
		return secret.Text{}, err
	}
	if bytes.Equal(b, []byte(typedBack)) {
		return secret.Text{}, errBack
	}
	return secret.FromBytes(b), nil
}

// pick implements asker.
func (p *plain) pick(ctx context.Context, title string, choices []choice, at int) (int, error) {
	p.put("")
	p.put(title)
	for i, c := range choices {
		p.put(fmt.Sprintf("%d. %s", i+1, c))
	}
	for {
		prompt := check.T("terminal.plain.number", "Number (Enter takes {{.n}}): ", "n", strconv.Itoa(at+1))
		typed, err := p.word(ctx, p.say(prompt))
		switch {
		case err != nil:
			return 0, err
		case typed == typedBack:
			return 0, errBack
		case typed == "":
			return at, nil
		}
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(choices) {
			return n - 1, nil
		}
		p.put(p.notOneOf(typed, len(choices)))
	}
}

func (p *plain) notOneOf(typed string, n int) string {
	return p.say(check.T("terminal.plain.no-number", "“{{.typed}}” is not a number from 1 to {{.last}}.", "typed", typed, "last", strconv.Itoa(n)))
}

// tick implements asker.
func (p *plain) tick(ctx context.Context, q question, choices []choice, judge func([]choice) string) error {
	for {
		p.put("")
		p.put(q.label + ". " + q.help)
		for i, c := range choices {
			mark := check.T("terminal.plain.off", "{{.n}}. no: {{.what}}", "n", strconv.Itoa(i+1), "what", c.String())
			if c.on {
				mark = check.T("terminal.plain.on", "{{.n}}. yes: {{.what}}", "n", strconv.Itoa(i+1), "what", c.String())
			}
			p.put(p.say(mark))
		}
		typed, err := p.word(ctx, p.say(check.T("terminal.plain.toggle", "Number to change, or Enter to go on: ")))
		switch {
		case err != nil:
			return err
		case typed == typedBack:
			return errBack
		case typed == "" && judge(choices) == "":
			return nil
		case typed == "":
			p.put(judge(choices))
			continue
		}
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(choices) {
			choices[n-1].on = !choices[n-1].on
			continue
		}
		p.put(p.notOneOf(typed, len(choices)))
	}
}
