// Package directory knows one outside system: Active Directory over LDAPS.
//
// It takes the connection apart into what an admin types (Host, DN, Name, a
// password), looks at the domain controllers (Inspection: Probe without
// credentials, Bind, Account) and says in check.Results what was proved. What
// is missing it proposes (Missing), and what a network team needs to see it
// tells (Story). It only reads: there is no add, modify, delete or password
// change in it.
//
// What it will not do: speak plain LDAP or StartTLS, skip the verification of a
// certificate, send a password to more than one host before one has accepted
// it, send a refused password again, follow a referral, or compare groups by
// name.
//
// Traps. The LDAP library takes no context and flattens transport errors, so
// the package owns the net.Conn (see session.go). Samba and Windows differ in
// the text of errors, never in their numbers. A DN is compared without case,
// but only the server knows whether two spellings are the same object.
package directory

import (
	"fmt"

	"hire2retire-setup/connector/check"
)

// The form fields that Advice.Field names.
const (
	FieldHosts    = "hosts"
	FieldPort     = "port"
	FieldBaseDN   = "base-dn"
	FieldUsername = "username"
	FieldPassword = "password"
	FieldUserOUs  = "user-ous"
	FieldGroupOUs = "group-ous"
	FieldCA       = "ca"
	FieldVerifyAs = "verify-as"
)

// Typo is what a Problem about a typed value wraps: where the fault is and
// what would do instead. A form marks the place and offers the correction; it
// is never applied by itself.
type Typo struct {
	// Text is what was typed.
	Text string
	// At is the first character at fault, counted from 1; 0 means the whole.
	At int
	// Suggest is the corrected value, or empty.
	Suggest string
	// NeedsDomain means that Suggest becomes right when a comma and the DN of
	// the domain are put after it.
	NeedsDomain bool
}

// Error says where, in English, for the log.
func (t *Typo) Error() string {
	if t.At == 0 {
		return fmt.Sprintf("%q", check.Clean(t.Text))
	}
	return fmt.Sprintf("%q, character %d", check.Clean(t.Text), t.At)
}

// refuse makes the problem of a value that cannot be used.
func refuse(code check.Code, field string, detail, do check.Text) *check.Problem {
	return &check.Problem{Code: code, Detail: detail,
		Advice: check.Advice{Do: do, Who: check.You, Field: field}}
}
