// Package practice is the world of practice mode: the practice directory and
// the practice tenant, started together on loopback under one certificate
// authority that exists in memory only.
//
// It is what an admin rehearses on, and what stands for Microsoft in tests. It
// reaches no network: the names of the practice resolve to addresses for
// documentation, and only its own dialler knows where they lead.
package practice

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/practice/ldapsim"
	"hire2retire-setup/connector/practice/tenant"
	"hire2retire-setup/connector/secret"
)

// Fault is one thing that can be rehearsed.
type Fault struct {
	// Name is the problem code that it leads to, where there is one.
	Name string
	// Says describes it to the person who chooses it.
	Says check.Text
	// Microsoft is set for faults of the tenant, else it is the directory's.
	Microsoft bool
}

// Faults returns all faults, those of the directory first.
func Faults() []Fault {
	var all []Fault
	for _, f := range ldapsim.Faults() {
		all = append(all, Fault{Name: f.Name, Says: f.Says})
	}
	for _, f := range tenant.Faults() {
		all = append(all, Fault{Name: f.Name, Says: f.Says, Microsoft: true})
	}
	return all
}

// split sorts the names of faults by where they belong. A name that both know,
// as "tls.inspected" may be, goes to both.
func split(names []string) (directory, microsoft []string, err error) {
	for _, name := range names {
		inDirectory := slices.ContainsFunc(ldapsim.Faults(), func(f ldapsim.Fault) bool { return f.Name == name })
		inTenant := slices.ContainsFunc(tenant.Faults(), func(f tenant.Fault) bool { return f.Name == name }) || strings.HasPrefix(name, "aadsts-")
		if inDirectory {
			directory = append(directory, name)
		}
		if inTenant {
			microsoft = append(microsoft, name)
		}
		if !inDirectory && !inTenant {
			return nil, nil, fmt.Errorf("%q is no practice fault; --practice=list names them", name)
		}
	}
	return directory, microsoft, nil
}

// World is a running practice. It is safe for concurrent use.
type World struct {
	directory *ldapsim.World
	tenant    *tenant.Tenant
}

// Start starts the practice with faults; none means that every check passes or
// warns. The caller has to Close it.
func Start(faults ...string) (*World, error) {
	ldap, microsoft, err := split(faults)
	if err != nil {
		return nil, err
	}
	w := &World{}
	if w.directory, err = ldapsim.Start(ldapsim.Options{Faults: ldap}); err != nil {
		return nil, err
	}
	if w.tenant, err = tenant.Start(tenant.Options{Faults: microsoft}); err != nil {
		return nil, errors.Join(err, w.directory.Close())
	}
	return w, nil
}

// SetFaults replaces the faults: none heals the practice.
func (w *World) SetFaults(names ...string) error {
	ldap, microsoft, err := split(names)
	if err != nil {
		return err
	}
	return errors.Join(w.directory.SetFaults(ldap...), w.tenant.SetFaults(microsoft...))
}

// Close ends every server and connection.
func (w *World) Close() error { return errors.Join(w.directory.Close(), w.tenant.Close()) }

// Hosts are the domain controllers, as an admin would type them.
func (w *World) Hosts() []string { return slices.Clone(ldapsim.Hosts) }

// CA is the authority of the domain controllers, as a PEM file.
func (w *World) CA() []byte { return w.directory.CA().PEM() }

// BaseDN is where the platform would work.
func (w *World) BaseDN() string { return ldapsim.BaseDN }

// Username is the service account in the directory, Password its password: no
// secret, the page offers it.
func (w *World) Username() string { return ldapsim.Account }

// Password returns the password of the service account.
func (w *World) Password() secret.Text { return ldapsim.Password() }

// UserOUs and GroupOUs are the target OUs.
func (w *World) UserOUs() []string { return slices.Clone(ldapsim.UserOUs) }

// GroupOUs are the target OUs for the membership of groups.
func (w *World) GroupOUs() []string { return slices.Clone(ldapsim.GroupOUs) }

// LookupHost resolves the names of the practice, and nothing else.
func (w *World) LookupHost(ctx context.Context, name string) ([]string, error) {
	return w.directory.LookupHost(ctx, name)
}

// Dial connects to the domain controllers of the practice, and to nothing else.
func (w *World) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return w.directory.DialContext(ctx, network, address)
}

// Cloud is the row of the practice tenant.
func (w *World) Cloud() cloud.Cloud { return w.tenant.Cloud() }

// Account is the Exchange Online service account, ClientID the application.
func (w *World) Account() string { return tenant.Account }

// ClientID is the application that the practice tenant knows.
func (w *World) ClientID() string { return tenant.ClientID }

// Consent stands for the browser: it walks the sign-in pages by itself and
// presses the first button of each.
func (w *World) Consent(address string) error { return w.tenant.Consent(address) }
