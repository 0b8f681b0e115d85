package directory

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"hire2retire-setup/connector/secret"
)

// Guard keeps accounts from being locked out: it remembers which passwords were
// refused for which account, so that the same one is never sent again, to no
// host. It is kept as long as the program runs and forgets with it.
//
// A Guard holds no password: it holds HMACs under a random key. Its methods may
// be called concurrently.
type Guard struct {
	key []byte
	mu  sync.Mutex
	// refused tells when a password was refused, by HMAC; counts how many
	// different ones were, by account.
	refused map[[sha256.Size]byte]time.Time
	counts  map[string]int
}

// NewGuard returns a Guard that has seen nothing.
func NewGuard() *Guard {
	key := make([]byte, sha256.Size)
	rand.Read(key) // never fails, see its documentation
	return &Guard{key: key, refused: map[[sha256.Size]byte]time.Time{}, counts: map[string]int{}}
}

// Refused reports whether this password was refused for the account before,
// and when.
func (g *Guard) Refused(account string, password secret.Text) (time.Time, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	at, known := g.refused[g.sum(account, password)]
	return at, known
}

// remember notes a refusal and returns how many passwords were refused for the
// account so far.
func (g *Guard) remember(account string, password secret.Text, at time.Time) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused[g.sum(account, password)] = at
	g.counts[strings.ToLower(account)]++
	return g.counts[strings.ToLower(account)]
}

// sum binds the password to the account. The account has no NUL, so the two
// cannot run into each other.
func (g *Guard) sum(account string, password secret.Text) [sha256.Size]byte {
	h := hmac.New(sha256.New, g.key)
	h.Write([]byte(strings.ToLower(account)))
	h.Write([]byte{0})
	h.Write([]byte(password.Reveal()))
	return [sha256.Size]byte(h.Sum(nil))
}
