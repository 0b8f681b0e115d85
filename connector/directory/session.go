package directory

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

// The largest legitimate packet is a token of 5,000 SIDs, 150 KB. The library's
// own limit of 2 GiB lets a rogue server fill the memory: one endless packet
// grew the heap to 1.9 GiB.
const (
	maxPacket = 1 << 20
	// maxRead is what one operation may read.
	maxRead = 8 << 20
	// maxEntries is what one search may return; every entry costs up to 12 KB.
	maxEntries = 2000
	// maxMessages is what one operation may bring: entries, references, the end.
	maxMessages = maxEntries + 500
)

func init() {
	// A variable of the library, for the whole process; nothing else here
	// speaks BER.
	ber.MaxPacketLengthBytes = maxPacket
}

// wire is the connection under the LDAP library. It remembers the first error
// with its type, because the library only passes on the text, and stops reading
// when an operation has read enough or when what comes is no LDAP message.
type wire struct {
	net.Conn
	frames frames // of the reading goroutine alone
	mu     sync.Mutex
	err    error
	// left is how many bytes may still come, until at which message to stop.
	left, until int
}

// Read implements net.Conn.
func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if bad := w.frames.see(p[:n]); bad != nil {
		n, err = 0, bad
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left -= n
	if w.until == 0 {
		w.until = w.frames.begun + maxMessages
	}
	if err == nil && (w.left < 0 || w.frames.begun > w.until) {
		err = errTooMuch
	}
	return n, w.note(err)
}

// Write implements net.Conn.
func (w *wire) Write(p []byte) (int, error) {
	n, err := w.Conn.Write(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	return n, w.note(err)
}

func (w *wire) note(err error) error {
	if w.err == nil {
		w.err = err
	}
	return err
}

// allow begins an operation.
func (w *wire) allow(bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.until = bytes, 0
}

func (w *wire) firstError() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// session is one LDAPS connection whose certificate was accepted. One operation
// runs at a time; after one that was cancelled or broke, it is spent.
type session struct {
	raw   net.Conn // TCP: closing it ends whatever hangs above
	wire  *wire
	conn  *ldap.Conn
	limit time.Duration // of one operation
	turn  sync.Mutex    // held by the operation that runs
	gone  error         // why an operation was given up; guarded by turn
	once  sync.Once
}

// newSession takes over raw and the TLS connection on it.
func newSession(raw, secure net.Conn, limit time.Duration) *session {
	s := &session{raw: raw, wire: &wire{Conn: secure, left: maxRead}, limit: limit}
	s.conn = ldap.NewConn(s.wire, true)
	s.conn.Start()
	return s
}

// Close ends the session. It does not wait for the server.
func (s *session) Close() {
	s.once.Do(func() {
		s.raw.Close()
		s.conn.Close()
	})
}

// spent reports whether nothing can be asked any more.
func (s *session) spent() bool { return s.conn.IsClosing() || s.wire.firstError() != nil }

// do runs one LDAP operation and gives it up when ctx ends or its time is up.
// The library takes no context and a blocked write ignores its time-out, so the
// only way out of a hung operation is to close the connection under it; those
// that come after it get the same error. An error is one of the LDAP library,
// or the typed error of the transport.
func (s *session) do(ctx context.Context, op func() error) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.gone != nil {
		return s.gone
	}
	limited, cancel := context.WithTimeoutCause(ctx, s.limit, os.ErrDeadlineExceeded)
	defer cancel()
	s.wire.allow(maxRead)
	stop := context.AfterFunc(limited, func() { s.raw.Close() })
	err := op()
	if !stop() {
		s.gone = context.Cause(limited)
		return s.gone
	}
	if err == nil {
		return nil
	}
	if broken := s.wire.firstError(); broken != nil {
		return fmt.Errorf("%w (%v)", broken, err)
	}
	if answer, ok := errors.AsType[*ldap.Error](err); ok && answer.ResultCode < ldap.ErrorNetwork || errors.Is(err, ldap.ErrSizeLimitExceeded) {
		return err
	}
	s.Close()
	return fmt.Errorf("%w: %w", errGarbled, err)
}
