package widgets

import (
	"time"

	"hire2retire-setup/ui/theme"
)

// ProgressLine is work that goes on: what it is, how long it has taken, and a
// way out of it. It moves only by the time it shows.
type ProgressLine struct {
	assembly
	words   Words
	name    *Paragraph
	elapsed *Text
	cancel  *Button

	since   time.Time
	ticking ticking
}

// NewProgressLine returns a line that is hidden until Start.
func NewProgressLine(w Words, cancel func()) *ProgressLine {
	p := &ProgressLine{
		words: w, name: NewParagraph("", theme.Body, theme.Text), elapsed: NewText("", theme.Body, theme.Soft),
		cancel: NewButton(w.Cancel, cancel),
	}
	p.compose(p, Row(10, NewGlyph(theme.IconHourglass, theme.Accent, 20), Grow(p.name), p.elapsed, p.cancel))
	p.Hide()
	return p
}

// Start shows the line and counts from now.
func (p *ProgressLine) Start(name string) {
	p.since = time.Now()
	p.name.SetText(name)
	p.draw()
	p.Show()
	p.ticking.set(true, p.draw)
}

// SetName says what goes on now; the time goes on.
func (p *ProgressLine) SetName(name string) { p.name.SetText(name) }

// Stop hides the line. A page that is left calls it.
func (p *ProgressLine) Stop() {
	p.ticking.set(false, nil)
	p.cancel.passFocus()
	p.Hide()
}

func (p *ProgressLine) draw() {
	p.elapsed.SetText(p.words.Elapsed(time.Since(p.since).Truncate(time.Second / 10)))
	p.root.Refresh()
}

// Semantics implements Described.
func (p *ProgressLine) Semantics() Semantics {
	return Semantics{Role: RoleProgress, Name: p.name.Text(), Value: p.elapsed.Text(), State: Busy}
}
