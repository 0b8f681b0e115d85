package entra

import (
	"net"
	"slices"
	"sync"
)

// crowd is a listener that bounds how many connections are open, and lets new
// ones in all the same: the oldest has to go. A limit that lets nobody in would
// give whoever holds connections open the power to keep the answer out; the
// answer itself needs some milliseconds.
type crowd struct {
	net.Listener
	most int

	mu   sync.Mutex
	open []*guest // the oldest first
}

// guest is a connection of a crowd.
type guest struct {
	net.Conn
	leave func()
}

// Accept returns the next connection.
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	g := &guest{Conn: conn}
	g.leave = func() { c.remove(g) }
	if oldest := c.add(g); oldest != nil {
		oldest.Conn.Close()
	}
	return g, nil
}

// add lets a guest in and returns the one that has to go, if one has to.
func (c *crowd) add(g *guest) (oldest *guest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.open) >= c.most {
		oldest, c.open = c.open[0], c.open[1:]
	}
	c.open = append(c.open, g)
	return oldest
}

func (c *crowd) remove(g *guest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = slices.DeleteFunc(c.open, func(o *guest) bool { return o == g })
}

// Close implements net.Conn.
func (g *guest) Close() error {
	g.leave()
	return g.Conn.Close()
}
