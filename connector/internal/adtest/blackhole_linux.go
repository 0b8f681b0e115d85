package adtest

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// shrinkQueue gives a listening socket the shortest queue there is: Linux takes a second listen(2) for that.
func shrinkQueue(l *net.TCPListener) error {
	raw, err := l.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = raw.Control(func(fd uintptr) { failed = unix.Listen(int(fd), 0) })
	return errors.Join(err, failed)
}

// fill opens connections until one gets no answer. They stay open until the test ends.
func fill(t testing.TB, addr string) {
	t.Helper()
	for range 8 {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		cancel()
		if err != nil {
			return
		}
		t.Cleanup(func() { conn.Close() })
	}
	t.Fatalf("black hole: %s still answers after 8 connections", addr)
}
