package tenant

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// apiPatterns are the addresses that programs call; the pages are the rest.
var apiPatterns = []string{
	"GET /{tenant}/v2.0/.well-known/openid-configuration",
	"POST /{tenant}/oauth2/v2.0/token",
	"POST /{tenant}/oauth2/v2.0/devicecode",
}

// authority returns all of the authority.
func (t *Tenant) authority() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", t.pages())
	for _, pattern := range apiPatterns {
		mux.Handle(pattern, t.api())
	}
	return mux
}

// api returns the part of the authority that programs call.
func (t *Tenant) api() http.Handler {
	mux := http.NewServeMux()
	for i, handler := range []http.HandlerFunc{t.openIDConfiguration, t.tokenEndpoint, t.deviceEndpoint} {
		mux.HandleFunc(apiPatterns[i], func(w http.ResponseWriter, r *http.Request) {
			if !t.world.Load().stsBusy(t, w) {
				handler(w, r)
			}
		})
	}
	return mux
}

// pageOrigin is where the pages of the sign-in are.
func (t *Tenant) pageOrigin() string {
	if t.doors.pages != nil {
		return t.doors.pages.origin
	}
	return t.doors.authority.origin
}

// openIDConfiguration answers with the addresses of a tenant. A domain name
// leads to the tenant ID, which is how a program finds the tenant of an account.
func (t *Tenant) openIDConfiguration(w http.ResponseWriter, r *http.Request) {
	path := r.PathValue("tenant")
	id, err := resolve(path)
	if err != nil {
		e := *err
		e.oauth = "invalid_tenant"
		e.write(w, r)
		return
	}
	issuer := id
	if multiTenant(path) {
		issuer = "{tenantid}"
	}
	api, pages := t.doors.authority.origin+"/"+id, t.pageOrigin()+"/"+id
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                           t.doors.authority.origin + "/" + issuer + "/v2.0",
		"authorization_endpoint":           pages + "/oauth2/v2.0/authorize",
		"token_endpoint":                   api + "/oauth2/v2.0/token",
		"device_authorization_endpoint":    api + "/oauth2/v2.0/devicecode",
		"response_modes_supported":         []string{"query", "fragment", "form_post"},
		"response_types_supported":         []string{"code"},
		"scopes_supported":                 []string{"openid", "profile", "email", "offline_access"},
		"code_challenge_methods_supported": []string{"plain", "S256"},
		"tenant_region_scope":              "EU",
		"cloud_instance_name":              "practice.example",
	})
}

// The tenants besides our own.
const (
	otherID    = "d4b7a9c2-6e1f-4350-8b2d-9c0e1f2a3b4c"
	personalID = "9188040d-6c67-4c5b-b112-36a304b66dad"
)

func multiTenant(path string) bool {
	return slices.Contains([]string{"common", "organizations", "consumers"}, path)
}

// resolve turns the tenant of an address into a tenant ID; the addresses for
// several tenants stay as they are.
func resolve(path string) (string, *stsError) {
	switch lower := strings.ToLower(path); {
	case multiTenant(lower):
		return lower, nil
	case lower == ID, lower == Domain, lower == InitialDomain:
		return ID, nil
	case lower == otherID, lower == "other.example":
		return otherID, nil
	case lower == "us-gov.example":
		return "", sts(90038, "path", path)
	}
	return "", sts(90002, "path", path)
}

// application checks the client ID for the tenant of the address.
func (w *world) application(client, path string) *stsError {
	switch {
	case w.applicationError != 0:
		return sts(w.applicationError, "app", client)
	case client == exchangePowerShellID:
		return sts(65002, "app", client, "resource", graphAPI.appID)
	case client == CustomerClientID && multiTenant(path):
		return sts(50194, "app", client)
	case client == ClientID, client == CustomerClientID:
		return nil
	}
	return sts(700016, "app", client)
}

// exchangePowerShellID is Microsoft's own application for the Exchange Online
// module, which some people paste as a client ID.
const exchangePowerShellID = "fb78d390-0c51-40cd-8e17-fdbfab77341b"

// redirectMatches reports whether the redirect address is the registered
// http://localhost; of localhost Entra ID ignores the port.
func redirectMatches(redirect string) bool {
	u, err := url.Parse(redirect)
	return err == nil && u.Scheme == "http" && u.Hostname() == "localhost" && (u.Path == "" || u.Path == "/") && u.RawQuery == "" && u.User == nil
}
