// Package ldapsim is the Active Directory of practice mode: an LDAPS server in
// one process on loopback, own work on asn1-ber, and the practice domain that
// it serves (see World). It is the rehearsal for admins and stands in for a
// domain controller where a test needs an answer that no real one gives.
//
// It keeps to what domain controllers do and say: bind names and sub-codes, a
// lock-out that counts, tokenGroups, filters with the rules of Active
// Directory, pages, limits, security descriptors, and the constructed
// attributes, all of them from one access check (package ntsd), so that what it
// predicts, shows and refuses agrees.
//
// What it will not do: change anything (each write is refused with
// insufficientAccessRights and counted), speak SASL or StartTLS, replicate, or
// hold a schema. Tests about real behavior belong to a real domain controller;
// where the two differ, this package is wrong.
package ldapsim

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Site is what a server serves, and how.
type Site struct {
	// Directory must not be nil.
	Directory *Directory
	Host      Host
	// TLS is the configuration of the server; nil speaks plain LDAP, in which
	// nobody can sign in.
	TLS *tls.Config
	// Door is how connections are received.
	Door Door
	// Hook, which may be nil, decides about each request. It must be safe for
	// concurrent use.
	Hook Hook
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Door is how a server receives a connection.
type Door int

const (
	// Open doors serve.
	Open Door = iota
	// Silent doors take the connection and say nothing.
	Silent
	// Slammed doors reset the connection when the client begins to talk.
	Slammed
	// HangUp doors close it then.
	HangUp
)

// Hook decides what happens to a request before it is served.
type Hook func(Request) Action

// Request is what a Hook knows of a request.
type Request struct {
	Kind Kind
	// Base is the base of a search.
	Base string
	// Bound says whether somebody has signed in on the connection.
	Bound bool
	// Number counts the requests of the connection from 1.
	Number int
}

// Kind is what a request is for.
type Kind int

// The kinds of requests.
const (
	Other Kind = iota // a write, mostly
	Bind
	Search
	Extended
)

// Action is what to do with a request.
type Action struct {
	// Wait is how long the answer takes.
	Wait time.Duration
	// Then is what happens after that.
	Then Deed
}

// Deed is what a server does about a request.
type Deed int

const (
	// Answer serves the request.
	Answer Deed = iota
	// Hang never answers, and keeps the connection open.
	Hang
	// Cut closes the connection instead of an answer.
	Cut
	// Garble answers with bytes that are not LDAP.
	Garble
	// SayBusy answers with the result busy.
	SayBusy
	// SayYes accepts a bind whatever the password, without signing in anybody.
	SayYes
)

// Journal is what a server has seen.
type Journal struct {
	// Connections counts those that were accepted.
	Connections int
	// Binds are the names of simple binds, in order.
	Binds []string
	// Refused counts the binds that failed.
	Refused int
	// Searches counts the searches.
	Searches int
	// Writes are the kinds of operations that would change something; all of
	// them were refused.
	Writes []string
}

// Server is one listener of a practice domain controller.
type Server struct {
	listener net.Listener
	ctx      context.Context
	cancel   context.CancelFunc
	work     sync.WaitGroup

	mu      sync.Mutex
	site    Site
	open    map[net.Conn]bool
	journal Journal
	closed  bool
}

// Listen serves a site on a loopback address, "127.0.0.1:0" for a free port.
// Close the server when done.
func Listen(address string, site Site) (*Server, error) {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("listen on %q: not a loopback address", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{listener: listener, ctx: ctx, cancel: cancel, site: site, open: map[net.Conn]bool{}}
	s.work.Go(s.accept)
	return s, nil
}

// Addr is where the server listens: IP:port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Journal returns a copy of what was seen so far.
func (s *Server) Journal() Journal {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.journal
	j.Binds, j.Writes = append([]string(nil), j.Binds...), append([]string(nil), j.Writes...)
	return j
}

// Serve replaces the site. Connections that are open are closed, because what
// they have learned may no longer hold.
func (s *Server) Serve(site Site) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.site = site
	s.closeAll()
}

// Close ends the listener and every connection at once, whatever they do, and
// waits for their goroutines.
func (s *Server) Close() error {
	s.cancel()
	s.mu.Lock()
	s.closed = true
	s.closeAll()
	s.mu.Unlock()
	err := s.listener.Close()
	s.work.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// closeAll closes the connections; the lock is held.
func (s *Server) closeAll() {
	for conn := range s.open {
		conn.Close()
	}
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		site, ok := s.take(conn)
		if !ok {
			conn.Close()
			return
		}
		s.work.Go(func() {
			defer s.drop(conn)
			s.receive(conn, site)
		})
	}
}

// take notes a connection, and returns what it will be served.
func (s *Server) take(conn net.Conn) (Site, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return Site{}, false
	}
	s.open[conn] = true
	s.journal.Connections++
	return s.site, true
}

func (s *Server) drop(conn net.Conn) {
	conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, conn)
}

func (s *Server) note(update func(*Journal)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	update(&s.journal)
}

// receive serves one connection until it ends.
func (s *Server) receive(conn net.Conn, site Site) {
	switch site.Door {
	case Silent:
		drain(conn)
		return
	case Slammed:
		hear(conn)
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // the close is a reset
		}
		return
	case HangUp:
		hear(conn)
		return
	}
	secure := conn
	if site.TLS != nil {
		secure = tls.Server(conn, site.TLS)
	}
	newSession(s, secure, site).serve()
}

// hear waits for the client to begin. It reads all of a TLS greeting, because
// closing on unread bytes is a reset.
func hear(conn net.Conn) { _, _ = conn.Read(make([]byte, 16<<10)) }

// drain reads until the client or the server gives up.
func drain(conn net.Conn) {
	buffer := make([]byte, 1024)
	for {
		if _, err := conn.Read(buffer); err != nil {
			return
		}
	}
}
