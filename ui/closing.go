package ui

import (
	"reflect"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/ui/widgets"
)

// cancelOrClose is the Cancel button: it ends what runs, and where nothing runs
// it closes the window.
func (w *Window) cancelOrClose() {
	if w.job != nil {
		w.cancelWork()
		return
	}
	w.askClose()
}

// askClose closes the window, and asks before if the connection is not saved.
func (w *Window) askClose() {
	if !w.unsaved() {
		w.win.Close()
		return
	}
	w.askKeeping(check.T("closing.ask", "Close without saving the connection?"), check.T("closing.leave", "Close"), w.win.Close)
}

// askKeeping asks before the set-up that is open makes way, keeps it as a draft,
// and goes on.
func (w *Window) askKeeping(title, yes check.Text, then func()) {
	w.ask(question{Title: title, Lead: check.T("closing.kept", "What you have typed and what was proved is kept on this computer as unfinished work, without passwords. The first page offers to continue with it."),
		No: check.T("closing.stay", "Keep working"), Yes: yes}, func() { w.keepThen(then) })
}

// question is asked before something is lost.
type question struct{ Title, Lead, No, Yes check.Text }

// ask shows a question; the safe answer has the focus.
func (w *Window) ask(q question, yes func()) {
	if w.win.Canvas().Overlays().Top() != nil {
		return
	}
	var dialog *widgets.Dialog
	no := widgets.NewButton(w.say(q.No), func() { dialog.Close() })
	agree := widgets.NewDanger(w.say(q.Yes), func() {
		dialog.Close()
		yes()
	})
	dialog = widgets.NewDialog(widgets.DialogSpec{Title: w.say(q.Title), Lead: w.say(q.Lead), Buttons: []*widgets.Button{no, agree}, First: no})
	dialog.Open(w.win.Canvas())
}

// unsaved reports whether something would be lost: answers that differ from what
// was there, or results that were never saved.
func (w *Window) unsaved() bool {
	if w.flow.AtEnd() {
		return false
	}
	now, before := w.flow.Answers(), w.baseline
	now.Password, before.Password = secret.Text{}, secret.Text{}
	if !reflect.DeepEqual(now, before) {
		return true
	}
	return w.proofs() != len(w.flow.Connection().Report().Results) && w.proofs() > 0
}

// proofs counts the results of this session.
func (w *Window) proofs() int {
	n := 0
	for _, s := range w.flow.Steps() {
		report, _ := w.flow.Results(s.ID)
		n += len(report.Results)
	}
	return n
}

// end ends everything that runs and wipes the password. Wait returns when it
// has.
func (w *Window) end() {
	w.life.end()
	w.shown.Left()
	w.forgetPages()
	w.flow.Close()
}

// Wait returns when nothing of the window runs any more. Call it after the event
// loop has ended.
func (w *Window) Wait() { w.wg.Wait() }
