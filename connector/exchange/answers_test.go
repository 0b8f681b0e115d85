package exchange_test

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/secret"
)

// answers is a Microsoft in a nutshell: what it answers to each cmdlet and to
// each address of Graph.
type answers struct {
	// module are the commands of the account.
	module []string
	// cmdlets holds the values by cmdlet; a number is a status instead.
	cmdlets map[string]any
	// graph holds the answer by path; a number is a status instead.
	graph map[string]any
	// token and graphToken are claims; a nil graphToken means no Graph.
	token, graphToken object
	// graphProblem is why there is no token for Graph.
	graphProblem error
}

func newAnswers(module ...string) answers {
	return answers{module: module, cmdlets: map[string]any{}, graph: map[string]any{},
		token: object{"tid": "t-1", "oid": "o-1", "upn": "svc@example.com", "scp": "Exchange.Manage", "wids": list{"b79fbf4d-3ef9-4689-8143-76b194e85509"}}}
}

// session returns a session that gets these answers.
func (a answers) session(t *testing.T) *exchange.Session {
	t.Helper()
	s := newScripted(t, func(w http.ResponseWriter, r *http.Request, body string) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/EXOModuleFile"):
			io.WriteString(w, module(a.module...))
		case strings.HasSuffix(r.URL.Path, "/InvokeCommand"):
			give(w, a.cmdlets[r.Header.Get("X-CmdletName")], true)
		default:
			give(w, a.graph[r.URL.Path], false)
		}
	})
	own, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	o := exchange.Options{Cloud: cloud.Cloud{Exchange: s.URL, Graph: s.URL, CA: roots, ExchangeHosts: []string{own.Host}}, Token: tokenOf(a.token, nil),
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	if a.graphToken != nil || a.graphProblem != nil {
		o.GraphToken = tokenOf(a.graphToken, a.graphProblem)
	}
	e := exchange.New(o)
	t.Cleanup(e.Close)
	return e
}

// give answers with a status, a list of objects, or JSON as it is.
func give(w http.ResponseWriter, answer any, cmdlet bool) {
	status, ok := answer.(int)
	switch {
	case ok:
		w.WriteHeader(status)
		return
	case answer == nil:
		w.WriteHeader(http.StatusForbidden)
		return
	case cmdlet:
		answer = object{"value": answer}
	}
	if text, ok := answer.(string); ok {
		io.WriteString(w, text)
		return
	}
	json.NewEncoder(w).Encode(answer)
}

func tokenOf(claims object, err error) func(context.Context, bool) (secret.Text, error) {
	payload, _ := json.Marshal(claims)
	return func(context.Context, bool) (secret.Text, error) {
		return secret.New("h." + base64.RawURLEncoding.EncodeToString(payload) + ".s"), err
	}
}

// listing is what an account needs to list its role assignments.
const listing = "Get-ManagementRoleAssignment RoleAssignee Delegating"

// TestAssignments: what the role assignments add to the proof by commands.
func TestAssignments(t *testing.T) {
	everything := sum(endUser, distributionGroups, securityGroups, mailRecipients, []string{listing})
	given := func(rows ...object) list {
		var out list
		for _, r := range rows {
			out = append(out, r)
		}
		return out
	}
	row := func(role, to, toType, scope string) object {
		return object{"Role": role, "RoleAssigneeName": to, "RoleAssigneeType": toType, "CustomRecipientWriteScope": scope}
	}
	for name, c := range map[string]struct {
		module  []string
		cmdlets map[string]any
		want    []want
	}{
		"assigned, and not yet in force": {append(endUser, listing), map[string]any{"Get-ManagementRoleAssignment": given(row("Mail Recipients", "Hire2Retire", "RoleGroup", ""))},
			[]want{warned(mailRole, "role.likely"), failed(dlRole, "role.missing"), passed("exchange.one-role-group")}},
		"one assignment reaches everybody": {everything, map[string]any{"Get-ManagementRoleAssignment": given(row("Mail Recipients", "A", "RoleGroup", "Berlin"), row("Mail Recipients", "B", "RoleGroup", ""))},
			[]want{passed(mailRole)}},
		"each assignment is narrow": {everything, map[string]any{"Get-ManagementRoleAssignment": given(row("Mail Recipients", "A", "RoleGroup", "Berlin"), row("Mail Recipients", "B", "RoleGroup", "Paris"))},
			[]want{warned(mailRole, "role.limited-scope")}},
		"over itself, and over Berlin": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RecipientWriteScope": "Self"}, row("Mail Recipients", "B", "RoleGroup", "Berlin"))},
			[]want{warned(mailRole, "role.limited-scope")}},
		"over itself, and over everybody": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RecipientWriteScope": "Self"}, object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RecipientWriteScope": "Organization"})},
			[]want{passed(mailRole)}},
		"over its own groups alone": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RecipientWriteScope": "MyDistributionGroups"})},
			[]want{failed(mailRole, "role.relative-scope")}},
		"one that is off does not widen it": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "Enabled": false}, row("Mail Recipients", "B", "RoleGroup", "Berlin"))},
			[]want{warned(mailRole, "role.limited-scope")}},
		"nor does one to pass on": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RoleAssignmentDelegationType": "DelegatingOrgWide"}, row("Mail Recipients", "B", "RoleGroup", "Berlin"))},
			[]want{warned(mailRole, "role.limited-scope")}},
		"in an administrative unit": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RecipientAdministrativeUnitScope": "Berlin", "RecipientWriteScope": "AdministrativeUnit"})},
			[]want{warned(mailRole, "role.limited-scope")}},
		"in an organizational unit": {everything, map[string]any{"Get-ManagementRoleAssignment": given(object{"Role": "Mail Recipients", "RoleAssigneeName": "A", "RoleAssigneeType": "RoleGroup", "RecipientOrganizationalUnitScope": "example.com/Berlin", "RecipientWriteScope": "OU"})},
			[]want{warned(mailRole, "role.limited-scope")}},
		"the roles of users do not count": {append(endUser, listing), map[string]any{"Get-ManagementRoleAssignment": given(row("Mail Recipients", "Default Role Assignment Policy", "RoleAssignmentPolicy", ""))},
			[]want{failed(mailRole, "role.missing"), skipped("exchange.one-role-group")}},
		"a role of their own that tells nothing of itself": {append(endUser, listing), map[string]any{"Get-ManagementRoleAssignment": given(row("Our Role", "A", "RoleGroup", "")), "Get-ManagementRole": 403},
			[]want{failed(mailRole, "role.missing"), skipped("exchange.one-role-group")}},
		"a role of their own that is enough, on its way": {append(endUser, listing), map[string]any{
			"Get-ManagementRoleAssignment": given(row("Our Role", "A", "RoleGroup", "")), "Get-ManagementRole": list{object{"Name": "Our Role", "RoleType": "MailRecipients"}},
			"Get-ManagementRoleEntry": list{
				object{"Name": "Get-Mailbox", "Parameters": list{"RecipientTypeDetails"}}, object{"Name": "Set-Mailbox", "Parameters": list{"Type"}}, object{"Name": "Add-MailboxPermission", "Parameters": list{}},
				object{"Name": "Get-UnifiedGroup", "Parameters": list{}}, object{"Name": "Add-UnifiedGroupLinks", "Parameters": list{}},
			}}, []want{warned(mailRole, "role.likely")}},
		"a role of their own that is not enough": {append(endUser, listing), map[string]any{
			"Get-ManagementRoleAssignment": given(row("Our Role", "A", "RoleGroup", "")), "Get-ManagementRole": list{object{"Name": "Our Role", "RoleType": "MailRecipients"}},
			"Get-ManagementRoleEntry": list{object{"Name": "Get-Mailbox", "Parameters": list{}}},
		}, []want{failed(mailRole, "role.missing")}},
		"only to the account itself": {everything, map[string]any{"Get-ManagementRoleAssignment": given(row("Mail Recipients", "svc", "User", ""), row("Distribution Groups", "svc", "User", ""))},
			[]want{warned("exchange.one-role-group", "role-group.scattered")}},
		"two groups, one of which gives all": {everything, map[string]any{"Get-ManagementRoleAssignment": given(
			row("Mail Recipients", "A", "RoleGroup", ""), row("Mail Recipients", "B", "RoleGroup", ""), row("Distribution Groups", "B", "RoleGroup", ""))},
			[]want{passed("exchange.one-role-group")}},
		"Exchange fails to list them":   {everything, map[string]any{"Get-ManagementRoleAssignment": 500}, []want{passed(mailRole), unknown("exchange.one-role-group", "exo.unavailable")}},
		"Exchange lists something else": {everything, map[string]any{"Get-ManagementRoleAssignment": "x"}, []want{passed(mailRole), unknown("exchange.one-role-group", "exo.changed")}},
		"it may not, after all":         {everything, map[string]any{"Get-ManagementRoleAssignment": 403}, []want{passed(mailRole), skipped("exchange.one-role-group")}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswers(c.module...)
			a.cmdlets = c.cmdlets
			meets(t, run(t, a.session(t), all), c.want...)
		})
	}
}

// TestRead: reading proves the road, and counts what cannot be changed.
func TestRead(t *testing.T) {
	objects := func(cloud, synced int) list {
		var out list
		for i := range cloud + synced {
			out = append(out, object{"Identity": "x", "IsDirSynced": i >= cloud})
		}
		return out
	}
	for name, c := range map[string]struct {
		answer any
		want   check.Status
		code   check.Code
		facts  check.Facts
	}{
		"some of both":             {objects(2, 3), check.Passed, "", check.Facts{"cloud": 2, "synced": 3, "more": false}},
		"none":                     {objects(0, 0), check.Passed, "", check.Facts{"cloud": 0, "synced": 0}},
		"all synchronized":         {objects(0, 3), check.Warned, "exo.synced-only", check.Facts{"synced": 3}},
		"one, synchronized":        {objects(0, 1), check.Warned, "exo.synced-only", check.Facts{"synced": 1}},
		"as many as are counted":   {objects(1000, 0), check.Passed, "", check.Facts{"more": true}},
		"the parameter is refused": {403, check.Skipped, "", nil},
		"Exchange fails":           {500, check.Unknown, "exo.unavailable", nil},
		"no list":                  {"[]", check.Unknown, "exo.changed", nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswers(sum(endUser, mailRecipients)...)
			a.cmdlets["Get-UnifiedGroup"] = c.answer
			r := run(t, a.session(t), []exchange.FeatureID{"m365"})
			res := r.All("exchange.read")[0]
			code := check.Code("")
			if p := res.Problem(); p != nil {
				code = p.Code
			}
			if res.Status != c.want || code != c.code || res.Target != "m365" {
				t.Errorf("%s %q, want %s %q", res.Status, code, c.want, c.code)
			}
			for k, want := range c.facts {
				if res.Facts[k] != want {
					t.Errorf("facts[%s] = %v, want %v", k, res.Facts[k], want)
				}
			}
		})
	}
}

// TestEntraRole weighs what the token says against what Graph says.
func TestEntraRole(t *testing.T) {
	const (
		user     = "fe930be7-5e62-47db-91af-98c3a49a38b1"
		global   = "62e90394-69f5-4237-9190-012177145e10"
		groups   = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
		nobody   = "b79fbf4d-3ef9-4689-8143-76b194e85509"
		active   = "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole"
		assigned = "/v1.0/roleManagement/directory/roleAssignments"
		eligible = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
	)
	none := object{"value": list{}}
	may := object{"scp": "User.Read RoleManagement.Read.Directory"}
	for name, c := range map[string]struct {
		wids       any // nil: the token does not say
		graphToken object
		graph      map[string]any
		want       want
	}{
		"the token lists it":               {list{user}, nil, nil, passed(userAdmin)},
		"the token lists it and more":      {list{user, global}, nil, nil, warned(userAdmin, "role.over-privileged")},
		"only the greater role":            {list{global}, nil, nil, warned(userAdmin, "role.over-privileged")},
		"another role that serves":         {list{groups}, nil, nil, warned(userAdmin, "role.likely")},
		"the token lists nothing":          {list{nobody}, nil, nil, failed(userAdmin, "role.not-active")},
		"the token lists an empty list":    {list{}, nil, nil, failed(userAdmin, "role.not-active")},
		"the token does not say":           {nil, nil, nil, unknown(userAdmin, "role.not-visible")},
		"Graph may not say either":         {nil, object{"scp": "User.Read"}, nil, unknown(userAdmin, "role.not-visible")},
		"Graph says active":                {nil, may, map[string]any{active: object{"value": list{object{"roleTemplateId": user}}}}, warned(userAdmin, "role.likely")},
		"Graph says active, not the token": {list{nobody}, may, map[string]any{active: object{"value": list{object{"roleTemplateId": strings.ToUpper(user)}}}}, warned(userAdmin, "role.likely")},
		"Graph says assigned":              {nil, may, map[string]any{active: none, assigned: object{"value": list{object{"roleDefinitionId": user, "directoryScopeId": "/"}}}}, warned(userAdmin, "role.likely")},
		"Graph says in a unit":             {nil, may, map[string]any{active: none, assigned: object{"value": list{object{"roleDefinitionId": user, "directoryScopeId": "/administrativeUnits/1"}}}}, failed(userAdmin, "role.in-unit")},
		"Graph says eligible":              {list{nobody}, may, map[string]any{active: none, assigned: none, eligible: object{"value": list{object{"roleDefinitionId": user}}}}, failed(userAdmin, "role.pim-eligible")},
		"Graph says no":                    {nil, may, map[string]any{active: none, assigned: none, eligible: none}, failed(userAdmin, "role.missing")},
		"no licence for eligible roles":    {nil, may, map[string]any{active: none, assigned: none, eligible: 400}, failed(userAdmin, "role.missing")},
		"Graph fails, the token knows":     {list{nobody}, may, map[string]any{active: 500}, failed(userAdmin, "role.not-active")},
		"Graph fails, nobody knows":        {nil, may, map[string]any{active: 500}, unknown(userAdmin, "role.not-visible")},
		"Graph talks nonsense":             {nil, may, map[string]any{active: "<html>"}, unknown(userAdmin, "role.not-visible")},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswers(mailRecipients...)
			a.token["wids"], a.graphToken, a.graph = c.wids, c.graphToken, c.graph
			meets(t, run(t, a.session(t), []exchange.FeatureID{"m365"}), c.want)
		})
	}
}

// TestAccountKind: what Graph says, or why it is not asked.
func TestAccountKind(t *testing.T) {
	refused := &check.Problem{Code: "entra.consent-needed", Detail: check.Verbatim("not approved"), Advice: check.Advice{Who: check.Entra, Do: check.Verbatim("approve")}}
	for name, c := range map[string]struct {
		me      any
		problem error
		want    want
	}{
		"kept in the cloud":           {object{"userPrincipalName": "svc@example.com", "userType": "Member", "onPremisesSyncEnabled": nil}, nil, passed("entra.account")},
		"synchronized":                {object{"userPrincipalName": "svc@example.com", "onPremisesSyncEnabled": true}, nil, warned("entra.account", "entra.account-synced")},
		"Graph refuses":               {403, nil, unknown("entra.account", "graph.refused")},
		"Graph fails":                 {503, nil, unknown("entra.account", "graph.refused")},
		"Graph redirects":             {302, nil, unknown("entra.account", "graph.refused")},
		"Graph talks nonsense":        {"{]", nil, unknown("entra.account", "graph.changed")},
		"no approval for Graph":       {nil, refused, skipped("entra.account")},
		"no token, nobody knows why":  {nil, check.CouldNot(refused), unknown("entra.account", "entra.consent-needed")},
		"no token, an unforeseen way": {nil, errors.New("odd"), unknown("entra.account", "unexpected")},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswers(mailRecipients...)
			a.graphToken, a.graphProblem = object{"scp": "User.Read"}, c.problem
			a.graph["/v1.0/me"] = c.me
			meets(t, run(t, a.session(t), []exchange.FeatureID{"shared"}), c.want)
		})
	}
}

// TestTokens: a token that tells too little is unknown, never a missing role.
func TestTokens(t *testing.T) {
	for name, c := range map[string]struct {
		token object
		want  want
	}{
		"without a tenant":       {object{"upn": "svc@example.com", "scp": "Exchange.Manage"}, unknown("exchange.connect", "exo.changed")},
		"without a name":         {object{"tid": "t-1", "scp": "Exchange.Manage"}, unknown("exchange.connect", "exo.changed")},
		"of another form":        {object{"scp": list{"Exchange.Manage"}}, unknown("exchange.connect", "exo.changed")},
		"with a lesser scope":    {object{"tid": "t-1", "upn": "svc@example.com", "scp": "Exchange.ManageV2 User.Read"}, failed("exchange.connect", "exo.scope-missing")},
		"without any scope":      {object{"tid": "t-1", "upn": "svc@example.com"}, failed("exchange.connect", "exo.scope-missing")},
		"with the scope in caps": {object{"tid": "t-1", "upn": "svc@example.com", "scp": "EXCHANGE.MANAGE"}, passed("exchange.connect")},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswers(mailRecipients...)
			a.token = c.token
			meets(t, run(t, a.session(t), []exchange.FeatureID{"shared"}), c.want)
		})
	}
}

// TestGraphChallenge: Graph can take a token back too.
func TestGraphChallenge(t *testing.T) {
	s := newScripted(t, func(w http.ResponseWriter, _ *http.Request, _ string) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ"`)
		w.WriteHeader(http.StatusUnauthorized)
	})
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	e := exchange.New(exchange.Options{Cloud: cloud.Cloud{Exchange: s.URL, Graph: s.URL, CA: roots}, Token: tokenOf(object{}, nil), GraphToken: tokenOf(object{"scp": "User.Read"}, nil)})
	r := run(t, e, []exchange.FeatureID{exchange.SharedMailboxes})
	for _, id := range []check.ID{"entra.account", organization} {
		meets(t, r, unknown(id, "exo.sign-in-again"))
		res, _ := r.Find(id, "")
		if got := exchange.ClaimsOf(res.Problem()); got != `{"a":1}` {
			t.Errorf("%s: claims %q", id, got)
		}
	}
}
