package directory

import "strings"

// Joined is the Active Directory domain that this computer is a member of, as
// the computer itself knows it.
type Joined struct {
	// DNSDomain and NetBIOS are the names of the domain: "corp.example.com" and
	// "CORP".
	DNSDomain string
	NetBIOS   string
	// Site is the site that the computer was last seen in; empty when it does
	// not know.
	Site string
	// UPNSuffix is what stands behind the @ in the name of who is signed in to
	// the computer, else DNSDomain.
	UPNSuffix string
}

// ThisComputer returns the domain of this computer, and whether it is a member of
// one. Only Windows knows; elsewhere it is false, because a resolver or a
// Kerberos file that mentions a domain proves nothing. Away from the company
// network Windows may take seconds to answer: call it off the thread that draws.
func ThisComputer() (Joined, bool) {
	return membership().known()
}

// known puts what Windows told into the forms that the rest of the package
// uses; a domain without a DNS name is none that LDAPS can find.
func (j Joined) known() (Joined, bool) {
	base, err := BaseDNOf(j.DNSDomain)
	if err != nil {
		return Joined{}, false
	}
	j.DNSDomain = base.Domain()
	_, suffix, _ := strings.Cut(j.UPNSuffix, "@")
	if j.UPNSuffix = strings.ToLower(suffix); j.UPNSuffix == "" {
		j.UPNSuffix = j.DNSDomain
	}
	return j, true
}
