// Package ui is the window of the wizard: the frame around the pages, the list
// of steps, the buttons below, the keys, and the one place that runs what takes
// time.
//
// The rules. Everything here runs on the Fyne goroutine and returns at once.
// Work that takes time goes through Window.background and nothing else: it gets
// a context that ends when the page is left or the window closed, reports by
// fyne.Do, and what it returns is applied in one fyne.Do. The flow is touched on
// the Fyne goroutine only. What a page may do is said in package page; what is
// true is decided in package setup; sentences are check.Texts, drawn by words.
//
// The keys. Enter is Next where a page is in front and nothing else wants it,
// and never closes the window; Esc ends the running work and never the window;
// Alt+Left and Alt+Right are Back and Next, Ctrl+R checks again, F1 is the help
// of the step.
package ui

import (
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"golang.org/x/text/language"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/page"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// Window is the wizard on the screen.
type Window struct {
	app   fyne.App
	win   fyne.Window
	flow  *setup.Flow
	words *words.Printer
	brand brand
	desk  *page.Desk

	shell              *widgets.Shell
	rail               *widgets.StepRail
	back, next, cancel *widgets.Button
	appearance         *widgets.Pressable
	language           *widgets.Pressable
	foot               footLine

	pages map[setup.StepID]page.Page
	shown page.Page
	life  life
	job   *job
	wg    sync.WaitGroup

	edits    int           // counts changes of the answers
	baseline setup.Answers // what nobody would miss
	ended    bool          // the last run of this page was cancelled
	storing  bool
	faulty   int          // fields that Next complained about
	system   language.Tag // that of the system, where one can be chosen
}

// New returns the window of a flow; it is not shown yet. The flow belongs to the
// window from now on.
func New(app fyne.App, flow *setup.Flow, printer *words.Printer) *Window {
	w := &Window{app: app, flow: flow, words: printer, brand: readBrand(), pages: map[setup.StepID]page.Page{}}
	app.Settings().SetTheme(theme.New(w.look()))
	read := theme.ReadFonts()
	w.win = app.NewWindow(w.brand.Short)
	read() // before the first text
	w.win.SetIcon(theme.AppIcon())
	w.win.SetPadded(false)
	w.win.SetMaster()
	w.life.begin()
	w.baseline = flow.Answers()
	w.desk = w.newDesk()
	w.build()
	w.followSystem()
	w.win.SetCloseIntercept(w.askClose)
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.Dropped(files...) })
	w.win.SetOnClosed(w.end)
	w.show()
	return w
}

func (w *Window) newDesk() *page.Desk {
	return &page.Desk{Flow: w.flow, Words: w.words, Kit: page.Kit(w.words), Window: w.win,
		Background: w.background, Check: w.check, Run: w.runWork, Cancel: w.cancelWork, Next: w.Next, Goto: w.Goto,
		Open: w.open, Changed: w.changed, ChooseFile: w.chooseFile, SaveFile: w.SaveFile, SignIn: w.signInBy, Reveal: w.reveal, NewConnection: w.askNew,
		ExportDraft: w.exportDraft, ImportDraft: w.importDraft, Resume: w.resume, Redraw: func() { w.shown.Shown() }}
}

// Fyne returns the window that Fyne knows.
func (w *Window) Fyne() fyne.Window { return w.win }

func (w *Window) say(t check.Text) string { return w.words.Draw(t) }

// build makes the frame.
func (w *Window) build() {
	w.rail = widgets.NewStepRail(w.desk.Kit, func(id string) { w.Goto(setup.StepID(id)) })
	help := widgets.NewRailAction(theme.IconHelp, w.say(check.T("help", "Help for this step")), "F1", w.help)
	w.appearance = widgets.NewRailAction(theme.IconAppearance, w.say(check.T("appearance", "Appearance")), "", w.chooseLook)
	w.language = widgets.NewRailMenu(theme.IconLanguage, w.say(check.T("language", "Language")), w.words.NameOf(w.words.Tag()), w.chooseLanguage)
	w.shell = widgets.NewShell(widgets.Brand{Name: w.brand.Short, Line: w.brand.Platform}, w.rail, help, widgets.Row(0, widgets.Grow(w.appearance), w.language))
	w.foot = footLine{}
	w.back = widgets.NewButton(w.say(check.T("back", "Back")), w.Back)
	w.next = widgets.NewPrimary(w.say(check.T("next", "Next")), w.Next)
	w.cancel = widgets.NewButton(w.desk.Kit.Cancel, w.cancelOrClose)
	w.drawStrip()
	w.win.SetContent(w.shell)
	w.shell.Bind(w.win.Canvas())
	w.shell.OnKey = w.onKey
	w.shell.AddShortcut(fyne.KeyLeft, fyne.KeyModifierAlt, w.Back)
	w.shell.AddShortcut(fyne.KeyRight, fyne.KeyModifierAlt, w.Next)
	w.shell.AddShortcut(fyne.KeyR, fyne.KeyModifierControl, func() { w.check(w.flow.Current().ID) })
}

func (w *Window) onKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if w.flow.Current().ID != setup.Done {
			w.Next()
		}
	case fyne.KeyEscape:
		w.cancelWork()
	case fyne.KeyF1:
		w.help()
	}
}

// pageOf returns the page of a step, which is made once.
func (w *Window) pageOf(id setup.StepID) page.Page {
	if w.pages[id] == nil {
		w.pages[id] = page.New(w.desk, id)
	}
	return w.pages[id]
}

// forgetPages drops all pages; what was typed into them is wiped.
func (w *Window) forgetPages() {
	for _, p := range w.pages {
		if p, ok := p.(interface{ Forget() }); ok {
			p.Forget()
		}
	}
	w.pages = map[setup.StepID]page.Page{}
}

// Dropped reads a draft that was dropped on the window, and hands another file to
// the page, if that takes one: the first, if there are several.
func (w *Window) Dropped(files ...fyne.URI) {
	if len(files) > 0 && files[0].Scheme() == "file" && strings.HasSuffix(files[0].Path(), draftEnding) && !w.storing {
		w.readDraft(files[0].Path())
		return
	}
	p, ok := w.shown.(interface{ TakeFile(path string) })
	if ok && len(files) > 0 && files[0].Scheme() == "file" && !w.storing {
		p.TakeFile(files[0].Path())
	}
}

// show puts the current step of the flow on the screen.
func (w *Window) show() {
	if w.shown != nil {
		w.shown.Left()
	}
	w.job, w.ended, w.faulty = nil, false, 0
	w.life.turn()
	step := w.flow.Current()
	w.shown = w.pageOf(step.ID)
	w.win.SetTitle(w.say(check.T("window.title", "{{.page}} - {{.product}}", "page", step.Nav, "product", w.brand.Short)))
	w.shell.SetBody(nil) // every change around the body lays it out again
	w.shell.SetHead(widgets.Head{Caption: w.caption(), Title: w.say(step.Title), Lead: w.say(step.Help)})
	w.drawButtons()
	w.refresh()
	w.shown.Shown()
	w.shell.SetBody(w.shown.Content())
	w.focus(step.ID)
	w.autosave()
}

// focus gives the keyboard to the first control of a page, or to Next where
// there is nothing to fill in.
func (w *Window) focus(id setup.StepID) {
	switch id {
	case setup.Welcome, setup.Permissions, setup.Review, setup.Done:
		w.win.Canvas().Focus(w.next)
		return
	}
	first := w.shown.First()
	if first == nil {
		first = w.shown.Content()
	}
	if !widgets.FocusFirst(first) {
		w.win.Canvas().Focus(w.next)
	}
}

// reveal scrolls to a part of the page, which may have grown just now.
func (w *Window) reveal(o fyne.CanvasObject) {
	body := w.shell.Body()
	body.Resize(body.Size())
	body.Reveal(o)
}

// changed is called at every change of the answers.
func (w *Window) changed() {
	w.edits++
	w.faulty = 0
	w.refresh()
}

// refresh draws what depends on the flow outside of the page.
func (w *Window) refresh() {
	w.drawRail()
	w.drawFoot()
}

// Busy reports whether checks run or something is being saved.
func (w *Window) Busy() bool { return w.job != nil || w.storing }
