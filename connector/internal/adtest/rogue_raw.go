package adtest

import (
	"io"
	"net"
	"testing"

	ber "github.com/go-asn1-ber/asn1-ber"
)

// Behaviors below TLS. What the client sends is read and searched for a bind request in clear text.

// Silent accepts the connection and never says anything.
func Silent(s *Session) { s.absorb() }

// CloseAfterHello reads the first bytes and closes politely: what a domain controller without a certificate does.
func CloseAfterHello(s *Session) { s.readSome() }

// ResetAfterHello reads the first bytes and resets the connection: what SChannel often does.
func ResetAfterHello(s *Session) {
	s.readSome()
	s.Reset()
}

// HTTP answers like a web server that was sent garbage.
func HTTP(s *Session) {
	s.readSome()
	io.WriteString(s.Conn, "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n400 Bad Request")
}

// SMTP greets like a mail server.
func SMTP(s *Session) { s.greet("220 mail.example.net ESMTP ready\r\n") }

// SSH greets like an SSH server.
func SSH(s *Session) { s.greet("SSH-2.0-OpenSSH_9.2p1\r\n") }

func (s *Session) greet(banner string) {
	if _, err := io.WriteString(s.Conn, banner); err == nil {
		s.absorb()
	}
}

// HandshakeOnly completes TLS and never answers a request.
func HandshakeOnly(s *Session) {
	if s.StartTLS() == nil {
		s.absorb()
	}
}

// readSome reads what the client sends first.
func (s *Session) readSome() {
	buffer := make([]byte, 16<<10)
	n, _ := s.Conn.Read(buffer) // a client that leaves without a word is fine
	s.look(buffer[:n])
}

// absorb reads until the client leaves.
func (s *Session) absorb() {
	buffer := make([]byte, 16<<10)
	for {
		n, err := s.Conn.Read(buffer)
		s.look(buffer[:n])
		if err != nil {
			return
		}
	}
}

// look notes a bind request at the beginning of data; TLS records and other protocols are none.
func (s *Session) look(data []byte) {
	packet, err := ber.DecodePacketErr(data)
	if err != nil {
		return
	}
	if r, err := readRequest(packet); err == nil && r.Op == bindRequest {
		s.saw(r.Bind)
	}
}

// BlackHole returns an address that answers no SYN, like a firewall that drops packets: the queue of a listening socket
// is kept full.
func BlackHole(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("black hole: %v", err)
	}
	t.Cleanup(func() { listener.Close() })
	if err := shrinkQueue(listener.(*net.TCPListener)); err != nil {
		t.Fatalf("black hole: %v", err)
	}
	fill(t, listener.Addr().String())
	return listener.Addr().String()
}

// RefusedAddr returns an address on which nobody listens: the connection is refused at once.
func RefusedAddr(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("refused address: %v", err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
