package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

// tick is how often an elapsed time is drawn again: four times a second, because
// every change repaints the window.
const tick = 250 * time.Millisecond

// ticking calls a function on the Fyne goroutine at every tick while it is on.
// The zero value is off.
type ticking struct{ done chan struct{} }

// set switches the ticking on or off.
func (t *ticking) set(on bool, each func()) {
	switch {
	case on && t.done == nil:
		t.done = make(chan struct{})
		go tickUntil(t.done, each)
	case !on && t.done != nil:
		close(t.done)
		t.done = nil
	}
}

func tickUntil(done <-chan struct{}, each func()) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			fyne.Do(func() {
				select {
				case <-done: // stopped while this waited for the Fyne goroutine
				default:
					each()
				}
			})
		}
	}
}
