//go:build !windows

package profile

import (
	"os"
	"syscall"
)

var (
	diskFull = []error{syscall.ENOSPC, syscall.EDQUOT}
	inUse    = []error{syscall.EBUSY, syscall.ETXTBSY}
	// retryable are the errors of a rename that go away by themselves; POSIX
	// has none.
	retryable []error
)

// syncDir makes the new directory entry survive a power cut.
func syncDir(root *os.Root, name string) error {
	dir, err := root.Open(name)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
