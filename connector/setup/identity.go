package setup

import (
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
)

// Identity is who signed in and where, for a person to confirm before anything
// is saved. What Graph did not tell is empty.
type Identity struct {
	// Account is the UPN, Name what people call the account.
	Account, Name string
	// TenantID is a GUID; TenantName and Domains are as the tenant calls itself.
	TenantID, TenantName string
	Domains              []string
	// Cloud is Microsoft's name of the cloud.
	Cloud string
	// Typed is the account that was typed, if it is another one. Guest and Synced
	// say what else is unusual about the account.
	Typed         string
	Guest, Synced bool
}

// Identity returns who is signed in, and whether somebody is.
func (f *Flow) Identity() (Identity, bool) {
	account, ok := f.client.account()
	if !ok {
		return Identity{}, false
	}
	m, _ := f.answers.Microsoft(f.deps)
	id := Identity{Account: account.UPN, Name: account.Name, TenantID: account.TenantID, Cloud: m.Cloud.Name, Guest: account.Guest}
	if m.Account != "" && !strings.EqualFold(m.Account, account.UPN) {
		id.Typed = m.Account
	}
	report := f.proved[Exchange].report
	tenant, _ := report.Find(exchange.Tenant, "")
	id.TenantName, _ = tenant.Facts["name"].(string)
	id.Domains, _ = tenant.Facts["domains"].([]string)
	kind, _ := report.Find(exchange.AccountKind, "")
	id.Synced, _ = kind.Facts["synced"].(bool)
	return id, true
}

// Text is the identity in one sentence, for a face without room for more.
func (id Identity) Text() check.Text {
	args := []any{"account", id.Account, "tenant", id.TenantID, "name", id.TenantName, "cloud", id.Cloud}
	if id.TenantName == "" {
		return check.T("setup.identity", "Signed in as {{.account}} in the tenant {{.tenant}}, {{.cloud}}.", args...)
	}
	return check.T("setup.identity.named", "Signed in as {{.account}} in {{.name}} ({{.tenant}}), {{.cloud}}.", args...)
}
