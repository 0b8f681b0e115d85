// Package profile is the saved connection: what was typed, what was proved,
// and whether its password is kept on this computer.
//
// A Store keeps one JSON file per connection, named by its UUID, and replaces
// it in one step, so that a crash or a full disk leaves the old file or the new
// one. A Keyring keeps the password, in the keyring of the operating system
// only: where there is none, nothing is kept. The password is stored together
// with the hosts, the trust and the user name it was typed for, and is given
// out for these only; a changed or a foreign file cannot send it elsewhere.
//
// Every error that an admin can act on is a *check.Problem.
//
// The traps. No call of this package may be made on the thread that draws:
// files can be slow and a keyring may ask the person to unlock it. A file of a
// newer version is shown but never rewritten. The JSON is our own affair; what
// others may depend on is in packages report and handoff.
package profile

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
)

// Schema is the version of the file that this program writes. Whoever adds,
// renames or removes a field of Profile, or of what a Profile holds, raises it.
const Schema = 2

// Kind is the kind of a connection.
type Kind string

// The kinds.
const (
	Hybrid     Kind = "hybrid"      // Active Directory and Exchange Online
	OnPremises Kind = "on-premises" // Active Directory alone; nothing is kept
)

// DefaultName returns the documented name of a connection of this kind.
func (k Kind) DefaultName() string {
	if k == OnPremises {
		return "Connection-OnPremise Service"
	}
	return "Connection-Directory Service"
}

// DefaultSyncInterval is how often Entra Connect synchronises unless it was
// told otherwise:
// https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-scheduler
const DefaultSyncInterval = Interval(30 * time.Minute)

// Profile is a saved connection. It never holds a password.
type Profile struct {
	ID   uuid.UUID `json:"id"`
	Kind Kind      `json:"kind"`
	Name string    `json:"name"`

	// Directories are the rows of the directory page; the pages edit one now.
	Directories []Directory `json:"directories,omitempty"`
	// Username is the service account of all rows, as it was typed.
	Username string `json:"username,omitempty"`
	// UserOUs and GroupOUs are the DNs of the target OUs.
	UserOUs  []string `json:"userOUs,omitempty"`
	GroupOUs []string `json:"groupOUs,omitempty"`
	Exchange Exchange `json:"exchange,omitzero"`
	// SyncInterval is how often Entra ID synchronises with the directory.
	SyncInterval Interval `json:"syncInterval"`

	// Verified means that every check of the last run passed or warned;
	// otherwise Reasons say why it does not.
	Verified bool         `json:"verified"`
	Reasons  []check.Text `json:"reasons,omitempty"`
	// Evidence is what was proved: one entry for each run that still counts.
	// The two tracks may come from two people and two computers.
	Evidence []Evidence `json:"evidence,omitempty"`

	// Kept is set while the password is in the keyring of this computer.
	Kept *Kept `json:"kept,omitempty"`

	CreatedAt time.Time `json:"createdAt,omitzero"`
	UpdatedAt time.Time `json:"updatedAt,omitzero"`
	// Revision counts the saves. The store refuses to overwrite a revision
	// that the caller has not seen.
	Revision int `json:"revision"`
}

// Directory is one row: domain controllers of one domain, and a Base DN.
type Directory struct {
	Hosts  []Host `json:"hosts"` // in the order in which they are tried
	BaseDN string `json:"baseDN,omitempty"`
	// CA is a PEM file of roots that are trusted in addition, or empty.
	CA string `json:"ca,omitempty"`
}

// Host is a domain controller.
type Host struct {
	Name string `json:"name"` // normalised, without port
	Port uint16 `json:"port"`
	// VerifyAs is the name that the certificate has to carry, if not Name.
	VerifyAs string `json:"verifyAs,omitempty"`
	// Pin is "sha256//BASE64" of the public key that is trusted, or empty.
	Pin string `json:"pin,omitempty"`
}

// Exchange is the Microsoft half.
type Exchange struct {
	Cloud    cloud.ID `json:"cloud,omitempty"`
	TenantID string   `json:"tenantId,omitempty"`
	Domain   string   `json:"domain,omitempty"` // the tenant's default domain
	ClientID string   `json:"clientId,omitempty"`
	Account  string   `json:"account,omitempty"` // UPN of the service account
	ObjectID string   `json:"objectId,omitempty"`
	// Features are the rows of the permission table that are wanted.
	Features []string `json:"features,omitempty"`
	// WriteScope is the custom recipient write scope that limits the roles, or
	// empty; ScopeFilter is the filter it is made with, if it is to be made.
	WriteScope  string `json:"writeScope,omitempty"`
	ScopeFilter string `json:"scopeFilter,omitempty"`
	// ReadRoles means that the optional permission to read Entra roles is asked.
	ReadRoles bool `json:"readRoles,omitempty"`
	// KeepSignIn means that the tokens are kept on this computer, encrypted.
	KeepSignIn bool `json:"keepSignIn,omitempty"`
}

// Evidence is what one run of checks proved, on which computer and for whom.
type Evidence struct {
	Track    string       `json:"track,omitempty"` // "directory" or "microsoft"
	Computer string       `json:"computer,omitempty"`
	Person   string       `json:"person,omitempty"`
	Report   check.Report `json:"report"`
}

// New returns a profile with an ID of its own and the documented defaults.
func New(kind Kind) Profile {
	return Profile{ID: uuid.New(), Kind: kind, Name: kind.DefaultName(), SyncInterval: DefaultSyncInterval}
}

// Report returns the results of all evidence as one report.
func (p Profile) Report() check.Report {
	var all []check.Report
	for _, e := range p.Evidence {
		all = append(all, e.Report)
	}
	return check.Join(all...)
}

// Hosts returns the hosts of all rows, in order.
func (p Profile) Hosts() []Host {
	var hosts []Host
	for _, d := range p.Directories {
		hosts = append(hosts, d.Hosts...)
	}
	return hosts
}

// maxHosts is how many hosts a profile may hold; a form takes 64 a row.
const maxHosts = 1024

// validate says, for the log, why p cannot be a saved connection. The pages
// have asked the admin for better values long before.
func (p Profile) validate() error {
	switch {
	case p.ID == uuid.Nil:
		return fmt.Errorf("the id is missing")
	case p.Kind != Hybrid && p.Kind != OnPremises:
		return fmt.Errorf("kind %q is unknown", p.Kind)
	case p.SyncInterval < 0:
		return fmt.Errorf("sync interval %s is negative", time.Duration(p.SyncInterval))
	case p.Revision < 0:
		return fmt.Errorf("revision %d is negative", p.Revision)
	case len(p.Hosts()) > maxHosts:
		return fmt.Errorf("%d hosts, more than %d", len(p.Hosts()), maxHosts)
	}
	for _, h := range p.Hosts() {
		if strings.TrimSpace(h.Name) == "" || h.Port == 0 {
			return fmt.Errorf("host %q port %d is incomplete", h.Name, h.Port)
		}
	}
	if name, err := ParseName(p.Name, p.Kind); err != nil || name != p.Name {
		return fmt.Errorf("name %q cannot be used", p.Name)
	}
	return nil
}

// Interval is a duration that is written as text: "30m0s".
type Interval time.Duration

// String returns the interval as time.Duration writes it.
func (i Interval) String() string { return time.Duration(i).String() }

// MarshalText implements encoding.TextMarshaler.
func (i Interval) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (i *Interval) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	*i = Interval(d)
	return err
}
