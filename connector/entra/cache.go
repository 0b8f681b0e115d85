package entra

import (
	"context"
	"sync"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
)

// Cache keeps the tokens of MSAL between calls, in memory. It never fails a
// sign-in: MSAL would throw fresh tokens away for an error of its cache, so
// what cannot be read counts as nothing kept.
type Cache struct {
	mu   sync.Mutex
	data []byte
}

// NewCache returns an empty cache in memory.
func NewCache() *Cache { return &Cache{} }

// Replace implements cache.ExportReplace.
func (c *Cache) Replace(_ context.Context, into cache.Unmarshaler, _ cache.ReplaceHints) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.data) > 0 && into.Unmarshal(c.data) != nil {
		c.data = nil
	}
	return nil
}

// Export implements cache.ExportReplace.
func (c *Cache) Export(_ context.Context, from cache.Marshaler, _ cache.ExportHints) error {
	data, err := from.Marshal()
	if err != nil {
		return nil // what MSAL has in memory stays good
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data = data
	return nil
}

// Forget drops everything that was kept.
func (c *Cache) Forget(context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.data)
	c.data = nil
	return nil
}
