package web

import (
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// Explain names what kept the service at an origin from answering: a page in
// its place, or whatever netproblem knows of the road.
func Explain(origin string, err error) *check.Problem {
	peer := Peer(origin)
	page, ok := errors.AsType[*PageError](err)
	if !ok {
		return netproblem.Explain(peer, err)
	}
	args := []any{"host", page.Host, "status", page.Status, "title", page.Title}
	p := &check.Problem{Code: "net.page-instead", Err: page,
		Detail: check.T("net.page-instead", "A page for people answered in place of {{.host}} (HTTP {{.status}}), so nothing was taken from it.", args...),
		Advice: check.Advice{Who: check.Network, Do: check.T("net.page-instead.do", "Find the proxy, the portal or the security product that answers on the way to {{.host}}, and let this program pass unchanged. A network that asks for a sign-in first (hotel, guest network) does this too.", args...)}}
	if page.Title != "" {
		p.Detail = check.T("net.page-instead.titled", "The page “{{.title}}” answered in place of {{.host}} (HTTP {{.status}}), so nothing was taken from it.", args...)
	}
	return p
}
