package setup

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// markKey lives as long as the process: marks mean nothing outside of it.
var markKey = func() []byte {
	key := make([]byte, 32)
	rand.Read(key)
	return key
}()

// mark tells whether a password changed, without keeping it.
func mark(password secret.Text) string {
	m := hmac.New(sha256.New, markKey)
	m.Write([]byte(password.Reveal()))
	return string(m.Sum(nil))
}

func parseName(s string) (string, error) { return profile.ParseName(s, profile.Hybrid) }
