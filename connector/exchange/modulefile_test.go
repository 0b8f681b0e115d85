package exchange_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/exchange"
)

// module is a module file with these commands, "Cmdlet Parameter Parameter …".
func module(commands ...string) string {
	var script strings.Builder
	var exported []string
	script.WriteString("function script:Write-ErrorMessage\n{\nparam([string] ${Message})\n}\n")
	for _, c := range commands {
		words := strings.Fields(c)
		exported = append(exported, words[0])
		fmt.Fprintf(&script, "\nfunction script:%s {\n[CmdletBinding(DefaultParameterSetName='Identity')]\nparam(\n", words[0])
		for i, p := range words[1:] {
			if i > 0 {
				script.WriteString(",\n")
			}
			fmt.Fprintf(&script, "    [Parameter(ParameterSetName='Identity', HelpMessage=')${Type}')]\n    [object] ${%s}", p)
		}
		script.WriteString(")\n    process { ${Shared} = ${Type}; Execute-Command ${BypassSecurityGroupManagerCheck} }\n}\n")
	}
	return moduleAnswer(script.String(), strings.Join(exported, ","))
}

func moduleAnswer(script, exported string) string {
	b, _ := json.Marshal(map[string]any{"value": []map[string]any{
		{"fileName": "x.psd1", "fileContent": "function script:Not-This {}"},
		{"fileName": "ExchangeOnline.psm1", "fileContent": script, "exportedCmdlets": exported},
	}})
	return string(b)
}

// serving returns a session whose account may run what the module file says.
// Cmdlets themselves are refused.
func serving(t *testing.T, answer string) *exchange.Session {
	t.Helper()
	s := newScripted(t, func(w http.ResponseWriter, r *http.Request, _ string) {
		if !strings.HasSuffix(r.URL.Path, "/EXOModuleFile") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		if r.Header.Get("CommandName") != "*" || r.Method != http.MethodGet {
			t.Errorf("the module file was asked for with %s %v", r.Method, r.Header)
		}
		io.WriteString(w, answer)
	})
	return s.session(t)
}

var (
	endUser = []string{
		"Get-DistributionGroup Identity ResultSize", "Get-DistributionGroupMember Identity", "Add-DistributionGroupMember Identity Member", "Remove-DistributionGroupMember Identity Member",
		"New-DistributionGroup Name Alias", "Set-DistributionGroup Identity Name", "Get-Mailbox Identity ResultSize", "Set-Mailbox Identity DisplayName", "Get-UnifiedGroup Identity",
	}
	distributionGroups = []string{"Get-DynamicDistributionGroup Identity", "New-DynamicDistributionGroup Name", "New-DistributionGroup Name IgnoreNamingPolicy", "Set-DistributionGroup Identity IgnoreNamingPolicy"}
	securityGroups     = []string{
		"Get-DistributionGroup Identity", "Add-DistributionGroupMember Identity Member BypassSecurityGroupManagerCheck",
		"Remove-DistributionGroupMember Identity Member BypassSecurityGroupManagerCheck", "New-DistributionGroup Name Type",
	}
	mailRecipients = []string{
		"Get-Mailbox Identity ResultSize RecipientTypeDetails", "Set-Mailbox Identity Type", "Add-MailboxPermission Identity User", "Remove-MailboxPermission Identity User", "Get-RecipientPermission Identity",
		"Add-RecipientPermission Identity", "Remove-RecipientPermission Identity", "Set-MailboxAutoReplyConfiguration Identity",
		"Get-UnifiedGroup Identity", "Add-UnifiedGroupLinks Identity", "Remove-UnifiedGroupLinks Identity", "Set-UnifiedGroup Identity", "New-UnifiedGroup DisplayName", "New-Mailbox EnableRoomMailboxAccount",
	}
)

// sum joins lists of commands as Exchange does, parameter by parameter.
func sum(lists ...[]string) []string {
	may := map[string][]string{}
	for _, c := range slices.Concat(lists...) {
		words := strings.Fields(c)
		may[words[0]] = append(may[words[0]], words[1:]...)
	}
	var out []string
	for name, parameters := range may {
		slices.Sort(parameters)
		out = append(out, name+" "+strings.Join(slices.Compact(parameters), " "))
	}
	slices.Sort(out)
	return out
}

// less drops a cmdlet, or a parameter "Cmdlet -Parameter".
func less(list []string, what string) []string {
	cmdlet, parameter, _ := strings.Cut(what, " -")
	var out []string
	for _, c := range list {
		words := strings.Fields(c)
		switch {
		case words[0] != cmdlet:
			out = append(out, c)
		case parameter != "":
			out = append(out, strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == parameter }), " "))
		}
	}
	return out
}

// TestRoleSets: what a set of commands proves. The sets that only look
// sufficient are the point.
func TestRoleSets(t *testing.T) {
	full := sum(endUser, distributionGroups, securityGroups, mailRecipients)
	for name, c := range map[string]struct {
		may      []string
		features []exchange.FeatureID
		want     []want
	}{
		"everything":               {full, all, []want{passed(dlRole), passed(groupRole), passed(mailRole)}},
		"only what every user has": {endUser, all, []want{failed(dlRole, "role.missing"), failed(groupRole, "role.missing"), failed(mailRole, "role.missing")}},
		"every user's cmdlets with one admin parameter": {sum(endUser, []string{"Set-DistributionGroup IgnoreNamingPolicy"}), []exchange.FeatureID{"dl", "mesg"}, []want{warned(dlRole, "role.owner-only"), failed(groupRole, "role.missing")}},
		"lists, without the second role":                {sum(endUser, distributionGroups), []exchange.FeatureID{"dl"}, []want{warned(dlRole, "role.owner-only")}},
		"security groups stand in for no lists":         {sum(endUser, securityGroups), []exchange.FeatureID{"dl", "mesg"}, []want{failed(dlRole, "role.missing"), passed(groupRole)}},
		"security groups without -Type":                 {less(full, "New-DistributionGroup -Type"), all, []want{warned(groupRole, "role.limited")}},
		"security groups without the bypass":            {less(full, "Add-DistributionGroupMember -BypassSecurityGroupManagerCheck"), all, []want{failed(groupRole, "role.missing"), passed(mailRole)}},
		"mailboxes without -Type":                       {less(full, "Set-Mailbox -Type"), []exchange.FeatureID{"shared"}, []want{failed(mailRole, "role.missing")}},
		"mailboxes without -Type, groups only":          {less(full, "Set-Mailbox -Type"), []exchange.FeatureID{"m365"}, []want{passed(mailRole)}},
		"groups but no members":                         {less(full, "Add-UnifiedGroupLinks"), []exchange.FeatureID{"m365", "shared"}, []want{failed(mailRole, "role.missing")}},
		"members in, none out":                          {less(full, "Remove-UnifiedGroupLinks"), []exchange.FeatureID{"m365"}, []want{warned(mailRole, "role.limited")}},
		"a reader":                                      {[]string{"Get-Mailbox RecipientTypeDetails", "Get-DistributionGroup", "Get-DistributionGroupMember", "Get-UnifiedGroup", "Get-DynamicDistributionGroup"}, all, []want{failed(dlRole, "role.missing"), failed(mailRole, "role.missing"), failed(groupRole, "role.missing")}},
		"a mailbox for rooms is not a shared one":       {full, append(all, "shared-create"), []want{failed(createRole, "role.missing"), passed(mailRole)}},
		"shared mailboxes can be created":               {sum(full, []string{"New-Mailbox Shared"}), append(all, "shared-create"), []want{passed(createRole)}},
	} {
		t.Run(name, func(t *testing.T) {
			meets(t, run(t, serving(t, module(c.may...)), c.features), c.want...)
		})
	}
}

// TestInventedRoleSets: accounts as other tenants have them, as far as their
// commands tell. Each says what the account can really do.
func TestInventedRoleSets(t *testing.T) {
	full := sum(endUser, distributionGroups, securityGroups, mailRecipients)
	recipientManagement := sum(endUser, distributionGroups, mailRecipients, []string{"New-Mailbox Name Shared Room", "Remove-Mailbox Identity", "New-MoveRequest Identity", "Get-MessageTrace Recipient"})
	everythingOf := append(all, exchange.CreateShared)
	lists, groups, mailboxes := []exchange.FeatureID{"dl"}, []exchange.FeatureID{"m365"}, []exchange.FeatureID{"shared"}
	for name, c := range map[string]struct {
		may      []string
		features []exchange.FeatureID
		want     []want
	}{
		"Organization Management": {sum(full, []string{"New-Mailbox Name Shared", "New-RoleGroup Name", "Set-TransportConfig Identity"}), everythingOf,
			[]want{passed(dlRole), passed(groupRole), passed(mailRole), passed(createRole)}},
		"Recipient Management, which has no bypass": {recipientManagement, everythingOf,
			[]want{warned(dlRole, "role.owner-only"), failed(groupRole, "role.missing"), passed(mailRole), passed(createRole)}},
		"View-Only Recipients beside the roles of a user": {sum(endUser, []string{"Get-Mailbox RecipientTypeDetails", "Get-DistributionGroup RecipientTypeDetails", "Get-UnifiedGroup Filter"}), all,
			[]want{failed(dlRole, "role.missing"), failed(groupRole, "role.missing"), failed(mailRole, "role.missing")}},
		"Mail Recipients less Set-Mailbox -Type, for mailboxes": {sum(endUser, less(mailRecipients, "Set-Mailbox -Type")), mailboxes, []want{failed(mailRole, "role.missing")}},
		"Mail Recipients less Set-Mailbox -Type, for groups":    {sum(endUser, less(mailRecipients, "Set-Mailbox -Type")), groups, []want{passed(mailRole)}},
		"Mail Recipients less Set-Mailbox":                      {less(mailRecipients, "Set-Mailbox"), mailboxes, []want{failed(mailRole, "role.missing")}},
		"Mail Recipients less Send As":                          {less(mailRecipients, "Add-RecipientPermission"), mailboxes, []want{warned(mailRole, "role.limited")}},
		"Mail Recipient Creation alone": {sum(endUser, []string{"New-Mailbox Name Shared", "New-DistributionGroup Name", "Get-Mailbox RecipientTypeDetails"}), everythingOf,
			[]want{passed(createRole), failed(mailRole, "role.missing"), failed(dlRole, "role.missing"), failed(groupRole, "role.missing")}},
		"a role for dynamic lists only":               {sum(endUser, []string{"New-DynamicDistributionGroup Name", "Set-DynamicDistributionGroup Identity"}), lists, []want{warned(dlRole, "role.owner-only")}},
		"a role that adds members to any list":        {sum(endUser, distributionGroups, []string{"Add-DistributionGroupMember Member BypassSecurityGroupManagerCheck"}), lists, []want{warned(dlRole, "role.owner-only")}},
		"a role that adds and removes in any list":    {sum(endUser, distributionGroups, securityGroups), lists, []want{passed(dlRole)}},
		"the bypass on Update alone":                  {sum(endUser, []string{"Update-DistributionGroupMember Members BypassSecurityGroupManagerCheck"}), []exchange.FeatureID{"mesg"}, []want{failed(groupRole, "role.missing")}},
		"a parameter that only begins like it":        {sum(endUser, []string{"Add-DistributionGroupMember BypassSecurityGroupManager", "New-DistributionGroup Types"}), []exchange.FeatureID{"mesg"}, []want{failed(groupRole, "role.missing")}},
		"a cmdlet that only ends like it":             {sum(endUser, []string{"ReAdd-DistributionGroupMember BypassSecurityGroupManagerCheck"}), []exchange.FeatureID{"mesg"}, []want{failed(groupRole, "role.missing")}},
		"everything in capitals":                      {upper(full), all, []want{passed(dlRole), passed(groupRole), passed(mailRole)}},
		"Mail Recipients without the roles of a user": {mailRecipients, []exchange.FeatureID{"m365", "shared"}, []want{passed(mailRole)}},
		"Security Group Creation and Membership alone": {securityGroups, []exchange.FeatureID{"dl", "mesg"},
			[]want{failed(dlRole, "role.missing"), passed(groupRole)}},
		"one harmless command": {[]string{"Get-Recipient Identity"}, all, []want{failed(dlRole, "role.missing"), failed(groupRole, "role.missing"), failed(mailRole, "role.missing")}},
	} {
		t.Run(name, func(t *testing.T) {
			meets(t, run(t, serving(t, module(c.may...)), c.features), c.want...)
		})
	}
}

// upper writes commands as no module file does, and as PowerShell takes them.
func upper(commands []string) []string {
	out := make([]string, len(commands))
	for i, c := range commands {
		out[i] = strings.ToUpper(c)
	}
	return out
}

// TestModuleFileForms: what is not understood is unknown, never missing.
func TestModuleFileForms(t *testing.T) {
	for name, c := range map[string]struct {
		answer  string
		connect want
		role    want
	}{
		"no value":                {`{}`, warned("exchange.connect", "exo.changed"), unknown(dlRole, "exo.changed")},
		"another type":            {`{"value":"x"}`, warned("exchange.connect", "exo.changed"), unknown(dlRole, "exo.changed")},
		"a script of other words": {moduleAnswer("Add-Type cmdlets.dll", "Get-Mailbox,Add-DistributionGroupMember"), warned("exchange.connect", "exo.changed"), unknown(dlRole, "exo.changed")},
		"names, and no parameters": {moduleAnswer("function script:Write-ErrorMessage {}\n", "Get-DistributionGroup,Get-DistributionGroupMember,Add-DistributionGroupMember,Get-DynamicDistributionGroup"),
			passed("exchange.connect"), warned(dlRole, "role.limited", "role.owner-only")},
		"a parameter that counts, untold": {moduleAnswer("function script:Write-ErrorMessage {}\n", "Get-DistributionGroup,Add-DistributionGroupMember"), passed("exchange.connect"), unknown(groupRole, "exo.changed")},
		"a block that does not end":       {moduleAnswer("function script:Add-DistributionGroupMember {\nparam(${Identity}", "Get-DistributionGroup,Add-DistributionGroupMember"), passed("exchange.connect"), unknown(groupRole, "exo.changed")},
		"a list with another separator":   {moduleAnswer("function script:Add-DistributionGroupMember {\nparam(${Identity})}\n", "Get-DistributionGroup;Add-DistributionGroupMember"), warned("exchange.connect", "exo.changed"), unknown(dlRole, "exo.changed")},
		"functions, and no list":          {moduleAnswer("function script:Set-Mailbox {\nparam(${Type})}\n", ""), warned("exchange.connect", "exo.changed"), unknown(mailRole, "exo.changed")},
		"a function that stands there twice": {moduleAnswer("function script:Get-DistributionGroup {\nparam(${Identity})}\nfunction script:Add-DistributionGroupMember {\nparam(${Member}, ${BypassSecurityGroupManagerCheck})}\nfunction script:Add-DistributionGroupMember {\nparam(${Member})}\n", "Get-DistributionGroup,Add-DistributionGroupMember"),
			passed("exchange.connect"), unknown(groupRole, "exo.changed")},
		"nothing is allowed": {moduleAnswer("function script:Write-ErrorMessage {}\n", ""), passed("exchange.connect"), failed(dlRole, "role.missing")},
	} {
		t.Run(name, func(t *testing.T) {
			meets(t, run(t, serving(t, c.answer), all), c.connect, c.role)
		})
	}
}

func TestCapabilities(t *testing.T) {
	s := serving(t, module("New-Mailbox Name Shared", "Get-Group"))
	may, err := s.Capabilities(t.Context())
	if err != nil || may.Len() != 2 {
		t.Fatalf("Capabilities = %d, %v", may.Len(), err)
	}
	for in, want := range map[exchange.Command]exchange.Verdict{
		{Cmdlet: "new-mailbox"}:                      exchange.Yes,
		{Cmdlet: "New-Mailbox", Parameter: "SHARED"}: exchange.Yes,
		{Cmdlet: "New-Mailbox", Parameter: "Type"}:   exchange.No, // stands in the body and in a help text
		{Cmdlet: "Get-Group"}:                        exchange.Yes,
		{Cmdlet: "Get-Group", Parameter: "Identity"}: exchange.No,
		{Cmdlet: "Write-ErrorMessage"}:               exchange.No, // a helper, not exported
		{Cmdlet: "Not-This"}:                         exchange.No,
		{Cmdlet: "Get-Mailbox"}:                      exchange.No,
	} {
		if got := may.Has(in); got != want {
			t.Errorf("Has(%s) = %v, want %v", in, got, want)
		}
	}
}
