package directory

import "strings"

// psLiteral returns s as a PowerShell literal that nothing in it can end.
// PowerShell takes the typographic quotation marks for the plain one, so all of
// them are doubled.
func psLiteral(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		if strings.ContainsRune("'‘’‚‛", r) {
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String()
}
