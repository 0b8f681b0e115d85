package exchange

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

// Organization is a tenant as it calls itself, to be shown to a person before
// anything is saved.
type Organization struct {
	// ID is its GUID, Name what its people call it.
	ID, Name string
	// Domains are the verified ones, in lower case, the default first. Initial is
	// the one that Microsoft gave, such as "contoso.onmicrosoft.com".
	Domains []string
	Initial string
}

// Organization asks Graph about the tenant of the account. User.Read suffices.
// learn.microsoft.com/graph/api/organization-list
func (s *Session) Organization(ctx context.Context) (Organization, error) {
	return s.organization.get(ctx, func(ctx context.Context) (Organization, error) {
		var answer struct {
			Value []struct {
				ID       string `json:"id"`
				Name     string `json:"displayName"`
				Verified []struct {
					Name    string `json:"name"`
					Default bool   `json:"isDefault"`
					Initial bool   `json:"isInitial"`
				} `json:"verifiedDomains"`
			} `json:"value"`
		}
		err := s.fromGraph(ctx, "/v1.0/organization", url.Values{"$select": {"id,displayName,verifiedDomains"}}, &answer)
		if err != nil || len(answer.Value) == 0 {
			return Organization{}, err
		}
		one := answer.Value[0]
		o := Organization{ID: check.Clean(one.ID), Name: check.Clean(one.Name)}
		for _, d := range one.Verified {
			name := strings.ToLower(check.Clean(d.Name))
			switch {
			case d.Default:
				o.Domains = slices.Insert(o.Domains, 0, name)
			default:
				o.Domains = append(o.Domains, name)
			}
			if d.Initial {
				o.Initial = name
			}
		}
		return o, nil
	})
}

// Verified reports whether a UPN suffix of Active Directory is a domain of the
// tenant. A subdomain has to be verified itself.
func (o Organization) Verified(suffix string) bool {
	return slices.ContainsFunc(o.Domains, func(d string) bool { return strings.EqualFold(d, strings.TrimSuffix(suffix, ".")) })
}

// checkOrganization shows the tenant beside the UPN suffixes of Active
// Directory.
func (s *Session) checkOrganization(ctx context.Context) (check.Finding, error) {
	o, err := s.Organization(ctx)
	if err != nil {
		return check.Finding{}, s.explainGraph(err)
	}
	if o.ID == "" {
		return check.Finding{}, check.Skip{Why: check.T("entra.organization.silent", "Microsoft Graph says nothing about the tenant.")}
	}
	f := check.Finding{
		Found: check.T("entra.organization.found", "The tenant is {{.name}} ({{.id}}). Its verified domains: {{.domains}}.", "name", o.Name, "id", o.ID, "domains", strings.Join(o.Domains, ", ")),
		Facts: check.Facts{"tenantId": o.ID, "name": o.Name, "domains": o.Domains, "upnSuffixes": s.opts.UPNSuffixes},
	}
	var not []string
	for _, suffix := range s.opts.UPNSuffixes {
		if !o.Verified(suffix) {
			not = append(not, suffix)
		}
	}
	if len(not) == 0 {
		return f, nil
	}
	return f, suffixesNotVerified(o, not, len(not) == len(s.opts.UPNSuffixes))
}

// suffixesNotVerified warns: Entra Connect gives users with such a suffix a name
// in the initial domain. If no suffix fits, the tenant may be a wrong one.
// learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
func suffixesNotVerified(o Organization, not []string, all bool) *check.Problem {
	args := []any{"suffixes", strings.Join(not, ", "), "tenant", o.Name, "initial", o.Initial}
	p := &check.Problem{Code: "entra.suffix-not-verified",
		Detail: check.T("entra.suffix-not-verified", "The UPN suffix {{.suffixes}} of Active Directory is not a verified domain of {{.tenant}}. Users with it get a name in {{.initial}} in Microsoft 365.", args...),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.suffix-not-verified.do", "If users are to sign in with this suffix, verify it as a domain in the Microsoft 365 admin center, or give them a suffix that is verified. A suffix that cannot be verified, such as corp.local, is fine as long as no user has it.", args...)}}
	if all {
		p.Code = "entra.no-suffix-verified"
		p.Detail = check.T("entra.no-suffix-verified", "No UPN suffix of Active Directory ({{.suffixes}}) is a verified domain of {{.tenant}}. Is this the tenant that belongs to this directory?", args...)
	}
	return check.Warn(p)
}
