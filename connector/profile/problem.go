package profile

import (
	"context"
	"errors"
	"io/fs"
	"syscall"
	"time"

	"hire2retire-setup/connector/check"
)

// isAny reports whether err is one of the errors.
func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

// explain names what the file system said about path. Nothing of an earlier
// save is lost when one of these comes back.
func explain(path string, err error) error {
	known, isProblem := errors.AsType[*check.Problem](err)
	switch {
	case err == nil:
		return nil
	case isProblem:
		return known
	case isAny(err, context.Canceled, context.DeadlineExceeded):
		return err
	case isAny(err, diskFull...):
		return &check.Problem{Code: "profile.disk-full", Err: err,
			Detail: check.T("profile.disk-full", "The disk that holds {{.path}} is full. What was saved before is unchanged.", "path", path),
			Advice: check.Advice{Who: check.You, Do: check.T("profile.disk-full.do", "Free some space and save again.")}}
	case isAny(err, inUse...):
		return &check.Problem{Code: "profile.in-use", Err: err,
			Detail: check.T("profile.in-use", "Another program holds a file in {{.path}} open.", "path", path),
			Advice: check.Advice{Who: check.You, Do: check.T("profile.in-use.do", "Wait a moment and save again. If it stays, ask whoever runs the virus scanner or the backup on this computer.")}}
	case isAny(err, fs.ErrPermission, syscall.EROFS):
		return &check.Problem{Code: "profile.no-permission", Err: err,
			Detail: check.T("profile.no-permission", "This account may not write to {{.path}}.", "path", path),
			Advice: check.Advice{Who: check.You, Do: check.T("profile.no-permission.do", "Give your account the right to write to that folder, or start the program with an account that has it.")}}
	}
	if _, ok := errors.AsType[syscall.Errno](err); !ok {
		return err
	}
	return &check.Problem{Code: "profile.unreadable", Severity: check.Uncertain, Err: err,
		Detail: check.T("profile.unreadable", "The saved connections in {{.path}} cannot be used.", "path", path),
		Advice: check.Advice{Who: check.You, Do: check.T("profile.unreadable.do", "Make sure that the folder exists and can be reached, and try again.")}}
}

func nameTaken(name string) *check.Problem {
	return &check.Problem{Code: "profile.name-taken",
		Detail: check.T("profile.name-taken", "There is a saved connection named {{.name}} already.", "name", name),
		Advice: check.Advice{Who: check.You, Field: "name", Do: check.T("profile.name-taken.do", "Choose another name, or open the saved connection and change it.")}}
}

func nameLooksLike(name, other string) *check.Problem {
	return check.Warn(&check.Problem{Code: "profile.name-look-alike",
		Detail: check.T("profile.name-look-alike", "{{.name}} looks much like the saved connection {{.other}}.", "name", name, "other", other),
		Advice: check.Advice{Who: check.You, Field: "name", Do: check.T("profile.name-look-alike.do", "Choose a name that cannot be mistaken for the other.")}})
}

func notFound(name string) *check.Problem {
	return &check.Problem{Code: "profile.not-found",
		Detail: check.T("profile.not-found", "There is no saved connection {{.name}} on this computer.", "name", name),
		Advice: check.Advice{Who: check.You, Field: "name", Do: check.T("profile.not-found.do", "Look at the list of saved connections.")}}
}

func newerFile(schema int) *check.Problem {
	return &check.Problem{Code: "profile.newer",
		Detail: check.T("profile.newer", "This connection was saved by a newer version of this program (format {{.schema}}; this one writes {{.own}}). It is shown, but not changed.", "schema", schema, "own", Schema),
		Advice: check.Advice{Who: check.You, Do: check.T("profile.newer.do", "Install the newer version to change this connection.")}}
}

func corrupt(file string, backup time.Time, cause error) *check.Problem {
	p := &check.Problem{Code: "profile.corrupt", Err: cause,
		Detail: check.T("profile.corrupt", "The file {{.file}} is damaged and was set aside.", "file", file),
		Advice: check.Advice{Who: check.You, Do: check.T("profile.corrupt.do", "Set the connection up again. There is no earlier copy.")}}
	if !backup.IsZero() {
		p.Advice.Do = check.T("profile.corrupt.restore", "Restore the copy of {{.time}}.", "time", backup.Local().Format("2006-01-02 15:04"))
	}
	return p
}

func changedMeanwhile(name string) *check.Problem {
	return &check.Problem{Code: "profile.changed",
		Detail: check.T("profile.changed", "{{.name}} was changed by another window or program meanwhile.", "name", name),
		Advice: check.Advice{Who: check.You, Do: check.T("profile.changed.do", "Open the connection again and repeat your change, or save it under another name.")}}
}

func lockedOut(path string, err error) *check.Problem {
	return &check.Problem{Code: "profile.locked", Err: err,
		Detail: check.T("profile.locked", "Another copy of this program is writing to {{.path}}.", "path", path),
		Advice: check.Advice{Who: check.You, Do: check.T("profile.locked.do", "Wait until it has finished, or close it, and try again.")}}
}

func tooBig(size int) *check.Problem {
	return &check.Problem{Code: "profile.too-big",
		Detail: check.T("profile.too-big", "The connection needs {{.size}} KiB; {{.max}} KiB are possible.", "size", size/1024, "max", MaxSize/1024),
		Advice: check.Advice{Who: check.You, Field: "hosts", Do: check.T("profile.too-big.do", "Use fewer hosts or fewer target OUs in one connection.")}}
}
