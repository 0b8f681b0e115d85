package exchange_test

import (
	"errors"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/practice/tenant"
)

func TestParseWriteScope(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"  Berlin only ":        "Berlin only",
		"Default":               "",
		"default":               "",
		"O'Hara & Söhne":        "O'Hara & Söhne",
		strings.Repeat("ä", 64): strings.Repeat("ä", 64),
	} {
		if got, err := exchange.ParseWriteScope(in); err != nil || got != want {
			t.Errorf("ParseWriteScope(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]error{
		strings.Repeat("x", 65): exchange.ErrScopeLength,
		"Berlin\nonly":          exchange.ErrScopeSyntax,
		"Berlin\u202eonly":      exchange.ErrScopeSyntax,
		"Berlin\x00":            exchange.ErrScopeSyntax,
	} {
		if got, err := exchange.ParseWriteScope(in); !errors.Is(err, want) {
			t.Errorf("ParseWriteScope(%q) = %q, %v, want %v", in, got, err, want)
		}
	}
}

// TestWriteScope: a role that is limited as was chosen is proved, and says how
// far; one that is limited otherwise, or not at all, is not what was chosen.
func TestWriteScope(t *testing.T) {
	for name, c := range map[string]struct {
		faults []string
		chosen string
		want   want
		found  string
	}{
		"nothing chosen, nothing limited":  {nil, "", passed(mailRole), "Proved by commands"},
		"nothing chosen, yet limited":      {[]string{"write-scope-limited"}, "", warned(mailRole, "role.limited-scope"), "Proved, limited to the write scope Berlin only"},
		"limited as chosen":                {[]string{"write-scope-limited"}, tenant.WriteScope, passed(mailRole), "Proved, limited to the write scope Berlin only"},
		"limited as chosen, other letters": {[]string{"write-scope-limited"}, "BERLIN ONLY", passed(mailRole), "Proved, limited to the write scope Berlin only"},
		"limited to something else":        {[]string{"write-scope-limited"}, "Paris only", warned(mailRole, "role.other-scope"), "Proved, limited to the write scope Berlin only"},
		"chosen, but not limited":          {nil, tenant.WriteScope, warned(mailRole, "role.wider-scope"), "Proved by commands"},
		"chosen, but not to be seen":       {[]string{"write-scope-limited", "roles-not-readable"}, tenant.WriteScope, passed(mailRole), "was not proved"},
		"chosen, and the role is missing":  {[]string{"role.missing"}, tenant.WriteScope, failed(mailRole, "role.missing"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := practice(t, c.faults)
			o := in.options()
			o.WriteScope = c.chosen
			r := run(t, exchange.New(o), []exchange.FeatureID{exchange.SharedMailboxes})
			meets(t, r, c.want)
			res, _ := r.Find(mailRole, "")
			if got := res.Found.String(); !strings.Contains(got, c.found) || (c.found == "") != (got == "") {
				t.Errorf("found %q, want %q in it", got, c.found)
			}
			if c.want.status == check.Failed && !strings.Contains(res.Problem().Advice.Command, "-CustomRecipientWriteScope 'Berlin only'") {
				t.Errorf("the command grants more than was chosen:\n%s", res.Problem().Advice.Command)
			}
		})
	}
}

// TestOtherLimits: an administrative unit and the members of a group limit an
// assignment as a filter does.
func TestOtherLimits(t *testing.T) {
	for _, property := range []string{"CustomRecipientWriteScope", "RecipientAdministrativeUnitScope", "RecipientGroupScope", "RecipientOrganizationalUnitScope"} {
		a := newAnswers(sum(endUser, mailRecipients, []string{listing})...)
		a.cmdlets["Get-ManagementRoleAssignment"] = list{object{"Role": "Mail Recipients", "RoleAssigneeName": "Hire2Retire", "RoleAssigneeType": "RoleGroup", property: "Berlin"}}
		r := run(t, a.session(t), []exchange.FeatureID{exchange.SharedMailboxes})
		meets(t, r, warned(mailRole, "role.limited-scope"))
	}
}

// TestPlanWithin: a plan says how far the roles reach, and every way to grant
// them keeps to it.
func TestPlanWithin(t *testing.T) {
	whole := exchange.PlanFor(all, false)
	limited := whole.Within("O'Hara")
	if whole.WriteScope != "" || !strings.Contains(whole.Limit().String(), "every group and mailbox") {
		t.Errorf("the plan without a scope says %q", whole.Limit())
	}
	if !strings.Contains(limited.Limit().String(), "O'Hara") {
		t.Errorf("the plan within a scope says %q", limited.Limit())
	}
	subject := exchange.Subject{Account: "svc@example.com"}
	page := exchange.Request{Subject: subject, Plan: limited}.Page()
	text := ""
	for _, s := range page {
		text += s.Copy + "\n"
		for _, line := range s.Lines {
			text += line.String() + "\n"
		}
	}
	for _, want := range []string{
		limited.Limit().String(),
		"New-RoleGroup -Name 'Hire2Retire' -Roles 'Distribution Groups','Mail Recipients','Security Group Creation and Membership' -CustomRecipientWriteScope 'O''Hara' -Members 'svc@example.com'",
		"New-ManagementRoleAssignment -SecurityGroup 'Hire2Retire' -Role 'Mail Recipients' -CustomRecipientWriteScope 'O''Hara'",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the request lacks %q:\n%s", want, text)
		}
	}
	if free := exchange.GrantCommand(subject, exchange.Grant{Roles: []string{"Mail Recipients"}}); strings.Contains(free, "WriteScope") {
		t.Errorf("a grant for the whole organization is limited:\n%s", free)
	}
}
