package setup_test

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/practice/ca"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// authority returns a new authority as a CA file, and its fingerprint.
func authority(t *testing.T) (pem, fingerprint string) {
	t.Helper()
	a, err := ca.New()
	must(t, err)
	pem, list, err := setup.ReadAuthorities("ca.pem", a.PEM())
	must(t, err)
	return pem, list[0].SHA256
}

// names reports whether one of the sentences has all the words.
func names(says []check.Text, words ...string) bool {
	return slices.ContainsFunc(says, func(one check.Text) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(one.String(), w) })
	})
}

const borrowed = "dc2.corp.example.com"

// trusting is a set-up of somebody who trusts an authority and the certificate
// of another host.
func trusting(t *testing.T, pem string) *setup.Flow {
	t.Helper()
	f := offline(t)
	f.Edit(func(a *setup.Answers) {
		a.CA, a.CAFile = pem, "ca.pem"
		a.Hosts = []setup.HostAnswer{{Name: "dc1.corp.example.com", Port: "636", VerifyAs: borrowed}, {Name: borrowed, Port: "636", VerifyAs: borrowed}}
	})
	return f
}

// What a file would have trusted is named, in full, when it arrives and where
// the password is typed, even after a crash; until it is taken away or saved.
func TestDraftNamesWhatItTrusts(t *testing.T) {
	pem, fingerprint := authority(t)
	d := exported(t, trusting(t, pem))
	if len(d.Notices) != 2 || !names(d.Notices, "CN=", fingerprint) || !names(d.Notices, "dc1.corp.example.com", borrowed) {
		t.Errorf("the notices are %v", d.Notices)
	}
	f := offline(t)
	f.Resume(d, secret.Text{})
	if got := f.ToCompare(); !names(got, fingerprint) || !names(got, borrowed) {
		t.Errorf("where the password is typed: %v", got)
	}
	must(t, f.Autosave().Run(t.Context()))
	drafts, err := setup.Drafts(t.Context(), f.Deps())
	must(t, err)
	again := begin(t, f.Deps())
	again.Resume(drafts[0], secret.Text{})
	if len(again.ToCompare()) != 2 {
		t.Errorf("after a crash: %v", again.ToCompare())
	}
	again.Edit(func(a *setup.Answers) { a.CA, a.CAFile = "", "" })
	if got := again.ToCompare(); len(got) != 1 || !names(got, borrowed) {
		t.Errorf("without the authority: %v", got)
	}
	saved, err := again.Saving().Run(t.Context())
	must(t, err)
	again.Saved(saved)
	if got := again.ToCompare(); len(got) > 0 {
		t.Errorf("once it is saved: %v", got)
	}
}

// A file cannot say of itself that it was compared, and what was typed here needs
// no comparing.
func TestNothingToCompareOfOnesOwn(t *testing.T) {
	pem, _ := authority(t)
	f := trusting(t, pem)
	if got := f.ToCompare(); len(got) > 0 {
		t.Errorf("typed here: %v", got)
	}
	must(t, f.Autosave().Run(t.Context()))
	drafts, err := setup.Drafts(t.Context(), f.Deps())
	must(t, err)
	f.Resume(drafts[0], secret.Text{})
	if got := f.ToCompare(); len(got)+len(drafts[0].Notices) > 0 {
		t.Errorf("resumed here: %v", got)
	}
	other := offline(t)
	other.Resume(exported(t, f), secret.Text{})
	if len(other.ToCompare()) != 2 {
		t.Errorf("on another computer: %v", other.ToCompare())
	}
}

// Of a merge only what is new here is named, and only if the half was taken; a
// pin that was trusted here stays.
func TestMergeNamesWhatItTrusts(t *testing.T) {
	const pin = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	own, ownPrint := authority(t)
	pem, fingerprint := authority(t)
	for name, tc := range map[string]struct {
		ca                 string
		trusts             func(*setup.Answers) // what is trusted here already
		taken              bool
		authority, another bool
	}{
		"nothing here":          {pem, func(*setup.Answers) {}, true, true, true},
		"the same authority":    {pem, func(a *setup.Answers) { a.CA = pem }, true, false, true},
		"another authority":     {pem, func(a *setup.Answers) { a.CA = own }, true, true, true},
		"one more":              {own + pem, func(a *setup.Answers) { a.CA = own }, true, true, true},
		"all the same":          {pem, func(a *setup.Answers) { *a = trusting(t, pem).Answers() }, false, false, false},
		"typed here, not taken": {pem, func(a *setup.Answers) { a.BaseDN = "DC=x,DC=example" }, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := offline(t).Deps()
			if tc.trusts(&d.Start); tc.taken {
				d.Start.Hosts = []setup.HostAnswer{{Name: "DC1.corp.example.com", Port: "636", Pin: pin}}
			}
			ours := begin(t, d)
			if !tc.taken { // typed, so that it stays
				start := ours.Answers()
				d.Start = setup.DefaultAnswers()
				ours = begin(t, d)
				ours.Edit(func(a *setup.Answers) { *a = start })
			}
			theirs := trusting(t, tc.ca)
			theirs.Resume(exported(t, ours), secret.Text{}) // the same connection
			theirs.Edit(func(a *setup.Answers) { *a = trusting(t, tc.ca).Answers() })
			m, err := ours.Merge(exported(t, theirs))
			must(t, err)
			if m.Halves[0].Taken != tc.taken {
				t.Fatalf("taken: %v, %+v", m.Halves[0].Taken, m.Differences)
			}
			if names(m.Notices, fingerprint) != tc.authority || names(m.Notices, borrowed, "dc1") != tc.another || names(m.Notices, ownPrint) {
				t.Errorf("notices: %v", m.Notices)
			}
			if len(ours.ToCompare()) != len(m.Notices) {
				t.Errorf("to be compared: %v, named: %v", ours.ToCompare(), m.Notices)
			}
			if got := ours.Answers().Hosts[0].Pin; tc.taken && got != pin {
				t.Errorf("the pin that was trusted here is %q", got)
			}
		})
	}
}

// The authority of practice mode on another computer is trusted on none.
func TestPracticeAuthorityStays(t *testing.T) {
	there, here := practiceDeps(t), practiceDeps(t)
	d := exported(t, begin(t, there))
	f := begin(t, here)
	f.Resume(d, secret.Text{})
	if len(d.Notices) > 0 || f.Answers().CA != here.Start.CA {
		t.Errorf("resumed with the authority of the other computer: %v", d.Notices)
	}
	if m, err := f.Merge(d); err != nil || len(m.Differences)+len(m.Notices) > 0 || f.Answers().CA != here.Start.CA {
		t.Errorf("merged: %+v, %v", m, err)
	}
}
