package exchange

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

//go:embed permissions.json
var permissionsJSON []byte

// Permissions is the one table of who needs what and why. It drives the
// consent page, the checks, the scripts and the documentation, so that it can
// be corrected without code.
type Permissions struct {
	Version  int       `json:"version"`
	Scopes   []Scope   `json:"scopes"`
	Roles    []Role    `json:"roles"`
	Features []Feature `json:"features"`
}

// Resource is whose permission a scope is.
type Resource string

// The resources.
const (
	ExchangeOnline Resource = "exchange"
	Graph          Resource = "graph"
	Identity       Resource = "identity" // belongs to every sign-in
)

// Scope is a delegated permission that the application asks for.
type Scope struct {
	Resource Resource `json:"resource"`
	Name     string   `json:"name"`
	// ID is Microsoft's ID of the permission, for app registrations.
	ID string `json:"id"`
	// Title and Wording are what Microsoft's consent page says, in English.
	Title   string `json:"title"`
	Wording string `json:"wording"`
	Why     Words  `json:"why"`
	// Optional scopes are asked for only if the admin wants what they give.
	Optional bool `json:"optional"`
	// AdminConsent is set if Microsoft lets only administrators consent. For
	// the others the tenant may still have a policy.
	AdminConsent bool `json:"adminConsent"`
}

// RoleKind is where a role is assigned.
type RoleKind string

// The kinds of roles: they never stand in for one another.
const (
	ExchangeRole RoleKind = "exchange" // a management role, in a role group
	EntraRole    RoleKind = "entra"    // a directory role
)

// Role is a role that the account may need.
type Role struct {
	ID   string   `json:"id"`
	Kind RoleKind `json:"kind"`
	// Name is Microsoft's name, the same in every language.
	Name string `json:"name"`
	// Allows says plainly what the role really allows.
	Allows Words `json:"allows"`
	// AdminOnly are commands of the role that no end-user role has: one of them
	// tells an administrator from somebody who manages groups of their own.
	AdminOnly []Command `json:"adminOnly"`
	// Template is the ID of an Entra role; Instead are roles that serve too.
	Template string    `json:"template"`
	Instead  []Instead `json:"instead"`
}

// Instead is an Entra role that serves in place of another.
type Instead struct {
	Name     string `json:"name"`
	Template string `json:"template"`
	// More means that it includes the other, and much besides.
	More bool `json:"more"`
}

// FeatureID names a feature on the command line and in a profile.
type FeatureID string

// The features.
const (
	DistributionLists  FeatureID = "dl"
	Microsoft365Groups FeatureID = "m365"
	MailSecurityGroups FeatureID = "mesg"
	SharedMailboxes    FeatureID = "shared"
	CreateShared       FeatureID = "shared-create"
)

// Feature is something the connection is used for.
type Feature struct {
	ID FeatureID `json:"id"`
	// Extends names the feature that this one is an extra of.
	Extends  FeatureID `json:"extends"`
	Name     Words     `json:"name"`
	Explains Words     `json:"explains"`
	Needs    []Need    `json:"needs"`
	Advises  []Advised `json:"advises"`
	Traps    []Words   `json:"traps"`
	// Read is how to look at one object of the kind.
	Read *Reading `json:"read"`
}

// Need is a role with the commands for which a feature needs it.
type Need struct {
	Role string `json:"role"`
	// Must are the commands without which the feature does not work; without a
	// Should it works in part.
	Must   []Command `json:"must"`
	Should []Command `json:"should"`
}

// Advised is a role that makes a feature whole.
type Advised struct {
	Role    string `json:"role"`
	Because Words  `json:"because"`
	// Gives is what the role adds.
	Gives []Command `json:"gives"`
}

// Reading is a command that changes nothing.
type Reading struct {
	Cmdlet     string         `json:"cmdlet"`
	Parameters map[string]any `json:"parameters"`
}

// Words is a text of the table.
type Words struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// T returns the words as a text to be drawn in any language.
func (w Words) T() check.Text { return check.Text{Key: w.Key, Other: w.Text} }

// Command is a cmdlet, or one parameter of it. In the table it is written
// "New-Mailbox" or "New-Mailbox -Shared".
type Command struct{ Cmdlet, Parameter string }

// String returns the command as it is written.
func (c Command) String() string {
	if c.Parameter == "" {
		return c.Cmdlet
	}
	return c.Cmdlet + " -" + c.Parameter
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *Command) UnmarshalText(b []byte) error {
	cmdlet, parameter, has := strings.Cut(string(b), " -")
	if !cmdletName.MatchString(cmdlet) || (has && !parameterName.MatchString(parameter)) {
		return fmt.Errorf("%q is no cmdlet with one parameter", b)
	}
	c.Cmdlet, c.Parameter = cmdlet, parameter
	return nil
}

// Table returns the built-in table.
func Table() Permissions { return table }

var table = func() Permissions {
	p, err := ParsePermissions(permissionsJSON)
	if err != nil {
		panic("permissions.json: " + err.Error()) // a test reads it
	}
	return p
}()

// ParsePermissions reads a table and refuses one that does not fit together.
func ParsePermissions(data []byte) (Permissions, error) {
	var p Permissions
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Permissions{}, err
	}
	return p, p.validate()
}

func (p Permissions) validate() error {
	if p.Version != 1 {
		return fmt.Errorf("version %d, want 1", p.Version)
	}
	if err := p.validateWords(); err != nil {
		return err
	}
	for _, r := range p.Roles {
		switch {
		case r.Name == "" || (r.Kind != ExchangeRole && r.Kind != EntraRole):
			return fmt.Errorf("role %q has no name or kind", r.ID)
		case r.Kind == ExchangeRole && len(r.AdminOnly) == 0:
			return fmt.Errorf("role %q: nothing tells it from an end-user role", r.ID)
		case r.Kind == EntraRole && len(r.Template) != 36:
			return fmt.Errorf("role %q has no template ID", r.ID)
		}
	}
	for _, f := range p.Features {
		if err := p.validateFeature(f); err != nil {
			return fmt.Errorf("feature %q: %w", f.ID, err)
		}
	}
	return nil
}

func (p Permissions) validateFeature(f Feature) error {
	if len(f.Needs) == 0 {
		return fmt.Errorf("needs nothing")
	}
	if _, ok := p.Feature(f.Extends); f.Extends != "" && !ok {
		return fmt.Errorf("extends the unknown %q", f.Extends)
	}
	for _, n := range f.Needs {
		r, ok := p.Role(n.Role)
		if !ok || (r.Kind == ExchangeRole && len(n.Must) == 0) {
			return fmt.Errorf("the need of %q is unknown, or without commands", n.Role)
		}
	}
	for _, a := range f.Advises {
		if r, ok := p.Role(a.Role); !ok || r.Kind != ExchangeRole || len(a.Gives) == 0 {
			return fmt.Errorf("the advice of %q is unknown, or without commands", a.Role)
		}
	}
	if f.Read != nil && !strings.HasPrefix(f.Read.Cmdlet, "Get-") {
		return fmt.Errorf("%s does not only read", f.Read.Cmdlet)
	}
	return nil
}

// validateWords makes sure that every text is there, under a key of its own.
func (p Permissions) validateWords() error {
	seen := map[string]bool{}
	for _, w := range p.words() {
		if w.Key == "" || w.Text == "" || seen[w.Key] {
			return fmt.Errorf("text %q is empty or stands twice", w.Key)
		}
		seen[w.Key] = true
	}
	return nil
}

func (p Permissions) words() []Words {
	var out []Words
	for _, s := range p.Scopes {
		out = append(out, s.Why)
	}
	for _, r := range p.Roles {
		out = append(out, r.Allows)
	}
	for _, f := range p.Features {
		out = append(append(out, f.Name, f.Explains), f.Traps...)
		for _, a := range f.Advises {
			out = append(out, a.Because)
		}
	}
	return out
}

// Texts returns every sentence of the table, for the message catalogue.
func (p Permissions) Texts() []check.Text {
	var out []check.Text
	for _, w := range p.words() {
		out = append(out, w.T())
	}
	return out
}

// Role returns the role of that ID.
func (p Permissions) Role(id string) (Role, bool) {
	i := slices.IndexFunc(p.Roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return p.Roles[i], true
}

// Feature returns the feature of that ID.
func (p Permissions) Feature(id FeatureID) (Feature, bool) {
	i := slices.IndexFunc(p.Features, func(f Feature) bool { return f.ID == id })
	if i < 0 {
		return Feature{}, false
	}
	return p.Features[i], true
}
