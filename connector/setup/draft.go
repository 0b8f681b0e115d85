package setup

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// Draft is a set-up that is not finished: one that was saved by itself on this
// computer, or one that came from another. It holds no secret.
type Draft struct {
	ID   uuid.UUID
	Name string
	// Step is where the person was.
	Step StepID
	// Computer and Person say where and by whom it was left, At when.
	Computer, Person string
	At               time.Time
	Practice         bool
	Answers          Answers
	// Proved is what was proved in each half, on which computer and by whom.
	Proved []profile.Evidence
	// Notices say what was not taken from a file, and what to compare.
	Notices []check.Text

	profile   profile.Profile
	elsewhere map[Track]bool
	// pins are the hosts whose pins were not taken over.
	pins []HostAnswer
	// toCompare are the keys of what the draft made trusted.
	toCompare []string
}

// The inputs of a draft that are no answers: the halves which are done on another
// computer, and what is still to be compared.
const (
	elsewhereInput = "elsewhere"
	compareInput   = "to-compare"
)

// draft returns the set-up as it stands.
func (f *Flow) draft() profile.Draft {
	p := f.answers.Profile(f.profile)
	p.Evidence = f.evidence()
	p.Verified, p.Reasons = false, nil
	if p.Exchange.TenantID == "" && f.seen.SignedIn {
		p.Exchange.TenantID, p.Exchange.ObjectID = f.seen.Account.TenantID, f.seen.Account.ObjectID
	}
	in := f.answers.input()
	var away []string
	for _, t := range []Track{DirectoryTrack, MicrosoftTrack} {
		if f.elsewhere[t] {
			away = append(away, string(t))
		}
	}
	if len(away) > 0 {
		in[elsewhereInput] = strings.Join(away, ",")
	}
	if len(f.toCompare) > 0 {
		in[compareInput] = strings.Join(f.toCompare, "\n")
	}
	return profile.Draft{Profile: p, Page: string(f.Current().ID), Input: in, Computer: f.deps.Computer, Person: f.deps.Person, Practice: f.deps.Practice}
}

// ExportDraft returns the set-up for another computer, as JSON: the answers and
// what was proved of each half, with computer, person and time, and no secret.
func (f *Flow) ExportDraft() ([]byte, error) { return profile.ExportDraft(f.draft()) }

// ReadDraft reads what ExportDraft returned on another computer. A file is no
// reason to trust anything: pins are not taken over, and the Notices name them
// and all else that the draft would have trusted. The error is a *check.Problem.
//
// If a connection of this ID is saved on this computer, open it and Merge;
// otherwise Resume.
func ReadDraft(data []byte) (Draft, error) { return foreignDraft(profile.ReadDraft(data)) }

// ReadDraftFile is ReadDraft for a file that a person picked.
func ReadDraftFile(path string) (Draft, error) { return foreignDraft(profile.ReadDraftFile(path)) }

func foreignDraft(d profile.Draft, err error) (Draft, error) {
	if err != nil {
		return Draft{}, err
	}
	draft := draftOf(d)
	draft.elsewhere = map[Track]bool{} // what was left to another computer is left to this one
	draft.distrust()
	return draft, nil
}

func draftOf(d profile.Draft) Draft {
	a := AnswersOf(d.Profile)
	if len(d.Input) > 0 {
		a = answersFrom(d.Input)
	}
	draft := Draft{ID: d.Profile.ID, Name: a.Name, Step: StepID(d.Page), Computer: d.Computer, Person: d.Person, At: d.SavedAt, Practice: d.Practice,
		Answers: a, Proved: d.Profile.Evidence, profile: d.Profile, elsewhere: map[Track]bool{}}
	for _, t := range listOf(d.Input[elsewhereInput]) {
		draft.elsewhere[Track(t)] = true
	}
	if keys := d.Input[compareInput]; keys != "" {
		draft.toCompare = strings.Split(keys, "\n")
	}
	return draft
}

// Resume starts over with a draft, at the step where it was left. The password
// may be empty: it is in no draft.
func (f *Flow) Resume(d Draft, password secret.Text) {
	f.Open(d.profile, password)
	a := f.deps.current(d.Answers)
	a.Password = password
	f.answers, f.elsewhere, f.toCompare = a, d.elsewhere, d.toCompare
	f.bind()
	f.proved = map[StepID]proof{}
	for _, e := range d.Proved {
		f.adopt(e)
	}
	f.accepted = d.profile.Report().Acceptances()
	if f.Goto(d.Step); f.Current().ID == Done {
		f.Goto(Review)
	}
}

// adopt takes over what was proved elsewhere, or before, on the answers as they
// are now.
func (f *Flow) adopt(e profile.Evidence) {
	parts := map[StepID]check.Report{}
	for _, r := range e.Report.Results {
		id := stepOf(r.ID)
		part := parts[id]
		part.StartedAt, part.FinishedAt = e.Report.StartedAt, e.Report.FinishedAt
		part.Results = append(part.Results, r)
		parts[id] = part
	}
	for id, part := range parts {
		f.proved[id] = proof{part, f.answers, e.Computer, e.Person}
	}
}

// Autosave is the set-up as it stands, to be kept as a draft. Run it on any
// goroutine whenever a page is left.
type Autosave struct {
	store *profile.Store
	draft profile.Draft
	worth bool
}

// Autosave returns the set-up as it stands.
func (f *Flow) Autosave() Autosave {
	return Autosave{store: f.deps.Store, draft: f.draft(), worth: !f.saved && (!f.untouched() || len(f.proved) > 0)}
}

// Worth reports whether there is something that a crash could lose.
func (a Autosave) Worth() bool { return a.worth && a.store != nil }

// Run keeps the draft until the connection is saved or the draft is dropped. It
// does nothing when nothing was typed or proved.
func (a Autosave) Run(ctx context.Context) error {
	if !a.Worth() {
		return nil
	}
	return a.store.SaveDraft(ctx, a.draft)
}

// untouched reports whether nothing was typed since the connection was begun or
// opened.
func (f *Flow) untouched() bool {
	begun := f.deps.Start
	if f.profile.Revision > 0 {
		begun = f.deps.Reopened(f.profile)
	}
	return !slices.ContainsFunc(fields(), func(x field) bool { return x.get(begun) != x.get(f.answers) })
}

// Drafts lists what was not finished on this computer, the latest first. Call
// it off the thread that draws, as the next functions.
func Drafts(ctx context.Context, d Deps) ([]Draft, error) {
	list, err := d.Store.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	var drafts []Draft
	for _, one := range list {
		drafts = append(drafts, draftOf(one))
	}
	slices.SortStableFunc(drafts, func(a, b Draft) int { return b.At.Compare(a.At) })
	return drafts, nil
}

// DropDraft forgets a draft.
func DropDraft(ctx context.Context, d Deps, id uuid.UUID) error { return d.Store.DropDraft(ctx, id) }

// KeptPassword returns the password that is kept on this computer for exactly
// the hosts, trust and username of the draft, or nothing.
func (d Draft) KeptPassword(ctx context.Context, deps Deps) secret.Text {
	if d.profile.Kept == nil {
		return secret.Text{}
	}
	password, err := deps.Store.Password(ctx, d.Answers.Profile(d.profile))
	if err != nil {
		return secret.Text{} // it is typed then
	}
	return password
}
