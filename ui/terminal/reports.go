package terminal

import (
	"bytes"
	"context"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// wayOfReports leads to what can be kept or sent of what was proved.
func (f *face) wayOfReports() way {
	return f.submenu(check.T("terminal.reports", "Report, story of the hosts, support bundle"), check.T("terminal.reports.which", "What do you want to see or to keep?"), func() []way {
		return []way{
			{label: check.T("terminal.story", "Story of each host: what was seen on the way, and how long it took"), do: aside(f.story)},
			f.wayOfReport(check.T("terminal.report.html", "Report as a web page, for the change request"), setup.AsHTML, "report.html"),
			f.wayOfReport(check.T("terminal.report.text", "Report as text"), setup.AsText, "report.txt"),
			f.wayOfReport(check.T("terminal.report.json", "Report as JSON, for programs"), setup.AsJSON, "report.json"),
			{label: check.T("terminal.bundle", "Support bundle: all of it with the log, without secrets"), do: aside(f.bundle)},
		}
	})
}

// story tells what happened on the way to each host, which answers whether it is
// the firewall.
func (f *face) story(ctx context.Context) error {
	s, whole := f.sheet(), &bytes.Buffer{}
	for _, chapter := range f.flow.Story() {
		heading := orElse(chapter.Host, f.say(check.T("terminal.story.once", "What was looked at once")))
		s.title(heading)
		for line := range strings.Lines(chapter.Text) {
			s.hang("", strings.TrimSpace(line), same)
		}
		whole.WriteString(heading + "\n" + chapter.Text + "\n\n")
	}
	if whole.Len() == 0 {
		f.tell(check.T("terminal.story.none", "Nothing was checked yet."))
		return nil
	}
	return f.showAndKeep(ctx, s, file{"story.txt", whole.Bytes()})
}

// wayOfReport writes the report in one of its forms; text is shown first.
func (f *face) wayOfReport(label check.Text, as setup.Format, name string) way {
	return way{label: label, do: aside(func(ctx context.Context) error {
		var b bytes.Buffer
		if err := f.flow.WriteReport(&b, as); err != nil {
			f.explain(err)
			return nil
		}
		if as != setup.AsText {
			return f.keepFiles(ctx, file{name, b.Bytes()})
		}
		s := f.sheet()
		s.blank()
		s.asIs(b.String())
		return f.showAndKeep(ctx, s, file{name, b.Bytes()})
	})}
}

// bundle writes everything that support asks for.
func (f *face) bundle(ctx context.Context) error {
	var b bytes.Buffer
	if err := f.flow.WriteBundle(&b); err != nil {
		f.explain(err)
		return nil
	}
	f.tell(check.T("terminal.bundle.lead", "The archive holds the report in all its forms, the stories, the log and the versions. It holds names and addresses of your network, and no secret."))
	return f.keepFiles(ctx, file{"support-bundle.zip", b.Bytes()})
}
