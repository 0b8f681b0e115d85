package directory

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// characterNames are the invisible and look-alike characters that come with
// text pasted from documents and chats.
var characterNames = map[rune]string{
	0x0000: "NUL", 0x0009: "tab", 0x000A: "line break", 0x000D: "line break",
	0x00A0: "no-break space", 0x00AD: "soft hyphen", 0x200B: "zero width space",
	0x200C: "zero width non-joiner", 0x200D: "zero width joiner", 0x200E: "left-to-right mark",
	0x200F: "right-to-left mark", 0x2010: "hyphen", 0x2011: "non-breaking hyphen",
	0x2012: "figure dash", 0x2013: "en dash", 0x2014: "em dash", 0x2015: "horizontal bar",
	0x202A: "left-to-right embedding", 0x202B: "right-to-left embedding",
	0x202C: "pop directional formatting", 0x202D: "left-to-right override",
	0x202E: "right-to-left override", 0x202F: "narrow no-break space", 0x2060: "word joiner",
	0x2212: "minus sign", 0x3000: "ideographic space", 0xFE58: "small em dash",
	0xFE63: "small hyphen", 0xFEFF: "byte order mark", 0xFF0C: "fullwidth comma",
	0xFF0D: "fullwidth hyphen", 0xFF1D: "fullwidth equals sign", 0xFFFD: "not valid UTF-8",
}

// characterName names a character so that it can be looked for: U+200B (zero
// width space).
func characterName(r rune) string {
	if name := characterNames[r]; name != "" {
		return fmt.Sprintf("U+%04X (%s)", r, name)
	}
	return fmt.Sprintf("U+%04X", r)
}

// invisible reports characters that cannot be seen or that change how others
// are drawn: controls, format characters and every space but the plain one.
func invisible(r rune) bool {
	return r == utf8.RuneError || r != ' ' && unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// lookAlike reports characters that look like the ASCII hyphen.
func lookAlike(r rune) bool {
	return r >= 0x2010 && r <= 0x2015 || r == 0x2212 || r == 0xFE58 || r == 0xFE63 || r == 0xFF0D
}

// position returns the place, counted from 1, and the first character of s for
// which bad holds; 0 when there is none.
func position(s string, bad func(rune) bool) (int, rune) {
	n := 0
	for _, r := range s {
		n++
		if bad(r) {
			return n, r
		}
	}
	return 0, 0
}

// without returns s without the characters for which bad holds.
func without(s string, bad func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if bad(r) {
			return -1
		}
		return r
	}, s)
}

// nfc composes the characters of s, as Windows keyboards do: a name typed on a
// Mac may hold "u" and a combining diaeresis, which no domain controller finds.
func nfc(s string) string { return norm.NFC.String(s) }

// trim removes the white space around s, line breaks included.
func trim(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }
