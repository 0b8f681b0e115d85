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

	"hire2retire-setup/connector/check"
)

// Draft is a connection that has not been finished: what a crash must not
// lose. It never holds a password.
type Draft struct {
	Profile Profile `json:"profile"`
	// Page is where the person was.
	Page string `json:"page,omitempty"`
	// Input is what stands in form fields and is not a value yet, by field.
	Input map[string]string `json:"input,omitempty"`
	// Computer and Person say where and by whom it was made.
	Computer string `json:"computer,omitempty"`
	Person   string `json:"person,omitempty"`
	// Practice marks one that was made in practice mode.
	Practice bool      `json:"practice,omitempty"`
	SavedAt  time.Time `json:"savedAt"`
}

// draftKind tells a draft from other JSON files that a person may pick.
const draftKind = "hire2retire-draft"

type draftFile struct {
	FileKind string `json:"fileKind,omitempty"`
	Schema   int    `json:"schema"`
	Draft
}

func draftName(id uuid.UUID) string { return id.String() + ".draft.json" }

// SaveDraft keeps d until DropDraft or Delete. It is small and quick enough to
// be called whenever a page is left.
func (s *Store) SaveDraft(ctx context.Context, d Draft) error {
	if d.Profile.ID == uuid.Nil {
		return errors.New("draft: the profile has no id")
	}
	data, err := encodeDraft(d)
	if err != nil {
		return err
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

// ExportDraft returns d for another computer, where ReadDraft reads it. What
// belongs to this computer stays: the kept password and the count of saves.
func ExportDraft(d Draft) ([]byte, error) {
	d.Profile.Kept, d.Profile.Revision = nil, 0
	return encodeDraft(d)
}

// ReadDraft reads what ExportDraft wrote. Its pins are left in, for whoever
// reads it to judge. The error is a *check.Problem.
func ReadDraft(data []byte) (Draft, error) {
	d, err := decodeDraft(data)
	if err == nil && d.Profile.ID == uuid.Nil {
		err = errors.New("the draft has no id")
	}
	if err != nil {
		return Draft{}, draftRefused(err)
	}
	d.Profile.Kept, d.Profile.Revision = nil, 0
	return d, nil
}

func encodeDraft(d Draft) ([]byte, error) {
	d.Profile = freeze(d.Profile)
	d.SavedAt = time.Now().UTC().Truncate(time.Second)
	data, err := json.MarshalIndent(draftFile{draftKind, Schema, d}, "", "  ")
	if err != nil {
		return nil, err
	}
	if len(data) > MaxSize {
		return nil, tooBig(len(data))
	}
	if _, err := decodeDraft(data); err != nil {
		return nil, fmt.Errorf("draft %s: %w", d.Profile.ID, err) // it holds a password, say
	}
	return append(data, '\n'), nil
}

func decodeDraft(data []byte) (Draft, error) {
	data, err := strict(data)
	if err != nil {
		return Draft{}, err
	}
	var head struct {
		FileKind string `json:"fileKind"`
		Schema   int    `json:"schema"`
	}
	switch err := json.Unmarshal(data, &head); {
	case err != nil:
		return Draft{}, err
	case head.FileKind != draftKind && head.FileKind != "":
		return Draft{}, fmt.Errorf("a file of the kind %q", check.Clean(head.FileKind))
	case head.Schema > Schema:
		return Draft{}, errNewer{head.Schema}
	case head.Schema < 1:
		return Draft{}, fmt.Errorf("a draft of schema %d", head.Schema)
	}
	var f draftFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Draft{}, err
	}
	f.Profile = revive(f.Profile)
	return f.Draft, nil
}

func draftRefused(err error) *check.Problem {
	if _, ok := errors.AsType[errSecretKey](err); ok {
		return &check.Problem{Code: "draft.secret", Err: err,
			Detail: check.T("draft.secret", "The file seems to hold a password. Nothing was read from it."),
			Advice: check.Advice{Who: check.You, Do: check.T("draft.secret.do", "Delete that file, change the password if others could read it, and export the draft again.")}}
	}
	if newer, ok := errors.AsType[errNewer](err); ok {
		return &check.Problem{Code: "draft.newer", Err: err,
			Detail: check.T("draft.newer", "The draft was made by a newer version of this program (format {{.schema}}; this one reads up to {{.own}}).", "schema", newer.schema, "own", Schema),
			Advice: check.Advice{Who: check.You, Do: check.T("draft.newer.do", "Install the newer version on this computer too.")}}
	}
	return &check.Problem{Code: "draft.refused", Err: err,
		Detail: check.T("draft.refused", "The file is no draft that can be used."),
		Advice: check.Advice{Who: check.You, Do: check.T("draft.refused.do", "Export the draft again on the other computer, and bring the file unchanged.")}}
}
