package exchange_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
)

// TestRequest reads the page as an administrator does, for what the account
// needs and for what it does not.
func TestRequest(t *testing.T) {
	page := func(features ...exchange.FeatureID) string {
		var b strings.Builder
		r := exchange.Request{Subject: exchange.Subject{Cloud: cloud.All()[0], Account: "svc@example.com"}, Plan: exchange.PlanFor(features, false),
			Tenant: "example.com", ClientID: "client-1", ConsentURL: "https://login.microsoftonline.com/example.com/v2.0/adminconsent?x"}
		for _, s := range r.Page() {
			b.WriteString(s.Title.String() + "\n")
			for _, l := range s.Lines {
				b.WriteString(l.String() + "\n")
			}
			b.WriteString(s.Copy + "\n")
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		page     string
		has, not []string
	}{
		"all features": {page(all...), []string{"svc@example.com", "Exchange.Manage – Microsoft says: Manage Exchange configuration", "adminconsent", "Mail Recipients", "access to every mailbox", "User Administrator", "New-RoleGroup", "fe930be7"}, []string{"openid", "RoleManagement.Read.Directory", "{{", "<no value>"}},
		"lists only":   {page("dl"), []string{"Distribution Groups", "Security Group Creation and Membership, advised."}, []string{"User Administrator", "Mail Recipients"}},
		"nothing":      {page(), []string{"Exchange.Manage"}, []string{"New-RoleGroup"}},
	} {
		for _, want := range c.has {
			if !strings.Contains(c.page, want) {
				t.Errorf("%s: no %q in\n%s", name, want, c.page)
			}
		}
		for _, never := range c.not {
			if strings.Contains(c.page, never) {
				t.Errorf("%s: %q in\n%s", name, never, c.page)
			}
		}
	}
}
