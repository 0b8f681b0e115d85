package adtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// A slot is a place on this machine for the hosts of one domain: loopback addresses and a folder. It is claimed by a
// lock file, which the kernel releases however the process ends; the next owner removes what was left behind.
type slot struct {
	number int
	dir    string
	lock   *flock.Flock
}

const (
	slots = 250
	// root is not in os.TempDir: all processes must agree on it, and the path of a Unix socket has 107 bytes.
	root = "/tmp/adtest"
)

// claimSlot takes the first free slot. Addresses are not part of the databases, so any will do.
func claimSlot(o Options) (*slot, error) {
	if err := privateRoot(); err != nil {
		return nil, err
	}
	for n := 1; n <= slots; n++ {
		s := &slot{number: n, dir: filepath.Join(root, fmt.Sprintf("%03d", n))}
		s.lock = flock.New(s.dir + ".lock")
		locked, err := s.lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", s.lock.Path(), err)
		}
		if !locked {
			continue
		}
		if s.vacant(len(o.hostNames())) {
			sweep(s)
			return s, s.clear()
		}
		s.lock.Unlock()
	}
	return nil, fmt.Errorf("all %d places for domains below %s are taken", slots, root)
}

// sweep removes what killed tests left in slots that nobody owns.
func sweep(own *slot) {
	dirs, _ := filepath.Glob(filepath.Join(root, "[0-9][0-9][0-9]")) // the pattern is well-formed
	for _, dir := range dirs {
		lock := flock.New(dir + ".lock")
		if locked, err := lock.TryLock(); dir == own.dir || err != nil || !locked {
			continue
		}
		os.RemoveAll(dir) // what cannot be removed now is tried again by the next test
		lock.Unlock()
	}
}

// privateRoot makes sure that nobody else can put files where root is going to work.
func privateRoot() error {
	if err := os.Mkdir(root, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	found, err := os.Lstat(root)
	if err != nil {
		return err
	}
	if !found.IsDir() || found.Mode().Perm() != 0o700 || !ownedByUs(found) {
		return fmt.Errorf("%s is not a folder of this user alone; remove it", root)
	}
	return nil
}

func (s *slot) ip(host int) string { return fmt.Sprintf("127.88.%d.%d", s.number, host+1) }

// vacant tells whether all addresses are free; the hosts of a killed test may still be ending.
func (s *slot) vacant(hosts int) bool {
	for i := range hosts {
		if !vacant(s.ip(i)) {
			return false
		}
	}
	return true
}

func (s *slot) clear() error {
	if err := os.RemoveAll(s.dir); err != nil {
		return err
	}
	return os.Mkdir(s.dir, 0o700)
}

// release removes the folder and lets the slot go. The lock file stays: removing it would let two processes hold it.
func (s *slot) release() {
	deadline := time.Now().Add(time.Second)
	for os.RemoveAll(s.dir) != nil && time.Now().Before(deadline) { // a dying process may still write a file
	}
	s.lock.Unlock()
}
