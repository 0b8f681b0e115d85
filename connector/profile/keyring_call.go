package profile

import (
	"context"
	"fmt"
	"hash/maphash"
	"sync"

	"hire2retire-setup/connector/secret"
)

// maxLeft is how many hanging calls are left behind before the keyring is
// given up: the first one, and the one call that tried again.
const maxLeft = 2

// calls is shared by all keyrings of one backend.
type calls struct {
	turn chan struct{} // holds one element while a call may start
	mu   sync.Mutex
	left int // calls left behind that have not returned
	puts map[string]put
	seed maphash.Seed
}

func newCalls() *calls {
	c := &calls{turn: make(chan struct{}, 1), puts: map[string]put{}, seed: maphash.MakeSeed()}
	c.turn <- struct{}{}
	return c
}

// call runs do in its turn. late, which may be nil, runs after a do that
// succeeded when nobody waited for it any more.
func (k *Keyring) call(ctx context.Context, do func() error, late func()) error {
	limit, cancel := context.WithTimeout(ctx, k.limit)
	defer cancel()
	select {
	case <-k.calls.turn:
	case <-limit.Done():
		return k.gaveUp(ctx)
	}
	if k.calls.stuck() {
		k.calls.turn <- struct{}{}
		return k.unavailable(Hangs, nil)
	}
	done := make(chan error) // unbuffered: the sender knows whether it was taken
	go k.calls.run(limit, do, late, done)
	select {
	case err := <-done:
		k.calls.turn <- struct{}{}
		return k.explain(err)
	case <-limit.Done():
		k.calls.leaveBehind()
		return k.gaveUp(ctx)
	}
}

// run makes the call and hands its error over, unless nobody waits any more.
func (c *calls) run(limit context.Context, do func() error, late func(), done chan<- error) {
	err := recovered(do)
	select {
	case done <- err:
		return
	case <-limit.Done():
	}
	if err == nil && late != nil {
		late()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left--
}

// recovered turns a panic of the keyring library, which talks to a foreign
// process, into an error.
func recovered(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the keyring panicked: %v", p)
		}
	}()
	return do()
}

func (c *calls) stuck() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left >= maxLeft
}

// leaveBehind lets the next call start although this one has not returned.
func (c *calls) leaveBehind() {
	c.mu.Lock()
	c.left++
	c.mu.Unlock()
	c.turn <- struct{}{}
}

// put is the last time that a secret was put: a count, and what it was, as a
// hash with a seed of this process.
type put struct {
	n   int
	sum uint64
}

// notePut returns a function that tells whether a late success of this Put is
// harmless: the same value has been put again since.
func (c *calls) notePut(id string, s secret.Text) (harmless func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	mine := put{c.puts[id].n + 1, maphash.String(c.seed, s.Reveal())}
	c.puts[id] = mine
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		last := c.puts[id]
		return last.n != mine.n && last.sum == mine.sum
	}
}

// gaveUp says why nobody waits any more: the person left, or time is up.
func (k *Keyring) gaveUp(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return k.unavailable(Hangs, nil)
}
