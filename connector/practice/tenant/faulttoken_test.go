package tenant_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/practice/tenant"
)

// exchangeToken signs in through MSAL and returns the access token for Exchange.
func exchangeToken(t *testing.T, tn *tenant.Tenant) string {
	t.Helper()
	c, a := msal(t, tn, ""), newApplication(t)
	scope := tn.Cloud().ExchangeScope("Exchange.Manage")
	answer := signIn(t, tn, c, a, []string{scope}, nil)
	res, err := redeem(t.Context(), c, a, answer.Get("code"), scope)
	if err != nil {
		t.Fatal(err)
	}
	return res.AccessToken
}

// TestTokenFaults is what stands in the tokens of each fault.
func TestTokenFaults(t *testing.T) {
	has := func(name string) func(map[string]any) bool {
		return func(c map[string]any) bool { _, ok := c[name]; return ok }
	}
	healthy := claims(t, exchangeToken(t, with(t)))
	for _, name := range []string{"scp", "wids", "tid", "oid", "upn"} {
		if !has(name)(healthy) {
			t.Fatalf("a healthy token has no %s: %v", name, healthy)
		}
	}
	for fault, wrong := range map[string]func(map[string]any) bool{
		"token-without-scope":    func(c map[string]any) bool { return !has("scp")(c) && has("wids")(c) },
		"token-without-roles":    func(c map[string]any) bool { return !has("wids")(c) && has("scp")(c) },
		"token-of-other-tenant":  func(c map[string]any) bool { return c["tid"] != healthy["tid"] && c["oid"] == healthy["oid"] },
		"token-of-other-account": func(c map[string]any) bool { return c["oid"] != healthy["oid"] && c["tid"] == healthy["tid"] },
	} {
		if got := claims(t, exchangeToken(t, with(t, fault))); !wrong(got) {
			t.Errorf("%s: the token says %v", fault, got)
		}
	}
	if got := exchangeToken(t, with(t, "token-unreadable")); strings.Count(got, ".") != 0 || len(got) < 200 {
		t.Errorf("the unreadable token has %d parts, %d characters", strings.Count(got, ".")+1, len(got))
	}
}

// TestClockFaults: all clocks of Microsoft go alike, so that only a comparison
// with one's own tells.
func TestClockFaults(t *testing.T) {
	for fault, off := range map[string]time.Duration{"clock-ahead": 2 * time.Hour, "clock-behind": -2 * time.Hour} {
		tn := with(t, fault)
		for _, origin := range []string{tn.Cloud().Authority, tn.Cloud().Exchange, tn.Cloud().Graph} {
			resp, err := httpClient(t, tn).Get(origin + "/")
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			at, err := http.ParseTime(resp.Header.Get("Date"))
			if err != nil || (time.Until(at)-off).Abs() > time.Minute {
				t.Errorf("%s: %s says it is %v, want %v from now: %v", fault, origin, at, off, err)
			}
		}
		got := claims(t, exchangeToken(t, tn))
		if issued := time.Unix(int64(got["iat"].(float64)), 0); (time.Until(issued) - off).Abs() > time.Minute {
			t.Errorf("%s: the token was issued %v, want %v from now", fault, issued, off)
		}
	}
}

// TestChallengeThatIsNeverMet: whatever is answered, the policy asks again.
func TestChallengeThatIsNeverMet(t *testing.T) {
	tn := with(t, "mfa-again")
	c := msal(t, tn, "")
	scope := tn.Cloud().ExchangeScope("Exchange.Manage")
	for range 2 {
		a := newApplication(t)
		answer := signIn(t, tn, c, a, []string{scope}, url.Values{"claims": {`{"access_token":{"capolids":{"essential":true,"values":["1"]}}}`}})
		_, err := redeem(t.Context(), c, a, answer.Get("code"), scope)
		if got := refusal(t, err); got.Error != "interaction_required" || got.Codes[0] != 50076 {
			t.Errorf("the token service said %+v, want a challenge", got)
		}
	}
}

// TestAnswerTwice: the browser posts the same answer again.
func TestAnswerTwice(t *testing.T) {
	tn := with(t, "answer-twice")
	a := newApplication(t)
	a.answers = make(chan url.Values, 2)
	signIn(t, tn, msal(t, tn, ""), a, []string{tn.Cloud().ExchangeScope("Exchange.Manage")}, nil)
	select {
	case again := <-a.answers:
		if again.Get("code") == "" || again.Get("state") != a.state {
			t.Errorf("the second answer is %v", again)
		}
	default:
		t.Error("the answer came once")
	}
}

// TestActivatedRole: Privileged Identity Management tells how a role came to be
// in force, and until when; the token does not.
func TestActivatedRole(t *testing.T) {
	const path = "/v1.0/roleManagement/directory/roleAssignmentScheduleInstances/filterByCurrentUser(on='principal')"
	for fault, want := range map[string][]string{
		"role.pim-activated": {`"assignmentType":"Activated"`, `"memberType":"Direct"`, `"endDateTime":"2`},
		"role-by-group":      {`"assignmentType":"Assigned"`, `"memberType":"Group"`, `"endDateTime":null`},
		"not-customized":     {`"assignmentType":"Assigned"`, `"memberType":"Direct"`, `"endDateTime":null`},
	} {
		got := graph(t, with(t, fault), path, "RoleManagement.Read.Directory")
		for _, piece := range want {
			if !strings.Contains(got.raw, piece) {
				t.Errorf("%s: %s has no %s", fault, got.raw, piece)
			}
		}
	}
}

// TestForeignNextLink: the list goes on at a stranger's.
func TestForeignNextLink(t *testing.T) {
	tn := with(t, "foreign-next-link")
	e := newExchange(t, tn, tenant.Account)
	got := e.invoke("Get-Mailbox", map[string]any{"ResultSize": 1000})
	if !strings.Contains(string(got.body), `"@odata.nextLink":"https://outlook.practice.example.stranger.example/`) {
		t.Errorf("the first page is %s", got.body)
	}
}
