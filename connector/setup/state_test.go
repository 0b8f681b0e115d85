package setup_test

import (
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// What the step list shows, by what was done: nothing is complete that was not
// proved.
func TestStateOfAStep(t *testing.T) {
	leave := func(f *setup.Flow) { f.Goto(setup.Review) }
	for name, tc := range map[string]struct {
		faults []string
		do     func(t *testing.T, f *setup.Flow)
		step   setup.StepID
		want   setup.State
	}{
		"not visited":          {nil, func(t *testing.T, f *setup.Flow) {}, setup.Connection, setup.Todo},
		"being filled in":      {nil, func(t *testing.T, f *setup.Flow) { f.Goto(setup.Connection) }, setup.Connection, setup.Todo},
		"left without a check": {nil, func(t *testing.T, f *setup.Flow) { f.Goto(setup.Connection); leave(f) }, setup.Connection, setup.Attention},
		"left with a field missing": {nil, func(t *testing.T, f *setup.Flow) {
			f.Goto(setup.BaseDN)
			f.Edit(func(a *setup.Answers) { a.BaseDN = "" })
			leave(f)
		}, setup.BaseDN, setup.Faulty},
		"proved":               {nil, func(t *testing.T, f *setup.Flow) { work(t, f, setup.Connection) }, setup.Connection, setup.Complete},
		"with a warning":       {[]string{"hosts.some-down"}, func(t *testing.T, f *setup.Flow) { work(t, f, setup.Connection) }, setup.Connection, setup.Attention},
		"failed":               {[]string{"tls.expired"}, func(t *testing.T, f *setup.Flow) { work(t, f, setup.Connection) }, setup.Connection, setup.Failed},
		"could not be checked": {[]string{"module-file-gone"}, func(t *testing.T, f *setup.Flow) { work(t, f, setup.Exchange) }, setup.Exchange, setup.Attention},
		"changed since": {nil, func(t *testing.T, f *setup.Flow) {
			work(t, f, setup.Connection)
			f.Edit(func(a *setup.Answers) { a.Hosts = a.Hosts[:1] })
		}, setup.Connection, setup.Stale},
		"the welcome, left":         {nil, func(t *testing.T, f *setup.Flow) { f.Next() }, setup.Welcome, setup.Complete},
		"the review, before saving": {nil, func(t *testing.T, f *setup.Flow) { leave(f) }, setup.Review, setup.Todo},
		"left to another computer":  {nil, func(t *testing.T, f *setup.Flow) { f.DoElsewhere(setup.MicrosoftTrack, true); leave(f) }, setup.Exchange, setup.Todo},
	} {
		t.Run(name, func(t *testing.T) {
			f := begin(t, practiceDeps(t, tc.faults...))
			tc.do(t, f)
			if got := stateOf(t, f, tc.step); got != tc.want {
				t.Errorf("%s is %v, want %v: %s", tc.step, got, tc.want, codes(f.Report()))
			}
		})
	}
}

// Every result and every field has a step on which it is shown, and that step is
// of its own half.
func TestStepOf(t *testing.T) {
	for id, want := range map[check.ID]setup.StepID{
		"host.resolve": setup.Connection, "ldaps.connect": setup.Connection, "ldaps.certificate": setup.Connection, "directory.kind": setup.Connection, "directory.hosts-agree": setup.Connection,
		"directory.base-dn": setup.BaseDN, "ldaps.bind": setup.ServiceAccount, "account.domain-admin": setup.ServiceAccount, "account.delegation": setup.ServiceAccount,
		"account.least-privilege": setup.ServiceAccount, "account.protected-users": setup.ServiceAccount, "account.expiry": setup.ServiceAccount,
		"profile.keyring": setup.Review, "entra.sign-in": setup.Exchange, "exchange.connect": setup.Exchange, "exchange.role.mail-recipients": setup.Exchange, "microsoft.reach": setup.Exchange,
	} {
		if got := setup.StepOf(id); got != want {
			t.Errorf("%s is shown on %s, want %s", id, got, want)
		}
	}
	for field, want := range map[string]setup.StepID{
		setup.FieldName: setup.Connection, setup.FieldHosts: setup.Connection, setup.FieldPin: setup.Connection, setup.FieldBaseDN: setup.BaseDN,
		setup.FieldPassword: setup.ServiceAccount, setup.FieldGroupOUs: setup.ServiceAccount, setup.FieldAccount: setup.Exchange, setup.FieldWriteScope: setup.Exchange,
		setup.FieldScopeFilter: setup.Exchange, "nothing": setup.Review,
	} {
		if got := setup.StepOfField(field); got != want {
			t.Errorf("the field %s is on %s, want %s", field, got, want)
		}
	}
}

// The practice world leaves no result without a step that is right for it.
func TestEveryResultHasItsStep(t *testing.T) {
	f := begin(t, practiceDeps(t))
	work(t, f, setup.ServiceAccount)
	work(t, f, setup.Exchange)
	for _, step := range f.Steps() {
		r, _ := f.Results(step.ID)
		for _, res := range r.Results {
			if setup.StepOf(res.ID) != step.ID {
				t.Errorf("%s is kept on %s and shown on %s", res.ID, step.ID, setup.StepOf(res.ID))
			}
			microsoft := step.ID == setup.Exchange
			if about := res.ID != "" && (res.ID[:2] == "en" || res.ID[:2] == "ex" || res.ID[:2] == "mi"); about != microsoft {
				t.Errorf("%s is shown on %s", res.ID, step.ID)
			}
		}
	}
}
