// Package page draws the steps of the set-up, one file for each: it shows the
// answers, the results and the proposals of a setup.Flow, and writes what is
// typed back into it. What a page wants done it asks of its Desk, which is the
// window.
//
// Rules for whoever adds one. All methods run on the Fyne goroutine and return
// at once; what takes time goes through Desk.Background, which ends when the
// page is left. A page decides nothing: whether an answer can be used is what
// Flow.Faults says, and what a result is worth is what its status says. No page
// knows LDAP or Microsoft. Every sentence is a check.T with its English beside
// it.
package page

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/widgets"
)

// Desk is what a page works with. The window fills it.
type Desk struct {
	Flow   *setup.Flow
	Words  *words.Printer
	Kit    widgets.Words
	Window fyne.Window
	// Unkept is why the password of an opened connection has to be typed again,
	// or nil.
	Unkept *check.Problem
	// NotKept is why the password of a saved connection is not kept, or nil.
	NotKept *check.Problem

	// Background runs work on a goroutine of its own, and then what work
	// returned, if anything, on the Fyne goroutine. When the page is left, ctx
	// ends and nothing is applied any more.
	Background func(work func(ctx context.Context) (apply func()))
	// Check runs the checks of a step, if it is the one that is shown.
	Check func(setup.StepID)
	// Run runs checks of the step that is shown which Check cannot ask for.
	Run func(setup.Work)
	// SignIn checks the Exchange step in a way of signing in that was asked for,
	// and goes on as Next does.
	SignIn func(setup.SignInMethod)
	// Cancel ends the checks that run.
	Cancel func()
	// Next goes on as the button does.
	Next func()
	// Goto shows a step.
	Goto func(setup.StepID)
	// Open continues with a saved connection; verify checks all of it at once.
	Open func(o setup.Opened, verify bool)
	// NewConnection begins anew.
	NewConnection func()
	// Reveal scrolls to a part of the page.
	Reveal func(fyne.CanvasObject)
	// ChooseFile asks for a file with one of these endings; chosen gets its path.
	ChooseFile func(title string, endings []string, chosen func(path string))
	// SaveFile asks where to save a text, proposes a file name, and writes it;
	// done gets the path, or why it was not written. It is not called when
	// nobody wanted it after all.
	SaveFile func(name, text string, done func(path string, err error))
	// ExportDraft saves the set-up as it stands for another computer, ImportDraft
	// takes over what one knows better, Resume continues with unfinished work.
	ExportDraft, ImportDraft func()
	Resume                   func(setup.Draft, secret.Text)
	// Redraw shows the page again.
	Redraw func()
	// Changed draws what depends on the answers outside of the page.
	Changed func()

	own *setup.OwnDomain // of this computer, once it was asked
}

// say draws a sentence.
func (d *Desk) say(t check.Text) string { return d.Words.Draw(t) }

// edit changes the answers.
func (d *Desk) edit(change func(*setup.Answers)) {
	d.Flow.Edit(change)
	d.Changed()
}

// Page is one step on the screen. Its methods are called on the Fyne goroutine.
type Page interface {
	// Content returns the widgets, always the same.
	Content() fyne.CanvasObject
	// First is where the keyboard begins; nil is the first control.
	First() fyne.CanvasObject
	// Shown tells that the page is on the screen; it draws everything anew that
	// other steps may have changed.
	Shown()
	// Left tells that it is not any more.
	Left()
	// Faults shows what cannot be used at the fields it belongs to, and gives
	// the focus to the first.
	Faults(check.Problems)
	// Began, Row and Ended follow a run of checks: what it is called, each
	// change of a result, and the end, after which the flow knows the results.
	// A run that was cancelled hands over what it had.
	Began(name string)
	Row(check.Result)
	Ended(cancelled *check.Report)
	// SignIn shows how far a sign-in with Microsoft is.
	SignIn(setup.SignInState)
}

// New returns the page of a step.
func New(d *Desk, id setup.StepID) Page {
	switch id {
	case setup.Welcome:
		return newWelcome(d)
	case setup.Permissions:
		return newPermissions(d)
	case setup.Connection:
		return newConnection(d)
	case setup.BaseDN:
		return newBaseDN(d)
	case setup.ServiceAccount:
		return newAccount(d)
	case setup.Exchange:
		return newExchange(d)
	case setup.Review:
		return newReview(d)
	}
	return newDone(d)
}

// quiet is the part of a page that has nothing to do.
type quiet struct{ content fyne.CanvasObject }

// Content implements Page.
func (q *quiet) Content() fyne.CanvasObject { return q.content }

// First implements Page.
func (q *quiet) First() fyne.CanvasObject { return nil }

// Shown implements Page.
func (q *quiet) Shown() {}

// Left implements Page.
func (q *quiet) Left() {}

// Faults implements Page.
func (q *quiet) Faults(check.Problems) {}

// Began implements Page.
func (q *quiet) Began(string) {}

// Row implements Page.
func (q *quiet) Row(check.Result) {}

// Ended implements Page.
func (q *quiet) Ended(*check.Report) {}

// SignIn implements Page.
func (q *quiet) SignIn(setup.SignInState) {}
