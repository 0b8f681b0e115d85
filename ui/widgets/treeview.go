package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Fold is whether what is below a line of a tree is shown.
type Fold int

// The folds. A Leaf has nothing below it.
const (
	Leaf Fold = iota
	Closed
	Open
)

// TreeLine is one line of a TreeView.
type TreeLine struct {
	// ID tells lines apart; a line without one says something and cannot be
	// chosen.
	ID, Name string
	// Aside stands at the right end, or is empty.
	Aside string
	Icon  theme.Icon
	Level int
	Fold  Fold
	// Marked lines are ticked, in a tree that has ticks, or chosen.
	Marked bool
}

// TreeView shows a tree line by line, of which only those in sight exist. The
// arrow keys move as in every tree of Windows; Space ticks or chooses, and so
// does Enter where a line is chosen. It knows nothing of what the lines stand
// for: whoever fills it opens and closes.
type TreeView struct {
	control
	// OnFold asks to open or close a line, OnMark to choose or to tick it.
	OnFold func(id string, open bool)
	OnMark func(id string, on bool)
	// OnType gets what is typed while the tree has the focus: the beginning of a
	// name.
	OnType func(r rune)

	name  string
	ticks bool
	lines []TreeLine
	at    int // the line of the keyboard
	view  *rowsView
	box   *Surface
	root  *fyne.Container
}

// treeRowHeight is that of a line of the tree of the sketches.
const treeRowHeight float32 = 28

// NewTreeView returns an empty tree that is called name. With ticks several lines
// can be marked, else one. rows is how many lines are in sight at least.
func NewTreeView(name string, ticks bool, rows int) *TreeView {
	v := &TreeView{name: name, ticks: ticks, box: NewSurface(theme.Card, theme.Stroke, theme.BoxRadius)}
	v.view = newRowsView(treeRowHeight, func() fyne.CanvasObject { return newTreeRow(ticks) }, v.fill)
	v.view.onTap = v.onTap
	v.root = Stack(v.box, Tall(heightOf(rows, treeRowHeight), v.view))
	v.init(v, nil)
	return v
}

// SetLines shows these lines. The keyboard stays on the line where it was.
func (v *TreeView) SetLines(lines []TreeLine) {
	at := v.current()
	v.lines = lines
	if v.at >= len(lines) || lines[v.at].ID != at {
		v.at = max(0, v.indexOf(at))
	}
	v.view.setCount(len(lines))
}

// Lines returns what is shown.
func (v *TreeView) Lines() []TreeLine { return v.lines }

// Reveal moves the keyboard to a line and shows it.
func (v *TreeView) Reveal(id string) {
	if i := v.indexOf(id); i >= 0 {
		v.moveTo(i)
	}
}

func (v *TreeView) indexOf(id string) int {
	for i, l := range v.lines {
		if l.ID == id && id != "" {
			return i
		}
	}
	return -1
}

func (v *TreeView) current() string {
	if v.at < len(v.lines) {
		return v.lines[v.at].ID
	}
	return ""
}

func (v *TreeView) fill(i int, row fyne.CanvasObject) {
	row.(*treeRow).set(v.lines[i], v.ringed() && i == v.at)
}

func (v *TreeView) moveTo(i int) {
	v.at = min(max(0, i), max(0, len(v.lines)-1))
	v.view.reveal(v.at)
	v.view.draw()
}

// onTap folds where the arrow is, and marks elsewhere.
func (v *TreeView) onTap(i int, x float32) {
	v.byPointer = true
	if cv := canvasOf(v); cv != nil {
		cv.Focus(v)
	}
	v.moveTo(i)
	l := v.lines[i]
	if from := treeIndent(l.Level); l.Fold != Leaf && x >= from && x < from+treeArrow {
		v.fold(l.Fold == Closed)
		return
	}
	v.mark()
}

func (v *TreeView) fold(open bool) {
	if v.OnFold != nil && v.current() != "" {
		v.OnFold(v.current(), open)
	}
}

func (v *TreeView) mark() {
	if v.OnMark != nil && v.current() != "" {
		v.OnMark(v.current(), !v.lines[v.at].Marked || !v.ticks)
	}
}

// FocusGained implements fyne.Focusable.
func (v *TreeView) FocusGained() {
	v.control.FocusGained()
	v.view.draw()
}

// FocusLost implements fyne.Focusable.
func (v *TreeView) FocusLost() {
	v.control.FocusLost()
	v.view.draw()
}

// TypedRune implements fyne.Focusable.
func (v *TreeView) TypedRune(r rune) {
	if !spent(r) && r != ' ' && v.OnType != nil {
		v.OnType(r)
	}
}

// TypedKey implements fyne.Focusable.
func (v *TreeView) TypedKey(e *fyne.KeyEvent) {
	newStroke()
	v.seen()
	if len(v.lines) == 0 || !v.takeKey(e) {
		bubbleKey(v, e)
	}
}

func (v *TreeView) takeKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeySpace:
		spend(e)
		v.mark()
	case fyne.KeyReturn, fyne.KeyEnter:
		if v.ticks {
			return false // Enter is the button that takes over
		}
		v.mark()
	case fyne.KeyRight:
		v.right()
	case fyne.KeyLeft:
		v.left()
	default:
		to, ok := moved(e.Name, v.at, len(v.lines), v.view.page())
		if !ok {
			return false
		}
		v.moveTo(to)
	}
	return true
}

// moved is where a key leads in a list of n lines, of which page are in sight.
func moved(key fyne.KeyName, at, n, page int) (int, bool) {
	switch key {
	case fyne.KeyUp:
		return max(0, at-1), true
	case fyne.KeyDown:
		return min(n-1, at+1), true
	case fyne.KeyPageUp:
		return max(0, at-page), true
	case fyne.KeyPageDown:
		return min(n-1, at+page), true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return n - 1, true
	}
	return at, false
}

// right opens a line, and of an open one goes to the first below it.
func (v *TreeView) right() {
	switch l := v.lines[v.at]; {
	case l.Fold == Closed:
		v.fold(true)
	case l.Fold == Open && v.at+1 < len(v.lines):
		v.moveTo(v.at + 1)
	}
}

// left closes a line, and of a closed one goes to the one above it.
func (v *TreeView) left() {
	l := v.lines[v.at]
	if l.Fold == Open {
		v.fold(false)
		return
	}
	for i := v.at; i >= 0; i-- {
		if v.lines[i].Level < l.Level {
			v.moveTo(i)
			return
		}
	}
}

// Cursor implements desktop.Cursorable.
func (v *TreeView) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// Semantics implements Described.
func (v *TreeView) Semantics() Semantics {
	s := Semantics{Role: RoleTree, Name: v.name, State: v.state()}
	if v.at < len(v.lines) {
		s.Value = v.lines[v.at].Name
	}
	return s
}

// Parts implements Parent.
func (v *TreeView) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{v.view} }

// CreateRenderer implements fyne.Widget.
func (v *TreeView) CreateRenderer() fyne.WidgetRenderer {
	v.drawn = true
	return widget.NewSimpleRenderer(v.root)
}
