package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"hire2retire-setup/connector/check"
)

// state is how far a save has come. The password goes into the keyring between
// the two, so that after a crash the start can tell what is missing.
type state string

const (
	pending state = "pending"
	saved   state = "saved"
)

// file is what a profile looks like on the disk. MinReader is the oldest
// schema whose program can make sense of the file.
type file struct {
	Schema    int   `json:"schema"`
	MinReader int   `json:"minReader"`
	State     state `json:"state"`
	Profile
}

// errNewer is what decode returns with a profile of a newer program.
type errNewer struct{ schema int }

func (e errNewer) Error() string { return fmt.Sprintf("schema %d is newer than %d", e.schema, Schema) }

// minReader is the oldest schema whose readers are not misled by what this
// program writes: what was added since then they may leave out.
const minReader = 1

// encode returns the file of p, after making sure that it can be read again.
func encode(p Profile, s state) ([]byte, error) {
	if err := p.validate(); err != nil {
		return nil, fmt.Errorf("profile %s: %w", p.ID, err)
	}
	data, err := json.MarshalIndent(file{Schema, minReader, s, freeze(p)}, "", "  ")
	if err != nil {
		return nil, err
	}
	data = append(data, '\n')
	if len(data) > MaxSize {
		return nil, tooBig(len(data))
	}
	_, _, err = decode(data)
	return data, err
}

// decode reads a file. Of one from a newer program it returns what this one
// understands, and errNewer.
func decode(data []byte) (Profile, state, error) {
	data, err := strict(data)
	if err != nil {
		return Profile{}, "", err
	}
	schema, minReader, err := schemaOf(data)
	if err != nil {
		return Profile{}, "", err
	}
	var f file
	if schema > Schema {
		lenient(data, minReader, &f)
		return revive(f.Profile), f.State, errNewer{schema}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Profile{}, "", err
	}
	if f.State != pending && f.State != saved {
		return Profile{}, "", fmt.Errorf("state %q is unknown", f.State)
	}
	return revive(f.Profile), f.State, f.Profile.validate()
}

// lenient reads what it can of a newer file: all fields that this program
// knows, or the name alone when the file says that this would mislead.
func lenient(data []byte, minReader int, f *file) {
	if minReader <= Schema {
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if dec.Decode(f) == nil {
			return
		}
	}
	var head struct {
		Name string `json:"name"`
		Kind Kind   `json:"kind"`
	}
	if json.Unmarshal(data, &head) == nil {
		f.Profile = Profile{Name: check.Clean(head.Name), Kind: head.Kind}
	}
}

// wholeNumber excludes what JSON also calls a number: 1e2, -1, 1.0.
var wholeNumber = regexp.MustCompile(`^[1-9][0-9]{0,5}$`)

func schemaOf(data []byte) (schema, minReader int, err error) {
	var head struct {
		Schema    json.RawMessage `json:"schema"`
		MinReader json.RawMessage `json:"minReader"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return 0, 0, err
	}
	if !wholeNumber.Match(head.Schema) || !wholeNumber.Match(head.MinReader) {
		return 0, 0, fmt.Errorf("schema %.20q and minReader %.20q are no versions", head.Schema, head.MinReader)
	}
	err = errors.Join(json.Unmarshal(head.Schema, &schema), json.Unmarshal(head.MinReader, &minReader))
	return schema, minReader, err
}
