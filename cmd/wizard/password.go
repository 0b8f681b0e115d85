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
// else: a password may begin or end with a space. It gives up when ctx ends.
func readPassword(ctx context.Context, r io.Reader) (secret.Text, error) {
	b, err := orLeave(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(r, maxStdin+1)) })
	if ctx.Err() != nil {
		return secret.Text{}, ctx.Err()
	}
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
	b, err := orLeave(ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	if ctx.Err() != nil {
		_ = term.Restore(fd, state)
		return secret.Text{}, ctx.Err()
	}
	fmt.Fprintln(c.err)
	return secret.FromBytes(b), err
}

// orLeave waits for what read returns, but no longer than ctx. A read of
// standard input cannot be called off: it ends with the process.
func orLeave(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	type answer struct {
		b   []byte
		err error
	}
	came := make(chan answer, 1)
	go func() {
		b, err := read()
		came <- answer{b, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case a := <-came:
		return a.b, a.err
	}
}
