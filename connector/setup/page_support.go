package setup

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/netproblem"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// The fields of the directory pages, by the names that Advice.Field has for them.
const (
	FieldHosts    = directory.FieldHosts
	FieldPort     = directory.FieldPort
	FieldCA       = directory.FieldCA
	FieldBaseDN   = directory.FieldBaseDN
	FieldUsername = directory.FieldUsername
	FieldPassword = directory.FieldPassword
	FieldUserOUs  = directory.FieldUserOUs
	FieldGroupOUs = directory.FieldGroupOUs
)

// StepOf returns the step on which a result is shown.
func StepOf(id check.ID) StepID { return stepOf(id) }

// StepOfField returns the step on which a field is, by the name that
// Advice.Field has for it.
func StepOfField(field string) StepID {
	switch field {
	case FieldName, FieldInterval, FieldHosts, FieldPort, FieldCA, FieldVerifyAs, FieldPin:
		return Connection
	case FieldBaseDN:
		return BaseDN
	case FieldUsername, FieldPassword, FieldUserOUs, FieldGroupOUs:
		return ServiceAccount
	case FieldAccount, FieldCloud, FieldTenant, FieldClientID, FieldFeatures, FieldWriteScope, FieldScopeFilter:
		return Exchange
	}
	return Review
}

// Correction returns what to type instead of a value that cannot be used, or
// nothing. It is offered, never applied by itself.
func Correction(p *check.Problem) string {
	typo, ok := errors.AsType[*directory.Typo](p)
	if !ok || typo.NeedsDomain {
		return ""
	}
	return typo.Suggest
}

// Authority is a certificate of a CA file, for the page.
type Authority struct{ Subject, SHA256 string }

// ReadAuthorities reads a CA file, PEM or DER, and returns it as PEM with
// nothing else in it, for Answers.CA. The error is a *check.Problem.
func ReadAuthorities(name string, data []byte) (string, []Authority, error) {
	ca, err := netproblem.ReadCA(name, data)
	if err != nil {
		return "", nil, err
	}
	return pemOf(ca.Certificates), authorities(ca.Certificates), nil
}

// Authorities returns what Answers.CA holds; nothing while it cannot be read.
func (a Answers) Authorities() []Authority {
	_, list, _ := ReadAuthorities(FieldCA, []byte(a.CA))
	return list
}

func pemOf(certs []*x509.Certificate) string {
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return string(out)
}

func authorities(certs []*x509.Certificate) []Authority {
	var list []Authority
	for _, c := range certs {
		list = append(list, Authority{Subject: c.Subject.String(), SHA256: netproblem.Fingerprint(c)})
	}
	return list
}

// SameDN reports whether two texts are the same DN in another spelling.
func SameDN(a, b string) bool {
	x, _, errX := directory.ParseDN(a)
	y, _, errY := directory.ParseDN(b)
	return errX == nil && errY == nil && x.Equal(y)
}

// GrantCommands are what administrators run to give the account the roles of
// the ticked features: one for Exchange Online, one for each Entra role. They
// are empty while the account has no name.
func (f *Flow) GrantCommands() []string {
	m, _ := f.answers.Microsoft(f.deps)
	if m.Account == "" {
		return nil
	}
	plan := f.Plan()
	var commands []string
	if roles := plan.RoleNames(true); len(roles) > 0 {
		commands = append(commands, exchange.GrantCommand(m.subject(), m.grant(roles)))
	}
	for _, n := range plan.Entra {
		commands = append(commands, exchange.EntraRoleCommand(m.Cloud, m.Account, n.Role))
	}
	return commands
}

// ClientID returns the application that signs in: that of the admin, or the
// built-in one.
func (f *Flow) ClientID() string {
	m, _ := f.answers.Microsoft(f.deps)
	return m.ClientID
}

// Preview returns the connection as Saving would save it now, and whether its
// password would be kept. It makes no copy of the password.
func (f *Flow) Preview() (p profile.Profile, keepsPassword bool) {
	a := f.answers
	a.Password = secret.Text{}
	return NewSaving(f.deps, f.profile, a, f.evidence(), f.seen).Profile(), f.answers.KeepPassword && !f.answers.Password.Empty()
}

// HostKey is how the results and what was seen name the host of a row.
type HostKey struct {
	// Name is that of the host, normalised; Label is what Result.Host is.
	Name, Label string
}

// HostKeys returns one key for each row of the hosts; it is empty where the row
// is not exactly one host.
func (a Answers) HostKeys() []HostKey {
	keys, ports := make([]HostKey, len(a.Hosts)), make([]directory.Host, len(a.Hosts))
	for i, row := range a.Hosts {
		if one := (Answers{Hosts: []HostAnswer{row}}).hosts(); len(one.hosts) == 1 && len(one.bad) == 0 {
			ports[i] = one.hosts[0]
			keys[i] = HostKey{Name: ports[i].Name, Label: ports[i].Name}
		}
	}
	for i := range keys {
		twice := slices.ContainsFunc(ports, func(o directory.Host) bool { return o.Name == ports[i].Name && o.Port != ports[i].Port })
		if keys[i].Name != "" && twice {
			keys[i].Label = ports[i].String()
		}
	}
	return keys
}
