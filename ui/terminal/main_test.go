package terminal_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/terminal"
)

var update = flag.Bool("update", false, "accept the transcripts as they are now")

// transcripts is the folder of the conversations.
var transcripts string

func TestMain(m *testing.M) {
	flag.Parse()
	transcripts, _ = filepath.Abs("testdata")
	code := m.Run()
	if err := settle(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// settle waits until no goroutine is left. The cursor of the last question ends
// half a second after it, at its next blink, which is longer than goleak waits.
func settle() (err error) {
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		if err = goleak.Find(); err == nil {
			return nil
		}
	}
	return err
}

// practise returns the outside world of a practice with faults.
func practise(t *testing.T, faults ...string) setup.Deps {
	t.Helper()
	d, _ := world(t, faults...)
	return d
}

// world returns the outside world of a practice, and the practice itself.
func world(t *testing.T, faults ...string) (setup.Deps, *practice.World) {
	t.Helper()
	world, err := practice.Start(faults...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { world.Close() })
	store, err := profile.Open(t.Context(), t.TempDir(), profile.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	a := setup.DefaultAnswers()
	a.Hosts = []setup.HostAnswer{{Name: world.Hosts()[0], Port: "636"}}
	a.CA, a.BaseDN, a.Username = string(world.CA()), world.BaseDN(), world.Username()
	a.UserOUs, a.GroupOUs = strings.Join(world.UserOUs(), "\n"), strings.Join(world.GroupOUs(), "\n")
	a.Cloud, a.Account = cloud.Practice, world.Account()
	d := setup.Deps{Store: store, Practice: true, ClientID: world.ClientID(), Start: a, Offer: world.Password().Reveal(),
		Directory: setup.Network{LookupHost: world.LookupHost, Dial: world.Dial}, OpenURL: world.Consent,
		Cloud: func(cloud.ID) (cloud.Cloud, error) { return world.Cloud(), nil }, Computer: "workstation", Person: "admin"}
	d.Page.Product = "Connection Setup"
	d.Rehearsal = rehearsal(world, faults)
	return d, world
}

// rehearsal lets the faults of a practice be switched.
func rehearsal(world *practice.World, active []string) *setup.Rehearsal {
	var faults []setup.RehearsalFault
	for _, f := range practice.Faults() {
		track := setup.DirectoryTrack
		if f.Microsoft {
			track = setup.MicrosoftTrack
		}
		faults = append(faults, setup.RehearsalFault{Name: f.Name, Says: f.Says, Track: track})
	}
	return setup.NewRehearsal(faults, world.SetFaults, active...)
}

// hidden marks an answer that a terminal would not show.
const hidden = "password:"

// typist answers one question after the other, and writes the answers where a
// terminal would show them. An answer that begins with "> " is the choice of
// that name in the last list; one that begins with "password:" is not shown;
// "^C" is no answer but an interrupt, and "meanwhile" is what happens elsewhere.
type typist struct {
	answers   []string
	meanwhile func()
	line      []byte
	interrupt chan os.Signal

	mu     sync.Mutex
	wake   *sync.Cond
	shown  strings.Builder
	closed bool
}

func newTypist(answers []string) *typist {
	p := &typist{answers: answers, interrupt: make(chan os.Signal)}
	p.wake = sync.NewCond(&p.mu)
	return p
}

// Read is asked for a line, byte by byte.
func (p *typist) Read(b []byte) (int, error) {
	if len(p.line) == 0 {
		typed, err := p.next()
		if err != nil {
			return 0, err
		}
		p.line = []byte(typed + "\n")
	}
	b[0], p.line = p.line[0], p.line[1:]
	return 1, nil
}

func (p *typist) next() (string, error) {
	for {
		p.mu.Lock()
		for !p.closed && !strings.HasSuffix(p.shown.String(), ": ") { // nobody asks
			p.wake.Wait()
		}
		if p.closed || len(p.answers) == 0 {
			p.mu.Unlock()
			return "", io.EOF
		}
		answer := p.answers[0]
		p.answers = p.answers[1:]
		if answer == "meanwhile" {
			p.mu.Unlock()
			p.meanwhile()
			continue
		}
		interrupt := answer == "^C"
		answer = p.show(answer)
		p.mu.Unlock()
		if !interrupt {
			return answer, nil
		}
		p.interrupt <- os.Interrupt
	}
}

// show writes an answer to the screen and returns what is typed for it.
func (p *typist) show(answer string) string {
	if password, secret := strings.CutPrefix(answer, hidden); secret {
		return password
	}
	if name, chosen := strings.CutPrefix(answer, "> "); chosen {
		answer = p.number(name)
	}
	p.shown.WriteString(answer + "⏎\n")
	return answer
}

var listed = regexp.MustCompile(`(?m)^(\d+)\. (?:yes: |no: )?(.*)$`)

// number is that of a choice in the last list.
func (p *typist) number(name string) string {
	all := listed.FindAllStringSubmatch(p.shown.String(), -1)
	for _, m := range slices.Backward(all) {
		if strings.HasPrefix(m[2], name) {
			return m[1]
		}
	}
	return "there is no choice " + name
}

// Write keeps what is printed.
func (p *typist) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.wake.Broadcast()
	return p.shown.Write(b)
}

// await waits until a text was printed.
func (p *typist) await(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.closed && !strings.Contains(p.shown.String(), text) {
		p.wake.Wait()
	}
}

// unasked are the answers that nobody wanted, but Enter, of which there may be
// plenty.
func (p *typist) unasked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.answers), func(a string) bool { return a == enter })
}

// leave ends a read that nobody waits for any more, and returns the screen.
func (p *typist) leave() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.wake.Broadcast()
	return p.shown.String()
}

// converse leads through the set-up with these answers and returns what was on
// the screen.
func converse(t *testing.T, d setup.Deps, answers ...string) (string, error) {
	t.Helper()
	return converseContext(t.Context(), t, d, answers...)
}

func converseContext(ctx context.Context, t *testing.T, d setup.Deps, answers ...string) (string, error) {
	t.Helper()
	p := newTypist(answers)
	err := run(ctx, t, d, p)
	screen := p.leave()
	if left := p.unasked(); len(left) > 0 {
		t.Errorf("nobody asked for %q", left)
	}
	return screen, err
}

func run(ctx context.Context, t *testing.T, d setup.Deps, p *typist) error {
	t.Helper()
	return runIn(ctx, t, d, p, "en")
}

func runIn(ctx context.Context, t *testing.T, d setup.Deps, p *typist, language string) error {
	t.Helper()
	t.Chdir(t.TempDir()) // what is written lands there
	printer, err := words.New(language)
	if err != nil {
		t.Fatal(err)
	}
	return terminal.Run(ctx, d, terminal.Options{In: p, Out: p, Words: printer, Accessible: true, Interrupts: p.interrupt})
}

// mustFinish is converse where the set-up is expected to end in an orderly way.
func mustFinish(t *testing.T, d setup.Deps, answers ...string) string {
	t.Helper()
	screen, err := converse(t, d, answers...)
	if err != nil && !errors.Is(err, terminal.ErrInterrupted) {
		t.Fatalf("Run = %v after\n%s", err, screen)
	}
	return screen
}

// golden compares a conversation with the one in testdata, from the step on that
// it is about.
func golden(t *testing.T, name, from, screen string) {
	t.Helper()
	if i := strings.Index(screen, from); i >= 0 {
		screen = screen[i:]
	} else {
		t.Fatalf("%q was not on the screen:\n%s", from, screen)
	}
	got := settled(screen)
	path := filepath.Join(transcripts, name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; accept it with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the conversation differs from %s (-want +got):\n%s", path, diff)
	}
}

var (
	begun   = regexp.MustCompile(`^(Checking|Prüfung läuft)\.`)
	result  = regexp.MustCompile(`^(passed|warning|failed|not checked|could not check|bestanden|nicht geprüft): `)
	ended   = regexp.MustCompile(`^\d+ (passed|warning|problem|could not|bestanden)`)
	passing = []struct {
		what *regexp.Regexp
		with string
	}{
		{regexp.MustCompile(`, \d+(\.\d+)? m?s\)`), ")"},
		{regexp.MustCompile(`\(\d+(\.\d+)? m?s, `), "("},
		{regexp.MustCompile(` \((< )?\d+(\.\d+)? m?s\)`), ""},
		{regexp.MustCompile(`Practice CA(\s+)\w{8}\b`), "Practice CA${1}ABCDEFGH"},
		{regexp.MustCompile(`\b([0-9A-F]{2}:\s*){31}[0-9A-F]{2}`), "FINGERPRINT"},
		{regexp.MustCompile(`\b([0-9A-F]{2}:){7}[0-9A-F]{2}…`), "FINGERPRINT…"},
		{regexp.MustCompile(`sha256//[A-Za-z0-9+/=]{44}`), "sha256//PUBLICKEY"},
		{regexp.MustCompile(`\S*/Test\w+/\d+/`), "FOLDER/"},
		{regexp.MustCompile(`https://127\.0\.0\.1:\S+`), "https://LINK"},
		{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
		{regexp.MustCompile(`(open until|ist bis) \d\d:\d\d:\d\d`), "$1 TIME"},
		{regexp.MustCompile(`enter the code \w+`), "enter the code CODE"},
		{regexp.MustCompile(`\d{4}-\d\d-\d\d( \d\d:\d\d)?( [+-]\d\d:\d\d)?`), "DATE"},
	}
)

// settled is a conversation without what differs from run to run: results come in
// the order in which they are known, and take the time they take. A result is
// brought to one line, because its length is among that.
func settled(screen string) string {
	var out, rows []string
	flush := func() {
		slices.Sort(rows)
		out, rows = append(out, rows...), nil
	}
	running := false
	for line := range strings.SplitSeq(screen, "\n") {
		running = running && !ended.MatchString(line) || begun.MatchString(line)
		switch {
		case running && result.MatchString(line):
			rows = append(rows, line)
		case len(rows) > 0 && line != "":
			rows[len(rows)-1] += " " + strings.TrimSpace(line)
		default:
			flush()
			out = append(out, line)
		}
	}
	flush()
	text := strings.Join(out, "\n")
	for _, p := range passing {
		text = p.what.ReplaceAllString(text, p.with)
	}
	return text
}
