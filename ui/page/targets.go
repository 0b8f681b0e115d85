package page

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// targets are the OUs in which the account has to have rights: chosen in the
// directory, shown as tags, and still there as text.
type targets struct {
	desk          *Desk
	users, groups *ouList
	card          fyne.CanvasObject
	picking       *ouTree // of the dialog that was opened last
}

// left closes the directory of a dialog that may be open.
func (t *targets) left() {
	if t.picking != nil {
		t.picking.close()
	}
}

// ouList is one of the two lists.
type ouList struct {
	desk    *Desk
	get     func(setup.Answers) string
	set     func(*setup.Answers, string)
	tags    *widgets.TagList
	none    *widgets.Paragraph
	text    *widgets.MultilineInput
	field   *widgets.Field
	edit    *widgets.Button
	root    *fyne.Container
	editing bool // somebody asked for the text
}

func newTargets(d *Desk, f *form) *targets {
	t := &targets{desk: d}
	t.users = newOUList(d, func(a setup.Answers) string { return a.UserOUs }, func(a *setup.Answers, text string) { a.UserOUs = text })
	t.groups = newOUList(d, func(a setup.Answers) string { return a.GroupOUs }, func(a *setup.Answers, text string) { a.GroupOUs = text })
	users := t.users.build(f, setup.FieldUserOUs, check.T("account.user-ous", "OUs for users"),
		check.T("account.user-ous.help", "Where users are created, moved and disabled. Do not forget the OU for leavers."), func() { t.pick(false) })
	groups := t.groups.build(f, setup.FieldGroupOUs, check.T("account.group-ous", "OUs for groups"),
		check.T("account.group-ous.help", "Where the groups are whose members change."), func() { t.pick(true) })
	t.card = widgets.NewSection(widgets.Section{Title: d.say(check.T("account.targets", "Target OUs")),
		Lead: d.say(check.T("account.targets.lead", "The rights are proved on each of them. Without any, only membership in Domain Admins can be proved.")),
		Body: widgets.Columns(theme.Wide, []float32{0.5, 0.5}, users, groups)})
	return t
}

func newOUList(d *Desk, get func(setup.Answers) string, set func(*setup.Answers, string)) *ouList {
	return &ouList{desk: d, get: get, set: set}
}

func (l *ouList) build(f *form, name string, label, help check.Text, pick func()) fyne.CanvasObject {
	d := l.desk
	l.tags = widgets.NewTagList(d.say(check.T("targets.remove", "Remove")))
	l.tags.OnRemove = func(id string) {
		if n, err := setup.NodeAt(id); err == nil {
			l.change(setup.WithoutOU(l.get(d.Flow.Answers()), n))
		}
	}
	l.none = widgets.NewParagraph(d.say(check.T("targets.none", "None chosen yet.")), theme.Body, theme.Soft)
	l.text = widgets.NewMultilineInput(d.say(check.T("account.ou.placeholder", "One DN per line")), 3)
	l.text.OnChange = func(text string) {
		d.edit(func(a *setup.Answers) { l.set(a, text) })
		l.drawTags()
	}
	l.text.Mono().WithMenu(d.Kit)
	l.text.Judge(f.judge(name, l.set))
	l.field = f.addField(name, widgets.NewField(d.say(label), d.say(help), l.text))
	choose := widgets.NewButton(d.say(check.T("targets.choose", "Choose…")), pick).WithIcon(theme.IconOpenFile)
	l.edit = widgets.NewLinkButton(d.say(check.T("targets.edit", "Edit as text")), l.onEdit)
	l.root = widgets.Column(theme.Small,
		widgets.Column(theme.Hair, widgets.NewText(d.say(label), theme.Strong, theme.Text).Cut(), widgets.NewParagraph(d.say(help), theme.Caption, theme.Soft)),
		l.none, l.tags, l.field, widgets.Wrap(theme.Small, choose, l.edit))
	return l.root
}

func (l *ouList) onEdit() {
	l.editing = !l.editing
	l.draw()
	if l.editing {
		widgets.FocusFirst(l.text)
	}
}

// showText opens the text: something in it is to be looked at.
func (l *ouList) showText() {
	l.editing = true
	l.draw()
}

// reveal opens the texts that hold what cannot be used.
func (f *form) reveal(bad check.Problems, lists map[string]*ouList) {
	for _, p := range bad {
		if l := lists[p.Advice.Field]; l != nil {
			l.showText()
		}
	}
}

// change takes over another list.
func (l *ouList) change(text string) {
	l.desk.edit(func(a *setup.Answers) { l.set(a, text) })
	setText(&l.text.Input, text)
	l.draw()
}

// draw shows the list. What cannot be read is shown as text: there is no tag for
// it.
func (l *ouList) draw() {
	setText(&l.text.Input, l.get(l.desk.Flow.Answers()))
	l.field.Hidden = !l.editing && l.field.Problem() == ""
	l.edit.Hidden = l.editing
	l.drawTags()
}

func (l *ouList) drawTags() {
	var tags []widgets.Tag
	for _, n := range setup.OUs(l.get(l.desk.Flow.Answers())) {
		tags = append(tags, widgets.Tag{ID: n.DN.String(), Name: n.Name, Full: n.DN.String()})
	}
	l.tags.Set(tags)
	l.none.Hidden = len(tags) > 0 || l.field.Visible()
	l.root.Refresh()
}

func (t *targets) draw() {
	t.users.draw()
	t.groups.draw()
	t.card.Refresh()
}

// ouPicker is the dialog in which both lists are ticked in one tree.
type ouPicker struct {
	desk    *Desk
	tree    *ouTree
	groups  bool // which list is ticked now
	lists   [2]string
	choice  *widgets.RadioGroup
	chosen  *widgets.Paragraph
	dialog  *widgets.Dialog
	targets *targets
}

// pick opens the dialog on one of the two lists.
func (t *targets) pick(groups bool) {
	d := t.desk
	a := d.Flow.Answers()
	p := &ouPicker{desk: d, targets: t, groups: groups, lists: [2]string{a.UserOUs, a.GroupOUs}}
	p.tree = newOUTree(d, true)
	t.picking = p.tree
	p.tree.mark = p.mark
	p.choice = widgets.NewRadioGroup(d.say(check.T("targets.which", "What they are for")),
		[]widgets.Option{{Label: d.say(check.T("account.user-ous", "OUs for users"))}, {Label: d.say(check.T("account.group-ous", "OUs for groups"))}}, func(i int) {
			p.groups = i == 1
			p.draw()
		})
	p.choice.Choose(p.at())
	p.chosen = widgets.NewParagraph("", theme.Caption, theme.Soft)
	leave := widgets.NewButton(d.Kit.Cancel, p.close)
	take := widgets.NewPrimary(d.say(check.T("targets.take", "Use these OUs")), p.take)
	p.dialog = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("targets.title", "Choose the target OUs")),
		Lead: d.say(check.T("targets.title.lead", "Space ticks the OU with the focus; the arrow keys open and close it. Both lists are kept.")),
		Body: widgets.Column(theme.Medium, p.choice, p.tree.root, p.chosen), Buttons: []*widgets.Button{leave, take}, Default: take, OnCancel: p.tree.close, Width: 640})
	p.tree.resized = p.dialog.Settle
	p.tree.leave = p.dialog.Close
	p.draw()
	p.dialog.Open(d.Window.Canvas())
	p.tree.open()
}

func (p *ouPicker) at() int {
	if p.groups {
		return 1
	}
	return 0
}

func (p *ouPicker) mark(n setup.TreeNode, on bool) {
	list := &p.lists[p.at()]
	if on {
		*list = setup.WithOU(*list, n)
	} else {
		*list = setup.WithoutOU(*list, n)
	}
	p.draw()
}

func (p *ouPicker) draw() {
	nodes := setup.OUs(p.lists[p.at()])
	p.tree.marks = newDNSet(nodes)
	p.chosen.SetText(p.desk.say(check.N("targets.chosen", len(nodes), "{{.n}} OU ticked", "{{.n}} OUs ticked")))
	p.tree.draw()
}

func (p *ouPicker) close() {
	p.tree.close()
	p.dialog.Close()
}

func (p *ouPicker) take() {
	p.close()
	p.targets.users.change(p.lists[0])
	p.targets.groups.change(p.lists[1])
	p.targets.card.Refresh()
}
