package profile

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path"
	"strings"
	"time"
)

const tempSuffix = ".tmp"

// replace makes name hold data, in one step: after a crash the file is the old
// one or the new one. The data is on the disk, and was read back, before the
// old file goes.
func replace(ctx context.Context, root *os.Root, name string, data []byte) error {
	temp := path.Join(path.Dir(name), "."+path.Base(name)+"."+rand.Text()+tempSuffix)
	err := writeNew(root, temp, data)
	if err == nil {
		err = renameRetry(ctx, root, temp, name)
	}
	if err != nil {
		root.Remove(temp) // best effort: the sweep at the next start gets it
		return err
	}
	return syncDir(root, path.Dir(name))
}

// writeNew writes a new file that only this person may read, makes sure that it
// is on the disk, and compares what can be read with what was written.
func writeNew(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	back, err := root.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(back, data) {
		return fmt.Errorf("%s: %d bytes read back differ from the %d written", name, len(back), len(data))
	}
	return nil
}

// renameRetry renames, and waits while a virus scanner or an indexer holds the
// target: they let go within a second as a rule, so 12 tries over 4 seconds.
func renameRetry(ctx context.Context, root *os.Root, from, to string) error {
	for wait := time.Millisecond; ; wait *= 2 {
		err := root.Rename(from, to)
		if err == nil || !isAny(err, retryable...) || wait > 2*time.Second {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// sweep removes what crashed saves left behind. The caller holds the lock.
func sweep(root *os.Root) error {
	dir, err := root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	for _, name := range names {
		if strings.HasPrefix(name, ".") && strings.HasSuffix(name, tempSuffix) {
			root.Remove(name)
		}
	}
	return err
}
