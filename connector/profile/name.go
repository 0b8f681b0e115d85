package profile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"hire2retire-setup/connector/check"
)

// MaxName is how many characters the name of a connection may have.
const MaxName = 64

// ParseName returns the name as it will be saved: without surrounding spaces,
// in NFC, and the default of the kind when nothing is left. The name is a text
// and nothing else, since files carry the UUID: slashes and "CON" are fine. A
// name with invisible characters is refused, because nobody could tell it from
// another.
func ParseName(s string, kind Kind) (string, error) {
	if !utf8.ValidString(s) {
		return "", nameProblem(check.T("profile.name-invalid.encoding", "The name holds bytes that are not text."))
	}
	name := norm.NFC.String(strings.TrimSpace(s))
	if name == "" {
		return kind.DefaultName(), nil
	}
	for _, r := range name {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || unicode.Is(unicode.Co, r) {
			return "", nameProblem(check.T("profile.name-invalid.character", "The name holds an invisible character ({{.code}}).", "code", fmt.Sprintf("U+%04X", r)))
		}
	}
	if n := utf8.RuneCountInString(name); n > MaxName {
		return "", nameProblem(check.T("profile.name-invalid.long", "The name has {{.n}} characters; {{.max}} are possible.", "n", n, "max", MaxName))
	}
	return name, nil
}

func nameProblem(detail check.Text) *check.Problem {
	return &check.Problem{Code: "profile.name-invalid", Detail: detail,
		Advice: check.Advice{Who: check.You, Field: "name",
			Do: check.T("profile.name-invalid.do", "Type a name of up to {{.max}} visible characters.", "max", MaxName)}}
}

// nameKey is equal for names that differ by case or by compatibility forms
// only, such as full-width letters; such names are the same name.
func nameKey(name string) string {
	return cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(name), " ")))
}

// SameName reports whether two names are the same to the store.
func SameName(a, b string) bool { return nameKey(a) == nameKey(b) }

// lookAlikes maps characters to the one they are easily taken for. It covers
// what shows up in names of connections, not all of Unicode (UTS #39).
var lookAlikes = strings.NewReplacer(
	"а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "х", "x", "у", "y", "к", "k", "м", "m", "т", "t", "в", "b", "н", "h", "і", "l", "ј", "j", "ѕ", "s", "ԁ", "d",
	"α", "a", "ο", "o", "ρ", "p", "ν", "v", "τ", "t", "κ", "k", "ι", "l", "υ", "u", "χ", "x",
	"0", "o", "1", "l", "i", "l", "|", "l", "5", "s", "rn", "m", "vv", "w",
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-", "_", "-", " ", "-", "’", "'", "‘", "'",
)

// skeleton is equal for names that look the same at a glance.
func skeleton(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(nameKey(name)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return lookAlikes.Replace(b.String())
}
