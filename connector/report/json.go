package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"hire2retire-setup/connector/check"
)

// FormatVersion is the version of the JSON. It changes only if a field had to
// be renamed or to change its meaning, which must not happen.
const FormatVersion = 1

type jsonDocument struct {
	Version    int          `json:"version"`
	Product    string       `json:"product"`
	StartedAt  time.Time    `json:"startedAt,omitzero"`
	FinishedAt time.Time    `json:"finishedAt,omitzero"`
	Connection string       `json:"connection,omitempty"`
	Practice   bool         `json:"practice"`
	Computer   string       `json:"computer,omitempty"`
	Person     string       `json:"person,omitempty"`
	Outcome    check.Status `json:"outcome"`
	Results    []jsonResult `json:"results"`
	Stories    []Story      `json:"stories,omitempty"`
}

type jsonResult struct {
	ID       check.ID          `json:"id"`
	Host     string            `json:"host,omitempty"`
	Target   string            `json:"target,omitempty"`
	Title    string            `json:"title"`
	Status   check.Status      `json:"status"`
	Found    string            `json:"found,omitempty"`
	TookMs   *int64            `json:"tookMs,omitempty"` // not of a skipped result
	Facts    check.Facts       `json:"facts,omitempty"`
	Problem  *jsonProblem      `json:"problem,omitempty"`
	More     []jsonProblem     `json:"more,omitempty"`
	Excused  bool              `json:"excused,omitempty"`
	Accepted *check.Acceptance `json:"accepted,omitempty"`
	Computer string            `json:"computer,omitempty"` // when parts differ
	Person   string            `json:"person,omitempty"`
}

type jsonProblem struct {
	Code   check.Code  `json:"code"`
	Detail string      `json:"detail,omitempty"`
	Cause  string      `json:"cause,omitempty"`
	Advice *jsonAdvice `json:"advice,omitempty"`
}

type jsonAdvice struct {
	Do      string    `json:"do,omitempty"`
	Who     check.Who `json:"who,omitempty"`
	Command string    `json:"command,omitempty"`
	Field   string    `json:"field,omitempty"`
}

// JSON writes d as JSON, version 1, with a newline at the end.
func JSON(w io.Writer, d Document) error {
	joined := d.report()
	out := jsonDocument{Version: FormatVersion, Product: d.product(), StartedAt: joined.StartedAt, FinishedAt: joined.FinishedAt,
		Connection: d.Connection, Practice: d.Practice, Outcome: joined.Outcome(), Results: []jsonResult{}, Stories: d.Stories}
	alone := len(d.Parts) == 1
	if alone {
		out.Computer, out.Person = d.Parts[0].Computer, d.Parts[0].Person
	}
	for _, p := range d.Parts {
		for _, r := range p.Report.Results {
			j := d.jsonResult(r)
			if !alone {
				j.Computer, j.Person = p.Computer, p.Person
			}
			out.Results = append(out.Results, j)
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (d Document) jsonResult(r check.Result) jsonResult {
	j := jsonResult{ID: r.ID, Host: r.Host, Target: r.Target, Title: d.draw(r.Title), Status: r.Status,
		Found: d.draw(r.Found), Facts: d.facts(r.Facts), Excused: r.Excused}
	if r.Status != check.Skipped {
		ms := r.Took.Milliseconds()
		j.TookMs = &ms
	}
	if r.Accepted != nil && r.Status == check.Warned {
		j.Accepted = r.Accepted
	}
	for i, p := range shown(r) {
		q := d.jsonProblem(p)
		if i == 0 {
			j.Problem = &q
		} else {
			j.More = append(j.More, q)
		}
	}
	return j
}

// shown returns the problems that a result may show: none of a claim that
// holds without reserve, or that was not looked at.
func shown(r check.Result) []*check.Problem {
	switch r.Status {
	case check.Warned, check.Failed, check.Unknown:
		return r.Problems
	}
	return nil
}

func (d Document) jsonProblem(p *check.Problem) jsonProblem {
	j := jsonProblem{Code: p.Code, Detail: d.draw(p.Detail), Cause: p.Cause}
	a := jsonAdvice{Do: d.draw(p.Advice.Do), Who: p.Advice.Who, Command: p.Advice.Command, Field: p.Advice.Field}
	if a != (jsonAdvice{}) {
		j.Advice = &a
	}
	return j
}

// facts returns facts that JSON can hold: sentences are drawn, and a value
// that has no JSON form becomes the text of itself.
func (d Document) facts(f check.Facts) check.Facts {
	out := make(check.Facts, len(f))
	for k, v := range f {
		if t, ok := v.(check.Text); ok {
			v = d.draw(t)
		}
		if _, err := json.Marshal(v); err != nil {
			v = fmt.Sprint(v)
		}
		out[k] = v
	}
	return out
}
