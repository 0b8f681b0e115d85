package profile_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// These tests talk to the real GNOME Keyring over a message bus of their own,
// with a home folder of their own.

func init() {
	children["keyring works"] = keyringWorks
	children["keyring is missing"] = keyringIsMissing
	children["keyring hangs"] = keyringHangs
}

// keyringWorks goes through a life of a secret.
func keyringWorks() error {
	ctx := context.Background()
	k := profile.System()
	if err := k.Probe(ctx); err != nil {
		return fmt.Errorf("Probe: %w", err)
	}
	for _, value := range []string{"x", "Grüße \x00 \xFF \u202E", strings.Repeat("ä", 256), strings.Repeat("k", 100_000)} {
		if err := k.Put(ctx, "id", secret.New(value)); err != nil {
			return fmt.Errorf("Put of %d bytes: %w", len(value), err)
		}
		if got, err := k.Get(ctx, "id"); err != nil || got.Reveal() != value {
			return fmt.Errorf("Get = %d bytes, %v, want %d", got.Len(), err, len(value))
		}
	}
	if err := k.Delete(ctx, "id"); err != nil {
		return fmt.Errorf("Delete: %w", err)
	}
	if err := k.Delete(ctx, "id"); !errors.Is(err, profile.ErrNotKept) {
		return fmt.Errorf("second Delete = %v, want ErrNotKept", err)
	}
	if _, err := k.Get(ctx, "id"); !errors.Is(err, profile.ErrNotKept) {
		return fmt.Errorf("Get after Delete = %v, want ErrNotKept", err)
	}
	return nil
}

// keyringIsMissing wants the reason in WANT from every call, and no bus of our
// own making.
func keyringIsMissing() error {
	ctx := context.Background()
	k := profile.System()
	bus := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	_, get := k.Get(ctx, "id")
	for call, err := range map[string]error{"Put": k.Put(ctx, "id", secret.New("x")), "Get": get, "Delete": k.Delete(ctx, "id"), "Probe": k.Probe(ctx)} {
		u, ok := errors.AsType[profile.Unavailable](err)
		if want := os.Getenv("WANT"); !ok || strconv.Itoa(int(u.Reason)) != want {
			return fmt.Errorf("%s = %v (reason %d), want reason %s", call, err, u.Reason, want)
		}
	}
	if now := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); now != bus {
		return fmt.Errorf("a bus was started: %s", now)
	}
	return nil
}

// keyringHangs stops the daemon of this session, and lets it go on.
func keyringHangs() error {
	ctx := context.Background()
	k := profile.System()
	if err := k.Probe(ctx); err != nil {
		return fmt.Errorf("Probe: %w", err)
	}
	bus, err := dbus.SessionBus()
	if err != nil {
		return err
	}
	var pid uint32
	if err := bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, "org.freedesktop.secrets").Store(&pid); err != nil {
		return err
	}
	if err := syscall.Kill(int(pid), syscall.SIGSTOP); err != nil {
		return err
	}
	defer syscall.Kill(int(pid), syscall.SIGCONT)
	short := profile.Within(k, 200*time.Millisecond)
	for i := range 3 {
		start := time.Now()
		err := short.Probe(ctx)
		if u, ok := errors.AsType[profile.Unavailable](err); !ok || u.Reason != profile.Hangs || time.Since(start) > 2*time.Second {
			return fmt.Errorf("probe %d of a stopped daemon = %v after %s", i, err, time.Since(start))
		}
	}
	if err := syscall.Kill(int(pid), syscall.SIGCONT); err != nil {
		return err
	}
	for start := time.Now(); k.Probe(ctx) != nil; {
		if time.Since(start) > 10*time.Second {
			return errors.New("the keyring stayed given up")
		}
	}
	return nil
}

// session returns the environment of a person with a fresh home.
func session(t *testing.T) []string {
	t.Helper()
	for _, tool := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("NOT RUN: %s is missing; apt-get install dbus gnome-keyring", tool)
		}
	}
	home, runtime := t.TempDir(), t.TempDir()
	if err := os.Chmod(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	env := []string{"HOME=" + home, "XDG_RUNTIME_DIR=" + runtime, "PATH=" + os.Getenv("PATH")}
	for name, dir := range map[string]string{"XDG_DATA_HOME": ".local/share", "XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache"} {
		if err := os.MkdirAll(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+filepath.Join(home, dir))
	}
	return env
}

// unlocked runs a command after unlocking, or making, the login keyring.
func unlocked(password string) []string {
	return []string{"dbus-run-session", "--", "sh", "-c",
		"printf %s " + password + ` | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"`, "sh"}
}

// runChild runs a child in a session and fails the test if it fails.
func runChild(t *testing.T, env []string, name string, wrapper ...string) {
	t.Helper()
	cmd := childCommand(t, name, wrapper...)
	cmd.Env = append(env, childVariable+"="+name)
	cmd.WaitDelay = 20 * time.Second // a daemon may hold the pipe a little longer
	if out, err := cmd.CombinedOutput(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestRealKeyring(t *testing.T) {
	env := session(t)
	runChild(t, env, "keyring works", unlocked("testpw")...)
}

func TestRealKeyringLocked(t *testing.T) {
	env := session(t)
	runChild(t, env, "keyring works", unlocked("testpw")...)
	runChild(t, append(env, fmt.Sprintf("WANT=%d", profile.Locked)), "keyring is missing", unlocked("wrong")...)
}

func TestRealKeyringHangs(t *testing.T) {
	runChild(t, session(t), "keyring hangs", unlocked("testpw")...)
}

func TestNoKeyringYet(t *testing.T) {
	// The bus starts a daemon on demand; it has no collection and nobody to ask.
	runChild(t, append(session(t), fmt.Sprintf("WANT=%d", profile.Locked)), "keyring is missing", "dbus-run-session", "--")
}

func TestNoSecretService(t *testing.T) {
	env := session(t)
	conf := filepath.Join(t.TempDir(), "bus.conf")
	const bare = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(conf, []byte(bare), 0o600); err != nil {
		t.Fatal(err)
	}
	runChild(t, append(env, fmt.Sprintf("WANT=%d", profile.NoService)), "keyring is missing", "dbus-run-session", "--config-file="+conf, "--")
}

func TestNoBus(t *testing.T) {
	env := append(session(t), fmt.Sprintf("WANT=%d", profile.NoBus))
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err != nil {
		runChild(t, env, "keyring is missing")
	}
	runChild(t, append(env, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus"), "keyring is missing")
}
