package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

func TestReadLine(t *testing.T) {
	for _, tc := range []struct {
		in, want, rest string
		err            error
	}{
		{"one\ntwo\n", "one", "two\n", nil},
		{"one\r\ntwo", "one", "two", nil},
		{"\n", "", "", nil},
		{"one\rtwo\n", "one\rtwo", "", nil},
		{"no end", "no end", "", nil},
		{"", "", "", io.ErrUnexpectedEOF},
		{strings.Repeat("x", maxLine+1), strings.Repeat("x", maxLine), "x", nil},
	} {
		in := strings.NewReader(tc.in)
		got, err := readLine(in)
		rest, _ := io.ReadAll(in)
		if string(got) != tc.want || string(rest) != tc.rest || !errors.Is(err, tc.err) {
			t.Errorf("readLine(%.20q) = %.20q, %v and left %.20q, want %.20q, %v and %.20q", tc.in, got, err, rest, tc.want, tc.err, tc.rest)
		}
	}
}

// Who gives up waiting takes no line away from the next question.
func TestLinesServeTheNext(t *testing.T) {
	in, out := io.Pipe()
	l := newLines(in)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.next(cancelled, nil, false); !errors.Is(err, context.Canceled) {
		t.Errorf("next = %v, want %v", err, context.Canceled)
	}
	interrupts := make(chan os.Signal, 1)
	interrupts <- os.Interrupt
	if _, err := l.next(t.Context(), interrupts, true); !errors.Is(err, ErrInterrupted) {
		t.Errorf("next = %v, want %v", err, ErrInterrupted)
	}
	go func() {
		_, _ = io.WriteString(out, "first\nsecond\n")
		out.Close()
	}()
	for _, want := range []string{"first", "second"} {
		if got, err := l.next(t.Context(), nil, false); err != nil || string(got) != want {
			t.Errorf("next = %q, %v, want %q", got, err, want)
		}
	}
	if _, err := l.next(t.Context(), nil, false); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("next after the end = %v, want %v", err, io.ErrUnexpectedEOF)
	}
}
