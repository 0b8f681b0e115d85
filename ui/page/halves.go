package page

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// halves shows where the two halves stand, on which computer and by whom, and
// passes the set-up on to another computer and back.
type halves struct {
	desk    *Desk
	rows    *fyne.Container
	card    fyne.CanvasObject
	buttons map[setup.Track]*widgets.Button // that leave a half or take it back
}

func newHalves(d *Desk) *halves {
	h := &halves{desk: d, buttons: map[setup.Track]*widgets.Button{}, rows: widgets.Column(theme.Medium)}
	h.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("halves", "The two halves")),
		Lead: d.say(check.T("halves.lead", "Each can be done on another computer, by somebody else: save a draft, continue there, and read it back here. A draft holds no password.")),
		Body: widgets.Column(theme.Large, h.rows, h.files())})
	return h
}

func (h *halves) files() fyne.CanvasObject {
	d := h.desk
	return widgets.Wrap(theme.Small,
		widgets.NewButton(d.say(check.T("draft.export", "Save a draft")), d.ExportDraft).WithIcon(theme.IconExport),
		widgets.NewButton(d.say(check.T("draft.import", "Read a draft")), d.ImportDraft).WithIcon(theme.IconImport))
}

// draw shows what the flow knows.
func (h *halves) draw() {
	h.rows.Objects = nil
	for i, track := range []setup.Track{setup.DirectoryTrack, setup.MicrosoftTrack} {
		if i > 0 {
			h.rows.Objects = append(h.rows.Objects, widgets.NewLine())
		}
		h.rows.Objects = append(h.rows.Objects, h.row(track))
	}
	h.card.Refresh()
}

func (h *halves) row(track setup.Track) fyne.CanvasObject {
	d := h.desk
	s := d.Flow.TrackState(track)
	tone, standing := theme.Good, check.T("half.proved", "Proved")
	if n := len(s.Open); n > 0 {
		tone, standing = theme.Caution, check.N("half.open", n, "{{.n}} open", "{{.n}} open")
	}
	text := []fyne.CanvasObject{widgets.NewParagraph(d.say(setup.TrackText(track)), theme.Strong, theme.Text)}
	if by := WhereText(s); !by.IsZero() {
		text = append(text, widgets.NewParagraph(d.say(by), theme.Caption, theme.Soft))
	}
	for _, open := range s.Open {
		text = append(text, widgets.NewParagraph("– "+d.say(open), theme.Body, theme.Soft))
	}
	return widgets.TopRow(theme.Medium, widgets.Grow(widgets.Column(theme.Hair, text...)),
		widgets.Tall(theme.ControlHeight, widgets.Row(theme.Small, widgets.NewChip(tone, d.say(standing)), h.handOver(track, s))))
}

// handOver is the button that leaves a half to another computer, or takes it
// back.
func (h *halves) handOver(track setup.Track, s setup.TrackState) fyne.CanvasObject {
	d := h.desk
	label, on := check.T("half.elsewhere", "Done on another computer"), true
	if s.Elsewhere {
		label, on = check.T("half.here", "Do it here"), false
	}
	button := widgets.NewLinkButton(d.say(label), func() {
		d.Flow.DoElsewhere(track, on)
		d.Changed()
		d.Redraw()
		if !widgets.FocusFirst(h.buttons[track]) { // which stands in the place of the one that was pressed
			widgets.FocusFirst(h.card)
		}
	})
	button.Hidden = s.Elsewhere && len(s.Open) == 0 // proved there: nothing to take back
	h.buttons[track] = button
	return button
}

// WhoText is WhereText in fewer words, without the time.
func WhoText(s setup.TrackState) check.Text {
	if s.At.IsZero() {
		return WhereText(s)
	}
	return check.T("track.by", "Checked by {{.person}} on {{.computer}}", "person", s.Person, "computer", s.Computer)
}

// WhereText says where, by whom and when a half was proved, or that it is left to
// another computer; nothing while neither is so.
func WhereText(s setup.TrackState) check.Text {
	switch {
	case !s.At.IsZero():
		return check.T("half.by", "Checked by {{.person}} on {{.computer}}, {{.when}}", "person", s.Person, "computer", s.Computer, "when", moment(s.At))
	case s.Elsewhere:
		return check.T("half.left", "Left to another computer")
	}
	return check.Text{}
}
