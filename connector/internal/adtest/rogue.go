package adtest

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A Rogue is a server on loopback that misbehaves in one chosen way. It counts what it sees and ends with its test.
// Unlike the domain controllers it needs neither root nor Linux.
type Rogue struct {
	Name string // the name in its certificate; its LookupHost knows it
	Addr string // IP:port
	IP   string
	Port uint16
	PKI  *PKI // who issued its certificate

	tls      *tls.Config
	listener net.Listener
	work     sync.WaitGroup

	mu     sync.Mutex
	open   map[net.Conn]bool
	dialed int
	binds  []Bind
}

// Bind is a simple bind request that a rogue server has seen.
type Bind struct{ Name, Password string }

// RogueOptions say where a rogue server listens and which certificate it shows.
type RogueOptions struct {
	Addr    string  // 127.0.0.1 and a free port when empty; Host.IP and port 636 to stand in for a stopped host
	Name    string  // dc1.corp.example.com when empty
	PKI     *PKI    // when nil, an authority that the rogue servers of the process share
	Variant Variant // Good when empty
	// TLS, when not nil, edits the configuration before the server listens.
	TLS func(*tls.Config)
}

// A Behavior talks on one connection of a rogue server. The connection is closed when it returns.
type Behavior func(*Session)

// Session is one connection to a rogue server.
type Session struct {
	Conn  net.Conn // TCP, or TLS after StartTLS
	rogue *Rogue
	raw   net.Conn
}

// StartRogue starts a rogue server for the duration of a test.
func StartRogue(t testing.TB, o RogueOptions, b Behavior) *Rogue {
	t.Helper()
	r := &Rogue{Name: o.Name, PKI: o.PKI, open: map[net.Conn]bool{}}
	if r.Name == "" {
		r.Name = "dc1.corp.example.com"
	}
	if err := r.listen(o); err != nil {
		t.Fatalf("start a rogue server: %v", err)
	}
	r.work.Go(func() { r.accept(b) })
	t.Cleanup(r.close)
	return r
}

func (r *Rogue) listen(o RogueOptions) error {
	var err error
	if r.PKI == nil {
		if r.PKI, err = roguePKI(); err != nil {
			return err
		}
	}
	addr := o.Addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	if r.listener, err = net.Listen("tcp", addr); err != nil {
		return err
	}
	at := r.listener.Addr().(*net.TCPAddr)
	r.Addr, r.IP, r.Port = at.String(), at.IP.String(), uint16(at.Port)
	r.tls, err = r.PKI.ServerConfig(orGood(o.Variant), Names{DNS: []string{r.Name}, IPs: []net.IP{at.IP}})
	if err == nil && o.TLS != nil {
		o.TLS(r.tls)
	}
	return err
}

var roguePKI = sync.OnceValues(func() (*PKI, error) { return NewPKI("Rogue Root CA") })

func orGood(v Variant) Variant {
	if v == "" {
		return Good
	}
	return v
}

// Binds returns how many bind requests were seen, in clear text or under TLS.
func (r *Rogue) Binds() int { return len(r.BindRequests()) }

// BindRequests returns the bind requests in the order in which they were seen.
func (r *Rogue) BindRequests() []Bind {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Bind(nil), r.binds...)
}

// Connections returns how many TCP connections were accepted.
func (r *Rogue) Connections() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dialed
}

// LookupHost resolves the name of the server and its IP address, like the method of net.Resolver.
func (r *Rogue) LookupHost(_ context.Context, name string) ([]string, error) {
	if plain := strings.TrimSuffix(name, "."); strings.EqualFold(plain, r.Name) || plain == r.IP {
		return []string{r.IP}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// HostPort is the server as an admin types it: name:port.
func (r *Rogue) HostPort() string {
	return net.JoinHostPort(r.Name, strconv.Itoa(int(r.Port)))
}

func (r *Rogue) accept(b Behavior) {
	for {
		conn, err := r.listener.Accept()
		if err != nil {
			return
		}
		if !r.track(conn) {
			conn.Close()
			return
		}
		r.work.Go(func() {
			defer r.drop(conn)
			b(&Session{Conn: conn, rogue: r, raw: conn})
		})
	}
}

// track remembers an open connection, unless the server has been closed.
func (r *Rogue) track(conn net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open == nil {
		return false
	}
	r.open[conn] = true
	r.dialed++
	return true
}

func (r *Rogue) drop(conn net.Conn) {
	r.mu.Lock()
	delete(r.open, conn)
	r.mu.Unlock()
	conn.Close()
}

func (r *Rogue) close() {
	r.listener.Close()
	r.mu.Lock()
	for conn := range r.open {
		conn.Close()
	}
	r.open = nil
	r.mu.Unlock()
	r.work.Wait()
}

// StartTLS makes the handshake; afterwards Conn is the TLS connection.
func (s *Session) StartTLS() error {
	conn := tls.Server(s.raw, s.rogue.tls)
	if err := conn.HandshakeContext(context.Background()); err != nil {
		return err
	}
	s.Conn = conn
	return nil
}

// Reset makes the connection end with RST instead of FIN when it is closed.
func (s *Session) Reset() {
	if tcp, ok := s.raw.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
}

func (s *Session) saw(b Bind) {
	s.rogue.mu.Lock()
	defer s.rogue.mu.Unlock()
	s.rogue.binds = append(s.rogue.binds, b)
}
