package directory

import (
	"time"

	"hire2retire-setup/connector/check"
)

// Chapter is what happened with one host, or with the domain, line by line in
// the order in which it happened: DNS, TCP and TLS, the certificate, the
// sign-in, what was read.
type Chapter struct {
	// Host is empty for what was looked at once.
	Host  string
	Lines []check.Text
}

// Story tells a report as a transcript that can be mailed to a network team:
// what was seen and how long it took. It holds names and addresses, and no
// secret: no result has one.
func Story(r check.Report) []Chapter {
	var chapters []Chapter
	at := map[string]int{}
	for _, res := range r.Results {
		lines := told(res)
		if len(lines) == 0 {
			continue
		}
		n, begun := at[res.Host]
		if !begun {
			n = len(chapters)
			at[res.Host], chapters = n, append(chapters, Chapter{Host: res.Host})
		}
		chapters[n].Lines = append(chapters[n].Lines, lines...)
	}
	return chapters
}

// told words one result: what was found, then what was wrong.
func told(res check.Result) []check.Text {
	if !res.Status.Done() {
		return nil
	}
	ms := float64(res.Took.Round(100*time.Microsecond).Microseconds()) / 1000
	var lines []check.Text
	if res.Status == check.Skipped {
		return []check.Text{check.T("story.skipped", "{{.id}}: {{.why}}", "id", string(res.ID), "why", res.Found)}
	}
	if !res.Found.IsZero() {
		lines = append(lines, check.T("story.found", "{{.id}}, {{.ms}} ms: {{.found}}", "id", string(res.ID), "ms", ms, "found", res.Found))
	}
	for _, p := range res.Problems {
		lines = append(lines, check.T("story.problem", "{{.id}}, {{.ms}} ms: {{.code}}: {{.detail}}", "id", string(res.ID), "ms", ms, "code", string(p.Code), "detail", p.Detail))
	}
	return lines
}
