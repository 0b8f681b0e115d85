package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

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

// wireEvidence is the file, version 1.
type wireEvidence struct {
	Version     int            `json:"version"`
	Kind        string         `json:"kind"`
	Account     string         `json:"account"`
	TenantID    string         `json:"tenantId"`
	By          string         `json:"by"`
	At          time.Time      `json:"at"`
	Assignments []wireAssigned `json:"assignments"`
	RoleGroups  []struct {
		Name    string   `json:"name"`
		Members []string `json:"members"`
	} `json:"roleGroups"`
	Entra []ReportedRole `json:"entraRoles"`
}

type wireAssigned struct {
	Role       string      `json:"role"`
	RoleType   string      `json:"roleType"`
	To         string      `json:"to"`
	ToType     string      `json:"toType"`
	WriteScope string      `json:"writeScope"`
	Entries    []wireEntry `json:"entries"`
}

type wireEntry struct {
	Cmdlet     string   `json:"cmdlet"`
	Parameters []string `json:"parameters"`
}

// MaxEvidence is how long a file of evidence may be.
const MaxEvidence = 256 << 10

// Why a file of evidence was refused.
var (
	ErrEvidenceSize = errors.New("the file is too large for evidence")
	ErrEvidenceText = errors.New("the file is not UTF-8 text")
	ErrEvidenceForm = errors.New("the file is not what the evidence script writes")
	ErrEvidenceNew  = errors.New("the file comes from a newer evidence script")
)

// ParseEvidence reads the file of the evidence script. It refuses what the
// script does not write: the rest of the file might be as wrong as that.
func ParseEvidence(data []byte) (Evidence, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case len(data) > MaxEvidence:
		return Evidence{}, ErrEvidenceSize
	case !utf8.Valid(data) || bytes.ContainsRune(data, 0):
		return Evidence{}, ErrEvidenceText // Windows PowerShell writes UTF-16 where it is asked to redirect
	}
	var version struct {
		Version int    `json:"version"`
		Kind    string `json:"kind"`
	}
	if json.Unmarshal(data, &version) != nil || version.Kind != "hire2retire-evidence" || version.Version < 1 {
		return Evidence{}, ErrEvidenceForm
	}
	if version.Version > 1 {
		return Evidence{}, ErrEvidenceNew
	}
	var w wireEvidence
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return Evidence{}, fmt.Errorf("%w: %w", ErrEvidenceForm, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Evidence{}, ErrEvidenceForm
	}
	if w.Account == "" || w.At.IsZero() {
		return Evidence{}, ErrEvidenceForm
	}
	return w.evidence(), nil
}

func (w wireEvidence) evidence() Evidence {
	e := Evidence{Account: check.Clean(w.Account), TenantID: check.Clean(w.TenantID), By: check.Clean(w.By), At: w.At, Entra: w.Entra}
	for _, a := range w.Assignments {
		one := Assignment{Role: a.Role, Type: a.RoleType, To: a.To, ToType: a.ToType, Scope: a.WriteScope}
		if a.Entries != nil {
			one.Entries = readEntries(a.Entries)
		}
		e.Assignments = append(e.Assignments, one)
	}
	return e
}

func readEntries(list []wireEntry) *Capabilities {
	c := newCapabilities()
	for _, e := range list {
		c.allow(e.Cmdlet, e.Parameters)
	}
	return &c
}

// Wanted is what evidence is judged by.
type Wanted struct {
	// Account is who the connection is for; evidence about another account says
	// nothing.
	Account  string
	Features []FeatureID
	// WriteScope is as in Options.
	WriteScope string
}

// EvidenceChecks judge evidence by the same table as Checks, under the same
// IDs. A role that is reported is likely, never proved.
func EvidenceChecks(e Evidence, w Wanted) []check.Check {
	plan := PlanFor(w.Features, false)
	var list []check.Check
	judged := func(id check.ID, title check.Text, judge func() (check.Finding, error)) {
		list = append(list, check.Check{ID: id, Title: title, Run: func(context.Context) (check.Finding, error) {
			if !strings.EqualFold(e.Account, w.Account) {
				return check.Finding{}, otherEvidence(e, w.Account)
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

func otherEvidence(e Evidence, account string) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "evidence.other-account",
		Detail: check.T("evidence.other-account", "The evidence is about {{.got}}, not about {{.want}}.", "got", e.Account, "want", account),
		Advice: check.Advice{Who: check.Exchange, Do: check.T("evidence.other-account.do", "Save the evidence script again for {{.want}}, run it, and import what it writes.", "want", account)}})
}
