package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud/claims"
	"hire2retire-setup/connector/cloud/web"
)

// errNoGraph means that Graph is not asked, because no token for it was given.
var errNoGraph = errors.New("no token for Microsoft Graph")

// graphScopes are the permissions of the token for Graph.
func (s *Session) graphScopes(ctx context.Context) (claims.Token, error) {
	if s.opts.GraphToken == nil {
		return claims.Token{}, errNoGraph
	}
	token, err := s.graph.token(ctx)
	if err != nil {
		return claims.Token{}, err
	}
	return claims.Read(token)
}

// fromGraph reads an address of Graph, which begins with the version.
func (s *Session) fromGraph(ctx context.Context, path string, query url.Values, into any) error {
	if s.opts.GraphToken == nil {
		return errNoGraph
	}
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	token, err := s.graph.token(ctx)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.opts.Cloud.Graph+path+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token.Reveal())
	req.Header.Set("ConsistencyLevel", "eventual") // advanced queries ask for it
	resp, err := s.toGraph.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return parseError(resp, body)
	}
	return json.Unmarshal(body, into)
}

// explainGraph names an error of a call of Graph.
func (s *Session) explainGraph(err error) error {
	e, refused := errors.AsType[*wireError](err)
	p, known := errors.AsType[*check.Problem](err)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case refused && e.Status == http.StatusUnauthorized && e.Claims != "":
		return signInAgain(e)
	case refused:
		return check.CouldNot(&check.Problem{Code: "graph.refused", Err: e,
			Detail: check.T("graph.refused", "Microsoft Graph did not answer the question (HTTP {{.status}}).", "status", e.Status),
			Advice: check.Advice{Who: check.You, Do: check.T("graph.refused.do", "Check again. Exchange Online is not touched by this.")}})
	case errors.Is(err, errNoGraph):
		return check.Skip{Why: check.T("graph.not-asked", "Microsoft Graph was not asked: the sign-in has no permission for it.")}
	case isJSON(err), errors.Is(err, claims.ErrOpaque), errors.Is(err, web.ErrTooLong):
		return check.CouldNot(&check.Problem{Code: "graph.changed", Err: err,
			Detail: check.T("graph.changed", "Microsoft Graph answered in a way that this program does not know. Nothing is concluded from it."),
			Advice: check.Advice{Who: check.You, Do: check.T("graph.refused.do", "Check again. Exchange Online is not touched by this.")}})
	case known && p.Severity == check.Failure:
		// No token for Graph: Exchange Online does not need it.
		return check.Skip{Why: check.T("graph.no-token", "Microsoft Graph was not asked: {{.why}}", "why", p.Detail)}
	case known:
		return p
	}
	return check.CouldNot(web.Explain(s.opts.Cloud.Graph, err))
}

// person is what Graph says about the account.
type person struct {
	UPN      string `json:"userPrincipalName"`
	UserType string `json:"userType"`
	Synced   bool   `json:"onPremisesSyncEnabled"`
}

// checkAccount warns of an account that is mastered on premises.
func (s *Session) checkAccount(ctx context.Context) (check.Finding, error) {
	var p person
	err := s.fromGraph(ctx, "/v1.0/me", url.Values{"$select": {"userPrincipalName,userType,onPremisesSyncEnabled"}}, &p)
	if err != nil {
		return check.Finding{}, s.explainGraph(err)
	}
	finding := check.Finding{
		Found: check.T("entra.account.found", "{{.account}} is kept in Entra ID.", "account", p.UPN),
		Facts: check.Facts{"account": p.UPN, "userType": p.UserType, "synced": p.Synced},
	}
	if !p.Synced {
		return finding, nil
	}
	finding.Found = check.Text{}
	return finding, check.Warn(&check.Problem{Code: "entra.account-synced",
		Detail: check.T("entra.account-synced", "{{.account}} is synchronized from Active Directory. Its password and its state follow Active Directory, and whoever controls it there controls its roles in Microsoft 365.", "account", p.UPN),
		Advice: check.Advice{Who: check.Entra, Do: check.T("entra.account-synced.do", "Microsoft advises accounts with administrator roles that exist in Entra ID only. Use one if you can.")}})
}
