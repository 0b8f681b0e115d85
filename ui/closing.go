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

// askClose closes the window, and asks before if something would be lost.
func (w *Window) askClose() {
	if !w.unsaved() {
		w.win.Close()
		return
	}
	w.ask(question{Title: check.T("closing.ask", "Close without saving the connection?"), Lead: check.T("closing.lead", "What you have typed and what was proved will be gone."),
		No: check.T("closing.stay", "Keep working"), Yes: check.T("closing.leave", "Close without saving")}, w.win.Close)
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
