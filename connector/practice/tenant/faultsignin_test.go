package tenant_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"hire2retire-setup/connector/practice/tenant"
)

// stsError is what the token service says, as JSON.
type stsError struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
	Codes       []int  `json:"error_codes"`
	Timestamp   string `json:"timestamp"`
	Trace       string `json:"trace_id"`
	Correlation string `json:"correlation_id"`
	URI         string `json:"error_uri"`
	Suberror    string `json:"suberror"`
	Claims      string `json:"claims"`
}

// refusal finds the JSON in what MSAL returned.
func refusal(t *testing.T, err error) stsError {
	t.Helper()
	var out stsError
	if err == nil {
		t.Fatal("MSAL returned no error")
	}
	_, text, _ := strings.Cut(err.Error(), "{")
	if jsonErr := json.Unmarshal([]byte("{"+text), &out); jsonErr != nil {
		t.Fatalf("MSAL returned %q, want the JSON of the token service in it", err)
	}
	return out
}

var description = regexp.MustCompile(`^AADSTS(\d+): .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$`)

// aadsts is the number in a description.
func aadsts(t *testing.T, text string) int {
	t.Helper()
	m := description.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("description = %q, want the form of Entra ID", text)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// outcome is how a whole sign-in went.
type outcome struct {
	stuck  error      // the browser could not go on
	answer url.Values // what came back to the application
	result public.AuthResult
	err    error // of MSAL
}

// attempt signs in with Exchange.Manage, as far as it goes.
func attempt(t *testing.T, tn *tenant.Tenant, c public.Client, extra url.Values) outcome {
	t.Helper()
	a := newApplication(t)
	manage := tn.Cloud().ExchangeScope("Exchange.Manage")
	var o outcome
	o.stuck = tn.Walk(t.Context(), authCodeURL(t, c, a, []string{manage, "openid", "profile", "offline_access"}, extra))
	select {
	case o.answer = <-a.answers:
	default:
		return o
	}
	if code := o.answer.Get("code"); code != "" {
		o.result, o.err = redeem(t.Context(), c, a, code, manage)
	}
	return o
}

func TestFaultsInTheBrowser(t *testing.T) {
	for fault, want := range map[string]string{
		"conditional-access-page": "AADSTS53003",
		"entra.wrong-app":         "AADSTS700016",
		"app-disabled":            "AADSTS7000112",
		"entra.timeout":           "This page stays as it is",
	} {
		t.Run(fault, func(t *testing.T) {
			tn := with(t, fault)
			o := attempt(t, tn, msal(t, tn, ""), nil)
			if o.stuck == nil || !strings.Contains(o.stuck.Error(), want) {
				t.Errorf("Walk() = %v, want a page with %q", o.stuck, want)
			}
			if o.answer != nil {
				t.Errorf("the application got %v, want nothing", o.answer)
			}
		})
	}
}

func TestFaultsInTheAnswer(t *testing.T) {
	for _, tt := range []struct {
		fault, oauth, subcode string
		number                int // 0: no description at all
	}{
		{"entra.cancelled", "access_denied", "cancel", 0},
		{"entra.consent-declined", "access_denied", "cancel", 65004},
		{"entra.consent-needed", "access_denied", "cancel", 90094},
		{"entra.consent-pending", "access_denied", "cancel", 90095},
		{"entra.wrong-account", "invalid_grant", "", 50034},
		{"entra.wrong-tenant", "invalid_grant", "", 50020},
		{"entra.personal-account", "invalid_grant", "", 50020},
		{"entra.no-exchange", "invalid_client", "", 650052},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			tn := with(t, tt.fault)
			got := attempt(t, tn, msal(t, tn, ""), nil).answer
			if got.Get("error") != tt.oauth || got.Get("error_subcode") != tt.subcode || got.Has("code") {
				t.Errorf("the application got %v, want error %q and subcode %q", got, tt.oauth, tt.subcode)
			}
			if tt.number == 0 && got.Has("error_description") {
				t.Errorf("description = %q, want none", got.Get("error_description"))
			}
			if tt.number != 0 && aadsts(t, got.Get("error_description")) != tt.number {
				t.Errorf("description = %q, want AADSTS%d", got.Get("error_description"), tt.number)
			}
		})
	}
}

func TestFaultsAtTheTokenService(t *testing.T) {
	for _, tt := range []struct {
		fault, oauth, suberror string
		number                 int
	}{
		{"consent-missing", "invalid_grant", "consent_required", 65001},
		{"entra.mfa-needed", "interaction_required", "basic_action", 50076},
		{"entra.conditional-access", "access_denied", "message_only", 53003},
		{"entra.account-locked", "invalid_grant", "", 50053},
		{"entra.account-disabled", "invalid_grant", "", 50057},
		{"entra.password-expired", "invalid_grant", "user_password_expired", 50055},
		{"entra.not-assigned", "interaction_required", "", 50105},
		{"entra.app-platform", "invalid_client", "", 7000218},
		{"entra.tenant-restricted", "access_denied", "", 500021},
		{"no-exchange-principal", "invalid_resource", "", 500011},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			tn := with(t, tt.fault)
			got := refusal(t, attempt(t, tn, msal(t, tn, ""), nil).err)
			if got.Error != tt.oauth || got.Suberror != tt.suberror || !slices.Equal(got.Codes, []int{tt.number}) {
				t.Errorf("the token service said %+v, want %s, suberror %q, code %d", got, tt.oauth, tt.suberror, tt.number)
			}
			if aadsts(t, got.Description) != tt.number || strings.Contains(got.Description, "{") {
				t.Errorf("description = %q, want AADSTS%d without blanks", got.Description, tt.number)
			}
			if !strings.Contains(got.Description, got.Trace) || !strings.Contains(got.Description, got.Correlation) || !strings.Contains(got.Description, got.Timestamp) {
				t.Errorf("description = %q, want trace %s, correlation %s and time %s in it", got.Description, got.Trace, got.Correlation, got.Timestamp)
			}
			if want := "https://login.microsoftonline.com/error?code=" + strconv.Itoa(tt.number); got.URI != want {
				t.Errorf("error_uri = %q, want %q", got.URI, want)
			}
		})
	}
}

func TestEveryErrorCanBeShown(t *testing.T) {
	tn := with(t)
	c := msal(t, tn, "")
	for _, number := range tenant.Errors() {
		if err := tn.SetFaults("aadsts-" + strconv.Itoa(number)); err != nil {
			t.Fatal(err)
		}
		got := refusal(t, attempt(t, tn, c, nil).err)
		if got.Error == "" || aadsts(t, got.Description) != number {
			t.Errorf("aadsts-%d: the token service said %+v", number, got)
		}
	}
	if err := tn.SetFaults(); err != nil {
		t.Fatal(err)
	}
	if o := attempt(t, tn, c, nil); o.err != nil || o.result.AccessToken == "" {
		t.Errorf("sign-in after healing = %v, want a token", o.err)
	}
}

// TestCatalogue lists the numbers that the product explains.
func TestCatalogue(t *testing.T) {
	for _, number := range []int{
		16000, 28002, 28003, 50002, 50005, 50011, 50020, 50033, 50034, 50053, 50055, 50057, 50058, 50059, 50072, 50074, 50076, 50078, 50079, 50097, 50105, 50126, 50128, 50131,
		50132, 50133, 50134, 50144, 50158, 50173, 50194, 51004, 53000, 53001, 53002, 53003, 53011, 65001, 65002, 65004, 70008, 70011, 70016, 70018, 70019, 70020, 70043, 90002, 90006,
		90012, 90024, 90033, 90038, 90055, 90072, 90090, 90094, 90095, 90120, 500011, 500021, 500022, 500113, 500208, 530032, 530035, 650052, 650056, 650057, 700016, 700022,
		700082, 900432, 900941, 900971, 7000218, 9002327,
	} {
		if !slices.Contains(tenant.Errors(), number) {
			t.Errorf("Errors() has no %d", number)
		}
	}
}

func TestClaimsChallengeIsMetBySigningInAgain(t *testing.T) {
	tn := with(t, "entra.mfa-needed")
	c := msal(t, tn, "")
	challenge := refusal(t, attempt(t, tn, c, nil).err).Claims
	if !json.Valid([]byte(challenge)) {
		t.Fatalf("claims = %q, want JSON", challenge)
	}
	o := attempt(t, tn, c, url.Values{"claims": {challenge}})
	if o.err != nil {
		t.Fatalf("sign-in with the claims = %v, want nil", o.err)
	}
	if got := claims(t, o.result.AccessToken)["amr"]; !slices.Contains(got.([]any), any("mfa")) {
		t.Errorf("amr = %v, want mfa in it", got)
	}
}

func TestFaultsOfAKeptSignIn(t *testing.T) {
	for fault, number := range map[string]int{"entra.not-signed-in": 50173, "sign-in-expired": 700082} {
		t.Run(fault, func(t *testing.T) {
			tn := with(t, fault)
			c := msal(t, tn, "")
			o := attempt(t, tn, c, nil)
			if o.err != nil {
				t.Fatal(o.err)
			}
			_, err := c.AcquireTokenSilent(t.Context(), []string{tn.Cloud().GraphScope("User.Read")}, public.WithSilentAccount(o.result.Account))
			if got := refusal(t, err); got.Error != "invalid_grant" || !slices.Equal(got.Codes, []int{number}) || got.Suberror != "bad_token" {
				t.Errorf("AcquireTokenSilent() said %+v, want invalid_grant, bad_token, %d", got, number)
			}
		})
	}
}

func TestAccountsOfFaults(t *testing.T) {
	for _, tt := range []struct {
		fault, authority string
		upn, tid         string
		idp              bool
	}{
		{"entra.other-account", "", "helpdesk@practice.example", tenant.ID, false},
		{"entra.guest", "", "svc_other.example#EXT#@practice.onmicrosoft.example", tenant.ID, true},
		{"entra.wrong-tenant", "organizations", "svc@other.example", "d4b7a9c2-6e1f-4350-8b2d-9c0e1f2a3b4c", false},
		{"entra.personal-account", "common", "someone@personal.example", "9188040d-6c67-4c5b-b112-36a304b66dad", false},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			tn := with(t, tt.fault)
			o := attempt(t, tn, msal(t, tn, tt.authority), nil)
			if o.err != nil || o.stuck != nil {
				t.Fatalf("sign-in = %v, %v, want none", o.stuck, o.err)
			}
			for name, token := range map[string]string{"access": o.result.AccessToken, "ID": o.result.IDToken.RawToken} {
				got := claims(t, token)
				if upn := got["preferred_username"]; upn != nil {
					got["upn"] = upn
				}
				if got["upn"] != tt.upn || got["tid"] != tt.tid || (got["idp"] != nil) != tt.idp {
					t.Errorf("%s token is of %v in %v, idp %v; want %s in %s", name, got["upn"], got["tid"], got["idp"], tt.upn, tt.tid)
				}
			}
		})
	}
}

func TestScopeFaults(t *testing.T) {
	tn := with(t, "exo.scope-missing")
	o := attempt(t, tn, msal(t, tn, ""), nil)
	if o.err != nil {
		t.Fatalf("MSAL returned %v, want nil: only the token shows what is missing", o.err)
	}
	if got, want := claims(t, o.result.AccessToken)["scp"], "Exchange.ManageV2"; got != want {
		t.Errorf("scp = %v, want %q", got, want)
	}
	if err := tn.SetFaults("entra.scope-declined"); err != nil {
		t.Fatal(err)
	}
	if o := attempt(t, tn, msal(t, tn, ""), nil); o.err == nil || !strings.Contains(o.err.Error(), "declined scopes") {
		t.Errorf("MSAL returned %v, want declined scopes", o.err)
	}
}

func TestDefaultScopeWithoutConsent(t *testing.T) {
	tn := with(t)
	c, a := msal(t, tn, ""), newApplication(t)
	scope := tn.Cloud().ExchangeScope(".default")
	res, err := redeem(t.Context(), c, a, signIn(t, tn, c, a, []string{scope}, nil).Get("code"), scope)
	if err != nil {
		t.Fatal(err)
	}
	got := claims(t, res.AccessToken)
	if got["aud"] != tn.Cloud().ExchangeResource || got["scp"] != "" {
		t.Errorf("the token is for %v with scp %q, want Exchange and no permission", got["aud"], got["scp"])
	}
}

func TestBrowserFaults(t *testing.T) {
	tn := with(t, "entra.browser")
	if err := tn.Consent(tn.Cloud().Authority); err == nil {
		t.Error("Consent() = nil, want that no browser can be started")
	}
	if err := tn.SetFaults("entra.timeout"); err != nil {
		t.Fatal(err)
	}
	if err := tn.Consent(tn.Cloud().Authority); err != nil {
		t.Errorf("Consent() = %v, want nil: the browser opens and stays silent", err)
	}
}

func TestConsentWalksInTheBackground(t *testing.T) {
	tn := with(t)
	c, a := msal(t, tn, ""), newApplication(t)
	manage := tn.Cloud().ExchangeScope("Exchange.Manage")
	if err := tn.Consent(authCodeURL(t, c, a, []string{manage}, nil)); err != nil {
		t.Fatal(err)
	}
	if answer := <-a.answers; answer.Get("code") == "" {
		t.Errorf("the application got %v, want a code", answer)
	}
}

func TestUnknownFault(t *testing.T) {
	for _, name := range []string{"nonsense", "aadsts-1", "aadsts-", ""} {
		if tn, err := tenant.Start(tenant.Options{Faults: []string{name}}); err == nil {
			t.Errorf("Start(%q) = nil, want an error", name)
			_ = tn.Close()
		}
	}
}

func TestFaultsAreNamedAndDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range tenant.Faults() {
		if f.Name == "" || seen[f.Name] || f.Says.Key == "" || !strings.HasSuffix(f.Says.String(), ".") {
			t.Errorf("fault %q says %q, want a name of its own and a sentence", f.Name, f.Says)
		}
		seen[f.Name] = true
	}
}
