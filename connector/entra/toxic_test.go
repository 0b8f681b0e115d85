package entra_test

import (
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/practice/tenant"
)

// TestToxic: whatever the token service does, the sign-in ends, under a name,
// and never as a success that was not one.
func TestToxic(t *testing.T) {
	const passed = check.Code("")
	for fault, c := range map[string]struct {
		status check.Status
		code   check.Code
	}{
		"sign-in-mute":           {check.Unknown, "net.timeout"},
		"sign-in-stalls":         {check.Unknown, "net.timeout"},
		"sign-in-cut-short":      {check.Unknown, "net.interrupted"},
		"sign-in-half-json":      {check.Unknown, "entra.garbled"},
		"sign-in-proxy-page":     {check.Unknown, "net.page-instead"},
		"sign-in-wrong-type":     {check.Passed, passed},
		"sign-in-floods":         {check.Unknown, "entra.garbled"},
		"sign-in-busy-silent":    {check.Unknown, "entra.unavailable"},
		"sign-in-diverts":        {check.Unknown, "entra.garbled"},
		"token-without-scope":    {check.Passed, passed}, // Exchange is asked next, and says so
		"token-of-other-tenant":  {check.Unknown, "entra.garbled"},
		"token-of-other-account": {check.Unknown, "entra.garbled"},
		"token-unreadable":       {check.Passed, passed},
		"token-without-roles":    {check.Passed, passed},
		"clock-ahead":            {check.Passed, passed}, // the road tells of the clock
		"clock-behind":           {check.Passed, passed},
		"mfa-again":              {check.Failed, "entra.mfa-needed"},
		"answer-twice":           {check.Passed, passed},
	} {
		t.Run(fault, func(t *testing.T) {
			tn := start(t, fault)
			cl := connect(t, tn, func(o *entra.Options) { o.Silence = 500 * time.Millisecond })
			began := time.Now()
			res := check.Run(t.Context(), []check.Check{cl.Check(entra.Request{Method: entra.Browser}, nil)}, nil).Results[0]
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
			code := passed
			if p := res.Problem(); p != nil {
				code = p.Code
				complete(t, p)
			}
			if res.Status != c.status || code != c.code {
				t.Errorf("%s %q, want %s %q: %v", res.Status, code, c.status, c.code, res.Problem())
			}
			if acc, in := cl.Account(); in != (res.Status == check.Passed) {
				t.Errorf("signed in: %v %+v after %s", in, acc, res.Status)
			}
		})
	}
}

// TestToxicDeviceCode: the same for a code, whose polls MSAL repeats by itself.
func TestToxicDeviceCode(t *testing.T) {
	for fault, want := range map[string]check.Code{
		"sign-in-mute": "net.timeout", "sign-in-stalls": "net.timeout", "sign-in-proxy-page": "net.page-instead", "sign-in-half-json": "entra.garbled", "mfa-again": "entra.mfa-needed",
	} {
		t.Run(fault, func(t *testing.T) {
			tn := start(t, fault)
			cl := connect(t, tn, func(o *entra.Options) { o.Silence = 500 * time.Millisecond })
			_, err := cl.SignIn(t.Context(), entra.Request{Method: entra.DeviceCode}, enterCode(t, tn))
			if p := problem(t, err); p.Code != want {
				t.Errorf("problem = %v, want %s", p, want)
			}
		})
	}
}

// TestMFATwice: answering the challenge does not end in a loop when the policy
// asks again.
func TestMFATwice(t *testing.T) {
	cl := connect(t, start(t, "mfa-again"))
	_, err := cl.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil)
	claims := entra.ClaimsOf(err)
	if claims == "" {
		t.Fatalf("error = %v, want one with claims", err)
	}
	_, err = cl.SignIn(t.Context(), entra.Request{Method: entra.Browser, Claims: claims}, nil)
	if p := problem(t, err); p.Code != "entra.mfa-needed" {
		t.Errorf("the second answer = %v", p)
	}
}

// TestOldAnswer: an answer to an earlier sign-in is none to this one.
func TestOldAnswer(t *testing.T) {
	tn := start(t)
	var old string
	cl := connect(t, tn, func(o *entra.Options) {
		o.OpenURL = func(link string) error {
			if old != "" {
				s := newStranger(t, link)
				if got := s.send("POST", "", "/", map[string][]string{"state": {stateOf(t, old)}, "code": {"replayed"}}); got != 404 {
					t.Errorf("the answer of another sign-in: status %d, want 404", got)
				}
			}
			old = link
			return tn.Consent(link)
		}
	})
	for range 2 {
		if acc, err := cl.SignIn(t.Context(), entra.Request{Method: entra.Browser}, nil); err != nil || acc.UPN != tenant.Account {
			t.Errorf("SignIn = %+v, %v", acc, err)
		}
	}
}

// TestClock: a clock that is off is named before anybody signs in.
func TestClock(t *testing.T) {
	for _, fault := range []string{"clock-ahead", "clock-behind"} {
		r := check.Run(t.Context(), connect(t, start(t, fault)).Before(), nil)
		res := r.All(entra.ReachCheck)[0]
		if p := res.Problem(); res.Status != check.Warned || p.Code != "microsoft.clock" {
			t.Errorf("%s: %s %v", fault, res.Status, p)
		}
	}
}
