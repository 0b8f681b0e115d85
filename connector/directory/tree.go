package directory

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/go-ldap/ldap/v3"
)

// Browser reads the tree of OUs for as long as somebody looks at it, on the
// connection on which Bind proved the account.
//
// Unlike a stage of the Inspection, an operation that is cancelled does not
// cost the connection: the caller is let go at once, and the page that is under
// way is read to its end behind its back. So a filter that follows the typing
// signs in once. One operation runs at a time, the next one waits; the methods
// may be called from any goroutine, but not while a stage runs.
//
// Domain controllers end idle connections, after 15 minutes by default: then
// Spent is true, and another Inspection has to sign in.
type Browser struct {
	in *Inspection
	// turn holds one token while an operation runs.
	turn  chan struct{}
	life  context.Context
	end   context.CancelFunc
	close sync.Once
	// most is maxNodes; a test is content with fewer.
	most int
}

const (
	// maxNodes is how many children of one DN are shown: nobody reads more, and
	// each takes some 360 bytes.
	maxNodes = 50_000
	// patience is how long a page may go on after its caller left, before the
	// connection is given up for it.
	patience = 2 * time.Second
)

// errClosed is an operation on a closed Browser.
var errClosed = errors.New("the browser of the directory is closed")

// Browser returns a Browser on the host on which the account was proved; Bind
// or BindAs has to come first. The Inspection must stay open while it is used.
// The error is a *check.Problem.
func (i *Inspection) Browser() (*Browser, error) {
	if i.bound == nil {
		return nil, notSignedIn()
	}
	b := &Browser{in: i, turn: make(chan struct{}, 1), most: maxNodes}
	b.life, b.end = context.WithCancel(context.Background())
	return b, nil
}

// Close ends what runs, and with it the connection; the Inspection has to be
// closed by itself. It may be called again.
func (b *Browser) Close() {
	b.close.Do(func() {
		b.end()
		b.turn <- struct{}{} // kept: whatever ran has ended
	})
}

// Spent reports whether the connection has ended, so that nothing more can be
// read.
func (b *Browser) Spent() bool { return b.life.Err() != nil || b.in.bound.session.spent() }

// Root is the domain itself, the top of the tree.
func (b *Browser) Root() Node {
	root := b.in.bound.root.DefaultNC
	return Node{DN: root, Name: root.Domain()}
}

// Children streams the OUs and containers directly below a DN to page, on the
// goroutine of the caller and in the order of the server. prefix, which may be
// empty, keeps those whose name begins with it: the server filters. more means
// that there are more than the 50,000 that were shown. The error is that of
// ctx or a *check.Problem.
func (b *Browser) Children(ctx context.Context, parent DN, prefix string, page func([]Node)) (more bool, err error) {
	err = ask(ctx, b, func(p treePage) {
		page(p.nodes)
		more = p.more
	}, func(ctx context.Context, tell func(treePage) bool) error {
		seen := 0
		err := b.in.children(ctx, parent, prefix, func(nodes []Node) bool {
			p := treePage{nodes: nodes[:min(len(nodes), b.most-seen)]}
			seen, p.more = seen+len(p.nodes), len(p.nodes) < len(nodes)
			return tell(p) && !p.more
		})
		return b.missing(ctx, parent, err)
	})
	return more, err
}

// treePage is a part of the tree, and whether some of it was left out.
type treePage struct {
	nodes []Node
	more  bool
}

// Find returns OUs and containers anywhere below a DN whose name holds the
// text, at most limit of them, and whether there are more. An empty text finds
// nothing. The error is that of ctx or a *check.Problem.
func (b *Browser) Find(ctx context.Context, below DN, text string, limit int) (found []Node, more bool, err error) {
	if text == "" {
		return nil, false, ctx.Err()
	}
	err = ask(ctx, b, func(p treePage) { found, more = p.nodes, p.more }, func(ctx context.Context, tell func(treePage) bool) error {
		nodes, more, err := b.in.findOUs(ctx, below, text, limit)
		if err == nil {
			tell(treePage{nodes, more})
		}
		return b.missing(ctx, below, err)
	})
	return found, more, err
}

// Expandable reports whether there are OUs or containers directly below a DN.
// It costs a question for each line of the tree; a face that cannot afford it
// takes every line for expandable until Children found nothing.
func (b *Browser) Expandable(ctx context.Context, parent DN) (yes bool, err error) {
	err = ask(ctx, b, func(any bool) { yes = any }, func(ctx context.Context, tell func(bool) bool) error {
		// With a size limit of 1, Windows answers an error beside the entry where
		// there are more, Samba none; both mean yes.
		found, more, err := b.in.bound.session.search(ctx, query{base: parent.String(), scope: oneLevel, limit: 1, filter: containers, attrs: []string{attrNone}})
		if err != nil {
			return b.missing(ctx, parent, b.in.bound.explain(err))
		}
		tell(more || len(found) > 0)
		return nil
	})
	return yes, err
}

// missing names a DN that is not there any more; every other error stays.
func (b *Browser) missing(ctx context.Context, dn DN, err error) error {
	answer, ok := errors.AsType[*ldap.Error](err)
	if !ok || answer.ResultCode != ldap.LDAPResultNoSuchObject {
		return err
	}
	return b.in.notFound(ctx, dn, FieldBaseDN, answer)
}

// step is what an operation tells, or how it ended.
type step[T any] struct {
	told T
	last bool
	err  error
}

// ask runs op on the connection and hands what it tells to told, on the
// goroutine of the caller; told is never called after ask has returned. When
// ctx ends, ask returns, and op learns of it by tell: false means that nobody
// listens any more.
func ask[T any](ctx context.Context, b *Browser, told func(T), op func(ctx context.Context, tell func(T) bool) error) error {
	if err := b.begin(ctx); err != nil {
		return err
	}
	work, cancel := context.WithCancel(b.life)
	// One page may wait while the next one is read.
	steps := make(chan step[T], 1)
	go func() {
		defer func() { cancel(); <-b.turn }()
		err := op(work, func(t T) bool { return hand(ctx, work, steps, step[T]{told: t}) })
		hand(ctx, work, steps, step[T]{last: true, err: err})
	}()
	for ctx.Err() == nil {
		select {
		case s := <-steps:
			if s.last {
				return s.err
			}
			told(s.told)
		case <-ctx.Done():
		case <-b.life.Done():
			return errClosed
		}
	}
	time.AfterFunc(patience, cancel)
	return ctx.Err()
}

// hand passes a step on and reports whether anybody listens.
func hand[T any](listener, work context.Context, steps chan<- step[T], s step[T]) bool {
	select {
	case steps <- s:
		return listener.Err() == nil
	case <-listener.Done():
		return false
	case <-work.Done():
		return false
	}
}

// begin waits for the turn.
func (b *Browser) begin(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-b.life.Done():
		return errClosed
	case b.turn <- struct{}{}:
		return nil
	}
}
