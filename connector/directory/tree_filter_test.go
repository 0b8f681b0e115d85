package directory

import (
	"testing"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"
)

// FuzzFilter holds the filters against the library's own reader: whatever is
// typed comes out as one value of one comparison, in a filter of the same shape.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"Sales", "*)(objectClass=*", `a\b`, `\2a`, "\x00", "東京", "\xff\xfe", "(((", " lead", "eq=ual", "name=*", "😀"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if typed == "" {
			return // no value: nothing is compared
		}
		for _, tt := range []struct {
			filter filter
			tag    ber.Tag // of RFC 4511 section 4.5.1.7
			part   ber.Tag // of a substring: 0 at the beginning, 1 anywhere
		}{
			{startsWith("name", typed), ldap.FilterSubstrings, 0},
			{contains("name", typed), ldap.FilterSubstrings, 1},
			{equals("name", typed), ldap.FilterEqualityMatch, 0},
		} {
			whole, err := ldap.CompileFilter(string(allOf(containers, tt.filter)))
			if err != nil {
				t.Fatalf("%q: %v", tt.filter, err)
			}
			if len(whole.Children) != 2 {
				t.Fatalf("%q: %d parts, want 2", tt.filter, len(whole.Children))
			}
			item := whole.Children[1]
			if attr := item.Children[0].Data.String(); item.Tag != tt.tag || attr != "name" || len(item.Children) != 2 {
				t.Fatalf("%q: tag %d of %s with %d parts", tt.filter, item.Tag, attr, len(item.Children))
			}
			value := item.Children[1]
			if tt.tag == ldap.FilterSubstrings {
				if len(value.Children) != 1 || value.Children[0].Tag != tt.part {
					t.Fatalf("%q: %d substrings", tt.filter, len(value.Children))
				}
				value = value.Children[0]
			}
			if got := value.Data.String(); got != typed {
				t.Errorf("%q: compares with %q, want %q", tt.filter, got, typed)
			}
		}
	})
}
