package tenant_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hire2retire-setup/connector/practice/tenant"
)

const userAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1"

// graphAnswer is what Graph says, good or bad.
type graphAnswer struct {
	status int
	raw    string
	Value  []map[string]any `json:"value"`
	Error  struct {
		Code    string            `json:"code"`
		Message string            `json:"message"`
		Inner   map[string]string `json:"innerError"`
	} `json:"error"`
}

// graph asks with a token for the scopes.
func graph(t *testing.T, tn *tenant.Tenant, path string, scopes ...string) graphAnswer {
	t.Helper()
	for i, s := range scopes {
		scopes[i] = tn.Cloud().GraphScope(s)
	}
	token := "nothing"
	if len(scopes) > 0 {
		var err error
		if token, err = tn.Token(tenant.Account, scopes...); err != nil {
			t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tn.Cloud().Graph+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("ConsistencyLevel", "eventual")
	resp, err := httpClient(t, tn).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := graphAnswer{status: resp.StatusCode, raw: string(b)}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("GET %s: %v in %.200q", path, err, b)
	}
	return out
}

func TestGraphMe(t *testing.T) {
	const path = "/v1.0/me?$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled"
	for fault, want := range map[string]string{
		"":                     `"onPremisesSyncEnabled":null`,
		"entra.account-synced": `"onPremisesSyncEnabled":true`,
	} {
		var faults []string
		if fault != "" {
			faults = []string{fault}
		}
		got := graph(t, with(t, faults...), path, "User.Read")
		for _, piece := range []string{want, `"userPrincipalName":"` + tenant.Account + `"`, `"userType":"Member"`, `"accountEnabled":true`} {
			if !strings.Contains(got.raw, piece) {
				t.Errorf("%q: /me = %s, want %s", fault, got.raw, piece)
			}
		}
	}
	if got := graph(t, with(t), "/v1.0/me", "User.Read"); strings.Contains(got.raw, "userType") {
		t.Errorf("/me without $select = %s, want no userType", got.raw)
	}
}

func TestGraphRefusals(t *testing.T) {
	tn := with(t)
	filter := url.QueryEscape("principalId eq 'x'")
	for _, tt := range []struct {
		path   string
		scopes []string
		status int
		code   string
	}{
		{"/v1.0/me", nil, 401, "InvalidAuthenticationToken"},
		{"/v1.0/domains", []string{"User.Read"}, 403, "Authorization_RequestDenied"},
		{"/v1.0/roleManagement/directory/roleAssignments?$filter=" + filter, []string{"User.Read"}, 403, "Authorization_RequestDenied"},
		{"/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole", []string{"User.Read"}, 400, "Request_UnsupportedQuery"},
		{"/v1.0/nothing", []string{"User.Read"}, 400, "BadRequest"},
	} {
		got := graph(t, tn, tt.path, tt.scopes...)
		if got.status != tt.status || got.Error.Code != tt.code || got.Error.Message == "" || got.Error.Inner["request-id"] == "" {
			t.Errorf("%s with %q = %d %+v, want %d %s", tt.path, tt.scopes, got.status, got.Error, tt.status, tt.code)
		}
	}
	if err := tn.SetFaults("graph-unavailable"); err != nil {
		t.Fatal(err)
	}
	if got := graph(t, tn, "/v1.0/me", "User.Read"); got.status != 503 {
		t.Errorf("graph-unavailable: status %d, want 503", got.status)
	}
}

func TestGraphRoles(t *testing.T) {
	const (
		member      = "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true"
		direct      = "/v1.0/roleManagement/directory/roleAssignments?$expand=roleDefinition&$filter="
		transitive  = "/beta/roleManagement/directory/transitiveRoleAssignments?$count=true&$filter="
		eligibility = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
		active      = "/v1.0/roleManagement/directory/roleAssignmentScheduleInstances/filterByCurrentUser(on='principal')"
	)
	for _, tt := range []struct {
		fault                                          string
		member, direct, transitive, eligible, assigned int
		wid                                            bool
	}{
		{"not-customized", 1, 1, 1, 0, 1, true},
		{"role.missing.user-administrator", 0, 0, 0, 0, 0, false},
		{"role.pim-eligible", 0, 0, 0, 1, 0, false},
		{"role-in-unit", 0, 1, 1, 0, 1, false},
		{"role-by-group", 1, 0, 1, 0, 1, true},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			tn := with(t, tt.fault)
			token, err := tn.Token(tenant.Account, tn.Cloud().GraphScope("User.Read"))
			if err != nil {
				t.Fatal(err)
			}
			me := claims(t, token)
			filter := url.QueryEscape("principalId eq '" + me["oid"].(string) + "'")
			if got := slices.Contains(me["wids"].([]any), any(userAdministrator)); got != tt.wid {
				t.Errorf("User Administrator in wids = %v, want %v", got, tt.wid)
			}
			for path, want := range map[string]int{member: tt.member, direct + filter: tt.direct, transitive + filter: tt.transitive, eligibility: tt.eligible, active: tt.assigned} {
				got := graph(t, tn, path, "RoleManagement.Read.Directory")
				if got.status != 200 || len(got.Value) != want {
					t.Errorf("%s = %d %v, want %d roles", path, got.status, got.Value, want)
				}
				for _, role := range got.Value {
					if role["roleTemplateId"] != userAdministrator && role["roleDefinitionId"] != userAdministrator {
						t.Errorf("%s lists %v, want User Administrator", path, role)
					}
				}
			}
		})
	}
}

func TestGraphHidesWhatMayNotBeRead(t *testing.T) {
	got := graph(t, with(t), "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true", "User.Read")
	if len(got.Value) != 1 || got.Value[0]["roleTemplateId"] != nil || got.Value[0]["id"] == nil {
		t.Errorf("with User.Read alone = %v, want one role without properties", got.Value)
	}
}

func TestGraphOrganization(t *testing.T) {
	tn := with(t)
	if got := graph(t, tn, "/v1.0/organization", "User.Read"); !strings.Contains(got.raw, tenant.Domain) || got.Value[0]["id"] != tenant.ID {
		t.Errorf("/organization = %s, want the tenant with its domains", got.raw)
	}
	if got := graph(t, tn, "/v1.0/domains", "Domain.Read.All"); len(got.Value) != 2 {
		t.Errorf("/domains = %s, want two", got.raw)
	}
}

func TestRoadFaults(t *testing.T) {
	for fault, address := range map[string]func(*tenant.Tenant) string{
		"sign-in-interrupted":  func(tn *tenant.Tenant) string { return tn.Cloud().Authority },
		"exchange-interrupted": func(tn *tenant.Tenant) string { return tn.Cloud().Exchange },
		"graph-interrupted":    func(tn *tenant.Tenant) string { return tn.Cloud().Graph },
		"region-interrupted":   func(tn *tenant.Tenant) string { return "https://" + tn.Cloud().ExchangeHosts[1] },
	} {
		t.Run(fault, func(t *testing.T) {
			tn := with(t, fault)
			resp, err := httpClient(t, tn).Get(address(tn))
			if err == nil {
				_ = resp.Body.Close()
			}
			if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
				t.Errorf("Get() = %v, want a connection that is cut", err)
			}
		})
	}
}

func TestSignInServiceFaults(t *testing.T) {
	tn := with(t, "entra.unavailable")
	c, address := httpClient(t, tn), tn.Cloud().Authority+"/"+tenant.ID+"/v2.0/.well-known/openid-configuration"
	for _, tt := range []struct {
		fault    string
		statuses []int
		kind     string
	}{
		{"entra.unavailable", []int{503, 503, 503}, "text/html"},
		{"sign-in-busy", []int{429, 429, 200}, "application/json"},
		{"entra.garbled", []int{200}, "application/json"},
	} {
		if err := tn.SetFaults(tt.fault); err != nil {
			t.Fatal(err)
		}
		for i, want := range tt.statuses {
			resp, err := c.Get(address)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != want || (want > 400) != (resp.Header.Get("Retry-After") == "1") {
				t.Errorf("%s, call %d: status %d, Retry-After %q, want %d", tt.fault, i, resp.StatusCode, resp.Header.Get("Retry-After"), want)
			}
			if i == len(tt.statuses)-1 && !strings.HasPrefix(resp.Header.Get("Content-Type"), tt.kind) {
				t.Errorf("%s: content type %q, want %s", tt.fault, resp.Header.Get("Content-Type"), tt.kind)
			}
		}
	}
}

func TestInspected(t *testing.T) {
	tn := with(t, "tls.inspected")
	_, err := httpClient(t, tn).Get(tn.Cloud().Authority)
	if err == nil || !strings.Contains(err.Error(), "unknown authority") {
		t.Errorf("Get() = %v, want a certificate of an unknown authority", err)
	}
	if err := tn.SetFaults(); err != nil {
		t.Fatal(err)
	}
	resp, err := httpClient(t, tn).Get(tn.Cloud().Authority)
	if err != nil {
		t.Fatalf("Get() after healing = %v, want nil", err)
	}
	_ = resp.Body.Close()
}

func TestJournalHoldsNoSecret(t *testing.T) {
	tn := with(t)
	o := attempt(t, tn, msal(t, tn, ""), nil)
	if o.err != nil {
		t.Fatal(o.err)
	}
	var redeemed bool
	for _, call := range tn.Calls() {
		redeemed = redeemed || call.Grant == "authorization_code" && call.Status == 200
		if strings.Contains(call.Path+call.Grant+call.Cmdlet, o.answer.Get("code")) || strings.Contains(call.Path, "?") {
			t.Errorf("the journal holds %+v, want neither code nor query", call)
		}
	}
	if !redeemed {
		t.Errorf("the journal holds %+v, want the redemption of the code", tn.Calls())
	}
}
