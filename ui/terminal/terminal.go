// Package terminal is the text face of the wizard: the same setup.Flow as the
// window, for SSH, Server Core, computers without OpenGL, and screen readers.
//
// Rules for whoever adds to it. Nothing here knows LDAP or Microsoft: what can
// be used is what Flow.Faults says, what a result is worth is its status, and
// who has to act stands in its advice. What was answered and proved is printed
// for good, so that it can be scrolled back to, selected and copied; commands
// and links stand on lines of their own and are never wrapped or cut. A password
// is never echoed and never becomes a string here.
//
// There are two ways to ask (asker): dialog draws with huh, plain prints lines
// and reads lines, without moving the cursor, for screen readers and pipes. huh
// has an accessible mode too, but it speaks English only, does not tell what
// Enter keeps, takes the end of the input for an answer and cannot be cancelled.
package terminal

import (
	"context"
	"errors"
	"io"
	"os"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
)

// ErrInterrupted is returned when somebody left with Ctrl+C.
var ErrInterrupted = errors.New("interrupted")

// Why a question was not answered.
var (
	errBack  = errors.New("back to the question before")
	errLeave = errors.New("leave the wizard")
)

// Options say how to ask.
type Options struct {
	In  io.Reader
	Out io.Writer
	// Words draws the sentences.
	Words *words.Printer
	// Accessible asks for plain lines. They are also what is used when In or
	// Out is no terminal.
	Accessible bool
	// Interrupts tells of Ctrl+C: the first one cancels what runs, the next one
	// leaves. It should have room for one. Nil tells nothing.
	Interrupts <-chan os.Signal
}

// Run leads a person through the set-up. It returns nil when the person left in
// an orderly way, ErrInterrupted after Ctrl+C, io.ErrUnexpectedEOF when the
// input ended, and the error of ctx when that did.
func Run(ctx context.Context, d setup.Deps, o Options) error {
	f := newFace(d, o)
	defer func() { f.flow.Close() }()
	return f.run(ctx)
}

// face is one run. It is used on one goroutine.
type face struct {
	flow    *setup.Flow
	words   *words.Printer
	asker   patient
	style   style
	columns func() int
	// touched is set while something was typed that is not saved.
	touched bool
	// caFile is the path that the additional roots were read from.
	caFile string
	// last is what the last run of checks showed.
	last check.Report
	// asMe is set while the service account is checked by an account of somebody
	// who does not have its password; myName is that account.
	asMe   bool
	myName string
	// confirmed is who was said to be the right account, and its tenant.
	confirmed string
	// forgets is set when what was typed is not to be kept as a draft.
	forgets bool
	// unsaved is set when it was said that no draft can be kept.
	unsaved bool
	// unkept is why the password of an opened connection has to be typed.
	unkept *check.Problem
}

func newFace(d setup.Deps, o Options) *face {
	f := &face{words: o.Words, style: wordsOnly}
	d.Page.Draw = f.say // in the language that was chosen meanwhile
	d.Language = func() string { return f.words.Tag().String() }
	f.flow = setup.New(d)
	in, inFile := o.In.(*os.File)
	out, outFile := o.Out.(*os.File)
	f.columns = func() int { return columns(out) }
	if o.Accessible || !inFile || !outFile || !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		f.asker = patient{&plain{lines: newLines(o.In), out: o.Out, say: f.say, interrupts: o.Interrupts, columns: f.columns}, f}
		return f
	}
	lipgloss.EnableLegacyWindowsANSI(out)
	f.style = colored
	f.asker = patient{&dialog{keyboard: newKeyboard(in), out: out, paper: colorprofile.NewWriter(out, os.Environ()), say: f.say, interrupts: o.Interrupts, style: f.style, columns: f.columns}, f}
	return f
}

// defaultColumns is the width where nothing tells one.
const defaultColumns = 80

// columns returns how wide the terminal is now. Very long lines are hard to
// read, and nothing here needs them.
func columns(out *os.File) int {
	if out == nil {
		return defaultColumns
	}
	w, _, err := term.GetSize(int(out.Fd()))
	if err != nil || w <= 0 {
		return defaultColumns
	}
	return min(w, 100)
}

// run shows one step after the other until somebody leaves.
func (f *face) run(ctx context.Context) error {
	f.greet()
	for {
		err := f.step(ctx)
		f.autosave(context.WithoutCancel(ctx))
		if errors.Is(err, errBack) {
			err = f.back(ctx)
		}
		switch {
		case errors.Is(err, errLeave):
			return nil
		case err != nil:
			return err
		}
	}
}

// step shows the current step once; it comes back when the flow has moved, or
// when the step is to be shown anew.
func (f *face) step(ctx context.Context) error {
	f.heading()
	switch f.flow.Current().ID {
	case setup.Welcome:
		return f.welcome(ctx)
	case setup.Permissions:
		return f.permissions(ctx)
	case setup.Connection:
		return f.connection(ctx)
	case setup.BaseDN:
		return f.baseDN(ctx)
	case setup.ServiceAccount:
		return f.account(ctx)
	case setup.Exchange:
		return f.exchange(ctx)
	case setup.Review:
		return f.review(ctx)
	}
	return f.done(ctx)
}

// back goes to the step before; before the first one there is only leaving.
func (f *face) back(ctx context.Context) error {
	if f.flow.Current().ID == setup.Welcome {
		return f.askToLeave(ctx, errLeave)
	}
	f.flow.Back()
	return nil
}

// edit changes the answers.
func (f *face) edit(change func(*setup.Answers)) {
	f.flow.Edit(change)
	f.touched = true
}

func (f *face) say(t check.Text) string { return f.words.Draw(t) }
