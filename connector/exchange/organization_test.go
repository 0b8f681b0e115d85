package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/practice/tenant"
)

const organization check.ID = "entra.organization"

// TestOrganization: the tenant is shown with its name and its domains, beside
// the UPN suffixes of Active Directory.
func TestOrganization(t *testing.T) {
	for name, c := range map[string]struct {
		suffixes []string
		graph    []string
		faults   []string
		want     want
		says     string
	}{
		"no directory is known":          {nil, []string{"User.Read"}, nil, passed(organization), tenant.Domain + ", " + tenant.InitialDomain},
		"the suffix is verified":         {[]string{tenant.Domain}, []string{"User.Read"}, nil, passed(organization), "Practice (" + tenant.ID + ")"},
		"in other letters":               {[]string{"PRACTICE.example."}, []string{"User.Read"}, nil, passed(organization), ""},
		"one of two is not":              {[]string{tenant.Domain, "corp.local"}, []string{"User.Read"}, nil, warned(organization, "entra.suffix-not-verified"), "corp.local"},
		"a subdomain is not its domain":  {[]string{tenant.Domain, "berlin." + tenant.Domain}, []string{"User.Read"}, nil, warned(organization, "entra.suffix-not-verified"), "berlin."},
		"none is: another organization?": {[]string{"corp.local", "other.example"}, []string{"User.Read"}, nil, warned(organization, "entra.no-suffix-verified"), "corp.local, other.example"},
		"Graph is not asked":             {[]string{tenant.Domain}, nil, nil, skipped(organization), ""},
		"Graph is down":                  {[]string{tenant.Domain}, []string{"User.Read"}, []string{"graph-unavailable"}, unknown(organization, "graph.refused"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := practice(t, c.faults, c.graph...)
			o := in.options(c.graph...)
			o.UPNSuffixes = c.suffixes
			r := run(t, exchange.New(o), []exchange.FeatureID{exchange.DistributionLists})
			meets(t, r, c.want)
			res, _ := r.Find(organization, "")
			text := res.Found.String()
			if p := res.Problem(); p != nil {
				text = p.Detail.String()
			}
			if !strings.Contains(text, c.says) {
				t.Errorf("it says %q, want %q in it", text, c.says)
			}
		})
	}
}

// TestOrganizationOfManyDomains: the default domain comes first, the initial one
// is known, and an answer without a tenant says nothing.
func TestOrganizationOfManyDomains(t *testing.T) {
	a := newAnswers(mailRecipients...)
	a.graphToken = object{"scp": "User.Read"}
	a.graph["/v1.0/organization"] = object{"value": list{object{"id": "t-1", "displayName": "Contoso\u202e", "verifiedDomains": list{
		object{"name": "contoso.onmicrosoft.com", "isInitial": true}, object{"name": "Berlin.Example"}, object{"name": "contoso.example", "isDefault": true},
	}}}}
	o, err := a.session(t).Organization(t.Context())
	if err != nil || o.Name != "Contoso" || o.Initial != "contoso.onmicrosoft.com" || !slices.Equal(o.Domains, []string{"contoso.example", "contoso.onmicrosoft.com", "berlin.example"}) {
		t.Errorf("Organization = %+v, %v", o, err)
	}
	a.graph["/v1.0/organization"] = object{"value": list{}}
	meets(t, run(t, a.session(t), []exchange.FeatureID{exchange.SharedMailboxes}), skipped(organization))
}

// TestNotCustomized: a tenant that takes no role group yet is told of where a
// role is missing, and only there.
func TestNotCustomized(t *testing.T) {
	look := func(faults ...string) check.Report {
		in := practice(t, faults)
		return run(t, exchange.New(in.options()), []exchange.FeatureID{exchange.SharedMailboxes})
	}
	meets(t, look("not-customized"), passed(mailRole))
	r := look("not-customized", "role.missing.mail-recipients")
	meets(t, r, want{mailRole, "", check.Failed, []check.Code{"role.missing", "exo.not-customized"}})
	res, _ := r.Find(mailRole, "")
	if p := res.Problems[1]; !strings.Contains(p.Advice.Do.String(), "cannot be undone") || strings.Contains(res.Problems[0].Advice.Command, "\nEnable-OrganizationCustomization") {
		t.Errorf("the step that cannot be undone is not on its own: %+v", p.Advice)
	}
	// Who may not look is told nothing of it: the script looks again.
	meets(t, look("not-customized", "role.missing.mail-recipients", "roles-not-readable"), failed(mailRole, "role.missing"))
}

// TestReadOneThenCount: one object proves the road; a list that cannot be
// counted changes nothing.
func TestReadOneThenCount(t *testing.T) {
	in := practice(t, nil)
	run(t, exchange.New(in.options()), []exchange.FeatureID{exchange.SharedMailboxes})
	reads := 0
	for _, c := range in.Calls() {
		if c.Cmdlet == "Get-Mailbox" {
			reads++
		}
	}
	if reads != 2 {
		t.Errorf("Get-Mailbox was run %d times, want once for one mailbox and once to count", reads)
	}
}
