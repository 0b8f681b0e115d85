package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// dialog asks with huh, one question at a time: a message stands right below
// what it is about, and everything fits on 24 lines. The question vanishes when
// it is answered; what stays is the answer, printed.
type dialog struct {
	keyboard   *keyboard
	out        *os.File
	paper      io.Writer // out, in the colors that it can show
	say        func(check.Text) string
	interrupts <-chan os.Signal
	style      style
	columns    func() int
	// printed is how many lines were printed since the last question.
	printed int
	// listing is set when the last lines are an answer: the next one follows
	// without a gap.
	listing bool
}

// print implements asker.
func (d *dialog) print(text string) {
	d.listing = false
	d.printed += d.height(text)
	_, _ = io.WriteString(d.paper, text)
}

// read implements asker. It waits before what was printed since the last
// question scrolls away: between two paragraphs where that leaves no screen half
// empty, else between two lines.
func (d *dialog) read(ctx context.Context, text string) error {
	gap := ""
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n\n") {
		paragraph = gap + paragraph + "\n"
		gap = "\n"
		if full := rows(d.out) - roomForMore; d.printed >= full/2 && d.height(paragraph) <= full {
			if err := d.room(ctx, d.height(paragraph)+roomForMore); err != nil {
				return err
			}
		}
		if err := d.readLines(ctx, paragraph); err != nil {
			return err
		}
	}
	return nil
}

func (d *dialog) readLines(ctx context.Context, paragraph string) error {
	for line := range strings.Lines(paragraph) {
		if err := d.room(ctx, d.height(line)+roomForMore); err != nil {
			return err
		}
		d.print(line)
	}
	return nil
}

// roomForMore is how many lines a question takes beside its title and choices.
const roomForMore = 4

// room waits if what was printed since the last question would scroll away.
func (d *dialog) room(ctx context.Context, lines int) error {
	if d.printed == 0 || d.printed+lines <= rows(d.out) {
		return nil
	}
	label := d.say(check.T("terminal.more", "More"))
	return d.ask(ctx, huh.NewNote().Title(label), 0)
}

// height is how many rows a text takes: the terminal breaks what is not wrapped.
func (d *dialog) height(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n += max(1, (ansi.StringWidth(line)+d.columns()-1)/d.columns())
	}
	return n
}

func rows(out *os.File) int {
	_, h, err := term.GetSize(int(out.Fd()))
	if err != nil || h <= 0 {
		return 24
	}
	return h
}

// ask runs one field until it is answered or left. spare is how many rows it
// keeps free for a message.
func (d *dialog) ask(ctx context.Context, field huh.Field, spare int) error {
	select {
	case <-d.interrupts: // Ctrl+C between two questions
		return ErrInterrupted
	default:
	}
	d.printed = 0
	form := huh.NewForm(huh.NewGroup(field)).WithWidth(d.columns()).WithTheme(huh.ThemeFunc(look)).WithKeyMap(d.keys())
	f := frame{form: form, spare: spare}
	return f.show(ctx, d)
}

// line implements asker. A text that was left with Esc comes back with errBack,
// so that it is not lost.
func (d *dialog) line(ctx context.Context, q question) (string, error) {
	value := q.value
	err := d.ask(ctx, d.field(q, &value), 2)
	value = strings.TrimSpace(value)
	if err == nil {
		d.answered(q.label, strings.Split(value, "\n"))
	}
	return value, err
}

func (d *dialog) field(q question, value *string) huh.Field {
	judge := func(text string) error {
		if wrong := q.wrong(strings.TrimSpace(text)); wrong != "" {
			return errors.New(wrong)
		}
		return nil
	}
	help := d.wrapped(q.help)
	if q.lines {
		return huh.NewText().Title(q.label).Description(help).Lines(5).ExternalEditor(false).CharLimit(0).Value(value).Validate(judge)
	}
	return huh.NewInput().Title(q.label).Description(help).Prompt("> ").Value(value).Validate(judge)
}

// wrapped breaks a text where it should be broken; left alone, huh would break
// names at their dots and hyphens.
func (d *dialog) wrapped(text string) string {
	return strings.Join(wrap(visible(text), d.columns()-4), "\n")
}

// answered leaves the answer of a question on the screen.
func (d *dialog) answered(label string, values []string) {
	s := &sheet{width: d.columns(), style: d.style}
	if !d.listing {
		s.blank()
	}
	s.hang("", label+":", d.style.faint)
	for _, v := range values {
		if v == "" {
			v = d.say(check.T("terminal.nothing", "(nothing)"))
		}
		s.asIs("  " + v)
	}
	d.print(s.String())
	d.listing = true
}

// secret implements asker. huh keeps what is typed as a string, so it is not
// asked.
func (d *dialog) secret(ctx context.Context, q question) (secret.Text, error) {
	s := &sheet{width: d.columns(), style: d.style}
	s.blank()
	s.hang("", q.label, d.style.strong)
	s.hang("", q.help, d.style.faint)
	s.hang("", d.say(check.T("terminal.secret.keys", "Nothing is shown while you type. Enter ends, Ctrl+U starts over, Esc goes back.")), d.style.faint)
	d.print(s.String())
	b, err := readSecret(ctx, d.keyboard)
	if err != nil {
		return secret.Text{}, err
	}
	if len(b) > 0 {
		d.print(d.say(check.T("terminal.secret.typed", "(typed, not shown)")) + "\n")
	}
	return secret.FromBytes(b), nil
}

// pick implements asker.
func (d *dialog) pick(ctx context.Context, title string, choices []choice, at int) (int, error) {
	height := d.shown(len(choices))
	if err := d.room(ctx, height+roomForMore-1); err != nil {
		return 0, err
	}
	var options []huh.Option[int]
	for i, c := range choices {
		options = append(options, huh.NewOption(visible(c.String()), i))
	}
	picked := at
	field := huh.NewSelect[int]().Title(d.wrapped(title)).Options(options...).Value(&picked)
	if height < len(choices) {
		field = field.Height(height) // the rest scrolls
	}
	if err := d.ask(ctx, field, 0); err != nil {
		return 0, err
	}
	d.print("\n" + d.style.faint("> "+choices[picked].label) + "\n")
	return picked, nil
}

// shown is how many of the choices are shown at once. A list that is taller than
// the screen scrolls anyway, so it leaves what stands above it in view.
func (d *dialog) shown(choices int) int {
	full := rows(d.out) - roomForMore
	if choices <= full {
		return choices
	}
	return max(full-d.printed, full/2)
}

// tick implements asker.
func (d *dialog) tick(ctx context.Context, q question, choices []choice, judge func([]choice) string) error {
	var options []huh.Option[int]
	var picked []int
	for i, c := range choices {
		options = append(options, huh.NewOption(visible(c.String()), i).Selected(c.on))
	}
	help := d.wrapped(q.help)
	field := huh.NewMultiSelect[int]().Title(q.label).Description(help).Options(options...).Filterable(false).Value(&picked).
		Height(min(len(choices)+2+strings.Count(help, "\n"), rows(d.out)-roomForMore)).
		Validate(func(picked []int) error {
			ticked(choices, picked)
			if wrong := judge(choices); wrong != "" {
				return errors.New(wrong)
			}
			return nil
		})
	if err := d.ask(ctx, field, 2); err != nil {
		return err
	}
	d.answered(q.label, ticked(choices, picked))
	return nil
}

// ticked sets the choices to what was picked, and returns what they are called.
func ticked(choices []choice, picked []int) []string {
	var on []string
	for i := range choices {
		choices[i].on = slices.Contains(picked, i)
		if choices[i].on {
			on = append(on, choices[i].label)
		}
	}
	return on
}

// keys are those of huh with our words, and Esc for going back: the terminal has
// one question at a time, so there is nothing else to close.
func (d *dialog) keys() *huh.KeyMap {
	k := huh.NewDefaultKeyMap()
	k.Quit = key.NewBinding(key.WithKeys("ctrl+c", "esc", "shift+tab"))
	help := func(keys, what check.Text, bindings ...*key.Binding) {
		for _, b := range bindings {
			b.SetHelp(d.say(keys), d.say(what))
		}
	}
	help(check.T("terminal.key.enter", "Enter"), check.T("terminal.key.next", "goes on, Esc goes back"),
		&k.Input.Submit, &k.Text.Submit, &k.Select.Submit, &k.MultiSelect.Submit, &k.Note.Submit)
	help(check.T("terminal.key.ctrl-j", "Ctrl+J"), check.T("terminal.key.new-line", "new line"), &k.Text.NewLine)
	help(check.Verbatim("↑"), check.T("terminal.key.up", "up"), &k.Select.Up, &k.MultiSelect.Up)
	help(check.Verbatim("↓"), check.T("terminal.key.down", "down"), &k.Select.Down, &k.MultiSelect.Down)
	help(check.T("terminal.key.space", "Space"), check.T("terminal.key.toggle", "tick"), &k.MultiSelect.Toggle)
	help(check.T("terminal.key.ctrl-a", "Ctrl+A"), check.T("terminal.key.all", "all"), &k.MultiSelect.SelectAll)
	help(check.T("terminal.key.ctrl-a", "Ctrl+A"), check.T("terminal.key.none", "none"), &k.MultiSelect.SelectNone)
	for _, b := range []*key.Binding{&k.Select.Filter, &k.MultiSelect.Filter} {
		b.SetEnabled(false)
	}
	return k
}
