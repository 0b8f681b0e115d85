package profile

import (
	"errors"
	"os/exec"
)

const systemName = "Keychain"

// systemReason reads an error of /usr/bin/security, which the library runs: the
// exit status is the low byte of the OSStatus in SecBase.h.
func systemReason(err error) Reason {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return NoService
	}
	switch exit.ExitCode() {
	case 36, 128: // errSecInteractionNotAllowed -25308, errSecUserCanceled -128
		return Locked
	case 51, 61: // errSecAuthFailed -25293, errSecWrPerm -61
		return Denied
	}
	return Other
}

// reachable has nothing to look at: the keyring is part of the system.
func reachable() error { return nil }
