package terminal

import (
	"context"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// permissions shows what the two accounts must be allowed, before anything is
// asked.
func (f *face) permissions(ctx context.Context) error {
	s := f.sheet()
	s.title(f.say(check.T("permissions.directory", "In Active Directory: one of these two")))
	s.para(f.say(check.T("permissions.directory.lead", "Either is enough, and the wizard proves which one the account has.")))
	s.entry(f.say(check.T("permissions.delegated", "Delegated control on the target OUs")),
		f.say(check.T("permissions.delegated.text", "Recommended: the account can change nothing else. On OUs for users it creates, updates, enables, disables, moves, renames and deletes users and resets their passwords; on OUs for groups it changes the members.")))
	s.entry(f.say(check.T("permissions.admin", "Membership in Domain Admins")),
		f.say(check.T("permissions.admin.text", "Directly or through other groups. The account can then change everything in the domain, so its password deserves the same care as that of an administrator.")))
	s.title(f.say(check.T("permissions.exchange", "In Exchange Online and Entra ID")))
	for _, row := range setup.Features() {
		if row.Extra == "" {
			f.featureRow(s, row)
		}
	}
	s.title(f.say(check.T("permissions.role-group", "Exchange roles belong in one role group, the Entra role is separate")))
	s.para(f.say(check.T("permissions.role-group.text", "An Exchange administrator puts the roles in one role group and adds the account to it. The Entra role is assigned to the account in the Entra admin center. New roles can take up to an hour to arrive. You choose what is managed, and see the exact list, on the Exchange Online page.")))
	if err := f.read(ctx, s); err != nil {
		return err
	}
	return f.choose(ctx, check.T("terminal.what-next", "What next?"), f.onEveryStep(f.wayOn()), 0)
}

func (f *face) featureRow(s *sheet, row setup.Feature) {
	none := f.say(check.T("permissions.none", "none"))
	roles := func(names []string) string {
		if len(names) == 0 {
			return none
		}
		return strings.Join(names, ", ")
	}
	s.entry(f.say(row.Name), f.say(row.Explains))
	s.value(f.say(check.T("permissions.exchange-roles", "Exchange role")), roles(row.ExchangeRoles))
	s.value(f.say(check.T("permissions.entra-role", "Entra role")), roles(row.EntraRoles))
}
