//go:build !windows

package main

import (
	"fmt"
	"os/exec"
	"runtime"
)

// shellOpen starts the desktop's opener and does not wait for the browser.
func shellOpen(address string) error {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	}
	path, err := exec.LookPath(opener)
	if err != nil {
		return fmt.Errorf("find a browser: %w", err)
	}
	cmd := exec.Command(path, address)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	go cmd.Wait() // the opener ends soon; without this it would stay a zombie
	return nil
}
