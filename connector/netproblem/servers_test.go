package netproblem_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hire2retire-setup/connector/netproblem"
)

// server is something that listens on loopback and treats each connection as
// its handler wants.
type server struct {
	addr string
	// seen counts the connections; leaked the bytes that a client sent after
	// TLS had begun.
	seen, leaked atomic.Int64
}

// serve starts a server; it has ended with the test, and so have its
// goroutines.
func serve(t testing.TB, handle func(*server, net.Conn)) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{addr: l.Addr().String()}
	var wg sync.WaitGroup
	var open sync.Map
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.seen.Add(1)
			open.Store(c, true)
			wg.Go(func() { defer c.Close(); handle(s, c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		open.Range(func(c, _ any) bool { c.(net.Conn).Close(); return true })
		wg.Wait()
	})
	return s
}

func (s *server) dial(ctx context.Context) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, "tcp", s.addr)
}

func (s *server) peer() netproblem.Peer {
	at := netip.MustParseAddrPort(s.addr)
	return netproblem.Peer{Host: dc1Name, Port: at.Port(), Wait: 5 * time.Second}
}

// tlsWith speaks TLS and then echoes, counting what comes in.
func tlsWith(c *tls.Config) func(*server, net.Conn) {
	return func(s *server, raw net.Conn) {
		conn := tls.Server(raw, c)
		if conn.HandshakeContext(context.Background()) != nil {
			return
		}
		b := make([]byte, 1024)
		for {
			n, err := conn.Read(b)
			s.leaked.Add(int64(n))
			if err != nil {
				return
			}
			if _, err := conn.Write(b[:n]); err != nil {
				return
			}
		}
	}
}

// hangUp waits for the client's first bytes and ends the connection.
func hangUp(_ *server, c net.Conn) {
	_, _ = c.Read(make([]byte, 4096))
}

// reset is hangUp the Windows way.
func reset(_ *server, c net.Conn) {
	_, _ = c.Read(make([]byte, 1))
	_ = c.(*net.TCPConn).SetLinger(0)
}

// silent accepts and never answers.
func silent(_ *server, c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// says sends a text at the first word of the client and waits for its end.
func says(answer string) func(*server, net.Conn) {
	return func(_ *server, c net.Conn) {
		_, _ = c.Read(make([]byte, 4096))
		_, _ = io.WriteString(c, answer)
		_, _ = io.Copy(io.Discard, c)
	}
}

// alert sends a fatal TLS alert.
func alert(description byte) func(*server, net.Conn) {
	return says(string([]byte{21, 3, 1, 0, 2, 2, description}))
}

// plainLDAP answers a search as Active Directory does, with four-byte lengths,
// and resets on everything else.
func plainLDAP(s *server, c net.Conn) {
	b := make([]byte, 4096)
	if n, _ := c.Read(b); n == 0 || b[0] != 0x30 {
		_ = c.(*net.TCPConn).SetLinger(0)
		return
	}
	_, _ = c.Write([]byte("\x30\x84\x00\x00\x00\x10\x02\x01\x01\x65\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00"))
	_, _ = io.Copy(io.Discard, c)
}

// after begins with one handler and goes on with another.
func after(times int64, first, then func(*server, net.Conn)) func(*server, net.Conn) {
	return func(s *server, c net.Conn) {
		if s.seen.Load() <= times {
			first(s, c)
			return
		}
		then(s, c)
	}
}

// cutting lets n bytes of what the handler says through and then hangs up.
func cutting(n int, handle func(*server, net.Conn)) func(*server, net.Conn) {
	return func(s *server, c net.Conn) { handle(s, &cutConn{Conn: c, left: n}) }
}

type cutConn struct {
	net.Conn
	left int
}

func (c *cutConn) Write(b []byte) (int, error) {
	if len(b) > c.left {
		b = b[:c.left]
	}
	n, _ := c.Conn.Write(b)
	if c.left -= n; c.left > 0 {
		return n, nil
	}
	c.Conn.Close()
	return n, io.ErrShortWrite
}
