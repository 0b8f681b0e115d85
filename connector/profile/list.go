package profile

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
)

// Entry is one line of the list of saved connections.
type Entry struct {
	// Profile is the connection, or what is known of it: the ID always.
	Profile Profile
	// Problem is set when the connection cannot be used as it is:
	// profile.newer is shown read-only, profile.corrupt may have a Backup.
	Problem *check.Problem
	// Backup is when the copy was saved that Restore would bring back.
	Backup time.Time
}

// List returns the saved connections by name. A damaged file is set aside,
// never deleted, and listed with its problem for as long as there is a copy to
// restore; the others are not affected.
func (s *Store) List(ctx context.Context) ([]Entry, error) {
	ids, err := s.ids(".json")
	if err != nil {
		return nil, explain(s.dir, err)
	}
	backups, err := s.ids(".json.bak")
	if err != nil {
		return nil, explain(s.dir, err)
	}
	var list []Entry
	for _, id := range union(ids, backups) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		list = append(list, s.entry(ctx, id, slices.Contains(ids, id)))
	}
	slices.SortStableFunc(list, func(a, b Entry) int {
		return strings.Compare(nameKey(a.Profile.Name), nameKey(b.Profile.Name))
	})
	return list, nil
}

// entry reads one connection; there says whether it has a file at all.
func (s *Store) entry(ctx context.Context, id uuid.UUID, there bool) Entry {
	e := Entry{Profile: Profile{ID: id}}
	if !there {
		e.Backup = s.backupTime(id)
		e.Profile = s.fromBackup(id)
		e.Problem = corrupt(fileName(id), e.Backup, nil)
		return e
	}
	p, _, err := s.read(id)
	if err == nil {
		return Entry{Profile: p}
	}
	problem, ok := errors.AsType[*check.Problem](err)
	if !ok {
		problem = &check.Problem{Code: check.Unexpected, Err: err}
	}
	e.Problem = problem
	switch problem.Code {
	case "profile.newer":
		e.Profile = p
	case "profile.corrupt":
		e.Profile, e.Backup = s.fromBackup(id), s.backupTime(id)
		s.setAside(ctx, id)
	}
	return e
}

// setAside renames a damaged file, so that nothing overwrites it; support may
// want it. Without the right to write it stays where it is.
func (s *Store) setAside(ctx context.Context, id uuid.UUID) {
	_ = s.locked(ctx, func() error {
		if _, _, err := s.read(id); err == nil {
			return nil // somebody repaired it meanwhile
		}
		at := time.Now().UTC().Format("20060102T150405.000Z")
		return renameRetry(ctx, s.root, fileName(id), id.String()+".corrupt-"+at+".json")
	})
}

// Restore brings back the copy of a damaged connection. Its password is not
// assumed to fit.
func (s *Store) Restore(ctx context.Context, id uuid.UUID) (Profile, error) {
	var p Profile
	err := s.locked(ctx, func() error {
		if _, _, err := s.read(id); err == nil {
			return changedMeanwhile(id.String())
		}
		data, err := readRegular(s.root, backupName(id))
		if errors.Is(err, fs.ErrNotExist) {
			return notFound(id.String())
		}
		if err != nil {
			return err
		}
		if p, _, err = decode(data); err != nil {
			return corrupt(backupName(id), time.Time{}, err)
		}
		return replace(ctx, s.root, fileName(id), data)
	})
	return p, err
}

// fromBackup returns the copy of a connection for the list, or its ID alone.
func (s *Store) fromBackup(id uuid.UUID) Profile {
	if data, err := readRegular(s.root, backupName(id)); err == nil {
		if p, _, err := decode(data); err == nil && p.ID == id {
			return p
		}
	}
	return Profile{ID: id}
}

// backupTime returns when the copy was saved, or zero if there is none that
// can be read.
func (s *Store) backupTime(id uuid.UUID) time.Time { return s.fromBackup(id).UpdatedAt }

// Find returns the saved connection of that name, in any case, or of that
// UUID.
func (s *Store) Find(ctx context.Context, name string) (Profile, error) {
	if id, err := uuid.Parse(name); err == nil {
		return s.Load(ctx, id)
	}
	list, err := s.List(ctx)
	if err != nil {
		return Profile{}, err
	}
	for _, e := range list {
		if SameName(e.Profile.Name, name) {
			if e.Problem != nil {
				return e.Profile, e.Problem
			}
			return e.Profile, nil
		}
	}
	return Profile{}, notFound(name)
}

// CheckName reports what is wrong with a name for the connection except: a
// *check.Problem profile.name-taken, or the warning profile.name-look-alike.
// Save refuses the first on its own.
func (s *Store) CheckName(ctx context.Context, name string, except uuid.UUID) error {
	if err := s.freeName(ctx, name, except); err != nil {
		return err
	}
	others, err := s.names(ctx, except)
	if err != nil {
		return err
	}
	for _, other := range others {
		if skeleton(other) == skeleton(name) {
			return nameLooksLike(name, other)
		}
	}
	return nil
}

func (s *Store) freeName(ctx context.Context, name string, except uuid.UUID) error {
	others, err := s.names(ctx, except)
	if err != nil {
		return err
	}
	for _, other := range others {
		if SameName(other, name) {
			return nameTaken(other)
		}
	}
	return nil
}

// names returns the names of all connections but one, newer ones included.
func (s *Store) names(ctx context.Context, except uuid.UUID) ([]string, error) {
	ids, err := s.ids(".json")
	if err != nil {
		return nil, explain(s.dir, err)
	}
	var names []string
	for _, id := range ids {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if p, _, _ := s.read(id); id != except && p.Name != "" {
			names = append(names, p.Name)
		}
	}
	return names, nil
}

// ids returns the connections that have a file with that suffix.
func (s *Store) ids(suffix string) ([]uuid.UUID, error) {
	entries, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), suffix)
		if id, err := uuid.Parse(name); ok && err == nil && id.String() == name {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func union(a, b []uuid.UUID) []uuid.UUID {
	for _, id := range b {
		if !slices.Contains(a, id) {
			a = append(a, id)
		}
	}
	return a
}

// readRegular reads a file that is one: no link out of the folder, no device,
// no pipe, and not larger than ours can be.
func readRegular(root *os.Root, name string) ([]byte, error) {
	before, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: filepath.Join(root.Name(), name), Err: errors.New("not a regular file")}
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}
