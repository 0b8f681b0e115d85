package widgets

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
)

// KeyValue is one line of a KeyValues list.
type KeyValue struct {
	Key   string // empty continues the line above
	Value string
	Mono  bool              // for DNs, fingerprints and codes
	Aside fyne.CanvasObject // at the right end, or nil
}

// KeyValues is a list of names and values: a summary.
type KeyValues struct {
	assembly
	lines []KeyValue
}

// keyShare is the part of the width that keys have.
const keyShare = 0.27

// NewKeyValues returns a list; long values wrap.
func NewKeyValues(lines ...KeyValue) *KeyValues {
	k := &KeyValues{lines: lines}
	var rows []fyne.CanvasObject
	for _, l := range lines {
		rows = append(rows, l.row())
	}
	k.compose(k, Column(6, rows...))
	return k
}

func (l KeyValue) row() fyne.CanvasObject {
	typ := theme.Body
	if l.Mono {
		typ = theme.Code
	}
	var value fyne.CanvasObject = NewParagraph(l.Value, typ, theme.Text)
	if l.Mono {
		value = Pad(1, 0, 1, 0, value) // on the line of its key
	}
	if l.Aside != nil {
		value = TopRow(theme.Small, Grow(value), l.Aside)
	}
	return Columns(theme.Medium, []float32{keyShare, 1 - keyShare}, NewParagraph(l.Key, theme.Body, theme.Soft), value)
}

// Semantics implements Described.
func (k *KeyValues) Semantics() Semantics { return Semantics{Role: RoleList} }
