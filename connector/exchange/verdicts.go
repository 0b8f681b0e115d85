package exchange

import (
	"context"
	"strings"

	"hire2retire-setup/connector/check"
)

// grant is the command that gives the account roles, as far as was chosen.
func (s *Session) grant(roles ...string) string {
	return GrantCommand(Subject{Cloud: s.opts.Cloud, Account: s.knownUPN()}, Grant{Roles: roles, WriteScope: s.opts.WriteScope})
}

// regrant is the command for a role that reaches less or more than was chosen,
// where one more assignment is the cure; an assignment too many is for a person
// to take away.
func (s *Session) regrant(p proof) string {
	if p.Reach.Relative || s.opts.WriteScope != "" {
		return s.grant(p.Role.Name)
	}
	return ""
}

// roleMissing fails, and says how to give exactly what is missing.
func (s *Session) roleMissing(p proof) *check.Problem {
	advice := check.Advice{Who: check.Exchange, Command: s.grant(p.Role.Name),
		Do: check.T("role.missing.do", "An Exchange administrator adds the role {{.role}} to a role group with {{.account}} in it. New roles take up to an hour; then check again.", "role", p.Role.Name, "account", s.knownUPN())}
	if len(p.Missing) == 0 {
		return &check.Problem{Code: "role.missing", Advice: advice,
			Detail: check.T("role.missing.end-user", "{{.account}} has only what every user has for groups of their own. None of the commands that come with {{.role}} alone is there.", "account", s.knownUPN(), "role", p.Role.Name)}
	}
	return &check.Problem{Code: "role.missing", Advice: advice,
		Detail: check.T("role.missing", "{{.account}} may not run {{.commands}}, which the role {{.role}} gives.", "account", s.knownUPN(), "commands", strings.Join(written(p.Missing), ", "), "role", p.Role.Name)}
}

// notCustomized warns of a tenant that takes no role group yet, if the account
// may look: then the grant needs a step before it that cannot be undone.
// learn.microsoft.com/powershell/module/exchange/enable-organizationcustomization
func (s *Session) notCustomized(ctx context.Context, may Capabilities) check.Problems {
	if may.Has(Command{Cmdlet: "Get-OrganizationConfig"}) == No {
		return nil
	}
	dehydrated, err := s.dehydrated.get(ctx, func(ctx context.Context) (bool, error) {
		list, err := s.Invoke(ctx, "Get-OrganizationConfig", nil, "IsDehydrated")
		return len(list) == 1 && list[0].Bool("IsDehydrated"), err
	})
	if err != nil || !dehydrated {
		return nil
	}
	return check.Problems{check.Warn(&check.Problem{Code: "exo.not-customized",
		Detail: check.T("exo.not-customized", "This tenant was never customized, so Exchange Online refuses new role groups."),
		Advice: check.Advice{Who: check.Exchange, Command: connectExchange(s.opts.Cloud) + "\nEnable-OrganizationCustomization -Confirm",
			Do: check.T("exo.not-customized.do", "Run Enable-OrganizationCustomization once, before the role group is made. It cannot be undone, so decide it on its own: the script of this program runs it only with -AllowCustomization.")}})}
}

// roleOnItsWay warns: the role is assigned, and not yet in force.
func roleOnItsWay(p proof) *check.Problem {
	return check.Warn(&check.Problem{Code: "role.likely",
		Detail: check.T("role.likely.on-its-way", "The role {{.role}} is assigned, but Exchange Online does not act on it yet.", "role", p.Role.Name),
		Advice: check.Advice{Who: check.You, Do: check.T("role.likely.on-its-way.do", "Wait and check again: new roles take up to an hour.")}})
}

// roleByName warns: assigned, but not seen at work.
func roleByName(r Role) *check.Problem {
	return check.Warn(&check.Problem{Code: "role.likely",
		Detail: check.T("role.likely.by-name", "The role {{.role}} is assigned to the account. Whether it works could not be seen, because Exchange Online no longer tells which commands the account may run.", "role", r.Name),
		Advice: check.Advice{Who: check.You, Do: check.T("role.likely.by-name.do", "Look for a newer version of this program.")}})
}

// roleInPart warns of commands that a customer's own role leaves out.
func roleInPart(p proof) *check.Problem {
	return check.Warn(&check.Problem{Code: "role.limited",
		Detail: check.T("role.limited", "What the account has of the role {{.role}} leaves out {{.commands}}. Hire2Retire cannot do these things.", "role", p.Role.Name, "commands", strings.Join(written(p.Partly), ", ")),
		Advice: check.Advice{Who: check.Exchange, Do: check.T("role.limited.do", "Leave it so if it is meant so. Otherwise add the role {{.role}} itself to the role group.", "role", p.Role.Name)}})
}
