package tenant

import (
	"net/http"

	"hire2retire-setup/connector/check"
)

// roadFaults are about reaching Microsoft.
var roadFaults = []Fault{
	{"entra.unavailable", check.T("practice.tenant.unavailable", "The sign-in service answers every call with an error."),
		func(w *world) { w.stsStatus = http.StatusServiceUnavailable }},
	{"sign-in-busy", check.T("practice.tenant.sign-in-busy", "The sign-in service asks to wait twice, then answers."),
		func(w *world) { w.stsStatus, w.stsTimes = http.StatusTooManyRequests, 2 }},
	{"entra.garbled", check.T("practice.tenant.garbled", "The answers of the sign-in service are garbage."),
		func(w *world) { w.stsStatus = http.StatusOK }},
	{"tls.inspected", check.T("practice.tenant.inspected", "Something on the way opens the encrypted connections."), func(w *world) { w.inspected = true }},
	{"sign-in-interrupted", check.T("practice.tenant.sign-in-interrupted", "Connections to the sign-in service are cut."), interrupting(authorityName)},
	{"exchange-interrupted", check.T("practice.tenant.exchange-interrupted", "Connections to Exchange Online are cut."), interrupting(frontName)},
	{"region-interrupted", check.T("practice.tenant.region-interrupted", "Connections to the regional server of Exchange Online are cut."), interrupting(regionName)},
	{"graph-interrupted", check.T("practice.tenant.graph-interrupted", "Connections to Microsoft Graph are cut."), interrupting(graphName)},
	{"graph-unavailable", check.T("practice.tenant.graph-unavailable", "Microsoft Graph answers every call with an error."),
		func(w *world) { w.graphStatus = http.StatusServiceUnavailable }},
}

// interrupting returns what a fault does that cuts the connections to a host.
func interrupting(host string) func(*world) {
	return func(w *world) {
		if w.unreachable == nil {
			w.unreachable = map[string]bool{}
		}
		w.unreachable[host] = true
	}
}
