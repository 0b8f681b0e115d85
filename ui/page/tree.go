package page

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// ouTree is the directory to choose from: a filter that is asked of the domain
// controller, and a tree that is read where it is opened. It signs in when it is
// opened and not before, so that showing a page sends no password.
type ouTree struct {
	desk *Desk
	// marks are the DNs that are chosen or ticked; mark is told when somebody
	// chooses one.
	marks dnSet
	mark  func(setup.TreeNode, bool)
	// opened is told when the domain is there, resized when the tree takes
	// another height, leave before another page is shown. Each may be nil.
	opened, resized, leave func()

	filter   *widgets.Input
	view     *widgets.TreeView
	progress *widgets.ProgressLine // of signing in
	body     *fyne.Container
	root     fyne.CanvasObject

	tree    *setup.Tree
	model   treeModel
	reading context.CancelFunc // of the filter
	life    context.Context    // until the tree is closed
	end     context.CancelFunc
}

// treeRows is how many lines are in sight.
const treeRows = 9

// rowsInDialog are fewer lines in a low window, so that the dialog around the
// tree need not scroll as well.
func rowsInDialog(height float32) int {
	const rest, each, fewest = 380, 28, 4
	return min(max(fewest, int((height-rest)/each)), treeRows)
}

// newOUTree returns a closed tree: with ticks in a dialog, without on a page.
func newOUTree(d *Desk, ticks bool) *ouTree {
	t := &ouTree{desk: d, body: widgets.Column(theme.Small)}
	rows := treeRows
	if ticks {
		rows = rowsInDialog(d.Window.Canvas().Size().Height)
	}
	t.filter = widgets.NewInput(d.say(check.T("tree.filter", "Find an OU by its name"))).WithMenu(d.Kit).Named(d.say(check.T("tree.filter", "Find an OU by its name")))
	t.filter.OnChange = t.onFilter
	t.view = widgets.NewTreeView(d.say(check.T("tree", "Organizational units")), ticks, rows)
	t.view.OnFold, t.view.OnType = t.onFold, t.onType
	t.view.OnMark = func(id string, on bool) {
		if n, known := t.model.node(id); known {
			t.mark(n, on)
			t.draw()
		}
	}
	t.progress = widgets.NewProgressLine(d.Kit, t.cancel)
	t.root = widgets.NewKeyArea(t.body, t.takeKey)
	t.idle()
	return t
}

// takeKey has Enter in the filter go to what was found, and Esc empty the filter
// or end what is being read.
func (t *ouTree) takeKey(key fyne.KeyName) bool {
	inFilter := t.tree != nil && t.desk.Window.Canvas().Focused() == fyne.Focusable(t.filter)
	switch {
	case inFilter && (key == fyne.KeyReturn || key == fyne.KeyEnter):
		t.desk.Window.Canvas().Focus(t.view)
	case key == fyne.KeyEscape && t.tree != nil && t.filter.Text != "":
		t.filter.SetText("")
	case key == fyne.KeyEscape && t.tree != nil && t.model.reading():
		t.cancel()
	default:
		return false
	}
	return true
}

// cancel ends what is being read.
func (t *ouTree) cancel() {
	t.reset()
	widgets.FocusFirst(t.body)
}

// show puts objects where the tree is.
func (t *ouTree) show(objects ...fyne.CanvasObject) {
	t.body.Objects = objects
	t.body.Refresh()
	if t.resized != nil {
		t.resized()
	}
}

// idle offers to open the tree, or says what it lacks.
func (t *ouTree) idle() {
	d := t.desk
	_, bad := d.Flow.TreeNeeds()
	if len(bad) == 0 {
		open := widgets.NewButton(d.say(check.T("tree.open", "Browse the directory")), t.openFocused).WithIcon(theme.IconFind)
		t.show(widgets.NewParagraph(d.say(check.T("tree.open.text", "Signs in with the service account on one domain controller and reads the OUs. Nothing is changed.")), theme.Body, theme.Soft),
			widgets.Row(0, open))
		return
	}
	step := setup.StepOfField(bad[0].Advice.Field)
	goThere := widgets.NewButton(d.say(check.T("review.go-to", "Go to {{.step}}", "step", d.navOf(step))), func() { t.goTo(step) })
	text := check.T("tree.needs-account", "The OUs can be shown once the service account and its password are filled in. You can also type the DN.")
	if step == setup.Connection {
		text = check.T("tree.needs-hosts", "The OUs can be shown once the domain controllers are filled in. You can also type the DN.")
	}
	t.show(widgets.NewParagraph(d.say(text), theme.Body, theme.Soft), widgets.Row(0, goThere))
}

func (t *ouTree) goTo(step setup.StepID) {
	if t.leave != nil {
		t.leave()
	}
	t.desk.Goto(step)
}

// open signs in and reads the domain.
func (t *ouTree) open() {
	tree, bad := t.desk.Flow.Tree()
	if len(bad) > 0 {
		t.idle()
		return
	}
	t.close()
	t.tree = tree
	t.life, t.end = context.WithCancel(context.Background())
	t.model = newTreeModel()
	t.progress.Start(t.desk.say(check.T("tree.opening", "Signing in and reading the directory")))
	t.show(t.progress)
	t.work(func(ctx context.Context) func() {
		root, err := tree.Root(ctx)
		return func() {
			if err != nil {
				t.failed(err)
				return
			}
			t.model.setRoot(root)
			t.opens()
			t.onFold(root.DN.String(), true)
			if t.opened != nil {
				t.opened()
			}
		}
	})
}

// openFocused is open by a button that is gone then: the keyboard follows.
func (t *ouTree) openFocused() {
	t.open()
	widgets.FocusFirst(t.progress)
}

// opens shows the tree in place of the progress.
func (t *ouTree) opens() {
	focused := t.desk.Window.Canvas().Focused()
	waits := false
	widgets.Walk(t.progress, func(o fyne.CanvasObject) bool {
		waits = waits || focused != nil && o == focused.(fyne.CanvasObject)
		return true
	})
	t.progress.Stop()
	t.show(t.filter, t.view)
	if waits {
		t.desk.Window.Canvas().Focus(t.view)
	}
}

// work runs for as long as this tree is open.
func (t *ouTree) work(do func(ctx context.Context) func()) { t.workUntil(t.life, do) }

func (t *ouTree) workUntil(until context.Context, do func(ctx context.Context) func()) {
	t.desk.Background(func(page context.Context) func() {
		ctx, cancel := context.WithCancel(page)
		defer cancel()
		defer context.AfterFunc(until, cancel)()
		apply := do(ctx)
		return func() {
			if until.Err() == nil {
				apply()
			}
		}
	})
}

// close ends everything. The connection is closed behind the back of the page.
func (t *ouTree) close() {
	if t.tree == nil {
		return
	}
	tree := t.tree
	t.end()
	t.progress.Stop()
	t.tree = nil
	t.desk.Background(func(context.Context) func() {
		tree.Close()
		return nil
	})
}

// reset forgets what was shown.
func (t *ouTree) reset() {
	t.close()
	t.filter.SetText("")
	t.idle()
}

// failed says why the directory cannot be read, and offers to try again. A
// password that was refused is not sent again.
func (t *ouTree) failed(err error) {
	t.close()
	again := widgets.NewButton(t.desk.say(check.T("tree.again", "Try again")), t.openFocused).WithIcon(theme.IconAgain)
	t.show(t.desk.failed(check.T("tree.failed", "The directory cannot be shown"), err), widgets.Row(0, again))
	widgets.FocusFirst(again)
}

// onFold opens or closes a line; what was never read is read now, page by page.
func (t *ouTree) onFold(id string, open bool) {
	b := t.model.fold(id, open)
	t.draw()
	if b == nil || !open || b.read || b.reading || t.tree == nil {
		return
	}
	b.reading = true
	t.draw()
	tree, until, node := t.tree, t.life, b.node
	t.work(func(ctx context.Context) func() {
		more, err := tree.Children(ctx, node, "", func(page []setup.TreeNode) {
			lines := childrenOf(page)
			fyne.Do(func() {
				if until.Err() == nil {
					b.add(lines)
					t.draw()
				}
			})
		})
		return func() {
			b.reading, b.read, b.more, b.err = false, err == nil, more, err
			t.draw()
		}
	})
}

// waitForLetters is how long the filter waits for the next letter.
const waitForLetters = 200 * time.Millisecond

// onFilter asks the domain controller for names that hold the text.
func (t *ouTree) onFilter(text string) {
	if t.reading != nil {
		t.reading()
		t.reading = nil
	}
	if t.tree == nil {
		return
	}
	if text = strings.TrimSpace(text); text == "" {
		t.model.found = nil
		t.draw()
		return
	}
	until, cancel := context.WithCancel(t.life)
	t.reading = cancel
	tree, root := t.tree, t.model.root
	t.model.find(text)
	t.draw()
	t.workUntil(until, func(ctx context.Context) func() {
		select {
		case <-time.After(waitForLetters):
		case <-ctx.Done():
			return func() {}
		}
		nodes, more, err := tree.Find(ctx, root, text, mostFound)
		return func() {
			t.model.found = &found{text: text, nodes: nodes, more: more, err: err}
			t.draw()
		}
	})
}

// mostFound is how many names a filter shows; who wants fewer types more.
const mostFound = 200

// onType begins the filter with what was typed while the tree had the focus.
func (t *ouTree) onType(r rune) {
	t.desk.Window.Canvas().Focus(t.filter)
	t.filter.TypedRune(r)
}

func (t *ouTree) draw() {
	if t.tree != nil {
		t.view.SetLines(t.lines())
	}
}

// navOf is what a step is called in the list of steps.
func (d *Desk) navOf(id setup.StepID) check.Text {
	for _, s := range d.Flow.Steps() {
		if s.ID == id {
			return s.Nav
		}
	}
	return check.Text{}
}
