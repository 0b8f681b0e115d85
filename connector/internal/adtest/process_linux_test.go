package adtest_test

import (
	"bufio"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hire2retire-setup/connector/internal/adtest"
)

// inChild tells the test binary to be the process that is killed.
const inChild = "ADTEST_TO_BE_KILLED"

// TestKilled kills a test process that has a domain, and waits for its domain controllers to end by themselves.
func TestKilled(t *testing.T) {
	if os.Getenv(inChild) != "" {
		d := adtest.Start(t, adtest.Options{})
		os.Stdout.WriteString(d.Hosts[1].IP + "\n")
		select {} // until killed
	}
	adtest.Start(t, adtest.Options{}) // so that the child only restores
	child := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	child.Env = append(os.Environ(), inChild+"=1")
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ip, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("child: %v", err)
	}
	addr := net.JoinHostPort(ip[:len(ip)-1], "636")
	if conn, err := net.Dial("tcp", addr); err != nil {
		t.Errorf("before the kill: %v", err)
	} else {
		conn.Close()
	}
	child.Process.Kill()
	child.Wait()
	awaitSilence(t, addr)
}

// TestNotRoot shows that a test which cannot have its domain controllers fails and says why; it is not skipped.
func TestNotRoot(t *testing.T) {
	if os.Getenv(inChild) != "" {
		adtest.StartOwn(t, adtest.Options{})
	}
	child := exec.Command(copyForAll(t, os.Args[0]), "-test.run=^TestNotRoot$")
	child.Env, child.Dir = []string{inChild + "=1"}, "/"
	asNobody(child)
	output, err := child.CombinedOutput()
	if ended, ok := errors.AsType[*exec.ExitError](err); !ok || ended.ExitCode() != 1 {
		t.Errorf("child: %v, want exit code 1", err)
	}
	if want := "run `sudo make test`"; !strings.Contains(string(output), want) {
		t.Errorf("child said %q, want %q", output, want)
	}
}

// copyForAll copies a program to where every user may run it.
func copyForAll(t *testing.T, program string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "adtest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "adtest.test")
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(path, data, 0o755)); err != nil {
		t.Fatal(err)
	}
	return path
}

func asNobody(cmd *exec.Cmd) {
	const nobody = 65534
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// awaitSilence waits until nobody listens on an address any more.
func awaitSilence(t *testing.T, addr string) {
	t.Helper()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	began := time.Now()
	for time.Since(began) < limit {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Logf("gone after %v", time.Since(began))
			return
		}
		conn.Close()
		<-poll.C
	}
	t.Errorf("%s still listens %v after its test was killed", addr, limit)
}
