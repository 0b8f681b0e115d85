package entra_test

import (
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// TestFaults is what every fault of the practice tenant means for a sign-in.
func TestFaults(t *testing.T) {
	const passed = check.Code("")
	device := entra.Request{Method: entra.DeviceCode}
	for fault, c := range map[string]struct {
		req    entra.Request
		status check.Status
		code   check.Code
	}{
		"entra.cancelled":           {status: check.Unknown, code: "entra.cancelled"},
		"entra.consent-declined":    {status: check.Failed, code: "entra.consent-declined"},
		"entra.consent-needed":      {status: check.Failed, code: "entra.consent-needed"},
		"entra.consent-pending":     {status: check.Unknown, code: "entra.consent-pending"},
		"consent-missing":           {status: check.Failed, code: "entra.consent-needed"},
		"entra.mfa-needed":          {status: check.Failed, code: "entra.mfa-needed"},
		"entra.conditional-access":  {status: check.Failed, code: "entra.conditional-access"},
		"conditional-access-page":   {status: check.Unknown, code: "entra.timeout"},
		"device-code-blocked":       {req: device, status: check.Failed, code: "entra.conditional-access"},
		"entra.device-code-expired": {req: device, status: check.Unknown, code: "entra.device-code-expired"},
		"entra.wrong-tenant":        {status: check.Failed, code: "entra.wrong-tenant"},
		"entra.wrong-account":       {status: check.Failed, code: "entra.wrong-account"},
		"entra.personal-account":    {status: check.Failed, code: "entra.personal-account"},
		"entra.guest":               {status: check.Warned, code: "entra.guest"},
		"entra.other-account":       {status: check.Warned, code: "entra.other-account"},
		"entra.account-locked":      {status: check.Failed, code: "entra.account-locked"},
		"entra.account-disabled":    {status: check.Failed, code: "entra.account-disabled"},
		"entra.password-expired":    {status: check.Failed, code: "entra.password-expired"},
		"entra.not-assigned":        {status: check.Failed, code: "entra.not-assigned"},
		"entra.wrong-app":           {status: check.Unknown, code: "entra.timeout"},
		"app-disabled":              {status: check.Unknown, code: "entra.timeout"},
		"entra.app-platform":        {status: check.Failed, code: "entra.app-platform"},
		"entra.no-exchange":         {status: check.Failed, code: "entra.no-exchange"},
		"no-exchange-principal":     {status: check.Failed, code: "entra.no-exchange"},
		"entra.tenant-restricted":   {status: check.Failed, code: "entra.tenant-restricted"},
		"exo.scope-missing":         {status: check.Passed, code: passed},
		"entra.scope-declined":      {status: check.Failed, code: "entra.scope-declined"},
		"entra.browser":             {status: check.Unknown, code: "entra.browser"},
		"entra.timeout":             {status: check.Unknown, code: "entra.timeout"},
		"entra.unavailable":         {status: check.Unknown, code: "entra.unavailable"},
		"sign-in-busy":              {status: check.Passed, code: passed},
		"entra.garbled":             {status: check.Unknown, code: "entra.garbled"},
		"tls.inspected":             {status: check.Unknown, code: "tls.inspected"},
		"sign-in-interrupted":       {status: check.Unknown, code: "net.interrupted"},
		"exchange-interrupted":      {status: check.Passed, code: passed},
		"entra.account-synced":      {status: check.Passed, code: passed},
		"role.missing":              {status: check.Passed, code: passed},
	} {
		t.Run(fault, func(t *testing.T) {
			if c.req.Method == entra.Stored {
				c.req.Method = entra.Browser
			}
			tn := start(t, fault)
			cl := connect(t, tn, func(o *entra.Options) {
				if c.code == "entra.timeout" || c.code == "entra.browser" {
					o.Timeout = 500 * time.Millisecond
				}
			})
			enter := enterCode(t, tn)
			if fault == "entra.device-code-expired" {
				enter = nil // nobody does
			}
			res := check.Run(t.Context(), []check.Check{cl.Check(c.req, enter)}, nil).Results[0]
			got := passed
			if p := res.Problem(); p != nil {
				got = p.Code
				complete(t, p)
			}
			if res.Status != c.status || got != c.code {
				t.Errorf("%s: %s %q, want %s %q: %v", fault, res.Status, got, c.status, c.code, res.Problem())
			}
		})
	}
}

// TestSecondFactorAnswered: the claims of a refusal make the next sign-in good.
func TestSecondFactorAnswered(t *testing.T) {
	c := connect(t, start(t, "entra.mfa-needed"))
	_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	claims := entra.ClaimsOf(err)
	if claims == "" {
		t.Fatalf("no claims in %v", err)
	}
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser, Claims: claims}, nil)
	if err != nil || acc.UPN != tenant.Account {
		t.Errorf("SignIn with the claims = %+v, %v", acc, err)
	}
}

// TestKeptSignInRevoked: kept tokens that are no longer good ask for a sign-in.
func TestKeptSignInRevoked(t *testing.T) {
	for _, fault := range []string{"entra.not-signed-in", "sign-in-expired"} {
		tn := start(t)
		c := connect(t, tn)
		if _, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil {
			t.Fatal(err)
		}
		if err := tn.SetFaults(fault); err != nil {
			t.Fatal(err)
		}
		_, err := c.Token(t.Context(), scopes(tn)[0], true)
		if p := problem(t, err); p.Code != "entra.not-signed-in" || p.Severity != check.Uncertain {
			t.Errorf("%s: %v, want entra.not-signed-in", fault, p)
		}
	}
}
