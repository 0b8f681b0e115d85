package terminal_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/terminal"
)

// screen is a terminal of 80 columns and 24 rows, with a person before it who
// types when something has been read.
type screen struct {
	t            *testing.T
	far, near    *os.File
	mu           sync.Mutex
	wake         *sync.Cond
	shown        strings.Builder
	seen         int // how much of shown was read already
	closed       bool
	printed, run chan error
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatalf("open a pseudo terminal: %v", err)
	}
	raw, err := far.SyscallConn() // Fd would make it block, and then Close could not end a Read
	if err != nil {
		t.Fatal(err)
	}
	var n int
	var errs [3]error
	err = raw.Control(func(fd uintptr) {
		errs[0] = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0)
		n, errs[1] = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		errs[2] = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	})
	if err := errors.Join(append(errs[:], err)...); err != nil {
		t.Fatal(err)
	}
	near, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, far: far, near: near, printed: make(chan error, 1), run: make(chan error, 1)}
	s.wake = sync.NewCond(&s.mu)
	return s
}

// start leads through the set-up on the screen.
func (s *screen) start(d setup.Deps) {
	s.t.Helper()
	printer, err := words.New("en")
	if err != nil {
		s.t.Fatal(err)
	}
	go s.print()
	patience := time.AfterFunc(time.Minute, s.giveUp)
	go func() {
		err := terminal.Run(s.t.Context(), d, terminal.Options{In: s.near, Out: s.near, Words: printer})
		s.near.Close()
		s.run <- err
	}()
	s.t.Cleanup(func() {
		patience.Stop()
		s.near.Close()
		s.far.Close()
		<-s.printed
	})
}

// giveUp ends the wait for a text that does not come.
func (s *screen) giveUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.wake.Broadcast()
}

// print collects what is shown until the near end is closed.
func (s *screen) print() {
	b := make([]byte, 4096)
	for {
		n, err := s.far.Read(b)
		s.mu.Lock()
		s.shown.Write(b[:n])
		s.closed = s.closed || err != nil
		s.wake.Broadcast()
		s.mu.Unlock()
		if err != nil {
			s.printed <- err
			return
		}
	}
}

// steering is what moves the cursor and colors the text.
var steering = regexp.MustCompile(`\x1b(\[[0-9;?>=<]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[P^_][^\x1b]*\x1b\\|[^\[\]P^_])`)

// read waits until one of the texts is shown that was not read before, and
// returns everything that was not.
func (s *screen) read(texts ...string) string {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		fresh := steering.ReplaceAllString(s.shown.String()[s.seen:], "")
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(fresh, text) }) {
			s.seen = s.shown.Len()
			return fresh
		}
		if s.closed {
			s.t.Fatalf("none of %q was shown; what was shown last:\n%s", texts, fresh)
		}
		s.wake.Wait()
	}
}

func (s *screen) typed(keys string) {
	s.t.Helper()
	if _, err := s.far.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// answer reads questions and presses Enter at each.
func (s *screen) answer(questions ...string) {
	s.t.Helper()
	for _, q := range questions {
		s.read(q)
		s.typed("\r")
	}
}

const (
	up     = "\x1b[A"
	down   = "\x1b[B"
	escape = "\x1b"
	ctrlC  = "\x03"
	ctrlU  = "\x15"
)

// The whole set-up on a terminal of 80 columns and 24 rows, by keys.
func TestDialog(t *testing.T) {
	s := newScreen(t)
	s.start(practise(t))
	s.answer("What do you want to do?", "More", "More", "What next?")

	s.read("> Connection-Directory Service") // what is wrong stands below the question, and what was typed stays
	s.typed(ctrlU + strings.Repeat("n", 70) + "\r")
	s.read("The name has 70 characters")
	s.typed(ctrlU + "My connection\r")
	s.read("One host on each line")
	s.typed("\r")
	s.read("The LDAPS port of all hosts")
	s.typed(ctrlU + "389\r")
	s.read("Take 636") // what was meant is one choice away
	s.typed(escape)
	s.read("> 389") // what was typed is still there
	s.typed(escape)
	s.answer("One host on each line", "> 389", "What did you mean?", "How often Entra Connect", "Certificate authorities that are trusted in addition", "What next?", "The whole domain, or one OU", "What next?")

	s.answer("As user@domain")
	s.read("Nothing is shown while you type.")
	s.typed("not-the-practice-password" + ctrlU + "\r") // the practice offers its own
	s.answer("Go on with these 3", "Go on with this one", "Keep the password?", "What next?")

	s.answer("Tick only what you use", "More", "More", "Microsoft then proposes this account", "Sign in with Microsoft?")
	s.answer("Is this the account", "Keep the sign-in", "What next?", "More", "What next?", "More", "What next?")
	if err := <-s.run; err != nil {
		t.Errorf("Run = %v", err)
	}
	if s.read("Finish"); strings.Contains(s.shown.String(), "not-the-practice-password") {
		t.Error("the password was echoed")
	}
}

// Ctrl+C cancels what runs, then asks before something typed is lost, and Esc
// goes back.
func TestDialogKeys(t *testing.T) {
	s := newScreen(t)
	s.start(practise(t, "net.timeout"))
	s.answer("What do you want to do?", "More", "More")
	s.read("What next?")
	s.typed(down + down + "\r")
	s.read("Which step?")
	s.typed(escape)
	s.answer("What next?") // where it was left
	s.read("Which step?")
	s.typed(down + "\r")
	s.answer("Any name you like", "One host on each line", "The LDAPS port", "How often Entra Connect", "Certificate authorities that are trusted in addition")
	s.read("checking, ")
	s.typed("ignored\r" + ctrlC)
	s.read("Cancelled. What was proved before still stands.")
	s.read("What next?")
	s.typed(down + "\r")
	s.read("Any name you like")
	s.typed("!" + ctrlC)
	s.read("Leave? The connection")
	s.typed("\r")
	s.read("> Connection-Directory Service!")
	s.typed(ctrlC)
	s.read("Leave? The connection")
	s.typed(down + "\r")
	if err := <-s.run; err != terminal.ErrInterrupted {
		t.Errorf("Run = %v, want %v", err, terminal.ErrInterrupted)
	}
}
