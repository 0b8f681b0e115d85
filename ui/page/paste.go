package page

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// onPaste shows what was understood of a pasted list before it is taken. A text
// of which nothing is understood goes into the field.
func (c *connection) onPaste(text string) bool {
	pasted := setup.Answers{Hosts: []setup.HostAnswer{{Name: text, Port: defaultPort}}}
	conf, notices, bad := pasted.Directory(setup.Probe)
	if len(conf.Hosts) == 0 {
		return false
	}
	lines := slices.DeleteFunc(c.hosts.Hosts(), func(h widgets.Host) bool { return strings.TrimSpace(h.Name) == "" })
	known := len(lines)
	var rows [][]fyne.CanvasObject
	for _, h := range conf.Hosts {
		line := widgets.Host{Name: h.Name, Port: strconv.Itoa(int(h.Port))}
		note := check.T("paste.new", "New")
		if slices.Contains(lines, line) {
			note = check.T("paste.known", "In the list already")
		} else {
			lines = append(lines, line)
		}
		rows = append(rows, []fyne.CanvasObject{widgets.NewParagraph(line.Name, theme.Body, theme.Text),
			widgets.NewText(line.Port, theme.Body, theme.Text).Cut(), widgets.NewText(c.desk.say(note), theme.Body, theme.Soft).Cut()})
	}
	c.preview(preview{lines: lines, fresh: len(lines) - known, rows: rows, notices: notices, bad: bad})
	return true
}

// preview is a pasted list, understood.
type preview struct {
	lines   []widgets.Host // all lines, the new ones last
	fresh   int
	rows    [][]fyne.CanvasObject
	notices setup.Notices
	bad     check.Problems
}

// preview asks whether the list is to be taken as it was understood.
func (c *connection) preview(p preview) {
	d := c.desk
	body := []fyne.CanvasObject{widgets.NewTable(widgets.TableSpec{Name: d.say(check.T("paste.table", "Hosts that were understood")),
		Heads: []string{d.Kit.Host, d.Kit.Port, ""}, Fractions: []float32{0.58, 0.12, 0.3}, Rows: p.rows})}
	for _, n := range p.notices {
		body = append(body, widgets.Point(theme.IconInfo, theme.Accent, d.say(n)))
	}
	for _, b := range p.bad {
		body = append(body, widgets.Point(theme.IconFailed, theme.Error, d.say(wrong(b))))
	}
	var ask *widgets.Dialog
	leave := widgets.NewButton(d.Kit.Cancel, func() { ask.Close() })
	take := widgets.NewPrimary(d.say(check.N("paste.take", p.fresh, "Add {{.n}} host", "Add {{.n}} hosts")), func() {
		ask.Close()
		c.takeHosts(p.lines)
		c.hosts.FocusLine(len(p.lines) - p.fresh)
	})
	first := take
	if p.fresh == 0 {
		take.Disable()
		take.SetLabel(d.say(check.T("paste.nothing", "Nothing to add")))
		first = leave
	}
	ask = widgets.NewDialog(widgets.DialogSpec{Title: d.say(check.T("paste.title", "Add the pasted hosts?")),
		Lead: d.say(check.T("paste.lead", "This is what was understood. What could not be read is left out.")),
		Body: widgets.Column(theme.Medium, body...), Buttons: []*widgets.Button{leave, take}, Default: take, First: first, Width: 620})
	ask.Open(d.Window.Canvas())
}

// takeHosts shows these lines and looks at their hosts.
func (c *connection) takeHosts(lines []widgets.Host) {
	c.setLines(lines)
	c.onHosts()
	c.onLeave(0)
}
