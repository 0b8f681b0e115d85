package logfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"unicode"

	"hire2retire-setup/connector/check"
)

// hidden stands for a value that looks like a secret.
const hidden = "[redacted]"

// redact is the slog.ReplaceAttr of the log.
func redact(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindBool, slog.KindInt64, slog.KindUint64, slog.KindFloat64, slog.KindDuration, slog.KindTime:
		if secretName(a.Key) {
			a.Value = slog.StringValue(hidden)
		}
	case slog.KindString:
		a.Value = slog.StringValue(scrubString(a.Key, a.Value.String()))
	default:
		a.Value = slog.AnyValue(scrub(a.Key, a.Value.Any()))
	}
	return a
}

// scrub returns a value that is fit for the log: what it would be in JSON, with
// every name and string in it looked at.
func scrub(name string, v any) any {
	switch v := v.(type) {
	case string:
		return scrubString(name, v)
	case error:
		return scrubString(name, v.Error())
	case fmt.Stringer:
		return scrubString(name, v.String())
	}
	data, err := json.Marshal(v)
	if err != nil {
		return scrubString(name, fmt.Sprint(v))
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var plain any
	if dec.Decode(&plain) != nil {
		return hidden
	}
	return scrubPlain(name, plain)
}

// scrubPlain goes through what a JSON decoder returns.
func scrubPlain(name string, v any) any {
	if secretName(name) {
		return scrubString(name, fmt.Sprint(v))
	}
	switch v := v.(type) {
	case string:
		return scrubString(name, v)
	case []any:
		for i := range v {
			v[i] = scrubPlain(name, v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = scrubPlain(k, v[k])
		}
	}
	return v
}

func scrubString(name, s string) string {
	if secretName(name) && !(name == "code" && problemCode.MatchString(s)) {
		return hidden
	}
	return check.Clean(hide(s))
}

// problemCode tells a check.Code from an authorisation code, which has the
// same name in the log and upper-case letters.
var problemCode = regexp.MustCompile(`^[a-z][a-z-]{0,20}(\.[a-z0-9-]{1,40}){0,2}$`)

// secretName reports whether a value of that name may be a secret: one of its
// words is one of these, or ends with one.
func secretName(name string) bool {
	for _, w := range nameWords(name) {
		switch w {
		case "pass", "pwd", "passwd", "passphrase", "code", "state", "nonce", "cookie", "authorization", "credential", "credentials", "pin", "otp":
			return true
		}
		for _, end := range []string{"password", "secret", "token", "tokens", "verifier", "assertion"} {
			if strings.HasSuffix(w, end) {
				return true
			}
		}
	}
	return false
}

// nameWords splits a name at its separators and capitals, in lower case.
func nameWords(name string) []string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		if !unicode.IsLetter(r) {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(b.String())
}

// patterns are the looks of secrets in any text.
var patterns = []struct {
	look *regexp.Regexp
	put  string
}{
	// RFC 7519: a token begins with the base64 of {" and has parts.
	{regexp.MustCompile(`eyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){0,4}`), hidden},
	// RFC 7468: a private key, also one that was cut.
	{regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?s:.*?)(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)`), hidden},
	// A password in an address.
	{regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s@]*:[^/\s@]*@`), "${1}" + hidden + "@"},
	// RFC 6749: parameters of a sign-in, in a query or a form.
	{regexp.MustCompile(`(?i)\b(code|state|nonce|client_secret|access_token|refresh_token|id_token|device_code|code_verifier|client_assertion|assertion|password|passwd|pwd)=[^&\s"']+`), "${1}=" + hidden},
	{regexp.MustCompile(`(?i)\b(bearer|basic|negotiate|ntlm)\s+[A-Za-z0-9._~+/=-]{8,}`), "${1} " + hidden},
	// A word for a password and what follows it, as programs print it.
	{regexp.MustCompile(`(?i)\b([a-z_]*(?:password|passwd|secret|token))"?\s*[:=]\s*("[^"]*"|'[^']*'|[^\s,;}]+)`), "${1}=" + hidden},
	// Long runs without a space: keys, refresh tokens, hashes of passwords.
	{regexp.MustCompile(`[A-Za-z0-9_-]{43,}={0,2}`), hidden},
	{regexp.MustCompile(`[A-Za-z0-9+/]{64,}={0,2}`), hidden},
}

// pin is the hash of a public key, which looks like a secret and is none.
var pin = regexp.MustCompile(`sha256//[A-Za-z0-9+/]{43}=`)

// Redact returns a text for people without what looks like a secret in it. The
// rest stays as it is, pins of public keys too.
func Redact(s string) string {
	var b strings.Builder
	for {
		at := pin.FindStringIndex(s)
		if at == nil {
			return b.String() + hide(s)
		}
		b.WriteString(hide(s[:at[0]]))
		b.WriteString(s[at[0]:at[1]])
		s = s[at[1]:]
	}
}

func hide(s string) string {
	for _, p := range patterns {
		s = p.look.ReplaceAllString(s, p.put)
	}
	return s
}
