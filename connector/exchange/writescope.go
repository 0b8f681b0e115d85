package exchange

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// maxScopeName is how long Exchange lets the name of a management scope be, in
// characters (New-ManagementScope, -Name).
const maxScopeName = 64

// Why the name of a write scope was refused.
var (
	ErrScopeLength = errors.New("the name of a write scope has 64 characters at most")
	ErrScopeSyntax = errors.New("the name of a write scope holds a character that cannot be typed")
)

// ParseWriteScope reads the name of a custom recipient write scope as an admin
// types it. Empty, and the word that the Exchange admin center uses for it,
// "Default", mean that the roles reach the whole organization.
func ParseWriteScope(s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case strings.EqualFold(s, "default"):
		return "", nil
	case utf8.RuneCountInString(s) > maxScopeName:
		return "", ErrScopeLength
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", ErrScopeSyntax
	}
	return s, nil
}

// Within returns the plan with all Exchange roles limited to a custom recipient
// write scope. Entra roles know no such scope.
func (p Plan) Within(writeScope string) Plan {
	p.WriteScope = writeScope
	return p
}

// Limit says how far the Exchange roles of the plan reach.
func (p Plan) Limit() check.Text {
	if p.WriteScope == "" {
		return check.T("exchange.write-scope.none", "The Exchange roles reach every group and mailbox of the organization. A custom write scope limits them to those that its filter names.")
	}
	return check.T("exchange.write-scope.chosen", "The Exchange roles are limited to the write scope {{.scope}}: what its filter does not name, the account can read, but not change.", "scope", p.WriteScope)
}

// reach is how far a role reaches, as its assignments tell.
type reach struct {
	// Told is set if there is an assignment that gives the role, and it may be
	// read. Otherwise nothing is known.
	Told bool
	// Scopes are the custom write scopes, if every assignment has one; none
	// means the whole organization.
	Scopes []string
	// Relative is set if all of them are relative to the account.
	Relative bool
}

// reachOf returns how far the assignments let the role reach. One that is not
// limited lets it reach everybody.
func reachOf(r Role, list []Assignment) reach {
	var out reach
	everybody := false
	out.Relative = true
	for _, a := range list {
		if !a.of(r) {
			continue
		}
		out.Told = true
		out.Relative = out.Relative && a.Relative
		everybody = everybody || a.Scope == ""
		out.Scopes = add(out.Scopes, check.Clean(a.Scope))
	}
	if everybody || !out.Told {
		out.Scopes, out.Relative = nil, false
	}
	return out
}

// limited reports the write scopes in a sentence, empty if there are none.
func (r reach) limited() string { return strings.Join(r.Scopes, ", ") }

// only reports whether the role is limited to just this write scope.
func (r reach) only(scope string) bool {
	return scope != "" && len(r.Scopes) == 1 && strings.EqualFold(r.Scopes[0], scope)
}

// against compares how far a role reaches with what was chosen; nil if that is
// the same, or not told.
func (r reach) against(role Role, chosen string) *check.Problem {
	seen := r.limited()
	switch {
	case r.Relative:
		return &check.Problem{Code: "role.relative-scope",
			Detail: check.T("role.relative-scope", "The role {{.role}} is assigned with the relative write scope {{.scopes}}: the account can change itself or what it owns, and nothing else.", "role", role.Name, "scopes", seen),
			Advice: check.Advice{Who: check.Exchange, Do: check.T("role.relative-scope.do", "Assign the role again without a relative write scope.")}}
	case !r.Told, r.only(chosen), chosen == "" && len(r.Scopes) == 0:
		return nil
	case chosen == "":
		return check.Warn(&check.Problem{Code: "role.limited-scope",
			Detail: check.T("role.limited-scope", "The role {{.role}} is limited to the write scope {{.scopes}}: nothing else can be changed.", "role", role.Name, "scopes", seen),
			Advice: check.Advice{Who: check.Exchange, Do: check.T("role.limited-scope.do", "If that is meant so, enter {{.scopes}} as the write scope of this connection. Otherwise set the write scope of the role group to Default.", "scopes", seen)}})
	case len(r.Scopes) == 0:
		return check.Warn(&check.Problem{Code: "role.wider-scope",
			Detail: check.T("role.wider-scope", "The role {{.role}} reaches the whole organization, although the write scope {{.chosen}} was chosen for this connection.", "role", role.Name, "chosen", chosen),
			Advice: check.Advice{Who: check.Exchange, Do: check.T("role.wider-scope.do", "Assign the role again with the write scope {{.chosen}}, and remove the assignment without one. The script of this program does the first and names the second.", "chosen", chosen)}})
	}
	return check.Warn(&check.Problem{Code: "role.other-scope",
		Detail: check.T("role.other-scope", "The role {{.role}} is limited to the write scope {{.scopes}}, but {{.chosen}} was chosen for this connection.", "role", role.Name, "scopes", seen, "chosen", chosen),
		Advice: check.Advice{Who: check.Exchange, Do: check.T("role.other-scope.do", "Correct the write scope of this connection, or assign the role with {{.chosen}} and remove the other assignment.", "chosen", chosen)}})
}
