package ui

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/page"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// drawButtons shows the buttons that the step has.
func (w *Window) drawButtons() {
	buttons := []*widgets.Button{w.back, w.next, w.cancel}
	switch w.flow.Current().ID {
	case setup.Welcome:
		buttons = buttons[1:]
	case setup.Done:
		buttons = buttons[1:2]
	}
	w.shell.SetButtons(buttons...)
}

// drawFoot says how the page stands and what Next does. Next is never disabled,
// because that would move the focus to Cancel, where the next Enter would hit
// it; while it has nothing to do, it does nothing.
func (w *Window) drawFoot() {
	w.next.SetLabel(w.say(w.nextLabel()))
	tone, text := w.status()
	drawn := ""
	if !text.IsZero() {
		drawn = w.say(text)
	}
	if now := (footLine{tone, drawn}); now != w.foot {
		w.foot = now
		w.shell.SetStatus(tone, drawn)
	}
}

// footLine is what the foot says. Saying it again would lay out the window again.
type footLine struct {
	tone theme.Tone
	text string
}

func (w *Window) nextLabel() check.Text {
	switch w.flow.Current().ID {
	case setup.Welcome:
		if w.flow.Connection().Revision > 0 {
			return check.T("next.continue", "Continue")
		}
		return check.T("next.start", "Start")
	case setup.Review:
		return check.T("next.save", "Save connection")
	case setup.Done:
		return check.T("close", "Close")
	}
	return check.T("next", "Next")
}

// status is the line in the foot.
func (w *Window) status() (theme.Tone, check.Text) {
	id := w.flow.Current().ID
	switch {
	case w.storing:
		return theme.Busy, check.T("foot.saving", "Saving…")
	case w.job != nil && w.job.then != nil:
		return theme.Busy, check.T("foot.going-on", "Checking. This goes on by itself when everything is proved.")
	case w.job != nil:
		return theme.Busy, check.T("foot.checking", "Checking…")
	case w.faulty > 0:
		return theme.Bad, check.N("foot.faulty", w.faulty, "Look at the marked field.", "Look at the {{.n}} marked fields.")
	case w.ended:
		return theme.Neutral, check.T("foot.cancelled", "Cancelled. Next checks again.")
	case id == setup.Review:
		return w.reviewStatus()
	case !checkable(id):
		return theme.Neutral, check.Text{}
	}
	return w.checkStatus(id)
}

func (w *Window) checkStatus(id setup.StepID) (theme.Tone, check.Text) {
	report, stale := page.Results(w.flow, id)
	switch {
	case stale:
		return theme.Neutral, check.T("foot.stale", "An answer changed. Next checks again.")
	case len(report.Results) == 0:
		return theme.Neutral, unchecked(id)
	}
	switch failed, unknown, warned := counts(report); {
	case failed > 0:
		return theme.Bad, check.N("foot.failed", failed, "{{.n}} problem. You can go on; it will be saved as not verified.", "{{.n}} problems. You can go on; it will be saved as not verified.")
	case unknown > 0:
		return theme.Doubt, check.N("foot.unknown", unknown, "{{.n}} check could not look. You can go on; it will be saved as not verified.", "{{.n}} checks could not look. You can go on; it will be saved as not verified.")
	case warned > 0 && warned == len(report.Acceptances()):
		return theme.Good, check.N("foot.accepted", warned, "Proved, with {{.n}} accepted warning.", "Proved, with {{.n}} accepted warnings.")
	case warned > 0:
		return theme.Caution, check.N("foot.warned", warned, "Proved, with {{.n}} warning.", "Proved, with {{.n}} warnings.")
	case proved(report):
		return theme.Good, check.T("foot.proved", "Everything on this page is proved.")
	}
	return theme.Doubt, check.T("foot.nothing", "Nothing could be checked. You can go on; it will be saved as not verified.")
}

// counts counts what decides the outcome.
func counts(report check.Report) (failed, unknown, warned int) {
	for _, r := range report.Results {
		switch {
		case r.Excused:
		case r.Status == check.Failed:
			failed++
		case r.Status == check.Unknown:
			unknown++
		case r.Status == check.Warned:
			warned++
		}
	}
	return failed, unknown, warned
}

// unchecked says what Next will do on a page that has not been checked.
func unchecked(id setup.StepID) check.Text {
	switch id {
	case setup.Connection:
		return check.T("foot.connection", "Next checks the domain controllers.")
	case setup.ServiceAccount:
		return check.T("foot.account", "Next signs in and checks the rights.")
	case setup.Exchange:
		return check.T("foot.exchange", "Next signs in with Microsoft in your browser.")
	}
	return check.Text{}
}

func (w *Window) reviewStatus() (theme.Tone, check.Text) {
	if p, _ := w.flow.Preview(); p.Verified {
		return theme.Good, check.T("foot.verified", "Will be saved as verified.")
	}
	return theme.Caution, check.T("foot.not-verified", "Will be saved as not verified.")
}
