package widgets

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
)

// remedy is what opens below a row: for each problem what to do, who does it and
// what to copy; then buttons, and behind "Details" the words of the outside
// system.
func (r *checkRow) remedy() fyne.CanvasObject {
	w := r.list.words
	var parts []fyne.CanvasObject
	if found := w.Draw(r.result.Found); found != "" {
		parts = append(parts, NewParagraph(found, theme.Caption, theme.Soft))
	}
	for i, p := range r.result.Problems {
		if i > 0 {
			parts = append(parts, NewLine(), NewParagraph(w.Draw(p.Detail), theme.Strong, theme.Text))
		}
		parts = append(parts, adviceOf(w, p)...)
	}
	parts = append(parts, Wrap(theme.Small, r.actions()...))
	if r.wire {
		parts = append(parts, r.original())
	}
	return NewInset(Column(theme.Small, parts...))
}

func adviceOf(w Words, p *check.Problem) []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if do := w.Draw(p.Advice.Do); do != "" {
		parts = append(parts, NewParagraph(do, theme.Body, theme.Text))
	}
	if who := w.Who(p.Advice.Who); who != "" {
		parts = append(parts, Row(6, NewGlyph(theme.IconPerson, theme.Soft, 16), NewText(w.WhoActs, theme.Caption, theme.Soft),
			Grow(NewText(who, theme.CaptionStrong, theme.Text).Cut())))
	}
	if p.Advice.Command != "" {
		parts = append(parts, Column(theme.Tiny, NewText(w.Command, theme.CaptionStrong, theme.Soft), NewCodeBox(w, p.Advice.Command)))
	}
	return parts
}

// actions are the buttons of an open row.
func (r *checkRow) actions() []fyne.CanvasObject {
	l := r.list
	var out []fyne.CanvasObject
	if l.OnAgain != nil {
		out = append(out, r.again)
	}
	if field := r.field(); field != "" && l.OnField != nil {
		out = append(out, NewLinkButton(l.words.GoToField, func() { l.OnField(field) }))
	}
	out = append(out, r.details)
	if r.result.Status == check.Warned && l.OnAccept != nil {
		label := l.words.Accept
		if r.acceptance() != "" {
			label = l.words.Unaccept
		}
		r.accept.SetLabel(label)
		out = append(out, r.accept)
	}
	return out
}

func (r *checkRow) field() string {
	for _, p := range r.result.Problems {
		if p.Advice.Field != "" {
			return p.Advice.Field
		}
	}
	return ""
}

// original is the code, the words of the outside system and the facts, for those
// who want to search for them.
func (r *checkRow) original() fyne.CanvasObject {
	w := r.list.words
	var lines []string
	for _, p := range r.result.Problems {
		lines = append(lines, string(p.Code))
		if p.Cause != "" {
			lines = append(lines, p.Cause)
		}
	}
	return Column(theme.Tiny, NewText(w.OriginalText, theme.CaptionStrong, theme.Soft),
		NewCodeBox(w, strings.Join(append(lines, factLines(r.result.Facts)...), "\n")))
}

// factLines writes facts in a stable order, as they stand in a report.
func factLines(facts check.Facts) []string {
	var lines []string
	for name, value := range facts {
		b, err := json.Marshal(value)
		if err != nil {
			b = fmt.Append(nil, value)
		}
		lines = append(lines, name+": "+strings.Trim(string(b), `"`))
	}
	slices.Sort(lines)
	return lines
}
