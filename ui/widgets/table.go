package widgets

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
)

// Table is a small table with a head: the permissions, not the users of a
// domain. Every cell is a widget; long texts wrap.
type Table struct {
	assembly
	name string
}

// TableSpec is what a Table shows.
type TableSpec struct {
	Name      string // what the table is called, for those who cannot see it
	Heads     []string
	Fractions []float32 // of the width; they add up to 1
	Rows      [][]fyne.CanvasObject
}

// NewTable returns a table.
func NewTable(spec TableSpec) *Table {
	t := &Table{name: spec.Name}
	var heads []fyne.CanvasObject
	for _, h := range spec.Heads {
		heads = append(heads, NewText(h, theme.CaptionStrong, theme.Soft).Cut())
	}
	line := func(cells []fyne.CanvasObject) fyne.CanvasObject {
		return Pad(10, theme.Large, 10, theme.Large, Columns(theme.Large, spec.Fractions, cells...))
	}
	rows := []fyne.CanvasObject{Stack(NewSurface(theme.Inset, theme.None, theme.CardRadius), line(heads))}
	for _, cells := range spec.Rows {
		rows = append(rows, NewLine(), line(cells))
	}
	t.compose(t, Stack(NewSurface(theme.Card, theme.Stroke, theme.CardRadius), PadAll(1, Column(0, rows...))))
	return t
}

// Semantics implements Described.
func (t *Table) Semantics() Semantics { return Semantics{Role: RoleTable, Name: t.name} }

// IconCell is a cell of a table, or an item of a list: an icon before a text.
func IconCell(icon theme.Icon, text string) fyne.CanvasObject {
	return TopRow(10, NewGlyph(icon, theme.Accent, 20), Grow(NewParagraph(text, theme.Body, theme.Text)))
}

// Point is a line of a list: a mark before a sentence.
func Point(icon theme.Icon, ink fyne.ThemeColorName, text string) fyne.CanvasObject {
	return TopRow(10, Pad(1, 0, 1, 0, NewGlyph(icon, ink, 18)), Grow(NewParagraph(text, theme.Body, theme.Text)))
}
