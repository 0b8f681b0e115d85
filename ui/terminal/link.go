package terminal

import (
	"sync"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// links turns the states of a sign-in into lines, each said once. It is called
// on other goroutines.
type links struct {
	face *face
	mu   sync.Mutex
	last setup.SignInState
}

// news is what a state tells: what is new in it, and how long there is time to
// sign in.
func (l *links) news(state setup.SignInState) news {
	n := news{key: "sign-in until", say: l.lines(state)}
	if state.Stage == setup.SignInWaiting && !state.Until.IsZero() {
		n.busy, n.until = l.face.say(check.T("terminal.sign-in.waiting", "Waiting until somebody has signed in")), state.Until
	}
	return n
}

// lines returns what is new in a state, or nothing.
func (l *links) lines(state setup.SignInState) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &sheet{width: l.face.columns(), style: l.face.style}
	say := l.face.say
	if state.Wait > 0 && state.Wait != l.last.Wait {
		s.para(say(check.T("terminal.sign-in.patience", "Microsoft asks to wait for {{.time}}.", "time", setup.ElapsedText(state.Wait))))
	}
	if state.Stage == setup.SignInWaiting && (state.URL != l.last.URL || state.Code != l.last.Code) {
		l.where(s, state)
	}
	if state.Browser != nil && l.last.Browser == nil {
		s.para(say(check.T("terminal.sign-in.no-browser", "No browser could be opened here. Open the link yourself, in a browser on this computer.")))
	}
	if state.Stage == setup.SignInFinishing && l.last.Stage != setup.SignInFinishing {
		s.para(say(check.T("terminal.sign-in.finishing", "The answer has come; the roles of the account are checked next.")))
	}
	l.last = state
	return s.String()
}

// where says where to sign in.
func (l *links) where(s *sheet, state setup.SignInState) {
	say := l.face.say
	s.blank()
	if state.Code != "" {
		s.para(say(check.T("terminal.sign-in.code", "On any device, open this page and enter the code {{.code}}:", "code", state.Code)))
	} else {
		s.para(say(check.T("terminal.sign-in.browser", "Your browser opens. If you do not see it, open this link in a browser on this computer:")))
	}
	s.asIs(state.URL)
	if !state.Until.IsZero() {
		s.para(say(check.T("terminal.sign-in.until", "The sign-in is open until {{.time}}. Ctrl+C cancels it.", "time", state.Until.Local().Format(time.TimeOnly))))
	}
	s.blank()
}
