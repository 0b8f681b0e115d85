package setup_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

func TestWholeSetup(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	f.Edit(func(a *setup.Answers) { a.KeepPassword = true })
	saved, err := walk(t, f)
	if err != nil {
		t.Fatalf("save: %v", err)
	}
	if !saved.Verified || len(saved.Reasons) > 0 {
		t.Fatalf("saved, not verified: %v; %s", saved.Reasons, codes(f.Report()))
	}
	if f.Current().ID != setup.Done || saved.Exchange.TenantID == "" || len(saved.Evidence) != 2 {
		t.Errorf("at %s with %d tracks of evidence and tenant %q", f.Current().ID, len(saved.Evidence), saved.Exchange.TenantID)
	}
	if got := f.ProposedBaseDN(); !strings.EqualFold(got, w.domain.BaseDN) {
		t.Errorf("ProposedBaseDN() = %q, want %q", got, w.domain.BaseDN)
	}

	list, err := setup.SavedConnections(t.Context(), w.deps)
	if err != nil || len(list) != 1 || !list[0].Verified {
		t.Fatalf("SavedConnections() = %+v, %v", list, err)
	}
	again := setup.New(w.deps)
	defer again.Close()
	opened, err := setup.OpenSaved(t.Context(), w.deps, list[0].ID)
	if err != nil || opened.Unkept != nil || opened.Password.Empty() {
		t.Fatalf("OpenSaved() = %v, %v; the password was kept", opened.Unkept, err)
	}
	again.Open(opened.Profile, opened.Password)
	work(t, again, setup.ServiceAccount)
	if r, _ := again.Results(setup.ServiceAccount); r.Outcome() != check.Passed {
		t.Errorf("verify again = %s: %s", r.Outcome(), codes(r))
	}
	if err := setup.DeleteSaved(t.Context(), w.deps, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if list, _ := setup.SavedConnections(t.Context(), w.deps); len(list) != 0 {
		t.Errorf("after delete: %+v", list)
	}
}

// A failed check never blocks; what is withheld is the word verified.
func TestFailureDoesNotBlock(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	f.Edit(func(a *setup.Answers) { *a = w.answers(t, "svc-plain") })
	saved, err := walk(t, f)
	if err != nil {
		t.Fatal(err)
	}
	if saved.Verified || len(saved.Reasons) == 0 {
		t.Errorf("a connection whose account may do nothing was saved as verified; %s", codes(f.Report()))
	}
}

func TestStaleAfterAChange(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	work(t, f, setup.ServiceAccount)
	state := func(id setup.StepID) setup.State {
		i := slices.IndexFunc(f.Progress(), func(p setup.Progress) bool { return p.Step.ID == id })
		return f.Progress()[i].State
	}
	for _, id := range []setup.StepID{setup.Connection, setup.BaseDN, setup.ServiceAccount} {
		if got := state(id); got != setup.Complete {
			t.Errorf("%s is %v before the change: %s", id, got, codes(f.Report()))
		}
	}
	before := f.Answers()
	f.Edit(func(a *setup.Answers) { a.UserOUs = "" })
	if got := []setup.State{state(setup.Connection), state(setup.ServiceAccount)}; got[0] != setup.Complete || got[1] != setup.Stale {
		t.Errorf("after other target OUs: %v, want the hosts proved and the account stale", got)
	}
	f.Edit(func(a *setup.Answers) { *a = before })
	if got := state(setup.ServiceAccount); got != setup.Complete {
		t.Errorf("after typing it back: %v, want proved", got)
	}
	f.Edit(func(a *setup.Answers) { a.Password = secret.New("another") })
	if got := state(setup.ServiceAccount); got != setup.Stale {
		t.Errorf("after another password: %v, want stale", got)
	}
	if saving := f.Saving().Profile(); saving.Verified {
		t.Error("stale results would be saved as verified")
	}
}

// Next is blocked by input that cannot be used, with the field named and
// nothing typed lost.
func TestNextRefusesUnusableInput(t *testing.T) {
	for name, tc := range map[string]struct {
		step  setup.StepID
		edit  func(*setup.Answers)
		field string
	}{
		"no host":          {setup.Connection, func(a *setup.Answers) { a.Hosts = nil }, directory.FieldHosts},
		"host syntax":      {setup.Connection, func(a *setup.Answers) { a.Hosts[0].Name = "dc1..corp" }, directory.FieldHosts},
		"plain LDAP":       {setup.Connection, func(a *setup.Answers) { a.Hosts[0].Port = "389" }, directory.FieldPort},
		"no name":          {setup.Connection, func(a *setup.Answers) { a.Name = "a\nb" }, setup.FieldName},
		"interval":         {setup.Connection, func(a *setup.Answers) { a.SyncInterval = "often" }, setup.FieldInterval},
		"Base DN syntax":   {setup.BaseDN, func(a *setup.Answers) { a.BaseDN = "corp" }, directory.FieldBaseDN},
		"no Base DN":       {setup.BaseDN, func(a *setup.Answers) { a.BaseDN = "" }, directory.FieldBaseDN},
		"no user":          {setup.ServiceAccount, func(a *setup.Answers) { a.Username = " " }, directory.FieldUsername},
		"no password":      {setup.ServiceAccount, func(a *setup.Answers) { a.Password = secret.Text{} }, directory.FieldPassword},
		"OU syntax":        {setup.ServiceAccount, func(a *setup.Answers) { a.UserOUs = "OU=Staff,," }, directory.FieldUserOUs},
		"group OU syntax":  {setup.ServiceAccount, func(a *setup.Answers) { a.GroupOUs = "Groups" }, directory.FieldGroupOUs},
		"no feature":       {setup.Exchange, func(a *setup.Answers) { a.Features = nil }, setup.FieldFeatures},
		"client ID":        {setup.Exchange, func(a *setup.Answers) { a.ClientID = "x" }, setup.FieldClientID},
		"shared tenant":    {setup.Exchange, func(a *setup.Answers) { a.Tenant = "common" }, setup.FieldTenant},
		"account spelling": {setup.Exchange, func(a *setup.Answers) { a.Account = "svc" }, setup.FieldAccount},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, adtest.Options{})
			f := setup.New(w.deps)
			defer f.Close()
			f.Goto(tc.step)
			f.Edit(tc.edit)
			typed := f.Answers()
			bad := f.Next()
			if len(bad) == 0 || bad[0].Advice.Field != tc.field || f.Current().ID != tc.step {
				t.Errorf("Next() = %v at %s, want a problem of the field %s", bad, f.Current().ID, tc.field)
			}
			if got := f.Answers(); got.Name != typed.Name || got.BaseDN != typed.BaseDN || len(got.Hosts) != len(typed.Hosts) {
				t.Error("something typed was lost")
			}
		})
	}
}

func TestNextAndBack(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	f.Back()
	if f.Current().ID != setup.Welcome || f.Goto(setup.Done) || !f.Goto(setup.Exchange) {
		t.Errorf("at %s: the first step has nothing before it, the last opens by saving only, the tracks in any order", f.Current().ID)
	}
	f.Back()
	if f.Current().ID != setup.ServiceAccount {
		t.Errorf("Back() leads to %s", f.Current().ID)
	}
}

// A cancelled run proves nothing and claims nothing.
func TestCancelledWork(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	job, _ := f.Work(setup.ServiceAccount, setup.SignIn{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	outcome := job.Run(ctx, nil)
	if got := outcome.Report.Outcome(); got != check.Unknown {
		t.Errorf("a cancelled run = %s, want unknown: %s", got, codes(outcome.Report))
	}
}

// An admin without the password of the service account proves all but its
// sign-in, and gets the script for what it lacks.
func TestCheckAsMe(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	defer f.Close()
	f.Edit(func(a *setup.Answers) { a.Username, a.Password = w.domain.Implicit("svc-createonly"), secret.Text{} })
	job, bad := f.CheckAsMe(w.domain.Implicit("svc-direct"), secret.New(w.domain.Account("svc-direct").Password))
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	f.Keep(job.Run(t.Context(), nil))
	r, _ := f.Results(setup.ServiceAccount)
	bind, _ := r.Find(directory.CheckBind, w.domain.Hosts[0].Name)
	if bind.Status != check.Unknown || r.Count(check.Failed) == 0 {
		t.Errorf("sign-in %s, %s; want it unknown and the rights judged", bind.Status, codes(r))
	}
	commands := f.Missing().Commands()
	if !strings.Contains(commands, "dsacls") || !strings.Contains(commands, "svc-createonly") || strings.Contains(commands, ":GA") {
		t.Errorf("commands for what is missing:\n%s", commands)
	}
	if f.Saving().Profile().Verified {
		t.Error("saved as verified although the service account never signed in")
	}
}
