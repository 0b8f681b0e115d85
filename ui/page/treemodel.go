package page

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// treeModel is what was read of the directory. A branch exists for what was
// opened once; the thousands of others are their names only.
type treeModel struct {
	root     setup.TreeNode
	branches map[string]*branch
	known    map[string]setup.TreeNode
	found    *found // what a filter found, in place of the tree
}

// branch is a line that was opened.
type branch struct {
	node                setup.TreeNode
	children            []child // in the order of their names
	open, reading, read bool
	more                bool // than can be shown
	err                 error
	model               *treeModel
}

// child is a line with what thousands of them are sorted and found by, made once.
type child struct {
	node setup.TreeNode
	id   string // its DN
	low  string // the same without case
	key  string // its name without case
}

func newChild(n setup.TreeNode) child {
	id := n.DN.String()
	return child{n, id, strings.ToLower(id), strings.ToLower(n.Name)}
}

// childrenOf makes the lines of a page, in the order of their names. It may run
// on any goroutine.
func childrenOf(page []setup.TreeNode) []child {
	out := make([]child, len(page))
	for i, n := range page {
		out[i] = newChild(n)
	}
	slices.SortStableFunc(out, byKey)
	return out
}

func byKey(a, b child) int { return strings.Compare(a.key, b.key) }

// found is the answer to a filter.
type found struct {
	text    string
	nodes   []setup.TreeNode
	more    bool
	reading bool
	err     error
}

func newTreeModel() treeModel {
	return treeModel{branches: map[string]*branch{}, known: map[string]setup.TreeNode{}}
}

func (m *treeModel) setRoot(n setup.TreeNode) {
	m.root = n
	m.known[n.DN.String()] = n
}

func (m *treeModel) node(id string) (setup.TreeNode, bool) {
	if n, ok := m.known[id]; ok {
		return n, true
	}
	if m.found != nil {
		for _, n := range m.found.nodes {
			if n.DN.String() == id {
				return n, true
			}
		}
	}
	return setup.TreeNode{}, false
}

// fold opens or closes a line and returns its branch, or nil when there is no
// such line.
func (m *treeModel) fold(id string, open bool) *branch {
	n, known := m.known[id]
	if !known {
		return nil
	}
	b := m.branches[id]
	if b == nil {
		b = &branch{node: n, model: m}
		m.branches[id] = b
	}
	b.open = open
	return b
}

// add takes over a page.
func (b *branch) add(page []child) {
	old := b.children
	merged := make([]child, 0, len(old)+len(page))
	for _, c := range page {
		b.model.known[c.id] = c.node
		n, _ := slices.BinarySearchFunc(old, c, func(o, c child) int {
			if o.key <= c.key { // what came first stays first
				return -1
			}
			return 1
		})
		merged = append(append(merged, old[:n]...), c)
		old = old[n:]
	}
	b.children = append(merged, old...)
}

// reading reports whether the domain controller is being asked.
func (m *treeModel) reading() bool {
	for _, b := range m.branches {
		if b.reading {
			return true
		}
	}
	return m.root.Name == "" || m.found != nil && m.found.reading
}

// find notes that an answer to a filter is on its way; what the last one found
// stays until then.
func (m *treeModel) find(text string) {
	next := found{text: text, reading: true}
	if m.found != nil {
		next.nodes = m.found.nodes
	}
	m.found = &next
}

// lines are what the view shows.
func (t *ouTree) lines() []widgets.TreeLine {
	if t.model.found != nil {
		return t.foundLines(t.model.found)
	}
	return t.below(nil, newChild(t.model.root), 0)
}

// below appends a line and all that is open below it.
func (t *ouTree) below(lines []widgets.TreeLine, c child, level int) []widgets.TreeLine {
	b := t.model.branches[c.id]
	lines = append(lines, widgets.TreeLine{ID: c.id, Name: c.node.Name, Level: level, Icon: iconOf(c.low, level), Fold: foldOf(b), Marked: t.marks.has(c)})
	if b == nil || !b.open {
		return lines
	}
	lines = slices.Grow(lines, len(b.children)+1)
	for _, c := range b.children {
		if len(t.model.branches) > 1 { // else none of the thousands is open
			lines = t.below(lines, c, level+1)
			continue
		}
		lines = append(lines, widgets.TreeLine{ID: c.id, Name: c.node.Name, Level: level + 1, Icon: iconOf(c.low, level+1), Fold: widgets.Closed, Marked: t.marks.has(c)})
	}
	if note := b.note(); !note.IsZero() {
		lines = append(lines, widgets.TreeLine{Name: t.desk.say(note), Level: level + 1})
	}
	return lines
}

// note is what stands below the children of a branch, if anything.
func (b *branch) note() check.Text {
	switch {
	case b.err != nil:
		return Why(b.err)
	case b.reading && len(b.children) == 0:
		return check.T("tree.reading", "Reading…")
	case b.reading:
		return check.N("tree.reading.n", len(b.children), "{{.n}} read, reading on…", "{{.n}} read, reading on…")
	case b.more:
		return check.N("tree.more", len(b.children), "There are more than {{.n}}. Find the one you want by its name.", "There are more than {{.n}}. Find the one you want by its name.")
	}
	return check.Text{}
}

// foldOf shows an arrow until it is known that nothing is below.
func foldOf(b *branch) widgets.Fold {
	switch {
	case b != nil && b.read && len(b.children) == 0:
		return widgets.Leaf
	case b != nil && b.open:
		return widgets.Open
	}
	return widgets.Closed
}

// iconOf tells the domain, OUs and containers apart. dn is in lower case.
func iconOf(dn string, level int) theme.Icon {
	switch {
	case level == 0:
		return theme.IconBuilding
	case strings.HasPrefix(dn, "ou="):
		return theme.IconFolder
	}
	return theme.IconInbox
}

func (t *ouTree) foundLines(f *found) []widgets.TreeLine {
	var lines []widgets.TreeLine
	for _, n := range f.nodes {
		c := newChild(n)
		lines = append(lines, widgets.TreeLine{ID: c.id, Name: n.Name, Aside: setup.PathOf(n), Icon: iconOf(c.low, 1), Marked: t.marks.has(c)})
	}
	if note := f.note(); !note.IsZero() {
		lines = append(lines, widgets.TreeLine{Name: t.desk.say(note)})
	}
	return lines
}

func (f *found) note() check.Text {
	switch {
	case f.err != nil:
		return Why(f.err)
	case f.reading:
		return check.T("tree.finding", "Asking the domain controller…")
	case len(f.nodes) == 0:
		return check.T("tree.none-found", "No OU has “{{.text}}” in its name.", "text", check.Clean(f.text))
	case f.more:
		return check.N("tree.more-found", len(f.nodes), "There are more than {{.n}}. Type more of the name.", "There are more than {{.n}}. Type more of the name.")
	}
	return check.Text{}
}

// dnSet is a set of DNs to be asked for thousands of lines: by their text, and
// one by one only those that can be written in several ways.
type dnSet struct {
	byText map[string]bool
	odd    []setup.TreeNode
}

func newDNSet(nodes []setup.TreeNode) dnSet {
	s := dnSet{byText: map[string]bool{}}
	for _, n := range nodes {
		text := n.DN.String()
		s.byText[strings.ToLower(text)] = true
		if strings.ContainsAny(text, `\"`) {
			s.odd = append(s.odd, n)
		}
	}
	return s
}

func (s dnSet) has(c child) bool {
	if len(s.byText) > 0 && s.byText[c.low] {
		return true
	}
	for _, o := range s.odd {
		if c.node.DN.Equal(o.DN) {
			return true
		}
	}
	return false
}
