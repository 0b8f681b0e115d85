package terminal

import (
	"context"

	"hire2retire-setup/connector/check"
)

// wayOfPage helps where Microsoft's page shows an error and never comes back to
// the program.
func (f *face) wayOfPage() way {
	return way{label: check.T("terminal.page", "Explain what Microsoft's page in the browser says"), do: aside(f.explainPage)}
}

func (f *face) explainPage(ctx context.Context) error {
	text, err := f.asker.line(ctx, question{label: f.say(check.T("terminal.page.text", "Text of the page")), paste: true, lines: true, apart: true,
		help: f.say(check.T("terminal.page.help", "On Microsoft's page open More details or Troubleshooting details, and paste what is there. A number such as AADSTS50105 is enough."))})
	if err != nil || text == "" {
		return err
	}
	s := f.sheet()
	s.blank()
	f.problem(s, f.flow.ExplainPage(text))
	return f.read(ctx, s)
}
