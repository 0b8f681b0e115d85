package directory

import (
	"errors"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// explain names an error of an LDAP operation other than a bind. What LDAP does
// not know is an error of the network.
func explain(peer netproblem.Peer, err error) *check.Problem {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errTooMuch), errors.Is(err, errGarbled):
		return malformed(peer, err)
	}
	answer, ok := errors.AsType[*ldap.Error](err)
	if !ok || answer.ResultCode >= ldap.ErrorNetwork {
		return netproblem.Explain(peer, err)
	}
	p := &check.Problem{Err: err, Severity: check.Uncertain, Advice: check.Advice{Who: check.AD}}
	switch answer.ResultCode {
	case ldap.LDAPResultInsufficientAccessRights:
		p.Code = "ldap.no-access"
		p.Detail = check.T("ldap.no-access", "{{.host}} does not let this account read what is needed here.", "host", peer.Host)
		p.Advice.Do = check.T("ldap.no-access.do", "Let the account read the domain, as every domain account may by default.")
	case ldap.LDAPResultReferral:
		p.Code = "ldap.referral"
		p.Detail = check.T("ldap.referral", "{{.host}} refers to another domain controller. Referrals are not followed.", "host", peer.Host)
		p.Advice.Do = check.T("ldap.referral.do", "Use a host of the domain that holds the object.")
	case ldap.LDAPResultBusy, ldap.LDAPResultUnavailable:
		p.Code = "ldap.busy"
		p.Detail = check.T("ldap.busy", "{{.host}} is busy or shutting down.", "host", peer.Host)
		p.Advice.Do = check.T("ldap.busy.do", "Check again in a moment, or use another domain controller.")
	default:
		p.Code = "ldap.refused"
		p.Detail = check.T("ldap.refused", "{{.host}} refused a question with LDAP result {{.code}} ({{.name}}).", "host", peer.Host, "code", int(answer.ResultCode), "name", ldap.LDAPResultCodeMap[answer.ResultCode])
		p.Advice.Do = check.T("ldap.refused.do", "Look at the original text under the details, and at the event log of the domain controller.")
	}
	return p
}

// malformed is an answer that no domain controller gives.
func malformed(peer netproblem.Peer, err error) *check.Problem {
	return &check.Problem{Code: "ldap.malformed", Err: err,
		Detail: check.T("ldap.malformed", "{{.host}} sent an answer that is not proper LDAP.", "host", peer.Host),
		Advice: check.Advice{Who: check.Network, Do: check.T("ldap.malformed.do", "Make sure that {{.host}} is a domain controller and that nothing between changes the traffic.", "host", peer.Host)}}
}
