package ldapsim

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dn is a distinguished name, the object first and the root last.
type dn []rdn

// rdn is one part of a name; domain controllers know no parts of several values.
type rdn struct{ attr, value string }

var errBadName = errors.New("bad name")

// parseDN reads what a domain controller takes: RFC 4514 with quotes, but
// without semicolons, attribute OIDs and parts of several values.
func parseDN(text string) (dn, error) {
	if !utf8.ValidString(text) {
		return nil, errBadName
	}
	var name dn
	rest := strings.TrimLeft(text, " ") // a space at the end may be escaped
	for rest != "" {
		attr, after, ok := strings.Cut(rest, "=")
		attr = strings.TrimSpace(attr)
		if !ok || !isKeyword(attr) {
			return nil, errBadName
		}
		value, after, err := cutValue(strings.TrimLeft(after, " "))
		if err != nil {
			return nil, err
		}
		name = append(name, rdn{attr, value})
		if after == "," {
			return nil, errBadName
		}
		rest = strings.TrimPrefix(after, ",")
	}
	return name, nil
}

func isKeyword(attr string) bool {
	for i, r := range attr {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || !(unicode.IsDigit(r) || r == '-')) {
			return false
		}
	}
	return attr != ""
}

// cutValue reads an attribute value up to the next comma, which stays in after.
func cutValue(text string) (value, after string, err error) {
	if strings.HasPrefix(text, `"`) {
		return cutQuoted(text[1:])
	}
	var out []byte
	kept := 0 // up to the last character that is not an unescaped space
	i := 0
	for ; i < len(text) && text[i] != ','; i++ {
		c := text[i]
		if c == '\\' {
			unescaped, n, err := unescape(text[i+1:])
			if err != nil {
				return "", "", err
			}
			out, i = append(out, unescaped), i+n
			kept = len(out)
			continue
		}
		if strings.IndexByte(`;=+<>"`, c) >= 0 || c < ' ' {
			return "", "", errBadName
		}
		out = append(out, c)
		if c != ' ' {
			kept = len(out)
		}
	}
	if kept == 0 || !utf8.Valid(out) {
		return "", "", errBadName
	}
	return string(out[:kept]), text[i:], nil
}

// cutQuoted reads the old form with quotes, behind the first of them.
func cutQuoted(text string) (value, after string, err error) {
	value, after, ok := strings.Cut(text, `"`)
	after = strings.TrimLeft(after, " ")
	if !ok || value == "" || strings.ContainsFunc(value, unicode.IsControl) || after != "" && after[0] != ',' {
		return "", "", errBadName
	}
	return value, after, nil
}

// unescape reads what follows a backslash and says how long it was.
func unescape(text string) (byte, int, error) {
	if text == "" {
		return 0, 0, errBadName
	}
	if strings.IndexByte(` "#+,;<=>\/`, text[0]) >= 0 {
		return text[0], 1, nil
	}
	if len(text) < 2 {
		return 0, 0, errBadName
	}
	b, err := hex.DecodeString(text[:2])
	if err != nil || b[0] == 0 {
		return 0, 0, errBadName
	}
	return b[0], 2, nil
}

// String writes the name as a domain controller does.
func (d dn) String() string {
	parts := make([]string, len(d))
	for i, r := range d {
		parts[i] = r.attr + "=" + escapeValue(r.value)
	}
	return strings.Join(parts, ",")
}

func escapeValue(value string) string {
	var out []byte
	for i := range len(value) {
		c := value[i]
		outer := i == 0 || i == len(value)-1
		switch {
		case c < ' ':
			out = fmt.Appendf(out, `\%02X`, c)
			continue
		case strings.IndexByte(`"+,;<=>\`, c) >= 0, outer && c == ' ', i == 0 && c == '#':
			out = append(out, '\\')
		}
		out = append(out, c)
	}
	return string(out)
}

// key is the same for two spellings of one name.
func (d dn) key() string {
	parts := make([]string, len(d))
	for i, r := range d {
		parts[i] = strings.ToLower(r.attr) + "=" + escapeValue(fold(r.value))
	}
	return strings.Join(parts, ",")
}

func (d dn) parent() dn { return d[min(1, len(d)):] }

// under reports whether d is base or below it.
func (d dn) under(base dn) bool {
	return len(d) >= len(base) && d[len(d)-len(base):].key() == base.key()
}

// domain returns the DC parts at the end, and their DNS name.
func (d dn) domain() (dn, string) {
	start := len(d)
	for start > 0 && strings.EqualFold(d[start-1].attr, "DC") {
		start--
	}
	labels := make([]string, 0, len(d)-start)
	for _, r := range d[start:] {
		labels = append(labels, r.value)
	}
	return d[start:], strings.ToLower(strings.Join(labels, "."))
}

// canonical returns the canonicalName: "practice.example/Staff/Lisbon".
func (d dn) canonical() string {
	domain, dns := d.domain()
	name := dns + "/"
	for i := len(d) - len(domain) - 1; i >= 0; i-- {
		name += strings.ReplaceAll(d[i].value, "/", `\/`)
		if i > 0 {
			name += "/"
		}
	}
	return name
}

// fold makes values comparable the way a domain controller compares most of
// them: without case. (It ignores accents too; the practice has none.)
func fold(s string) string { return strings.ToLower(strings.ToUpper(s)) }
