package page

import (
	"context"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// SignIn implements Page. It shows where to sign in while a person does so.
func (e *exchange) SignIn(s setup.SignInState) {
	e.waiting.Objects = nil
	if s.Stage == setup.SignInWaiting {
		e.waiting.Objects = []fyne.CanvasObject{e.waitingBanner(s)}
	}
	e.waiting.Hidden = len(e.waiting.Objects) == 0
	e.progress.SetName(e.desk.say(signingIn(s)))
	e.content.Refresh()
	e.desk.Reveal(e.card)
	if e.waiting.Visible() {
		e.desk.Reveal(e.waiting)
	}
}

// signingIn names what goes on.
func signingIn(s setup.SignInState) check.Text {
	switch {
	case s.Wait > 0:
		return check.T("sign-in.patience", "Microsoft asks to wait {{.for}}", "for", setup.ElapsedText(s.Wait))
	case s.Stage == setup.SignInPreparing:
		return check.T("sign-in.preparing", "Asking Microsoft where to sign in")
	case s.Stage == setup.SignInWaiting:
		return check.T("sign-in.waiting", "Waiting for you to sign in with Microsoft")
	}
	return check.T("sign-in.finishing", "Signed in; reading what the account may do")
}

func (e *exchange) waitingBanner(s setup.SignInState) fyne.CanvasObject {
	d := e.desk
	tone, title := theme.Info, check.T("sign-in.title", "Sign in in the browser window that has opened")
	if s.Browser != nil {
		tone, title = theme.Caution, check.T("sign-in.no-browser", "No browser opened; open the link yourself")
	}
	text := check.T("sign-in.text", "Sign in as the service account. If the window is gone, open it again, or copy the link into another browser on this computer. This ends by itself at {{.until}}.",
		"until", s.Until.Local().Format("15:04"))
	actions := []fyne.CanvasObject{
		widgets.NewButton(d.say(check.T("sign-in.open", "Open again")), func() { e.openAgain(s.URL) }).WithIcon(theme.IconOpen),
		widgets.NewButton(d.say(check.T("sign-in.copy", "Copy link")), func() { fyne.CurrentApp().Clipboard().SetContent(s.URL) }).WithIcon(theme.IconCopy)}
	if s.Code != "" {
		title = check.T("sign-in.code", "Enter this code on the page: {{.code}}", "code", s.Code)
	}
	return widgets.NewBanner(tone, d.say(title), d.say(text), actions...)
}

// openAgain opens the browser off the Fyne goroutine: a desktop can take its
// time.
func (e *exchange) openAgain(url string) {
	open := e.desk.Flow.Deps().OpenURL
	e.desk.Background(func(context.Context) func() {
		if err := open(url); err != nil {
			return func() { e.SignIn(setup.SignInState{Stage: setup.SignInWaiting, URL: url, Browser: err}) }
		}
		return nil
	})
}
