//go:build !windows && !darwin

package profile

import (
	"errors"
	"io/fs"
	"net"
	"os/exec"
	"strings"

	"github.com/godbus/dbus/v5"
)

const systemName = "the system keyring (Secret Service)"

// systemReason reads an error of the Secret Service, or of the way to it. See
// https://specifications.freedesktop.org/secret-service/latest/errors.html
func systemReason(err error) Reason {
	if answer, ok := errors.AsType[dbus.Error](err); ok {
		return busReason(answer.Name)
	}
	_, noNet := errors.AsType[*net.OpError](err)
	_, noExec := errors.AsType[*exec.Error](err) // dbus-launch is not installed
	_, noRun := errors.AsType[*exec.ExitError](err)
	switch {
	case noNet, noExec, noRun, errors.Is(err, fs.ErrNotExist), errors.Is(err, dbus.ErrClosed):
		return NoBus
	// The library has no type for a collection that stays locked, or that does
	// not exist yet.
	case strings.HasPrefix(err.Error(), "failed to unlock correct collection"):
		return Locked
	case strings.HasPrefix(err.Error(), "dbus: couldn't determine address of session bus"):
		return NoBus
	}
	return Other
}

func busReason(name string) Reason {
	switch name {
	case "org.freedesktop.Secret.Error.IsLocked":
		return Locked
	case "org.freedesktop.DBus.Error.AccessDenied":
		return Denied
	case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout", "org.freedesktop.DBus.Error.TimedOut":
		return Hangs
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.DBus.Error.UnknownObject",
		"org.freedesktop.DBus.Error.UnknownInterface", "org.freedesktop.Secret.Error.NoSuchObject":
		return NoService
	}
	if strings.HasPrefix(name, "org.freedesktop.DBus.Error.Spawn.") {
		return NoService
	}
	return Other
}
