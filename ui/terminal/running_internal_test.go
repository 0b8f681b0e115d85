package terminal

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
)

// glass is a terminal that knows what running sends: text, carriage return,
// cursor up, and erase below. It fails the test at anything else.
type glass struct {
	t     *testing.T
	rows  []string
	row   int
	wrote int
}

var sent = regexp.MustCompile("\x1b\\[(\\d*)A|\x1b\\[0?J|\r\n|\r|[^\x1b\r\n]+")

func (g *glass) Write(b []byte) (int, error) {
	g.wrote++
	if rest := sent.ReplaceAll(b, nil); len(rest) > 0 {
		g.t.Errorf("sent %q, of which %q is not known", b, rest)
	}
	for _, m := range sent.FindAllStringSubmatch(string(b), -1) {
		for len(g.rows) <= g.row {
			g.rows = append(g.rows, "")
		}
		switch {
		case strings.HasSuffix(m[0], "A"):
			n, _ := strconv.Atoi(m[1])
			g.row -= max(1, n)
		case strings.HasSuffix(m[0], "J"):
			g.rows = g.rows[:g.row]
		case m[0] == "\r\n":
			g.row++
		case m[0] != "\r":
			g.rows[g.row] += m[0]
		}
	}
	return len(b), nil
}

func (g *glass) String() string { return strings.Join(g.rows, "\n") }

// watched is a running display on a glass of 40 columns.
func watched(t *testing.T) (*running, *glass) {
	g := &glass{t: t}
	d := &dialog{paper: g, say: check.Text.String, style: marked, columns: func() int { return 40 }}
	return &running{dialog: d, cancel: func() {}, told: make(chan news), presses: make(chan struct{})}, g
}

// What runs stands below what is proved, and nothing is left of it in the end.
func TestRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, g := watched(t)
		r.presses = make(chan struct{})
		ended := make(chan error)
		go func() { ended <- r.run() }()
		shows := func(want string) {
			t.Helper()
			synctest.Wait()
			if diff := cmp.Diff(want, g.String()); diff != "" {
				t.Errorf("the screen (-want +got):\n%s", diff)
			}
		}
		shows("  Ctrl+C cancels")
		r.told <- news{key: "a", busy: "The name has an address"}
		r.told <- news{key: "b", busy: "A claim that is too long for the line"}
		time.Sleep(2300 * time.Millisecond) // the bubble's clock: no real time passes
		shows("  checking, 2.2 s: The name has an add…\n  checking, 2.2 s: A claim that is too…\n  Ctrl+C cancels")
		r.told <- news{key: "a", say: "passed: The name has an address\n  It is 192.0.2.1.\n"}
		shows("\npassed: The name has an address\n  It is 192.0.2.1.\n  checking, 2.3 s: A claim that is too…\n  Ctrl+C cancels")
		for i := range 5 {
			r.told <- news{key: fmt.Sprint(i), busy: "Another"}
		}
		shows("\npassed: The name has an address\n  It is 192.0.2.1.\n  checking, 2.3 s: A claim that is too…\n  checking, < 1 ms: Another\n  checking, < 1 ms: Another\n  checking, < 1 ms: Another\n  and 2 more\n  Ctrl+C cancels")
		close(r.told)
		if err := <-ended; err != nil {
			t.Errorf("run = %v", err)
		}
		shows("\npassed: The name has an address\n  It is 192.0.2.1.")
	})
}

func TestRunningCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, g := watched(t)
		cancelled := make(chan struct{})
		presses := make(chan struct{})
		r.cancel, r.presses = func() { close(cancelled) }, presses
		ended := make(chan error)
		go func() { ended <- r.run() }()
		presses <- struct{}{}
		<-cancelled
		time.Sleep(time.Second)
		synctest.Wait()
		if want := "  Cancelling. Ctrl+C again leaves the …"; g.String() != want {
			t.Errorf("the screen is %q, want %q", g, want)
		}
		presses <- struct{}{}
		if err := <-ended; err != ErrInterrupted {
			t.Errorf("run = %v, want %v", err, ErrInterrupted)
		}
		close(r.told) // the work ends at last
	})
}

func TestPresses(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer out.Close()
	keys := newKeyboard(in).borrow()
	pressed := presses(keys)
	if _, err := io.WriteString(out, "yes\r\x1b[A"+string(rune(keyInterrupt))+"q"+string(rune(keyInterrupt))); err != nil {
		t.Fatal(err)
	}
	<-pressed
	<-pressed
	select {
	case <-pressed:
		t.Error("a key that is not Ctrl+C was taken for one")
	default:
	}
	keys.Close()
}

func TestBusyList(t *testing.T) {
	var b busyList
	now := time.Now()
	for _, n := range []news{{key: "a", busy: "A"}, {key: "b", busy: "B"}, {say: "no key"}, {key: "a"}, {key: "c"}, {key: "b", busy: "B again"}} {
		b.take(n, now)
	}
	if len(b) != 1 || b[0].name != "B again" {
		t.Errorf("the list is %v, want only B again", b)
	}
}
