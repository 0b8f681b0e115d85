package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// MatrixSpec is what a Matrix shows.
type MatrixSpec struct {
	// Name is what the table is called, Corner what stands above the names of the
	// rows.
	Name, Corner string
	Heads        []MatrixHead
	Rows         []MatrixRow
}

// MatrixHead is the head of a column: a word, and what it stands for.
type MatrixHead struct{ Short, Full string }

// MatrixRow is a name and a cell for each head.
type MatrixRow struct {
	Name  string
	Cells []MatrixCell
}

// MatrixCell is a status in words; without words it is empty.
type MatrixCell struct {
	Tone theme.Tone
	Says string
}

// Matrix is a table of one status for each row and column. The arrow keys go
// from cell to cell, and so does the pointer; what there is to say about a cell
// stands elsewhere, so that 64 rows stay small.
type Matrix struct {
	control
	// OnCell is called when another cell is looked at.
	OnCell func(row, column int)

	spec     MatrixSpec
	row, col int
	head     *matrixHead
	view     *rowsView
	root     *fyne.Container
}

const (
	matrixRowHeight float32 = 30
	// matrixRows is how many rows are in sight; the others are scrolled to.
	matrixRows = 10
	// matrixShare of the width is for the names of the rows.
	matrixShare float32 = 0.27
)

// NewMatrix returns a matrix.
func NewMatrix(spec MatrixSpec) *Matrix {
	m := &Matrix{spec: spec}
	m.head = newMatrixHead(m)
	m.view = newRowsView(matrixRowHeight, func() fyne.CanvasObject { return newMatrixLine(m) }, func(i int, o fyne.CanvasObject) { o.(*matrixLine).set(i) })
	m.view.count = len(spec.Rows)
	m.view.onHover = m.onHover
	m.view.onTap = m.onTap
	high := heightOf(min(len(spec.Rows), matrixRows), matrixRowHeight)
	m.root = Column(0, Pad(0, rowsPad, 0, rowsPad, m.head), NewLine(), Tall(high, m.view))
	m.init(m, nil)
	return m
}

// At returns the cell that is looked at.
func (m *Matrix) At() (row, column int) { return m.row, m.col }

// Look goes to a cell.
func (m *Matrix) Look(row, column int) {
	m.row = min(max(0, row), max(0, len(m.spec.Rows)-1))
	m.col = min(max(0, column), max(0, len(m.spec.Heads)-1))
	m.view.reveal(m.row)
	m.view.draw()
	m.head.Refresh()
	if m.OnCell != nil {
		m.OnCell(m.row, m.col)
	}
}

// columnAt returns the column at x, or -1.
func (m *Matrix) columnAt(x float32) int {
	left, width := m.columns(m.view.width())
	if width <= 0 || x < left {
		return -1
	}
	return min(int((x-left)/width), len(m.spec.Heads)-1)
}

// columns returns where the first column begins and how wide each one is.
func (m *Matrix) columns(width float32) (left, each float32) {
	left = width * matrixShare
	return left, (width - left) / float32(max(1, len(m.spec.Heads)))
}

// bar is the room that the heads leave for the bar beside the rows.
func (m *Matrix) bar() float32 {
	if len(m.spec.Rows) > matrixRows {
		return scrollBar - rowsPad
	}
	return 0
}

func (m *Matrix) onHover(row int, x float32) {
	if col := m.columnAt(x); row >= 0 && col >= 0 && !m.focused && (row != m.row || col != m.col) {
		m.Look(row, col)
	}
}

func (m *Matrix) onTap(row int, x float32) {
	m.byPointer = true
	if cv := canvasOf(m); cv != nil {
		cv.Focus(m)
	}
	m.Look(row, max(0, m.columnAt(x)))
}

// FocusGained implements fyne.Focusable.
func (m *Matrix) FocusGained() {
	m.control.FocusGained()
	m.Look(m.row, m.col)
}

// FocusLost implements fyne.Focusable.
func (m *Matrix) FocusLost() {
	m.control.FocusLost()
	m.view.draw()
}

// TypedKey implements fyne.Focusable.
func (m *Matrix) TypedKey(e *fyne.KeyEvent) {
	newStroke()
	m.seen()
	switch e.Name {
	case fyne.KeyLeft:
		m.Look(m.row, m.col-1)
	case fyne.KeyRight:
		m.Look(m.row, m.col+1)
	default:
		to, ok := moved(e.Name, m.row, len(m.spec.Rows), m.view.page())
		if !ok {
			bubbleKey(m, e)
			return
		}
		m.Look(to, m.col)
	}
}

// Semantics implements Described.
func (m *Matrix) Semantics() Semantics {
	s := Semantics{Role: RoleGrid, Name: m.spec.Name, State: m.state()}
	if m.row < len(m.spec.Rows) && m.col < len(m.spec.Heads) {
		s.Value = m.spec.Rows[m.row].Name + ", " + m.spec.Heads[m.col].Full + ": " + m.spec.Rows[m.row].Cells[m.col].Says
	}
	return s
}

// Parts implements Parent.
func (m *Matrix) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{m.view} }

// CreateRenderer implements fyne.Widget.
func (m *Matrix) CreateRenderer() fyne.WidgetRenderer {
	m.drawn = true
	return widget.NewSimpleRenderer(m.root)
}
