package terminal

import (
	"errors"
	"io"
	"os"
	"testing"
)

// What is typed while a question ends is there for the next one.
func TestKeyboardLosesNothing(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	k := newKeyboard(in)
	first := k.borrow()
	ended := make(chan error)
	go func() {
		_, err := first.Read(make([]byte, 1))
		ended <- err
	}()
	first.Close()
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("a read of a question that ended = %v, want %v", err, io.EOF)
	}
	if _, err := out.WriteString("next"); err != nil {
		t.Fatal(err)
	}
	second := k.borrow()
	defer second.Close()
	got := make([]byte, 4)
	if _, err := io.ReadFull(second, got); err != nil || string(got) != "next" {
		t.Errorf("the next question read %q, %v, want %q", got, err, "next")
	}
	out.Close()
	if n, err := second.Read(got); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("Read after the end = %d, %v, want 0, %v", n, err, io.EOF)
	}
}
