package tenant

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// readers run the cmdlets that the product uses.
var readers = map[string]func(*world, *account, parameters) ([]object, *exoError){
	"Get-DistributionGroup":        recipients("Get-DistributionGroup", "MailUniversalDistributionGroup", "MailUniversalSecurityGroup"),
	"Get-DynamicDistributionGroup": recipients("Get-DynamicDistributionGroup", "DynamicDistributionGroup"),
	"Get-UnifiedGroup":             recipients("Get-UnifiedGroup", "GroupMailbox"),
	"Get-Mailbox":                  recipients("Get-Mailbox", "UserMailbox", "SharedMailbox"),
	"Get-Recipient":                recipients("Get-Recipient", "UserMailbox", "SharedMailbox", "MailUniversalDistributionGroup", "MailUniversalSecurityGroup", "DynamicDistributionGroup", "GroupMailbox"),
	"Get-User":                     readUsers,
	"Get-RecipientPermission":      readRecipientPermissions,
	"Get-MailboxPermission":        readMailboxPermissions,
	"Get-OrganizationConfig":       readOrganization,
	"Get-AcceptedDomain":           readDomains,
	"Get-RoleGroup":                readRoleGroups,
	"Get-RoleGroupMember":          readRoleGroupMembers,
	"Get-ManagementRole":           readRoles,
	"Get-ManagementRoleAssignment": readAssignments,
	"Get-ManagementRoleEntry":      readEntries,
}

// mailObjects are the recipients of the practice tenant: name, kind, and
// whether the object comes from the on-premises directory.
var mailObjects = []struct {
	name, alias, kind string
	synced            bool
}{
	{"All Staff", "all-staff", "MailUniversalDistributionGroup", false},
	{"Newcomers", "newcomers", "MailUniversalDistributionGroup", false},
	{"Sales", "sales", "MailUniversalDistributionGroup", true},
	{"Finance Approvers", "finance-approvers", "MailUniversalSecurityGroup", false},
	{"Building Access", "building-access", "MailUniversalSecurityGroup", true},
	{"Everyone in Berlin", "everyone-berlin", "DynamicDistributionGroup", false},
	{"Project North", "project-north", "GroupMailbox", false},
	{"Onboarding", "onboarding", "GroupMailbox", false},
	{"Reception", "reception", "SharedMailbox", false},
	{"Support", "support", "SharedMailbox", false},
	{"Payroll", "payroll", "SharedMailbox", true},
	{"Kim Example", "kim.example", "UserMailbox", true},
	{"Practice Admin", "admin", "UserMailbox", false},
	{"Hire2Retire service account", "svc-hire2retire", "UserMailbox", false},
}

// recipients returns a cmdlet that lists the mail objects of the kinds.
func recipients(cmdlet string, kinds ...string) func(*world, *account, parameters) ([]object, *exoError) {
	return func(_ *world, _ *account, p parameters) ([]object, *exoError) {
		var out []object
		for _, m := range mailObjects {
			if slices.Contains(kinds, m.kind) {
				out = append(out, object{
					"Identity": m.name, "Name": m.name, "DisplayName": m.name, "Alias": m.alias, "PrimarySmtpAddress": m.alias + "@" + Domain,
					"UserPrincipalName": m.alias + "@" + Domain, "RecipientTypeDetails": m.kind, "IsDirSynced": m.synced, "ManagedBy": []string{"Organization Management"},
					"ExternalDirectoryObjectId": objectID(m.alias),
				})
			}
		}
		if want := p.text("RecipientTypeDetails"); want != "" {
			out = slices.DeleteFunc(out, func(o object) bool { return !anyOf(want, o["RecipientTypeDetails"].(string)) })
		}
		return narrowed(out, p)
	}
}

// anyOf reports whether value is in a list with commas. Exchange takes the
// beginning of a name for the name.
func anyOf(list, value string) bool {
	for one := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(", []", r) }) {
		if len(one) <= len(value) && strings.EqualFold(one, value[:len(one)]) {
			return true
		}
	}
	return false
}

// objectID returns a GUID that is always the same for a name.
func objectID(name string) string {
	var n uint64
	for _, c := range name {
		n = n*131 + uint64(c)
	}
	h := strconv.FormatUint(n|1<<63, 16)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8000-" + h[4:16]
}

// filter is the one form of -Filter that the practice understands.
var filter = regexp.MustCompile(`^\s*(\w+)\s+-eq\s+['"$]?([^'"]*)['"]?\s*$`)

// narrowed applies Identity and Filter.
func narrowed(list []object, p parameters) ([]object, *exoError) {
	if m := filter.FindStringSubmatch(p.text("Filter")); m != nil {
		list = slices.DeleteFunc(list, func(o object) bool { return !strings.EqualFold(plain(o[m[1]]), m[2]) })
	} else if p.text("Filter") != "" {
		return nil, &exoError{status: 400, code: "BadRequest", message: "Error executing cmdlet", kind: "Microsoft.Exchange.Data.ParsingException", detail: "Invalid filter syntax."}
	}
	identity := p.text("Identity")
	if identity == "" {
		return list, nil
	}
	list = slices.DeleteFunc(list, func(o object) bool { return !identifies(o, identity) })
	if len(list) == 0 {
		return nil, notFound(identity)
	}
	return list, nil
}

func identifies(o object, identity string) bool {
	for _, property := range []string{"Identity", "Name", "DisplayName", "Alias", "PrimarySmtpAddress", "UserPrincipalName", "ExternalDirectoryObjectId"} {
		if strings.EqualFold(plain(o[property]), identity) {
			return true
		}
	}
	return false
}

func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func readUsers(w *world, _ *account, p parameters) ([]object, *exoError) {
	var out []object
	for _, a := range w.accounts {
		if a.tenant == ID {
			out = append(out, object{
				"Identity": a.name, "Name": a.name, "DisplayName": a.name, "UserPrincipalName": a.upn, "ExternalDirectoryObjectId": a.oid, "IsDirSynced": a.synced,
				"RecipientTypeDetails": map[bool]string{true: "User", false: "UserMailbox"}[a.unlicensed], "RemotePowerShellEnabled": true, "EXOModuleEnabled": !w.moduleDisabled,
			})
		}
	}
	return narrowed(out, p)
}

func readRecipientPermissions(_ *world, _ *account, p parameters) ([]object, *exoError) {
	out := []object{
		{"Identity": "Reception", "Trustee": "NT AUTHORITY\\SELF", "AccessControlType": "Allow", "AccessRights": []string{"SendAs"}, "IsInherited": false},
		{"Identity": "Support", "Trustee": "kim.example@" + Domain, "AccessControlType": "Allow", "AccessRights": []string{"SendAs"}, "IsInherited": false},
	}
	return narrowed(out, p)
}

func readMailboxPermissions(_ *world, _ *account, p parameters) ([]object, *exoError) {
	out := []object{{"Identity": "Reception", "User": "kim.example@" + Domain, "AccessRights": []string{"FullAccess"}, "IsInherited": false, "Deny": false}}
	return narrowed(out, p)
}

func readOrganization(w *world, _ *account, _ parameters) ([]object, *exoError) {
	return []object{{"Identity": InitialDomain, "Name": InitialDomain, "DisplayName": "Practice", "IsDehydrated": w.dehydrated, "IsMixedMode": false, "AdminDisplayVersion": "0.20 (15.20.0.0)"}}, nil
}

func readDomains(_ *world, _ *account, p parameters) ([]object, *exoError) {
	return narrowed([]object{
		{"Identity": Domain, "Name": Domain, "DomainName": Domain, "DomainType": "Authoritative", "Default": true},
		{"Identity": InitialDomain, "Name": InitialDomain, "DomainName": InitialDomain, "DomainType": "Authoritative", "Default": false},
	}, p)
}
