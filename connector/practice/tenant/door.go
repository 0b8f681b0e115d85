package tenant

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"hire2retire-setup/connector/practice/ca"
)

// The host names of Options.Names.
const (
	authorityName = "login.practice.example"
	frontName     = "outlook.practice.example"
	regionName    = "eur01.outlook.practice.example"
	graphName     = "graph.practice.example"
)

// door is one listener with its server.
type door struct {
	name     string
	origin   string
	listener net.Listener
	server   *http.Server
}

// host returns host and port of the origin.
func (d *door) host() string {
	_, host, _ := strings.Cut(d.origin, "://")
	return host
}

// doors are the listeners of a tenant; pages is nil unless a person signs in.
type doors struct{ authority, front, region, graph, pages *door }

func (d *doors) all() []*door {
	var out []*door
	for _, one := range []*door{d.authority, d.front, d.region, d.graph, d.pages} {
		if one != nil {
			out = append(out, one)
		}
	}
	return out
}

func (d *doors) close() error {
	var errs []error
	for _, one := range d.all() {
		// Close, not Shutdown: a client that never ends its request must not
		// hold the practice up. The listener is the server's only if it serves.
		errs = append(errs, one.server.Close())
		_ = one.listener.Close()
	}
	return errors.Join(errs...)
}

// open makes the certificates and starts every server.
func (t *Tenant) open() error {
	secure, err := t.tls()
	if err != nil {
		return err
	}
	for _, want := range []struct {
		door    **door
		name    string
		handler http.Handler
		tls     *tls.Config
	}{
		{&t.doors.authority, authorityName, t.authority(), secure},
		{&t.doors.front, frontName, http.HandlerFunc(t.exchangeFront), secure},
		{&t.doors.region, regionName, http.HandlerFunc(t.exchangeRegion), secure},
		{&t.doors.graph, graphName, t.graph(), secure},
	} {
		if *want.door, err = t.listen(want.name, want.handler, want.tls); err != nil {
			return err
		}
	}
	if t.opts.Person {
		if t.doors.pages, err = t.listen("", t.pages(), nil); err != nil {
			return err
		}
	}
	for _, d := range t.doors.all() { // once all are known to one another
		t.wg.Go(func() { _ = d.server.Serve(d.listener) })
	}
	return nil
}

// tls returns the configuration of all servers. The certificate is chosen at
// each handshake, so that a fault can put another authority in between.
func (t *Tenant) tls() (*tls.Config, error) {
	var err error
	if t.roots, err = ca.New(); err != nil {
		return nil, err
	}
	inspector, err := ca.New()
	if err != nil {
		return nil, err
	}
	leaf := ca.Leaf{Names: []string{authorityName, frontName, regionName, graphName, "localhost", "127.0.0.1"}}
	own, err := t.roots.Issue(leaf)
	if err != nil {
		return nil, err
	}
	foreign, err := inspector.Issue(leaf)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		if t.world.Load().inspected {
			return &foreign, nil
		}
		return &own, nil
	}}, nil
}

// listen opens one door; nothing is served yet. A nil conf means plain HTTP.
func (t *Tenant) listen(name string, handler http.Handler, conf *tls.Config) (*door, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for %s: %w", name, err)
	}
	d := &door{name: name, origin: "http://" + l.Addr().String()}
	d.listener = &moody{Listener: l, refuse: func() bool { return t.world.Load().unreachable[name] }}
	if conf != nil {
		d.origin = "https://" + l.Addr().String()
		d.listener = tls.NewListener(d.listener, conf)
		if t.opts.Names {
			d.origin = "https://" + name
		}
	}
	d.server = &http.Server{
		Handler:           t.record(cmp.Or(name, authorityName), t.poisonable(name, handler)),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return t.ctx },
		// Clients that refuse our certificate are part of the practice.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	return d, nil
}

// moody resets connections while refuse says so: a firewall that rejects.
type moody struct {
	net.Listener
	refuse func() bool
}

// Accept implements net.Listener.
func (m *moody) Accept() (net.Conn, error) {
	for {
		conn, err := m.Listener.Accept()
		if err != nil || !m.refuse() {
			return conn, err
		}
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

// DialContext dials the service that addr names when it is a name of the
// practice tenant. Of other addresses it dials loopback only: nothing of a
// practice leaves the computer.
func (t *Tenant) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	for _, one := range t.doors.all() {
		if one.name == "" || one.name != host {
			continue
		}
		if port != "443" { // such as 446, which only Microsoft itself may use
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
		}
		return d.DialContext(ctx, network, one.listener.Addr().String())
	}
	if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
		return nil, &net.OpError{Op: "dial", Net: network, Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
	}
	return d.DialContext(ctx, network, addr)
}
