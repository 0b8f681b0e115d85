package terminal

import (
	"context"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// quietFor is how long nothing may be heard of what still runs, and quietAtMost
// how long when nothing has changed for some time: whoever listens is not told
// the same six times a minute.
const (
	quietFor    = 10 * time.Second
	quietAtMost = time.Minute
)

// watch implements asker.
func (p *plain) watch(ctx context.Context, what string, work func(context.Context, func(news))) error {
	p.put("")
	p.put(p.say(check.T("terminal.plain.begins", "{{.what}}. Ctrl+C cancels.", "what", what)))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l := &listening{plain: p, cancel: cancel, told: make(chan news), quiet: quietFor, reminder: time.NewTicker(quietFor)}
	defer l.reminder.Stop()
	go func() {
		defer close(l.told)
		work(ctx, func(n news) { l.told <- n })
	}()
	return l.run()
}

// listening tells what runs to somebody who listens.
type listening struct {
	*plain
	cancel    context.CancelFunc
	told      chan news
	busy      busyList
	quiet     time.Duration // until the next reminder
	reminder  *time.Ticker
	cancelled bool
}

func (l *listening) run() error {
	for {
		select {
		case n, ok := <-l.told:
			if !ok {
				return nil
			}
			l.hear(n)
		case <-l.reminder.C:
			l.remind()
			l.silence(min(2*l.quiet, quietAtMost))
		case <-l.interrupts:
			if l.cancelled {
				go drain(l.told)
				return ErrInterrupted
			}
			l.cancelled = true
			l.cancel()
			l.put(l.say(check.T("terminal.cancelling", "Cancelling. Ctrl+C again leaves the wizard.")))
		}
	}
}

func (l *listening) hear(n news) {
	l.busy.take(n, time.Now())
	if n.say != "" {
		l.print(n.say)
		l.silence(quietFor)
	}
}

// silence begins anew to wait for the next reminder.
func (l *listening) silence(d time.Duration) {
	l.quiet = d
	l.reminder.Reset(d)
}

// remind says what is waited for, and for how long.
func (l *listening) remind() {
	now := time.Now()
	for _, b := range l.busy {
		if left := b.left(now); !left.IsZero() {
			l.put(l.say(check.T("terminal.plain.left", "{{.what}}: {{.left}}", "what", b.name, "left", left)))
			continue
		}
		l.put(l.say(check.T("terminal.plain.still", "Still checking after {{.time}}: {{.what}}", "time", setup.ElapsedText(now.Sub(b.since).Round(time.Second)), "what", b.name)))
	}
}

// drain lets a work that nobody watches any more end.
func drain(told <-chan news) {
	for range told {
	}
}
