package terminal

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// watch implements asker: what is proved is printed for good above a few lines
// that name what still runs, and for how long. Bubble Tea is not asked: what it
// prints before its first frame overwrites what stands above.
func (d *dialog) watch(ctx context.Context, _ string, work func(context.Context, func(news))) error {
	state, err := term.MakeRaw(int(d.keyboard.in.Fd()))
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(int(d.keyboard.in.Fd()), state) }()
	keys := d.keyboard.borrow()
	defer keys.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &running{dialog: d, cancel: cancel, told: make(chan news), presses: presses(keys)}
	go func() {
		defer close(r.told)
		work(ctx, func(n news) { r.told <- n })
	}()
	return r.run()
}

// presses tells of every Ctrl+C until the keys are given back. All other keys
// are swallowed: one that was pressed too often must not answer the next
// question.
func presses(keys io.Reader) <-chan struct{} {
	out := make(chan struct{}, 2)
	go func() {
		chunk := make([]byte, 256)
		for {
			n, err := keys.Read(chunk)
			if err != nil {
				return
			}
			for range bytes.Count(chunk[:n], []byte{keyInterrupt}) {
				select {
				case out <- struct{}{}:
				default:
				}
			}
		}
	}()
	return out
}

// running draws what runs.
type running struct {
	*dialog
	cancel    context.CancelFunc
	told      chan news
	presses   <-chan struct{}
	busy      busyList
	cancelled bool
	began     bool // to print for good
	lines     int  // that are drawn below what was printed for good
}

func (r *running) run() error {
	redraw := time.NewTicker(200 * time.Millisecond)
	defer redraw.Stop()
	r.listing = false
	r.draw("", r.below())
	for {
		select {
		case n, ok := <-r.told:
			if !ok {
				r.draw("", "")
				r.printed = 0 // that was seen as it came
				return nil
			}
			r.busy.take(n, time.Now())
			r.draw(n.say, r.below())
		case <-redraw.C:
			r.draw("", r.below())
		case <-r.presses:
			if r.cancelled {
				r.draw("", "")
				go drain(r.told)
				return ErrInterrupted
			}
			r.cancelled = true
			r.cancel()
		}
	}
}

// draw replaces the lines below by what is printed for good and new lines below.
// The terminal is raw: it returns only when it is told to.
func (r *running) draw(above, below string) {
	var b strings.Builder
	b.WriteString("\r")
	if r.lines > 0 {
		b.WriteString(ansi.CursorUp(r.lines))
	}
	b.WriteString(ansi.EraseScreenBelow)
	if above != "" && !r.began {
		r.began = true
		above = "\n" + above
	}
	b.WriteString(strings.ReplaceAll(above+below, "\n", "\r\n"))
	r.lines = strings.Count(below, "\n")
	_, _ = io.WriteString(r.paper, b.String())
}

// going says what runs, and for how long it has or for how long it still may.
func (r *running) going(item busyItem) string {
	now := time.Now()
	if left := item.left(now); !left.IsZero() {
		return fmt.Sprintf("%s: %s", item.name, r.say(left))
	}
	took := setup.ElapsedText(now.Sub(item.since).Truncate(100 * time.Millisecond))
	return fmt.Sprintf("%s, %s: %s", r.say(setup.StatusText(check.Running)), r.say(took), item.name)
}

// shownBusy is how many things that run are named at once.
const shownBusy = 4

// below is what runs, one thing on each line.
func (r *running) below() string {
	var b strings.Builder
	line := func(text string) {
		b.WriteString("  " + r.style.faint(ansi.Truncate(visible(text), r.columns()-3, "…")) + "\n")
	}
	for i, item := range r.busy {
		if i == shownBusy {
			line(r.say(check.N("terminal.more-running", len(r.busy)-i, "and {{.n}} more", "and {{.n}} more")))
			break
		}
		line(r.going(item))
	}
	if r.cancelled {
		line(r.say(check.T("terminal.cancelling", "Cancelling. Ctrl+C again leaves the wizard.")))
	} else {
		line(r.say(check.T("terminal.cancel-key", "Ctrl+C cancels")))
	}
	return b.String()
}
