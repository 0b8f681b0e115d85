package directory

import (
	"strings"
	"testing"
)

// A plain DN means the same object and holds nothing that a command line would
// take for its own.
func TestPlainDN(t *testing.T) {
	for _, name := range []string{
		"Staff", "R&D, Ops", `say "hi"`, "O'Brien", "‘smart’ “quotes”", "$(calc)", "`x`", "%PATH%", "line\nbreak\r", "back\\", `\'`, `\\"`, "#x", " x ", "東京", "a\u202eb", "=+;<>", "R/D",
	} {
		d := DN{rdns: []RDN{{"OU", name}, {"DC", "corp"}}}
		plain := plainDN(d)
		if strings.ContainsAny(plain, "\"'`%$/\r\n‘’“”\u202e") {
			t.Errorf("plainDN of %q = %s", name, plain)
		}
		if rdns, err := splitDN(plain); err != nil || len(rdns) != 2 || rdns[0].Value != name {
			t.Errorf("plainDN of %q = %s, which reads back as %q, %v", name, plain, rdns, err)
		}
	}
}

func TestPSLiteral(t *testing.T) {
	for s, want := range map[string]string{
		"": "''", "svc": "'svc'", "O'Brien": "'O''Brien'", "it’s": "'it’’s'", "$(x)`n": "'$(x)`n'", "‚‛": "'‚‚‛‛'",
	} {
		if got := psLiteral(s); got != want {
			t.Errorf("psLiteral(%q) = %s, want %s", s, got, want)
		}
	}
}

func FuzzPlainDN(f *testing.F) {
	f.Add(`a\"b' %x% `)
	f.Fuzz(func(t *testing.T, name string) {
		if name == "" || strings.ToValidUTF8(name, "") != name {
			return
		}
		rdns, err := splitDN(plainDN(DN{rdns: []RDN{{"OU", name}}}))
		if err != nil || len(rdns) != 1 || rdns[0].Value != name {
			t.Errorf("plainDN of %q reads back as %q, %v", name, rdns, err)
		}
	})
}
