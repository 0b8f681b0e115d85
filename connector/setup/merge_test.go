package setup_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// The two tracks as two people do them: the directory on the jump host, which
// has no Internet, Microsoft on a laptop, which reaches no domain controller.
func TestTwoPeopleTwoComputers(t *testing.T) {
	world := practiceDeps(t)
	jump := on(t, world, "JUMP01", `CORP\ada`)
	laptop := begun(on(t, world, "LAPTOP7", "grace@example.com"))
	laptop.Directory = setup.Network{} // nothing to be reached there

	ada := begin(t, jump)
	work(t, ada, setup.ServiceAccount)
	ada.DoElsewhere(setup.MicrosoftTrack, true)
	if s := ada.TrackState(setup.MicrosoftTrack); !s.Elsewhere || len(s.Open) == 0 || !s.At.IsZero() {
		t.Errorf("Microsoft at Ada's: %+v", s)
	}

	grace := begin(t, laptop)
	m, err := grace.Merge(exported(t, ada))
	must(t, err)
	if !m.Halves[0].Taken || m.Halves[0].Computer != "JUMP01" {
		t.Errorf("the directory half at Grace's: %+v", m.Halves[0])
	}
	if s := grace.TrackState(setup.DirectoryTrack); !s.Elsewhere || len(s.Open) > 0 || s.Computer != "JUMP01" || s.Person != `CORP\ada` || s.At.IsZero() {
		t.Errorf("the directory at Grace's: %+v", s)
	}
	grace.Edit(func(a *setup.Answers) { a.Account = world.Start.Account })
	grace.Goto(setup.Connection)
	for grace.Current().ID != setup.Exchange { // no password is asked of Grace
		if bad := grace.Next(); len(bad) > 0 {
			t.Fatalf("Next on %s: %v", grace.Current().ID, bad)
		}
	}
	work(t, grace, setup.Exchange)
	work(t, grace, setup.Review) // touches what is hers alone
	if s := grace.TrackState(setup.DirectoryTrack); s.Computer != "JUMP01" {
		t.Errorf("the review proved the directory on %s", s.Computer)
	}

	m, err = ada.Merge(exported(t, grace))
	must(t, err)
	if m.Halves[0].Taken || !m.Halves[1].Taken || m.Halves[1].Computer != "LAPTOP7" {
		t.Errorf("what Ada took: %+v", m.Halves)
	}
	saved, err := ada.Saving().Run(t.Context())
	must(t, err)
	if !saved.Verified || len(saved.Evidence) != 2 || saved.Evidence[0].Computer != "JUMP01" || saved.Evidence[1].Computer != "LAPTOP7" || saved.Exchange.TenantID == "" {
		t.Errorf("saved: verified %v, %v, tenant %q, evidence %+v", saved.Verified, saved.Reasons, saved.Exchange.TenantID, len(saved.Evidence))
	}

	// What Grace proved is not lost when Ada opens the connection again.
	ada.Open(saved, world.Start.Password.Clone())
	if s := ada.TrackState(setup.MicrosoftTrack); !s.Elsewhere || s.Computer != "LAPTOP7" || len(s.Open) > 0 {
		t.Errorf("Microsoft after opening: %+v", s)
	}
	if s := ada.TrackState(setup.DirectoryTrack); s.Elsewhere || len(s.Open) == 0 {
		t.Errorf("the directory after opening is still to be checked: %+v", s)
	}
}

// Who wins in a half, by what was typed and proved on either side.
func TestMergeRules(t *testing.T) {
	typed := func(account string) func(*setup.Answers) { return func(a *setup.Answers) { a.Account = account } }
	nothing := func(*setup.Answers) {}
	for name, tc := range map[string]struct {
		ours, theirs   func(*setup.Answers)
		ourProof       int // 0 none, 1 the older, 2 the newer
		theirProof     int
		taken, differs bool
	}{
		"nothing on either side":             {nothing, nothing, 0, 0, false, false},
		"typed there only":                   {nothing, typed("theirs@practice.example"), 0, 0, true, true},
		"typed here only":                    {typed("ours@practice.example"), nothing, 0, 0, false, true},
		"typed on both sides":                {typed("ours@practice.example"), typed("theirs@practice.example"), 0, 0, false, true},
		"the same, proved there":             {nothing, nothing, 0, 1, true, false},
		"the same, proved here":              {nothing, nothing, 1, 0, false, false},
		"the same, proved there later":       {nothing, nothing, 1, 2, true, false},
		"the same, proved here later":        {nothing, nothing, 2, 1, false, false},
		"different, proved there":            {typed("ours@practice.example"), nothing, 0, 1, true, true},
		"different, proved here":             {nothing, typed("theirs@practice.example"), 1, 0, false, true},
		"different, proved there later":      {func(a *setup.Answers) { a.Features = []string{"dl"} }, nothing, 1, 2, true, true},
		"different, proved here later":       {func(a *setup.Answers) { a.Features = []string{"dl"} }, nothing, 2, 1, false, true},
		"what belongs to a computer differs": {func(a *setup.Answers) { a.KeepSignIn = true }, nothing, 0, 1, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			world := practiceDeps(t)
			ours := begin(t, on(t, world, "HERE", "ada"))
			theirs := begin(t, on(t, world, "THERE", "grace"))
			theirs.Resume(exported(t, ours), secret.Text{}) // the same connection
			ours.Edit(tc.ours)
			theirs.Edit(tc.theirs)
			for turn := 1; turn <= 2; turn++ {
				if tc.ourProof == turn {
					work(t, ours, setup.Exchange)
				}
				if tc.theirProof == turn {
					work(t, theirs, setup.Exchange)
				}
			}
			before := ours.Answers()
			m, err := ours.Merge(exported(t, theirs))
			must(t, err)
			half := m.Halves[1]
			if half.Track != setup.MicrosoftTrack || half.Taken != tc.taken || len(m.Differences) > 0 != tc.differs {
				t.Fatalf("taken %v with differences %+v, want taken %v, differences %v", half.Taken, m.Differences, tc.taken, tc.differs)
			}
			if want := map[bool]setup.Answers{true: theirs.Answers(), false: before}[tc.taken]; ours.Answers().Account != want.Account || !slices.Equal(ours.Answers().Features, want.Features) {
				t.Errorf("now %+v", ours.Answers())
			}
			if ours.Answers().KeepSignIn != before.KeepSignIn {
				t.Error("whether to keep the sign-in here was decided there")
			}
			computer := map[bool]string{true: "THERE", false: "HERE"}[tc.taken]
			if proved := !half.At.IsZero(); proved != (tc.ourProof+tc.theirProof > 0) || proved && (half.Computer != computer || !strings.Contains(half.Says.String(), computer)) {
				t.Errorf("%+v: %s", half, half.Says)
			}
			for _, d := range m.Differences {
				if d.Taken != tc.taken || d.Label.IsZero() || d.Ours == d.Theirs {
					t.Errorf("difference %+v", d)
				}
			}
		})
	}
}

// A password was typed for certain hosts: a draft that brings others does not
// get it.
func TestMergeDropsThePassword(t *testing.T) {
	world := practiceDeps(t)
	theirs := begin(t, on(t, world, "THERE", "grace"))
	theirs.Edit(func(a *setup.Answers) { a.Hosts = a.Hosts[:1] })
	work(t, theirs, setup.ServiceAccount)
	ours := begin(t, on(t, world, "HERE", "ada"))
	d := exported(t, theirs)
	ours.Resume(d, world.Start.Password.Clone())
	if m, err := ours.Merge(d); err != nil || len(m.Notices) > 0 || ours.Answers().Password.Empty() {
		t.Errorf("nothing changed, and the password is gone: %+v, %v", m, err)
	}
	ours.Edit(func(a *setup.Answers) { a.Hosts = world.Start.Hosts })
	m, err := ours.Merge(d)
	must(t, err)
	if !ours.Answers().Password.Empty() || len(m.Notices) != 1 || !strings.Contains(m.Notices[0].String(), "typed again") {
		t.Errorf("other hosts, and the password stays: %v", m.Notices)
	}
}

func TestMergeRefuses(t *testing.T) {
	world := practiceDeps(t)
	d := exported(t, begin(t, world))
	busy := begin(t, world)
	busy.Edit(func(a *setup.Answers) { a.Name = "Mine" })
	real := offline(t)
	realDraft := exported(t, real)
	for name, tc := range map[string]struct {
		into *setup.Flow
		d    setup.Draft
		want check.Code
	}{
		"another connection":       {busy, d, "draft.other-connection"},
		"practice into a real one": {real, d, "draft.practice"},
		"a real one into practice": {begin(t, world), realDraft, "draft.practice"},
	} {
		before := tc.into.Connection().ID
		_, err := tc.into.Merge(tc.d)
		p, ok := errors.AsType[*check.Problem](err)
		if !ok || p.Code != tc.want || p.Advice.Do.IsZero() || tc.into.Connection().ID != before {
			t.Errorf("%s: %v, want %s and nothing changed", name, err, tc.want)
		}
	}
	fresh := begin(t, world)
	if _, err := fresh.Merge(d); err != nil || fresh.Connection().ID != d.ID {
		t.Errorf("into a set-up that was not begun: %v, connection %s", err, fresh.Connection().ID)
	}
}

// A warning that was accepted on the other computer stays accepted.
func TestMergeTakesAcceptances(t *testing.T) {
	const id = "directory.hosts-agree"
	world := practiceDeps(t, "hosts.some-down")
	theirs := begin(t, on(t, world, "THERE", "grace"))
	work(t, theirs, setup.Connection)
	theirs.Accept(theirs.Report().All(id)[0], true)
	ours := begin(t, on(t, world, "HERE", "ada"))
	_, err := ours.Merge(exported(t, theirs))
	must(t, err)
	work(t, ours, setup.Connection)
	if got := acceptedBy(t, ours.Report(), id); got == nil || got.By != "grace" || got.On != "THERE" {
		t.Errorf("accepted by %v", got)
	}
}

// What means the same is no difference, however it was typed.
func TestMergeComparesMeaning(t *testing.T) {
	here := offline(t)
	here.Edit(func(a *setup.Answers) {
		a.SyncInterval, a.BaseDN, a.Hosts = "", "corp.example.com", []setup.HostAnswer{{Name: "DC1.corp.example.com.", Port: ""}}
	})
	there := begin(t, here.Deps())
	there.Resume(exported(t, here), secret.Text{})
	there.Edit(func(a *setup.Answers) {
		a.SyncInterval, a.BaseDN, a.Hosts = "30", "DC=corp,DC=example,DC=com", []setup.HostAnswer{{Name: "dc1.corp.example.com", Port: "636"}}
	})
	if m, err := here.Merge(exported(t, there)); err != nil || len(m.Differences) > 0 {
		t.Errorf("differences: %+v, %v", m.Differences, err)
	}
	there.Edit(func(a *setup.Answers) { a.BaseDN, a.Username = "DC=corp,,", "x" })
	if m, err := here.Merge(exported(t, there)); err != nil || len(m.Differences) != 2 {
		t.Errorf("differences: %+v, %v, want the two fields", m.Differences, err)
	}
}

// What was proved here when the connection was saved is not given up for an
// older copy that comes back from another computer.
func TestMergeIntoASavedConnection(t *testing.T) {
	world := practiceDeps(t)
	here := on(t, world, "HERE", "ada")
	f := begin(t, here)
	work(t, f, setup.ServiceAccount)
	copyOfThen := exported(t, f)
	f.Edit(func(a *setup.Answers) { a.Hosts = a.Hosts[:1] })
	work(t, f, setup.ServiceAccount)
	saved, err := f.Saving().Run(t.Context())
	must(t, err)

	f.Open(saved, world.Start.Password.Clone())
	m, err := f.Merge(copyOfThen)
	must(t, err)
	if m.Halves[0].Taken || len(f.Answers().Hosts) != 1 || len(m.Differences) != 1 || m.Differences[0].Field != setup.FieldHosts {
		t.Errorf("the older copy was taken: %+v, %+v", m.Halves[0], m.Differences)
	}
	f.Edit(func(a *setup.Answers) { a.BaseDN = "" }) // typed since, and proved nowhere
	m, err = f.Merge(copyOfThen)
	must(t, err)
	if !m.Halves[0].Taken || len(m.Differences) != 2 {
		t.Errorf("what is proved nowhere stays: %+v, %+v", m.Halves[0], m.Differences)
	}
}
