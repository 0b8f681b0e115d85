//go:build !windows

package ui

import (
	"os"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/widgets"
)

// chooseFile asks for the path of a file. A file can also be dropped on the
// window. Fyne has a file dialog of its own, which knows neither the places nor
// the recent files of the desktop.
func (w *Window) chooseFile(title string, endings []string, chosen func(path string)) {
	path := widgets.NewInput("~/ca.pem").WithMenu(w.desk.Kit)
	field := widgets.NewField(w.say(check.T("file.path", "Path of the file")),
		w.say(check.T("file.endings", "{{.endings}}. You can also drop the file on the window.", "endings", strings.Join(endings, ", "))), path)
	var ask *widgets.Dialog
	cancel := widgets.NewButton(w.desk.Kit.Cancel, func() { ask.Close() })
	take := widgets.NewPrimary(w.say(check.T("file.open", "Open")), func() {
		if strings.TrimSpace(path.Text) == "" {
			widgets.FocusFirst(path)
			return
		}
		ask.Close()
		chosen(expand(strings.TrimSpace(path.Text)))
	})
	ask = widgets.NewDialog(widgets.DialogSpec{Title: title, Body: field, Buttons: []*widgets.Button{cancel, take}, Default: take})
	ask.Open(w.win.Canvas())
}

// replaces is whether a file that exists may be replaced without asking.
const replaces = false

// askPath asks where to save a file. It stays open until the file is written,
// and says at the field why one is not.
func (w *Window) askPath(name string, write func(path string, refused func(error))) {
	path := widgets.NewInput("").WithMenu(w.desk.Kit)
	path.SetText("~/" + name)
	field := widgets.NewField(w.say(check.T("file.path", "Path of the file")), "", path)
	var ask *widgets.Dialog
	cancel := widgets.NewButton(w.desk.Kit.Cancel, func() { ask.Close() })
	save := widgets.NewPrimary(w.say(check.T("file.save", "Save")), func() {
		if strings.TrimSpace(path.Text) == "" {
			widgets.FocusFirst(path)
			return
		}
		write(expand(strings.TrimSpace(path.Text)), func(err error) {
			if err == nil {
				ask.Close()
				return
			}
			field.SetError(w.say(unwritten(err)))
			widgets.FocusFirst(path)
		})
	})
	ask = widgets.NewDialog(widgets.DialogSpec{Title: w.say(check.T("file.save.title", "Save {{.name}}", "name", name)), Body: field, Buttons: []*widgets.Button{cancel, save}, Default: save})
	ask.Open(w.win.Canvas())
}

// expand replaces the tilde as a shell would.
func expand(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return home + "/" + rest
		}
	}
	return path
}
