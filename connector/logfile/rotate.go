package logfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// How much is kept: 5 files of 1 MiB, which is some thousand runs.
const (
	maxSize = 1 << 20
	files   = 5
)

// file is the current log file. When it is full, the older ones move on and
// the oldest goes.
type file struct {
	mu   sync.Mutex
	root *os.Root
	f    *os.File
	size int64
	full int64 // the size at which to try the next rotation
}

func openFile(dir string) (*file, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	w := &file{root: root}
	if err := w.open(); err != nil {
		root.Close()
		return nil, err
	}
	return w, nil
}

// name returns the name of the current file for 0, and of older ones.
func name(age int) string {
	if age == 0 {
		return "wizard.log"
	}
	return fmt.Sprintf("wizard.%d.log", age)
}

func (w *file) open() error {
	f, err := w.root.OpenFile(name(0), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	w.f, w.size, w.full = f, info.Size(), maxSize
	return nil
}

// Write appends one line. The line goes to one file as a whole.
func (w *file) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.f == nil {
		return 0, fs.ErrClosed
	}
	if w.moved() || w.size+int64(len(line)) > w.full {
		if err := w.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := w.f.Write(line)
	w.size += int64(n)
	return n, err
}

// moved reports whether another copy of this program has rotated the file away
// from under us.
func (w *file) moved() bool {
	now, err := w.root.Stat(name(0))
	if err != nil {
		return true
	}
	mine, err := w.f.Stat()
	return err != nil || !os.SameFile(now, mine)
}

// rotate opens the current file anew, after moving a full one on. If another
// copy of this program holds it open, as Windows forbids to rename then, it is
// used a little longer.
func (w *file) rotate() error {
	// Without the lock, two copies could move the same file on twice.
	lock := flock.New(filepath.Join(w.root.Name(), ".rotate"), flock.SetPermissions(0o600))
	_ = lock.Lock()
	defer lock.Close()
	moved := w.moved()
	w.f.Close()
	w.f = nil
	if !moved {
		w.moveOn()
	}
	if err := w.open(); err != nil {
		return err
	}
	if w.size >= maxSize {
		w.full = w.size + maxSize/16
	}
	return nil
}

// moveOn makes the current file the newest of the older ones. It first makes
// sure that the current one can be renamed, or the others would move on for
// nothing.
func (w *file) moveOn() {
	const full = "wizard.full.log"
	if w.root.Rename(name(0), full) != nil {
		return
	}
	for age := files - 1; age > 1; age-- {
		_ = w.root.Rename(name(age-1), name(age)) // there may be none of that age
	}
	_ = w.root.Rename(full, name(1))
}

// Close closes the file.
func (w *file) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.f == nil {
		return nil
	}
	err := errors.Join(w.f.Close(), w.root.Close())
	w.f = nil
	return err
}

// read returns the files, the latest first.
func (w *file) read() ([]File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []File
	for age := range files {
		data, err := w.root.ReadFile(name(age))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return all, err
		}
		all = append(all, File{name(age), data})
	}
	return all, nil
}
