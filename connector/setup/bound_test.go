package setup_test

import (
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// reopened is a saved connection that is opened again with its kept password.
func reopened(t *testing.T, d setup.Deps) *setup.Flow {
	t.Helper()
	f := begin(t, d)
	f.Edit(func(a *setup.Answers) { a.KeepPassword = true })
	p, err := f.Saving().Run(t.Context())
	must(t, err)
	o, err := setup.OpenSaved(t.Context(), d, p.ID)
	must(t, err)
	if o.Password.Empty() || o.Unkept != nil {
		t.Fatalf("no password is kept: %v", o.Unkept)
	}
	f.Open(o.Profile, o.Password)
	return f
}

// refused returns the problem that keeps the password from being sent by the
// checks of a step.
func refused(f *setup.Flow, id setup.StepID) *check.Problem {
	_, bad := f.Work(id, setup.SignIn{Method: setup.Browser})
	for _, p := range bad {
		if p.Code == "profile.password-bound" && p.Advice.Field == setup.FieldPassword && !p.Advice.Do.IsZero() {
			return p
		}
	}
	return nil
}

// The kept password is sent and kept for nothing but what it was kept for, until
// somebody types it, the same one or another.
func TestKeptPasswordIsBound(t *testing.T) {
	pem, _ := authority(t)
	for name, tc := range map[string]struct {
		edit func(*setup.Answers)
		why  string
	}{
		"nothing":           {func(a *setup.Answers) { a.UserOUs, a.Name = "", "Other" }, ""},
		"the same host":     {func(a *setup.Answers) { a.Hosts[0].Name += "." }, ""},
		"another host":      {func(a *setup.Answers) { a.Hosts[0].Name = "dc9.evil.example" }, "profile.password-bound.hosts"},
		"one more host":     {func(a *setup.Answers) { a.Hosts = append(a.Hosts, setup.HostAnswer{Name: "dc9.evil.example"}) }, "profile.password-bound.hosts"},
		"another port":      {func(a *setup.Answers) { a.Hosts[0].Port = "3269" }, "profile.password-bound.hosts"},
		"another authority": {func(a *setup.Answers) { a.CA = pem }, "profile.password-bound.trust"},
		"another name":      {func(a *setup.Answers) { a.Hosts[0].VerifyAs = "dc9.evil.example" }, "profile.password-bound.trust"},
		"a pin": {func(a *setup.Answers) {
			a.Hosts[0].Pin = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
		}, "profile.password-bound.trust"},
		"another account": {func(a *setup.Answers) { a.Username = "other@practice.example" }, "profile.password-bound.username"},
	} {
		t.Run(name, func(t *testing.T) {
			f := reopened(t, practiceDeps(t))
			f.Edit(tc.edit)
			for _, step := range []setup.StepID{setup.BaseDN, setup.ServiceAccount, setup.Review} {
				if p := refused(f, step); (p != nil) != (tc.why != "") || p != nil && p.Detail.Key != tc.why {
					t.Errorf("the checks of %s: %v, want %q", step, p, tc.why)
				}
			}
			if named := f.Faults(setup.ServiceAccount); (len(named) > 0) != (tc.why != "") {
				t.Errorf("named at the field: %v", named)
			}
			if _, bad := f.Work(setup.Connection, setup.SignIn{}); len(bad) > 0 {
				t.Errorf("the hosts need no password: %v", bad)
			}
			if kept := f.Saving().KeepsPassword(); kept != (tc.why == "") {
				t.Errorf("kept for it: %v", kept)
			}
			f.Edit(func(a *setup.Answers) { a.Password = secret.New(a.Password.Reveal()) }) // typed again, the same
			if p := refused(f, setup.ServiceAccount); p != nil || !f.Saving().KeepsPassword() {
				t.Errorf("typed again: %v", p)
			}
		})
	}
}

// Going back to what it was kept for makes it good again.
func TestKeptPasswordAfterUndo(t *testing.T) {
	f := reopened(t, practiceDeps(t))
	host := f.Answers().Hosts[0].Name
	f.Edit(func(a *setup.Answers) { a.Hosts[0].Name = "dc9.evil.example" })
	f.Edit(func(a *setup.Answers) { a.Hosts[0].Name = host })
	if p := refused(f, setup.ServiceAccount); p != nil {
		t.Error(p)
	}
}

// What a draft says in its fields decides, not what its connection says: the two
// differ in a file that somebody changed.
func TestDraftCannotBorrowTheKeptPassword(t *testing.T) {
	d := practiceDeps(t)
	f := reopened(t, d)
	f.Edit(func(a *setup.Answers) { a.Name = "Changed" })
	must(t, f.Autosave().Run(t.Context()))
	drafts, err := setup.Drafts(t.Context(), d)
	must(t, err)
	if drafts[0].KeptPassword(t.Context(), d).Empty() {
		t.Fatal("an unchanged draft gets no password")
	}
	drafts[0].Answers.Hosts[0].Name = "dc9.evil.example"
	if !drafts[0].KeptPassword(t.Context(), d).Empty() {
		t.Error("the kept password is handed out for another host")
	}
	theirs := exported(t, f)
	if !theirs.KeptPassword(t.Context(), d).Empty() {
		t.Error("a file of the same connection gets the kept password")
	}
}
