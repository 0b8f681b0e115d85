package setup

import (
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/profile"
)

// ProposedBaseDN returns the Base DN that the domain controllers told, or
// nothing before one answered.
func (f *Flow) ProposedBaseDN() string { return f.seen.Directory.BaseDN.String() }

// BaseDNParts takes a Base DN apart for people to read: "Domain component",
// "DC=corp". It is empty while the DN cannot be used.
func BaseDNParts(s string) []Part {
	dn, _, err := directory.ParseDN(s)
	if err != nil {
		return nil
	}
	var parts []Part
	for _, rdn := range dn.RDNs() {
		parts = append(parts, Part{kindOf(rdn.Type), rdn.String()})
	}
	return parts
}

// Part is one component of a DN.
type Part struct {
	Kind  check.Text
	Value string
}

func kindOf(attribute string) check.Text {
	switch attribute {
	case "OU":
		return check.T("dn.part.ou", "Organizational unit")
	case "DC":
		return check.T("dn.part.dc", "Domain component")
	case "CN":
		return check.T("dn.part.cn", "Container")
	}
	return check.Verbatim(attribute)
}

// FromDomain returns the Base DN of a DNS domain name.
func FromDomain(domain string) (string, error) {
	dn, err := directory.BaseDNOf(domain)
	if err != nil {
		return "", err
	}
	return dn.String(), nil
}

// SignsInAs returns the name that a bind will send, once the domain is known.
func (f *Flow) SignsInAs() (string, []check.Text) {
	domain := f.seen.Directory.Domain
	name, notices, err := directory.ParseUsername(f.answers.Username, domain)
	if err != nil {
		return "", nil
	}
	return name.Sent(domain), notices
}

// Notices returns what was understood differently from how it was typed on a
// step.
func (f *Flow) Notices(id StepID) Notices {
	switch id {
	case Connection:
		return append(f.answers.NameNotices(), f.answers.hosts().notices...)
	case BaseDN:
		_, notices, _ := directory.ParseDN(f.answers.BaseDN)
		return notices
	case ServiceAccount:
		_, notices := f.SignsInAs()
		return notices
	}
	return nil
}

// NameNotices says which name a connection gets when none was typed.
func (a Answers) NameNotices() Notices {
	if strings.TrimSpace(a.Name) != "" {
		return nil
	}
	return Notices{check.T("connection.default-name", "No name was typed, so the connection is called “{{.name}}”.", "name", profile.Hybrid.DefaultName())}
}
