package setup_test

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/setup"
)

// The roles of this practice reach only what is in the write scope "Berlin
// only". Whether that is as it should be depends on what was chosen.
func TestWriteScope(t *testing.T) {
	const id = "exchange.role.mail-recipients"
	for name, tc := range map[string]struct {
		fault, chosen string
		status        check.Status
		says          string
	}{
		"limited as chosen":      {"write-scope-limited", " Berlin only ", check.Passed, "Berlin only"},
		"limited, none chosen":   {"write-scope-limited", "", check.Warned, "Berlin only"},
		"limited by another one": {"write-scope-limited", "Hamburg", check.Warned, "Hamburg"},
	} {
		t.Run(name, func(t *testing.T) {
			f := setup.New(practiceDeps(t, tc.fault))
			defer f.Close()
			f.Edit(func(a *setup.Answers) { a.WriteScope = tc.chosen })
			work(t, f, setup.Exchange)
			r, _ := f.Report().Find(id, "")
			said := r.Found.String()
			if p := r.Problem(); p != nil {
				said += p.Detail.String()
			}
			if r.Status != tc.status || !strings.Contains(said, tc.says) {
				t.Errorf("%s is %s: %s; want %s and %q", id, r.Status, said, tc.status, tc.says)
			}
		})
	}
}

// A chosen write scope goes wherever roles are given, and into what is saved.
func TestWriteScopeInRemedies(t *testing.T) {
	f := setup.New(practiceDeps(t))
	defer f.Close()
	f.Edit(func(a *setup.Answers) {
		a.WriteScope, a.ScopeFilter = "Berlin's own", "CustomAttribute1 -eq 'Berlin'"
	})
	var request strings.Builder
	for _, section := range f.ConsentRequest() {
		request.WriteString(section.Copy)
	}
	for what, text := range map[string]string{"script": f.Scripts().Roles[0].Text, "command": f.GrantCommands()[0], "request": request.String()} {
		if !strings.Contains(text, "Berlin''s own") && !strings.Contains(text, `"writeScope":"Berlin's own"`) {
			t.Errorf("the %s does not limit the roles:\n%s", what, text)
		}
	}
	const filter = `"scopeFilter":"CustomAttribute1`
	if !strings.Contains(f.Scripts().Roles[0].Text, filter) {
		t.Error("the script does not know how to make the scope")
	}
	if f.Plan().WriteScope != "Berlin's own" {
		t.Errorf("the plan is limited to %q", f.Plan().WriteScope)
	}
	saved := f.Saving().Profile()
	if a := setup.AnswersOf(saved); a.WriteScope != "Berlin's own" || a.ScopeFilter == "" {
		t.Errorf("saved and opened: %q, %q", a.WriteScope, a.ScopeFilter)
	}
	f.Edit(func(a *setup.Answers) { a.WriteScope = "" })
	if strings.Contains(f.Scripts().Roles[0].Text, filter) {
		t.Error("without a scope the filter is still in the script")
	}
}

func TestWriteScopeThatCannotBe(t *testing.T) {
	f := setup.New(practiceDeps(t))
	defer f.Close()
	for _, typed := range []string{strings.Repeat("x", 65), "Ber\x00lin", "Ber\u202elin"} {
		f.Edit(func(a *setup.Answers) { a.WriteScope = typed })
		bad := f.Faults(setup.Exchange)
		if len(bad) != 1 || bad[0].Code != "write-scope.syntax" || bad[0].Advice.Field != setup.FieldWriteScope {
			t.Errorf("%q: %v", typed, bad)
		}
	}
}

// Another write scope is another question: what was proved has to be checked
// again.
func TestWriteScopeMakesStale(t *testing.T) {
	f := setup.New(practiceDeps(t))
	defer f.Close()
	work(t, f, setup.Exchange)
	f.Edit(func(a *setup.Answers) { a.WriteScope = "Berlin only" })
	if _, stale := f.Results(setup.Exchange); !stale {
		t.Error("the roles still count for another write scope")
	}
}

// The optional permission to read Entra roles is asked for only when it is
// wanted: only an administrator may approve it.
func TestReadRoles(t *testing.T) {
	for wanted, code := range map[bool]check.Code{true: "entra.consent-needed", false: ""} {
		f := setup.New(practiceDeps(t))
		defer f.Close()
		f.Edit(func(a *setup.Answers) { a.ReadRoles = wanted })
		asks := slices.ContainsFunc(f.Plan().Scopes, func(s exchange.Scope) bool { return s.Name == "RoleManagement.Read.Directory" })
		work(t, f, setup.Exchange)
		r, _ := f.Report().Find("entra.sign-in", "")
		if p := r.Problem(); asks != wanted || (p != nil) != wanted || wanted && p.Code != code {
			t.Errorf("wanted %v: asked %v, %s: %s; want %q", wanted, asks, r.Status, codes(f.Report()), code)
		}
	}
}
