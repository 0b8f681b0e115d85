package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/assets"
	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// help shows what is known about the step, without the Internet.
func (w *Window) help() {
	step := w.flow.Current()
	if w.win.Canvas().Overlays().Top() != nil {
		return
	}
	base, _ := w.words.Tag().Base()
	var show *widgets.Dialog
	closing := widgets.NewPrimary(w.say(check.T("close", "Close")), func() { show.Close() })
	show = widgets.NewDialog(widgets.DialogSpec{Title: w.say(check.T("help.title", "Help: {{.step}}", "step", step.Nav)),
		Body: widgets.Column(theme.Large, drawHelp(assets.Help(base.String(), string(step.ID))), widgets.NewLine(), w.keys()), Buttons: []*widgets.Button{closing}, Default: closing, First: closing, Width: 680})
	show.Open(w.win.Canvas())
}

// keys lists what the keyboard does.
func (w *Window) keys() fyne.CanvasObject {
	rows := []fyne.CanvasObject{widgets.NewHeading(w.say(check.T("keys", "Keyboard")), theme.Strong)}
	for _, k := range []struct {
		key  string
		does check.Text
	}{
		{"Enter", check.T("keys.enter", "Next; on a button, press it")},
		{"Alt+←  Alt+→", check.T("keys.alt", "Back and Next")},
		{"Ctrl+R", check.T("keys.check", "Check again")},
		{"Esc", check.T("keys.esc", "End the checks that run; never closes the window")},
		{"F1", check.T("keys.help", "This help")},
		{"Tab  Shift+Tab", check.T("keys.tab", "To the next field, and back")},
		{"Alt+↑  Alt+↓", check.T("keys.move", "Move a domain controller up or down in its list")},
	} {
		rows = append(rows, widgets.NewKeyValues(widgets.KeyValue{Key: k.key, Value: w.say(k.does)}))
	}
	return widgets.Column(theme.Tiny, rows...)
}

// drawHelp draws the little of Markdown that help texts use: headings, points,
// indented commands and paragraphs.
func drawHelp(text string) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, block := range strings.Split(strings.TrimSpace(text), "\n\n") {
		switch {
		case strings.HasPrefix(block, "# "):
			parts = append(parts, widgets.NewHeading(strings.TrimPrefix(block, "# "), theme.Strong))
		case strings.HasPrefix(block, "- "):
			parts = append(parts, helpPoints(block))
		case strings.HasPrefix(block, "    "):
			parts = append(parts, widgets.NewInset(widgets.NewParagraph(strings.ReplaceAll(strings.TrimSpace(block), "\n    ", "\n"), theme.Code, theme.Text)))
		default:
			parts = append(parts, widgets.NewParagraph(strings.Join(strings.Fields(block), " "), theme.Body, theme.Text))
		}
	}
	return widgets.Column(theme.Medium, parts...)
}

// helpPoints draws a list; a line that is indented continues its point.
func helpPoints(block string) fyne.CanvasObject {
	var points []fyne.CanvasObject
	for _, item := range strings.Split("\n"+block, "\n- ")[1:] {
		points = append(points, widgets.Point(theme.IconCheck, theme.Accent, strings.Join(strings.Fields(item), " ")))
	}
	return widgets.Column(theme.Small, points...)
}
