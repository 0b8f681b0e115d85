package entra

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"hire2retire-setup/connector/secret"
)

// Keys keeps the key of a token file apart from it, in the keyring of the
// user. Get may return an error for a key that does not exist. The functions
// set their own time limits.
type Keys struct {
	Get    func(context.Context) (secret.Text, error)
	Put    func(context.Context, secret.Text) error
	Delete func(context.Context) error
}

// vault is a file encrypted with AES-256-GCM: a mark, which is authenticated
// too, a random nonce of 12 bytes, and the sealed tokens. A keyring holds the
// key alone, because some take no more than 2560 bytes.
type vault struct {
	dir, name string
	keys      Keys
	key       secret.Text // once known
}

const (
	vaultMark = "Hire2Retire tokens 1\n"
	keySize   = 32
	maxVault  = 1 << 20 // tokens of one account are about 10 kB
)

func newVault(path string, keys Keys) *vault {
	return &vault{dir: filepath.Dir(path), name: filepath.Base(path), keys: keys}
}

// load returns what the file holds; a file that does not exist holds nothing.
func (v *vault) load(ctx context.Context) ([]byte, error) {
	sealed, err := v.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the kept tokens: %w", err)
	}
	key, err := v.keys.Get(ctx)
	if err != nil {
		return nil, fmt.Errorf("the key of the kept tokens: %w", err)
	}
	data, err := open(key, sealed)
	if err != nil {
		return nil, err
	}
	v.key = key
	return data, nil
}

func (v *vault) read() ([]byte, error) {
	root, err := os.OpenRoot(v.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(v.name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() || st.Size() > maxVault {
		return nil, errors.Join(err, errors.New("not a file of tokens"))
	}
	return io.ReadAll(f)
}

// save writes the file beside the old one and then in its place. The first
// time it makes a key; without a key that is kept nothing is written.
func (v *vault) save(ctx context.Context, data []byte) error {
	if v.key.Empty() {
		key := newKey()
		if err := v.keys.Put(ctx, key); err != nil {
			return fmt.Errorf("the key of the kept tokens: %w", err)
		}
		v.key = key
	}
	sealed, err := seal(v.key, data)
	if err != nil {
		return err
	}
	if err := v.write(sealed); err != nil {
		return fmt.Errorf("write the kept tokens: %w", err)
	}
	return nil
}

func (v *vault) write(sealed []byte) error {
	root, err := os.OpenRoot(v.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	next := v.name + ".new"
	if err := root.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := root.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(sealed)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, root.Remove(next))
	}
	return root.Rename(next, v.name)
}

// remove deletes the file and its key; what does not exist is fine.
func (v *vault) remove(ctx context.Context) error {
	v.key = secret.Text{}
	root, err := os.OpenRoot(v.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	err = root.Remove(v.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // then there is no key either
	}
	return errors.Join(err, v.keys.Delete(ctx))
}

// newKey returns a random key in the letters that every keyring takes.
func newKey() secret.Text {
	raw := make([]byte, keySize)
	rand.Read(raw) // never fails: crypto/rand ends the program instead
	defer clear(raw)
	return secret.New(base64.StdEncoding.EncodeToString(raw))
}

func seal(key secret.Text, data []byte) ([]byte, error) {
	box, err := newBox(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, box.NonceSize())
	rand.Read(nonce)
	out := append([]byte(vaultMark), nonce...)
	return box.Seal(out, nonce, data, []byte(vaultMark)), nil
}

// open returns an error that tells nothing of what was inside.
func open(key secret.Text, sealed []byte) ([]byte, error) {
	box, err := newBox(key)
	if err != nil {
		return nil, err
	}
	head := len(vaultMark) + box.NonceSize()
	if len(sealed) < head || string(sealed[:len(vaultMark)]) != vaultMark {
		return nil, errors.New("the file of kept tokens is of another kind")
	}
	data, err := box.Open(nil, sealed[len(vaultMark):head], sealed[head:], []byte(vaultMark))
	if err != nil {
		return nil, errors.New("the file of kept tokens does not fit its key")
	}
	return data, nil
}

func newBox(key secret.Text) (cipher.AEAD, error) {
	raw, err := base64.StdEncoding.DecodeString(key.Reveal())
	if err != nil || len(raw) != keySize {
		return nil, errors.New("the key of the kept tokens is none")
	}
	defer clear(raw)
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
