package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// signInStep asks how to sign in until it is said.
func (f *face) signInStep(ctx context.Context) error {
	for {
		err := f.offerSignIn(ctx)
		switch {
		case errors.Is(err, errBack):
			return nil
		case !errors.Is(err, errAnew):
			return err
		}
	}
}

func (f *face) offerSignIn(ctx context.Context) error {
	browser := check.T("terminal.sign-in.with-browser", "Sign in with a browser on this computer")
	var ways []way
	_, _, signedIn := f.flow.SignedIn()
	if signedIn {
		s := f.sheet()
		s.blank()
		f.identity(s)
		f.print(s)
		ways = append(ways, way{label: check.T("terminal.sign-in.roles", "Check the roles of this account"), do: f.signIn(setup.Browser)})
		browser = check.T("terminal.sign-in.again", "Sign in again with a browser on this computer")
	}
	ways = append(ways, way{label: browser, do: f.signIn(setup.Browser)},
		way{label: check.T("terminal.sign-in.with-code", "Sign in on another device, with a code"), note: f.say(check.T("terminal.sign-in.code-note", "many organizations forbid it")), do: f.signInWithCode},
		f.wayOfAdministrators(),
		way{label: check.N("asked.traps", len(f.flow.Plan().Traps), "Good to know: one thing that often surprises", "Good to know: {{.n}} things that often surprise"), do: aside(f.traps)},
		way{label: check.T("terminal.sign-in.more", "Cloud, tenant, application, write scope and permissions"), do: aside(f.microsoftSettings)},
		f.wayOfPage(), f.wayPastSignIn())
	if signedIn {
		ways = append(ways, way{label: check.T("terminal.sign-out", "Sign out, to sign in as somebody else"), do: f.signOut})
	}
	return f.choose(ctx, check.T("terminal.sign-in.how", "Sign in with Microsoft? Nothing is changed there but what was named above."), f.onEveryStep(ways...), 0)
}

// wayPastSignIn goes on without signing in now.
func (f *face) wayPastSignIn() way {
	if report, stale := f.flow.Results(setup.Exchange); len(report.Results) > 0 && !stale {
		return f.wayOn()
	}
	return way{label: check.T("terminal.sign-in.later", "Not now"), note: f.say(check.T("terminal.unproved", "it can be saved, but not as verified")), do: f.next}
}

// signIn signs in and proves the roles. Checking again asks for new tokens, so
// that roles that were given meanwhile are seen.
func (f *face) signIn(method setup.SignInMethod) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.checked(ctx, stepChecks{step: setup.Exchange, after: f.confirmIdentity, more: f.waysAfterSignIn, run: func(ctx context.Context, again bool) (bool, error) {
			return f.verify(ctx, run{step: setup.Exchange, how: setup.SignIn{Method: method}})
		}})
	}
}

// signInWithCode warns before it shows a code: where a policy forbids it, the
// person has typed everything before Microsoft says so.
func (f *face) signInWithCode(ctx context.Context) error {
	f.tell(setup.DeviceCodeWarning())
	err := f.choose(ctx, check.T("terminal.sign-in.code-ask", "Sign in with a code?"), []way{
		{label: check.T("terminal.sign-in.code-yes", "Show a code"), do: f.signIn(setup.DeviceCode)}, wayBack()}, 0)
	return errMenuIfBack(err)
}

// waysAfterSignIn help where the sign-in or the roles are not there yet.
func (f *face) waysAfterSignIn() []way {
	if _, _, signedIn := f.flow.SignedIn(); signedIn {
		return []way{f.wayOfAdministrators(), {label: check.T("terminal.sign-out", "Sign out, to sign in as somebody else"), do: f.signOut}}
	}
	return []way{f.wayOfPage(), f.wayOfAdministrators()}
}

// identity adds who is signed in, and where.
func (f *face) identity(s *sheet) {
	account, tenant, _ := f.flow.SignedIn()
	s.value(f.say(check.T("exchange.signed-in", "Signed in as")), account)
	s.value(f.say(check.T("exchange.tenant-id", "Tenant ID")), tenant)
	s.value(f.say(check.T("terminal.sign-in.cloud", "Microsoft cloud")), f.cloudName())
}

// confirmIdentity asks whether the right account is signed in, once for each:
// the browser may have had another one at hand.
func (f *face) confirmIdentity(ctx context.Context) error {
	account, tenant, signedIn := f.flow.SignedIn()
	if !signedIn || f.confirmed == account+" "+tenant {
		return nil
	}
	s := f.sheet()
	s.blank()
	f.identity(s)
	f.print(s)
	return f.choose(ctx, check.T("terminal.identity", "Is this the account that Hire2Retire will use?"), []way{
		{label: check.T("terminal.identity.yes", "Yes"), do: func(ctx context.Context) error {
			f.confirmed = account + " " + tenant
			return f.askKeepSignIn(ctx)
		}},
		{label: check.T("terminal.identity.no", "No, sign out, to sign in as somebody else"), do: f.signOut}}, 0)
}

// askKeepSignIn asks whether later checks may go without a new sign-in. Nobody
// has to, so what is offered first is no.
func (f *face) askKeepSignIn(ctx context.Context) error {
	f.tell(check.T("terminal.keep-sign-in.help", "Kept, the sign-in lets you check again later without the browser. Its tokens are encrypted in a file on this computer, the key is in {{.keyring}}, and signing out forgets both.", "keyring", setup.KeyringName(f.flow.Deps())))
	err := f.decideYes(ctx, check.T("terminal.keep-sign-in", "Keep the sign-in on this computer when the connection is saved?"), f.flow.Answers().KeepSignIn, func(a *setup.Answers, on bool) { a.KeepSignIn = on })
	return errMenuIfBack(err)
}

// signOut forgets who is signed in.
func (f *face) signOut(ctx context.Context) error {
	if err := f.flow.SignOut(ctx); err != nil {
		f.explain(err)
	}
	f.confirmed = ""
	return errAnew
}
