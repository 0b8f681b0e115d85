package profile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSize is how many bytes a file may have. A report of 64 hosts takes about
// a third of it.
const MaxSize = 2 << 20

// maxDepth is how deeply values may nest; a report with texts inside texts
// needs 14.
const maxDepth = 32

// secretKeys are keys that no file of ours has. A file with one of them was
// made by hand or by another program, and may hold a password.
var secretKeys = map[string]bool{"password": true, "passwd": true, "pwd": true, "secret": true, "clientsecret": true,
	"token": true, "accesstoken": true, "refreshtoken": true, "privatekey": true}

// errSecretKey is the error of a file with such a key.
type errSecretKey struct{ key string }

func (e errSecretKey) Error() string {
	return fmt.Sprintf("the key %q says that the file holds a secret", e.key)
}

// strict returns data ready for encoding/json, which is more tolerant than a
// file from elsewhere deserves: one JSON object in UTF-8, of bounded size and
// depth, in which no two keys of an object are equal or differ by case only,
// and none says that it holds a secret.
func strict(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	switch {
	case len(data) > MaxSize:
		return nil, fmt.Errorf("%d bytes, more than %d", len(data), MaxSize)
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return nil, errors.New("the file is UTF-16, not UTF-8")
	case len(bytes.TrimSpace(data)) == 0:
		return nil, errors.New("the file is empty")
	case !utf8.Valid(data):
		return nil, errors.New("the file is not UTF-8 text")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	if tok != json.Delim('{') {
		return nil, errors.New("the file does not hold a JSON object")
	}
	if err := walkObject(dec, 1); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("there is something after the end of the JSON object")
	}
	return data, nil
}

// walkObject reads an object after its opening brace.
func walkObject(dec *json.Decoder, depth int) error {
	seen := map[string]string{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return err
		}
		key := tok.(string)
		folded := foldKey(key)
		if first, twice := seen[folded]; twice {
			return fmt.Errorf("the keys %q and %q are the same", first, key)
		}
		seen[folded] = key
		if secretKeys[folded] {
			return errSecretKey{key}
		}
		if err := walkValue(dec, depth); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

func walkValue(dec *json.Decoder, depth int) error {
	tok, err := dec.Token()
	if err != nil {
		return err
	}
	if _, nested := tok.(json.Delim); nested && depth >= maxDepth {
		return fmt.Errorf("values nest deeper than %d", maxDepth)
	}
	switch tok {
	case json.Delim('{'):
		return walkObject(dec, depth+1)
	case json.Delim('['):
		for dec.More() {
			if err := walkValue(dec, depth+1); err != nil {
				return err
			}
		}
		_, err = dec.Token()
	}
	return err
}

// foldKey maps keys to one that encoding/json takes for the same field. It
// folds as Unicode does, where U+017F is an s and U+212A a k.
func foldKey(key string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return unicode.ToLower(least)
	}, key)
}
