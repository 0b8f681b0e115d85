package entra

import (
	"regexp"

	"hire2retire-setup/connector/check"
)

// What could be a token, a code or a secret: a JSON Web Token, the value of a
// field of that name, and any long run of the letters that tokens are made of.
// The longest harmless run in Microsoft's texts is a GUID.
var (
	tokenLike = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}[A-Za-z0-9_.-]*|[A-Za-z0-9_~+/.=-]{60,}`)
	fieldLike = regexp.MustCompile(`(?i)("?(?:access_token|refresh_token|id_token|client_info|device_code|code|code_verifier|client_secret|assertion)"?\s*[:=]\s*)("[^"]*"|[^\s&",}]+)`)
)

// redact makes a foreign text fit to be shown: cleaned, and without anything
// that could be a token. It looks twice, because cleaning can join what an
// invisible character had kept apart.
func redact(s string) string { return cut(check.Clean(cut(s))) }

func cut(s string) string {
	const removed = "[removed]"
	return tokenLike.ReplaceAllString(fieldLike.ReplaceAllString(s, "${1}"+removed), removed)
}
