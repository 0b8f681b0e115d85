package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"golang.org/x/term"
)

// maxLine is far above any answer; what is longer was not typed.
const maxLine = 64 << 10

// lines reads one line at a time, and only when it is asked to, so that what
// follows stays where it is. A read cannot be called off: the one that goes on
// while nobody waits any more serves who asks next, or ends with the process.
type lines struct {
	in       io.Reader
	terminal *os.File // nil when in is none
	pending  bool
	got      chan line
}

type line struct {
	text []byte
	err  error
}

func newLines(in io.Reader) *lines {
	l := &lines{in: in, got: make(chan line, 1)}
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		l.terminal = f
	}
	return l
}

// next returns the next line without its end. quiet reads it without echo. The
// end of the input is io.ErrUnexpectedEOF: nobody is there to answer.
func (l *lines) next(ctx context.Context, interrupts <-chan os.Signal, quiet bool) ([]byte, error) {
	restore := l.begin(quiet)
	select {
	case got := <-l.got:
		l.pending = false
		return got.text, got.err
	case <-interrupts:
		restore()
		return nil, ErrInterrupted
	case <-ctx.Done():
		restore()
		return nil, ctx.Err()
	}
}

// begin starts a read, unless one goes on. It returns how to switch the echo on
// again when nobody waits for the answer any more.
func (l *lines) begin(quiet bool) (restore func()) {
	restore = func() {}
	if quiet && l.terminal != nil {
		if state, err := term.GetState(int(l.terminal.Fd())); err == nil {
			restore = func() { _ = term.Restore(int(l.terminal.Fd()), state) }
		}
	}
	if l.pending {
		return restore
	}
	l.pending = true
	go func() {
		text, err := l.read(quiet)
		l.got <- line{text, err}
	}()
	return restore
}

func (l *lines) read(quiet bool) ([]byte, error) {
	if quiet && l.terminal != nil {
		b, err := term.ReadPassword(int(l.terminal.Fd()))
		return b, noMore(err)
	}
	return readLine(l.in)
}

// readLine reads byte by byte, as term.ReadPassword does: a buffer would take
// what the next reader of the same terminal waits for.
func readLine(in io.Reader) ([]byte, error) {
	text, one := make([]byte, 0, 128), make([]byte, 1)
	for len(text) < maxLine {
		n, err := in.Read(one)
		if n == 1 && one[0] == '\n' {
			return bytes.TrimSuffix(text, []byte("\r")), nil
		}
		if n == 1 {
			text = append(text, one[0])
		}
		if err != nil {
			if len(text) > 0 && errors.Is(err, io.EOF) {
				return text, nil
			}
			return nil, noMore(err)
		}
	}
	return text, nil
}

func noMore(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
