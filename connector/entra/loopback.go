package entra

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Limits of the listener. Whatever else runs on this computer may connect.
const (
	headerLimit   = 2 * time.Second
	requestLimit  = 5 * time.Second
	maxAnswer     = 64 << 10 // an authorization code has about 1 KiB
	maxStrangers  = 128
	portsToTry    = 5
	maxHeaderSize = 16 << 10
)

// loopback waits on 127.0.0.1 and [::1], same port, for the one answer that
// knows the state.
type loopback struct {
	redirect string // the address that Microsoft sends the browser to
	host     string // the only Host header that is listened to
	state    string
	page     Page
	answer   chan url.Values
	once     sync.Once
	server   *http.Server
	serving  sync.WaitGroup
}

// listen starts to wait. close has to be called.
func listen(state string, page Page) (*loopback, error) {
	listeners, port, err := bothLoopbacks()
	if err != nil {
		return nil, err
	}
	host := fmt.Sprintf("localhost:%d", port)
	l := &loopback{redirect: "http://" + host, host: host, state: state, page: page, answer: make(chan url.Values, 1)}
	l.server = &http.Server{
		Handler: l, ReadHeaderTimeout: headerLimit, ReadTimeout: requestLimit, WriteTimeout: requestLimit, IdleTimeout: headerLimit,
		MaxHeaderBytes: maxHeaderSize, DisableGeneralOptionsHandler: true, ErrorLog: log.New(io.Discard, "", 0), // strangers may not write into our log
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, one := range listeners {
		l.serving.Go(func() { l.server.Serve(&crowd{Listener: one, most: maxStrangers}) })
	}
	return l, nil
}

// close ends everything at once. Shutdown would wait for half-sent requests.
func (l *loopback) close() {
	l.server.Close()
	l.serving.Wait()
}

// bothLoopbacks listens on one port of both address families, so that no other
// program can own the second. A computer without IPv6 does with one.
func bothLoopbacks() ([]net.Listener, int, error) {
	for range portsToTry {
		four, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, 0, err
		}
		port := four.Addr().(*net.TCPAddr).Port
		six, err := net.Listen("tcp6", fmt.Sprintf("[::1]:%d", port))
		if err == nil {
			return []net.Listener{four, six}, port, nil
		}
		if !hasIPv6() {
			return []net.Listener{four}, port, nil
		}
		four.Close() // somebody else has this port on [::1]
	}
	return nil, 0, errors.New("no port is free on both loopback addresses")
}

func hasIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	l.Close()
	return true
}

// ServeHTTP takes the answer, and nothing else: port scanners, security
// products and forgers get 404 and change nothing.
func (l *loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != "/" || r.URL.RawQuery != "" || r.Host != l.host {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxAnswer)
	if err := r.ParseForm(); err != nil || !l.knows(r.PostForm.Get("state")) {
		http.NotFound(w, r)
		return
	}
	l.page.write(w, r.PostForm.Has("code"))
	l.once.Do(func() { l.answer <- r.PostForm })
}

func (l *loopback) knows(state string) bool {
	return subtle.ConstantTimeCompare([]byte(state), []byte(l.state)) == 1
}
