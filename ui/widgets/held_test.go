package widgets_test

import (
	"testing"
	"time"

	"hire2retire-setup/ui/widgets/widgettest"
)

// Both an event that computes and one that waits for another goroutine keep the
// interface for as long as they take.
func TestHeld(t *testing.T) {
	const long = 30 * time.Millisecond
	computing := widgettest.Held(func() {
		for began := time.Now(); time.Since(began) < 4*long; {
		}
	})
	if computing < long/3 {
		t.Errorf("an event that computed for up to %v was measured as %v", 4*long, computing)
	}
	began := time.Now()
	waiting := widgettest.Held(func() { <-time.After(long) })
	if whole := time.Since(began); waiting < long || waiting > whole {
		t.Errorf("an event that waited for %v to %v was measured as %v", long, whole, waiting)
	}
}
