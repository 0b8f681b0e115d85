package profile

import (
	"errors"

	"golang.org/x/sys/windows"
)

const systemName = "Windows Credential Manager"

// systemReason reads an error of CredWrite, CredRead or CredDelete. See
// https://learn.microsoft.com/windows/win32/api/wincred/nf-wincred-credwritew
func systemReason(err error) Reason {
	code, ok := errors.AsType[windows.Errno](err)
	if !ok {
		return Other
	}
	switch code {
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_NO_SUCH_LOGON_SESSION, windows.ERROR_INVALID_FLAGS:
		return Denied // a network logon, or the policy that forbids to store credentials
	case windows.RPC_S_SERVER_UNAVAILABLE, windows.ERROR_SERVICE_DISABLED, windows.ERROR_SERVICE_NOT_ACTIVE:
		return NoService
	case windows.RPC_X_BAD_STUB_DATA:
		return TooBig
	}
	return Other
}

// reachable has nothing to look at: the keyring is part of the system.
func reachable() error { return nil }
