package widgettest

import (
	"runtime"
	"time"
)

// Held runs an event and returns how long it kept the interface waiting. On a
// busy computer the clock counts the turns of others as well: an event that never
// gave its core away of its own will, neither for a lock nor for a file, has kept
// the interface for as long as it computed. Any other one, and every one where the
// system does not tell, is measured by the clock.
func Held(event func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began, before := time.Now(), usageOfThread()
	event()
	after := usageOfThread()
	if wall := time.Since(began); !after.known || after.waits != before.waits {
		return wall
	}
	return after.computed - before.computed
}

// usage is what a thread has done so far.
type usage struct {
	known    bool
	computed time.Duration
	waits    int64 // how often it gave its core away to wait for something
}
