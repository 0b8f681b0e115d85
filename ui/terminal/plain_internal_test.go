package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
)

// speaker is a plain asker that reads what was typed and keeps what it says.
func speaker(typed string) (*plain, *strings.Builder) {
	var out strings.Builder
	return &plain{lines: newLines(strings.NewReader(typed)), out: &out, say: check.Text.String, columns: func() int { return 60 }}, &out
}

func TestPlainLine(t *testing.T) {
	long := func(s string) string {
		if len(s) > 5 {
			return "Too long."
		}
		return ""
	}
	for _, tc := range []struct {
		what  string
		q     question
		typed string
		want  string
		err   error
		said  string
	}{
		{"an answer", question{label: "Port"}, "636\n", "636", nil, "\nPort: "},
		{"spaces around it do not count", question{label: "Port"}, "  636 \r\n", "636", nil, "\nPort: "},
		{"help comes before", question{label: "Port", help: "Usually 636."}, "636\n", "636", nil, "\nUsually 636.\nPort: "},
		{"Enter keeps", question{label: "Port", value: "636"}, "\n", "636", nil, "\nPort (Enter keeps 636): "},
		{"a hyphen empties", question{label: "Port", value: "636"}, "-\n", "", nil, "\nPort (Enter keeps 636): "},
		{"back", question{label: "Port", value: "636"}, "<\n", "636", errBack, "\nPort (Enter keeps 636): "},
		{"what is wrong is asked again", question{label: "Port", value: "636", judge: long}, "123456\n\n", "636", nil,
			"\nPort (Enter keeps 636): Too long.\nPort (Enter keeps 636): "},
		{"the input ends", question{label: "Port"}, "", "", io.ErrUnexpectedEOF, "\nPort: \n"},
		{"the last line has no end", question{label: "Port"}, "636", "636", nil, "\nPort: "},
		{"several lines", question{label: "Hosts", lines: true}, "a\nb\n\n", "a\nb", nil,
			"\nHosts: Another one, or Enter when there is none: Another one, or Enter when there is none: "},
		{"Enter keeps several", question{label: "Hosts", lines: true, value: "a\nb"}, "\n", "a\nb", nil, "\na\nb\nHosts (Enter keeps these 2): "},
		{"a name that steers terminals", question{label: "Host", value: "a\x1b[2Jb"}, "\n", "a\x1b[2Jb", nil, "\nHost (Enter keeps a\uFFFD[2Jb): "},
	} {
		t.Run(tc.what, func(t *testing.T) {
			p, said := speaker(tc.typed)
			got, err := p.line(t.Context(), tc.q)
			if got != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("line(%q) = %q, %v, want %q, %v", tc.typed, got, err, tc.want, tc.err)
			}
			if diff := cmp.Diff(tc.said, said.String()); diff != "" {
				t.Errorf("what was said (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlainPick(t *testing.T) {
	choices := []choice{{label: "Next"}, {label: "Check again", note: "takes a while"}, {label: "Leave"}}
	list := "\nWhat next?\n1. Next\n2. Check again (takes a while)\n3. Leave\nNumber (Enter takes 2): "
	for _, tc := range []struct {
		typed string
		want  int
		err   error
		said  string
	}{
		{"\n", 1, nil, list},
		{"3\n", 2, nil, list},
		{"<\n", 0, errBack, list},
		{"0\n4\nx\n1\n", 0, nil, list + "“0” is not a number from 1 to 3.\nNumber (Enter takes 2): “4” is not a number from 1 to 3.\nNumber (Enter takes 2): “x” is not a number from 1 to 3.\nNumber (Enter takes 2): "},
		{"", 0, io.ErrUnexpectedEOF, list + "\n"},
	} {
		p, said := speaker(tc.typed)
		got, err := p.pick(t.Context(), "What next?", choices, 1)
		if got != tc.want || !errors.Is(err, tc.err) {
			t.Errorf("pick(%q) = %d, %v, want %d, %v", tc.typed, got, err, tc.want, tc.err)
		}
		if diff := cmp.Diff(tc.said, said.String()); diff != "" {
			t.Errorf("pick(%q) said (-want +got):\n%s", tc.typed, diff)
		}
	}
}

func TestPlainTick(t *testing.T) {
	atLeastOne := func(choices []choice) string {
		for _, c := range choices {
			if c.on {
				return ""
			}
		}
		return "Nothing is ticked."
	}
	for _, tc := range []struct {
		typed string
		want  []bool
		err   error
		last  string
	}{
		{"\n", []bool{true, false}, nil, "Number to change, or Enter to go on: "},
		{"2\n\n", []bool{true, true}, nil, "1. yes: Lists\n2. yes: Groups\nNumber to change, or Enter to go on: "},
		{"1\n\n2\n\n", []bool{false, true}, nil, "1. no: Lists\n2. yes: Groups\nNumber to change, or Enter to go on: "},
		{"1\n\n<\n", []bool{false, false}, errBack, "Nothing is ticked.\n\nManages. Tick what you use.\n1. no: Lists\n2. no: Groups\nNumber to change, or Enter to go on: "},
		{"7\n", []bool{true, false}, io.ErrUnexpectedEOF, "Number to change, or Enter to go on: \n"},
	} {
		p, said := speaker(tc.typed)
		choices := []choice{{label: "Lists", on: true}, {label: "Groups"}}
		err := p.tick(t.Context(), question{label: "Manages", help: "Tick what you use."}, choices, atLeastOne)
		got := []bool{choices[0].on, choices[1].on}
		if !cmp.Equal(got, tc.want) || !errors.Is(err, tc.err) {
			t.Errorf("tick(%q) = %v, %v, want %v, %v", tc.typed, got, err, tc.want, tc.err)
		}
		if !strings.HasSuffix(said.String(), tc.last) {
			t.Errorf("tick(%q) said\n%s\nwant the end\n%s", tc.typed, said, tc.last)
		}
	}
}

// A password is taken as it was typed: it may begin or end with a space.
func TestPlainSecret(t *testing.T) {
	for _, tc := range []struct {
		typed, want string
		err         error
	}{
		{"secret\n", "secret", nil},
		{" a b \r\n", " a b ", nil},
		{"\n", "", nil},
		{"-\n", "-", nil},
		{"<\n", "", errBack},
		{"", "", io.ErrUnexpectedEOF},
	} {
		p, said := speaker(tc.typed)
		got, err := p.secret(t.Context(), question{label: "Password", help: "Sent to few."})
		if got.Reveal() != tc.want || !errors.Is(err, tc.err) {
			t.Errorf("secret(%q) = %q, %v, want %q, %v", tc.typed, got.Reveal(), err, tc.want, tc.err)
		}
		if want := "\nSent to few.\nPassword: \n"; said.String() != want {
			t.Errorf("secret(%q) said %q, want %q", tc.typed, said, want)
		}
	}
}

// Nothing is silent for longer than ten seconds, and nothing that runs is
// without a name.
func TestPlainReminds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, said := speaker("")
		err := p.watch(t.Context(), "Checking", func(_ context.Context, tell func(news)) {
			tell(news{key: "a", busy: "The account can sign in"})
			time.Sleep(35 * time.Second) // the bubble's clock: no real time passes
			tell(news{key: "a", say: "passed: The account can sign in\n"})
			time.Sleep(15 * time.Second)
		})
		want := "\nChecking. Ctrl+C cancels.\nStill checking after 10 s: The account can sign in\nStill checking after 30 s: The account can sign in\npassed: The account can sign in\n"
		if err != nil || said.String() != want {
			t.Errorf("watch = %v and said\n%s\nwant\n%s", err, said, want)
		}
	})
}

// How long there is to sign in is said instead of how long it took.
func TestPlainCountsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, said := speaker("")
		err := p.watch(t.Context(), "Checking", func(_ context.Context, tell func(news)) {
			tell(news{key: "a", busy: "Waiting", until: time.Now().Add(10 * time.Minute)})
			time.Sleep(155 * time.Second)
		})
		want := "\nChecking. Ctrl+C cancels.\nWaiting: 9 min 50 s left\nWaiting: 9 min 30 s left\nWaiting: 8 min 50 s left\nWaiting: 7 min 50 s left\n"
		if err != nil || said.String() != want {
			t.Errorf("watch = %v and said\n%s\nwant\n%s", err, said, want)
		}
	})
}

// The first Ctrl+C cancels the work, the second one does not wait for it.
func TestPlainCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, said := speaker("")
		interrupts := make(chan os.Signal)
		p.interrupts = interrupts
		release := make(chan struct{})
		go func() {
			interrupts <- os.Interrupt
			interrupts <- os.Interrupt
		}()
		err := p.watch(t.Context(), "Checking", func(ctx context.Context, tell func(news)) {
			<-ctx.Done()
			<-release // a work that does not end when it is told to
			tell(news{say: "too late\n"})
		})
		close(release)
		if !errors.Is(err, ErrInterrupted) {
			t.Errorf("watch = %v, want %v", err, ErrInterrupted)
		}
		if want := "\nChecking. Ctrl+C cancels.\nCancelling. Ctrl+C again leaves the wizard.\n"; said.String() != want {
			t.Errorf("watch said %q, want %q", said, want)
		}
	})
}
