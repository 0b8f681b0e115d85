package entra

import (
	"context"
	"errors"
	"sync"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
)

// Cache keeps the tokens of MSAL between calls: in memory, and in an encrypted
// file if the admin wants to stay signed in.
//
// It never fails a sign-in. MSAL throws fresh tokens away for an error of its
// cache, so what cannot be read counts as nothing kept, and what cannot be
// written stays in memory; Fault tells of it.
type Cache struct {
	mu     sync.Mutex
	data   []byte
	loaded bool
	file   *vault // nil means in memory only
	fault  error
}

// NewCache returns an empty cache in memory.
func NewCache() *Cache { return &Cache{loaded: true} }

// NewFileCache returns a cache that is kept in an encrypted file, whose key is
// kept elsewhere. The directory has to exist. A file that is damaged, or whose
// key is lost, is one that holds nothing.
func NewFileCache(path string, keys Keys) *Cache {
	return &Cache{file: newVault(path, keys)}
}

// Fault returns why tokens could not be kept or read the last time, or nil. A
// file that does not exist is no fault.
func (c *Cache) Fault() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fault
}

// Replace implements cache.ExportReplace.
func (c *Cache) Replace(ctx context.Context, into cache.Unmarshaler, _ cache.ReplaceHints) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.loaded {
		c.data, c.fault = c.file.load(ctx)
		c.loaded = ctx.Err() == nil
	}
	if len(c.data) > 0 && into.Unmarshal(c.data) != nil {
		c.data, c.fault = nil, errors.New("the kept tokens are damaged")
	}
	return nil
}

// Export implements cache.ExportReplace.
func (c *Cache) Export(ctx context.Context, from cache.Marshaler, _ cache.ExportHints) error {
	data, err := from.Marshal()
	if err != nil {
		return nil // what MSAL has in memory stays good
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data, c.loaded = data, true
	if c.file != nil {
		c.fault = c.file.save(ctx, data)
	}
	return nil
}

// KeepIn keeps what the cache holds, and what it will hold, in an encrypted
// file from now on. The directory has to exist. On an error nothing is kept and
// the tokens stay in memory.
func (c *Cache) KeepIn(ctx context.Context, path string, keys Keys) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		file := newVault(path, keys)
		if err := file.save(ctx, c.data); err != nil {
			return errors.Join(err, file.remove(ctx))
		}
		c.file = file
	}
	return nil
}

// Unkeep keeps the tokens in memory only from now on, and removes the file and
// its key.
func (c *Cache) Unkeep(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		return nil
	}
	if !c.loaded {
		c.data, c.fault = c.file.load(ctx)
		c.loaded = true
	}
	file := c.file
	c.file = nil
	return file.remove(ctx)
}

// Forget drops everything that was kept, the file and its key included.
func (c *Cache) Forget(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.data)
	c.data, c.loaded, c.fault = nil, true, nil
	if c.file == nil {
		return nil
	}
	return c.file.remove(ctx)
}
