package setup

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/directory"
)

// UPNSuffixes are those of Active Directory that the answers tell: of the
// domain, which is the suffix of every user without another, and of the service
// account. The proof shows them beside the domains of the tenant.
func (a Answers) UPNSuffixes() []string {
	var out []string
	if dn, _, err := directory.ParseDN(a.BaseDN); err == nil && dn.Domain() != "" {
		out = append(out, strings.ToLower(dn.Domain()))
	}
	if _, suffix, ok := strings.Cut(strings.TrimSpace(a.Username), "@"); ok && suffix != "" && !slices.Contains(out, strings.ToLower(suffix)) {
		out = append(out, strings.ToLower(suffix))
	}
	return out
}
