package setup_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// on returns the same practice seen from another computer, with a store of its
// own.
func on(t *testing.T, d setup.Deps, computer, person string) setup.Deps {
	t.Helper()
	store, err := profile.Open(t.Context(), t.TempDir(), profile.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	d.Store, d.Computer, d.Person = store, computer, person
	return d
}

// begun is a set-up in which nothing but the defaults was typed.
func begun(d setup.Deps) setup.Deps {
	d.Start = setup.DefaultAnswers()
	return d
}

func begin(t *testing.T, d setup.Deps) *setup.Flow {
	t.Helper()
	f := setup.New(d)
	t.Cleanup(f.Close)
	return f
}

// exported exports a set-up and reads it, as another computer does.
func exported(t *testing.T, f *setup.Flow) setup.Draft {
	t.Helper()
	data, err := f.ExportDraft()
	if err != nil {
		t.Fatal(err)
	}
	d, err := setup.ReadDraft(data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// every answer, with values that a careless format would lose.
func everyAnswer() setup.Answers {
	return setup.Answers{Name: "Berlin & 'north'", SyncInterval: " 45 ", KeepPassword: true, KeepSignIn: true, ReadRoles: true,
		Hosts: []setup.HostAnswer{{Name: "dc1.corp.example.com", Port: "636"}, {Name: "dc2.corp.example.com:3269", Port: "", VerifyAs: "dc2"}, {Name: "not..a host", Port: "x"}},
		CA:    "-----BEGIN CERTIFICATE-----\nnot one\n", CAFile: "ca.pem",
		BaseDN: "DC=corp,DC=exa", Username: `CORP\svc`, UserOUs: "OU=A\nOU=B,", GroupOUs: "\n", Features: []string{"dl", "no-such"}, Cloud: "dod",
		Account: "svc@", Tenant: "common", ClientID: "x", WriteScope: "Berlin only", ScopeFilter: "A -eq 'B'"}
}

// What was typed survives as it was typed, usable or not; the password does not
// leave, in no form.
func TestDraftKeepsWhatWasTyped(t *testing.T) {
	f := offline(t)
	want := everyAnswer()
	const password = "S3rvice!Pass-not-here"
	f.Edit(func(a *setup.Answers) { *a = want; a.Password = secret.New(password) })
	data, err := f.ExportDraft()
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range encodings(password) {
		if bytes.Contains(data, form) {
			t.Errorf("the draft holds the password as %q", form)
		}
	}
	d, err := setup.ReadDraft(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, d.Answers, cmp.AllowUnexported(secret.Text{}, setup.Answers{})); diff != "" {
		t.Errorf("exported and read (-typed +read):\n%s", diff)
	}
	if d.ID != f.Connection().ID || d.Name != want.Name || d.At.IsZero() {
		t.Errorf("the draft is %+v", d)
	}
}

// A file is no reason to trust a key.
func TestDraftPinsAreNotTakenOver(t *testing.T) {
	f := offline(t)
	const pin = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	f.Edit(func(a *setup.Answers) {
		a.Hosts = []setup.HostAnswer{{Name: "dc1.corp.example.com", Port: "636", Pin: pin}}
	})
	d := exported(t, f)
	if d.Answers.Hosts[0].Pin != "" || len(d.Notices) != 1 || !strings.Contains(d.Notices[0].String(), pin) || !strings.Contains(d.Notices[0].String(), "dc1.corp.example.com") {
		t.Errorf("pin %q, notices %v; want it named and left out", d.Answers.Hosts[0].Pin, d.Notices)
	}
}

// What a person may pick in place of a draft is refused in words, and nothing
// of it is read.
func TestReadDraftRefuses(t *testing.T) {
	f := offline(t)
	data, err := f.ExportDraft()
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	for name, tc := range map[string]struct {
		data string
		want check.Code
	}{
		"nothing":              {"", "draft.refused"},
		"a text":               {"hello", "draft.refused"},
		"half a draft":         {good[:len(good)/2], "draft.refused"},
		"two drafts":           {good + good, "draft.refused"},
		"a list":               {"[" + good + "]", "draft.refused"},
		"another file of ours": {reported, "draft.refused"},
		"another kind":         {strings.Replace(good, "hire2retire-draft", "hire2retire-evidence", 1), "draft.refused"},
		"no ID":                {strings.Replace(good, f.Connection().ID.String(), "00000000-0000-0000-0000-000000000000", 1), "draft.refused"},
		"an unknown field":     {strings.Replace(good, `"schema"`, `"colour": "blue", "schema"`, 1), "draft.refused"},
		"a newer version":      {strings.Replace(good, `"schema": 2`, `"schema": 3, "colour": "blue"`, 1), "draft.newer"},
		"a password in it":     {strings.Replace(good, `"schema"`, `"password": "x", "schema"`, 1), "draft.secret"},
		"too large":            {good[:len(good)-2] + strings.Repeat(" ", profile.MaxSize) + "}", "draft.refused"},
	} {
		_, err := setup.ReadDraft([]byte(tc.data))
		p, ok := errors.AsType[*check.Problem](err)
		if !ok || p.Code != tc.want || p.Advice.Do.IsZero() {
			t.Errorf("%s: %v, want %s with advice", name, err, tc.want)
		}
	}
}

func FuzzReadDraft(f *testing.F) {
	f.Add([]byte(reported))
	f.Add([]byte(`{"fileKind":"hire2retire-draft","schema":2,"profile":{"id":"0f2b7c1e-5a3d-4c6f-8e9a-1b2c3d4e5f60","evidence":[{"report":{"results":[{"problems":[null]}]}}]},"input":{"hosts":"a\tb\tc\td\te"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := setup.ReadDraft(data)
		if err != nil {
			if _, ok := errors.AsType[*check.Problem](err); !ok {
				t.Errorf("%v is no problem in words", err)
			}
			return
		}
		flow := offline(t)
		flow.Resume(d, secret.Text{})
		flow.Progress()
		flow.Preview()
		flow.TrackState(setup.DirectoryTrack)
	})
}

// Unfinished work is kept by itself, found again at the next start, and gone
// once the connection is saved.
func TestAutosave(t *testing.T) {
	deps := practiceDeps(t)
	f := begin(t, deps)
	if f.Autosave().Worth() {
		t.Error("a set-up in which nothing was typed is worth a draft")
	}
	f.Goto(setup.Connection)
	work(t, f, setup.Connection)
	f.Goto(setup.ServiceAccount)
	f.Edit(func(a *setup.Answers) { a.Name = "Unfinished" })
	must(t, f.Autosave().Run(t.Context()))

	drafts, err := setup.Drafts(t.Context(), deps)
	if err != nil || len(drafts) != 1 || drafts[0].Name != "Unfinished" || drafts[0].Computer != "workstation" || !drafts[0].Practice {
		t.Fatalf("Drafts() = %+v, %v", drafts, err)
	}
	again := begin(t, deps)
	again.Resume(drafts[0], secret.Text{})
	if again.Current().ID != setup.ServiceAccount || again.Answers().Name != "Unfinished" || again.Connection().ID != f.Connection().ID {
		t.Errorf("resumed at %s as %q", again.Current().ID, again.Answers().Name)
	}
	if got := stateOf(t, again, setup.Connection); got != setup.Complete {
		t.Errorf("what was proved of the hosts is %v after resuming", got)
	}
	again.Edit(func(a *setup.Answers) { a.Password = deps.Start.Password.Clone() })
	work(t, again, setup.Review)
	if _, err := again.Saving().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if drafts, err := setup.Drafts(t.Context(), deps); err != nil || len(drafts) > 0 {
		t.Errorf("after saving: %+v, %v", drafts, err)
	}
}

func TestDropDraft(t *testing.T) {
	deps := practiceDeps(t)
	f := begin(t, deps)
	f.Edit(func(a *setup.Answers) { a.Name = "Unwanted" })
	must(t, f.Autosave().Run(t.Context()))
	must(t, setup.DropDraft(t.Context(), deps, f.Connection().ID))
	if drafts, err := setup.Drafts(t.Context(), deps); err != nil || len(drafts) > 0 {
		t.Errorf("after DropDraft: %+v, %v", drafts, err)
	}
}

// A draft of a saved connection may use its kept password, and only while
// everything that it was kept for is the same.
func TestDraftOfASavedConnection(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(*setup.Answers)
		kept bool
	}{
		"another name":    {func(a *setup.Answers) { a.Name = "Changed" }, true},
		"another host":    {func(a *setup.Answers) { a.Hosts = a.Hosts[:1] }, false},
		"another account": {func(a *setup.Answers) { a.Username = "other@practice.example" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			deps := practiceDeps(t)
			f := begin(t, deps)
			f.Edit(func(a *setup.Answers) { a.KeepPassword = true })
			p, err := f.Saving().Run(t.Context())
			must(t, err)
			f.Open(p, secret.Text{})
			f.Edit(tc.edit)
			must(t, f.Autosave().Run(t.Context()))
			drafts, err := setup.Drafts(t.Context(), deps)
			if err != nil || len(drafts) != 1 {
				t.Fatalf("Drafts() = %+v, %v", drafts, err)
			}
			if got := drafts[0].KeptPassword(t.Context(), deps); got.Empty() == tc.kept {
				t.Errorf("the kept password is offered: %v, want %v", !got.Empty(), tc.kept)
			}
		})
	}
}

// A draft tells the time of a proof, not of itself.
func TestDraftKeepsOrigin(t *testing.T) {
	f := begin(t, on(t, practiceDeps(t), "JUMP01", `CORP\ada`))
	before := time.Now()
	work(t, f, setup.ServiceAccount)
	d := exported(t, f)
	if len(d.Proved) != 1 || d.Proved[0].Computer != "JUMP01" || d.Proved[0].Person != `CORP\ada` || d.Proved[0].Track != string(setup.DirectoryTrack) {
		t.Fatalf("proved: %+v", d.Proved)
	}
	if at := d.Proved[0].Report.FinishedAt; at.Before(before) || at.After(time.Now()) {
		t.Errorf("proved at %s", at)
	}
	if got := d.Proved[0].Report.Outcome(); got != check.Passed && got != check.Warned {
		t.Errorf("outcome %s: %s", got, codes(d.Proved[0].Report))
	}
}
