package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/web"
)

var errNamelessToken = errors.New("the token for Exchange names no tenant or no account")

// Challenge is what Microsoft asks for after it took a token back; it stands
// behind the problem exo.sign-in-again. Sign in again with these claims.
type Challenge struct{ Claims string }

// Error says what happened.
func (c *Challenge) Error() string { return "the token was refused and new claims are asked for" }

// explain names an error of a call of Exchange. Only a cancelled context stays
// as it is.
func (s *Session) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p
	}
	if e, ok := errors.AsType[*wireError](err); ok {
		return s.explainAnswer(e)
	}
	if e, ok := errors.AsType[errForeign](err); ok {
		return foreign(e)
	}
	if errors.Is(err, errModuleFile) || errors.Is(err, errNowhere) || errors.Is(err, web.ErrTooLong) || isJSON(err) {
		return changed(err)
	}
	return check.CouldNot(web.Explain(s.region(), err))
}

func isJSON(err error) bool {
	_, syntax := errors.AsType[*json.SyntaxError](err)
	_, kind := errors.AsType[*json.UnmarshalTypeError](err)
	return syntax || kind
}

// explainAnswer names what Exchange said no with.
func (s *Session) explainAnswer(e *wireError) *check.Problem {
	switch {
	case e.Status == http.StatusUnauthorized && e.Claims != "":
		return signInAgain(e)
	case e.Status == http.StatusUnauthorized:
		return unauthorized(e)
	case strings.Contains(e.Message, "assigned to any management roles"):
		return noRoles(e)
	case e.denied():
		return s.blocked(e)
	case e.Status == http.StatusTooManyRequests, strings.Contains(e.Message, "maximum number of concurrent requests"):
		return throttled(e)
	case e.Status >= 500, e.Status == http.StatusRequestTimeout:
		return unavailable(e)
	}
	return changed(e)
}

func signInAgain(e *wireError) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "exo.sign-in-again", Err: &Challenge{e.Claims}, Cause: e.Error(),
		Detail: check.T("exo.sign-in-again", "Microsoft took the token back: something about the account or a policy has changed since the sign-in."),
		Advice: check.Advice{Who: check.You, Do: check.T("exo.sign-in-again.do", "Sign in again. Microsoft says in the browser what it wants to see.")}})
}

func unauthorized(e *wireError) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "exo.unauthorized", Err: e,
		Detail: check.T("exo.unauthorized", "Exchange Online did not accept the token of the account."),
		Advice: check.Advice{Who: check.You, Do: check.T("exo.unauthorized.do", "Sign in again. If it stays, check that the chosen cloud is the one of the tenant.")}})
}

func noRoles(e *wireError) *check.Problem {
	return &check.Problem{Code: codeNoRoles, Err: e,
		Detail: check.T("exo.no-roles", "The account has no role at all in Exchange Online, not even those of a user."),
		Advice: check.Advice{Who: check.Exchange, Do: check.T("exo.no-roles.do", "Give the account a mailbox, which a role group asks for, and add it to a role group with the roles that are needed. The script of this program can do without a mailbox. A guest needs an account of the tenant instead. New roles take up to an hour.")}}
}

// blocked is 403 although the token holds the permission.
func (s *Session) blocked(e *wireError) *check.Problem {
	upn := s.knownUPN()
	return &check.Problem{Code: "exo.blocked", Err: e,
		Detail: check.T("exo.blocked", "Exchange Online refuses {{.account}} every command, although the permission is there. Usually Exchange Online PowerShell is switched off for the account.", "account", upn),
		Advice: check.Advice{Who: check.Exchange, Command: "Set-User -Identity " + Quote(upn) + " -EXOModuleEnabled $true",
			Do: check.T("exo.blocked.do", "Allow the account Exchange Online PowerShell: Hire2Retire uses the same way in. Then check again.")}}
}

func throttled(e *wireError) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "exo.throttled", Err: e,
		Detail: check.T("exo.throttled", "Exchange Online has too much to do for this tenant and did not answer in time."),
		Advice: check.Advice{Who: check.You, Do: check.T("exo.throttled.do", "Wait some minutes and check again.")}})
}

func unavailable(e *wireError) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "exo.unavailable", Err: e,
		Detail: check.T("exo.unavailable", "Exchange Online answers with an error of its own (HTTP {{.status}}).", "status", e.Status),
		Advice: check.Advice{Who: check.You, Do: check.T("exo.unavailable.do", "Check again later. The state of the service is in the Microsoft 365 admin center under Health.")}})
}

func foreign(e errForeign) *check.Problem {
	return check.CouldNot(&check.Problem{Code: "exo.foreign-redirect", Err: e,
		Detail: check.T("exo.foreign-redirect", "Exchange Online sent the call on to {{.host}}, which is no host of this cloud. The token was not sent there.", "host", check.Clean(e.host)),
		Advice: check.Advice{Who: check.Network, Do: check.T("exo.foreign-redirect.do", "Find out whether a proxy or a security product rewrites answers of Microsoft. If not, send the report to support.")}})
}

// The codes by which the checks decide.
const (
	codeChanged check.Code = "exo.changed"
	codeNoRoles check.Code = "exo.no-roles"
)

// changed is an answer that this program does not understand. It says nothing
// about the account.
func changed(err error) *check.Problem {
	return check.CouldNot(&check.Problem{Code: codeChanged, Err: err,
		Detail: check.T("exo.changed", "Exchange Online answered in a way that this program does not know. Nothing is concluded from it."),
		Advice: check.Advice{Who: check.You, Do: check.T("exo.changed.do", "Look for a newer version of this program. Until then, use the evidence script: an Exchange administrator runs it, and its result can be imported here.")}})
}

// knownUPN returns the account for a sentence, empty if nothing is known.
func (s *Session) knownUPN() string {
	s.caller.mu.Lock()
	defer s.caller.mu.Unlock()
	return s.caller.value.UPN
}

// ClaimsOf returns what a sign-in has to ask for after this problem, or "".
func ClaimsOf(err error) string {
	if c, ok := errors.AsType[*Challenge](err); ok {
		return c.Claims
	}
	return ""
}
