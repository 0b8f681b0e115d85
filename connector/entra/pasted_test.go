package entra_test

import (
	"errors"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// Pages as Microsoft draws them, copied whole.
const (
	errorPage = `Sign in
Sorry, but we’re having trouble signing you in.
AADSTS700016: Application with identifier 'b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant.
Troubleshooting details
If you contact your administrator, send this info to them.
Copy info to clipboard
Request Id: ` + trace + `
Correlation Id: ` + correlation + `
Timestamp: 2026-01-02T03:04:05Z
Message: AADSTS700016: Application with identifier 'b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10' was not found in the directory 'Contoso'.
Flag sign-in errors for review: Enable flagging`
	policyPage = "You cannot access this right now\r\nYour sign-in was successful but does not meet the criteria to access this resource.\r\n" +
		"More details\r\nError Code: 53003\r\nRequest Id: " + trace + "\r\nCorrelation Id: " + correlation + "\r\nTimestamp: " + timestamp + "\r\nApp name: Hire2Retire\r\nApp id: b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10\r\nIP address: 192.0.2.7\r\nDevice identifier: Not available\r\nDevice platform: Windows 10\r\nDevice state: Unregistered"
	policyPageGerman = "Sie können derzeit nicht darauf zugreifen\nFehlercode: 53003\nAnforderungs-ID: " + trace + "\nKorrelations-ID: " + correlation + "\nZeitstempel: " + timestamp
	policyPageFrench = "Code d’erreur : 50105\nID de demande : " + trace + "\nID de corrélation : " + correlation + "\nHorodatage : " + timestamp
)

// TestPasted: what a page says in the browser is named here, whatever of it is
// copied.
func TestPasted(t *testing.T) {
	tn := start(t)
	c := connect(t, tn)
	for name, p := range map[string]struct {
		text string
		code check.Code
		ids  bool // the correlation ID, the request ID and the time are kept
	}{
		"an error page":               {errorPage, "entra.wrong-app", true},
		"a policy page":               {policyPage, "entra.conditional-access", true},
		"a policy page, in German":    {policyPageGerman, "entra.conditional-access", true},
		"a page in French":            {policyPageFrench, "entra.not-assigned", true},
		"its number":                  {"AADSTS50105", "entra.not-assigned", false},
		"only the digits":             {" 53003 ", "entra.conditional-access", false},
		"a sentence with a number":    {"It says error 50011 and something about a URI.", "entra.app-platform", false},
		"an address":                  {"https://login.microsoftonline.com/error?code=50011", "entra.app-platform", false},
		"where a consent ends":        {"http://localhost/?error=consent_required&error_description=AADSTS65004%3a+The+user+declined.&state=1", "entra.consent-declined", false},
		"an answer in a fragment":     {"http://localhost/#error=access_denied&error_subcode=cancel", "entra.cancelled", false},
		"approval, without a number":  {"Need admin approval\nHire2Retire Connection Setup needs permission to access resources in your organization that only an admin can grant.", "entra.consent-needed", false},
		"approval, in German":         {"Administratorgenehmigung erforderlich", "entra.consent-needed", false},
		"a request that was sent":     {"Request sent\nWe've sent your request to your admin.", "entra.consent-pending", false},
		"a blocked device":            {"Your sign-in was successful but your admin requires the device requesting access to be managed by Contoso", "entra.conditional-access", false},
		"a number nobody knows":       {"AADSTS999999: What is this? Correlation ID: " + correlation, "entra.refused", false},
		"a correlation ID alone":      {"Correlation ID: " + correlation, "entra.refused", false},
		"several numbers, one is new": {"AADSTS1234567 AADSTS50105", "entra.not-assigned", false},
		"nothing":                     {"", "entra.page-unreadable", false},
		"a page of something else":    {"404 Not Found", "entra.page-unreadable", false},
		"numbers that mean nothing":   {"Call 5551234 before 20260102", "entra.page-unreadable", false},
		"an address without an error": {"https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x", "entra.page-unreadable", false},
		"more than any page":          {strings.Repeat("x ", 1<<20) + "AADSTS50105", "entra.page-unreadable", false},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.Pasted(p.text)
			if got.Code != p.code {
				t.Errorf("Pasted = %s %q, want %s", got.Code, got.Cause, p.code)
			}
			complete(t, got)
			for _, id := range []string{correlation, trace} {
				if p.ids && !strings.Contains(got.Cause, id) {
					t.Errorf("the cause %q lost %s", got.Cause, id)
				}
			}
			if f, ok := errors.AsType[*entra.Failure](got); p.ids && (!ok || !strings.HasPrefix(f.Timestamp, "2026-01-02")) {
				t.Errorf("the failure %+v lost the time", f)
			}
		})
	}
}

// TestPastedPages: the pages that the practice tenant shows instead of an answer
// are named once their text is pasted.
func TestPastedPages(t *testing.T) {
	for fault, want := range map[string]check.Code{
		"entra.wrong-app": "entra.wrong-app", "app-disabled": "entra.wrong-app", "conditional-access-page": "entra.conditional-access",
	} {
		tn := start(t, fault)
		var page error
		c := connect(t, tn, func(o *entra.Options) { o.OpenURL = nil })
		ctx, cancel := contextOf(t)
		_, err := c.SignIn(ctx, entra.Request{Method: entra.Browser}, func(s entra.State) {
			if s.Stage == entra.Waiting && page == nil {
				page = tn.Walk(ctx, s.URL)
				cancel()
			}
		})
		if err == nil || page == nil {
			t.Fatalf("%s: SignIn = %v, the browser ended with %v", fault, err, page)
		}
		if got := c.Pasted(page.Error()); got.Code != want || !strings.Contains(got.Cause, "Correlation") {
			t.Errorf("%s: Pasted(%q) = %s %q, want %s", fault, page, got.Code, got.Cause, want)
		}
	}
}

// TestPastedSecrets: who pastes the address of an answer does not see its code
// again.
func TestPastedSecrets(t *testing.T) {
	c := connect(t, start(t))
	const token = "eyJhbGciOiJub25lIn0.eyJ4IjoiYSJ9.c2lnbmF0dXJl"
	p := c.Pasted("AADSTS50105 code=1.AXoASECRETSECRET " + token)
	holdsNone(t, "the problem", []byte(p.Cause+p.Error()), "SECRETSECRET", token)
}

func FuzzPasted(f *testing.F) {
	for _, s := range []string{"", errorPage, policyPage, policyPageGerman, "http://localhost/?error=%zz", "AADSTS", "Correlation ID: ", "\x00\u202e53003"} {
		f.Add(s)
	}
	tn, err := tenant.Start(tenant.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { tn.Close() })
	f.Fuzz(func(t *testing.T, text string) {
		p := connect(t, tn).Pasted(text)
		if p == nil || p.Code == "" || strings.ContainsAny(p.Cause, "\r\n\x00\x1b\u202e") || tokenLike.MatchString(p.Cause) {
			t.Errorf("Pasted(%q) = %+v", text, p)
		}
	})
}

// TestDeviceCodeWarning: it names the danger and the way out.
func TestDeviceCodeWarning(t *testing.T) {
	for _, want := range []string{"53003", "policy", "browser on this computer"} {
		if !strings.Contains(entra.DeviceCodeWarning().String(), want) {
			t.Errorf("the warning lacks %q", want)
		}
	}
}
