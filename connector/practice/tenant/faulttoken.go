package tenant

import (
	"time"

	"hire2retire-setup/connector/check"
)

// tokenFaults are about tokens that are not what they should be.
var tokenFaults = []Fault{
	{"token-without-scope", check.T("practice.tenant.token-without-scope", "The tokens name no permission at all."),
		func(w *world) { w.alter = func(claims map[string]any) { delete(claims, "scp") } }},
	{"token-of-other-tenant", check.T("practice.tenant.token-of-other-tenant", "The access tokens are of another tenant than the sign-in."),
		func(w *world) { w.alter = func(claims map[string]any) { claims["tid"] = otherID } }},
	{"token-of-other-account", check.T("practice.tenant.token-of-other-account", "The access tokens are of another account than the sign-in."),
		func(w *world) { w.alter = func(claims map[string]any) { claims["oid"] = objectID("somebody else") } }},
	{"token-unreadable", check.T("practice.tenant.token-unreadable", "The access tokens can be read by Microsoft's services only."),
		func(w *world) { w.opaque = true }},
	{"token-without-roles", check.T("practice.tenant.token-without-roles", "The access tokens do not say which Entra roles are active."),
		func(w *world) { w.alter = func(claims map[string]any) { delete(claims, "wids") } }},
	{"clock-ahead", check.T("practice.tenant.clock-ahead", "The clocks of Microsoft are two hours ahead of this computer's, as if this one were slow."),
		func(w *world) { w.clock = 2 * time.Hour }},
	{"clock-behind", check.T("practice.tenant.clock-behind", "The clocks of Microsoft are two hours behind this computer's, as if this one were fast."),
		func(w *world) { w.clock = -2 * time.Hour }},
	{"tokens-revoked-for-good", check.T("practice.tenant.tokens-revoked-for-good", "Exchange Online refuses the token, and the one after a new sign-in too."),
		func(w *world) { w.revokedTokens, w.revokedAgain = true, true }},
	{"mfa-again", check.T("practice.tenant.mfa-again", "A policy asks for a second factor after every sign-in, whatever was answered."),
		func(w *world) { w.refuse(50076, onCode, onPoll, onRefresh); w.neverMet = true }},
	{"answer-twice", check.T("practice.tenant.answer-twice", "The browser sends Microsoft's answer twice. This disturbs nothing."),
		func(w *world) { w.postsTwice = true }},
}
