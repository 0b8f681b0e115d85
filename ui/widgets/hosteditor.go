package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hire2retire-setup/ui/theme"
)

// Host is one line of a HostEditor, as it was typed.
type Host struct{ Name, Port string }

// HostEditor is an ordered list of hosts. Alt+Up and Alt+Down move the line that
// has the focus; a list that is pasted is handed over whole.
type HostEditor struct {
	assembly
	// OnChange is called when a host or the order changed.
	OnChange func()
	// OnLeave is called when a line is left, or Enter is pressed in it: the time
	// to look at a host.
	OnLeave func(index int)
	// OnPaste gets a text that is more than one host; it returns whether it took
	// it. Else the text goes into the field.
	OnPaste func(text string) bool
	// JudgeHost and JudgePort say what is wrong with a text, or nothing.
	JudgeHost, JudgePort func(text string) string

	words   Words
	port    string // of a new line
	lines   []*hostLine
	add     *Button
	list    *fyne.Container
	holding bool // lines change, and are laid out when all have
}

// NewHostEditor returns an editor with one empty line; port is what new lines
// have. More buttons stand beside the one that adds a line.
func NewHostEditor(w Words, port string, more ...fyne.CanvasObject) *HostEditor {
	e := &HostEditor{words: w, port: port, list: Column(theme.Small)}
	e.add = NewButton(w.AddHost, e.onAdd).WithIcon(theme.IconAdd)
	head := func(text string) fyne.CanvasObject { return NewText(text, theme.CaptionStrong, theme.Soft).Cut() }
	e.compose(e, Column(theme.Small,
		Row(theme.Small, Grow(Columns(theme.Medium, hostShares, head(w.Host), head(w.Port), head(w.StatusHead))), Fixed(hostButtons, Column(0))),
		e.list, Pad(theme.Tiny, 0, 0, 0, Wrap(theme.Small, append([]fyne.CanvasObject{e.add}, more...)...))))
	e.SetHosts(nil)
	return e
}

var hostShares = []float32{0.52, 0.14, 0.34}

// hostButtons is the room for the three buttons at the end of a line.
const hostButtons = 3 * theme.ControlHeight

// Hosts returns what is in the lines, empty ones included.
func (e *HostEditor) Hosts() []Host {
	var hosts []Host
	for _, l := range e.lines {
		hosts = append(hosts, Host{l.host.Text, l.port.Text})
	}
	return hosts
}

// SetHosts replaces the lines without calling back; an empty list gives one
// empty line.
func (e *HostEditor) SetHosts(hosts []Host) {
	if len(hosts) == 0 {
		hosts = []Host{{Port: e.port}}
	}
	e.lines = nil
	for _, h := range hosts {
		e.lines = append(e.lines, newHostLine(e, h))
	}
	e.draw()
}

// SetStatus shows how a host stands; an empty text takes the chip away.
func (e *HostEditor) SetStatus(index int, tone theme.Tone, text string) {
	if index < len(e.lines) {
		e.lines[index].setStatus(tone, text)
	}
}

// SetNote shows something below a line, such as a banner; nil takes it away.
func (e *HostEditor) SetNote(index int, note fyne.CanvasObject) {
	if index < len(e.lines) {
		e.lines[index].setNote(note)
		e.relayout()
	}
}

// FocusError gives the focus to the first host or port with a complaint, shows
// all complaints, and reports whether there is one.
func (e *HostEditor) FocusError() bool {
	found := false
	for _, l := range e.lines {
		for _, in := range []*hostInput{l.host, l.port} {
			in.inspect()
			if !found && in.complaint() != "" {
				found = focus(in)
			}
		}
		l.judge()
	}
	return found
}

// FocusLine gives the focus to a line: lines that were set have lost it.
func (e *HostEditor) FocusLine(index int) {
	if index < len(e.lines) {
		focus(e.lines[index].host)
	}
}

// RevealLine scrolls to a line.
func (e *HostEditor) RevealLine(index int) {
	if index < len(e.lines) {
		reveal(e.lines[index])
	}
}

// draw shows the lines in their order.
func (e *HostEditor) draw() {
	e.list.Objects = nil
	for _, l := range e.lines {
		e.list.Objects = append(e.list.Objects, l)
	}
	for i, l := range e.lines {
		l.number(i, len(e.lines))
	}
	e.relayout()
}

// Together makes several changes of the lines at once: each by itself lays all
// lines out again.
func (e *HostEditor) Together(change func()) {
	e.holding = true
	change()
	e.holding = false
	e.relayout()
}

func (e *HostEditor) relayout() {
	if e.holding {
		return
	}
	relayout(e.list)
	relayout(e.root)
	canvas.Refresh(e)
}

func (e *HostEditor) changed() {
	if e.OnChange != nil {
		e.OnChange()
	}
}

func (e *HostEditor) onAdd() {
	l := newHostLine(e, Host{Port: e.port})
	e.lines = append(e.lines, l)
	e.draw()
	focus(l.host)
	e.changed()
}

// remove takes a line away; the last one is emptied. The focus goes to the line
// that takes its place.
func (e *HostEditor) remove(l *hostLine) {
	i := slices.Index(e.lines, l)
	e.lines = slices.Delete(e.lines, i, i+1)
	if len(e.lines) == 0 {
		e.lines = []*hostLine{newHostLine(e, Host{Port: e.port})}
	}
	e.draw()
	focus(e.lines[min(i, len(e.lines)-1)].host)
	e.changed()
}

// move moves a line by one and keeps the focus where it is in the line.
func (e *HostEditor) move(l *hostLine, by int) {
	i := slices.Index(e.lines, l)
	j := i + by
	if i < 0 || j < 0 || j >= len(e.lines) {
		return
	}
	e.lines[i], e.lines[j] = e.lines[j], e.lines[i]
	e.draw()
	reveal(l)
	e.changed()
}

func (e *HostEditor) left(l *hostLine) {
	if i := slices.Index(e.lines, l); e.OnLeave != nil && i >= 0 {
		e.OnLeave(i)
	}
}

// Semantics implements Described.
func (e *HostEditor) Semantics() Semantics { return Semantics{Role: RoleList, Name: e.words.Host} }
