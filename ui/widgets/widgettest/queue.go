package widgettest

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Queue holds what other goroutines hand to the Fyne goroutine, until the test
// runs it: the test is the Fyne goroutine, as in a real program. Without a queue
// the driver in memory runs it at once, on the goroutine that hands it over,
// which is a race with the test. Make it inside the bubble of testing/synctest.
type Queue struct{ waiting chan func() }

// NewQueue has fyne.Do fill a queue until the test ends.
func NewQueue(t *testing.T) *Queue {
	t.Helper()
	q := &Queue{waiting: make(chan func(), 1024)}
	old := fyne.CurrentApp()
	fyne.SetCurrentApp(queuedApp{old, queuedDriver{old.Driver(), q}})
	t.Cleanup(func() { fyne.SetCurrentApp(old) })
	return q
}

// Until runs what is handed over, one after the other, until done reports true.
func (q *Queue) Until(done func() bool) {
	for !done() {
		(<-q.waiting)()
	}
}

// Drain runs what has been handed over by now.
func (q *Queue) Drain() {
	for {
		select {
		case f := <-q.waiting:
			f()
		default:
			return
		}
	}
}

type queuedApp struct {
	fyne.App
	driver queuedDriver
}

// Driver implements fyne.App.
func (a queuedApp) Driver() fyne.Driver { return a.driver }

type queuedDriver struct {
	fyne.Driver
	queue *Queue
}

// DoFromGoroutine implements fyne.Driver.
func (d queuedDriver) DoFromGoroutine(f func(), wait bool) {
	if !wait {
		d.queue.waiting <- f
		return
	}
	done := make(chan struct{})
	d.queue.waiting <- func() {
		defer close(done)
		f()
	}
	<-done
}
