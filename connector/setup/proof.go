package setup

import (
	"slices"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
)

// proof is the results of a step, the answers they rest on, and where and by
// whom they were found.
type proof struct {
	report           check.Report
	input            Answers
	computer, person string
}

// Results returns the results of a step, and whether the answers they rest on
// have changed since.
func (f *Flow) Results(id StepID) (report check.Report, stale bool) {
	p, ok := f.proved[id]
	return p.report, ok && !p.input.sameFor(id, f.answers)
}

// Report returns the results of all steps.
func (f *Flow) Report() check.Report {
	var all []check.Report
	for _, s := range f.steps {
		all = append(all, f.proved[s.ID].report)
	}
	return check.Join(all...)
}

// Keep takes over what a work proved. A run that was cancelled leaves the
// results that were there for the steps that it did not end.
func (f *Flow) Keep(o Outcome) {
	byStep := map[StepID]check.Report{}
	cancelled := map[StepID]bool{}
	for _, r := range o.Report.Results {
		id := stepOf(r.ID)
		part := byStep[id]
		part.StartedAt, part.FinishedAt = o.Report.StartedAt, o.Report.FinishedAt
		part.Results = append(part.Results, r)
		byStep[id] = part
		cancelled[id] = cancelled[id] || r.Status == check.Skipped && r.Found.Key == "check.cancelled"
	}
	for id, part := range byStep {
		if _, before := f.proved[id]; !cancelled[id] || !before {
			f.proved[id] = proof{f.patient(part).WithAccepted(f.accepted), o.input, f.deps.Computer, f.deps.Person}
		}
	}
	if o.halves.Directory != nil {
		f.seen.Directory, f.seen.Missing = o.seen.Directory, o.seen.Missing
	}
	if o.halves.Microsoft != nil {
		f.seen.Account, f.seen.SignedIn = o.seen.Account, o.seen.SignedIn
	}
}

// Accept records that the person at the keyboard decided to live with a
// warning, or takes that back. It holds through later checks for as long as the
// same look ends with the same problem, is saved with the connection, and
// stands in every report. Results that are no warning stay as they are.
func (f *Flow) Accept(r check.Result, on bool) {
	by := check.Acceptance{By: f.deps.Person, On: f.deps.Computer, At: f.deps.now().Truncate(time.Second)}
	if !f.accepted.Put(r, by, on) {
		return
	}
	for id, p := range f.proved {
		p.report = p.report.WithAccepted(f.accepted)
		f.proved[id] = p
	}
}

// EvidenceOf returns what a run on this computer proved, one entry for each
// track.
func EvidenceOf(d Deps, r check.Report) []profile.Evidence {
	return evidenceOf(proof{report: r, computer: d.Computer, person: d.Person})
}

func evidenceOf(p proof) []profile.Evidence {
	var list []profile.Evidence
	for _, track := range []Track{DirectoryTrack, MicrosoftTrack} {
		part := check.Report{StartedAt: p.report.StartedAt, FinishedAt: p.report.FinishedAt}
		for _, res := range p.report.Results {
			if trackOf(res.ID) == track {
				part.Results = append(part.Results, res)
			}
		}
		if len(part.Results) > 0 {
			list = append(list, profile.Evidence{Track: string(track), Computer: p.computer, Person: p.person, Report: part})
		}
	}
	return list
}

// trackOf says to which half a result belongs; what is about this computer goes
// with the directory.
func trackOf(id check.ID) Track {
	if stepOf(id) == Exchange {
		return MicrosoftTrack
	}
	return DirectoryTrack
}

// evidence returns what was proved on the answers as they are now: one entry for
// each track, computer and person.
func (f *Flow) evidence() []profile.Evidence {
	var list []profile.Evidence
	for _, s := range f.steps {
		p, ok := f.proved[s.ID]
		if !ok || !p.input.sameFor(s.ID, f.answers) {
			continue
		}
		for _, e := range evidenceOf(p) {
			list = joinEvidence(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b profile.Evidence) int { return trackOrder(a) - trackOrder(b) })
	return list
}

// joinEvidence adds e to the entry of the same origin, if there is one.
func joinEvidence(list []profile.Evidence, e profile.Evidence) []profile.Evidence {
	same := func(o profile.Evidence) bool {
		return o.Track == e.Track && o.Computer == e.Computer && o.Person == e.Person
	}
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i].Report = check.Join(list[i].Report, e.Report)
		return list
	}
	return append(list, e)
}

func trackOrder(e profile.Evidence) int {
	return slices.Index([]string{string(DirectoryTrack), string(MicrosoftTrack)}, e.Track)
}

// now is the clock of the flow.
func (d Deps) now() time.Time {
	if d.Now == nil {
		return time.Now()
	}
	return d.Now()
}
