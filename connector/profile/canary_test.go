package profile_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// encodings returns the forms in which a secret could stand in a file. Base64
// depends on what comes before, so there are three of it, each without the
// characters that its neighbours change.
func encodings(s string) map[string][]byte {
	wide := make([]byte, 0, 2*len(s))
	for _, u := range utf16.Encode([]rune(s)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	forms := map[string][]byte{
		"UTF-8":    []byte(s),
		"UTF-16":   wide,
		"hex":      []byte(hex.EncodeToString([]byte(s))),
		"wide hex": []byte(hex.EncodeToString(wide)),
		"URL":      []byte(url.QueryEscape(s)),
		"JSON":     []byte(strconv.QuoteToASCII(s)[1:]),
	}
	for i := range 3 {
		full := base64.RawStdEncoding.EncodeToString(append(make([]byte, i), s...))
		forms["base64 "+strconv.Itoa(i)] = []byte(full[(i*8+5)/6 : len(full)-2])
	}
	return forms
}

// The search above must be able to find.
func TestEncodingsFind(t *testing.T) {
	const canary = "Kanarienvogel-7c4f"
	forms := encodings(canary)
	found := map[string]bool{}
	for i := range 6 {
		hay := strings.Repeat("x", i) + canary + "tail"
		for name, form := range forms {
			encoded := base64.StdEncoding.EncodeToString([]byte(hay))
			found[name] = found[name] || strings.Contains(encoded, string(form))
		}
	}
	for i := range 3 {
		if name := "base64 " + strconv.Itoa(i); !found[name] {
			t.Errorf("%s does not find the canary", name)
		}
	}
}
