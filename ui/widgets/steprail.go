package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// StepState is what the rail shows of a step.
type StepState int

// The states of a step.
const (
	StepTodo StepState = iota
	StepDone
	StepAttention // something to look at
	StepFailed
	StepRecheck // an answer changed: what was proved is not proved any more
)

// Step is one line of the rail.
type Step struct {
	ID    string
	Title string
	Hint  string // a second line: what is there, or what is missing
	State StepState
}

// StepGroup is a track: steps that belong together and that can be done in any
// order with those of another group. A group without a title is not one of the
// tracks: the first step, the last.
type StepGroup struct {
	Title string
	Note  string // where and by whom the track is done, or empty
	Open  string // what is left to do in it, in two words, or empty
	Steps []Step
}

// StepRail is the list of steps at the left of the window. Its lines become
// lower where the window does, and lose their hints; then it scrolls.
type StepRail struct {
	widget.BaseWidget
	words    Words
	onSelect func(id string)
	items    map[string]*stepItem
	list     *fyne.Container
	scroll   *FocusScroll
}

// NewStepRail returns an empty rail; onSelect gets the step that was pressed.
func NewStepRail(w Words, onSelect func(id string)) *StepRail {
	r := &StepRail{words: w, onSelect: onSelect, items: map[string]*stepItem{}, list: container.New(railLayout{})}
	r.scroll = NewFocusScroll(Pad(0, railEdge, 0, railEdge, r.list))
	r.ExtendBaseWidget(r)
	return r
}

// SetSteps draws the steps, with the current one marked. Lines that stay keep the
// focus.
func (r *StepRail) SetSteps(groups []StepGroup, current string) {
	number := 0
	items := map[string]*stepItem{}
	r.list.Objects = nil
	for _, g := range groups {
		if g.Title != "" {
			r.list.Objects = append(r.list.Objects, newGroupHead(g))
		}
		for _, s := range g.Steps {
			number++
			item := r.items[s.ID]
			if item == nil {
				item = newStepItem(r.words, func() { r.onSelect(s.ID) })
			}
			item.set(s, strconv.Itoa(number), s.ID == current)
			items[s.ID] = item
			r.list.Objects = append(r.list.Objects, item)
		}
	}
	r.items = items
	r.list.Refresh()
	r.scroll.settle()
}

// Semantics implements Described.
func (r *StepRail) Semantics() Semantics { return Semantics{Role: RoleList} }

// Parts implements Parent.
func (r *StepRail) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{r.scroll} }

// CreateRenderer implements fyne.Widget.
func (r *StepRail) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.scroll) }

// groupHead is the title of a track.
type groupHead struct {
	composite
	told Semantics
}

func newGroupHead(g StepGroup) *groupHead {
	h := &groupHead{told: Semantics{Role: RoleHeading, Name: g.Title, Value: g.Note}}
	rows := []fyne.CanvasObject{Row(theme.Small, Grow(NewText(g.Title, theme.CaptionStrong, theme.Soft).Cut()), NewText(g.Open, theme.Caption, theme.Soft))}
	if g.Note != "" {
		rows = append(rows, NewText(g.Note, theme.Caption, theme.Soft).Cut())
	}
	h.compose(h, Pad(10, theme.Small, theme.Tiny, theme.Medium, Column(0, rows...)))
	return h
}

// Semantics implements Described.
func (h *groupHead) Semantics() Semantics { return h.told }

// railEdge is room for rings and lines at the sides, where the scroll clips.
const railEdge = theme.Tiny

const (
	stepLow  float32 = 28 // a line of the rail where there is little room
	stepHigh float32 = 50 // and where there is enough
	// stepHint is the height from which on a line has room for its hint.
	stepHint float32 = 44
)

// railLayout shares the height among the steps.
type railLayout struct{}

// MinSize implements fyne.Layout.
func (railLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	steps, heads := railParts(objects)
	return fyne.NewSize(180, heads+float32(steps)*stepLow)
}

// Layout implements fyne.Layout.
func (railLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	steps, heads := railParts(objects)
	each := min(stepHigh, (size.Height-heads)/float32(max(steps, 1)))
	y := float32(0)
	for _, o := range objects {
		h := o.MinSize().Height
		if _, ok := o.(*stepItem); ok {
			h = each
		}
		o.Resize(fyne.NewSize(size.Width, h))
		o.Move(fyne.NewPos(0, y))
		y += h
	}
}

func railParts(objects []fyne.CanvasObject) (steps int, heads float32) {
	for _, o := range objects {
		if _, ok := o.(*stepItem); ok {
			steps++
			continue
		}
		heads += o.MinSize().Height
	}
	return steps, heads
}
