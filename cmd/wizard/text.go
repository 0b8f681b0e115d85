package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/terminal"
)

const textUsage = `Usage: wizard text [--accessible] [--practice[=FAULT|list]] [--lang en]

The set-up in the terminal, with the same steps as the window.
  --accessible   plain lines without a moving cursor, for screen readers;
                 also with the environment variable ACCESSIBLE, with TERM=dumb
                 and where there is no terminal
  --practice     the built-in practice directory and tenant
  --lang         the language; that of the environment otherwise
`

// textFlags are the flags of text.
type textFlags struct {
	practice   optional
	accessible bool
	lang       string
}

func parseTextFlags(args []string) (textFlags, error) {
	f := textFlags{accessible: os.Getenv("ACCESSIBLE") != "" || os.Getenv("TERM") == "dumb"}
	s := flag.NewFlagSet("text", flag.ContinueOnError)
	s.SetOutput(io.Discard)
	s.Var(&f.practice, "practice", "")
	s.BoolVar(&f.accessible, "accessible", f.accessible, "")
	s.StringVar(&f.lang, "lang", systemLanguage(), "")
	if err := s.Parse(args); err != nil {
		return f, err
	}
	if s.NArg() > 0 {
		return f, fmt.Errorf("%q is one argument too many", s.Arg(0))
	}
	return f, nil
}

// text leads through the set-up in the terminal.
func text(ctx context.Context, args []string, c console) int {
	f, err := parseTextFlags(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(c.out, textUsage)
		return exitOK
	case err == nil && f.practice.value == "list":
		return listFaults(c, f.lang)
	case err == nil:
		err = f.run(ctx, c)
	default:
		fmt.Fprintf(c.err, "wizard text: %s\n", check.Clean(err.Error()))
		return exitUsage
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, terminal.ErrInterrupted), errors.Is(err, context.Canceled):
		fmt.Fprintln(c.err, "wizard text: interrupted")
		return exitInterrupted
	case errors.Is(err, io.ErrUnexpectedEOF):
		fmt.Fprintln(c.err, "wizard text: the input ended before the set-up did")
		return exitUsage
	}
	fmt.Fprintf(c.err, "wizard text: %s\n", check.Clean(err.Error()))
	return exitUsage
}

// run takes Ctrl+C for itself: in the set-up, the first one cancels the checks
// that run and does not end the program.
func (f textFlags) run(ctx context.Context, c console) error {
	ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM)
	defer stop()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)

	printer, err := words.New(f.lang)
	if err != nil {
		return err
	}
	w, err := newWorld(ctx, worldOptions{practice: f.practice, timeout: 10 * time.Second, words: printer, person: true})
	if err != nil {
		return err
	}
	defer w.close()
	return terminal.Run(ctx, w.deps, terminal.Options{In: c.in, Out: c.out, Words: printer, Accessible: f.accessible, Interrupts: interrupts})
}
