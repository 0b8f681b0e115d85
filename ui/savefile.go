package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"hire2retire-setup/connector/check"
)

// SaveFile asks where to save a text and writes it. Only the person who runs the
// wizard may read the file.
func (w *Window) SaveFile(name, text string, done func(path string, err error)) {
	w.askPath(name, func(path string, refused func(error)) {
		w.background(func(context.Context) func() {
			err := writeFile(path, text)
			return func() {
				if refused != nil {
					refused(err)
				}
				if err == nil || refused == nil {
					done(path, err)
				}
			}
		})
	})
}

func writeFile(path, text string) error {
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if replaces {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, mode, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// unwritten says why a file was not written.
func unwritten(err error) check.Text {
	switch {
	case errors.Is(err, fs.ErrExist):
		return check.T("file.exists", "There is a file of this name already. Choose another one.")
	case errors.Is(err, fs.ErrNotExist):
		return check.T("file.no-folder", "There is no such folder.")
	case errors.Is(err, fs.ErrPermission):
		return check.T("file.forbidden", "You may not write there.")
	}
	return check.Verbatim(err.Error())
}
