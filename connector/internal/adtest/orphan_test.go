package adtest_test

import (
	"bufio"
	"net"
	"os"
	"os/exec"
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
