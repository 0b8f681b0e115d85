package directory

import (
	"context"
	"net"
	"strconv"
	"strings"
	"time"
)

// stagger is how long an address may stay silent before the next one is tried
// beside it (RFC 8305 section 5).
const stagger = 250 * time.Millisecond

// attempt is how a connection to one address ended.
type attempt struct {
	conn net.Conn
	addr string
	err  error
}

// dialAny connects to the first address that answers. A name may stand for
// several addresses of which some are dead. When none answers, the error is
// that of the first in the list.
func dialAny(ctx context.Context, dial Dial, addrs []string, port uint16) (net.Conn, string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan attempt, len(addrs))
	begun, open := 0, 0
	begin := func() {
		addr := addrs[begun]
		begun, open = begun+1, open+1
		go func() {
			conn, err := dial(ctx, "tcp", net.JoinHostPort(addr, strconv.Itoa(int(port))))
			ended <- attempt{conn, addr, err}
		}()
	}
	begin()
	failed := map[string]error{}
	for open > 0 {
		next := time.NewTimer(stagger)
		select {
		case a := <-ended:
			open--
			if a.err == nil {
				go closeRest(ended, open)
				return a.conn, a.addr, nil
			}
			failed[a.addr] = a.err
		case <-next.C:
		}
		next.Stop()
		if begun < len(addrs) && ctx.Err() == nil {
			begin()
		}
	}
	return nil, "", failed[addrs[0]]
}

// closeRest closes what still connects after another address has won.
func closeRest(ended <-chan attempt, open int) {
	for range open {
		if a := <-ended; a.conn != nil {
			a.conn.Close()
		}
	}
}

// listed joins names for a sentence and cuts long lists.
func listed(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
