package page

import (
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/widgets"
)

// Kit returns what widgets say by themselves, in the language of the printer.
func Kit(p *words.Printer) widgets.Words {
	draw := p.Draw
	w := widgets.Words{
		Copy: draw(check.T("kit.copy", "Copy")), Copied: draw(check.T("kit.copied", "Copied")),
		Cut: draw(check.T("kit.cut", "Cut")), Paste: draw(check.T("kit.paste", "Paste")), SelectAll: draw(check.T("kit.select-all", "Select all")),
		Show: draw(check.T("kit.show", "How to fix")), Hide: draw(check.T("kit.hide", "Hide")),
		Details:       draw(check.T("kit.details", "Details")),
		CheckAgain:    draw(check.T("kit.check-again", "Check again")),
		GoToField:     draw(check.T("kit.go-to-field", "Go to the field")),
		Accept:        draw(check.T("kit.accept", "I accept this warning")),
		Cancel:        draw(check.T("kit.cancel", "Cancel")),
		ShowSecret:    draw(check.T("kit.show-secret", "Show the password")),
		HideSecret:    draw(check.T("kit.hide-secret", "Hide the password")),
		SecretTooLong: draw(check.T("kit.secret-too-long", "The text that was pasted is too long for a password.")),
		WhoActs:       draw(check.T("kit.who-acts", "Who can fix it")),
		Command:       draw(check.T("kit.command", "Command")),
		OriginalText:  draw(check.T("kit.original-text", "Original text")),
		Host:          draw(check.T("kit.host", "Host name or IP address")),
		Port:          draw(check.T("kit.port", "Port")),
		StatusHead:    draw(check.T("kit.status", "Status")),
		AddHost:       draw(check.T("kit.add-host", "Add host")),
		MoveUp:        draw(check.T("kit.move-up", "Move up")),
		MoveDown:      draw(check.T("kit.move-down", "Move down")),
		RemoveHost:    draw(check.T("kit.remove-host", "Remove this host")),
		Statuses:      statuses(draw),
		Steps:         steps(draw),
		Draw:          draw,
		Who:           func(w check.Who) string { return draw(who(w)) },
		Elapsed:       func(d time.Duration) string { return draw(elapsed(d)) },
	}
	return w
}

func statuses(draw func(check.Text) string) map[check.Status]string {
	return map[check.Status]string{
		check.Pending: draw(check.T("status.pending", "waiting")),
		check.Running: draw(check.T("status.running", "checking")),
		check.Passed:  draw(check.T("status.passed", "passed")),
		check.Warned:  draw(check.T("status.warned", "warning")),
		check.Failed:  draw(check.T("status.failed", "failed")),
		check.Skipped: draw(check.T("status.skipped", "not checked")),
		check.Unknown: draw(check.T("status.unknown", "could not check")),
	}
}

func steps(draw func(check.Text) string) map[widgets.StepState]string {
	return map[widgets.StepState]string{
		widgets.StepTodo:      draw(check.T("step-state.todo", "to do")),
		widgets.StepDone:      draw(check.T("step-state.done", "done")),
		widgets.StepAttention: draw(check.T("step-state.attention", "needs attention")),
		widgets.StepFailed:    draw(check.T("step-state.failed", "has a problem")),
		widgets.StepRecheck:   draw(check.T("step-state.recheck", "check again")),
	}
}

func who(w check.Who) check.Text {
	switch w {
	case check.AD:
		return check.T("who.ad", "Active Directory administrator")
	case check.PKI:
		return check.T("who.pki", "Whoever issues the certificates")
	case check.Network:
		return check.T("who.network", "Network or firewall administrator")
	case check.Entra:
		return check.T("who.entra", "Entra ID administrator")
	case check.Exchange:
		return check.T("who.exchange", "Exchange Online administrator")
	}
	return check.T("who.you", "You, here in this wizard")
}

// elapsed draws a duration as short as it can be read.
func elapsed(d time.Duration) check.Text {
	switch {
	case d < time.Millisecond:
		return check.T("elapsed.none", "< 1 ms")
	case d < time.Second:
		return check.T("elapsed.ms", "{{.n}} ms", "n", d.Milliseconds())
	case d < time.Minute:
		return check.T("elapsed.s", "{{.s}} s", "s", float64(d.Round(time.Second/10).Milliseconds())/1000)
	}
	return check.T("elapsed.min", "{{.min}} min {{.s}} s", "min", int(d/time.Minute), "s", int(d%time.Minute/time.Second))
}
