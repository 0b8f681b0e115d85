package page

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// acceptedWarnings lists the warnings that somebody took for granted, or is nil
// where there are none.
func (d *Desk) acceptedWarnings() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, r := range d.Flow.Report().Results {
		by := d.accepted(r)
		if by == "" {
			continue
		}
		rows = append(rows, widgets.TopRow(theme.Small, widgets.NewGlyph(theme.IconWarning, theme.Warn, 18),
			widgets.Grow(widgets.Column(theme.Hair, widgets.NewParagraph(d.say(r.Problem().Detail), theme.Body, theme.Text),
				widgets.NewParagraph(by, theme.Caption, theme.Soft)))))
	}
	if len(rows) == 0 {
		return nil
	}
	return widgets.NewSection(widgets.Section{Title: d.say(check.N("accepted", len(rows), "{{.n}} accepted warning", "{{.n}} accepted warnings")),
		Body: widgets.Column(theme.Medium, rows...)})
}
