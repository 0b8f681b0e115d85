package ui_test

import (
	"os"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets/widgettest"
)

// loop stands in for the event loop. Fyne's test driver runs what a goroutine
// hands over on that goroutine, at the same time as the test; here it waits in a
// queue until the test takes it, as it would for the loop of a real window.
type loop struct {
	mu    sync.Mutex
	queue []func()
	came  chan struct{}
	// longest is how long one event has kept everything else waiting.
	longest time.Duration
}

var events = &loop{came: make(chan struct{}, 1)}

func (l *loop) put(f func()) {
	l.mu.Lock()
	l.queue = append(l.queue, f)
	l.mu.Unlock()
	select {
	case l.came <- struct{}{}:
	default:
	}
}

// drain runs what waits.
func (l *loop) drain() {
	for {
		l.mu.Lock()
		queue := l.queue
		l.queue = nil
		l.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, f := range queue {
			l.longest = max(l.longest, widgettest.Held(f))
		}
	}
}

// wait runs events until the condition holds.
func (l *loop) wait(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		l.drain()
		if holds() {
			return
		}
		select {
		case <-l.came:
		case <-deadline:
			t.Fatalf("waited in vain for: %s", what)
		}
	}
}

type loopApp struct{ fyne.App }

func (a loopApp) Driver() fyne.Driver { return loopDriver{a.App.Driver()} }

type loopDriver struct{ fyne.Driver }

func (d loopDriver) DoFromGoroutine(f func(), _ bool) { events.put(f) }

func TestMain(m *testing.M) {
	app := theme.Calm(loopApp{test.NewApp()})
	app.Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}
