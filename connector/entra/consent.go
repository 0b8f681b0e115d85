package entra

import (
	"net/url"
	"slices"
	"strings"
)

// redirectHost is where the browser brings the answer. Entra ID ignores the
// port of a loopback address, so one registered address serves every port.
const redirectHost = "http://localhost"

// AdminConsentURL is the page on which an administrator approves the
// permissions for the whole tenant. It needs no running program: afterwards the
// browser goes to http://localhost, where normally nothing answers, and that is
// no fault.
// learn.microsoft.com/entra/identity-platform/v2-admin-consent
func (c *Client) AdminConsentURL() string {
	q := url.Values{
		"client_id":    {c.opts.ClientID},
		"scope":        {strings.Join(c.opts.Scopes, " ")},
		"redirect_uri": {redirectHost},
	}
	return c.opts.Cloud.Authority + "/" + c.authority() + "/v2.0/adminconsent?" + q.Encode()
}

// resource returns the resource part of a scope in long form.
func resource(scope string) string {
	if i := strings.LastIndexByte(scope, '/'); i > 0 {
		return scope[:i]
	}
	return ""
}

// firstResource returns the scopes that share the resource of the first. The
// token endpoint redeems a code for one resource only (AADSTS28000).
func firstResource(scopes []string) []string {
	want := resource(scopes[0])
	return slices.DeleteFunc(slices.Clone(scopes), func(s string) bool { return resource(s) != want })
}
