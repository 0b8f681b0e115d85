package setup

import (
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// Merged is what became of a draft from another computer.
type Merged struct {
	// Halves say for each half whether it was taken, and from where.
	Halves []MergedHalf
	// Differences are the answers that were not the same, with what stands now.
	Differences []Difference
	// Notices say what else to know: pins that were not taken over, authorities
	// and names in certificates to be compared, a password to be typed again.
	Notices []check.Text
}

// MergedHalf is one half of a merge.
type MergedHalf struct {
	Track Track
	Taken bool
	// Computer, Person and At say where what stands now was proved; At is zero
	// while it is not.
	Computer, Person string
	At               time.Time
	// Says is the same as a sentence.
	Says check.Text
}

// Difference is one answer that was not the same on both computers.
type Difference struct {
	Track Track
	// Field is the name that Advice.Field has for it.
	Field string
	Label check.Text
	// Ours is what stood here, Theirs what the draft says; Taken tells which one
	// stands now.
	Ours, Theirs string
	Taken        bool
}

// Merge takes from a draft what another computer knows better, half by half:
// the half with the newer proof wins, a half that was not begun gives way, and
// of two that were typed and not proved ours stays. Whatever was typed here and
// is replaced is among the differences. The draft has to be of the same
// connection, unless nothing was begun here. The error is a *check.Problem, and
// then nothing is changed.
func (f *Flow) Merge(d Draft) (Merged, error) {
	if d.Practice != f.deps.Practice {
		return Merged{}, otherWorld(d.Practice)
	}
	var m Merged
	d.Answers = f.deps.current(d.Answers)
	if d.ID != f.profile.ID {
		if f.profile.Revision > 0 || !f.untouched() || len(f.proved) > 0 {
			return Merged{}, otherConnection(d.Name, f.answers.Name)
		}
		f.profile.ID = d.ID
	}
	before := f.answers
	for _, track := range []Track{DirectoryTrack, MicrosoftTrack} {
		f.mergeHalf(track, d, &m)
	}
	if m.Halves[0].Taken {
		fresh := newTrusts(f.answers, before)
		f.toCompare = append(f.toCompare, keysOf(fresh)...)
		m.Notices = append(d.pinNotices(f.answers), sentences(fresh)...)
	}
	if trustOf(before) != trustOf(f.answers) && !f.answers.Password.Empty() {
		f.answers.Password.Wipe()
		f.Edit(func(a *Answers) { a.Password = secret.Text{} })
		m.Notices = append(m.Notices, check.T("merge.password", "The hosts, what is trusted, or the account changed, so the password has to be typed again: it was meant for the others."))
	}
	return m, nil
}

// trustOf is what a password was typed for.
func trustOf(a Answers) string { return hostLines(a) + "\x00" + a.CA + "\x00" + a.Username }

func (f *Flow) mergeHalf(track Track, d Draft, m *Merged) {
	ours, theirs := f.latest(track), newest(d.Proved, track)
	differ := differing(track, f.answers, d.Answers)
	take := f.takes(track, d, ours, theirs)
	for _, x := range differ {
		m.Differences = append(m.Differences, Difference{Track: track, Field: x.name, Label: x.label, Ours: x.shown(f.answers), Theirs: x.shown(d.Answers), Taken: take})
	}
	if take {
		f.takeHalf(track, d)
		ours = theirs
	}
	half := MergedHalf{Track: track, Taken: take, Computer: ours.Computer, Person: ours.Person, At: ours.Report.FinishedAt}
	half.Says = half.says(d)
	m.Halves = append(m.Halves, half)
}

// latest returns what was proved last of the answers to a half as they are now:
// in this session, or when the connection was saved.
func (f *Flow) latest(track Track) profile.Evidence {
	list := f.evidence()
	if len(differing(track, f.answers, f.deps.Reopened(f.profile))) == 0 {
		list = append(list, f.profile.Evidence...)
	}
	return newest(list, track)
}

// takes decides whose half stands.
func (f *Flow) takes(track Track, d Draft, ours, theirs profile.Evidence) bool {
	differ := len(differing(track, f.answers, d.Answers)) > 0
	newer := theirs.Report.FinishedAt.After(ours.Report.FinishedAt)
	switch {
	case !differ:
		return newer
	case theirs.Report.FinishedAt.IsZero() && (len(differing(track, d.Answers, DefaultAnswers())) == 0 || len(differing(track, d.Answers, f.deps.Start)) == 0):
		return false // nobody has begun it there
	case ours.Report.FinishedAt.IsZero() && len(differing(track, f.answers, f.deps.Start)) == 0:
		return true // nobody has begun it here
	}
	return newer
}

func (f *Flow) takeHalf(track Track, d Draft) {
	before := f.answers
	f.Edit(func(a *Answers) {
		a.take(track, d.Answers)
		a.repin(before)
	})
	for id := range f.proved {
		if trackOfStep(id) == track {
			delete(f.proved, id)
		}
	}
	for _, e := range d.Proved {
		if Track(e.Track) == track {
			f.adopt(e)
			for key, by := range e.Report.Acceptances() {
				f.accepted[key] = by
			}
		}
	}
	if track == MicrosoftTrack {
		from := d.profile.Exchange
		f.profile.Exchange.TenantID, f.profile.Exchange.ObjectID = from.TenantID, from.ObjectID
		f.profile.Exchange.Account, f.profile.Exchange.Cloud = from.Account, from.Cloud
	}
}

// newest returns the evidence of a half that is the newest, or nothing.
func newest(list []profile.Evidence, track Track) profile.Evidence {
	var best profile.Evidence
	for _, e := range list {
		if Track(e.Track) == track && e.Report.FinishedAt.After(best.Report.FinishedAt) {
			best = e
		}
	}
	return best
}

func (h MergedHalf) says(d Draft) check.Text {
	track, when := TrackText(h.Track), h.At.Format("2006-01-02 15:04 -07:00")
	switch {
	case h.Taken && !h.At.IsZero():
		return check.T("merge.taken", "{{.half}}: taken from the draft, proved on {{.computer}} by {{.person}}, {{.at}}.", "half", track, "computer", h.Computer, "person", h.Person, "at", when)
	case h.Taken:
		return check.T("merge.typed", "{{.half}}: taken from the draft as it was typed on {{.computer}}. It is not proved yet.", "half", track, "computer", d.Computer)
	case !h.At.IsZero():
		return check.T("merge.kept", "{{.half}}: stays as it is here, proved on {{.computer}} by {{.person}}, {{.at}}.", "half", track, "computer", h.Computer, "person", h.Person, "at", when)
	}
	return check.T("merge.kept.open", "{{.half}}: stays as it is here. It is not proved yet.", "half", track)
}

func otherConnection(theirs, ours string) *check.Problem {
	return &check.Problem{Code: "draft.other-connection",
		Detail: check.T("draft.other-connection", "The draft belongs to another connection, “{{.theirs}}”; “{{.ours}}” is open here.", "theirs", check.Clean(theirs), "ours", check.Clean(ours)),
		Advice: check.Advice{Who: check.You, Do: check.T("draft.other-connection.do", "Go back to the welcome page and bring the draft in there.")}}
}

func otherWorld(practice bool) *check.Problem {
	if practice {
		return &check.Problem{Code: "draft.practice",
			Detail: check.T("draft.practice", "The draft was made in practice mode. It says nothing about a real directory or tenant."),
			Advice: check.Advice{Who: check.You, Do: check.T("draft.practice.do", "Bring it in in practice mode.")}}
	}
	return &check.Problem{Code: "draft.practice",
		Detail: check.T("draft.not-practice", "The draft is of a real connection; this is practice mode."),
		Advice: check.Advice{Who: check.You, Do: check.T("draft.not-practice.do", "Start the program without practice mode and bring it in there.")}}
}
