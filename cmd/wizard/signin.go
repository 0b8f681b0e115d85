package main

import (
	"fmt"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/setup"
)

// microsoft returns what to verify at Microsoft, and how to sign in.
func (v *verification) microsoft() (*setup.MicrosoftRequest, check.Problems) {
	m, bad := v.answers.Microsoft(v.world.deps)
	if len(bad) > 0 {
		return nil, bad
	}
	req := &setup.MicrosoftRequest{Microsoft: m, UPNSuffixes: v.answers.UPNSuffixes(), Method: v.method(), Show: v.showSignIn()}
	if m.ClientID == "" {
		return req, nil
	}
	client, err := setup.NewClient(m, v.world.deps, v.tokens())
	if err != nil {
		return nil, check.Problems{{Code: check.Unexpected, Err: err, Detail: check.Verbatim(check.Clean(err.Error())), Advice: check.Advice{Field: "client-id"}}}
	}
	v.world.closers = append(v.world.closers, client.Close)
	req.Client = client
	return req, nil
}

// tokens are those that the saved connection kept, if its account is asked for.
func (v *verification) tokens() *entra.Cache {
	for _, flag := range []string{"account", "tenant", "client-id", "cloud"} {
		if v.given[flag] {
			return entra.NewCache()
		}
	}
	return setup.TokenCache(v.world.deps, v.saved)
}

// method is how to sign in: as asked for, else with the browser where somebody
// sits at the terminal, else with kept tokens only.
func (v *verification) method() setup.SignInMethod {
	switch {
	case v.signIn == "device-code":
		return setup.DeviceCode
	case v.signIn == "browser", v.signIn == "" && (v.practice.set || isTerminal(v.in)):
		return setup.Browser
	}
	return setup.StoredTokens
}

// showSignIn tells on standard error where to sign in; it says each thing once.
func (v *verification) showSignIn() func(setup.SignInState) {
	told := ""
	return func(s setup.SignInState) {
		if s.Stage != setup.SignInWaiting || s.URL == "" || told == s.URL+s.Code || v.practice.set && s.Browser == nil && s.Code == "" {
			return
		}
		told = s.URL + s.Code
		if s.Code != "" {
			fmt.Fprintln(v.err, v.say(check.T("cli.sign-in.code", "Open {{.url}} on any computer and enter the code {{.code}}.", "url", s.URL, "code", s.Code)))
			return
		}
		fmt.Fprintln(v.err, v.say(check.T("cli.sign-in.link", "Sign in with Microsoft in the browser of this computer. If it does not open, use this link: {{.url}}", "url", s.URL)))
	}
}
