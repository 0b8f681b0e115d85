//go:build !cgo

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// open starts the window program beside this one, which is the console program
// and has no window in it.
func open(ctx context.Context, args []string, c console) int {
	why := "this is the console program; the window is wizardw"
	if runtime.GOOS == "linux" {
		why = startWindow(ctx, args)
	}
	if why == "" {
		return exitOK
	}
	fmt.Fprintf(c.err, "wizard: no window: %s.\nWithout one: wizard text for the set-up in the terminal, wizard verify for the checks.\n", why)
	return exitUsage
}

// startWindow returns why there is no window, or nothing once it was closed.
func startWindow(ctx context.Context, args []string) string {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "there is no display"
	}
	self, err := os.Executable()
	if err != nil {
		return err.Error()
	}
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(self), "wizardw"), args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return fmt.Sprintf("wizardw ended with %s", exit)
		}
		return err.Error()
	}
	return ""
}
