package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// shownLines is how many lines of the directory are offered at once: with what
// else can be done they fit on 24 rows.
const shownLines = 10

// most is how many lines a search returns.
const most = 50

// picker walks through the tree of the directory, of which the domain controller
// sends what is asked for and no more.
type picker struct {
	face *face
	tree *setup.Tree
	// at is where it is, path the lines above.
	at   setup.TreeNode
	path []setup.TreeNode
	// prefix filters the lines below at, and from is the first one that is shown.
	prefix string
	from   int
	below  []setup.TreeNode
	more   bool
}

// How the walk ends: with what is at, or with nothing.
var (
	errPicked   = errors.New("picked")
	errUnpicked = errors.New("nothing was picked")
)

// pickOU lets somebody choose a line of the directory, and says what is in it.
// Without one, the error is errBack.
func (f *face) pickOU(ctx context.Context) (setup.TreeNode, error) {
	tree, bad := f.flow.Tree()
	if len(bad) > 0 {
		f.refuse(bad)
		return setup.TreeNode{}, errBack
	}
	defer tree.Close()
	p := &picker{face: f, tree: tree}
	var err error
	for err == nil {
		err = p.step(ctx)
	}
	switch {
	case errors.Is(err, errUnpicked):
		return setup.TreeNode{}, errBack
	case !errors.Is(err, errPicked):
		return setup.TreeNode{}, err
	}
	return p.at, p.count(ctx)
}

// ask asks the directory; what keeps it from answering is explained, and leads
// back.
func (p *picker) ask(ctx context.Context, busy check.Text, question func(context.Context) error) error {
	var unanswered error
	err := p.face.asker.watch(ctx, p.face.say(busy), func(ctx context.Context, tell func(news)) {
		tell(news{key: "tree", busy: p.face.say(busy)})
		unanswered = question(ctx)
	})
	switch {
	case err != nil || ctx.Err() != nil:
		return errors.Join(err, ctx.Err())
	case errors.Is(unanswered, context.Canceled):
		p.face.tell(check.T("terminal.tree.cancelled", "Cancelled."))
		return errBack
	case unanswered != nil:
		p.face.explain(unanswered)
		return errBack
	}
	return nil
}

// step reads what is below a line and offers it.
func (p *picker) step(ctx context.Context) error {
	p.below, p.more = nil, false
	reading := check.T("terminal.tree.reading", "Reading what is in {{.dn}}", "dn", p.at.DN.String())
	if p.at.DN.IsZero() {
		reading = check.T("terminal.tree.signing-in", "Signing in to read the directory")
	}
	err := p.ask(ctx, reading, func(ctx context.Context) (err error) {
		if p.at.DN.IsZero() {
			p.at, err = p.tree.Root(ctx)
		}
		if err != nil {
			return err
		}
		p.more, err = p.tree.Children(ctx, p.at, p.prefix, func(page []setup.TreeNode) { p.below = setup.InOrder(p.below, page) })
		return err
	})
	if err != nil {
		return err
	}
	for err = errAnew; errors.Is(err, errAnew); {
		err = p.offer(ctx)
	}
	if errors.Is(err, errBack) && len(p.path) > 0 {
		return p.up(ctx)
	}
	return err
}

// offer shows a part of what was read.
func (p *picker) offer(ctx context.Context) error {
	f := p.face
	s := f.sheet()
	s.blank()
	s.hang("", p.at.DN.String(), s.style.strong)
	s.para(f.say(p.standing()))
	f.print(s)
	ways := []way{{label: check.T("terminal.tree.take", "Take {{.name}}", "name", p.at.Name), do: func(context.Context) error { return errPicked }}}
	for _, node := range p.part() {
		ways = append(ways, way{label: check.T("terminal.tree.open", "Open {{.name}}", "name", node.Name), do: p.open(node)})
	}
	if left := len(p.below) - p.from - shownLines; left > 0 {
		ways = append(ways, way{label: check.N("terminal.tree.next", left, "Show the last one", "Show the next ones, {{.n}} are left"), do: func(context.Context) error {
			p.from += shownLines
			return errAnew
		}})
	}
	ways = append(ways, way{label: check.T("terminal.tree.filter", "Only names that begin with …"), do: p.filter},
		way{label: check.T("terminal.tree.find", "Search for a part of a name, here and below"), do: p.find})
	if len(p.path) > 0 {
		ways = append(ways, way{label: check.T("terminal.tree.up", "Up to {{.name}}", "name", p.path[len(p.path)-1].Name), do: p.up})
	}
	ways = append(ways, way{label: check.T("terminal.tree.leave", "Choose nothing"), do: func(context.Context) error { return errUnpicked }})
	at := 0
	if len(p.path) == 0 && len(p.below) > 0 {
		at = 1
	}
	return f.choose(ctx, check.T("terminal.tree.which", "Which part of the directory?"), ways, at)
}

// part is what is shown of the lines below.
func (p *picker) part() []setup.TreeNode {
	return p.below[min(p.from, len(p.below)):min(p.from+shownLines, len(p.below))]
}

// standing says how much there is below a line.
func (p *picker) standing() check.Text {
	n := len(p.below)
	switch {
	case n == 0 && p.prefix != "":
		return check.T("terminal.tree.none-named", "No OU or container here has a name that begins with “{{.prefix}}”.", "prefix", p.prefix)
	case n == 0:
		return check.T("terminal.tree.none", "There is no OU or container below.")
	case p.more:
		return check.N("terminal.tree.many", n, "More than one OU or container is directly below. Filter by the beginning of the name to see others.", "More than {{.n}} OUs and containers are directly below. Filter by the beginning of the name to see others.")
	case p.prefix != "":
		return check.N("terminal.tree.named", n, "One OU or container directly below has a name that begins with “{{.prefix}}”.", "{{.n}} OUs and containers directly below have names that begin with “{{.prefix}}”.", "prefix", p.prefix)
	}
	return check.N("terminal.tree.some", n, "One OU or container is directly below.", "{{.n}} OUs and containers are directly below.")
}

func (p *picker) open(node setup.TreeNode) func(context.Context) error {
	return func(context.Context) error {
		p.path = append(p.path, p.at)
		p.at, p.prefix, p.from = node, "", 0
		return nil
	}
}

func (p *picker) up(context.Context) error {
	last := len(p.path) - 1
	p.at, p.path = p.path[last], p.path[:last]
	p.prefix, p.from = "", 0
	return nil
}

// filter lets the domain controller leave out what begins otherwise.
func (p *picker) filter(ctx context.Context) error {
	typed, err := p.face.asker.line(ctx, question{label: p.face.say(check.T("terminal.tree.prefix", "The name begins with")), value: p.prefix, apart: true,
		help: p.face.say(check.T("terminal.tree.prefix.help", "Nothing shows all."))})
	if errors.Is(err, errBack) {
		return errMenu
	}
	p.prefix, p.from = typed, 0
	return err
}

// find searches at any depth.
func (p *picker) find(ctx context.Context) error {
	f := p.face
	text, err := f.asker.line(ctx, question{label: f.say(check.T("terminal.tree.part", "Part of the name")), apart: true})
	if errors.Is(err, errBack) || err == nil && text == "" {
		return errMenu
	}
	if err != nil {
		return err
	}
	var found []setup.TreeNode
	var more bool
	err = p.ask(ctx, check.T("terminal.tree.finding", "Searching below {{.dn}}", "dn", p.at.DN.String()), func(ctx context.Context) (err error) {
		found, more, err = p.tree.Find(ctx, p.at, text, most)
		return err
	})
	if err != nil {
		return errMenuIfBack(err)
	}
	var ways []way
	for _, node := range found {
		ways = append(ways, way{label: check.Verbatim(node.DN.String()), do: p.open(node)})
	}
	title := check.N("terminal.tree.found", len(found), "One is named so", "{{.n}} are named so")
	if more {
		title = check.N("terminal.tree.found-more", len(found), "More than one is named so", "More than {{.n}} are named so; these are the first")
	}
	return errMenuIfBack(f.chooseLong(ctx, title, ways))
}

// count says what is in a line that was picked. It only informs: whoever does
// not want to wait cancels it.
func (p *picker) count(ctx context.Context) error {
	var counts setup.Counts
	err := p.ask(ctx, check.T("terminal.tree.counting", "Counting what is in {{.dn}}", "dn", p.at.DN.String()), func(ctx context.Context) (err error) {
		counts, err = p.tree.Count(ctx, p.at, nil)
		return err
	})
	if errors.Is(err, errBack) {
		return nil
	}
	if err == nil {
		s := p.face.sheet()
		s.blank()
		s.hang("", p.at.DN.String(), s.style.strong)
		s.para(p.face.say(counts.Text()))
		p.face.print(s)
	}
	return err
}
