package profile

import (
	"os"

	"golang.org/x/sys/windows"
)

var (
	diskFull  = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}
	inUse     = []error{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION}
	retryable = []error{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_ACCESS_DENIED}
)

// syncDir does nothing: NTFS journals directory entries, and a directory
// handle cannot be flushed without the right to write to it.
func syncDir(*os.Root, string) error { return nil }
