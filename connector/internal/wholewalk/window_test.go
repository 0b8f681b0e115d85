package wholewalk_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hire2retire-setup/connector/internal/adtest"
)

// The flags of every build with cgo: other ones would compile Fyne anew.
const tags = "x11,release,no_metadata,no_emoji,migrated_fynedo"

// display is a screen without a monitor.
type display struct {
	testing.TB
	name   string
	window string
	shots  string
}

// newDisplay starts Xvfb on a number that it chooses itself.
func newDisplay(t testing.TB, shots string) *display {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		t.Fatalf("Xvfb: %v; run `make test`, which installs it", err)
	}
	// A server that is ended, not killed, takes its socket and lock with it.
	t.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n') // the line comes in pieces
	read.Close()
	if err != nil {
		t.Fatalf("Xvfb names no display: %v", err)
	}
	return &display{TB: t, name: ":" + strings.TrimSpace(number), shots: shots}
}

func (d *display) env() []string { return append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=") }

// x runs xdotool.
func (d *display) x(args ...string) (string, error) {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = d.env()
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("xdotool %v: %w: %s", args, err, exit.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

// find waits for the window.
func (d *display) find() (err error) {
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); pause() {
		if d.window, err = d.x("search", "--onlyvisible", "--name", "Connection Setup"); err == nil && d.window != "" {
			return nil
		}
	}
	return err
}

// title waits until the window has the title of a page.
func (d *display) title(page string) {
	d.Helper()
	want := page + " - Connection Setup"
	last := ""
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); {
		if last, _ = d.x("getwindowname", d.window); last == want {
			d.shoot(page)
			return
		}
		pause()
	}
	d.shoot("stuck")
	d.Fatalf("the window stays at %q, want %q; see %s", last, want, d.shots)
}

// pause is between two looks at a window of another process, which tells nobody
// when its title changes.
func pause() { <-time.After(30 * time.Millisecond) }

func (d *display) key(keys ...string) {
	d.Helper()
	if _, err := d.x(append([]string{"key", "--delay", "40"}, keys...)...); err != nil {
		d.Fatalf("xdotool key %v: %v", keys, err)
	}
}

func (d *display) shoot(page string) {
	cmd := exec.Command("import", "-window", "root", filepath.Join(d.shots, strings.ToLower(strings.ReplaceAll(page, " ", "-"))+".png"))
	cmd.Env = d.env()
	_ = cmd.Run() // a picture for people; the walk does not depend on it
}

// buildWindow builds a program of ui/internal that opens a real window.
func buildWindow(t testing.TB, name string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), name)
	build := exec.Command("go", "build", "-trimpath", "-tags", tags, "-ldflags", "-s -w", "-o", program, "hire2retire-setup/ui/internal/"+name)
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the window: %v\n%s", err, out)
	}
	return program
}

// The real window, by keyboard alone, on real domain controllers, at the size
// for a small screen at 200 % and at the usual one.
func TestWalkInTheRealWindow(t *testing.T) {
	d := adtest.Start(t, adtest.Options{})
	program := buildWindow(t, "walkwindow")
	for _, size := range [][2]int{{1100, 720}, {930, 500}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) { walk(t, d, program, size) })
	}
}

func walk(t *testing.T, d *adtest.Domain, program string, size [2]int) {
	shots, err := filepath.Abs(filepath.Join("..", "..", "..", "build", "screens", fmt.Sprintf("walk-%dx%d", size[0], size[1])))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(shots, 0o755); err != nil {
		t.Fatal(err)
	}
	a := answers(t, d, "svc-least")
	scene, err := json.Marshal(map[string]any{"Hosts": []string{a.Hosts[0].Name, a.Hosts[1].Name}, "CA": a.CA, "BaseDN": a.BaseDN, "Username": a.Username,
		"UserOUs": a.UserOUs, "GroupOUs": a.GroupOUs, "Home": t.TempDir(), "Domain": d.DNSName, "Lang": "en", "Width": size[0], "Height": size[1]})
	if err != nil {
		t.Fatal(err)
	}
	screen := newDisplay(t, shots)
	cmd := exec.Command(program)
	cmd.Env, cmd.Stdin = screen.env(), bytes.NewReader(scene)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	if err := screen.find(); err != nil {
		t.Fatalf("no window: %v\n%s", err, stderr.String())
	}
	screen.steps(d.Account("svc-least").Password)
	if err := cmd.Wait(); err != nil || strings.TrimSpace(out.String()) != `{"verified":true}` {
		t.Errorf("the program ended with %v and said %q\n%s", err, out.String(), stderr.String())
	}
}

// steps presses Enter on each page, and types the password on its page.
func (d *display) steps(password string) {
	d.Helper()
	if _, err := d.x("windowfocus", "--sync", d.window); err != nil {
		d.Fatalf("focus: %v", err)
	}
	d.title("Welcome")
	for _, next := range []string{"Permissions", "Hybrid connection", "Base DN", "Service account"} {
		d.key("Return")
		d.title(next)
	}
	// The first empty field has the focus: the password.
	if _, err := d.x("type", "--delay", "25", password); err != nil {
		d.Fatalf("type: %v", err)
	}
	for _, next := range []string{"Exchange Online", "Review and save", "Done"} {
		d.key("Return")
		d.title(next)
	}
	d.key("Return") // Close
}
