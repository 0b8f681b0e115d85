package widgets

import (
	"slices"

	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
)

// Tag is one thing that was chosen: a short name, and the whole one as its tip.
type Tag struct{ ID, Name, Full string }

// TagList shows what was chosen; each can be taken out by its button, or by
// Delete where the keyboard is.
type TagList struct {
	assembly
	// OnRemove is called after a tag was taken out.
	OnRemove func(id string)

	remove string // the name of the buttons
	tags   []Tag
	list   *fyne.Container
}

// NewTagList returns an empty list; remove is what the button of a tag is called.
func NewTagList(remove string) *TagList {
	l := &TagList{remove: remove, list: Wrap(theme.Small)}
	l.compose(l, l.list)
	return l
}

// Set shows these tags.
func (l *TagList) Set(tags []Tag) {
	l.tags = slices.Clone(tags)
	l.draw()
}

func (l *TagList) draw() {
	l.list.Objects = nil
	for _, t := range l.tags {
		l.list.Objects = append(l.list.Objects, newTag(l, t))
	}
	l.Hidden = len(l.tags) == 0
	l.root.Refresh()
}

// take takes a tag out and hands the keyboard to the one in its place.
func (l *TagList) take(t Tag) {
	i := slices.Index(l.tags, t)
	if i < 0 {
		return
	}
	l.tags = slices.Delete(l.tags, i, i+1)
	if cv := canvasOf(l); cv != nil && len(l.tags) == 0 {
		cv.FocusNext()
	}
	l.draw()
	if len(l.tags) > 0 {
		FocusFirst(l.list.Objects[min(i, len(l.tags)-1)])
	}
	if l.OnRemove != nil {
		l.OnRemove(t.ID)
	}
}

// Semantics implements Described.
func (l *TagList) Semantics() Semantics { return Semantics{Role: RoleList} }

// tag is one of them: its name on neutral paper, and a button.
type tag struct {
	assembly
	list *TagList
	is   Tag
}

func newTag(l *TagList, is Tag) *tag {
	t := &tag{list: l, is: is}
	button := NewIconButton(theme.IconClose, l.remove+" "+is.Name, func() { l.take(is) })
	button.tip = is.Full
	name := Wide(widestTag, NewText(is.Name, theme.Body, theme.Text))
	t.compose(t, Stack(NewSurface(theme.NeutralSoft, theme.ToneStroke, theme.ControlRadius),
		Row(0, Pad(0, 0, 0, 8, NewGlyph(theme.IconFolder, theme.Soft, 16)), Pad(0, 4, 0, 4, name), Fixed(28, button))))
	return t
}

// widestTag is where the name of a tag is cut.
const widestTag float32 = 220

// TakeKey implements KeyTaker.
func (t *tag) TakeKey(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyDelete && e.Name != fyne.KeyBackspace {
		return false
	}
	t.list.take(t.is)
	return true
}

// Semantics implements Described.
func (t *tag) Semantics() Semantics {
	return Semantics{Role: RoleListItem, Name: t.is.Name, Value: t.is.Full}
}
