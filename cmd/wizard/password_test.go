package main

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"
)

// Whoever waits at standard input for a password that does not come can leave.
func TestInterruptedAtStandardInput(t *testing.T) {
	in, silent, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer silent.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	var out, said bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"verify", "--directory-only", "--host", "dc1.corp.example.com", "--base-dn", "DC=corp,DC=example,DC=com",
			"--user", "svc@corp.example.com", "--password-stdin"}, console{in: in, out: &out, err: &said})
	}()
	interrupt()
	select {
	case code := <-ended:
		if code != exitInterrupted || out.Len() > 0 || said.String() != "wizard verify: interrupted\n" {
			t.Errorf("exit %d, want %d; standard output %q, error %q", code, exitInterrupted, &out, &said)
		}
	case <-time.After(5 * time.Second):
		t.Error("still waiting for a password")
	}
}
