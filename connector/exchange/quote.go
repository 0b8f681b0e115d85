package exchange

import "strings"

// Quote returns s as a literal of PowerShell, in which nothing is expanded.
// PowerShell takes the typographic single quotes for single quotes too, so all
// of them are doubled (about_Quoting_Rules). Line breaks and NUL, which no name
// in a command needs, are left out.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch r {
		case '\'', '\u2018', '\u2019', '\u201a', '\u201b':
			b.WriteRune(r)
			b.WriteRune(r)
		case '\n', '\r', 0, '\u2028', '\u2029', '\u0085':
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// quoteAll joins literals to an array.
func quoteAll(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = Quote(v)
	}
	return strings.Join(out, ",")
}
