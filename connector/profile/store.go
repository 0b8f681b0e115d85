package profile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
)

// Folder is where everything of this program lives inside Home.
const Folder = "RoboMQ/Connection Setup"

// Home returns the folder of this person on this computer for profiles, logs
// and practice: under LocalAppData on Windows, Application Support on macOS,
// XDG_DATA_HOME elsewhere. Nothing in it roams.
func Home() (string, error) {
	if runtime.GOOS == "windows" {
		base, err := os.UserCacheDir()
		return filepath.Join(base, filepath.FromSlash(Folder)), err
	}
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, Folder), nil
	}
	home, err := os.UserHomeDir()
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", Folder), err
	}
	return filepath.Join(home, ".local", "share", Folder), err
}

// Store keeps the saved connections of one person in a folder, and their
// passwords in a keyring. Its methods may be called concurrently, also by
// several programs, but not on the thread that draws.
type Store struct {
	dir     string
	root    *os.Root
	keyring *Keyring
	mu      sync.Mutex // one writer of this program at a time; flock does the rest
}

// The time to wait for another program, which holds the lock for one file each
// time.
const lockWait = 5 * time.Second

// Open returns the store in dir, usually Home + "profiles", which it creates.
// It removes what crashed saves left behind, but does not touch the keyring:
// call Reconcile for that.
func Open(ctx context.Context, dir string, keyring *Keyring) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, explain(dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, explain(dir, err)
	}
	s := &Store{dir: dir, root: root, keyring: keyring}
	err = s.locked(ctx, func() error { return sweep(root) })
	if readOnly, ok := errors.AsType[*check.Problem](err); ok && readOnly.Code == "profile.no-permission" {
		return s, nil // what is there can be read; saving will say what is wrong
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return s, nil
}

// Close gives the folder back.
func (s *Store) Close() error { return s.root.Close() }

// SignInFile returns where the tokens of a connection may be kept, encrypted.
func (s *Store) SignInFile(id uuid.UUID) string { return filepath.Join(s.dir, id.String()+".signin") }

// Keyring returns the keyring of the store.
func (s *Store) Keyring() *Keyring { return s.keyring }

// locked runs do while no other program writes.
func (s *Store) locked(ctx context.Context, do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	lock := flock.New(filepath.Join(s.dir, ".lock"), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if _, err := lock.TryLockContext(waiting, 20*time.Millisecond); err != nil {
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			return lockedOut(s.dir, err)
		}
		return explain(s.dir, err)
	}
	defer lock.Close()
	return explain(s.dir, do())
}

// The files of a connection.
func fileName(id uuid.UUID) string   { return id.String() + ".json" }
func backupName(id uuid.UUID) string { return id.String() + ".json.bak" }
func goneName(id uuid.UUID) string   { return id.String() + ".gone" }

// Load returns a saved connection. With one of a newer program it returns what
// can be shown and a *check.Problem profile.newer; Save will refuse it.
func (s *Store) Load(ctx context.Context, id uuid.UUID) (Profile, error) {
	if ctx.Err() != nil {
		return Profile{}, ctx.Err()
	}
	p, _, err := s.read(id)
	return p, err
}

// read returns the profile of a file as it is. A damaged one stays where it is.
func (s *Store) read(id uuid.UUID) (Profile, state, error) {
	data, err := readRegular(s.root, fileName(id))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Profile{}, "", notFound(id.String())
	case err != nil:
		return Profile{}, "", explain(s.dir, err)
	}
	p, st, err := decode(data)
	if newer, ok := errors.AsType[errNewer](err); ok {
		p.ID = id
		return p, st, newerFile(newer.schema)
	}
	if err == nil && p.ID != id {
		err = errors.New("the file belongs to another connection")
	}
	if err != nil {
		return Profile{}, "", corrupt(fileName(id), s.backupTime(id), err)
	}
	return p, st, nil
}

// Save saves p and counts its revision. It refuses a name that another
// connection has, a revision that is not the one on the disk, and a file of a
// newer program. The password stays as it is, unless it was kept for other
// hosts, trust or username: then it is taken out of the keyring.
func (s *Store) Save(ctx context.Context, p *Profile) error {
	if p.Rebind() != nil {
		return s.Forget(ctx, p)
	}
	return s.write(ctx, p, saved)
}

// write puts p on the disk under the lock.
func (s *Store) write(ctx context.Context, p *Profile, st state) error {
	return s.locked(ctx, func() error {
		if err := s.mayWrite(ctx, *p); err != nil {
			return err
		}
		q := *p
		q.Revision++
		q.UpdatedAt = time.Now().UTC().Truncate(time.Second)
		if q.CreatedAt.IsZero() {
			q.CreatedAt = q.UpdatedAt
		}
		data, err := encode(q, st)
		if err != nil {
			return err
		}
		if err := s.backUp(ctx, p.ID); err != nil {
			return err
		}
		if err := replace(ctx, s.root, fileName(p.ID), data); err != nil {
			return err
		}
		*p = q
		return nil
	})
}

// mayWrite reports why p must not be written over what is there.
func (s *Store) mayWrite(ctx context.Context, p Profile) error {
	was, _, err := s.read(p.ID)
	known, _ := errors.AsType[*check.Problem](err)
	switch {
	case known != nil && known.Code == "profile.newer":
		return err
	case err == nil && was.Revision != p.Revision:
		return changedMeanwhile(was.Name)
	}
	return s.freeName(ctx, p.Name, p.ID)
}

// backUp keeps a copy of the file of a connection, unless that is damaged or
// pending: a good copy must not be replaced by a bad one.
func (s *Store) backUp(ctx context.Context, id uuid.UUID) error {
	data, err := readRegular(s.root, fileName(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, st, err := decode(data); err != nil || st == pending {
		return nil
	}
	return replace(ctx, s.root, backupName(id), data)
}

// Rename gives a saved connection another name.
func (s *Store) Rename(ctx context.Context, id uuid.UUID, name string) error {
	p, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	if p.Name, err = ParseName(name, p.Kind); err != nil {
		return err
	}
	return s.Save(ctx, &p)
}

// Delete removes a connection, its copy, its draft and its password. A problem
// of severity Warning means that the connection is gone, but the keyring could
// not be reached; the next Reconcile removes the password.
func (s *Store) Delete(ctx context.Context, id uuid.UUID) error {
	var forgotten error
	if p, st, err := s.read(id); err != nil || p.Kept != nil || st == pending {
		// First the password: a connection without one is an ordinary thing.
		marked := s.mark(ctx, id)
		if forgotten = s.takeOut(ctx, id); forgotten != nil && marked != nil {
			return errors.Join(marked, forgotten) // else nobody would know of the password
		}
	}
	err := s.locked(ctx, func() error {
		for _, name := range []string{draftName(id), backupName(id), fileName(id)} {
			if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return forgotten
}
