package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// signIn is what is shown while a person signs in: where, how long that can
// still take, and every way out.
type signIn struct {
	e    *exchange
	root *fyne.Container
	live *widgets.LiveText
	// shown is what the panel says now; round counts how often Microsoft asked in
	// this run, since when the person is waited for.
	shown setup.SignInState
	round int
	since time.Time
	busy  bool // a run goes on
	// before had the keyboard before the panel did, and has it again afterwards.
	before fyne.Focusable
}

func newSignIn(e *exchange) *signIn {
	s := &signIn{e: e, root: widgets.Column(0), live: widgets.NewLiveText(theme.Caption, theme.Soft)}
	s.root.Hide()
	return s
}

// begin is called when a run begins.
func (s *signIn) begin() { s.shown, s.round, s.busy = setup.SignInState{}, 0, true }

// end is called when the run has ended.
func (s *signIn) end() {
	s.busy = false
	s.hide()
}

// hide takes the panel away. It gives the keyboard back if the panel held it,
// which scrolls away from here.
func (s *signIn) hide() (held bool) {
	c := s.e.desk.Window.Canvas()
	held = s.root.Visible() && holds(s.root, c.Focused())
	s.live.Stop()
	s.root.Hide()
	s.root.Objects = nil
	if held {
		c.Focus(s.before)
	}
	return held
}

// holds reports whether what has the keyboard is in a part of the page.
func holds(part fyne.CanvasObject, focused fyne.Focusable) bool {
	found := false
	widgets.Walk(part, func(o fyne.CanvasObject) bool {
		f, ok := o.(fyne.Focusable)
		found = found || ok && f == focused
		return !found
	})
	return found
}

// show follows a sign-in. It draws the panel anew only where it says something
// else, so that the focus stays on its buttons.
func (s *signIn) show(now setup.SignInState) {
	last := s.shown
	s.shown = now
	switch {
	case now.Stage == setup.SignInFinishing, now.Stage == setup.SignInPreparing && s.root.Visible():
		held := s.hide()
		s.e.progress.Show()
		s.e.resize()
		if held {
			s.e.desk.Reveal(s.e.progress)
		}
	case now.Stage != setup.SignInWaiting:
	case s.root.Visible() && last.URL == now.URL && last.Code == now.Code && (last.Browser == nil) == (now.Browser == nil):
	default:
		s.draw(now, last)
	}
	s.e.progress.SetName(s.e.desk.say(signingIn(now)))
}

func (s *signIn) draw(now, last setup.SignInState) {
	if last.URL != now.URL || last.Code != now.Code {
		s.round, s.since = s.round+1, time.Now()
	}
	d := s.e.desk
	panel := s.byBrowser(now)
	if now.Code != "" {
		panel = s.byCode(now)
	}
	s.live.Start(func() string { return d.say(s.time()) })
	c := d.Window.Canvas()
	if !holds(s.root, c.Focused()) {
		s.before = c.Focused()
	}
	s.root.Objects = []fyne.CanvasObject{panel}
	s.root.Show()
	s.e.progress.Hide() // the panel says it, and has a Cancel of its own
	s.e.resize()
	if c.Overlays().Top() == nil {
		widgets.FocusFirst(s.root) // all ways out are here
	}
	d.Reveal(s.root)
}

// time says how long this takes already, and how long it still can.
func (s *signIn) time() check.Text {
	left := max(0, time.Until(s.shown.Until)).Truncate(time.Second)
	return check.T("sign-in.time", "Waiting for {{.spent}}. This ends by itself in {{.left}}.",
		"spent", setup.ElapsedText(max(time.Second, time.Since(s.since).Truncate(time.Second))), "left", setup.ElapsedText(max(time.Second, left)))
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

func (s *signIn) byBrowser(now setup.SignInState) fyne.CanvasObject {
	d := s.e.desk
	tone, title := theme.Info, check.T("sign-in.title", "Sign in in the browser window that has opened")
	text := check.T("sign-in.text", "Sign in as the service account. If the window is gone, open it again, or copy the link into another browser on this computer.")
	switch {
	case now.Browser != nil:
		tone, title = theme.Caution, check.T("sign-in.no-browser", "No browser opened; open the link yourself")
	case s.round > 1:
		title = check.T("sign-in.again", "Microsoft wants to see you once more")
		text = check.T("sign-in.again.text", "A policy of the tenant asks for more than the first sign-in gave, such as a second factor. Sign in again in the browser; what the policy asks for is sent along.")
	}
	return s.panel(tone, title, text, nil,
		s.button(check.T("sign-in.open", "Open again"), theme.IconOpen, func() { s.openAgain(now.URL) }),
		s.copy(check.T("sign-in.copy", "Copy link"), now.URL),
		s.button(check.T("sign-in.elsewhere", "On another device"), theme.IconShare, func() { d.SignIn(setup.DeviceCode) }),
		s.button(check.T("sign-in.error-page", "The browser shows an error…"), "", s.e.askErrorPage))
}

func (s *signIn) byCode(now setup.SignInState) fyne.CanvasObject {
	code := widgets.NewParagraph(now.Code, theme.Hero, theme.Text)
	where := widgets.Column(theme.Small, widgets.Pad(theme.Tiny, 0, 0, 0, code),
		widgets.NewParagraph(now.URL, theme.Code, theme.Text),
		widgets.NewParagraph(s.e.desk.say(setup.DeviceCodeWarning()), theme.Caption, theme.Soft))
	return s.panel(theme.Info, check.T("sign-in.code.title", "Enter this code on Microsoft's page"),
		check.T("sign-in.code.text", "On any device with a browser, open the page below, type the code, and sign in as the service account."), where,
		s.copy(check.T("sign-in.copy-code", "Copy code"), now.Code), s.copy(check.T("sign-in.copy", "Copy link"), now.URL),
		s.button(check.T("sign-in.here", "Use the browser here"), theme.IconOpen, func() { s.e.desk.SignIn(setup.Browser) }),
		s.button(check.T("sign-in.error-page", "The browser shows an error…"), "", s.e.askErrorPage))
}

// panel is a banner with the time and, as its last button, the way out.
func (s *signIn) panel(tone theme.Tone, title, text check.Text, more fyne.CanvasObject, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	d := s.e.desk
	cancel := widgets.NewButton(d.Kit.Cancel, d.Cancel).WithTip("Esc")
	body := widgets.Column(theme.Small)
	if more != nil {
		body.Objects = append(body.Objects, more)
	}
	body.Objects = append(body.Objects, widgets.Pad(theme.Tiny, 0, 0, 0, widgets.Wrap(theme.Small, buttons...)),
		widgets.Row(theme.Medium, widgets.NewGlyph(theme.IconHourglass, theme.Soft, 16), widgets.Grow(s.live), cancel))
	return widgets.NewNotice(tone, d.say(title), d.say(text), body)
}

func (s *signIn) button(label check.Text, icon theme.Icon, press func()) fyne.CanvasObject {
	b := widgets.NewButton(s.e.desk.say(label), press)
	if icon != "" {
		b.WithIcon(icon)
	}
	return b
}

// copy is a button that copies one of several things, so it says which.
func (s *signIn) copy(label check.Text, text string) fyne.CanvasObject {
	w := s.e.desk.Kit
	w.Copy = s.e.desk.say(label)
	return widgets.NewFramedCopyButton(w, func() string { return text })
}

// openAgain opens the browser off the Fyne goroutine: a desktop can take its
// time.
func (s *signIn) openAgain(url string) {
	open := s.e.desk.Flow.Deps().OpenURL
	s.e.desk.Background(func(context.Context) func() {
		err := open(url)
		return func() {
			if now := s.shown; now.URL == url && now.Stage == setup.SignInWaiting {
				now.Browser = err
				s.show(now)
			}
		}
	})
}
