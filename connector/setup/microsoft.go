package setup

import (
	"errors"
	"strings"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/exchange"
)

// Microsoft returns what the Microsoft half needs, and what cannot be used. A
// missing application is not judged here: SignedOut says so where it matters.
func (a Answers) Microsoft(d Deps) (Microsoft, check.Problems) {
	var bad faults
	m := Microsoft{Account: strings.TrimSpace(a.Account), ClientID: strings.TrimSpace(a.ClientID), ReadRoles: a.ReadRoles}
	if m.ClientID == "" {
		m.ClientID = d.ClientID
	}
	var err error
	if m.Cloud, err = d.Cloud(a.Cloud); err != nil {
		bad.add(FieldCloud, unknownCloud(a, err))
	}
	m.Features, err = exchange.ParseFeatures(strings.Join(a.Features, ","))
	if err != nil {
		bad.add(FieldFeatures, unknownFeature(a.Features, err))
	} else if len(m.Features) == 0 {
		bad.add(FieldFeatures, noFeatures())
	}
	bad.add(FieldAccount, validAccount(m.Account))
	bad.add(FieldClientID, validClientID(m.ClientID))
	if m.WriteScope, err = exchange.ParseWriteScope(a.WriteScope); err != nil {
		bad.add(FieldWriteScope, badWriteScope(a.WriteScope, err))
	}
	if m.WriteScope != "" {
		m.ScopeFilter = strings.TrimSpace(a.ScopeFilter)
	}
	if t := strings.TrimSpace(a.Tenant); t != "" {
		if m.Tenant, err = entra.ParseTenant(t); err != nil {
			bad.add(FieldTenant, badTenant(t, err))
		}
	}
	return m, check.Problems(bad)
}

func unknownCloud(a Answers, err error) *check.Problem {
	var known []string
	for _, c := range cloud.All() {
		known = append(known, string(c.ID))
	}
	return &check.Problem{Code: "cloud.unknown", Err: err,
		Detail: check.T("cloud.unknown", "“{{.typed}}” is no Microsoft cloud that is known.", "typed", check.Clean(string(a.Cloud))),
		Advice: check.Advice{Who: check.You, Do: check.T("cloud.unknown.do", "Choose one of {{.known}}.", "known", strings.Join(known, ", "))}}
}

func unknownFeature(typed []string, err error) *check.Problem {
	var known []string
	for _, f := range exchange.Table().Features {
		known = append(known, string(f.ID))
	}
	return &check.Problem{Code: "features.unknown", Err: err,
		Detail: check.T("features.unknown", "“{{.typed}}” names something that is not known.", "typed", check.Clean(strings.Join(typed, ","))),
		Advice: check.Advice{Who: check.You, Do: check.T("features.unknown.do", "Choose among {{.known}}.", "known", strings.Join(known, ", "))}}
}

func badTenant(typed string, err error) *check.Problem {
	p := &check.Problem{Code: "tenant.syntax", Err: err,
		Detail: check.T("tenant.syntax", "“{{.typed}}” is neither a tenant ID nor a domain.", "typed", check.Clean(typed)),
		Advice: check.Advice{Who: check.You, Do: check.T("tenant.syntax.do", "Give the tenant ID, or a domain of the tenant such as example.onmicrosoft.com.")}}
	if errors.Is(err, entra.ErrSharedTenant) {
		p.Code, p.Detail = "tenant.shared", check.T("tenant.shared", "“{{.typed}}” stands for many tenants; the connection belongs to one.", "typed", check.Clean(typed))
	}
	return p
}

func badWriteScope(typed string, err error) *check.Problem {
	return &check.Problem{Code: "write-scope.syntax", Err: err,
		Detail: check.T("write-scope.syntax", "“{{.typed}}” cannot be the name of a write scope.", "typed", check.Clean(typed)),
		Advice: check.Advice{Who: check.You, Do: check.T("write-scope.syntax.do", "Type the name as Get-ManagementScope shows it, at most 64 visible characters, or leave the field empty for the whole organization.")}}
}

func noFeatures() *check.Problem {
	return &check.Problem{Code: "features.none",
		Detail: check.T("features.none", "Nothing is ticked."),
		Advice: check.Advice{Who: check.You, Do: check.T("features.none.do", "Tick at least one thing that Hire2Retire will manage in Exchange Online.")}}
}

// validAccount wants a UPN, or nothing: then the browser asks.
func validAccount(upn string) error {
	user, domain, ok := strings.Cut(upn, "@")
	if upn == "" || ok && user != "" && strings.Contains(domain, ".") && !strings.ContainsAny(upn, " \t\r\n/\\") && strings.Count(upn, "@") == 1 {
		return nil
	}
	return &check.Problem{Code: "account.syntax",
		Detail: check.T("account.syntax", "“{{.typed}}” is not the name of a Microsoft 365 account.", "typed", check.Clean(upn)),
		Advice: check.Advice{Who: check.You, Do: check.T("account.syntax.do", "Type it as svc-h2r@example.com, or leave it empty and choose the account in the browser.")}}
}

// validClientID wants a GUID, or nothing.
func validClientID(id string) error {
	if _, err := uuid.Parse(id); id == "" || err == nil && len(id) == 36 {
		return nil
	}
	return &check.Problem{Code: "client-id.syntax",
		Detail: check.T("client-id.syntax", "“{{.typed}}” is not an application (client) ID.", "typed", check.Clean(id)),
		Advice: check.Advice{Who: check.Entra, Do: check.T("client-id.syntax.do", "Copy the Application (client) ID from the app registration: 36 characters with hyphens.")}}
}

// plan is what the ticked features ask for.
func (m Microsoft) plan() Plan { return exchange.PlanFor(m.Features, m.ReadRoles).Within(m.WriteScope) }

// grant limits roles to the write scope that was chosen.
func (m Microsoft) grant(roles []string) exchange.Grant {
	return exchange.Grant{Roles: roles, WriteScope: m.WriteScope, ScopeFilter: m.ScopeFilter}
}

// subject is whom commands and scripts are about.
func (m Microsoft) subject() exchange.Subject {
	return exchange.Subject{Account: m.Account, Cloud: m.Cloud}
}
