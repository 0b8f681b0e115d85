package tenant

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// graphQuestion is one address of Graph.
type graphQuestion struct {
	pattern string
	// needs are the permissions of which one is enough.
	needs []string
	// advanced questions need ConsistencyLevel: eventual and $count=true.
	advanced bool
	answer   func(t *Tenant, r *http.Request, a *account, tok *token) any
}

// graphQuestions are the addresses that the product reads.
// learn.microsoft.com/graph/api/overview
var graphQuestions = []graphQuestion{
	{pattern: "/{version}/me", needs: []string{"User.Read", "Directory.Read.All"}, answer: graphMe},
	{pattern: "/{version}/me/transitiveMemberOf/microsoft.graph.directoryRole", needs: []string{"User.Read", "GroupMember.Read.All", "Directory.Read.All", "RoleManagement.Read.Directory"}, advanced: true, answer: graphRolesOfMe},
	{pattern: "/{version}/organization", needs: []string{"User.Read", "Directory.Read.All"}, answer: graphOrganization},
	{pattern: "/{version}/domains", needs: []string{"Domain.Read.All", "Directory.Read.All"}, answer: graphDomains},
	{pattern: "/{version}/roleManagement/directory/roleAssignments", needs: []string{"RoleManagement.Read.Directory", "Directory.Read.All"}, answer: graphAssignments},
	{pattern: "/beta/roleManagement/directory/transitiveRoleAssignments", needs: []string{"RoleManagement.Read.Directory", "Directory.Read.All"}, advanced: true, answer: graphTransitiveAssignments},
	{pattern: "/{version}/roleManagement/directory/roleEligibilityScheduleInstances/{filter}", needs: []string{"RoleEligibilitySchedule.Read.Directory", "RoleManagement.Read.Directory"}, answer: graphEligible},
	{pattern: "/{version}/roleManagement/directory/roleAssignmentScheduleInstances/{filter}", needs: []string{"RoleAssignmentSchedule.Read.Directory", "RoleManagement.Read.Directory"}, answer: graphActive},
}

// graph returns the Graph service.
func (t *Tenant) graph() http.Handler {
	mux := http.NewServeMux()
	for _, q := range graphQuestions {
		mux.HandleFunc("GET "+q.pattern, func(w http.ResponseWriter, r *http.Request) { t.ask(w, r, q) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeGraphError(w, r, http.StatusBadRequest, "BadRequest", "Resource not found for the segment '"+r.URL.Path+"'.")
	})
	return mux
}

// ask answers one question to a caller who may ask it.
func (t *Tenant) ask(w http.ResponseWriter, r *http.Request, q graphQuestion) {
	tok, _ := t.state.bearer(r)
	query := r.URL.Query()
	switch {
	case t.world.Load().graphStatus != 0:
		w.Header().Set("Retry-After", t.retryAfter())
		writeGraphError(w, r, t.world.Load().graphStatus, "serviceNotAvailable", "The service is temporarily unavailable.")
	case tok == nil:
		writeGraphError(w, r, http.StatusUnauthorized, "InvalidAuthenticationToken", "Access token is empty.")
	case tok.resource != graphAPI.uri:
		writeGraphError(w, r, http.StatusUnauthorized, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.")
	case time.Now().After(tok.expires):
		writeGraphError(w, r, http.StatusUnauthorized, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
	case !slices.ContainsFunc(q.needs, func(p string) bool { return slices.Contains(tok.scp, p) }):
		writeGraphError(w, r, http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	case q.advanced && (!strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual") || query.Get("$count") != "true"):
		writeGraphError(w, r, http.StatusBadRequest, "Request_UnsupportedQuery", "The specified query is not supported without the ConsistencyLevel header and the $count parameter.")
	default:
		writeJSON(w, http.StatusOK, q.answer(t, r, t.world.Load().find(tok.account), tok))
	}
}

// writeGraphError answers with an error as Graph writes it.
// learn.microsoft.com/graph/errors
func writeGraphError(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	id := newGUID()
	related := r.Header.Get("client-request-id")
	if related == "" {
		related = id
	}
	w.Header().Set("request-id", id)
	writeJSON(w, status, object{"error": object{"code": code, "message": message, "innerError": object{
		"date": time.Now().UTC().Format("2006-01-02T15:04:05"), "request-id": id, "client-request-id": related,
	}}})
}

func (t *Tenant) context(of string) string {
	return t.doors.graph.origin + "/v1.0/$metadata#" + of
}

// list wraps the members of a collection.
func (t *Tenant) list(of string, members []object) object {
	if members == nil {
		members = []object{}
	}
	return object{"@odata.context": t.context(of), "@odata.count": len(members), "value": members}
}

func graphMe(t *Tenant, r *http.Request, a *account, _ *token) any {
	kind := "Member"
	if a.guest {
		kind = "Guest"
	}
	every := object{
		"id": a.oid, "displayName": a.name, "givenName": nil, "surname": nil, "jobTitle": nil, "mail": a.upn, "mobilePhone": nil, "officeLocation": nil,
		"preferredLanguage": nil, "businessPhones": []string{}, "userPrincipalName": a.upn, "accountEnabled": true, "userType": kind,
		"onPremisesSyncEnabled": nil, "onPremisesImmutableId": nil, "assignedLicenses": []object{},
	}
	if a.synced {
		every["onPremisesSyncEnabled"], every["onPremisesImmutableId"] = true, "ZmFrZS1pbW11dGFibGU="
	}
	names := "id,displayName,givenName,surname,jobTitle,mail,mobilePhone,officeLocation,preferredLanguage,businessPhones,userPrincipalName"
	if s := r.URL.Query().Get("$select"); s != "" {
		names = s
	}
	out := chosen([]object{every}, names)[0]
	out["@odata.context"] = t.context("users/$entity")
	return out
}

// graphRolesOfMe lists the active roles. Who may read memberships but not roles
// gets the objects with empty properties.
func graphRolesOfMe(t *Tenant, _ *http.Request, a *account, tok *token) any {
	readable := slices.Contains(tok.scp, "Directory.Read.All") || slices.Contains(tok.scp, "RoleManagement.Read.Directory")
	var out []object
	for _, role := range a.entra {
		if !role.active() {
			continue
		}
		one := object{"@odata.type": "#microsoft.graph.directoryRole", "id": objectID(role.template), "displayName": nil, "roleTemplateId": nil}
		if readable {
			one["displayName"], one["roleTemplateId"] = entraRoleNames[role.template], role.template
		}
		out = append(out, one)
	}
	return t.list("directoryObjects/microsoft.graph.directoryRole", out)
}

// verified are the domains of the tenant that are verified, the default one first.
func (t *Tenant) verified() []string {
	names := []string{Domain, InitialDomain}
	if t.opts.Domain != "" {
		names = append(names, t.opts.Domain)
	}
	return names
}

func graphOrganization(t *Tenant, _ *http.Request, _ *account, _ *token) any {
	var domains []object
	for _, name := range t.verified() {
		domains = append(domains, object{"name": name, "isDefault": name == Domain, "isInitial": name == InitialDomain, "type": "Managed", "capabilities": "Email, OfficeCommunicationsOnline"})
	}
	return t.list("organization", []object{{"id": ID, "displayName": "Practice", "tenantType": "AAD", "verifiedDomains": domains}})
}

func graphDomains(t *Tenant, _ *http.Request, _ *account, _ *token) any {
	var domains []object
	for _, name := range t.verified() {
		domains = append(domains, object{"id": name, "isDefault": name == Domain, "isInitial": name == InitialDomain, "isVerified": true, "authenticationType": "Managed", "supportedServices": []string{"Email"}})
	}
	return t.list("domains", domains)
}

// described returns a role as Graph lists it.
func (r entraRole) described(a *account, expand bool) object {
	principal := a.oid
	if r.through != "" {
		principal = objectID(r.through)
	}
	one := object{"id": objectID(a.upn + r.template + r.scope), "principalId": principal, "roleDefinitionId": r.template, "directoryScopeId": r.scope}
	if expand {
		one["roleDefinition"] = object{"id": r.template, "templateId": r.template, "displayName": entraRoleNames[r.template], "isBuiltIn": true, "isEnabled": true}
	}
	return one
}

// assigned lists the roles of the account for which keep is true.
func assigned(r *http.Request, a *account, keep func(entraRole) bool) []object {
	expand := strings.Contains(r.URL.Query().Get("$expand"), "roleDefinition")
	var out []object
	for _, role := range a.entra {
		if keep(role) {
			out = append(out, role.described(a, expand))
		}
	}
	return out
}

// ofCaller reports whether the filter asks for the caller.
func ofCaller(r *http.Request, a *account) bool {
	return strings.Contains(strings.ToLower(r.URL.Query().Get("$filter")), "principalid eq '"+a.oid+"'")
}

func graphAssignments(t *Tenant, r *http.Request, a *account, _ *token) any {
	return t.list("roleManagement/directory/roleAssignments", assigned(r, a, func(e entraRole) bool { return ofCaller(r, a) && !e.eligible && e.through == "" }))
}

func graphTransitiveAssignments(t *Tenant, r *http.Request, a *account, _ *token) any {
	return t.list("roleManagement/directory/transitiveRoleAssignments", assigned(r, a, func(e entraRole) bool { return ofCaller(r, a) && !e.eligible }))
}

func graphEligible(t *Tenant, r *http.Request, a *account, _ *token) any {
	return t.list("roleManagement/directory/roleEligibilityScheduleInstances", assigned(r, a, func(e entraRole) bool { return byCurrentUser(r) && e.eligible }))
}

func graphActive(t *Tenant, r *http.Request, a *account, _ *token) any {
	var out []object
	for _, role := range a.entra {
		if !byCurrentUser(r) || role.eligible {
			continue
		}
		one := role.described(a, false)
		one["assignmentType"], one["memberType"], one["endDateTime"] = "Assigned", "Direct", nil
		if role.through != "" {
			one["memberType"] = "Group"
		}
		if !role.until.IsZero() {
			one["assignmentType"], one["endDateTime"] = "Activated", role.until.UTC().Format(time.RFC3339)
		}
		out = append(out, one)
	}
	return t.list("roleManagement/directory/roleAssignmentScheduleInstances", out)
}

func byCurrentUser(r *http.Request) bool {
	return r.PathValue("filter") == "filterByCurrentUser(on='principal')"
}
