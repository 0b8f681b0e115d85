package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
)

// checkRow is one result: a status, the claim, what was found, and below it,
// when it is open, the remedy. The buttons stay the same when the result
// changes, so that the focus can stay on them.
type checkRow struct {
	assembly
	list    *CheckList
	result  check.Result
	isCause bool
	chosen  *bool // what a person wants; nil is as isCause says

	icon    *Glyph
	title   *Paragraph
	target  *Paragraph
	found   *Paragraph
	signed  *Paragraph // by whom and when the warning was accepted
	assent  *fyne.Container
	host    *Text
	time    *Text
	toggle  *Button
	cancel  *Button
	again   *Button
	details *Button
	accept  *Button
	detail  *fyne.Container // what opens
	wire    bool            // the original text is open
}

func newCheckRow(l *CheckList) *checkRow {
	r := &checkRow{
		list: l, icon: NewGlyph(theme.IconCircle, theme.Soft, 20), title: NewParagraph("", theme.Strong, theme.Text),
		target: NewParagraph("", theme.Code, theme.Soft), found: NewParagraph("", theme.Body, theme.Soft),
		host: NewText("", theme.Caption, theme.Soft), time: NewText("", theme.Caption, theme.Soft), detail: container.NewStack(),
	}
	r.toggle = NewLinkButton("", r.onToggle).WithIcon(theme.IconChevron)
	r.toggle.iconLast = true
	r.cancel = NewLinkButton(l.words.Cancel, func() { l.OnCancel(r.result) })
	r.again = NewButton(l.words.CheckAgain, func() { l.OnAgain(r.result) }).WithIcon(theme.IconAgain)
	r.details = NewLinkButton(l.words.Details, r.onDetails)
	r.accept = NewLinkButton(l.words.Accept, r.onAccept)
	r.signed = NewParagraph("", theme.Caption, theme.Soft)
	r.assent = Row(6, NewGlyph(theme.IconCheck, theme.Soft, 14), Grow(r.signed))
	aside := Row(theme.Medium, container.New(bounds{most: 190}, r.host), r.time, r.cancel, r.toggle)
	in := func(o fyne.CanvasObject) *fyne.Container { return Pad(0, 0, 0, 20+theme.Medium, o) }
	r.compose(r, Column(theme.Small,
		Column(theme.Hair, TopRow(theme.Medium, r.icon, Grow(r.title), Pad(-6, 0, -6, 0, Tall(theme.ControlHeight, aside))),
			in(Column(theme.Hair, r.target, r.found, r.assent))),
		in(Pad(0, 0, theme.Tiny, 0, r.detail))))
	return r
}

func (r *checkRow) onToggle() {
	open := !r.open()
	r.chosen = &open
	r.redraw()
}

func (r *checkRow) onDetails() {
	r.wire = !r.wire
	r.redraw()
}

// onAccept accepts the warning, or takes that back. The button stays the same,
// and the focus on it.
func (r *checkRow) onAccept() {
	r.list.OnAccept(r.result, r.acceptance() == "")
	r.redraw()
}

// acceptance says by whom and when the warning was accepted, or nothing.
func (r *checkRow) acceptance() string {
	if r.list.Accepted == nil || r.result.Status != check.Warned {
		return ""
	}
	return r.list.Accepted(r.result)
}

func (r *checkRow) redraw() {
	r.keepingFocus(r.draw)
	r.list.relayout()
}

// open reports whether the remedy is shown.
func (r *checkRow) open() bool {
	switch {
	case !r.hasDetail():
		return false
	case r.chosen != nil:
		return *r.chosen
	}
	return r.isCause
}

func (r *checkRow) hasDetail() bool { return len(r.result.Problems) > 0 }

// draw shows the result.
func (r *checkRow) draw() {
	w, status := r.list.words, r.result.Status
	tone := ToneOf(status).Colors()
	r.icon.Set(tone.Icon, tone.Ink)
	ink, typ := theme.Text, theme.Strong
	if status == check.Skipped || status == check.Pending {
		ink, typ = theme.Soft, theme.Body
	}
	r.title.set(w.Draw(r.result.Title), typ, ink)
	r.target.SetText(r.result.Target)
	r.target.Hidden = r.result.Target == ""
	r.found.SetText(r.sentence())
	r.found.Hidden = r.found.Text() == ""
	r.signed.SetText(r.acceptance())
	r.assent.Hidden = r.signed.Text() == ""
	r.host.SetText(r.result.Host)
	r.host.Hidden = r.result.Host == ""
	r.drawTime()
	r.cancel.Hidden = status != check.Running || r.list.OnCancel == nil
	r.drawDetail()
	r.root.Refresh()
}

// sentence is what stands below the claim: what is wrong, or what was found.
func (r *checkRow) sentence() string {
	if p := r.result.Problem(); p != nil {
		return r.list.words.Draw(p.Detail)
	}
	return r.list.words.Draw(r.result.Found)
}

func (r *checkRow) drawTime() {
	took := r.result.Took
	if r.result.Status == check.Running {
		took = time.Since(r.result.At).Truncate(time.Second / 10)
	}
	r.time.Hidden = r.result.Status == check.Pending || r.result.Status == check.Skipped
	r.time.SetText(r.list.words.Elapsed(took))
}

func (r *checkRow) drawDetail() {
	w := r.list.words
	r.toggle.Hidden = !r.hasDetail()
	r.toggle.icon = theme.IconChevron
	label := w.Show
	if r.open() {
		r.toggle.icon, label = theme.IconChevronDown, w.Hide
	}
	r.toggle.SetLabel(label)
	r.detail.Objects = nil
	if r.open() {
		r.detail.Objects = []fyne.CanvasObject{r.remedy()}
	}
	r.root.Objects[1].(*fyne.Container).Hidden = !r.open()
}

// keepingFocus draws the row. A focus that was in it stays in it: on the same
// button, or on the first that is left.
func (r *checkRow) keepingFocus(draw func()) {
	c := canvasOf(r)
	var had fyne.CanvasObject
	if c != nil {
		had, _ = c.Focused().(fyne.CanvasObject)
	}
	inside := had != nil && pathTo(r, had) != nil
	draw()
	if inside && pathTo(r, had) == nil && !FocusFirst(r) {
		FocusFirst(r.list)
	}
}

// Semantics implements Described.
func (r *checkRow) Semantics() Semantics {
	s := Semantics{
		Role: RoleListItem, Name: r.title.Text(), Value: r.list.words.Statuses[r.result.Status],
		State: stateIf(r.result.Status == check.Running, Busy),
	}
	if r.hasDetail() {
		s.State |= stateIf(r.open(), Expanded) | stateIf(!r.open(), Collapsed)
	}
	return s
}
