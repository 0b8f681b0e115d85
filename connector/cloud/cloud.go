// Package cloud lists the Microsoft clouds: one row holds every address that
// the product speaks to in that cloud. The practice tenant is a row like the
// others, with addresses on loopback and a certificate authority of its own.
//
// Addresses: learn.microsoft.com/exchange/reference/admin-api-get-started,
// learn.microsoft.com/entra/identity-platform/authentication-national-cloud,
// learn.microsoft.com/graph/deployments.
package cloud

import (
	"crypto/x509"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// ID names a cloud on the command line, in a profile and in a policy.
type ID string

// The clouds. Practice is never offered in a list: it exists only while the
// practice tenant runs.
const (
	Worldwide ID = "worldwide"
	GCCHigh   ID = "gcc-high"
	DoD       ID = "dod"
	China     ID = "21vianet"
	Practice  ID = "practice"
)

// Cloud is one row.
type Cloud struct {
	ID ID
	// Name is Microsoft's own name of the cloud, the same in every language.
	Name string
	// Authority, Exchange and Graph are https origins without a path.
	Authority, Exchange, Graph string
	// ExchangeResource and GraphResource are what scopes and audiences begin
	// with. They differ from the addresses in the practice tenant only.
	ExchangeResource, GraphResource string
	// ExchangeHosts are the hosts to which Exchange may redirect a call with
	// its token: each an exact host, or a suffix that begins with a dot.
	ExchangeHosts []string
	// ExchangeEnvironment is the -ExchangeEnvironmentName of
	// Connect-ExchangeOnline, GraphEnvironment the -Environment of
	// Connect-MgGraph; empty where the default serves.
	ExchangeEnvironment, GraphEnvironment string
	// CA holds additional roots to trust for these hosts, or is nil.
	CA *x509.CertPool
}

// All lists the clouds in the order in which they are offered.
func All() []Cloud {
	return []Cloud{
		{
			ID: Worldwide, Name: "Microsoft 365 Worldwide (and GCC)",
			Authority: "https://login.microsoftonline.com", Exchange: "https://outlook.office365.com", Graph: "https://graph.microsoft.com",
			ExchangeResource: "https://outlook.office365.com", GraphResource: "https://graph.microsoft.com",
			ExchangeHosts: []string{".outlook.office365.com", "outlook.office365.com", ".outlook.office.com", "outlook.office.com", ".prod.outlook.com"},
		},
		{
			ID: GCCHigh, Name: "Microsoft 365 GCC High",
			Authority: "https://login.microsoftonline.us", Exchange: "https://outlook.office365.us", Graph: "https://graph.microsoft.us",
			ExchangeResource: "https://outlook.office365.us", GraphResource: "https://graph.microsoft.us",
			ExchangeHosts:       []string{".outlook.office365.us", "outlook.office365.us"},
			ExchangeEnvironment: "O365USGovGCCHigh", GraphEnvironment: "USGov",
		},
		{
			ID: DoD, Name: "Microsoft 365 DoD",
			Authority: "https://login.microsoftonline.us", Exchange: "https://outlook-dod.office365.us", Graph: "https://dod-graph.microsoft.us",
			ExchangeResource: "https://outlook-dod.office365.us", GraphResource: "https://dod-graph.microsoft.us",
			ExchangeHosts:       []string{".outlook-dod.office365.us", "outlook-dod.office365.us"},
			ExchangeEnvironment: "O365USGovDoD", GraphEnvironment: "USGovDoD",
		},
		{
			ID: China, Name: "Microsoft 365 operated by 21Vianet",
			Authority: "https://login.partner.microsoftonline.cn", Exchange: "https://partner.outlook.cn", Graph: "https://microsoftgraph.chinacloudapi.cn",
			ExchangeResource: "https://partner.outlook.cn", GraphResource: "https://microsoftgraph.chinacloudapi.cn",
			ExchangeHosts:       []string{".partner.outlook.cn", "partner.outlook.cn", ".outlook.office365.cn", "outlook.office365.cn"},
			ExchangeEnvironment: "O365China", GraphEnvironment: "China",
		},
	}
}

// Find returns the cloud of that name; an empty name is Worldwide.
func Find(id ID) (Cloud, error) {
	if id == "" {
		id = Worldwide
	}
	all := All()
	i := slices.IndexFunc(all, func(c Cloud) bool { return c.ID == id })
	if i < 0 {
		return Cloud{}, fmt.Errorf("unknown cloud %q", id)
	}
	return all[i], nil
}

// AllowsExchange reports whether a token for Exchange may be sent to u: https,
// without user information, to one of the cloud's own hosts.
func (c Cloud) AllowsExchange(u *url.URL) bool {
	if u.Scheme != "https" || u.User != nil {
		return false
	}
	host := strings.ToLower(u.Host)
	if u.Port() == "443" {
		host = strings.ToLower(u.Hostname())
	}
	return slices.ContainsFunc(c.ExchangeHosts, func(allowed string) bool {
		if strings.HasPrefix(allowed, ".") {
			return strings.HasSuffix(host, allowed)
		}
		return host == allowed
	})
}

// ExchangeScope returns the long form of an Exchange scope, such as
// "https://outlook.office365.com/Exchange.Manage".
func (c Cloud) ExchangeScope(name string) string { return c.ExchangeResource + "/" + name }

// GraphScope returns the long form of a Graph scope.
func (c Cloud) GraphScope(name string) string { return c.GraphResource + "/" + name }
