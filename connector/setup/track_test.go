package setup_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/setup"
)

// What is open in a half, from nothing to proved and back.
func TestTrackState(t *testing.T) {
	f := begin(t, practiceDeps(t))
	open := func() string {
		var all []string
		for _, o := range f.TrackState(setup.MicrosoftTrack).Open {
			all = append(all, o.String())
		}
		return strings.Join(all, "; ")
	}
	for _, step := range []struct {
		name string
		do   func()
		want string
	}{
		{"at the start", func() {}, "Exchange Online: not checked yet"},
		{"nothing ticked", func() { f.Edit(func(a *setup.Answers) { a.Features = nil }) }, "Exchange Online: something is missing"},
		{"left to another computer", func() { f.DoElsewhere(setup.MicrosoftTrack, true) }, "Exchange Online: left to another computer"},
		{"taken back", func() { f.DoElsewhere(setup.MicrosoftTrack, false) }, "Exchange Online: something is missing"},
		{"checked", func() {
			f.Edit(func(a *setup.Answers) { a.Features = []string{"dl"} })
			work(t, f, setup.Exchange)
		}, ""},
		{"an answer changed", func() { f.Edit(func(a *setup.Answers) { a.Features = []string{"dl", "shared"} }) }, "Exchange Online: an answer changed since it was checked"},
	} {
		step.do()
		if got := open(); got != step.want {
			t.Errorf("%s: open is %q, want %q", step.name, got, step.want)
		}
	}
	f.Edit(func(a *setup.Answers) { a.Features = []string{"dl"} })
	if s := f.TrackState(setup.MicrosoftTrack); s.Computer != "workstation" || s.Person != "admin" || s.At.IsZero() || s.Elsewhere {
		t.Errorf("proved here: %+v", s)
	}
}

// What failed is open, by its name.
func TestTrackStateOfAFailure(t *testing.T) {
	f := begin(t, practiceDeps(t, "role.missing.mail-recipients"))
	work(t, f, setup.Exchange)
	s := f.TrackState(setup.MicrosoftTrack)
	if len(s.Open) != 1 || !strings.Contains(s.Open[0].String(), "Mail Recipients") || s.At.IsZero() {
		t.Errorf("%+v", s)
	}
}

// A half that is left to another computer is passed over, and one half is
// always done here.
func TestDoElsewhere(t *testing.T) {
	f := begin(t, practiceDeps(t))
	f.DoElsewhere(setup.DirectoryTrack, true)
	f.Edit(func(a *setup.Answers) { a.Hosts, a.Username = nil, "" })
	var way []setup.StepID
	for f.Current().ID != setup.Review {
		if bad := f.Next(); len(bad) > 0 {
			t.Fatal(bad)
		}
		way = append(way, f.Current().ID)
	}
	if len(way) != 3 || way[1] != setup.Exchange {
		t.Errorf("the way is %v", way)
	}
	f.Back()
	f.Back()
	if f.Current().ID != setup.Permissions {
		t.Errorf("and back to %s", f.Current().ID)
	}
	work(t, f, setup.Exchange)
	p, err := f.Saving().Run(t.Context())
	if err != nil || p.Verified || len(p.Reasons) != 1 {
		t.Errorf("saved: %v, verified %v, %v", err, p.Verified, p.Reasons)
	}
	f.DoElsewhere(setup.MicrosoftTrack, true)
	if f.TrackState(setup.DirectoryTrack).Elsewhere {
		t.Error("both halves are left to others")
	}
}
