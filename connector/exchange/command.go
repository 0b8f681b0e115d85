package exchange

import (
	"strings"

	"hire2retire-setup/connector/cloud"
)

// RoleGroupName is the role group that the commands and scripts propose.
const RoleGroupName = "Hire2Retire"

// GrantCommand is what an Exchange administrator runs to give the account
// roles: it adds them to the role group, or makes the group. It stops before it
// changes anything where that cannot work: for an account without a mailbox, and
// in a tenant that needs a step first which cannot be undone. A write scope has
// to exist; RolesScript can make one, and can do without a mailbox.
func GrantCommand(s Subject, g Grant) string {
	group, upn, limit := Quote(g.group()), s.Account, ""
	if g.WriteScope != "" {
		limit = " -CustomRecipientWriteScope " + Quote(g.WriteScope)
	}
	var b strings.Builder
	b.WriteString(connectExchange(s.Cloud) + "\n")
	// One block: a throw ends it also where the lines are pasted into a console.
	b.WriteString("& {\n")
	b.WriteString("  if ((Get-User " + Quote(upn) + ").RecipientType -notin 'UserMailbox','MailUser') { throw 'Without a mailbox the account cannot be in a role group.' }\n")
	b.WriteString("  if ((Get-OrganizationConfig).IsDehydrated) { throw 'Run Enable-OrganizationCustomization first. It cannot be undone.' }\n")
	b.WriteString("  if (Get-RoleGroup " + group + " -ErrorAction SilentlyContinue) {\n")
	for _, r := range g.Roles {
		b.WriteString("    New-ManagementRoleAssignment -SecurityGroup " + group + " -Role " + Quote(r) + limit + "\n")
	}
	b.WriteString("    if ((Get-RoleGroupMember " + group + ").WindowsLiveID -notcontains " + Quote(upn) + ") { Add-RoleGroupMember -Identity " + group + " -Member " + Quote(upn) + " -BypassSecurityGroupManagerCheck }\n")
	b.WriteString("  } else {\n    New-RoleGroup -Name " + group + " -Roles " + quoteAll(g.Roles) + limit + " -Members " + Quote(upn) + "\n  }\n}")
	return b.String()
}

func connectExchange(c cloud.Cloud) string {
	s := "Connect-ExchangeOnline -ShowBanner:$false"
	if c.ExchangeEnvironment != "" {
		s += " -ExchangeEnvironmentName " + c.ExchangeEnvironment
	}
	return s
}

// EntraRoleCommand is what a Privileged Role Administrator runs to assign an
// Entra role in the whole tenant. For built-in roles the definition has the ID
// of the template.
func EntraRoleCommand(c cloud.Cloud, upn string, r Role) string {
	return connectGraph(c, "RoleManagement.ReadWrite.Directory", "User.Read.All") + "\n" +
		"$user = Get-MgUser -UserId " + Quote(upn) + "\n" +
		"New-MgRoleManagementDirectoryRoleAssignment -PrincipalId $user.Id -RoleDefinitionId " + Quote(r.Template) + " -DirectoryScopeId '/'"
}

func connectGraph(c cloud.Cloud, scopes ...string) string {
	s := "Connect-MgGraph -Scopes " + quoteAll(scopes)
	if c.GraphEnvironment != "" {
		s += " -Environment " + c.GraphEnvironment
	}
	return s
}
