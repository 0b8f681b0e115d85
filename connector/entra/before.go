package entra

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/netproblem"
)

// The IDs of the checks that need nobody to sign in.
const (
	ReachCheck  check.ID = "microsoft.reach"
	TenantCheck check.ID = "entra.tenant"
)

// reachLimit is how long one host gets to answer at all.
const reachLimit = 15 * time.Second

// maxSkew is how far the clock may be off before tokens are taken for expired,
// or for not yet good.
const maxSkew = 5 * time.Minute

// Before are the checks to run before a browser opens: the hosts of the cloud
// can be reached by this program, as its own requests need more than the
// browser's proxy, and the tenant exists in this cloud.
func (c *Client) Before() []check.Check {
	var list []check.Check
	for _, host := range []struct {
		origin string
		title  check.Text
	}{
		{c.opts.Cloud.Authority, check.T("microsoft.reach.sign-in", "Microsoft's sign-in service can be reached")},
		{c.opts.Cloud.Exchange, check.T("microsoft.reach.exchange", "Exchange Online can be reached")},
		{c.opts.Cloud.Graph, check.T("microsoft.reach.graph", "Microsoft Graph can be reached")},
	} {
		list = append(list, check.Check{ID: ReachCheck, Host: hostOf(host.origin), Title: host.title,
			Run: func(ctx context.Context) (check.Finding, error) { return c.reach(ctx, host.origin) }})
	}
	if c.authority() == anyTenant {
		return list // nothing is known to look for
	}
	return append(list, check.Check{ID: TenantCheck, Title: check.T("entra.tenant", "The tenant exists in this cloud"), Run: c.checkTenant})
}

// hostOf returns the host of an origin; with a port only where it is not 443,
// so that the services of the practice tenant stay apart.
func hostOf(origin string) string {
	_, host, _ := strings.Cut(origin, "://")
	return strings.TrimSuffix(host, ":443")
}

// reach asks a host for anything. Every HTTP answer proves the road.
func (c *Client) reach(ctx context.Context, origin string) (check.Finding, error) {
	ctx, cancel := context.WithTimeout(ctx, reachLimit)
	defer cancel()
	peer := web.Peer(origin)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, origin+"/", nil)
	if err != nil {
		return check.Finding{}, err
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return check.Finding{}, explainRoad(origin, err)
	}
	resp.Body.Close()
	finding := check.Finding{Found: check.T("microsoft.reach.found", "{{.host}} answered.", "host", peer.Host), Facts: check.Facts{"status": resp.StatusCode}}
	var ps check.Problems
	if resp.TLS != nil {
		finding.Facts["issuer"] = issuerOf(resp.TLS.PeerCertificates)
		if p := netproblem.Inspection(peer, resp.TLS.PeerCertificates); p != nil && c.opts.Cloud.CA == nil {
			ps = append(ps, p)
		}
	}
	if p := c.skew(resp.Header.Get("Date")); p != nil {
		ps = append(ps, p)
	}
	return finding, ps.Err()
}

func issuerOf(chain []*x509.Certificate) string {
	if len(chain) == 0 {
		return ""
	}
	return check.Clean(chain[0].Issuer.String())
}

// skew compares the clock of this computer with the one of the service.
func (c *Client) skew(date string) *check.Problem {
	at, err := http.ParseTime(date)
	if err != nil {
		return nil
	}
	off := c.opts.Now().Sub(at)
	if off.Abs() <= maxSkew {
		return nil
	}
	by := strings.TrimSuffix(off.Abs().Round(time.Minute).String(), "0s")
	detail := check.T("microsoft.clock", "The clock of this computer is {{.off}} ahead of Microsoft's. Sign-ins can fail, or end at once.", "off", by)
	if off < 0 {
		detail = check.T("microsoft.clock.behind", "The clock of this computer is {{.off}} behind Microsoft's. Sign-ins can fail, or end at once.", "off", by)
	}
	return check.Warn(&check.Problem{Code: "microsoft.clock", Detail: detail,
		Advice: check.Advice{Who: check.You, Do: check.T("microsoft.clock.do", "Set the clock and the time zone of this computer.")}})
}

// Tenant is what a tenant says about itself before anybody signs in.
type Tenant struct {
	// ID is its GUID.
	ID string
	// Cloud is where it lives, empty if it does not say.
	Cloud cloud.ID
	// Region is Microsoft's name of it, such as "EU".
	Region string
}

// discovery is the part of the OpenID configuration that names a tenant.
// learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
type discovery struct {
	Issuer   string `json:"issuer"`
	Instance string `json:"cloud_instance_name"`
	Region   string `json:"tenant_region_scope"`
	Sub      string `json:"tenant_region_sub_scope"`
}

// FindTenant asks the sign-in service about the tenant of the options. It needs
// no account.
func (c *Client) FindTenant(ctx context.Context) (Tenant, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.opts.Cloud.Authority+"/"+c.authority()+"/v2.0/.well-known/openid-configuration", nil)
	if err != nil {
		return Tenant{}, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return Tenant{}, explainRoad(c.opts.Cloud.Authority, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return Tenant{}, explainRoad(c.opts.Cloud.Authority, err)
	}
	if resp.StatusCode != http.StatusOK {
		return Tenant{}, c.problem(parseFailure(resp.StatusCode, body))
	}
	var d discovery
	if json.Unmarshal(body, &d) != nil {
		return Tenant{}, garbled()
	}
	return d.tenant()
}

func (d discovery) tenant() (Tenant, error) {
	u, err := url.Parse(d.Issuer)
	if err != nil {
		return Tenant{}, garbled()
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if !isGUID(id) {
		return Tenant{}, garbled()
	}
	return Tenant{ID: strings.ToLower(id), Region: check.Clean(d.Region), Cloud: d.cloud()}, nil
}

// cloud goes by the names that the configuration uses: the two clouds of the
// US government share a sign-in service and differ in the sub-scope.
func (d discovery) cloud() cloud.ID {
	switch strings.ToLower(d.Instance) {
	case "microsoftonline.com":
		return cloud.Worldwide
	case "partner.microsoftonline.cn", "chinacloudapi.cn":
		return cloud.China
	case "microsoftonline.us":
		if strings.EqualFold(d.Sub, "DOD") {
			return cloud.DoD
		}
		return cloud.GCCHigh
	}
	return ""
}

func (c *Client) checkTenant(ctx context.Context) (check.Finding, error) {
	t, err := c.FindTenant(ctx)
	if err != nil {
		return check.Finding{Facts: c.failureFacts(err)}, err
	}
	facts := check.Facts{"tenantId": t.ID, "region": t.Region, "cloud": string(t.Cloud)}
	if t.Cloud != "" && t.Cloud != c.opts.Cloud.ID && c.opts.Cloud.ID != cloud.Practice {
		return check.Finding{Facts: facts}, c.livesElsewhere(t)
	}
	return check.Finding{Facts: facts,
		Found: check.T("entra.tenant.found", "{{.tenant}} is the tenant {{.id}} in {{.cloud}}.", "tenant", c.authority(), "id", t.ID, "cloud", c.opts.Cloud.Name)}, nil
}

func (c *Client) livesElsewhere(t Tenant) *check.Problem {
	p := otherCloud(c, nil)
	if at, err := cloud.Find(t.Cloud); err == nil {
		p.Advice.Do = check.T("entra.other-cloud.named.do", "Choose the cloud {{.cloud}} and sign in again.", "cloud", at.Name)
	}
	return p
}
