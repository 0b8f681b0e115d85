//go:build unix

package profile_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
)

// Every error of a file system that an admin can act on has a name; the others
// stay what they are.
func TestExplain(t *testing.T) {
	path := func(errno syscall.Errno) error { return &fs.PathError{Op: "open", Path: "x", Err: errno} }
	odd := errors.New("odd")
	for _, c := range []struct {
		err  error
		want check.Code
	}{
		{nil, ""},
		{path(syscall.ENOSPC), "profile.disk-full"},
		{path(syscall.EDQUOT), "profile.disk-full"},
		{&os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.ENOSPC}, "profile.disk-full"},
		{fmt.Errorf("save: %w", path(syscall.ENOSPC)), "profile.disk-full"},
		{path(syscall.EACCES), "profile.no-permission"},
		{path(syscall.EPERM), "profile.no-permission"},
		{path(syscall.EROFS), "profile.no-permission"},
		{path(syscall.EBUSY), "profile.in-use"},
		{path(syscall.EIO), "profile.unreadable"},
		{path(syscall.ENOTDIR), "profile.unreadable"},
		{context.Canceled, ""},
		{odd, ""},
	} {
		got := profile.Explain("/folder", c.err)
		if code(got) != c.want {
			t.Errorf("explain(%v) = %v, want code %q", c.err, got, c.want)
		}
		if c.want == "" && got != c.err {
			t.Errorf("explain(%v) = %v, want it as it is", c.err, got)
		}
		if p, ok := errors.AsType[*check.Problem](got); ok && (!errors.Is(got, c.err) || p.Detail.IsZero() || p.Advice.Do.IsZero() || !strings.Contains(p.Detail.String(), "/folder")) {
			t.Errorf("explain(%v) = %+v, want the folder, advice and the cause", c.err, p)
		}
	}
}

func TestSystemReason(t *testing.T) {
	bus := func(name string) error { return dbus.Error{Name: name} }
	for _, c := range []struct {
		err  error
		want profile.Reason
	}{
		{bus("org.freedesktop.Secret.Error.IsLocked"), profile.Locked},
		{bus("org.freedesktop.DBus.Error.AccessDenied"), profile.Denied},
		{bus("org.freedesktop.DBus.Error.NoReply"), profile.Hangs},
		{bus("org.freedesktop.DBus.Error.ServiceUnknown"), profile.NoService},
		{bus("org.freedesktop.DBus.Error.Spawn.ChildExited"), profile.NoService},
		{bus("org.freedesktop.DBus.Error.Failed"), profile.Other},
		{fmt.Errorf("get: %w", bus("org.freedesktop.Secret.Error.IsLocked")), profile.Locked},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, profile.NoBus},
		{io.EOF, profile.NoBus},
		{dbus.ErrClosed, profile.NoBus},
		{errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), profile.Locked},
		{errors.New("odd"), profile.Other},
	} {
		if got := profile.SystemReason(c.err); got != c.want {
			t.Errorf("systemReason(%v) = %d, want %d", c.err, got, c.want)
		}
	}
}

// foldKey takes two keys for one whenever encoding/json would put both into
// the same field.
func FuzzFoldKey(f *testing.F) {
	for _, key := range []string{"hosts", "HOSTS", "ho\u017ft\u017f", "Host", "\u212aind", "port", "sch\u00e9ma", "", "\x00"} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		var target struct {
			Hosts int `json:"hosts"`
			Kind  int `json:"kind"`
			Port  int `json:"port"`
		}
		doc, err := json.Marshal(map[string]int{key: 1})
		if err != nil || json.Unmarshal(doc, &target) != nil {
			t.Skip("not a key")
		}
		for name, got := range map[string]int{"hosts": target.Hosts, "kind": target.Kind, "port": target.Port} {
			if taken := got == 1; taken && profile.FoldKey(key) != profile.FoldKey(name) {
				t.Errorf("encoding/json takes %q for %q, foldKey does not", key, name)
			}
		}
	})
}

// Names are only alike, never the same, because of their skeleton; and the same
// name always has the same one.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"Head office", "HEAD OFFICE", "Неаd", "rn", "", "\u0130", "ß", "ﬁ"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		parsed, err := profile.ParseName(name, profile.Hybrid)
		if err != nil {
			if parsed != "" || code(err) != "profile.name-invalid" {
				t.Errorf("ParseName(%q) = %q, %v", name, parsed, err)
			}
			return
		}
		if again, err := profile.ParseName(parsed, profile.Hybrid); err != nil || again != parsed {
			t.Errorf("ParseName(%q) = %q, %v; parsing twice changes it", parsed, again, err)
		}
		if upper := strings.ToUpper(parsed); profile.SameName(upper, parsed) && profile.Skeleton(upper) != profile.Skeleton(parsed) {
			t.Errorf("%q and %q are the same name, but do not look alike", upper, parsed)
		}
	})
}
