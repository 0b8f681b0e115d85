package profile_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// Some tests need a second process: one that can be killed, or one with a
// message bus of its own. It is this test program again, told by a variable
// what to do.
const childVariable = "PROFILE_TEST_CHILD"

var children = map[string]func() error{}

// child does what the parent asked for, and reports whether this is a child.
func child() bool {
	do, ok := children[os.Getenv(childVariable)]
	if !ok {
		return false
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// childCommand returns the command that runs a child, with wrapper, such as
// dbus-run-session, in front of it.
func childCommand(t *testing.T, name string, wrapper ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := append(wrapper, self)
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Env = append(os.Environ(), childVariable+"="+name)
	return cmd
}
