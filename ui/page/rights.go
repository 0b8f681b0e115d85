package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// rights is the table of what the account may do in each target OU, with the
// entry that decided below it, and what another team can run for what is missing.
type rights struct {
	desk   *Desk
	matrix *widgets.Matrix
	names  []check.Text // of the columns, in a sentence
	table  []setup.Rights
	ops    []string
	detail *fyne.Container
	inset  fyne.CanvasObject // around detail
	body   *fyne.Container
	card   *fyne.Container
	extras bool // operations that are never required are shown too
}

func newRights(d *Desk) *rights {
	r := &rights{desk: d, detail: widgets.Column(theme.Tiny), body: widgets.Column(theme.Medium)}
	r.inset = widgets.NewInset(r.detail)
	r.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("rights", "Rights in the target OUs")),
		Lead: d.say(check.T("rights.lead", "What the account may do, read from the access lists. Nothing was written. The arrow keys go from cell to cell.")), Body: r.body})
	r.card.Hide()
	return r
}

// shorts are the heads of the columns, in their order, by the key of the words
// for the operation.
var shorts = []struct {
	operation string
	short     check.Text
}{
	{"operation.create", check.T("right.create", "Create")},
	{"operation.update", check.T("right.update", "Update")},
	{"operation.enable-disable", check.T("right.enable-disable", "Enable")},
	{"operation.reset-password", check.T("right.reset-password", "Password")},
	{"operation.move-out", check.T("right.move-out", "Move out")},
	{"operation.move-in", check.T("right.move-in", "Move in")},
	{"operation.rename", check.T("right.rename", "Rename")},
	{"operation.delete", check.T("right.delete", "Delete")},
	{"operation.change-membership", check.T("right.change-membership", "Members")},
	{"operation.unlock", check.T("right.unlock", "Unlock")},
	{"operation.force-change", check.T("right.force-change", "Must change")},
	{"operation.contact-create", check.T("right.contact-create", "New contact")},
	{"operation.contact-update", check.T("right.contact-update", "Edit contact")},
	{"operation.contact-delete", check.T("right.contact-delete", "Drop contact")},
}

// draw shows the table of a report; a stale one proves nothing and is not shown.
func (r *rights) draw(report check.Report, stale bool) {
	r.table = setup.Matrix(report)
	if r.card.Hidden = stale || len(r.table) == 0; r.card.Hidden {
		return
	}
	r.build()
}

// find returns the right of a row by the key of its words.
func find(list []setup.Right, operation string) (setup.Right, bool) {
	for _, x := range list {
		if x.What.Key == operation {
			return x, true
		}
	}
	return setup.Right{}, false
}

// anywhere returns the right of an operation in the first OU that has it.
func (r *rights) anywhere(operation string) (setup.Right, bool) {
	for _, row := range r.table {
		if x, has := find(row.Operations, operation); has {
			return x, true
		}
	}
	return setup.Right{}, false
}

func (r *rights) build() {
	d := r.desk
	spec := widgets.MatrixSpec{Name: d.say(check.T("rights", "Rights in the target OUs")), Corner: d.say(check.T("rights.ou", "OU"))}
	r.ops, r.names = nil, nil
	for _, c := range shorts {
		if x, has := r.anywhere(c.operation); has && (r.extras || x.Required) {
			r.ops, r.names = append(r.ops, c.operation), append(r.names, x.What)
			spec.Heads = append(spec.Heads, widgets.MatrixHead{Short: d.say(c.short), Full: d.say(x.What)})
		}
	}
	for _, row := range r.table {
		spec.Rows = append(spec.Rows, widgets.MatrixRow{Name: r.nameOf(row.OU), Cells: r.cells(row)})
	}
	row, col := r.firstOpen(spec)
	if r.matrix != nil {
		row, col = r.matrix.At()
	}
	r.matrix = widgets.NewMatrix(spec)
	r.matrix.OnCell = r.explain
	label := check.T("rights.extras", "Show unlocking and contacts too")
	if r.extras {
		label = check.T("rights.fewer", "Show only what is required")
	}
	more := widgets.NewLinkButton(d.say(label), func() {
		r.extras = !r.extras
		r.build()
		widgets.FocusFirst(r.body)
	})
	r.body.Objects = []fyne.CanvasObject{r.matrix, r.inset, widgets.Row(0, more)}
	r.matrix.Look(row, col)
	r.card.Refresh()
}

// firstOpen is the first cell that is denied or not certain: what somebody wants
// to look at.
func (r *rights) firstOpen(spec widgets.MatrixSpec) (row, col int) {
	for i, line := range spec.Rows {
		for j, cell := range line.Cells {
			if cell.Tone == theme.Bad || cell.Tone == theme.Doubt {
				return i, j
			}
		}
	}
	return 0, 0
}

// nameOf is the last part of a DN, with where it is when two are called the same.
func (r *rights) nameOf(ou string) string {
	n, err := setup.NodeAt(ou)
	if err != nil {
		return ou
	}
	for _, other := range r.table {
		if o, err := setup.NodeAt(other.OU); err == nil && other.OU != ou && strings.EqualFold(o.Name, n.Name) {
			return n.Name + " (" + setup.PathOf(n) + ")"
		}
	}
	return n.Name
}

func (r *rights) cells(row setup.Rights) []widgets.MatrixCell {
	var cells []widgets.MatrixCell
	for _, op := range r.ops {
		x, has := find(row.Operations, op)
		if !has {
			cells = append(cells, widgets.MatrixCell{})
			continue
		}
		tone := widgets.ToneOf(x.Status)
		if !x.Required && x.Status == check.Failed {
			tone = theme.Left // never required: no reason for red
		}
		cells = append(cells, widgets.MatrixCell{Tone: tone, Says: r.desk.say(stateText(x.Status))})
	}
	return cells
}

func stateText(s check.Status) check.Text {
	switch s {
	case check.Passed:
		return check.T("right.state.proved", "proved")
	case check.Failed:
		return check.T("right.state.denied", "denied")
	}
	return check.T("right.state.not-certain", "not certain")
}

// explain says below the table what decided about a cell.
func (r *rights) explain(row, col int) {
	d := r.desk
	if row >= len(r.table) || col >= len(r.ops) {
		return
	}
	ou := r.table[row]
	x, has := find(ou.Operations, r.ops[col])
	head := d.say(check.T("rights.cell", "{{.ou}}, {{.operation}}: {{.state}}", "ou", r.nameOf(ou.OU), "operation", r.names[col], "state", stateText(x.Status)))
	tone := widgets.ToneOf(x.Status)
	if !has {
		head, tone = d.say(check.T("rights.not-asked", "{{.ou}}, {{.operation}}: not needed here", "ou", r.nameOf(ou.OU), "operation", r.names[col])), theme.Left
	}
	colors := tone.Colors()
	parts := []fyne.CanvasObject{
		widgets.TopRow(theme.Small, widgets.NewGlyph(colors.Icon, colors.Ink, 18), widgets.Grow(widgets.NewParagraph(head, theme.Strong, theme.Text))),
		widgets.NewParagraph(ou.OU, theme.Code, theme.Soft)}
	if has {
		parts = append(parts, r.decided(x, ou)...)
	}
	r.detail.Objects = parts
	r.detail.Refresh()
	r.card.Refresh()
	if d.Window.Canvas().Focused() == fyne.Focusable(r.matrix) {
		widgets.Reveal(r.inset)
		widgets.Reveal(r.matrix) // the cell matters more, where not both can be seen
	}
}

// decided says why, and which attributes of an update are open.
func (r *rights) decided(x setup.Right, ou setup.Rights) []fyne.CanvasObject {
	d := r.desk
	parts := []fyne.CanvasObject{widgets.NewParagraph(d.say(x.Why), theme.Body, theme.Text)}
	var open []string
	for _, a := range ou.Attributes {
		if a.Status != check.Passed {
			open = append(open, a.Attribute)
		}
	}
	if x.What.Key == "operation.update" && len(open) > 0 {
		parts = append(parts, widgets.NewParagraph(d.say(check.T("rights.attributes", "Not proved for: {{.names}}", "names", strings.Join(open, ", "))), theme.Body, theme.Text))
	}
	return parts
}
