package setup

import (
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/logfile"
)

// HostStory is what happened with one host, as a transcript to read or to mail:
// several lines, each ends with a line break.
type HostStory struct {
	// Host is empty for what was looked at once: the domain, the account and
	// Microsoft 365.
	Host string
	// Way is the way to a domain controller in one line, with which Text begins;
	// it is empty elsewhere.
	Way, Text string
}

// Story tells the results of all steps, host by host, in the language of the
// faces. It holds names and addresses; what looks like a secret is taken out.
func (f *Flow) Story() []HostStory { return f.deps.Stories(f.Report()) }

// Stories tells a report, also one that was saved.
func (d Deps) Stories(r check.Report) []HostStory {
	var all []HostStory
	for _, c := range directory.Story(r) {
		lines := c.Lines
		if !c.Way.IsZero() {
			lines = append([]check.Text{c.Way}, lines...)
		}
		var b strings.Builder
		for _, line := range lines {
			b.WriteString(logfile.Redact(d.draw(line)))
			b.WriteByte('\n')
		}
		all = append(all, HostStory{Host: c.Host, Way: logfile.Redact(d.draw(c.Way)), Text: b.String()})
	}
	return all
}

// draw says a sentence in the language of the faces.
func (d Deps) draw(t check.Text) string {
	if d.Page.Draw == nil {
		return t.String()
	}
	return d.Page.Draw(t)
}

// language is that of draw.
func (d Deps) language() string {
	if d.Language == nil {
		return d.Page.Lang
	}
	return d.Language()
}
