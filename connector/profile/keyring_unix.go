//go:build !windows && !darwin

package profile

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

const systemName = "System Keyring"

var errNoBus = errors.New("no session bus: DBUS_SESSION_BUS_ADDRESS is not set and there is none in /run/user")

// reachable reports whether the session has a message bus. Without this look,
// the library would start a bus of its own with dbus-launch, which outlives the
// program and knows no keyring.
func reachable() error {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return nil
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join("/run/user", strconv.Itoa(os.Getuid()), name)); err == nil {
			return nil
		}
	}
	return errNoBus
}

// systemReason reads an error of the Secret Service, or of the way to it. See
// https://specifications.freedesktop.org/secret-service/latest/errors.html
func systemReason(err error) Reason {
	if answer, ok := errors.AsType[dbus.Error](err); ok {
		return busReason(answer.Name)
	}
	_, noNet := errors.AsType[*net.OpError](err)
	switch {
	case noNet, isAny(err, errNoBus, io.EOF, fs.ErrNotExist, dbus.ErrClosed):
		return NoBus
	// The library has no type for a collection that stays locked, or that does
	// not exist yet.
	case strings.HasPrefix(err.Error(), "failed to unlock correct collection"):
		return Locked
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
