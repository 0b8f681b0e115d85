package profile

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// SaveKeeping saves p and keeps its password in the keyring, bound to the
// hosts, the trust and the username of p. A problem of severity Warning means
// that p is saved and its password is not kept; Password will ask for it.
//
// The profile is marked pending while the keyring is asked, so that a crash in
// between is noticed by Reconcile.
func (s *Store) SaveKeeping(ctx context.Context, p *Profile, password secret.Text) error {
	finishing, err := s.finishing(ctx)
	if err != nil {
		return err
	}
	defer finishing.Close()
	q := *p
	q.Kept = &Kept{Binding: q.Binding(), Store: s.keyring.Name(), At: time.Now().UTC().Truncate(time.Second)}
	if err := s.write(ctx, &q, pending); err != nil {
		return err
	}
	*p = q
	kept := s.keyring.Put(ctx, q.ID.String(), seal(q.Kept.Binding, password))
	// The person may have left meanwhile: what was begun is still finished.
	lasting := context.WithoutCancel(ctx)
	if kept != nil {
		q.Kept = nil
		if err := s.mark(lasting, q.ID); err != nil { // there may be an older password
			return err
		}
	}
	if err := s.write(lasting, &q, saved); err != nil {
		return err
	}
	*p = q
	if u, _ := errors.AsType[Unavailable](kept); kept != nil && u.Reason != Hangs {
		_ = s.takeOut(ctx, q.ID) // else Reconcile does
	}
	return kept
}

// finishing tells other programs that a save is between the file and the
// keyring, until the lock is closed.
func (s *Store) finishing(ctx context.Context) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(s.dir, ".finishing"), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if _, err := lock.TryRLockContext(waiting, 20*time.Millisecond); err != nil {
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			return nil, lockedOut(s.dir, err)
		}
		return nil, explain(s.dir, err)
	}
	return lock, nil
}

// Password returns the kept password of p. The problem profile.password-bound
// says that it was kept for other hosts, trust or username;
// profile.password-not-here that this computer has none, as after a move;
// keyring.unavailable that the keyring did not answer. In all three the
// password has to be typed.
func (s *Store) Password(ctx context.Context, p Profile) (secret.Text, error) {
	if changed := p.Rebind(); changed != nil {
		return secret.Text{}, changed
	}
	sealed, err := s.keyring.Get(ctx, p.ID.String())
	if errors.Is(err, ErrNotKept) {
		return secret.Text{}, notHere()
	}
	if err != nil {
		return secret.Text{}, err
	}
	defer sealed.Wipe()
	binding, password, ok := unseal(sealed)
	if !ok {
		return secret.Text{}, notHere()
	}
	if changed := binding.rebind(p.Binding()); changed != nil {
		return secret.Text{}, changed
	}
	return password, nil
}

// Forget takes the password of p out of the keyring and saves p without it. A
// problem of severity Warning means that p is saved, but the keyring could not
// be reached; the next Reconcile removes the password.
func (s *Store) Forget(ctx context.Context, p *Profile) error {
	if err := s.mark(ctx, p.ID); err != nil {
		return err
	}
	q := *p
	q.Kept = nil
	if err := s.write(ctx, &q, saved); err != nil {
		return err // Reconcile sees from the profile that the mark is void
	}
	*p = q
	return s.takeOut(ctx, p.ID)
}

// mark notes on the disk that a password is about to be taken out, so that it
// is not forgotten when the program dies or the keyring does not answer.
func (s *Store) mark(ctx context.Context, id uuid.UUID) error {
	return s.locked(ctx, func() error { return replace(ctx, s.root, goneName(id), nil) })
}

// takeOut takes a password out of the keyring, and then the mark away.
func (s *Store) takeOut(ctx context.Context, id uuid.UUID) error {
	if err := s.keyring.Delete(ctx, id.String()); err != nil && !errors.Is(err, ErrNotKept) {
		return err
	}
	if err := s.root.Remove(goneName(id)); !errors.Is(err, fs.ErrNotExist) {
		return explain(s.dir, err)
	}
	return nil
}

// Reconcile finishes what a crash left half done: a profile whose password did
// not reach the keyring is saved without it, and a password without a profile
// is removed. It does nothing while another window is finishing. Call it once
// after Open, off the thread that draws: a keyring can take seconds.
func (s *Store) Reconcile(ctx context.Context) error {
	finishing := flock.New(filepath.Join(s.dir, ".finishing"), flock.SetPermissions(0o600))
	defer finishing.Close()
	if free, err := finishing.TryLock(); err != nil || !free {
		return explain(s.dir, err)
	}
	gone, err := s.ids(".gone")
	if err != nil {
		return explain(s.dir, err)
	}
	ids, err := s.ids(".json")
	if err != nil {
		return explain(s.dir, err)
	}
	var errs []error
	for _, id := range gone {
		errs = append(errs, s.removeOrphan(ctx, id))
	}
	for _, id := range ids {
		if p, st, err := s.read(id); err == nil && st == pending {
			errs = append(errs, s.finish(ctx, p))
		}
	}
	return errors.Join(errs...)
}

// removeOrphan removes a password that is marked, unless the connection says
// that it keeps one: then the mark was made in vain, or has become void.
func (s *Store) removeOrphan(ctx context.Context, id uuid.UUID) error {
	if p, _, err := s.read(id); err == nil && p.Kept != nil {
		return explain(s.dir, s.root.Remove(goneName(id)))
	}
	return s.takeOut(ctx, id)
}

// finish turns a pending profile into a saved one, with the password if it
// reached the keyring.
func (s *Store) finish(ctx context.Context, p Profile) error {
	sealed, err := s.keyring.Get(ctx, p.ID.String())
	switch {
	case errors.Is(err, ErrNotKept):
		p.Kept = nil
	case err != nil:
		return err // try again at the next start
	default:
		binding, _, ok := unseal(sealed)
		sealed.Wipe()
		if !ok || p.Kept == nil || binding != p.Kept.Binding {
			return s.Forget(ctx, &p)
		}
	}
	return s.write(ctx, &p, saved)
}

func notHere() *check.Problem {
	return &check.Problem{Code: "profile.password-not-here",
		Detail: check.T("profile.password-not-here", "The password of this connection is not kept on this computer."),
		Advice: check.Advice{Who: check.You, Field: "password", Do: check.T("profile.password-not-here.do", "Type the password.")}}
}

// sealVersion begins what is put into the keyring: the binding, then the
// password. It costs 137 of the 2560 bytes that Windows allows.
const sealVersion = "h2r1"

func seal(b Binding, password secret.Text) secret.Text {
	sealed := []byte(sealVersion + "\n" + b.Hosts + "\n" + b.Trust + "\n" + b.Username + "\n")
	return secret.FromBytes(append(sealed, password.Reveal()...))
}

// unseal is the reverse of seal. The password has bytes of its own.
func unseal(sealed secret.Text) (Binding, secret.Text, bool) {
	parts := bytes.SplitN([]byte(sealed.Reveal()), []byte("\n"), 5)
	if len(parts) != 5 || string(parts[0]) != sealVersion {
		return Binding{}, secret.Text{}, false
	}
	b := Binding{Hosts: string(parts[1]), Trust: string(parts[2]), Username: string(parts[3])}
	return b, secret.FromBytes(parts[4]), true
}
