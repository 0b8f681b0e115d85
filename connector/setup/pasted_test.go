package setup_test

import (
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// TestExplainPage: the browser ended on a page of Microsoft, the sign-in timed
// out, and the person pastes what the page says.
func TestExplainPage(t *testing.T) {
	d := practiceDeps(t, "conditional-access-page")
	d.SignInTimeout = 300 * time.Millisecond
	f := setup.New(d)
	signIn := func() (check.Status, check.Code) {
		r, _ := f.Results(setup.Exchange)
		res, ok := r.Find("entra.sign-in", "")
		if !ok || res.Problem() == nil {
			t.Fatalf("there is no sign-in without an outcome in %v", r)
		}
		return res.Status, res.Problem().Code
	}
	w, bad := f.Work(setup.Exchange, setup.SignIn{Method: setup.Browser})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	f.Keep(w.Run(t.Context(), nil))
	for _, c := range []struct {
		text   string
		code   check.Code
		status check.Status
		row    check.Code
	}{
		{"I do not know", "entra.page-unreadable", check.Unknown, "entra.timeout"},
		{"You cannot access this right now. Error Code: 53003", "entra.conditional-access", check.Failed, "entra.conditional-access"},
	} {
		if p := f.ExplainPage(c.text); p.Code != c.code {
			t.Errorf("ExplainPage(%q) = %s, want %s", c.text, p.Code, c.code)
		}
		if status, code := signIn(); status != c.status || code != c.row {
			t.Errorf("after %q the sign-in is %s %s, want %s %s", c.text, status, code, c.status, c.row)
		}
	}
	f.Edit(func(a *setup.Answers) { a.Account = "no account" })
	if p := f.ExplainPage("53003"); p.Code != "account.syntax" {
		t.Errorf("ExplainPage with an account that cannot be used = %s", p.Code)
	}
}
