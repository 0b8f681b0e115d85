package ui_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRealWindow walks the whole set-up in the real window, by keyboard alone, on
// a display of its own. It needs the window program, Xvfb and xdotool:
//
//	make build && WIZARDW=$PWD/build/wizardw go test ./ui -run TestRealWindow -count 1
//
// On the small screen the window makes itself as small as it may be.
func TestRealWindow(t *testing.T) {
	exe := os.Getenv("WIZARDW")
	if exe == "" {
		t.Skip("WIZARDW does not name the window program: make build, then WIZARDW=$PWD/build/wizardw")
	}
	for _, c := range []struct{ name, screen, geometry string }{
		{"large", "1280x800", "1100x720"}, {"small", "970x540", "930x500"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := startReal(t, exe, c.screen)
			if got := r.tool("getwindowgeometry", r.window); !strings.Contains(got, c.geometry) {
				t.Errorf("the window is %q, want %s", got, c.geometry)
			}
			for _, title := range []string{"Welcome", "Permissions", "Hybrid connection", "Base DN", "Service account", "Exchange Online", "Review and save"} {
				r.at(title)
				r.shoot(c.name + "-" + strings.ReplaceAll(strings.ToLower(title), " ", "-"))
				if title == "Service account" {
					r.tool("key", "Return") // Fill in
				}
				r.tool("key", "Return")
			}
			r.at("Done")
			r.shoot(c.name + "-done")
			r.tool("key", "F1")
			r.tool("key", "Escape")
			r.tool("key", "Return") // Close has the focus again
			if err := r.app.Wait(); err != nil {
				t.Errorf("the window program ended with %v", err)
			}
		})
	}
}

// real is a running window program on a display of its own.
type real struct {
	*testing.T
	ctx     context.Context
	app     *exec.Cmd
	display string
	window  string
}

func startReal(t *testing.T, exe, screen string) *real {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	r := &real{T: t, ctx: ctx, display: startDisplay(t, ctx, screen)}
	home := t.TempDir()
	for _, dir := range []string{".cache", ".config"} {
		if err := os.Mkdir(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.app = exec.CommandContext(ctx, exe, "--practice", "--lang", "en")
	r.app.Env = append(os.Environ(), "DISPLAY="+r.display, "HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, "data"), "XDG_CONFIG_HOME="+filepath.Join(home, ".config"))
	r.app.Stderr = os.Stderr
	if err := r.app.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.app.Process.Kill() })
	r.at("Welcome")
	return r
}

// startDisplay starts an X server on a number that is free.
func startDisplay(t *testing.T, ctx context.Context, screen string) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	x := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", screen+"x24")
	x.ExtraFiles = []*os.File{write}
	if err := x.Start(); err != nil {
		t.Fatalf("start the display: %v", err)
	}
	write.Close()
	t.Cleanup(func() {
		x.Process.Kill()
		x.Wait()
	})
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("the display tells no number: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// tool runs xdotool, which fails the test when it fails.
func (r *real) tool(args ...string) string {
	r.Helper()
	cmd := exec.CommandContext(r.ctx, "xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+r.display)
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.Fatalf("xdotool %q: %v: %s", args, err, out)
	}
	return string(out)
}

// at waits for a window of a title: every page has its own.
func (r *real) at(title string) {
	r.Helper()
	r.window = strings.TrimSpace(r.tool("search", "--sync", "--onlyvisible", "--name", fmt.Sprintf("^%s - Connection Setup$", title)))
}

// shoot takes a picture where pictures are wanted.
func (r *real) shoot(name string) {
	dir := os.Getenv("SCREENS")
	if dir == "" {
		return
	}
	cmd := exec.CommandContext(r.ctx, "import", "-window", r.window, filepath.Join(dir, "real-"+name+".png"))
	cmd.Env = append(os.Environ(), "DISPLAY="+r.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.Errorf("take a picture: %v: %s", err, out)
	}
}
