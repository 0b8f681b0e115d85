package check

import (
	"fmt"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"
)

// Text is a sentence for people that can be drawn in any language. The English
// stands beside the code; package words finds other languages by Key.
type Text struct {
	// Key is the stable name of the sentence in the catalogue.
	Key string `json:"key,omitempty"`
	// Other is the English template; One, if set, is the one for a count of 1.
	Other string `json:"text,omitempty"`
	One   string `json:"one,omitempty"`
	// Args are the values of the template by name. A value may be a Text.
	Args map[string]any `json:"args,omitempty"`
}

// T returns a sentence. english is a text/template over args, which are given
// as name, value, name, value:
//
//	T("ldaps.bind.found", "{{.user}} signed in.", "user", name)
//
// Key and english must be literals: a test collects them for the catalogue.
func T(key, english string, args ...any) Text {
	return Text{Key: key, Other: english, Args: pairs(key, args)}
}

// N returns a sentence that counts: one for a count of 1, other for all else.
// The count is the argument "n" of both.
func N(key string, n int, one, other string, args ...any) Text {
	return Text{Key: key, One: one, Other: other, Args: pairs(key, append(args, "n", n))}
}

// Verbatim returns a text that is shown as it is in every language: a name, a
// DN, a server's own words.
func Verbatim(s string) Text {
	return Text{Other: "{{.s}}", Args: map[string]any{"s": s}}
}

func pairs(key string, args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	if len(args)%2 != 0 {
		panic("check.T " + key + ": a name without a value")
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t.Key == "" && t.Other == "" }

// String returns the English sentence.
func (t Text) String() string {
	english := t.Other
	if t.One != "" && fmt.Sprint(t.Args["n"]) == "1" {
		english = t.One
	}
	return Fill(english, t.Args)
}

// Fill executes a template over args; it is what draws a sentence once its
// language has been chosen. A template that does not fit its arguments comes
// back as it is, because a half-drawn sentence beats none.
func Fill(tmpl string, args map[string]any) string {
	if !strings.Contains(tmpl, "{{") {
		return tmpl
	}
	t, err := template.New("").Option("missingkey=error").Parse(tmpl)
	if err != nil {
		return tmpl
	}
	var b strings.Builder
	if err := t.Execute(&b, args); err != nil {
		return tmpl
	}
	return b.String()
}

// maxClean is how many characters of a foreign text are worth showing.
const maxClean = 300

// Clean makes a text from outside fit to be shown: valid UTF-8, one line,
// without control, bidirectional or other format characters, and at most 300
// characters. Servers may send anything in an error message.
func Clean(s string) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if unicode.IsSpace(r) || r == 0 {
			space = b.Len() > 0
			continue
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		if n >= maxClean {
			return b.String() + "…"
		}
		if space {
			b.WriteByte(' ')
			n, space = n+1, false
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// Shorten cuts s after n characters and marks the cut.
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
