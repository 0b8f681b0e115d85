package exchange_test

import (
	"regexp"
	"strings"
	"testing"

	"hire2retire-setup/connector/exchange"
)

// TestRemedies is what an auditor reads a script for: what it runs, in which
// order, and what it never does.
func TestRemedies(t *testing.T) {
	for name, c := range map[string]struct {
		// order are parts of the text that stand one after another.
		order []string
		never []string
	}{
		"roles": {
			order: []string{
				"Run it as a member of Organization Management",
				"It cannot be undone.",                       // said before anything
				"Remove-ManagementRoleAssignment -Identity",  // the way back
				"Remove-RoleGroupMember",                     //
				"left.Count -gt 1",                           // a group that others use stays
				"Remove-RoleGroup -Identity",                 //
				"Get-User -Identity",                         // who is it about
				"IsDehydrated",                               //
				"if (-not $AllowCustomization)",              // its own, confirmed step
				"{ Enable-OrganizationCustomization }",       //
				"Get-ManagementScope",                        // the write scope, if one was chosen
				"New-ManagementScope",                        //
				"-notin 'UserMailbox', 'MailUser'",           // can the account be a member
				"New-RoleGroup @create",                      //
				"Add-RoleGroupMember -Identity",              //
				"New roles take up to an hour",               // what to expect
				"Nothing was changed. Run again with -Apply", // the default
			},
			never: []string{"Remove-Mailbox", "Set-Mailbox", "-Force", "Update-RoleGroupMember"}, // the last one replaces members
		},
		"Entra role": {
			order: []string{
				"Run it as Privileged Role Administrator", "Remove-MgRoleManagementDirectoryRoleAssignment -UnifiedRoleAssignmentId", "holds $($Plan.role) already",
				"Nothing was changed", "New-MgRoleManagementDirectoryRoleAssignment", "-DirectoryScopeId '/'", "with its next sign-in",
			},
			never: []string{"Remove-MgUser", "62e90394", "Global Administrator'"},
		},
		"registration": {
			order: []string{
				"Run it as Cloud Application Administrator", "Remove-MgApplication -ApplicationId $old.applicationId",
				"Where-Object { $_.Value -eq $name }",      // IDs by their names in this tenant
				"has no permission", "Nothing was changed", //
				"-SignInAudience 'AzureADMyOrg'", "http://localhost", //
				"-AppRoleAssignmentRequired",                     // nobody else may use it
				"New-MgServicePrincipalAppRoleAssignedTo",        // but this account
				"-ConsentType 'Principal' -PrincipalId $user.Id", // permissions for it alone
				"Client ID:", "Tenant ID:",
			},
			never: []string{"AllPrincipals", "PasswordCredential", "KeyCredential", "Add-MgApplicationPassword", "AppRoleAssignment -", "ab4f2b77"},
		},
		"evidence": {
			order: []string{
				"It only reads.", "Run it with at least View-Only Configuration", "Get-ManagementRoleAssignment -RoleAssignee $Plan.account -Delegating $false",
				"Get-ManagementRoleEntry", "RecipientAdministrativeUnitScope", "Get-RoleGroupMember", "Get-MgRoleManagementDirectoryRoleAssignment", "EligibilitySchedule", "WriteAllText",
			},
			never: []string{"ReadWrite", "New-M", "Set-", "Remove-", "Add-R"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			text := every("svc@example.com")[name].Text
			at := 0
			for _, part := range c.order {
				i := strings.Index(text[at:], part)
				if i < 0 {
					t.Fatalf("%q does not follow:\n%s", part, text[max(0, at-200):min(len(text), at+400)])
				}
				at += i + len(part)
			}
			logic, _ := data(t, every("svc@example.com")[name])
			logic = regexp.MustCompile(`(?s)<#.*?#>`).ReplaceAllString(logic, "")
			for _, part := range c.never {
				if strings.Contains(logic, part) {
					t.Errorf("it has %q", part)
				}
			}
		})
	}
}

// TestRemedyForExactlyWhatIsMissing: the command of a row gives the role of the
// row, and no other.
func TestRemedyForExactlyWhatIsMissing(t *testing.T) {
	in := practice(t, []string{"role.missing"})
	r := run(t, exchange.New(in.options()), all)
	for _, role := range exchange.Table().Roles {
		res, ok := r.Find(exchange.RoleCheck(role), "")
		if !ok || role.Kind != exchange.ExchangeRole || res.Problem() == nil {
			continue
		}
		command := res.Problem().Advice.Command
		for _, other := range exchange.Table().Roles {
			if got := strings.Contains(command, "'"+other.Name+"'"); got != (other.ID == role.ID) {
				t.Errorf("the command of %s grants %s: %v\n%s", role.Name, other.Name, got, command)
			}
		}
	}
}

// TestWriteScopeInTheScript: whatever the scope and its filter are called, they
// are data; without a filter the script asks the administrator for one.
func TestWriteScopeInTheScript(t *testing.T) {
	who := exchange.Subject{Account: "svc@example.com"}
	for _, g := range []exchange.Grant{
		{Roles: []string{"Mail Recipients"}},
		{Roles: []string{"Mail Recipients"}, WriteScope: "Berlin only"},
		{Roles: []string{"Mail Recipients"}, WriteScope: "O'Hara\u2019s; calc", ScopeFilter: "CustomAttribute1 -eq 'x' -or Name -like '*'"},
	} {
		logic, plan := data(t, exchange.RolesScript(who, g))
		if plan["writeScope"] != g.WriteScope || plan["scopeFilter"] != g.ScopeFilter {
			t.Errorf("the data holds %v, want %+v", plan, g)
		}
		if !strings.Contains(logic, "Give -ScopeFilter to make it.") || !strings.Contains(logic, "with another write scope too") {
			t.Error("the script neither asks for a filter nor tells of an assignment that reaches further")
		}
	}
}
