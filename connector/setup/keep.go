package setup

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// A kept sign-in is a file of tokens in the folder of the store, encrypted with
// a key in the keyring. It is written when a connection is saved that wants it,
// never before: a set-up that is not finished leaves no tokens behind.

// tokenKeys keeps the key of a connection's tokens in the keyring.
func tokenKeys(d Deps, id uuid.UUID) entra.Keys {
	ring, name := d.Store.Keyring(), "sign-in-"+id.String()
	return entra.Keys{
		Get:    func(ctx context.Context) (secret.Text, error) { return ring.Get(ctx, name) },
		Put:    func(ctx context.Context, key secret.Text) error { return ring.Put(ctx, name, key) },
		Delete: func(ctx context.Context) error { return kept(ring.Delete(ctx, name)) },
	}
}

// kept takes a secret that was not there for one that is gone.
func kept(err error) error {
	if errors.Is(err, profile.ErrNotKept) {
		return nil
	}
	return err
}

// TokenCache returns where the tokens of a connection are: in the encrypted
// file that it was saved with, else in memory. A file that is damaged or whose
// key is lost holds nothing: sign in again.
func TokenCache(d Deps, p profile.Profile) *entra.Cache {
	if d.Store == nil || p.Revision == 0 || !p.Exchange.KeepSignIn {
		return entra.NewCache()
	}
	return entra.NewFileCache(d.Store.SignInFile(p.ID), tokenKeys(d, p.ID))
}

// forgetTokens removes the file of tokens of a connection, and its key.
func forgetTokens(ctx context.Context, d Deps, id uuid.UUID) error {
	if d.Store == nil {
		return nil
	}
	return entra.NewFileCache(d.Store.SignInFile(id), tokenKeys(d, id)).Forget(ctx)
}

// keepSignIn does with the tokens what the saved connection wants. Not being
// able to is a warning: the connection is saved, and the next sign-in asks.
func (s Saving) keepSignIn(ctx context.Context, p profile.Profile) error {
	var err error
	switch {
	case p.Exchange.KeepSignIn && s.tokens != nil:
		err = s.tokens.KeepIn(ctx, s.deps.Store.SignInFile(p.ID), tokenKeys(s.deps, p.ID))
	case p.Exchange.KeepSignIn && s.sameAccount:
		return nil // what was kept before is still theirs
	case s.tokens != nil:
		err = errors.Join(s.tokens.Unkeep(ctx), forgetTokens(ctx, s.deps, p.ID))
	default:
		err = forgetTokens(ctx, s.deps, p.ID)
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !p.Exchange.KeepSignIn {
		return signInNotForgotten(err)
	}
	return signInNotKept(s.deps.Store.Keyring().Name(), err)
}

func signInNotKept(store string, err error) *check.Problem {
	return check.Warn(&check.Problem{Code: "sign-in.not-kept", Err: err,
		Detail: check.T("sign-in.not-kept", "The sign-in with Microsoft could not be kept: its key belongs into {{.store}}, and that did not work.", "store", store),
		Advice: check.Advice{Who: check.You, Do: check.T("sign-in.not-kept.do", "Nothing is lost: sign in again the next time. To keep it, unlock {{.store}} and save again.", "store", store)}})
}

func signInNotForgotten(err error) *check.Problem {
	return check.Warn(&check.Problem{Code: "sign-in.not-forgotten", Err: err,
		Detail: check.T("sign-in.not-forgotten", "The kept sign-in with Microsoft could not be removed from this computer."),
		Advice: check.Advice{Who: check.You, Do: check.T("sign-in.not-forgotten.do", "Sign out once more. What is left is encrypted, and of no use without its key.")}})
}

// SignOut forgets the account that is signed in, so that the next sign-in can
// be another one's, and what was kept of it: the file and its key. A keyring
// may take its time; a face that must not wait uses BeginSignOut.
func (f *Flow) SignOut(ctx context.Context) error { return f.BeginSignOut()(ctx) }

// BeginSignOut forgets the account at once, and returns what forgets the rest.
// Run it on any goroutine.
func (f *Flow) BeginSignOut() (finish func(context.Context) error) {
	client, deps, id := f.client, f.deps, f.profile.ID
	f.client = signInClient{}
	f.seen.Account, f.seen.SignedIn = entra.Account{}, false
	delete(f.proved, Exchange)
	return func(ctx context.Context) error {
		var err error
		if client.client != nil {
			err = client.client.SignOut(ctx)
			client.close()
		}
		if err = errors.Join(err, forgetTokens(ctx, deps, id)); err != nil && ctx.Err() == nil {
			return signInNotForgotten(err)
		}
		return err
	}
}

// sameAccount reports whether two connections sign in as the same account with
// the same application.
func sameAccount(a, b profile.Exchange) bool {
	return strings.EqualFold(a.Account, b.Account) && a.Cloud == b.Cloud && a.ClientID == b.ClientID && strings.EqualFold(a.Domain, b.Domain)
}
