package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// askErrorPage takes the text of a page on which Microsoft says no in the
// browser, and never tells this program: it says what that means and what to do.
func (e *exchange) askErrorPage() {
	d := e.desk
	text := widgets.NewMultilineInput("AADSTS…", 5)
	text.WithMenu(d.Kit)
	field := widgets.NewField(d.say(check.T("error-page.field", "Text of the page")),
		d.say(check.T("error-page.help", "On the page choose “More details”, select everything (Ctrl+A), copy it (Ctrl+C) and paste it here (Ctrl+V).")), text)
	answer := widgets.Column(theme.Small)
	var ask *widgets.Dialog
	closing := widgets.NewButton(d.say(check.T("close", "Close")), func() { ask.Close() })
	explain := widgets.NewPrimary(d.say(check.T("error-page.explain", "Explain it")), func() {
		if strings.TrimSpace(text.Text) == "" {
			field.SetError(d.say(check.T("error-page.empty", "Paste the text of the page first.")))
			widgets.FocusFirst(text)
			return
		}
		answer.Objects = []fyne.CanvasObject{d.explained(d.Flow.ExplainPage(text.Text))}
		if !e.signIn.busy {
			e.Shown() // the results say it, too
		}
		widgets.Grown(answer)
		widgets.Reveal(answer)
	})
	ask = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("error-page.title", "What does Microsoft's error page mean?")),
		Lead: d.say(check.T("error-page.lead", "Some errors stay in the browser and never reach this program. Nothing of the text leaves this computer.")),
		Body: widgets.Column(theme.Large, field, answer), Buttons: []*widgets.Button{closing, explain}, Default: explain, Width: 680})
	ask.Open(d.Window.Canvas())
}

// original is what Microsoft said, word for word, with the IDs by which its
// administrators find the event, and a button that copies all of it.
func (d *Desk) original(p *check.Problem) fyne.CanvasObject {
	copying := widgets.NewCopyButton(d.Kit, func() string { return p.Cause })
	parts := []fyne.CanvasObject{widgets.Row(theme.Small, widgets.Grow(widgets.NewText(d.Kit.OriginalText, theme.CaptionStrong, theme.Soft)), copying),
		widgets.NewParagraph(p.Cause, theme.Code, theme.Text)}
	told, ok := p.Err.(interface{ Facts() check.Facts })
	if !ok {
		return widgets.NewInset(widgets.Column(theme.Tiny, parts...))
	}
	var ids []widgets.KeyValue
	for _, id := range []struct {
		fact string
		name check.Text
	}{{"correlationId", check.T("error-page.correlation", "Correlation ID")}, {"timestamp", check.T("error-page.time", "Time (UTC)")}} {
		if value, _ := told.Facts()[id.fact].(string); value != "" {
			ids = append(ids, widgets.KeyValue{Key: d.say(id.name), Value: value, Mono: true})
		}
	}
	if len(ids) > 0 {
		parts = append(parts, widgets.NewKeyValues(ids...))
	}
	return widgets.NewInset(widgets.Column(theme.Small, parts...))
}

// explained is a problem in words: what, what to do, who, and the original text.
func (d *Desk) explained(p *check.Problem) fyne.CanvasObject {
	parts := []fyne.CanvasObject{}
	if do := d.say(p.Advice.Do); do != "" {
		parts = append(parts, widgets.NewParagraph(do, theme.Body, theme.Text))
	}
	if who := d.Kit.Who(p.Advice.Who); who != "" {
		parts = append(parts, widgets.Row(6, widgets.NewGlyph(theme.IconPerson, theme.Soft, 16), widgets.NewText(d.Kit.WhoActs, theme.Caption, theme.Soft),
			widgets.Grow(widgets.NewText(who, theme.CaptionStrong, theme.Text).Cut())))
	}
	if p.Advice.Command != "" {
		parts = append(parts, widgets.NewCodeBox(d.Kit, p.Advice.Command))
	}
	if p.Cause != "" {
		parts = append(parts, d.original(p))
	}
	return widgets.NewNotice(theme.Caution, d.say(p.Detail), "", widgets.Column(theme.Small, parts...))
}
