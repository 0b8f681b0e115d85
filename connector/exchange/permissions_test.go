package exchange_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
)

// TestTable pins what the documentation of the product asks for, row by row.
func TestTable(t *testing.T) {
	for _, c := range []struct {
		features        string
		exchange, entra []string
		advised         []string
	}{
		{"dl", []string{"Distribution Groups"}, nil, []string{"Security Group Creation and Membership"}},
		{"m365", []string{"Mail Recipients"}, []string{"User Administrator"}, nil},
		{"mesg", []string{"Security Group Creation and Membership"}, nil, nil},
		{"shared", []string{"Mail Recipients"}, nil, nil},
		{"shared-create", []string{"Mail Recipients", "Mail Recipient Creation"}, nil, nil},
		{"dl,m365,mesg,shared", []string{"Distribution Groups", "Mail Recipients", "Security Group Creation and Membership"}, []string{"User Administrator"}, nil},
		{"", nil, nil, nil},
	} {
		ids, err := exchange.ParseFeatures(c.features)
		if err != nil {
			t.Fatal(err)
		}
		p := exchange.PlanFor(ids, false)
		var entra, advised []string
		for _, n := range p.Entra {
			entra = append(entra, n.Role.Name)
		}
		for _, n := range p.Exchange {
			if n.Advised {
				advised = append(advised, n.Role.Name)
				if n.Because.IsZero() {
					t.Errorf("%s: %s is advised without a reason", c.features, n.Role.Name)
				}
			}
		}
		if got := p.RoleNames(false); !slices.Equal(got, c.exchange) || !slices.Equal(entra, c.entra) || !slices.Equal(advised, c.advised) {
			t.Errorf("%s: Exchange %v, Entra %v, advised %v, want %v, %v, %v", c.features, got, entra, advised, c.exchange, c.entra, c.advised)
		}
	}
}

func TestParseFeatures(t *testing.T) {
	for in, want := range map[string]string{
		" M365 , dl ":          "dl,m365",
		"dl,dl,":               "dl",
		"shared-create":        "shared,shared-create",
		"shared-create,shared": "shared,shared-create",
	} {
		got, err := exchange.ParseFeatures(in)
		var names []string
		for _, id := range got {
			names = append(names, string(id))
		}
		if err != nil || strings.Join(names, ",") != want {
			t.Errorf("ParseFeatures(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	if _, err := exchange.ParseFeatures("dl,mailboxes"); err == nil || !strings.Contains(err.Error(), "shared-create") {
		t.Errorf("an unknown feature = %v, want an error that lists the known ones", err)
	}
}

func TestScopes(t *testing.T) {
	world := cloud.All()[0]
	for _, c := range []struct {
		authoritative bool
		want          []string
	}{
		{false, []string{"https://outlook.office365.com/Exchange.Manage", "https://graph.microsoft.com/User.Read"}},
		{true, []string{"https://outlook.office365.com/Exchange.Manage", "https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/RoleManagement.Read.Directory"}},
	} {
		if got := exchange.PlanFor(all, c.authoritative).LongScopes(world); !slices.Equal(got, c.want) {
			t.Errorf("LongScopes = %v, want %v", got, c.want)
		}
	}
	for _, s := range exchange.Table().Scopes {
		if s.Title == "" || s.Wording == "" || s.Why.T().String() == "" {
			t.Errorf("%s: Microsoft's words or ours are missing", s.Name)
		}
	}
}

func TestTexts(t *testing.T) {
	texts := exchange.Table().Texts()
	if len(texts) < 20 {
		t.Fatalf("%d texts", len(texts))
	}
	for _, text := range texts {
		if text.Key == "" || text.String() == "" || check.Clean(text.String()) == "" || strings.Contains(text.String(), "{{") {
			t.Errorf("text %q = %q", text.Key, text)
		}
	}
}

// TestParsePermissionsRefuses breaks the table in one place at a time.
func TestParsePermissionsRefuses(t *testing.T) {
	good, err := os.ReadFile("permissions.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exchange.ParsePermissions(good); err != nil {
		t.Fatal(err)
	}
	for name, replace := range map[string][2]string{
		"a newer version":           {`"version": 1`, `"version": 2`},
		"an unknown field":          {`"version": 1`, `"version": 1, "extra": 1`},
		"a role nobody knows":       {`{"role": "mail-recipient-creation"`, `{"role": "mail-creation"`},
		"no kind":                   {`"id": "mail-recipients", "kind": "exchange"`, `"id": "mail-recipients", "kind": "x"`},
		"nothing that tells admins": {`"adminOnly": ["New-Mailbox -Shared"]`, `"adminOnly": []`},
		"no template":               {`"template": "fe930be7-5e62-47db-91af-98c3a49a38b1"`, `"template": ""`},
		"an extra of nothing":       {`"extends": "shared"`, `"extends": "mailboxes"`},
		"a need without commands":   {`"must": ["New-Mailbox -Shared"]`, `"must": []`},
		"a command that is none":    {`"must": ["New-Mailbox -Shared"]`, `"must": ["New-Mailbox; rm"]`},
		"two parameters":            {`"must": ["New-Mailbox -Shared"]`, `"must": ["New-Mailbox -Shared -Name"]`},
		"advice without commands":   {`"gives": ["Add-DistributionGroupMember -BypassSecurityGroupManagerCheck", "Remove-DistributionGroupMember -BypassSecurityGroupManagerCheck"]`, `"gives": []`},
		"reading that writes":       {`"read": {"cmdlet": "Get-UnifiedGroup"}`, `"read": {"cmdlet": "Set-UnifiedGroup"}`},
		"a text that stands twice":  {`"permission.feature.dl.why"`, `"permission.feature.dl"`},
		"a text without words":      {`"text": "Part of every sign-in."`, `"text": ""`},
		"a feature that needs nothing": {`"needs": [
        {"role": "mail-recipient-creation", "must": ["New-Mailbox -Shared"]}
      ]`, `"needs": []`},
	} {
		bad := strings.Replace(string(good), replace[0], replace[1], 1)
		if bad == string(good) {
			t.Fatalf("%s: %s is not in the table", name, replace[0])
		}
		if _, err := exchange.ParsePermissions([]byte(bad)); err == nil {
			t.Errorf("ParsePermissions accepts %s", name)
		}
	}
}
