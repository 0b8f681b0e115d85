package exchange_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/practice/tenant"
)

// TestUnreachablePort: Exchange redirects to its region with a port that only
// its own servers can reach, which has to be left out.
func TestUnreachablePort(t *testing.T) {
	tn, err := tenant.Start(tenant.Options{Names: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tn.Close() })
	in := signedIn{Tenant: tn, transport: web.Transport(tn.Cloud(), nil)}
	in.transport.DialContext = tn.DialContext
	t.Cleanup(in.transport.CloseIdleConnections)
	in.msal, err = public.New(tenant.ClientID, public.WithAuthority(tn.Cloud().Authority+"/"+tenant.ID), public.WithInstanceDiscovery(false), public.WithHTTPClient(&http.Client{Transport: in.transport}))
	if err != nil {
		t.Fatal(err)
	}
	res, err := in.msal.AcquireTokenInteractive(t.Context(), []string{tn.Cloud().ExchangeScope("Exchange.Manage")}, public.WithOpenURL(tn.Consent), public.WithLoginHint(tenant.Account))
	if err != nil {
		t.Fatal(err)
	}
	in.who = res.Account
	r := run(t, exchange.New(in.options()), all)
	meets(t, r, passed("exchange.connect"), passed(mailRole), passed(dlRole), passed(groupRole))
	if res, _ := r.Find("exchange.connect", ""); !strings.HasPrefix(res.Facts["host"].(string), "eur01.") {
		t.Errorf("host = %v, want the one of the region", res.Facts["host"])
	}
	fronts := 0
	for _, c := range in.Calls() {
		if strings.HasPrefix(c.Host, "outlook.") {
			fronts++
		}
	}
	if fronts != 1 {
		t.Errorf("%d calls at the front, want 1: the region is not remembered", fronts)
	}
}
