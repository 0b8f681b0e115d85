package exchange

import (
	"strings"
	"testing"
)

// FuzzParseModuleFile: whatever comes, the parser ends, and never makes up a
// cmdlet that was not exported.
func FuzzParseModuleFile(f *testing.F) {
	for _, s := range []string{"", "{}", `{"value":[{"fileName":"a.psm1","fileContent":"function script:A-B {param(${C})}","exportedCmdlets":"A-B"}]}`,
		`{"value":[{"fileName":"a.psm1","fileContent":"function A-B { param( [P(X='(')] ${C}, ${D} ","exportedCmdlets":"A-B,,;x"}]}`, `{"value":[null]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := parseModuleFile(body)
		if err != nil {
			return
		}
		for name := range c.cmdlets {
			if !strings.Contains(strings.ToLower(string(body)), name) && !strings.Contains(string(body), `\u`) {
				t.Errorf("%s was not exported in %q", name, body)
			}
		}
	})
}

// FuzzParseDetail: every form of a detail gives clean parts.
func FuzzParseDetail(f *testing.F) {
	for _, s := range []string{"", "a|b|c", `{"Message":"m","TypeName":"t"}`, "||", "{"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, text := parseDetail(s); text == "" && s != "" && !strings.HasSuffix(s, "|") {
			t.Errorf("parseDetail(%q) has no text", s)
		}
	})
}
