package setup_test

import (
	"testing"

	"hire2retire-setup/connector/setup"
)

// The suffixes of Active Directory are compared once both halves have told, and
// forgotten with the account that told.
func TestSuffixes(t *testing.T) {
	f := begin(t, practiceDeps(t))
	f.Edit(func(a *setup.Answers) { a.Username = "svc@corp.internal" })
	if got := f.Suffixes(); got != nil {
		t.Errorf("before anybody told: %+v", got)
	}
	work(t, f, setup.Connection)
	work(t, f, setup.Exchange)
	got := f.Suffixes()
	if len(got) != 2 || got[0].Name != "practice.example" || !got[0].Verified || got[1].Name != "corp.internal" || got[1].Verified {
		t.Errorf("%+v, want the domain verified and the other one not", got)
	}
	for _, s := range got {
		if s.Says.IsZero() {
			t.Errorf("%s says nothing", s.Name)
		}
	}
	must(t, f.SignOut(t.Context()))
	if got := f.Suffixes(); got != nil {
		t.Errorf("after signing out: %+v", got)
	}
}

// Without the permission to read the organization nothing is said, and the
// checks stand.
func TestSuffixesWithoutGraph(t *testing.T) {
	f := begin(t, practiceDeps(t, "graph-unavailable"))
	work(t, f, setup.Connection)
	work(t, f, setup.Exchange)
	if got := f.Suffixes(); got != nil {
		t.Errorf("nobody told the domains: %+v", got)
	}
}
