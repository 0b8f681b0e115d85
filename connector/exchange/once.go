package exchange

import (
	"context"
	"sync"

	"hire2retire-setup/connector/secret"
)

// once keeps what was read the first time, errors included: every check of a
// run sees the same tenant. A look that was cancelled saw nothing and does not
// count.
type once[T any] struct {
	mu    sync.Mutex
	done  bool
	value T
	err   error
}

func (o *once[T]) get(ctx context.Context, look func(context.Context) (T, error)) (T, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.done {
		o.value, o.err = look(ctx)
		o.done = ctx.Err() == nil
	}
	return o.value, o.err
}

// bearer hands out the token of one resource, the first time a new one if that
// is wanted.
type bearer struct {
	get func(ctx context.Context, force bool) (secret.Text, error)

	mu    sync.Mutex
	fresh bool
}

func (b *bearer) token(ctx context.Context) (secret.Text, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t, err := b.get(ctx, b.fresh)
	if err == nil {
		b.fresh = false
	}
	return t, err
}
