package entra_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	msalcache "github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/secret"
)

// ring is a keyring with one place.
type ring struct {
	key   secret.Text
	fails error
	puts  int
}

var errNoKey = errors.New("no such key")

func (r *ring) keys() entra.Keys {
	return entra.Keys{
		Get: func(context.Context) (secret.Text, error) {
			if r.fails == nil && r.key.Empty() {
				return secret.Text{}, errNoKey
			}
			return r.key.Clone(), r.fails
		},
		Put: func(_ context.Context, k secret.Text) error {
			if r.fails == nil {
				r.key, r.puts = k.Clone(), r.puts+1
			}
			return r.fails
		},
		Delete: func(context.Context) error { r.key = secret.Text{}; return r.fails },
	}
}

// keep signs in with a cache in a file, and returns where.
func keep(t *testing.T, tn *tenant.Tenant, r *ring) (path string, token secret.Text) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "tokens")
	cache := entra.NewFileCache(path, r.keys())
	c := connect(t, tn, func(o *entra.Options) { o.Cache = cache })
	if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
		t.Fatal(err)
	}
	token, err := c.Token(t.Context(), scopes(tn)[0], false)
	if err != nil {
		t.Fatal(err)
	}
	return path, token
}

// reopen returns what a program that starts again finds.
func reopen(t *testing.T, tn *tenant.Tenant, path string, r *ring) (check.Result, *entra.Cache) {
	t.Helper()
	cache := entra.NewFileCache(path, r.keys())
	c := connect(t, tn, func(o *entra.Options) { o.Cache = cache })
	return check.Run(t.Context(), []check.Check{c.Check(entra.Request{}, nil)}, nil).Results[0], cache
}

func TestKeptTokens(t *testing.T) {
	tn, r := start(t), &ring{}
	path, _ := keep(t, tn, r)
	if res, cache := reopen(t, tn, path, r); res.Status != check.Passed || cache.Fault() != nil {
		t.Errorf("after a new start: %s, %v, %v", res.Status, res.Problem(), cache.Fault())
	}
	if r.puts != 1 {
		t.Errorf("the key was made %d times, want once", r.puts)
	}
	st, err := os.Stat(path)
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v, want it for its owner only", st.Mode(), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("files left beside it: %v", left)
	}
}

// TestNothingReadableInTheFile searches the file for tokens, the account and
// the key, in every way of writing.
func TestNothingReadableInTheFile(t *testing.T) {
	tn, r := start(t), &ring{}
	path, token := keep(t, tn, r)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, word := range map[string]string{"the token": token.Reveal(), "a part of it": strings.Split(token.Reveal(), ".")[1][:24], "the account": tenant.Account, "a field": "AccessToken", "the key": r.key.Reveal()} {
		utf16le := make([]byte, 0, 2*len(word))
		for _, u := range utf16.Encode([]rune(word)) {
			utf16le = append(utf16le, byte(u), byte(u>>8))
		}
		for form, b := range map[string][]byte{"as it is": []byte(word), "in UTF-16": utf16le, "in base64": []byte(base64.StdEncoding.EncodeToString([]byte(word))), "in hex": []byte(hex.EncodeToString([]byte(word)))} {
			if bytes.Contains(file, b) {
				t.Errorf("the file holds %s %s", name, form)
			}
		}
	}
}

// TestLostOrDamaged: whatever happens to the file or its key, the answer is to
// sign in again, and that works and is kept.
func TestLostOrDamaged(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(path string, r *ring) error
		fault  bool
	}{
		"the file is gone": {func(path string, _ *ring) error { return os.Remove(path) }, false},
		"the key is gone":  {func(_ string, r *ring) error { r.key = secret.Text{}; return nil }, true},
		"another key": {func(_ string, r *ring) error {
			r.key = secret.New(base64.StdEncoding.EncodeToString(make([]byte, 32)))
			return nil
		}, true},
		"a key that is none":       {func(_ string, r *ring) error { r.key = secret.New("x"); return nil }, true},
		"an empty file":            {func(path string, _ *ring) error { return os.WriteFile(path, nil, 0o600) }, true},
		"half of the file":         {func(path string, _ *ring) error { return os.Truncate(path, 100) }, true},
		"one bit":                  {flip, true},
		"a file of another kind":   {func(path string, _ *ring) error { return os.WriteFile(path, []byte(`{"AccessToken":{}}`), 0o600) }, true},
		"a huge file":              {func(path string, _ *ring) error { return os.WriteFile(path, make([]byte, 2<<20), 0o600) }, true},
		"a link to somewhere":      {link, true},
		"a directory in its place": {func(path string, _ *ring) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			tn, r := start(t), &ring{}
			path, _ := keep(t, tn, r)
			if err := c.damage(path, r); err != nil {
				t.Fatal(err)
			}
			res, cache := reopen(t, tn, path, r)
			if p := res.Problem(); p == nil || p.Code != "entra.not-signed-in" {
				t.Fatalf("result = %s %v, want entra.not-signed-in", res.Status, p)
			}
			if (cache.Fault() != nil) != c.fault {
				t.Errorf("fault = %v", cache.Fault())
			}
			again := connect(t, tn, func(o *entra.Options) { o.Cache = cache })
			if _, err := again.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
				t.Fatalf("it blocks a new sign-in: %v", err)
			}
			if name == "a directory in its place" {
				return
			}
			if res, _ := reopen(t, tn, path, r); res.Status != check.Passed {
				t.Errorf("the new sign-in was not kept: %v", res.Problem())
			}
		})
	}
}

// flip changes the last bit of the file.
func flip(path string, _ *ring) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b[len(b)-1] ^= 1
	return os.WriteFile(path, b, 0o600)
}

// link puts a link to a file outside into the place of the file.
func link(path string, _ *ring) error {
	outside := filepath.Join(filepath.Dir(filepath.Dir(path)), "outside")
	return errors.Join(os.WriteFile(outside, []byte("x"), 0o600), os.Remove(path), os.Symlink(outside, path))
}

// TestNoKeyring: without a place for the key nothing is written, and the
// sign-in is good all the same.
func TestNoKeyring(t *testing.T) {
	tn, r := start(t), &ring{fails: errors.New("locked")}
	path, _ := keep(t, tn, r)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was written without a key: %v", err)
	}
}

// TestNoPlace: a folder that is gone, or in which nothing can be written, costs
// the next start a sign-in and nothing else.
func TestNoPlace(t *testing.T) {
	for name, c := range map[string]struct {
		ruin func(folder string) error
	}{
		"the folder is gone":  {os.RemoveAll},
		"a file in its place": {func(folder string) error { return errors.Join(os.RemoveAll(folder), os.WriteFile(folder, nil, 0o600)) }},
		"something keeps the name": {func(folder string) error {
			return errors.Join(os.Remove(filepath.Join(folder, "tokens")), os.MkdirAll(filepath.Join(folder, "tokens.new", "x"), 0o700))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tn, r := start(t), &ring{}
			path, token := keep(t, tn, r)
			if err := c.ruin(filepath.Dir(path)); err != nil {
				t.Fatal(err)
			}
			res, cache := reopen(t, tn, path, r)
			if p := res.Problem(); p == nil || p.Code != "entra.not-signed-in" {
				t.Fatalf("result = %s %v, want entra.not-signed-in", res.Status, p)
			}
			again := connect(t, tn, func(o *entra.Options) { o.Cache = cache })
			if _, err := again.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
				t.Fatalf("it blocks a new sign-in: %v", err)
			}
			fault := cache.Fault()
			if fault == nil {
				t.Fatal("nobody is told that the sign-in is not kept")
			}
			fresh, err := again.Token(t.Context(), scopes(tn)[0], false)
			if err != nil {
				t.Fatal(err)
			}
			holdsNone(t, "the fault", []byte(fault.Error()), token.Reveal(), fresh.Reveal(), r.key.Reveal())
		})
	}
}

// TestStrangeTokens: what opens with the right key and yet is not what MSAL
// wrote holds nothing.
func TestStrangeTokens(t *testing.T) {
	for name, content := range map[string]string{
		"no JSON": "\x00\x01", "null": "null", "a list": "[]", "a text": `"AccessToken"`, "other fields": `{"AccessToken":[1],"Account":7}`, "empty": "{}", "cut off": `{"AccessToken":{"a":{"secret":"`,
		"an account without tokens": `{"Account":{"o.t-host-t":{"home_account_id":"o.t","environment":"host","realm":"t","username":"` + tenant.Account + `"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			tn, r := start(t), &ring{}
			path := filepath.Join(t.TempDir(), "tokens")
			writer := entra.NewFileCache(path, r.keys())
			if err := writer.Export(t.Context(), marshals(content), msalcache.ExportHints{}); err != nil || writer.Fault() != nil {
				t.Fatal(err, writer.Fault())
			}
			res, cache := reopen(t, tn, path, r)
			if p := res.Problem(); p == nil || p.Code != "entra.not-signed-in" {
				t.Fatalf("result = %s %v, want entra.not-signed-in", res.Status, p)
			}
			again := connect(t, tn, func(o *entra.Options) { o.Cache = cache })
			if _, err := again.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
				t.Errorf("it blocks a new sign-in: %v", err)
			}
		})
	}
}

// marshals is a cache of MSAL with this content.
type marshals string

func (m marshals) Marshal() ([]byte, error) { return []byte(m), nil }

func TestForget(t *testing.T) {
	tn, r := start(t), &ring{}
	path, _ := keep(t, tn, r)
	cache := entra.NewFileCache(path, r.keys())
	c := connect(t, tn, func(o *entra.Options) { o.Cache = cache })
	if err := c.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) || !r.key.Empty() {
		t.Errorf("the file (%v) or the key is still there", err)
	}
	if err := c.SignOut(t.Context()); err != nil {
		t.Errorf("signing out twice: %v", err)
	}
}
