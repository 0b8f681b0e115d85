package entra_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

func TestBefore(t *testing.T) {
	type row struct {
		id     check.ID
		status check.Status
		code   check.Code
	}
	road := func(status check.Status, code check.Code) []row {
		return []row{{"microsoft.reach", status, code}, {"microsoft.reach", check.Passed, ""}, {"microsoft.reach", check.Passed, ""}, {"entra.tenant", status, code}}
	}
	for name, c := range map[string]struct {
		faults []string
		change func(*entra.Options)
		want   []row
	}{
		"all is well":                     {nil, nil, road(check.Passed, "")},
		"any tenant":                      {nil, func(o *entra.Options) { o.Account = "" }, road(check.Passed, "")[:3]},
		"the sign-in service is cut off":  {[]string{"sign-in-interrupted"}, nil, road(check.Unknown, "net.interrupted")},
		"a domain that is no tenant":      {nil, func(o *entra.Options) { o.Account = "svc@corp.example.com" }, append(road(check.Passed, "")[:3], row{"entra.tenant", check.Failed, "entra.tenant-not-found"})},
		"a clock that is wrong":           {nil, func(o *entra.Options) { o.Now = func() time.Time { return time.Now().Add(-time.Hour) } }, []row{{"microsoft.reach", check.Warned, "microsoft.clock"}, {"microsoft.reach", check.Warned, "microsoft.clock"}, {"microsoft.reach", check.Warned, "microsoft.clock"}, {"entra.tenant", check.Passed, ""}}},
		"something opens the encryption":  {[]string{"tls.inspected"}, nil, []row{{"microsoft.reach", check.Unknown, "tls.inspected"}, {"microsoft.reach", check.Unknown, "tls.inspected"}, {"microsoft.reach", check.Unknown, "tls.inspected"}, {"entra.tenant", check.Unknown, "tls.inspected"}}},
		"a page instead of the discovery": {nil, discovering(`<html>`), append(road(check.Passed, "")[:3], row{"entra.tenant", check.Unknown, "net.page-instead"})},
		"a tenant that names none":        {nil, discovering(`{"issuer":"https://login.example.com/common/v2.0"}`), append(road(check.Passed, "")[:3], row{"entra.tenant", check.Unknown, "entra.garbled"})},
	} {
		t.Run(name, func(t *testing.T) {
			if c.change == nil {
				c.change = func(*entra.Options) {}
			}
			r := check.Run(t.Context(), connect(t, start(t, c.faults...), c.change).Before(), nil)
			if len(r.Results) != len(c.want) {
				t.Fatalf("%d results, want %d", len(r.Results), len(c.want))
			}
			for i, res := range r.Results {
				code := check.Code("")
				if p := res.Problem(); p != nil {
					code = p.Code
				}
				if res.ID != c.want[i].id || res.Status != c.want[i].status || code != c.want[i].code {
					t.Errorf("%s %s = %s %q, want %s %q: %v", res.ID, res.Host, res.Status, code, c.want[i].status, c.want[i].code, res.Problem())
				}
			}
		})
	}
}

// discovering replaces the OpenID configuration.
func discovering(body string) func(*entra.Options) {
	return intercepting(func(r *http.Request) *http.Response {
		if !strings.HasSuffix(r.URL.Path, "openid-configuration") {
			return nil
		}
		return answer(r, 200, body)
	})
}

// TestOtherCloud: Microsoft tells where a tenant lives, which saves a sign-in
// that cannot work.
func TestOtherCloud(t *testing.T) {
	for _, c := range []struct {
		at       cloud.ID
		instance string
		sub      string
		want     cloud.ID
	}{
		{cloud.Worldwide, "microsoftonline.com", "", ""},
		{cloud.Worldwide, "microsoftonline.com", "GCC", ""},
		{cloud.Worldwide, "microsoftonline.us", "DODCON", cloud.GCCHigh},
		{cloud.Worldwide, "microsoftonline.us", "DOD", cloud.DoD},
		{cloud.GCCHigh, "microsoftonline.us", "DODCON", ""},
		{cloud.GCCHigh, "microsoftonline.us", "DOD", cloud.DoD},
		{cloud.China, "partner.microsoftonline.cn", "", ""},
		{cloud.China, "microsoftonline.com", "", cloud.Worldwide},
		{cloud.Worldwide, "", "", ""},
	} {
		row, err := cloud.Find(c.at)
		if err != nil {
			t.Fatal(err)
		}
		o := entra.Options{Cloud: row, ClientID: tenant.ClientID, Account: "svc@example.com", Scopes: []string{"https://x.example/y"}}
		discovering(`{"issuer":"https://login.example/` + tenant.ID + `/v2.0","cloud_instance_name":"` + c.instance + `","tenant_region_scope":"EU","tenant_region_sub_scope":"` + c.sub + `"}`)(&o)
		cl, err := entra.New(o)
		if err != nil {
			t.Fatal(err)
		}
		defer cl.Close()
		list := cl.Before()
		res := check.Run(t.Context(), list[len(list)-1:], nil).Results[0]
		switch {
		case c.want == "" && (res.Status != check.Passed || res.Facts["tenantId"] != tenant.ID):
			t.Errorf("%s at %s: %s %v", c.instance, c.at, res.Status, res.Problem())
		case c.want != "":
			named, _ := cloud.Find(c.want)
			if p := res.Problem(); p == nil || p.Code != "entra.other-cloud" || !strings.Contains(p.Advice.Do.String(), named.Name) {
				t.Errorf("%s %s at %s: %v, want entra.other-cloud naming %s", c.instance, c.sub, c.at, p, named.Name)
			}
		}
	}
}
