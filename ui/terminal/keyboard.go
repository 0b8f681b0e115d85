package terminal

import (
	"io"
	"os"
	"sync"
)

// keyboard reads the keys of a terminal for one question after the other.
//
// Bubble Tea would read the terminal itself, but it closes its reader while that
// still waits, and on Linux the reader that was closed then takes the first key
// of the next question every other time. So there is one read here at a time; a
// question borrows it, and a read that outlives its question serves the next.
type keyboard struct {
	in  *os.File
	got chan keys

	mu      sync.Mutex
	reading bool
	rest    []byte // read, and not taken yet
}

type keys struct {
	bytes []byte
	err   error
}

func newKeyboard(in *os.File) *keyboard { return &keyboard{in: in, got: make(chan keys, 1)} }

// borrow returns the keys for one question, until it is closed.
func (k *keyboard) borrow() *borrowed { return &borrowed{keyboard: k, over: make(chan struct{})} }

// read begins to read, unless a read goes on.
func (k *keyboard) read() {
	if k.reading {
		return
	}
	k.reading = true
	go func() {
		chunk := make([]byte, 4096)
		n, err := k.in.Read(chunk)
		k.got <- keys{chunk[:n], err}
	}()
}

// borrowed is the keyboard as long as one question is asked. It has no name,
// which keeps Bubble Tea from taking it for a file to wait on, and a descriptor,
// by which it switches the terminal to single keys.
type borrowed struct {
	*keyboard
	over chan struct{}
	once sync.Once
}

// Read implements io.Reader. After Close it is io.EOF, and no key is lost.
func (b *borrowed) Read(p []byte) (int, error) {
	b.mu.Lock()
	if len(b.rest) > 0 {
		defer b.mu.Unlock()
		return b.take(p), nil
	}
	b.read()
	b.mu.Unlock()
	select {
	case <-b.over:
		return 0, io.EOF
	case got := <-b.got:
		b.mu.Lock()
		defer b.mu.Unlock()
		b.reading = false
		if got.err != nil {
			return 0, got.err
		}
		b.rest = got.bytes
		select {
		case <-b.over: // too late: the next question takes them
			return 0, io.EOF
		default:
			return b.take(p), nil
		}
	}
}

// take moves keys from rest to p.
func (b *borrowed) take(p []byte) int {
	n := copy(p, b.rest)
	clear(b.rest[:n]) // they may be of a password
	b.rest = b.rest[n:]
	return n
}

// Write implements the interface of a terminal; nothing is written here.
func (b *borrowed) Write(p []byte) (int, error) { return len(p), nil }

// Close gives the keyboard back. The terminal stays open.
func (b *borrowed) Close() error {
	b.once.Do(func() { close(b.over) })
	return nil
}

// Fd is the descriptor of the terminal.
func (b *borrowed) Fd() uintptr { return b.in.Fd() }
