package setup

import (
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
)

// TrackState is where one half of the set-up stands.
type TrackState struct {
	// Open is what is left to do in it, one sentence each; nothing when the half
	// is proved.
	Open []check.Text
	// Computer and Person say where and by whom it was proved last, At when; At
	// is zero while nothing was proved.
	Computer, Person string
	At               time.Time
	// Elsewhere means that it is another computer's: it was proved there, or the
	// person here has left it to somebody else.
	Elsewhere bool
}

// TrackText names a half.
func TrackText(t Track) check.Text {
	switch t {
	case DirectoryTrack:
		return check.T("half.directory", "Active Directory")
	case MicrosoftTrack:
		return check.T("half.microsoft", "Exchange Online")
	}
	return check.T("half.common", "Both halves")
}

// TrackState returns where a half stands.
func (f *Flow) TrackState(t Track) TrackState {
	last := newest(f.evidence(), t)
	s := TrackState{Computer: last.Computer, Person: last.Person, At: last.Report.FinishedAt, Elsewhere: f.isElsewhere(t)}
	for _, step := range f.steps {
		if step.Track == t {
			s.Open = append(s.Open, f.open(step)...)
		}
	}
	return s
}

// open says what is left to do on a step.
func (f *Flow) open(step Step) []check.Text {
	p, looked := f.proved[step.ID]
	switch {
	case f.elsewhere[step.Track] && !looked:
		return []check.Text{check.T("open.elsewhere", "{{.step}}: left to another computer", "step", step.Nav)}
	case !looked && len(f.Faults(step.ID)) > 0:
		return []check.Text{check.T("open.missing", "{{.step}}: something is missing", "step", step.Nav)}
	case !looked:
		return []check.Text{check.T("open.unchecked", "{{.step}}: not checked yet", "step", step.Nav)}
	case !p.input.sameFor(step.ID, f.answers):
		return []check.Text{check.T("open.stale", "{{.step}}: an answer changed since it was checked", "step", step.Nav)}
	}
	return unproved(p.report)
}

// DoElsewhere leaves a half to another computer, or takes it back: its steps
// are passed over, nothing in them is asked for, and the connection is saved as
// not verified until a draft brings the proof.
func (f *Flow) DoElsewhere(t Track, on bool) {
	if t == Common {
		return
	}
	f.elsewhere[t] = on
	if on && f.elsewhere[other(t)] {
		f.elsewhere[other(t)] = false // one half is done here
	}
}

func other(t Track) Track {
	if t == DirectoryTrack {
		return MicrosoftTrack
	}
	return DirectoryTrack
}

// isElsewhere reports whether a half is another computer's.
func (f *Flow) isElsewhere(t Track) bool {
	if t == Common {
		return false
	}
	last := newest(f.evidence(), t)
	return f.elsewhere[t] || !last.Report.FinishedAt.IsZero() && f.foreign(last)
}

// foreign reports whether something was proved on another computer.
func (f *Flow) foreign(e profile.Evidence) bool { return e.Computer != f.deps.Computer }

func trackOfStep(id StepID) Track {
	for _, s := range Steps() {
		if s.ID == id {
			return s.Track
		}
	}
	return Common
}
