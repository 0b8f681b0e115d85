package setup

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// Suffix is what stands behind the @ in user names of Active Directory, beside
// the domains that the tenant has verified. A person whose suffix is no
// verified domain gets another user name in Microsoft 365:
// https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
type Suffix struct {
	Name     string
	Verified bool
	Says     check.Text
}

// Suffixes compares the names of Active Directory with the verified domains of
// the tenant. It is empty until both halves have told.
func (f *Flow) Suffixes() []Suffix {
	if len(f.seen.Domains) == 0 {
		return nil
	}
	var list []Suffix
	for _, name := range f.upnSuffixes() {
		s := Suffix{Name: name, Verified: slices.Contains(f.seen.Domains, name)}
		if s.Says = check.T("suffix.verified", "{{.suffix}} is a verified domain of the tenant.", "suffix", name); !s.Verified {
			s.Says = check.T("suffix.other", "{{.suffix}} is no verified domain of the tenant ({{.domains}}): people whose user name ends with it are called otherwise in Microsoft 365.",
				"suffix", name, "domains", strings.Join(f.seen.Domains, ", "))
		}
		list = append(list, s)
	}
	return list
}

// upnSuffixes are the suffixes that are known here: that of the domain, which
// every account has, and that of the service account.
func (f *Flow) upnSuffixes() []string {
	var names []string
	add := func(name string) {
		if name = strings.ToLower(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add(f.seen.Directory.Domain.DNS)
	if name, _, err := directory.ParseUsername(f.answers.Username, f.seen.Directory.Domain); err == nil && name.Form == directory.UPN {
		add(name.Domain)
	}
	return names
}
