package terminal

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
)

func TestTypedSecret(t *testing.T) {
	for _, tc := range []struct {
		what  string
		reads []string
		want  string
		err   error
	}{
		{"Enter", []string{"secret\r"}, "secret", nil},
		{"line feed", []string{"secret\n"}, "secret", nil},
		{"key by key", []string{"s", "e", "c", "\r"}, "sec", nil},
		{"spaces count", []string{"  a b \r"}, "  a b ", nil},
		{"nothing", []string{"\r"}, "", nil},
		{"backspace", []string{"abc\x7f\x08d\r"}, "ad", nil},
		{"backspace takes a whole character", []string{"aß€\x7f\x7fb\r"}, "ab", nil},
		{"backspace at the beginning", []string{"\x7f\x7fa\r"}, "a", nil},
		{"Ctrl+U starts over", []string{"wrong\x15right\r"}, "right", nil},
		{"an arrow is no password", []string{"a\x1b[Cb\x1bOAc\r"}, "abc", nil},
		{"the terminal reports", []string{"\x1b[?2026;2$y", "a\x1b]11;rgb:0/0/0\x1b\\b\x1b[12;40Rc\r"}, "abc", nil},
		{"a report cut short", []string{"a\x1b[", "b\r"}, "ab", nil},
		{"Alt and a key", []string{"\x1bxa\r"}, "a", nil},
		{"Esc goes back", []string{"abc", "\x1b"}, "", errBack},
		{"Ctrl+C", []string{"abc\x03\r"}, "", ErrInterrupted},
		{"the terminal is gone", []string{"abc"}, "", io.ErrUnexpectedEOF},
	} {
		t.Run(tc.what, func(t *testing.T) {
			got, err := typedSecret(&chunks{tc.reads})
			if string(got) != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("typedSecret(%q) = %q, %v, want %q, %v", tc.reads, got, err, tc.want, tc.err)
			}
		})
	}
}

// chunks gives one piece for each read.
type chunks struct{ pieces []string }

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.pieces[0])
	c.pieces = c.pieces[1:]
	return n, nil
}

// A password that grows leaves no copy behind.
func TestGrownClears(t *testing.T) {
	typed := make([]byte, 0, 4)
	old := typed[:4:4]
	for _, k := range []byte("secret") {
		typed = grown(typed, k)
	}
	if string(typed) != "secret" || !bytes.Equal(old, make([]byte, 4)) {
		t.Errorf("grown = %q and left %q behind, want nothing left", typed, old)
	}
}

// Whatever a terminal sends, no control character becomes part of a password,
// and no read runs over the end.
func FuzzTakeKeys(f *testing.F) {
	for _, s := range []string{"", "abc", "\x1b", "\x1b[", "\x1b[1;2", "\x1b]0;title\x07", "\x1bP+r\x1b\\", "\x1bO", "\x7f\x7f", "ß\x7f", "\x15", "a\rb"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, keys []byte) {
		typed, done, err := takeKeys(nil, slices.Clone(keys))
		if err != nil && !errors.Is(err, ErrInterrupted) {
			t.Fatalf("takeKeys(%q) = %v", keys, err)
		}
		if len(typed) > len(keys) || bytes.ContainsAny(typed, "\x03\x08\n\r\x15\x1b\x7f") {
			t.Errorf("takeKeys(%q) = %q", keys, typed)
		}
		if !done && bytes.ContainsAny(keys, "\r\n") && !bytes.Contains(keys, []byte{keyEscape}) {
			t.Errorf("takeKeys(%q) did not end at the line break", keys)
		}
	})
}
