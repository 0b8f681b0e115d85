package page

import (
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
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
		Unaccept:      draw(check.T("kit.unaccept", "Take the acceptance back")),
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
		Who:           func(w check.Who) string { return draw(setup.WhoText(w)) },
		Elapsed:       func(d time.Duration) string { return draw(setup.ElapsedText(d)) },
	}
	return w
}

func statuses(draw func(check.Text) string) map[check.Status]string {
	names := map[check.Status]string{}
	for s := check.Pending; s <= check.Unknown; s++ {
		names[s] = draw(setup.StatusText(s))
	}
	return names
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
