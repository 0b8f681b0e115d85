package tenant_test

import (
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/practice/tenant"
)

// can reports whether the module file has the cmdlet, and the parameter after
// a space if there is one.
func can(may map[string][]string, what string) bool {
	cmdlet, parameter, _ := strings.Cut(what, " -")
	parameters, ok := may[cmdlet]
	return ok && (parameter == "" || slices.Contains(parameters, parameter))
}

// bypass is what it takes to change a group of somebody else.
const bypass = "Add-DistributionGroupMember -BypassSecurityGroupManagerCheck"

func TestRoleFaultsInTheModuleFile(t *testing.T) {
	for _, tt := range []struct {
		fault       string
		can, canNot []string
	}{
		{fault: "role.missing", can: []string{"New-DistributionGroup", "Add-DistributionGroupMember", "Get-Mailbox", "Set-Mailbox"},
			canNot: []string{bypass, "New-DistributionGroup -Type", "New-DistributionGroup -IgnoreNamingPolicy", "Set-DynamicDistributionGroup", "Set-Mailbox -Type", "Get-RecipientPermission", "Set-UnifiedGroup"}},
		{fault: "role.missing.distribution-groups", can: []string{bypass, "New-DistributionGroup -Type"}, canNot: []string{"Set-DynamicDistributionGroup", "New-DistributionGroup -IgnoreNamingPolicy"}},
		{fault: "role.missing.mail-recipients", can: []string{bypass, "Get-Mailbox"}, canNot: []string{"Set-Mailbox -Type", "Add-MailboxPermission", "Add-UnifiedGroupLinks", "Get-RecipientPermission"}},
		{fault: "role.missing.security-group-creation-and-membership", can: []string{"Set-DynamicDistributionGroup", "Set-Mailbox -Type"}, canNot: []string{bypass, "New-DistributionGroup -Type"}},
		{fault: "parameter-missing", can: []string{"Add-DistributionGroupMember", "New-DistributionGroup"}, canNot: []string{bypass, "New-DistributionGroup -Type"}},
		{fault: "custom-child-role", can: []string{bypass, "New-DistributionGroup -Type", "Set-DynamicDistributionGroup", "Set-Mailbox -Type", "Get-RecipientPermission"}},
		{fault: "restricted-child-role", can: []string{bypass, "Get-DynamicDistributionGroup", "Set-Mailbox -Type"}, canNot: []string{"Set-DynamicDistributionGroup", "New-DistributionGroup -Type"}},
		{fault: "role-group.scattered", can: []string{bypass, "Set-Mailbox -Type", "Set-DynamicDistributionGroup"}},
		{fault: "write-scope-limited", can: []string{bypass, "Set-Mailbox -Type", "Set-DynamicDistributionGroup"}},
		{fault: "too-many-roles", can: []string{bypass, "New-Mailbox -Shared", "New-RoleGroup"}},
		{fault: "roles-not-readable", can: []string{bypass}, canNot: []string{"Get-ManagementRoleAssignment", "Get-OrganizationConfig"}},
		{fault: "role-assignment-disabled", can: []string{"Get-ManagementRoleAssignment", "Add-DistributionGroupMember"}, canNot: []string{bypass, "Set-Mailbox -Type", "Set-DynamicDistributionGroup"}},
		{fault: "role-delegating-only", can: []string{"Get-ManagementRoleAssignment", "Add-DistributionGroupMember"}, canNot: []string{bypass, "Set-Mailbox -Type", "Set-DynamicDistributionGroup"}},
		{fault: "role-by-nested-group", can: []string{bypass, "Set-Mailbox -Type", "Set-DynamicDistributionGroup"}},
		{fault: "role-looks-sufficient", can: []string{"Add-DistributionGroupMember", "New-DistributionGroup", "Set-DynamicDistributionGroup"}, canNot: []string{bypass, "New-DistributionGroup -IgnoreNamingPolicy"}},
		{fault: "write-scope-exclusive", can: []string{bypass, "Set-Mailbox -Type"}},
		{fault: "write-scope-self", can: []string{bypass, "Set-Mailbox -Type"}},
		{fault: "role.missing.user-administrator", can: []string{bypass, "Add-UnifiedGroupLinks"}},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			may := newExchange(t, with(t, tt.fault), tenant.Account).module()
			for _, what := range tt.can {
				if !can(may, what) {
					t.Errorf("%s is not in the module file, want it there", what)
				}
			}
			for _, what := range tt.canNot {
				if can(may, what) {
					t.Errorf("%s is in the module file, want it missing", what)
				}
			}
		})
	}
}

func TestRoleGroupDelay(t *testing.T) {
	tn := with(t, "role-group-delay")
	e := newExchange(t, tn, tenant.Account)
	for call, want := range []bool{false, false, true} {
		if got := can(e.module(), bypass); got != want {
			t.Errorf("call %d: the role is in effect = %v, want %v", call, got, want)
		}
	}
}

func TestAccountWithoutRoles(t *testing.T) {
	e := newExchange(t, with(t, "no-roles"), tenant.Account)
	got := e.call(http.MethodGet, e.tn.Cloud().Exchange+"/AdminApi/v1.0/"+tenant.ID+"/EXOModuleFile", "")
	if got.StatusCode != http.StatusForbidden || !strings.Contains(string(got.body), "isn't assigned to any management roles") {
		t.Errorf("module file = %d %q, want 403 and the reason", got.StatusCode, got.body)
	}
}

// assignments lists "role from assignee" as the account itself may read it.
func assignments(t *testing.T, e *exchange) []string {
	t.Helper()
	var out []string
	for _, o := range e.invoke("Get-ManagementRoleAssignment", map[string]any{"RoleAssignee": tenant.Account, "Delegating": false}).output(t).Value {
		line := o["Role"].(string) + " from " + o["RoleAssigneeType"].(string) + " " + o["RoleAssigneeName"].(string)
		if scope, _ := o["CustomRecipientWriteScope"].(string); scope != "" {
			line += " within " + scope
		}
		out = append(out, line)
	}
	return out
}

// TestAssignmentsByState: the switches of Get-ManagementRoleAssignment choose by
// whether an assignment is on and what it is for; without one all are listed.
func TestAssignmentsByState(t *testing.T) {
	for _, tt := range []struct {
		fault     string
		asked     map[string]any
		want      bool // whether Mail Recipients is listed
		enabled   bool
		delegates string
	}{
		{fault: "role-assignment-disabled", want: true, enabled: false, delegates: "Regular"},
		{fault: "role-assignment-disabled", asked: map[string]any{"Enabled": true}},
		{fault: "role-assignment-disabled", asked: map[string]any{"Enabled": false}, want: true, enabled: false, delegates: "Regular"},
		{fault: "role-delegating-only", want: true, enabled: true, delegates: "DelegatingOrgWide"},
		{fault: "role-delegating-only", asked: map[string]any{"Delegating": false}},
		{fault: "role-delegating-only", asked: map[string]any{"Delegating": true}, want: true, enabled: true, delegates: "DelegatingOrgWide"},
		{fault: "role-by-nested-group", asked: map[string]any{"Delegating": false, "Enabled": true}, want: true, enabled: true, delegates: "Regular"},
	} {
		asked := map[string]any{"RoleAssignee": tenant.Account, "Role": "Mail Recipients"}
		maps.Copy(asked, tt.asked)
		list := newExchange(t, with(t, tt.fault), tenant.Account).invoke("Get-ManagementRoleAssignment", asked).output(t).Value
		if (len(list) == 1) != tt.want {
			t.Errorf("%s, asked with %v: %d are listed, want it listed: %v", tt.fault, tt.asked, len(list), tt.want)
			continue
		}
		if tt.want && (list[0]["Enabled"] != tt.enabled || list[0]["RoleAssignmentDelegationType"] != tt.delegates) {
			t.Errorf("%s: Enabled = %v, %v, want %v, %s", tt.fault, list[0]["Enabled"], list[0]["RoleAssignmentDelegationType"], tt.enabled, tt.delegates)
		}
	}
}

// TestWriteScopeKinds: Exchange names the kind of a write scope beside its name,
// which a relative one does not have.
func TestWriteScopeKinds(t *testing.T) {
	for fault, want := range map[string][2]string{
		"not-customized":        {"Organization", ""},
		"write-scope-limited":   {"CustomRecipientScope", tenant.WriteScope},
		"write-scope-exclusive": {"ExclusiveRecipientScope", tenant.WriteScope},
		"write-scope-self":      {"Self", ""},
	} {
		list := newExchange(t, with(t, fault), tenant.Account).invoke("Get-ManagementRoleAssignment", map[string]any{"RoleAssignee": tenant.Account, "Role": "Mail Recipients"}).output(t).Value
		if len(list) != 1 || list[0]["RecipientWriteScope"] != want[0] || list[0]["CustomRecipientWriteScope"] != want[1] {
			t.Errorf("%s: %v, want %q", fault, list, want)
		}
	}
}

func TestRoleAssignments(t *testing.T) {
	for fault, want := range map[string][]string{
		"custom-child-role":    {"Hire2Retire Distribution Groups from RoleGroup Hire2Retire"},
		"role-group.scattered": {"Distribution Groups from RoleGroup Hire2Retire", "Mail Recipients from RoleGroup Mailbox Helpers", "Security Group Creation and Membership from User " + tenant.Account},
		"write-scope-limited":  {"Mail Recipients from RoleGroup Hire2Retire within Berlin only"},
		"not-customized":       {"Mail Recipients from RoleGroup Hire2Retire", "MyDistributionGroups from RoleAssignmentPolicy Default Role Assignment Policy"},
	} {
		t.Run(fault, func(t *testing.T) {
			got := assignments(t, newExchange(t, with(t, fault), tenant.Account))
			for _, line := range want {
				if !slices.Contains(got, line) {
					t.Errorf("assignments = %q, want %q among them", got, line)
				}
			}
		})
	}
}

func TestReadingRoles(t *testing.T) {
	e := newExchange(t, with(t, "custom-child-role"), tenant.Account)
	names := func(cmdlet string, parameters map[string]any, property string) []string {
		var out []string
		for _, o := range e.invoke(cmdlet, parameters).output(t).Value {
			out = append(out, o[property].(string))
		}
		return out
	}
	if got, want := names("Get-RoleGroupMember", map[string]any{"Identity": "Hire2Retire"}, "WindowsLiveID"), []string{tenant.Account}; !slices.Equal(got, want) {
		t.Errorf("Get-RoleGroupMember = %q, want %q", got, want)
	}
	if got := names("Get-ManagementRole", map[string]any{"Identity": "Hire2Retire Mail Recipients"}, "Parent"); !slices.Equal(got, []string{"Mail Recipients"}) {
		t.Errorf("parent of the custom role = %q, want Mail Recipients", got)
	}
	if got := names("Get-ManagementRole", map[string]any{"Cmdlet": "New-Mailbox", "CmdletParameters": "Shared"}, "Name"); !slices.Equal(got, []string{"Mail Recipient Creation"}) {
		t.Errorf("roles with New-Mailbox -Shared = %q, want Mail Recipient Creation alone", got)
	}
	if got := names("Get-ManagementRoleEntry", map[string]any{"Identity": "*\\Get-RecipientPermission"}, "Role"); !slices.Equal(got, []string{"Mail Recipients", "Hire2Retire Mail Recipients"}) {
		t.Errorf("roles with Get-RecipientPermission = %q, want Mail Recipients and its child", got)
	}
	if got := names("Get-ManagementRoleAssignment", map[string]any{"Role": "Hire2Retire Mail Recipients", "GetEffectiveUsers": true}, "EffectiveUserName"); !slices.Equal(got, []string{"Hire2Retire service account"}) {
		t.Errorf("effective users = %q, want the service account", got)
	}
	if got := e.invoke("Get-ManagementRoleAssignment", map[string]any{"RoleAssignee": "nobody@practice.example"}); got.StatusCode != http.StatusNotFound {
		t.Errorf("assignments of nobody: status %d, want 404", got.StatusCode)
	}
}

func TestFiltersOfCmdlets(t *testing.T) {
	e := newExchange(t, with(t), tenant.Account)
	for _, tt := range []struct {
		cmdlet     string
		parameters map[string]any
		want       int
	}{
		{"Get-DistributionGroup", map[string]any{"Filter": "IsDirSynced -eq $true"}, 2},
		{"Get-DistributionGroup", map[string]any{"RecipientTypeDetails": "MailUniversalSecurity"}, 2},
		{"Get-Mailbox", map[string]any{"RecipientTypeDetails": "SharedMailbox"}, 3},
		{"Get-Mailbox", map[string]any{"Filter": "Name -eq 'Support'"}, 1},
		{"Get-Recipient", map[string]any{"Identity": "sales@practice.example"}, 1},
		{"Get-UnifiedGroup", map[string]any{"resultsize": "Unlimited"}, 2},
		{"Get-RecipientPermission", map[string]any{"ResultSize": 1}, 1},
		{"Get-MailboxPermission", map[string]any{"Identity": "Reception"}, 1},
		{"Get-User", map[string]any{"Identity": tenant.Account}, 1},
		{"Get-AcceptedDomain", nil, 2},
		{"Get-RoleGroup", map[string]any{"Identity": "Hire2Retire"}, 1},
	} {
		if got := len(e.invoke(tt.cmdlet, tt.parameters).output(t).Value); got != tt.want {
			t.Errorf("%s %v returned %d objects, want %d", tt.cmdlet, tt.parameters, got, tt.want)
		}
	}
	if got := e.invoke("Get-Mailbox", map[string]any{"Filter": "what is this"}); got.StatusCode != http.StatusBadRequest {
		t.Errorf("a filter nobody understands: status %d, want 400", got.StatusCode)
	}
}

func TestExchangeFaults(t *testing.T) {
	module := "/AdminApi/v1.0/" + tenant.ID + "/EXOModuleFile?Version=3.9.2"
	for _, tt := range []struct {
		fault    string
		statuses []int // of one call after another
		body     string
	}{
		{"exo.throttled", []int{429, 429, 429, 429}, "You have reached the maximum number of concurrent requests per tenant."},
		{"throttled-briefly", []int{429, 429, 200}, "function script:"},
		{"exchange-unavailable", []int{503, 503}, ""},
		{"module-file-gone", []int{404}, ""},
		{"module-file-changed", []int{200}, "Add-Type -Path"},
		{"exchange-powershell-off", []int{403}, "\x00\x00\x00"},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			tn := start(t, tenant.Options{Faults: []string{tt.fault}, RetryAfter: 7 * time.Second})
			e := newExchange(t, tn, tenant.Account)
			var got answer
			for i, want := range tt.statuses {
				got = e.call(http.MethodGet, tn.Cloud().Exchange+module, "")
				if got.StatusCode != want {
					t.Errorf("call %d: status %d, want %d", i, got.StatusCode, want)
				}
				if want == 429 && got.Header.Get("Retry-After") != "7" {
					t.Errorf("call %d: Retry-After %q, want 7", i, got.Header.Get("Retry-After"))
				}
			}
			if !strings.Contains(string(got.body), tt.body) || tt.fault == "module-file-changed" && strings.Contains(string(got.body), "function script:New-") {
				t.Errorf("body = %.200q, want %q", got.body, tt.body)
			}
		})
	}
}

func TestDehydrated(t *testing.T) {
	for fault, want := range map[string]bool{"not-customized": true, "role-by-group": false} {
		if got := newExchange(t, with(t, fault), tenant.Account).invoke("Get-OrganizationConfig", nil).output(t).Value[0]["IsDehydrated"]; got != want {
			t.Errorf("%s: IsDehydrated = %v, want %v", fault, got, want)
		}
	}
}

func TestMissingPermissionHasNoBody(t *testing.T) {
	if got := newExchange(t, with(t, "exo.scope-missing"), tenant.Account).invoke("Get-OrganizationConfig", nil); got.StatusCode != http.StatusForbidden || len(got.body) != 0 {
		t.Errorf("without Exchange.Manage: %d %q, want 403 without a body", got.StatusCode, got.body)
	}
}

func TestRevokedTokenIsReplacedByAnswering(t *testing.T) {
	tn := with(t, "tokens-revoked")
	c := msal(t, tn, "")
	o := attempt(t, tn, c, nil)
	if o.err != nil {
		t.Fatal(o.err)
	}
	e := newExchange(t, tn, tenant.Account)
	e.token = o.result.AccessToken
	got := e.invoke("Get-Mailbox", nil)
	_, quoted, _ := strings.Cut(got.Header.Get("WWW-Authenticate"), `error="insufficient_claims", claims="`)
	challenge, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(quoted, `"`))
	if got.StatusCode != http.StatusUnauthorized || err != nil || !strings.Contains(string(challenge), `"nbf"`) {
		t.Fatalf("revoked token: %d %q, want 401 with claims", got.StatusCode, got.Header.Get("WWW-Authenticate"))
	}
	res, err := c.AcquireTokenSilent(t.Context(), []string{tn.Cloud().ExchangeScope("Exchange.Manage")}, public.WithSilentAccount(o.result.Account), public.WithClaims(string(challenge)))
	if err != nil {
		t.Fatal(err)
	}
	e.token = res.AccessToken
	if got := e.invoke("Get-Mailbox", nil); got.StatusCode != http.StatusOK {
		t.Errorf("token with the claims: status %d, want 200", got.StatusCode)
	}
}
