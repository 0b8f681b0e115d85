package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// maxStdin is far above any password; a file sent by mistake stops here.
const maxStdin = 64 << 10

// readPassword reads to the end and removes one line break at the end, nothing
// else: a password may begin or end with a space.
func readPassword(r io.Reader) (secret.Text, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxStdin+1))
	if err != nil {
		return secret.Text{}, fmt.Errorf("read the password from standard input: %w", err)
	}
	if len(b) > maxStdin {
		clear(b)
		return secret.Text{}, fmt.Errorf("standard input holds more than %d bytes: that is not a password", maxStdin)
	}
	if bytes.HasSuffix(b, []byte("\n")) {
		b = b[:len(b)-1]
		b = bytes.TrimSuffix(b, []byte("\r"))
	}
	return secret.FromBytes(b), nil
}

func isTerminal(f *os.File) bool { return f != nil && term.IsTerminal(int(f.Fd())) }

// promptPassword asks on the terminal, without echo. Without a terminal there
// is nobody to ask.
func promptPassword(ctx context.Context, c console, user string) (secret.Text, error) {
	if !isTerminal(c.in) {
		return secret.Text{}, check.Problems{{Code: "password.none",
			Detail: check.T("password.none", "There is no password: none is kept, and there is no terminal to ask on."),
			Advice: check.Advice{Field: "password", Who: check.You, Do: check.T("password.none.do", "Give it with --password-stdin, or use --without-password.")}}}
	}
	fd := int(c.in.Fd())
	state, err := term.GetState(fd)
	if err != nil {
		return secret.Text{}, err
	}
	fmt.Fprintf(c.err, "Password of %s: ", user)
	type answer struct {
		b   []byte
		err error
	}
	typed := make(chan answer, 1)
	go func() { // ends with the process: a terminal read cannot be called off
		b, err := term.ReadPassword(fd)
		typed <- answer{b, err}
	}()
	select {
	case <-ctx.Done():
		_ = term.Restore(fd, state)
		return secret.Text{}, ctx.Err()
	case a := <-typed:
		fmt.Fprintln(c.err)
		return secret.FromBytes(a.b), a.err
	}
}
