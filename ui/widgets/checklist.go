package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
)

// CheckList shows results as they arrive, a row for each. The gravest cause is
// open with its remedy; what was skipped because of it stays grey; what runs
// shows its time and a way out. A row that somebody opened or closed stays so.
type CheckList struct {
	widget.BaseWidget
	// The callbacks may be nil: what they are for is not offered then. They have
	// to be set before the first result.
	OnAgain  func(check.Result)       // look again
	OnCancel func(check.Result)       // stop looking
	OnField  func(field string)       // go to the field that a problem is about
	OnAccept func(check.Result, bool) // a warning is accepted, or not any more
	// Accepted says by whom and when a warning was accepted, or nothing.
	Accepted func(check.Result) string

	words   Words
	rows    []*checkRow
	list    *fyne.Container
	ticking ticking
}

// NewCheckList returns an empty list.
func NewCheckList(w Words) *CheckList {
	l := &CheckList{words: w, list: Column(10)}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows these results and no others. Rows that stay keep the focus and
// whether they are open.
func (l *CheckList) Set(results []check.Result) {
	old := l.rows
	l.rows = nil
	for _, r := range results {
		row := rowOf(old, r)
		if row == nil {
			row = newCheckRow(l)
		}
		row.result = r
		l.rows = append(l.rows, row)
	}
	l.list.Objects = nil
	for i, row := range l.rows {
		if i > 0 {
			l.list.Objects = append(l.list.Objects, NewLine())
		}
		l.list.Objects = append(l.list.Objects, row)
	}
	l.draw(l.rows...)
}

// Update shows one result: in its row, or in a new one at the end.
func (l *CheckList) Update(r check.Result) {
	row := rowOf(l.rows, r)
	if row == nil {
		row = newCheckRow(l)
		if len(l.rows) > 0 {
			l.list.Objects = append(l.list.Objects, NewLine())
		}
		l.rows = append(l.rows, row)
		l.list.Objects = append(l.list.Objects, row)
	}
	row.result = r
	l.draw(row)
}

// Stop ends the counting of elapsed time. A page that is left calls it.
func (l *CheckList) Stop() { l.ticking.set(false, nil) }

func rowOf(rows []*checkRow, r check.Result) *checkRow {
	for _, row := range rows {
		if row.result.Same(r) {
			return row
		}
	}
	return nil
}

// draw draws the rows that changed, and those that are not the cause any more or
// have become it.
func (l *CheckList) draw(changed ...*checkRow) {
	cause := l.cause()
	for _, row := range l.rows {
		if was := row.isCause; was != (row == cause) {
			row.isCause = !was
			changed = append(changed, row)
		}
	}
	for _, row := range changed {
		row.keepingFocus(row.draw)
	}
	l.relayout()
	l.ticking.set(l.anyRunning(), l.tick)
}

// relayout moves the rows below one that became higher or lower.
func (l *CheckList) relayout() {
	relayout(l.list)
	canvas.Refresh(l)
}

// cause returns the row to open: the first that failed, or else the first that
// could not be looked at.
func (l *CheckList) cause() *checkRow {
	for _, s := range []check.Status{check.Failed, check.Unknown} {
		for _, row := range l.rows {
			if row.result.Status == s && !row.result.Excused {
				return row
			}
		}
	}
	return nil
}

// Cause returns the row that stands open because everything else may follow from
// it, or nil.
func (l *CheckList) Cause() fyne.CanvasObject {
	if r := l.cause(); r != nil {
		return r
	}
	return nil
}

func (l *CheckList) anyRunning() bool {
	for _, row := range l.rows {
		if row.result.Status == check.Running {
			return true
		}
	}
	return false
}

func (l *CheckList) tick() {
	for _, row := range l.rows {
		if row.result.Status == check.Running {
			row.drawTime()
		}
	}
}

// Semantics implements Described.
func (l *CheckList) Semantics() Semantics {
	return Semantics{Role: RoleList, State: stateIf(l.anyRunning(), Busy)}
}

// Parts implements Parent.
func (l *CheckList) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{l.list} }

// CreateRenderer implements fyne.Widget.
func (l *CheckList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.list) }

// ToneOf returns how a status is drawn.
func ToneOf(s check.Status) theme.Tone {
	switch s {
	case check.Running:
		return theme.Busy
	case check.Passed:
		return theme.Good
	case check.Warned:
		return theme.Caution
	case check.Failed:
		return theme.Bad
	case check.Unknown:
		return theme.Doubt
	case check.Skipped:
		return theme.Left
	}
	return theme.Neutral
}
