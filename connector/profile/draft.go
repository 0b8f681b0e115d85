package profile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/google/uuid"
)

// Draft is a connection that has not been finished: what a crash must not
// lose. It never holds a password.
type Draft struct {
	Profile Profile `json:"profile"`
	// Page is where the person was.
	Page string `json:"page,omitempty"`
	// Input is what stands in form fields and is not a value yet, by field.
	Input   map[string]string `json:"input,omitempty"`
	SavedAt time.Time         `json:"savedAt"`
}

type draftFile struct {
	Schema int `json:"schema"`
	Draft
}

func draftName(id uuid.UUID) string { return id.String() + ".draft.json" }

// SaveDraft keeps d until DropDraft or Delete. It is small and quick enough to
// be called whenever a page is left.
func (s *Store) SaveDraft(ctx context.Context, d Draft) error {
	if d.Profile.ID == uuid.Nil {
		return errors.New("draft: the profile has no id")
	}
	d.Profile = freeze(d.Profile)
	d.SavedAt = time.Now().UTC().Truncate(time.Second)
	data, err := json.MarshalIndent(draftFile{Schema, d}, "", "  ")
	if err != nil {
		return err
	}
	if len(data) > MaxSize {
		return tooBig(len(data))
	}
	if _, err := decodeDraft(data); err != nil {
		return fmt.Errorf("draft %s: %w", d.Profile.ID, err) // it holds a password, say
	}
	return s.locked(ctx, func() error { return replace(ctx, s.root, draftName(d.Profile.ID), data) })
}

// Draft returns the draft of a connection, and whether there is one that can
// be read.
func (s *Store) Draft(ctx context.Context, id uuid.UUID) (Draft, bool, error) {
	if ctx.Err() != nil {
		return Draft{}, false, ctx.Err()
	}
	data, err := readRegular(s.root, draftName(id))
	if errors.Is(err, fs.ErrNotExist) {
		return Draft{}, false, nil
	}
	if err != nil {
		return Draft{}, false, explain(s.dir, err)
	}
	d, err := decodeDraft(data)
	return d, err == nil && d.Profile.ID == id, nil
}

// Drafts returns all drafts that can be read.
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	ids, err := s.ids(".draft.json")
	if err != nil {
		return nil, explain(s.dir, err)
	}
	var drafts []Draft
	for _, id := range ids {
		d, ok, err := s.Draft(ctx, id)
		if err != nil {
			return nil, err
		}
		if ok {
			drafts = append(drafts, d)
		}
	}
	return drafts, nil
}

// DropDraft removes the draft of a connection, if there is one.
func (s *Store) DropDraft(ctx context.Context, id uuid.UUID) error {
	return s.locked(ctx, func() error {
		if err := s.root.Remove(draftName(id)); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

func decodeDraft(data []byte) (Draft, error) {
	data, err := strict(data)
	if err != nil {
		return Draft{}, err
	}
	var f draftFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Draft{}, err
	}
	if f.Schema < 1 || f.Schema > Schema {
		return Draft{}, fmt.Errorf("a draft of schema %d, not 1 to %d", f.Schema, Schema)
	}
	f.Profile = revive(f.Profile)
	return f.Draft, nil
}
