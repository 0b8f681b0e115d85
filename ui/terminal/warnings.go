package terminal

import (
	"context"

	"hire2retire-setup/connector/check"
)

// wayOfWarnings offers to accept warnings, where there are any.
func (f *face) wayOfWarnings(report check.Report) []way {
	n := report.Count(check.Warned)
	if n == 0 {
		return nil
	}
	return []way{{label: check.N("terminal.warnings", n, "Accept the warning, or take that back", "Accept warnings, or take that back"), do: aside(func(ctx context.Context) error { return f.acceptWarnings(ctx, report) })}}
}

// acceptWarnings lets somebody decide to live with warnings. That is recorded
// with name, computer and time, and stands in every report.
func (f *face) acceptWarnings(ctx context.Context, report check.Report) error {
	var warned []check.Result
	var choices []choice
	for _, r := range f.current(report).Results {
		if r.Status == check.Warned {
			warned = append(warned, r)
			choices = append(choices, choice{label: f.say(r.Title) + f.where(check.Result{Host: r.Host}), note: f.say(r.Problem().Detail), on: r.Accepted != nil})
		}
	}
	q := question{label: f.say(check.T("terminal.warnings.which", "Accepted warnings")),
		help: f.say(check.T("terminal.warnings.help", "Who accepts a warning, on which computer and when is kept with the connection and stands in every report. The warning stays."))}
	if err := f.asker.tick(ctx, q, choices, func([]choice) string { return "" }); err != nil {
		return err
	}
	for i, r := range warned {
		if choices[i].on != (r.Accepted != nil) {
			f.flow.Accept(r, choices[i].on)
			f.touched = true
		}
	}
	return nil
}

// current returns the results of a report as the flow has them now: what was
// accepted meanwhile is among them.
func (f *face) current(report check.Report) check.Report {
	all := f.flow.Report()
	now := report
	now.Results = nil
	for _, r := range report.Results {
		for _, known := range all.Results {
			if known.Same(r) {
				r = known
			}
		}
		now.Results = append(now.Results, r)
	}
	return now
}
