package setup

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// SavedConnection is one line of the list at start.
type SavedConnection struct {
	ID        uuid.UUID
	Name      string
	Verified  bool
	Reasons   []check.Text
	UpdatedAt time.Time
	// Problem is set when the connection cannot be opened as it is.
	Problem *check.Problem
}

// SavedConnections lists them by name. Call it off the thread that draws, as
// all functions here: files can be slow, and a keyring may ask.
func SavedConnections(ctx context.Context, d Deps) ([]SavedConnection, error) {
	entries, err := d.Store.List(ctx)
	if err != nil {
		return nil, err
	}
	var list []SavedConnection
	for _, e := range entries {
		p := e.Profile
		list = append(list, SavedConnection{ID: p.ID, Name: p.Name, Verified: p.Verified, Reasons: p.Reasons, UpdatedAt: p.UpdatedAt, Problem: e.Problem})
	}
	return list, nil
}

// Opened is a saved connection with its kept password, ready for Flow.Open.
type Opened struct {
	Profile  profile.Profile
	Password secret.Text
	// Unkept is why the password has to be typed, or nil.
	Unkept *check.Problem
}

// OpenSaved reads a saved connection and its password, if it is kept.
func OpenSaved(ctx context.Context, d Deps, id uuid.UUID) (Opened, error) {
	p, err := d.Store.Load(ctx, id)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Profile: p}
	if p.Kept == nil {
		return o, nil
	}
	o.Password, err = d.Store.Password(ctx, p)
	if err != nil {
		var why faults
		why.add("password", err)
		o.Unkept = why[0]
	}
	return o, nil
}

// DeleteSaved removes a connection, its kept password and its kept sign-in. A
// warning means that the connection is gone, but not all that was kept.
func DeleteSaved(ctx context.Context, d Deps, id uuid.UUID) error {
	err := d.Store.Delete(ctx, id)
	if err != nil && !NotKept(err) {
		return err
	}
	if left := forgetTokens(ctx, d, id); left != nil {
		err = errors.Join(err, signInNotForgotten(left))
	}
	return err
}

// KeyringCheck asks whether the password can be kept on this computer.
func KeyringCheck(d Deps) check.Check { return d.Store.Keyring().Check() }

// KeyringName is what the keyring is called: "Windows Credential Manager".
func KeyringName(d Deps) string { return d.Store.Keyring().Name() }
