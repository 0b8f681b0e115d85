package entra_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

const (
	correlation = "8478d534-5b2c-4325-8c2c-51395c342c89"
	trace       = "0000aaaa-11bb-4ccc-8d22-eeeeee333333"
	timestamp   = "2026-01-02 03:04:05Z"
)

// tokenError is an error of the token endpoint as Microsoft writes it.
func tokenError(kind string, number int, more string) string {
	return fmt.Sprintf(`{"error":%q,"error_description":"AADSTS%d: It is so. Trace ID: %s Correlation ID: %s Timestamp: %s","error_codes":[%[2]d],"timestamp":%[5]q,"trace_id":%[3]q,"correlation_id":%[4]q%[6]s}`,
		kind, number, trace, correlation, timestamp, more)
}

// signIn signs in and returns the problem, which there has to be.
func signIn(t *testing.T, change ...func(*entra.Options)) *check.Problem {
	t.Helper()
	c := connect(t, start(t), change...)
	acc, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	if err == nil {
		t.Fatalf("SignIn = %+v, want a problem", acc)
	}
	return problem(t, err)
}

// TestNumbers walks down the table of AADSTS numbers: each comes once from the
// token endpoint and once through the browser.
func TestNumbers(t *testing.T) {
	rows := map[check.Code][]int{
		"entra.consent-needed":      {65001, 90094, 900941},
		"entra.consent-pending":     {90095},
		"entra.consent-declined":    {65004},
		"entra.wrong-app":           {65002, 700016},
		"entra.app-platform":        {900971, 500113, 50011, 7000218, 9002327},
		"entra.tenant-needed":       {50194},
		"entra.tenant-not-found":    {90002, 50059, 50128},
		"entra.other-cloud":         {90038, 900432},
		"entra.wrong-account":       {50020, 50034, 51004, 16000, 90072, 500208},
		"entra.not-assigned":        {50105},
		"entra.account-locked":      {50053},
		"entra.password-expired":    {50055, 50144},
		"entra.account-disabled":    {50057},
		"entra.wrong-password":      {50126},
		"entra.mfa-needed":          {50072, 50074, 50076, 50078, 50079, 50158},
		"entra.conditional-access":  {53000, 53001, 53002, 53003, 530032, 530035, 50005, 50131, 50097, 53011},
		"entra.not-signed-in":       {50058, 50173, 700082, 70008, 70043, 50132, 50133},
		"entra.no-exchange":         {500011, 650052, 650057, 650056},
		"entra.bad-request":         {70011, 28002, 28003, 700022},
		"entra.device-code-pending": {70016},
		"entra.device-code-expired": {70018, 70019, 70020, 50134, 90120},
		"entra.tenant-restricted":   {500021, 500022, 50002},
		"entra.unavailable":         {50033, 90006, 90012, 90024, 90033, 90055, 90090},
		"entra.refused":             {999999},
	}
	tn := start(t)
	for code, numbers := range rows {
		for _, n := range numbers {
			kind := "unauthorized_client"
			tokens := connect(t, tn, answering(400, tokenError(kind, n, "")))
			form := url.Values{"error": {kind}, "error_description": {fmt.Sprintf("AADSTS%d: It&#39;s so.\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s", n, trace, correlation, timestamp)}}
			browser := connect(t, tn, func(o *entra.Options) { o.OpenURL = replying(form) })
			for way, c := range map[string]*entra.Client{"token endpoint": tokens, "browser": browser} {
				_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
				p := problem(t, err)
				if p.Code != code {
					t.Errorf("%s: AADSTS%d = %s, want %s", way, n, p.Code, code)
				}
				complete(t, p)
				for _, want := range []string{fmt.Sprintf("AADSTS%d: It", n), correlation, trace, timestamp} {
					if !strings.Contains(p.Cause, want) {
						t.Errorf("%s: AADSTS%d: the cause %q has no %q", way, n, p.Cause, want)
					}
				}
			}
		}
	}
}

// complete reports what an admin would miss.
func complete(t *testing.T, p *check.Problem) {
	t.Helper()
	for what, text := range map[string]string{"detail": p.Detail.String(), "advice": p.Advice.Do.String(), "person": string(p.Advice.Who)} {
		if text == "" || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
			t.Errorf("%s: the %s is %q", p.Code, what, text)
		}
	}
	forbidden := regexp.MustCompile(`(?i)switch(ed|ing)? (off )?(MFA|multi-factor)|disable (MFA|multi)|exclude|turn off`)
	if s := forbidden.FindString(p.Advice.Do.String()); s != "" {
		t.Errorf("%s: the advice weakens the tenant: %q", p.Code, s)
	}
}

// TestTableHasEveryNumberOnce reads the source of the table.
func TestTableHasEveryNumberOnce(t *testing.T) {
	src, err := os.ReadFile("advice.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range regexp.MustCompile(`\[\]int\{([\d, ]+)\}`).FindAllStringSubmatch(string(src), -1) {
		for n := range strings.SplitSeq(row[1], ", ") {
			if seen[n] {
				t.Errorf("AADSTS%s stands twice", n)
			}
			seen[n] = true
			if _, err := strconv.Atoi(n); err != nil {
				t.Errorf("%q is no number", n)
			}
		}
	}
	if len(seen) < 90 {
		t.Errorf("%d numbers in the table, want those of the documentation", len(seen))
	}
}

// TestKinds: the OAuth error decides where it says enough, and where there is
// no number.
func TestKinds(t *testing.T) {
	for name, c := range map[string]struct {
		form url.Values
		code check.Code
	}{
		"cancelled on the page":        {url.Values{"error": {"access_denied"}, "error_subcode": {"cancel"}}, "entra.cancelled"},
		"cancelled on the consent":     {url.Values{"error": {"access_denied"}, "error_subcode": {"cancel"}, "error_description": {"AADSTS65004: User declined."}}, "entra.consent-declined"},
		"denied without a word":        {url.Values{"error": {"access_denied"}}, "entra.cancelled"},
		"denied with a text":           {url.Values{"error": {"access_denied"}, "error_description": {"The user said no."}}, "entra.consent-declined"},
		"consent required":             {url.Values{"error": {"consent_required"}, "error_description": {"It is needed."}}, "entra.consent-needed"},
		"a server in trouble":          {url.Values{"error": {"server_error"}, "error_description": {"AADSTS1: ?"}}, "entra.unavailable"},
		"an error nobody knows":        {url.Values{"error": {"odd"}, "error_description": {"AADSTS12: ?"}}, "entra.refused"},
		"an answer with neither":       {url.Values{}, "entra.refused"},
		"the first known number wins":  {url.Values{"error": {"odd"}, "error_description": {"AADSTS1234: x AADSTS50105: y AADSTS65001: z"}}, "entra.not-assigned"},
		"a number alone says too much": {url.Values{"error": {"odd"}, "error_description": {"AADSTS: x"}}, "entra.refused"},
	} {
		t.Run(name, func(t *testing.T) {
			p := signIn(t, func(o *entra.Options) { o.OpenURL = replying(c.form) })
			if p.Code != c.code {
				t.Errorf("code = %s, want %s", p.Code, c.code)
			}
			complete(t, p)
		})
	}
}

// TestChallengeIsKept: what Microsoft asks for is there for the next sign-in.
func TestChallengeIsKept(t *testing.T) {
	const claims = `{"access_token":{"capolids":{"essential":true,"values":["1"]}}}`
	quoted, _ := json.Marshal(claims)
	p := signIn(t, answering(400, tokenError("interaction_required", 50076, `,"suberror":"basic_action","claims":`+string(quoted))))
	f, ok := errors.AsType[*entra.Failure](p)
	if !ok || f.Claims != claims || f.Sub != "basic_action" || f.CorrelationID != correlation || f.Status != 400 {
		t.Errorf("failure = %+v", f)
	}
	facts := f.Facts()
	if facts["correlationId"] != correlation || facts["timestamp"] != timestamp || facts["error"] != "interaction_required" {
		t.Errorf("facts = %v", facts)
	}
}

// TestConsentLink: the person who can help gets a link that works without this
// program.
func TestConsentLink(t *testing.T) {
	p := signIn(t, answering(400, tokenError("invalid_grant", 65001, "")))
	if p.Advice.Who != check.Entra || !strings.Contains(p.Advice.Command, "/v2.0/adminconsent?") || !strings.Contains(p.Advice.Command, tenant.ClientID) {
		t.Errorf("advice = %+v", p.Advice)
	}
}

// TestNoTokenInErrors lets the token endpoint answer in ways in which MSAL puts
// the whole answer into its error.
func TestNoTokenInErrors(t *testing.T) {
	const access, refresh = "eyJ0eXAiOiJKV1QifQ.eyJzY3AiOiJFeGNoYW5nZSJ9.c2lnbmF0dXJl", "1.AXoAxxREFRESHxx.short"
	for name, c := range map[string]struct {
		status int
		body   string
		code   check.Code
	}{
		"no expiry":             {200, `{"token_type":"Bearer","access_token":"` + access + `","refresh_token":"` + refresh + `"}`, "entra.garbled"},
		"broken JSON":           {200, `{"access_token":"` + access + `","refresh_token":"` + refresh + `"`, "entra.garbled"},
		"an error with a token": {400, `{"error":"odd","error_description":"AADSTS1: code ` + access + ` refresh_token=` + refresh + `"}`, "entra.refused"},
		"an error as a page":    {403, `<html>` + access + ` "refresh_token":"` + refresh + `"</html>`, "net.page-instead"},
		"no ID token":           {200, `{"token_type":"Bearer","access_token":"` + access + `","expires_in":3600}`, "entra.garbled"},
		"an unreadable ID":      {200, `{"token_type":"Bearer","access_token":"` + access + `","refresh_token":"` + refresh + `","expires_in":3600,"id_token":"a.` + refresh + `.c"}`, "entra.garbled"},
		"a scope left out":      {200, `{"token_type":"Bearer","access_token":"` + access + `","refresh_token":"` + refresh + `","expires_in":3600,"scope":"openid profile"}`, "entra.scope-declined"},
	} {
		t.Run(name, func(t *testing.T) {
			p := signIn(t, answering(c.status, c.body))
			if p.Code != c.code {
				t.Errorf("problem = %v, want %s", p, c.code)
			}
			printed := fmt.Appendf(nil, "%v %+v %#v %s", p, p, *p, p.Cause)
			for err := error(p); err != nil; err = errors.Unwrap(err) {
				printed = fmt.Appendf(printed, "%v %+v", err, err)
			}
			holdsNone(t, "the problem", printed, access, access[21:], refresh)
		})
	}
}

// TestPersonalAndWrongTenant: accounts that can never be the service account
// are named, and not kept.
func TestPersonalAndWrongTenant(t *testing.T) {
	tn := start(t)
	c := connect(t, tn, func(o *entra.Options) { o.Tenant = "99999999-9999-4999-8999-999999999999" })
	_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	if p := problem(t, err); p.Code != "entra.tenant-not-found" && p.Code != "entra.wrong-tenant" {
		t.Errorf("another tenant ID = %v", p)
	}
	if _, ok := c.Account(); ok {
		t.Error("the account is kept")
	}
}

var tokenLike = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6}`)

func FuzzFailure(f *testing.F) {
	for _, s := range []string{"", "AADSTS50076: x", "x Trace ID: y", "Correlation ID: " + correlation + "\r\nTimestamp: " + timestamp, "&#39;&lt;script&gt;", "eyJhbGciOiJub25lIn0.e30.x", "eyJhbG\u200bciOiJub25l", "AADSTS99999999999999999999"} {
		f.Add(s)
	}
	tn, err := tenant.Start(tenant.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { tn.Close() })
	f.Fuzz(func(t *testing.T, description string) {
		c := connect(t, tn, func(o *entra.Options) {
			o.OpenURL = replying(url.Values{"error": {"odd"}, "error_description": {description}})
		})
		_, err := c.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
		p := problem(t, err)
		if strings.ContainsAny(p.Cause, "\r\n\x00\x1b\u202e") || tokenLike.MatchString(p.Cause) {
			t.Errorf("cause = %q", p.Cause)
		}
	})
}
