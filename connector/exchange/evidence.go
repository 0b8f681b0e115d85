package exchange

import (
	"context"
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// Evidence is what the evidence script wrote down in an administrator's own
// session: reported, not proved.
type Evidence struct {
	Account  string
	TenantID string
	// By is who ran the script, At when.
	By string
	At time.Time
	// Assignments are the Exchange roles, Entra the directory roles.
	Assignments []Assignment
	Entra       []ReportedRole
}

// ReportedRole is a directory role.
type ReportedRole struct {
	Template string `json:"template"`
	// Scope is "/" for the whole tenant.
	Scope    string `json:"scope"`
	Eligible bool   `json:"eligible"`
}

// Wanted is what evidence is judged by.
type Wanted struct {
	// Account is who the connection is for; evidence about another account says
	// nothing.
	Account  string
	Features []FeatureID
	// WriteScope is as in Options.
	WriteScope string
	// TenantID is the tenant of the account, if it is known already.
	TenantID string
	// Now is when it is judged; zero means that its age does not matter.
	Now time.Time
}

// Evidence is good for a month: roles are given and taken in that time. A clock
// may be a little ahead of another.
const (
	evidenceAge  = 30 * 24 * time.Hour
	evidenceSkew = time.Hour
)

// EvidenceChecks judge evidence by the same table as Checks, under the same
// IDs. A role that is reported is likely, never proved.
func EvidenceChecks(e Evidence, w Wanted) []check.Check {
	plan := PlanFor(w.Features, false)
	var list []check.Check
	judged := func(id check.ID, title check.Text, judge func() (check.Finding, error)) {
		list = append(list, check.Check{ID: id, Title: title, Run: func(context.Context) (check.Finding, error) {
			if p := e.unfit(w); p != nil {
				return check.Finding{}, p
			}
			return judge()
		}})
	}
	for _, n := range append(plan.Exchange, plan.Entra...) {
		if n.Advised {
			continue
		}
		title := check.T("exchange.role", "The account has what the Exchange role {{.role}} gives", "role", n.Role.Name)
		judge := func() (check.Finding, error) { return e.exchangeRole(n, w.WriteScope) }
		if n.Role.Kind == EntraRole {
			title = check.T("entra.role", "The account holds the Entra role {{.role}}", "role", n.Role.Name)
			judge = func() (check.Finding, error) { return e.entraRole(n) }
		}
		judged(RoleCheck(n.Role), title, judge)
	}
	if len(plan.Exchange) > 0 {
		judged(OneRoleGroup, check.T("exchange.one-role-group", "The Exchange roles come from one role group"),
			func() (check.Finding, error) { return oneRoleGroup(plan, e.Assignments) })
	}
	return list
}

func (e Evidence) facts(n Needed) check.Facts {
	return check.Facts{"role": n.Role.Name, "features": ids(n.Features), "reportedBy": e.By, "reportedAt": e.At.UTC().Format(time.RFC3339)}
}

// args are who and when, for sentences.
func (e Evidence) args(role Role) []any {
	return []any{"account", e.Account, "role", role.Name, "by", e.By, "at", e.At.UTC().Format("2006-01-02 15:04 UTC")}
}

func (e Evidence) exchangeRole(n Needed, writeScope string) (check.Finding, error) {
	p := prove(n, Capabilities{})
	p.enrich(e.Assignments)
	f := check.Finding{Facts: e.facts(n)}
	if !p.Assigned {
		return f, &check.Problem{Code: "role.missing",
			Detail: check.T("role.missing.reported", "{{.by}} reported at {{.at}} that {{.account}} does not have what the role {{.role}} gives.", e.args(n.Role)...),
			Advice: check.Advice{Who: check.Exchange, Do: check.T("role.missing.do", "An Exchange administrator adds the role {{.role}} to a role group with {{.account}} in it. New roles take up to an hour; then check again.", e.args(n.Role)...)}}
	}
	ps := check.Problems{e.likely(n.Role)}
	if p.Reach.only(writeScope) {
		ps[0] = e.likelyWithin(n.Role, writeScope)
	}
	if everything, _ := given(n.Role, e.Assignments); !everything && len(p.Partly) > 0 {
		ps = append(ps, roleInPart(p))
	}
	if limit := p.Reach.against(n.Role, writeScope); limit != nil {
		ps = append(ps, limit)
	}
	return f, ps.Err()
}

// likely is as good as a row can get without a sign-in.
func (e Evidence) likely(r Role) *check.Problem {
	return check.Warn(&check.Problem{Code: "role.likely",
		Detail: check.T("role.likely.reported", "{{.by}} reported at {{.at}} that {{.account}} has the role {{.role}}. This was not proved.", e.args(r)...),
		Advice: check.Advice{Who: check.You, Do: check.T("role.likely.reported.do", "To have it proved, sign in as the service account.")}})
}

// likelyWithin is likely, for a role with just the write scope that was chosen.
func (e Evidence) likelyWithin(r Role, writeScope string) *check.Problem {
	p := e.likely(r)
	p.Detail = check.T("role.likely.reported.limited", "{{.by}} reported at {{.at}} that {{.account}} has the role {{.role}}, limited to the write scope {{.scope}}. This was not proved.", append(e.args(r), "scope", writeScope)...)
	return p
}

func (e Evidence) entraRole(n Needed) (check.Finding, error) {
	f := check.Finding{Facts: e.facts(n)}
	var seen *check.Problem
	for _, r := range e.Entra {
		if other, ok := serving(n.Role, r); ok {
			return f, e.likelyInstead(n.Role, other)
		}
		switch {
		case !strings.EqualFold(r.Template, n.Role.Template):
		case !r.Eligible && r.Scope == "/":
			return f, e.likely(n.Role)
		case r.Eligible:
			seen = &check.Problem{Code: "role.pim-eligible", Detail: check.T("role.pim-eligible", "{{.account}} is eligible for {{.role}} in Privileged Identity Management, but the role is not active.", e.args(n.Role)...)}
		case seen == nil:
			seen = &check.Problem{Code: "role.in-unit", Detail: check.T("role.in-unit", "{{.account}} holds {{.role}} for an administrative unit only, not for the tenant.", e.args(n.Role)...)}
		}
	}
	if seen == nil {
		seen = &check.Problem{Code: "role.missing", Detail: check.T("role.missing.entra", "The Entra role {{.role}} is not active for {{.account}}.", e.args(n.Role)...)}
	}
	seen.Advice = check.Advice{Who: check.Entra, Do: check.T("entra.role.do", "A Privileged Role Administrator assigns {{.role}} to {{.account}} in the Entra admin center, under Roles and administrators. Then check again, which gets a new token.", e.args(n.Role)...)}
	return f, seen
}

// serving returns the role that was reported for the whole tenant and serves in
// place of r.
func serving(r Role, reported ReportedRole) (Instead, bool) {
	i := slices.IndexFunc(r.Instead, func(in Instead) bool { return strings.EqualFold(in.Template, reported.Template) })
	if i < 0 || reported.Eligible || reported.Scope != "/" {
		return Instead{}, false
	}
	return r.Instead[i], true
}

// likelyInstead is likely, by another role than the documented one.
func (e Evidence) likelyInstead(r Role, other Instead) *check.Problem {
	p := e.likely(r)
	p.Detail = check.T("role.likely.reported.instead", "{{.by}} reported at {{.at}} that {{.account}} holds {{.other}}, which serves in place of {{.role}}. This was not proved.", append(e.args(r), "other", other.Name)...)
	return p
}

// unfit returns why the evidence says nothing about what is wanted, or nil.
func (e Evidence) unfit(w Wanted) *check.Problem {
	again := check.Advice{Who: check.Exchange, Do: check.T("evidence.other-account.do", "Save the evidence script again for {{.want}}, run it, and import what it writes.", "want", w.Account)}
	at := e.At.UTC().Format("2006-01-02 15:04 UTC")
	switch {
	case !strings.EqualFold(e.Account, w.Account):
		return check.CouldNot(&check.Problem{Code: "evidence.other-account", Advice: again,
			Detail: check.T("evidence.other-account", "The evidence is about {{.got}}, not about {{.want}}.", "got", e.Account, "want", w.Account)})
	case w.TenantID != "" && !strings.EqualFold(e.TenantID, w.TenantID):
		return check.CouldNot(&check.Problem{Code: "evidence.other-tenant", Advice: again,
			Detail: check.T("evidence.other-tenant", "The evidence is from the tenant {{.got}}, not from {{.want}}.", "got", e.TenantID, "want", w.TenantID)})
	case !w.Now.IsZero() && w.Now.Sub(e.At) > evidenceAge:
		return check.CouldNot(&check.Problem{Code: "evidence.old", Advice: again,
			Detail: check.T("evidence.old", "The evidence is of {{.at}}, more than 30 days ago. Roles may have been given or taken since.", "at", at)})
	case !w.Now.IsZero() && e.At.Sub(w.Now) > evidenceSkew:
		return check.CouldNot(&check.Problem{Code: "evidence.future", Advice: again,
			Detail: check.T("evidence.future", "The evidence is of {{.at}}, which is still to come. The clock of this computer or of the one that ran the script is wrong.", "at", at)})
	}
	return nil
}
